"""The ledger in words: what a movement means, what an account holds, who asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.money.movements import CATALOGUE
from foretaste.money.queries import LedgerLine
from foretaste.web.templatetags.ui import money as money_words

MEANS = {one.name: one.means.rstrip(".") for one in CATALOGUE}
ACCOUNTS = {
    "ext:pending": gettext_lazy("At the provider, not yet available"),
    "ext:cash": gettext_lazy("At the provider, available"),
    "ext:connected": gettext_lazy("At the provider, in interns’ own accounts"),
    "order:fund": gettext_lazy("Paid for an order"),
    "seat:held": gettext_lazy("Held for a seat: its pay"),
    "seat:fee": gettext_lazy("Held for a seat: the fee"),
    "trial:held": gettext_lazy("Held for a trial: days not started"),
    "trial:fee": gettext_lazy("Held for a trial: the fee"),
    "trial:hold": gettext_lazy("Held for a decision"),
    "trial:returning": gettext_lazy("The company’s, waiting 24 hours"),
    "intern:earned": gettext_lazy("The intern’s"),
    "intern:transit": gettext_lazy("The intern’s, on its way"),
    "intern:unclaimed": gettext_lazy("The intern’s, kept until claimed"),
    "payroll:payable": gettext_lazy("The intern’s, owed by a payroll"),
    "company:refund": gettext_lazy("The company’s, to be sent back"),
    "company:refunding": gettext_lazy("The company’s, on its way back"),
    "company:owes": gettext_lazy("Owed by the company"),
    "op:fees": gettext_lazy("The operator’s fees"),
    "op:cost": gettext_lazy("The provider’s costs"),
    "op:loss": gettext_lazy("Paid by the operator"),
    "op:fx": gettext_lazy("Exchanged into another currency"),
}


def names_of(signatures: Iterable[str], by: Actor) -> dict[str, str]:
    """Return who stands behind `operator:1`: their name, or the clock, or the provider."""
    wanted = {one: one.partition(":")[2] for one in signatures}
    people = accounts.people_visible_to(by).filter(pk__in=[key for key in wanted.values() if key.isdecimal()])
    known = {str(person.pk): person.get_full_name() or person.email for person in people}
    others = {"clock": _("The clock"), "provider": _("The provider")}
    return {one: known.get(key) or others.get(one, one) for one, key in wanted.items()}


def movements(lines: list[LedgerLine], by: Actor) -> list[dict[str, Any]]:
    """Return the lines by movement, in the order they were posted."""
    names = names_of({one.actor for one in lines}, by)
    companies = {one.account.split(":")[-2] for one in lines if one.account.startswith("company:")}
    known = dict(accounts.visible_to(by).filter(public_id__in=companies).values_list("public_id", "name"))
    found = []
    for number, group in groupby(lines, key=lambda one: one.transfer_id):
        legs = list(group)
        found.append(
            {
                "number": number,
                "means": MEANS.get(legs[0].movement, legs[0].movement),
                "by": names[legs[0].actor],
                "first": legs[0],
                "lines": [
                    {"label": _account(one.account, known), "hint": _hint(one), "amount": one.amount} for one in legs
                ],
            }
        )
    return found


def _account(code: str, companies: dict[str, str]) -> str:
    kind, owner = ":".join(code.split(":")[:2]), code.split(":")[-2]
    words = str(ACCOUNTS.get(kind, kind))
    return f"{words}, {companies[owner]}" if owner in companies else words


def _hint(line: LedgerLine) -> str:
    if line.balance_after is None:
        return line.account
    return _("%(account)s, %(sum)s afterwards") % {"account": line.account, "sum": money_words(line.balance_after)}
