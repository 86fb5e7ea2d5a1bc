"""What can be read about money: funds, statements, earnings, a company's money, the ledger itself."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Case, Max, Model, Q, QuerySet, Sum, When
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.core import reading
from foretaste.core.amounts import Amount
from foretaste.core.dates import dated
from foretaste.core.refusals import NotFound
from foretaste.money import fees, wages
from foretaste.money.ledger.kinds import Kind
from foretaste.money.ledger.posting import code
from foretaste.money.models import (
    AuditRun,
    Correction,
    Dispute,
    FeeRule,
    FundingOrder,
    Handover,
    IssuedStatement,
    LedgerAccount,
    LedgerEntry,
    LedgerTransfer,
    Payout,
    PayoutAccount,
    PayoutRule,
    PayrollDue,
    ProviderAccount,
    ProviderOperation,
    Refund,
    SeatFund,
    Settlement,
    SettlementLine,
    UnclaimedRule,
    WageFloor,
)

BALANCES = """
    SELECT a.code, CASE WHEN NOT a.hot THEN a.balance ELSE coalesce(c.balance, 0) + coalesce((
               SELECT sum(e.amount) FROM ledger_entry e
                WHERE e.account_id = a.id AND e.version IS NULL AND e.transfer_id > coalesce(c.upto, 0)), 0) END
      FROM ledger_account a
      LEFT JOIN LATERAL (SELECT upto, balance FROM ledger_checkpoint
                          WHERE account_id = a.id ORDER BY upto DESC LIMIT 1) c ON a.hot
     WHERE a.code = ANY (%s)"""
GROWN = """
    SELECT EXISTS (SELECT FROM ledger_account a CROSS JOIN LATERAL (
        SELECT FROM ledger_entry e
         WHERE e.account_id = a.id AND e.version IS NULL
           AND e.transfer_id > (SELECT coalesce(max(upto), 0) FROM ledger_checkpoint WHERE account_id = a.id)
        OFFSET %s LIMIT 1) more WHERE a.hot)"""
PAYROLL_DUE_AFTER = dt.timedelta(days=14)
NOT_SENT = (Payout.State.WAITING, Payout.State.NEEDS_ACCOUNT, Payout.State.RETURNED, Payout.State.UNCLAIMED)
REMINDERS = tuple(dt.timedelta(days=days) for days in (7, 30, 90, 180, 365))  # after which a letter asks for an account
INTERN_S = (Kind.INTERN_EARNED, Kind.INTERN_TRANSIT, Kind.INTERN_UNCLAIMED)
NEW_FOR = dt.timedelta(days=14)  # so long after its first signature a company is new
MONEY_ROLES = (Role.RECRUITER, Role.FINANCE)
M = TypeVar("M", bound=Model)

# --- rules --------------------------------------------------------------------------------------


def wage_floor_for(country: str, region: str, city: str, on: dt.date) -> wages.Floor | None:
    """Return the highest minimum wage that applies at a place on a day; None where the operator must confirm."""
    rows = WageFloor.objects.filter(country__iexact=country.strip(), valid_from__lte=on)
    return wages.highest((_floor(row) for row in rows), country, region, city, on)


def _floor(row: WageFloor) -> wages.Floor:
    return wages.Floor(
        country=row.country,
        region=row.region,
        city=row.city,
        currency=row.currency,
        hourly=row.hourly_rate,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
    )


def wage_floors() -> QuerySet[WageFloor]:
    """Return the whole wage table."""
    return WageFloor.objects.order_by("country", "region", "city", "-valid_from")


def fee_rules() -> QuerySet[FeeRule]:
    return FeeRule.objects.order_by("-valid_from")


def fee_basis_points_on(on: dt.date) -> int:
    """Return the company's fee that applies to terms written on a day."""
    rules = FeeRule.objects.values_list("basis_points", "valid_from")
    rate = fees.rate_on((fees.Rate(points, since) for points, since in rules), on)
    return settings.DEFAULT_FEE_BASIS_POINTS if rate is None else rate


# --- funds --------------------------------------------------------------------------------------


def balance(account: str) -> int:
    """Return an account's balance in minor units; 0 where it was never opened."""
    return balances([account])[account]


