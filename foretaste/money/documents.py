"""docs/movements.md, written from the catalogue."""

from __future__ import annotations

from foretaste.core.documents import writes_page
from foretaste.money.ledger.kinds import ACCOUNTS
from foretaste.money.movements import CATALOGUE

INTRODUCTION = """\
# Every way money may move

Written by `make docs` from `foretaste/money/movements/` and `foretaste/money/ledger/kinds.py`: change those.
A movement takes from some accounts and gives to others, sums to zero in each currency, and happens once per
reference. The database holds the same matrix and refuses everything else; what is an intern's it lets move only
towards the same intern's bank or payroll, whatever the matrix says. What each ending pays: `lifecycle.md`.
"""


@writes_page("movements.md")
def movements() -> str:
    """Return the page: the movements in the order of a life, then the accounts."""
    rows = [
        f"| `{one.name}` | {one.means} | {_kinds(one.takes_from)} | {_kinds(one.gives_to)} | {one.reference} |"
        for one in CATALOGUE
    ]
    accounts = [
        f"| `{rule.kind}` | {rule.means} | {'zero' if rule.floor else 'none'} | {'yes' if rule.hot else ''} |"
        for rule in ACCOUNTS
    ]
    return "\n".join(
        [
            INTRODUCTION,
            "## The movements",
            "",
            "| movement | what it means | takes from | gives to | once per |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
            "## The accounts",
            "",
            "An account's code is `kind:owner:currency`; the owner is an opaque id, never a name. A hot account is",
            "written by everybody: it keeps entries, and no row of it is updated.",
            "",
            "| account | what it holds | floor | hot |",
            "| --- | --- | --- | --- |",
            *accounts,
        ]
    )


def _kinds(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"`{kind}`" for kind in kinds)
