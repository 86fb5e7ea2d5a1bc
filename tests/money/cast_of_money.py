"""What the tests of money share: a company that funds, a seat, a trial, an intern, and the bank's own view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection, transaction

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.amounts import Amount
from foretaste.core.identifiers import new_public_id
from foretaste.money import actions, funding, movements, settling
from foretaste.money.audit import audit
from foretaste.money.clock import sweep
from foretaste.money.endings import Ending, fee_on, sums
from foretaste.money.ledger.posting import code
from foretaste.money.models import FundingOrder, LedgerAccount, LedgerEntry, Settlement
from foretaste.money.providers import sandbox
from foretaste.money.queries import balance

AT = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
FEE = 1000


@dataclass
class World:
    """One trial's money from the first cent to the last."""

    intern: str
    run_jobs: Callable[..., list[str]]
    company: str = field(default_factory=new_public_id)
    seat: str = field(default_factory=new_public_id)
    trial: str = field(default_factory=new_public_id)
    currency: str = "EUR"
    pay: tuple[int, ...] = (14000, 14000, 14000)
    bonus: tuple[int, ...] = (7000, 3500, 0)
    at: dt.datetime = AT
    started: int = 0

    @property
    def full(self) -> int:
        return sum(self.pay)

    @property
    def fee(self) -> int:
        return fee_on(self.full, FEE)

    def order(self, method: str = "card", seats: int = 1) -> FundingOrder:
        with transaction.atomic():
            ids = [self.seat, *(new_public_id() for _ in range(seats - 1))]
            return funding.start_order(
                company_id=self.company,
                seats=[{"seat_id": seat, "pay_minor": self.full, "fee_minor": self.fee} for seat in ids],
                currency=self.currency,
                method=method,
                by=CLOCK,
                at=self.at,
            )

    def pay_card(self, order: FundingOrder, number: str = sandbox.GOOD_CARD) -> FundingOrder:
        self.run_jobs()
        sandbox.pay_by_card(ref=order.pay_url.split("/")[3], number=number, at=self.at)
        self.run_jobs()
        order.refresh_from_db()
        return order

    def fund(self) -> FundingOrder:
        return self.pay_card(self.order())

    def commit(self, payer: str = "foretaste") -> None:
        with transaction.atomic():
            movements.commit_seat_to_trial(
                seat_id=self.seat,
                trial_id=self.trial,
                intern_id=self.intern,
                pay=list(self.pay),
                currency=self.currency,
                fee_minor=self.fee,
                at=self.at,
                by=CLOCK,
                payer=payer,
            )

    def start_day(self, day: int) -> None:
        with transaction.atomic():
            movements.earn_day(
                trial_id=self.trial,
                day=day,
                intern_id=self.intern,
                amount=Amount(self.pay[day - 1], self.currency),
                at=self.at,
            )
        self.started = max(self.started, day)

    def settle(self, ending: Ending, *, by: Actor = CLOCK, payer: str = "foretaste", **more: object) -> Settlement:
        split = sums(
            ending, day_pay=self.pay, bonus=self.bonus, kill_fee=self.pay[0], days_started=self.started, fee_bp=FEE,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip
        waits = ending in (Ending.EXIT, Ending.EXIT_BETWEEN_DAYS, Ending.EXIT_BEFORE_START)
        with transaction.atomic():
            return settling.settle(
                trial_id=self.trial,
                seat_id=self.seat,
                intern_id=self.intern,
                company_id=self.company,
                currency=self.currency,
                ending=ending,
                sums=split,
                days=[
                    settling.DayLine(number, AT.date() + dt.timedelta(days=number), pay, number <= self.started)
                    for number, pay in enumerate(self.pay, 1)
                    if number <= self.started or split.remaining
                ],
                full_pay_minor=self.full,
                fee_basis_points=FEE,
                at=self.at,
                on=self.at.date(),
                by=by,
                returns_at=self.at + dt.timedelta(hours=24) if waits else None,
                payer=payer,
            )

    def save_account(self, by: Actor, number: str = "DE89370400440532013000") -> None:
        actions.save_payout_account(holder="Ines Brandt", country="DE", number=number, by=by, at=self.at)
        self.run_jobs()

    def pass_time(self, clock: object, **how_far: float) -> None:
        self.at = clock.move_on(**how_far)  # type: ignore[attr-defined]
        sweep(self.at)
        self.run_jobs()

    def balance(self, kind: str) -> int:
        owner = {"intern": self.intern, "trial": self.trial, "seat": self.seat, "company": self.company}.get(
            kind.split(":")[0], {"ext": "sandbox", "payroll": self.trial}.get(kind.split(":")[0], "all")
        )
        return balance(code(kind, owner, self.currency))


def all_balances() -> dict[str, int]:
    """Return every balance that is not zero, hot accounts summed from their entries."""
    found = {row.code: balance(row.code) for row in LedgerAccount.objects.all()}
    return {name: minor for name, minor in found.items() if minor}


def books_are_right() -> None:
    """Assert what must hold after every step: balances are sums of entries, all is zero in all, nothing below zero."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "SELECT currency, sum(amount) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id"
            " GROUP BY 1 HAVING sum(amount) <> 0"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT code FROM ledger_account a LEFT JOIN ledger_entry e ON e.account_id = a.id WHERE NOT hot"
            " GROUP BY a.id HAVING a.balance <> coalesce(sum(e.amount), 0) OR a.version <> count(e.id)"
        )
        assert cursor.fetchall() == []


def what_the_audit_finds() -> list[str]:
    """Return what money's own lines of the audit find wrong."""
    return [
        f"{check.title}: {finding.offenders}"
        for line in audit()
        for check, finding in line.findings
        if check.run.__module__ == "foretaste.money.audit" and finding.offenders
    ]


def count_entries() -> int:
    return LedgerEntry.objects.count()