def balances(accounts: Iterable[str]) -> dict[str, int]:
    """Return balances by account code. A hot account's is its last checkpoint and the entries since."""
    codes = list(accounts)
    with connection.cursor() as cursor:
        cursor.execute(BALANCES, [codes])
        return dict.fromkeys(codes, 0) | {code: int(minor) for code, minor in cursor.fetchall()}


def balance_at(account: str, at: dt.datetime) -> int:
    """Return an account's balance in minor units as the books stood at a past moment, whoever asks and whenever.

    The moment is the database's clock, which no posting can set: what is booked later, for whatever day, does not
    change the answer. It reads a few dozen entries of an account, of a hot one those between two checkpoints.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_balance_at(%s, %s)", [account, at])
        return int(cursor.fetchone()[0])


def checkpoints_are_due(every: int = 1000) -> bool:
    """Say whether a hot account has so many entries since its last checkpoint."""
    with connection.cursor() as cursor:
        cursor.execute(GROWN, [every - 1])
        return bool(cursor.fetchone()[0])


def seat_is_funded(seat_id: str) -> bool:
    """Say whether the seat's fund holds every day's pay and the fee on it, free to be signed for."""
    return SeatFund.objects.filter(seat_id=seat_id, state=SeatFund.State.FUNDED).exists()


def fund_of_seat(seat_id: str) -> SeatFund | None:
    """Return the seat's live fund: being funded, funded, or signed."""
    live = [SeatFund.State.FUNDING, SeatFund.State.FUNDED, SeatFund.State.COMMITTED]
    return SeatFund.objects.filter(seat_id=seat_id, state__in=live).select_related("order").first()


def orders_visible_to(by: Actor) -> QuerySet[FundingOrder]:
    """Orders: one's company's, for recruiters and finance; all for the operator."""
    return _of_company(FundingOrder.objects.all(), by)


def order_of(order_id: str, by: Actor) -> FundingOrder:
    return _one(orders_visible_to(by).filter(public_id=order_id))


def charge_of(order: FundingOrder) -> str:
    """Return the reference under which the provider knows the order's charge."""
    return str(ProviderOperation.objects.get(kind=ProviderOperation.Kind.CHARGE, subject_id=order.public_id).pk)


# --- an intern's money --------------------------------------------------------------------------


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
        says = _("%(payer)s owes you this pay; it is due by %(day)s.")
        if open_payroll[0].alarmed_at:
            says = _("%(payer)s owes you this pay since %(day)s and is late. The money is set aside; we asked for it.")
        return says % {
            "payer": open_payroll[0].get_payer_display(),
            "day": dated(open_payroll[0].due_at.date()),
        }
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
    if Payout.State.WAITING in states:
        return _("It is yours and goes out to your bank account now.")
    if Payout.State.SENT in states:
        return _("On its way to your bank account.")
    if payouts:
        return _("It has arrived in your bank account.")
    return _("Nothing is left to pay.") if not settlement.held_minor else _("What is held waits for a decision.")


@dataclass(frozen=True)
class Earnings:
    """What one person earned in one currency. Gross, as earned; `by_year` by the ending's day in UTC."""

    currency: str
    total: Amount
    by_year: dict[int, Amount]
    waiting: Amount  # yours, not yet at your bank
    arrived: Amount
    settlements: list[Settlement] = field(default_factory=list)


def provider_asks(person_id: str) -> bool:
    """Say whether a person's own account at the provider can't take or pay out money before they answer something."""
    account = ProviderAccount.objects.filter(provider=settings.PAYMENT_PROVIDER, person_id=person_id).first()
    return account is not None and not (account.can_receive and account.can_pay_out)


def earnings_of(person_id: str) -> list[Earnings]:
    """Return what a person (public id) earned, by currency."""
    rows: dict[str, list[Settlement]] = defaultdict(list)
    for settlement in Settlement.objects.filter(intern_id=person_id, paid_minor__gt=0).order_by("-settled_at", "-id"):
        rows[settlement.currency].append(settlement)
    found = []
    for currency, mine in sorted(rows.items()):
        years: dict[int, Amount] = defaultdict(lambda: Amount.zero(currency))  # noqa: B023 - used in this turn only
        for settlement in mine:
            years[settlement.settled_at.year] += Amount(settlement.paid_minor, currency)
        kept = balances(code(kind, person_id, currency) for kind in INTERN_S)
        arrived = Payout.objects.filter(person_id=person_id, currency=currency, state=Payout.State.ARRIVED)
        found.append(
            Earnings(
                currency=currency,
                total=sum((years[year] for year in years), Amount.zero(currency)),
                by_year=dict(years),
                waiting=Amount(sum(kept.values()), currency),
                arrived=Amount(arrived.aggregate(sum=Sum("amount_minor"))["sum"] or 0, currency),
                settlements=mine,
            )
        )
    return found


