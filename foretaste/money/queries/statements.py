"""What a trial paid, line by line, and the one true sentence about where the money is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from babel.numbers import format_currency
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.calendars import now
from foretaste.core.dates import dated, reader_locale
from foretaste.money.models import (
    IssuedStatement,
    Payout,
    PayrollDue,
    Refund,
    Settlement,
    SettlementLine,
)
from foretaste.money.queries.seen import _of_company, _one
from foretaste.money.queries.whereabouts import Place, payout_account_of, place_of, provider_asks


@dataclass(frozen=True)
class StatementLine:
    """A line as the statement shows it. `kind` is a `SettlementLine.Kind`; `to_intern` lines sum to what is paid."""

    kind: str
    label: str
    amount: Amount
    day_number: int | None
    on: dt.date | None

    @property
    def to_intern(self) -> bool:
        return self.kind not in (SettlementLine.Kind.FEE, SettlementLine.Kind.BACK, SettlementLine.Kind.HELD)


@dataclass(frozen=True)
class Statement:
    """The document that explains a settlement. Both sides see the same lines."""

    settlement: Settlement
    lines: list[StatementLine]
    paid: Amount
    fee: Amount
    back: Amount
    held: Amount
    payouts: list[Payout]
    refunds: list[Refund]
    payroll: list[PayrollDue]
    sentence: str  # where the money is, and when it arrives

    @property
    def fund(self) -> Amount:
        return self.paid + self.fee + self.back + self.held

    @property
    def lines_to_intern(self) -> list[StatementLine]:
        return [line for line in self.lines if line.to_intern]


def settlements_visible_to(by: Actor) -> QuerySet[Settlement]:
    """Settlements: the intern's own, the company's for recruiters and finance, all for the operator."""
    if by.is_operator:
        return Settlement.objects.all()
    if by.is_intern and by.person_id:
        return Settlement.objects.filter(intern_id=accounts.person_of(by).public_id)
    return _of_company(Settlement.objects.all(), by)


def statement_of(trial_id: str, by: Actor) -> Statement:
    """Return the statement of a trial; `NotFound` for everyone it doesn't concern, and before the end.

    Where the intern's money is on its way, and whether it waits for an account, is not the company's to know.
    """
    statement = statement_from(_one(settlements_visible_to(by).filter(trial_id=trial_id)))
    if by.is_operator or by.is_intern:
        return statement
    return replace(statement, payouts=[], sentence=_("What the intern has earned is theirs."))


def statement_from(settlement: Settlement) -> Statement:
    money = settlement.currency
    payouts = list(Payout.objects.filter(trial_id=settlement.trial_id).order_by("created_at", "id"))
    payroll = list(PayrollDue.objects.filter(trial_id=settlement.trial_id).order_by("created_at", "id"))
    return Statement(
        settlement=settlement,
        lines=[
            _statement_line(line.kind, line.amount_minor, money, line.day_number, line.on)
            for line in settlement.lines.all()
        ],
        paid=Amount(settlement.paid_minor, money),
        fee=Amount(settlement.fee_minor, money),
        back=Amount(settlement.back_minor, money),
        held=Amount(settlement.held_minor, money),
        payouts=payouts,
        refunds=list(Refund.objects.filter(trial_id=settlement.trial_id).order_by("created_at", "id")),
        payroll=payroll,
        sentence=where_it_is(settlement, payouts, payroll),
    )


def as_issued(statement: Statement, issued: IssuedStatement) -> Statement:
    """Return the statement with what stood in it when it was issued; where the money is stays what it is now."""
    money, facts = issued.currency, issued.facts
    return replace(
        statement,
        lines=[
            _statement_line(
                line["kind"],
                line["minor"],
                money,
                line["day"],
                dt.date.fromisoformat(line["on"]) if line["on"] else None,
            )
            for line in facts["lines"]
        ],
        paid=Amount(facts["paid_minor"], money),
        held=Amount(facts["held_minor"], money),
    )


def _statement_line(kind: str, minor: int, currency: str, day: int | None, on: dt.date | None) -> StatementLine:
    is_day = kind == SettlementLine.Kind.DAY
    label = _("Day %(number)s") % {"number": day} if is_day else str(SettlementLine.Kind(kind).label)
    return StatementLine(kind=kind, label=label, amount=Amount(minor, currency), day_number=day, on=on)


def where_it_is(settlement: Settlement, payouts: list[Payout], payroll: list[PayrollDue]) -> str:
    """Return the truth about where the intern's money is, and when it arrives: one sentence, or one for each part."""
    parts = _of_payrolls(payroll) if payroll else _of_payouts(settlement.intern_id, payouts)
    undecided = _("What is held waits for a decision.") if settlement.held_minor else ""
    if not parts:
        return undecided or _("Nothing is left to pay.")
    if len(parts) > 1:
        each = ((_money(minor, settlement.currency), said) for minor, said in parts)
        said = " ".join(_("%(sum)s of it: %(sentence)s") % {"sum": sum_, "sentence": said} for sum_, said in each)
    else:
        ((_minor, said),) = parts
    return f"{said} {undecided}".strip()


