"""Statement and income proof: the same words for the page and for the printed document."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from babel import dates
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foretaste.core import calendars
from foretaste.core.amounts import Amount
from foretaste.core.dates import dated, reader_locale, weekday_dated
from foretaste.money.queries import IncomeLine, Statement, as_issued
from foretaste.web.pay.where import payout_line
from foretaste.web.templatetags.ui import money as money_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foretaste.accounts.models import Person
    from foretaste.money.models import IssuedStatement, PayoutAccount
    from foretaste.trials.models import Trial

DAY, BONUS = "day", "bonus"  # kinds of a statement's lines


@dataclass(frozen=True)
class Paper:
    """A document of sums: facts above, lines, a total, notes below."""

    title: str
    facts: list[tuple[str, str]]
    earned_heading: str
    lines: list[dict[str, Any]]
    total_label: str
    total: Amount
    payments_heading: str = ""
    payments: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sha256: str = ""

    def as_data(self, at: dt.datetime) -> dict[str, Any]:
        """Return it as the printed document reads it."""
        return {
            **_shared(at, self.title),
            "facts": [list(fact) for fact in self.facts],
            "earned_heading": self.earned_heading,
            "head": [_("For what"), _("Sum")],
            "lines": [_row(line) for line in self.lines],
            "total": [self.total_label, money_words(self.total)],
            "payments_heading": self.payments_heading,
            "payments_head": [_("Payout"), _("Sum")],
            "payments": [_row(line) for line in self.payments],
            "notes": self.notes,
            "fingerprint": _("SHA-256 of what was issued: %(sha256)s") % {"sha256": self.sha256} if self.sha256 else "",
        }


def _shared(at: dt.datetime, title: str) -> dict[str, Any]:
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": title,
        "made": _("Made on %(day)s") % {"day": dated(at.date())},
        "footer": f"{settings.INSTANCE_NAME} · {title}",
    }


def _row(line: dict[str, Any]) -> list[str]:
    amount = line["amount"]
    return [line["label"], line.get("hint", ""), money_words(amount) if isinstance(amount, Amount) else str(amount)]


# --- the statement ----------------------------------------------------------------------------------
def lines_of(statement: Statement) -> list[dict[str, Any]]:
    """Every day, the bonus, what was decided, and the fee: none, said plainly."""
    lines = [_line(line) for line in statement.lines_to_intern]
    zero = Amount.zero(statement.settlement.currency)
    return [*lines, {"label": _("Fees"), "amount": zero, "hint": _("Nothing is taken from your pay")}]


def _line(line: Any) -> dict[str, Any]:
    if line.on:
        label = weekday_dated(line.on)
        hint = _("Day %(number)s") % {"number": line.day_number} if line.kind == DAY else line.label
        return {"label": label, "amount": line.amount, "hint": hint}
    label = _("Goodbye bonus") if line.kind == BONUS else line.label
    return {"label": label, "amount": line.amount, "hint": ""}


def statement_paper(
    statement: Statement, trial: Trial, account: PayoutAccount | None = None, issued: Sequence[IssuedStatement] = ()
) -> Paper:
    """Put a statement into words. The last of `issued` is the one shown; without any, it is about to be issued."""
    if issued:
        statement = as_issued(statement, issued[-1])
    settled = statement.settlement
    notes = [statement.sentence, _("All sums are gross, before tax.")]
    if not issued:
        notes.append(_("It is issued within a minute, and stays as it is issued then."))
    if statement.held:
        notes.insert(0, _("%(sum)s more is held until a person has decided.") % {"sum": money_words(statement.held)})
    payments = []
    for payout in statement.payouts:
        payments.append(
            {
                "label": payout_line(payout, trial, account)["text"],
                "amount": Amount(payout.amount_minor, payout.currency),
                "hint": _("Reference %(reference)s") % {"reference": payout.reference},
            }
        )
    for due in statement.payroll:
        payments.append(
            {
                "label": str(due.get_payer_display()),
                "amount": Amount(due.amount_minor, due.currency),
                "hint": statement.sentence,
            }
        )
    return Paper(
        title=_("Statement of your pay"),
        facts=[
            (_("For"), trial.intern.get_full_name() or trial.intern.email),
            (_("Trial"), trial.title),
            (_("Company"), trial.organization.name),
            (_("Settled"), weekday_dated(calendars.local_date(settled.settled_at, trial.time_zone))),
            (_("Reference"), trial.reference),
            *_issued_when(issued),
        ],
        earned_heading=_("What you earned"),
        lines=lines_of(statement),
        total_label=_("Yours"),
        total=statement.paid,
        payments_heading=_("Where it went"),
        payments=payments,
        notes=notes,
        sha256=issued[-1].sha256 if issued else "",
    )


def _issued_when(issued: Sequence[IssuedStatement]) -> list[tuple[str, str]]:
    said = [(_("Issued"), dated(one.facts["issued_on"])) for one in issued[-1:]]
    return said + [
        (_("Replaces"), _("the statement of %(day)s") % {"day": dated(one.facts["issued_on"])}) for one in issued[-2:-1]
    ]


# --- the income proof -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Group:
    heading: str
    lines: list[dict[str, Any]]
    total_label: str
    total: Amount


@dataclass(frozen=True)
class Proof:
    says: str
    facts: list[tuple[str, str]]
    groups: list[Group]
    notes: list[str]

    def as_data(self, at: dt.datetime) -> dict[str, Any]:
        return {
            **_shared(at, _("Proof of income")),
            "says": self.says,
            "facts": [list(fact) for fact in self.facts],
            "head": [_("Month"), _("Sum")],
            "groups": [
                {
                    "heading": group.heading,
                    "lines": [_row(line) for line in group.lines],
                    "total": [group.total_label, money_words(group.total)],
                }
                for group in self.groups
            ],
            "notes": self.notes,
        }


def proof_of(person: Person, income: list[IncomeLine]) -> Proof:
    """Months and sums by year and currency: no kind of pay, no company, no ending."""
    by_year: dict[tuple[int, str], list[IncomeLine]] = defaultdict(list)
    for line in income:
        by_year[line.month.year, line.amount.currency].append(line)
    several = len({currency for _year, currency in by_year}) > 1
    groups = [
        Group(
            heading=f"{year} ({currency})" if several else str(year),
            lines=[
                {
                    "label": dates.format_date(one.month, "LLLL y", locale=reader_locale()),
                    "amount": one.amount,
                    "hint": "",
                }
                for one in lines
            ],
            total_label=_("Together in %(year)s") % {"year": year},
            total=sum((one.amount for one in lines), Amount.zero(currency)),
        )
        for (year, currency), lines in sorted(by_year.items(), reverse=True)
    ]
    name = person.get_full_name() or person.email
    return Proof(
        says=_("%(instance)s confirms that %(name)s earned these sums in paid work trials.")
        % {"instance": settings.INSTANCE_NAME, "name": name},
        facts=[(_("For"), name)],
        groups=groups,
        notes=[_("Sums are gross, before tax, by the month in which they were settled.")],
    )