@dataclass(frozen=True)
class IncomeLine:
    """Income as the neutral proof shows it: month and sum, no kinds, no days, no endings."""

    month: dt.date
    amount: Amount


def income_lines(person_id: str, *, year: int | None = None) -> list[IncomeLine]:
    """Return a person's income by month and currency, the oldest first. No line says how a trial ended."""
    settled = Settlement.objects.filter(intern_id=person_id, paid_minor__gt=0)
    if year is not None:
        settled = settled.filter(settled_at__year=year)
    months: dict[tuple[dt.date, str], int] = defaultdict(int)
    for settlement in settled:
        months[settlement.settled_at.date().replace(day=1), settlement.currency] += settlement.paid_minor
    return [IncomeLine(month, Amount(minor, currency)) for (month, currency), minor in sorted(months.items())]


def payouts_of(person_id: str) -> QuerySet[Payout]:
    return Payout.objects.filter(person_id=person_id).order_by("-created_at", "-id")


def payouts_visible_to(by: Actor) -> QuerySet[Payout]:
    """Payouts: one's own, all for the operator."""
    if by.is_operator:
        return Payout.objects.order_by("-created_at", "-id")
    return payouts_of(accounts.person_of(by).public_id) if by.is_intern and by.person_id else Payout.objects.none()


def payout_delay(trial_id: str) -> dt.timedelta:
    """Return how long a payout waits for money that was funded by card: a risk rule shown before signing."""
    if not settings.CARD_FUNDED_PAYOUT_DELAY_DAYS:
        return dt.timedelta()
    by_card = SeatFund.objects.filter(trial_id=trial_id, order__method=FundingOrder.Method.CARD).exists()
    return dt.timedelta(days=settings.CARD_FUNDED_PAYOUT_DELAY_DAYS if by_card else 0)


def payout_rules() -> QuerySet[PayoutRule]:
    return PayoutRule.objects.order_by("-valid_from")


def review_before_payout(person_id: str, company_id: str, on: dt.date, *, but: str = "") -> dt.timedelta:
    """Return how long, at most, somebody may look at a first trial between new parties before its payout.

    New is an intern with no settled trial yet, however it ended, and a company whose first signature is less than
    two weeks old: what anybody sees of a company never depends on how one of its trials ended. `on` is the day of the
    signature, `but` the trial.
    """
    rule = PayoutRule.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    if rule is None or not rule.review_days:
        return dt.timedelta()
    if Settlement.objects.filter(intern_id=person_id).exclude(trial_id=but).exists():
        return dt.timedelta()
    long_ago = dt.datetime.combine(on, dt.time(), dt.UTC) - NEW_FOR
    signed = SeatFund.objects.filter(company_id=company_id, state=SeatFund.State.COMMITTED).values("trial_id")
    known = LedgerTransfer.objects.filter(movement="commit_seat_to_trial", reference__in=signed)
    is_known = known.filter(effective_at__lte=long_ago).exists()
    return dt.timedelta() if is_known else dt.timedelta(days=rule.review_days)


def review_of(trial_id: str, person_id: str) -> dt.timedelta:
    """Return the same for a signed trial, under the rule of the day it was signed."""
    fund = SeatFund.objects.filter(trial_id=trial_id).first()
    signed = LedgerTransfer.objects.filter(movement="commit_seat_to_trial", reference=trial_id).first()
    if fund is None or signed is None:
        return dt.timedelta()
    return review_before_payout(person_id, fund.company_id, signed.effective_at.date(), but=trial_id)


def payout_waits_for(seat_id: str, person_id: str, at: dt.datetime) -> tuple[int, int]:
    """Return the days a seat's payout would wait: because it was paid by card, and for somebody's look."""
    fund = fund_of_seat(seat_id)
    if fund is None:
        return 0, 0
    by_card = fund.order.method == FundingOrder.Method.CARD
    review = review_before_payout(person_id, fund.company_id, at.date())
    return settings.CARD_FUNDED_PAYOUT_DELAY_DAYS if by_card else 0, review.days