Parts = list[tuple[int, str]]  # minor units, and what is said of them


def _of_payrolls(payroll: list[PayrollDue]) -> Parts:
    late = [due for due in payroll if not due.confirmed_at and due.alarmed_at]
    to_come = [due for due in payroll if not due.confirmed_at and not due.alarmed_at]
    paid = [due for due in payroll if due.confirmed_at]
    parts = [(_sum(some), where_payroll_pay_is(some)) for some in (late, to_come) if some]
    return [*parts, *([(_sum(paid), _("Paid to you by payroll."))] if paid else [])]


def _of_payouts(person_id: str, payouts: list[Payout]) -> Parts:
    at = now()
    account, asks = None, False
    if any(one.state not in (Payout.State.SENT, Payout.State.ARRIVED) for one in payouts):
        account, asks = payout_account_of(person_id), provider_asks(person_id)
    there: dict[Place, list[Payout]] = defaultdict(list)
    for one in payouts:
        there[place_of(one, account, asks=asks, at=at)].append(one)
    return [(_sum(there[place]), _said_of(place, there[place], at)) for place in Place if there[place]]


def _said_of(place: Place, payouts: list[Payout], at: dt.datetime) -> str:
    """Say where payouts are that are in the same place. Where they leave at several moments, the last one counts."""
    leaves = max(one.not_before for one in payouts)
    expected = [one.expected_at for one in payouts if one.expected_at]
    leaves_on, there_on = dated(leaves.date()), dated(max(expected).date()) if expected else ""
    match place:
        case Place.KEPT:
            return _(
                "It could not be sent for long, so it is kept for you. It is yours: add your account and it goes out."
            )
        case Place.NO_ACCOUNT if leaves > at:
            says = _("It is yours and waits for you: add your bank account and it goes out on %(day)s.")
            return says % {"day": leaves_on}
        case Place.NO_ACCOUNT:
            return _("It is yours and waits for you: add your bank account and it goes out at once.")
        case Place.RETURNED:
            return _("Your bank sent it back. It is yours: correct your account and it goes out again.")
        case Place.ASKED if leaves > at:
            says = _(
                "It is yours. The payment provider asks you for something first: answer it, and it goes out on %(day)s."
            )
            return says % {"day": leaves_on}
        case Place.ASKED:
            return _(
                "It is yours. The payment provider asks you for something first: answer it, and it goes out at once."
            )
        case Place.DELAYED:
            return _("It is yours and goes out by itself, on %(day)s at the latest.") % {"day": leaves_on}
        case Place.LEAVING:
            return _("It is yours and goes out to your bank account now.")
        case Place.LATE:
            says = _("On its way to your bank account. It was due there by %(day)s and is late.")
            return says % {"day": there_on}
        case Place.SENT if expected:
            return _("On its way to your bank account, there by %(day)s.") % {"day": there_on}
        case Place.SENT:
            return _("On its way to your bank account.")
        case Place.ARRIVED:
            return _("It has arrived in your bank account.")


def _money(minor: int, currency: str) -> str:
    return format_currency(Amount(minor, currency).major, currency, locale=reader_locale())


def _sum(rows: Sequence[Payout | PayrollDue]) -> int:
    return sum(one.amount_minor for one in rows)


def where_payroll_pay_is(open_payroll: list[PayrollDue]) -> str:
    """Say who owes pay that leaves by a payroll, and since when: of the first that is due."""
    says = _("%(payer)s owes you this pay; it is due by %(day)s.")
    if open_payroll[0].alarmed_at:
        says = _("%(payer)s owes you this pay since %(day)s and is late. The money is set aside; we asked for it.")
    return says % {"payer": open_payroll[0].get_payer_display(), "day": dated(open_payroll[0].due_at.date())}
