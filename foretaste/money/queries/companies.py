"""A company's money: held, paid, on its way back; what it is made good and what it disputes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, QuerySet, Sum, When

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.money.ledger.kinds import Kind
from foretaste.money.ledger.posting import code
from foretaste.money.models import (
    Conversion,
    Correction,
    Dispute,
    FundingOrder,
    LedgerEntry,
    PayrollDue,
    Refund,
    SeatFund,
    Settlement,
)
from foretaste.money.queries.ledger import balances
from foretaste.money.queries.seen import _of_company


@dataclass(frozen=True)
class CompanyMoney:
    """Where a company's money is, in one currency."""

    currency: str
    being_funded: Amount
    seats: Amount  # funded, unsigned
    trials: Amount  # in signed trials, to be earned or returned
    on_its_way_back: Amount
    paid_to_interns: Amount
    fees: Amount
    returned: Amount


@dataclass(frozen=True)
class CompanyBooks:
    by_currency: list[CompanyMoney]
    orders: list[FundingOrder]
    settlements: list[Settlement]
    refunds: list[Refund]
    payroll: list[PayrollDue]


def company_money(company_id: str) -> CompanyBooks:
    """Return all money of a company (public id): what is held, what was paid, what comes back."""
    funds = list(SeatFund.objects.filter(company_id=company_id).select_related("order"))
    settled = list(Settlement.objects.filter(company_id=company_id).order_by("-settled_at", "-id"))
    refunds = list(Refund.objects.filter(company_id=company_id).order_by("-created_at", "-id"))
    orders = list(FundingOrder.objects.filter(company_id=company_id).order_by("-started_at", "-id"))
    ended = {one.trial_id for one in settled}
    currencies = sorted({order.currency for order in orders})
    books = []
    for money in currencies:

        def total(numbers: Iterable[int], money: str = money) -> Amount:
            return Amount(sum(numbers), money)

        in_trials = [
            fund.trial_id
            for fund in funds
            if fund.currency == money and fund.state == SeatFund.State.COMMITTED and fund.trial_id not in ended
        ]
        trial_kinds = (Kind.TRIAL_HELD, Kind.TRIAL_FEE, Kind.TRIAL_HOLD, Kind.TRIAL_RETURNING)
        held = balances(
            [code(kind, trial, money) for trial in [*in_trials, *ended] for kind in trial_kinds]
            + [code(Kind.COMPANY_REFUND, company_id, money), code(Kind.COMPANY_REFUNDING, company_id, money)]
        )
        books.append(
            CompanyMoney(
                currency=money,
                being_funded=total(
                    fund.total_minor for fund in funds if (fund.currency, fund.state) == (money, SeatFund.State.FUNDING)
                ),
                seats=total(
                    fund.total_minor for fund in funds if (fund.currency, fund.state) == (money, SeatFund.State.FUNDED)
                ),
                trials=total(held[c] for c in held if c.startswith((Kind.TRIAL_HELD, Kind.TRIAL_FEE, Kind.TRIAL_HOLD))),
                on_its_way_back=total(held[c] for c in held if c.startswith((Kind.TRIAL_RETURNING, "company:"))),
                paid_to_interns=total(one.paid_minor for one in settled if one.currency == money),
                fees=total(one.fee_minor for one in settled if one.currency == money),
                returned=total(
                    one.amount_minor for one in refunds if (one.currency, one.state) == (money, Refund.State.ARRIVED)
                ),
            )
        )
    payroll = list(PayrollDue.objects.filter(company_id=company_id).order_by("confirmed_at", "due_at"))
    return CompanyBooks(books, orders, settled, refunds, payroll)


GOODWILL_COUNTS_FOR = dt.timedelta(days=365)


def goodwill_left(company_id: str, currency: str, at: dt.datetime) -> Amount:
    """Return how much goodwill a company may still be given: the yearly limit less what the ledger says was paid."""
    limit = settings.GOODWILL_A_YEAR_MINOR.get(currency, 0)
    paid = LedgerEntry.objects.filter(
        account__code=code(Kind.COMPANY_REFUND, company_id, currency),
        transfer__movement="pay_goodwill",
        transfer__effective_at__gt=at - GOODWILL_COUNTS_FOR,
    ).aggregate(sum=Sum("amount"))["sum"]
    return Amount(max(0, limit - (paid or 0)), currency)


def disputes_visible_to(by: Actor) -> QuerySet[Dispute]:
    """Chargebacks: one's company's, for recruiters and finance; all for the operator. The latest first."""
    return _of_company(Dispute.objects.select_related("order"), by).order_by("-opened_at", "-id")


def has_open_dispute(company_id: str) -> bool:
    return Dispute.objects.filter(company_id=company_id, state=Dispute.State.OPEN).exists()


def refunds_visible_to(by: Actor) -> QuerySet[Refund]:
    """Refunds: one's company's, for recruiters and finance; all for the operator."""
    return _of_company(Refund.objects.all(), by)


def payroll_visible_to(by: Actor) -> QuerySet[PayrollDue]:
    """What payrolls owe: the company's for recruiters and finance, the intern's own, all for the operator."""
    if by.is_operator:
        return PayrollDue.objects.all()
    if by.is_intern and by.person_id:
        return PayrollDue.objects.filter(person_id=accounts.person_of(by).public_id)
    return _of_company(PayrollDue.objects.all(), by)


def conversions_to_end() -> QuerySet[Conversion]:
    """Return the payments that lie in another currency than they were made in, the oldest first: they fund nothing."""
    return Conversion.objects.filter(state=Conversion.State.HERE).select_related("order").order_by("noted_at", "id")


def corrections() -> QuerySet[Correction]:
    """Return the operator's corrections: those that wait for a signature first, then the latest."""
    return Correction.objects.order_by(Case(When(state=Correction.State.WAITING, then=0), default=1), "-id")