def payouts_to_review(at: dt.datetime) -> QuerySet[Payout]:
    """Payouts that somebody may look at before they leave; unlooked at, they leave by themselves."""
    waiting = [Payout.State.WAITING, Payout.State.NEEDS_ACCOUNT]
    return Payout.objects.filter(state__in=waiting, reviewed_at=None, review_until__gt=at).order_by("review_until")


def payout_account_of(person_id: str) -> PayoutAccount | None:
    """Return the current account; it may have been refused (`refused_at`)."""
    return reading.row(PayoutAccount, "WHERE person_id = %s AND replaced_at IS NULL ORDER BY id", [person_id])


# --- a company's money --------------------------------------------------------------------------


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


def held_for(company_id: str) -> list[Amount]:
    """Return what is set aside for a company's seats and signed trials, by currency."""
    return [one.seats + one.trials for one in company_money(company_id).by_currency]


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


def owed_by(company_id: str, currency: str) -> int:
    """Return what a company owes after chargebacks, in minor units."""
    return -balance(code(Kind.COMPANY_OWES, company_id, currency))


def own_money(currency: str) -> Amount:
    """Return what is the operator's own at the provider: its fees less costs, losses and what companies owe.

    Below zero it is what the operator has to put in: everybody else's money is more than what lies there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_own_money(%s)", [currency])
        return Amount(int(cursor.fetchone()[0]), currency)


def own_moneys() -> list[Amount]:
    """Return the operator's own money in each currency there is."""
    currencies = LedgerAccount.objects.filter(kind__startswith="op:").values_list("currency", flat=True)
    return [own_money(one) for one in sorted(set(currencies))]


def debts_of(company_id: str) -> list[Amount]:
    """Return what a company owes, by currency; empty for one that owes nothing."""
    rows = LedgerAccount.objects.filter(kind=Kind.COMPANY_OWES, owner=company_id, balance__lt=0).order_by("currency")
    return [Amount(-row.balance, row.currency) for row in rows]


def debtors() -> list[tuple[str, Amount]]:
    """Return the companies that owe, with what they owe: the most first."""
    rows = LedgerAccount.objects.filter(kind=Kind.COMPANY_OWES, balance__lt=0).order_by("balance")
    return [(row.owner, Amount(-row.balance, row.currency)) for row in rows]


def disputes_visible_to(by: Actor) -> QuerySet[Dispute]:
    """Chargebacks: one's company's, for recruiters and finance; all for the operator. The latest first."""
    return _of_company(Dispute.objects.select_related("order"), by).order_by("-opened_at", "-id")


def has_open_dispute(company_id: str) -> bool:
    return Dispute.objects.filter(company_id=company_id, state=Dispute.State.OPEN).exists()


def is_disputed(order: FundingOrder) -> bool:
    """Say whether a chargeback on this payment is open: nothing can go back through it until it is over."""
    return Dispute.objects.filter(order=order, state=Dispute.State.OPEN).exists()


def is_lost(order: FundingOrder) -> bool:
    """Say whether this payment was charged back for good: nothing can go back through it."""
    return Dispute.objects.filter(order=order, state=Dispute.State.LOST).exists()


