"""What a trial paid, line by line, and the one true sentence about where the money is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.calendars import now
from foretaste.core.dates import dated
from foretaste.money.models import (
    IssuedStatement,
    Payout,
    PayrollDue,
    ProviderAccount,
    Refund,
    Settlement,
    SettlementLine,
)
from foretaste.money.queries.seen import _of_company, _one


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
    """Return one true sentence about where the intern's money is, and when it arrives."""
    if open_payroll := [due for due in payroll if not due.confirmed_at]:
        return where_payroll_pay_is(open_payroll)
    if payroll:
        return _("Paid to you by payroll.")
    states = {payout.state for payout in payouts}
    if Payout.State.UNCLAIMED in states:
        return _("It could not be sent for long, so it is kept for you. It is yours: add your account and it goes out.")
    if Payout.State.NEEDS_ACCOUNT in states:
        return _("It is yours and waits for you: add your bank account and it goes out at once.")
    if Payout.State.RETURNED in states:
        return _("Your bank sent it back. It is yours: correct your account and it goes out again.")
    if Payout.State.WAITING in states and provider_asks(settlement.intern_id):
        return _("It is yours. The payment provider asks you for something first: answer it, and it goes out at once.")
    waits = [one.not_before for one in payouts if one.state == Payout.State.WAITING]
    if waits and max(waits) > now():
        return _("It is yours and goes out by itself, on %(day)s at the latest.") % {"day": dated(max(waits).date())}
    if waits:
        return _("It is yours and goes out to your bank account now.")
    if Payout.State.SENT in states:
        expected = [one.expected_at for one in payouts if one.state == Payout.State.SENT and one.expected_at]
        if expected:
            return _("On its way to your bank account, there by %(day)s.") % {"day": dated(max(expected).date())}
        return _("On its way to your bank account.")
    if payouts:
        return _("It has arrived in your bank account.")
    return _("Nothing is left to pay.") if not settlement.held_minor else _("What is held waits for a decision.")


def where_payroll_pay_is(open_payroll: list[PayrollDue]) -> str:
    """Say who owes pay that leaves by a payroll, and since when: of the first that is due."""
    says = _("%(payer)s owes you this pay; it is due by %(day)s.")
    if open_payroll[0].alarmed_at:
        says = _("%(payer)s owes you this pay since %(day)s and is late. The money is set aside; we asked for it.")
    return says % {"payer": open_payroll[0].get_payer_display(), "day": dated(open_payroll[0].due_at.date())}


def provider_asks(person_id: str) -> bool:
    """Say whether a person's own account at the provider can't take or pay out money before they answer something."""
    account = ProviderAccount.objects.filter(provider=settings.PAYMENT_PROVIDER, person_id=person_id).first()
    return account is not None and not (account.can_receive and account.can_pay_out)