def ways_back(company_id: str, currency: str) -> list[tuple[FundingOrder, int]]:
    """Return the company's payments through which money can go back, and how much: what no seat or trial stands for."""
    found = []
    orders = FundingOrder.objects.filter(company_id=company_id, currency=currency, available_minor__gt=0)
    for order in orders.exclude(disputes__state__in=[Dispute.State.OPEN, Dispute.State.LOST]).order_by("id"):
        used = sum(
            fund.total_minor for fund in order.funds.filter(state__in=[SeatFund.State.FUNDED, SeatFund.State.COMMITTED])
        )
        own = order.funds.exclude(trial_id="").values("trial_id")
        back = order.refunds.exclude(state=Refund.State.SET_OFF).exclude(trial_id__in=own)
        room = order.available_minor - used - (back.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
        if room > 0:
            found.append((order, room))
    return found


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


def payroll_overdue(at: dt.datetime) -> QuerySet[PayrollDue]:
    return PayrollDue.objects.filter(confirmed_at=None, due_at__lt=at).order_by("due_at")


# --- what the clock does ------------------------------------------------------------------------


def due_to_return(at: dt.datetime) -> QuerySet[Settlement]:
    """Settlements whose company part has waited long enough, with no question open."""
    return Settlement.objects.filter(returned_at=None, returns_at__lte=at, return_paused=False)


def due_to_be_sent(at: dt.datetime) -> QuerySet[Payout]:
    """Payouts that wait for nothing any more: their time has come and there is an account."""
    with_account = PayoutAccount.objects.filter(replaced_at=None, refused_at=None).values("person_id")
    return Payout.objects.filter(state__in=NOT_SENT, not_before__lte=at, person_id__in=with_account).order_by("id")


def unclaimed_after(country: str, on: dt.date) -> int | None:
    """Return the months after which what can't be paid out is kept apart; None where no rule says."""
    rules = UnclaimedRule.objects.filter(country__in=[country, ""], valid_from__lte=on)
    rule = rules.order_by("-country", "-valid_from").first()
    return rule.months if rule else None


def unclaimed_rules() -> QuerySet[UnclaimedRule]:
    return UnclaimedRule.objects.order_by("country", "-valid_from")


def due_to_be_reminded(at: dt.datetime) -> list[Payout]:
    """Payouts whose owner is asked again where to send them."""
    stuck = Payout.objects.filter(state__in=[Payout.State.NEEDS_ACCOUNT, Payout.State.RETURNED])
    stuck = stuck.filter(reminders__lt=len(REMINDERS))
    return [one for one in stuck.order_by("id") if at >= waits_since(one) + REMINDERS[one.reminders]]


def due_to_be_kept_apart(at: dt.datetime) -> list[Payout]:
    """Payouts that could not be paid out for as long as the rule of the place says."""
    found = []
    stuck = Payout.objects.filter(state__in=[Payout.State.NEEDS_ACCOUNT, Payout.State.RETURNED])
    countries: dict[str, int | None] = {}
    for payout in stuck.filter(created_at__lte=at - dt.timedelta(days=80)).order_by("id"):
        account = PayoutAccount.objects.filter(person_id=payout.person_id).order_by("-saved_at").first()
        country = account.country if account else ""
        months = countries.setdefault(country, unclaimed_after(country, at.date()))
        if months is not None and at >= _months_after(waits_since(payout), months):
            found.append(payout)
    return found


def waits_since(payout: Payout) -> dt.datetime:
    return payout.returned_at or payout.created_at


def _months_after(at: dt.datetime, months: int) -> dt.datetime:
    years, month = divmod(at.month - 1 + months, 12)
    last = calendar.monthrange(at.year + years, month + 1)[1]
    return at.replace(year=at.year + years, month=month + 1, day=min(at.day, last))


def latest_order(company_id: str, currency: str) -> FundingOrder | None:
    """Return the company's latest payment that arrived."""
    paid = FundingOrder.objects.filter(company_id=company_id, currency=currency, available_minor__gt=0)
    return paid.order_by("-id").first()


def corrections() -> QuerySet[Correction]:
    """Return the operator's corrections: those that wait for a signature first, then the latest."""
    return Correction.objects.order_by(Case(When(state=Correction.State.WAITING, then=0), default=1), "-id")


def due_to_be_handed_over(at: dt.datetime) -> QuerySet[Handover]:
    """Handovers that failed for a reason that passes, and whose hour is over."""
    return Handover.objects.filter(state=Handover.State.FAILED, retry_at__lte=at).order_by("id")


def due_to_be_refunded(at: dt.datetime) -> QuerySet[Refund]:
    due = Refund.objects.filter(state=Refund.State.WAITING, release_at__lte=at)
    return due.exclude(order__disputes__state=Dispute.State.OPEN).order_by("id")


def due_to_be_asked(at: dt.datetime) -> QuerySet[ProviderOperation]:
    """Operations whose answer was lost, or that no job came to within a minute."""
    unknown = Q(state=ProviderOperation.State.UNKNOWN)
    forgotten = Q(state=ProviderOperation.State.READY, created_at__lte=at - dt.timedelta(minutes=1))
    return ProviderOperation.objects.filter(unknown | forgotten).order_by("created_at", "id")


def due_to_be_looked_up(at: dt.datetime) -> QuerySet[ProviderOperation]:
    """Operations whose word has been out for an hour: messages can be lost."""
    hour_ago = at - dt.timedelta(hours=1)
    quiet = Q(looked_up_at=None) | Q(looked_up_at__lte=hour_ago)
    return ProviderOperation.objects.filter(quiet, state=ProviderOperation.State.SENT, asked_at__lte=hour_ago).order_by(
        "created_at", "id"
    )


# --- the ledger, for the operator and `rehearse` ------------------------------------------------


@dataclass(frozen=True)
class LedgerLine:
    """One leg of a movement."""

    transfer_id: int
    at: dt.datetime
    movement: str
    reference: str
    trial_id: str
    account: str
    amount: Amount
    balance_after: Amount | None
    actor: str
    reason: str


def ledger_lookup(text: str, by: Actor, limit: int = 500) -> list[LedgerLine]:
    """Return the ledger lines of a trial, account, owner, reference or transfer number: the operator's lookup.

    Everyone else gets the lines of their own trials only, by the trial's id: what `rehearse` prints.
    """
    text = text.strip()
    if not text:
        return []
    if by.is_operator:
        wanted = Q(trial_id=text) | Q(reference__startswith=text) | Q(movement=text)
        wanted |= Q(entries__account__code=text) | Q(entries__account__owner=text)
        if text.isdigit():
            wanted |= Q(pk=int(text))
    else:
        _one(settlements_visible_to(by).filter(trial_id=text))
        wanted = Q(trial_id=text)
    transfers = LedgerTransfer.objects.filter(wanted).order_by("-pk").values_list("pk", flat=True).distinct()[:limit]
    return ledger_lines(LedgerEntry.objects.filter(transfer_id__in=list(transfers)))


def ledger_lines(entries: QuerySet[LedgerEntry]) -> list[LedgerLine]:
    """Return entries in the order they were posted."""
    return [
        LedgerLine(
            transfer_id=entry.transfer_id,
            at=entry.transfer.effective_at,
            movement=entry.transfer.movement,
            reference=entry.transfer.reference,
            trial_id=entry.transfer.trial_id or "",
            account=entry.account.code,
            amount=Amount(entry.amount, entry.account.currency),
            balance_after=None if entry.balance_after is None else Amount(entry.balance_after, entry.account.currency),
            actor=entry.transfer.actor,
            reason=entry.transfer.reason,
        )
        for entry in entries.select_related("transfer", "account").order_by("pk")
    ]


# --- who may see --------------------------------------------------------------------------------


# --- the proof ------------------------------------------------------------------------------------
AUDIT_HOUR = dt.time(3, tzinfo=dt.UTC)


def latest_audit() -> AuditRun | None:
    return AuditRun.objects.order_by("-at").first()


def audit_is_due(at: dt.datetime) -> bool:
    """Say whether no audit has run since the last night's hour."""
    tonight = dt.datetime.combine(at.astimezone(dt.UTC).date(), AUDIT_HOUR)
    night = tonight if at >= tonight else tonight - dt.timedelta(days=1)
    return not AuditRun.objects.filter(at__gte=night, at__lte=at).exists()


@dataclass(frozen=True)
class Paid:
    """What money knows of an ended trial: what its intern was paid, when it was settled, when all of it arrived."""

    amount: Amount
    settled_at: dt.datetime
    arrived_at: dt.datetime | None


def paid_for(trial_ids: Iterable[str], before: dt.datetime) -> dict[str, Paid]:
    """Return what was paid for each of these trials, by a date."""
    ids = list(trial_ids)
    arrived = dict(
        Payout.objects.filter(trial_id__in=ids, arrived_at__lt=before)
        .values_list("trial_id")
        .annotate(last=Max("arrived_at"))
        .order_by()
    )
    return {
        row.trial_id: Paid(Amount(row.paid_minor, row.currency), row.settled_at, arrived.get(row.trial_id))
        for row in Settlement.objects.filter(trial_id__in=ids, settled_at__lt=before)
    }


def _of_company(rows: QuerySet[M], by: Actor) -> QuerySet[M]:
    if by.is_operator:
        return rows
    if not by.has(*MONEY_ROLES):
        return rows.none()
    return rows.filter(company_id=accounts.organization_of(by).public_id)


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotFound
    return found
