"""Settling: the steps that trials call when one ends, and when a question about its ending is decided.

Each posts one movement, keeps the rows a statement shows, and lets the money go on its way after the commit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.events import publish
from foretaste.core.transactions import step
from foretaste.money import movements, queries, sending
from foretaste.money.endings import Ending, Sums, fee_on, released
from foretaste.money.events import TrialSettled
from foretaste.money.models import Payout, PayrollDue, Refund, SeatFund, Settlement, SettlementLine
from foretaste.money.refusals import TheRefundIsUnderWay, TheTrialIsSettled

Kind = SettlementLine.Kind
PAID_BY_US = "foretaste"


@dataclass(frozen=True)
class DayLine:
    """A day as the statement names it. `worked` is false for a day paid as if worked."""

    number: int
    on: dt.date
    pay_minor: int
    worked: bool = True


@step
def settle(
    *,
    trial_id: str,
    seat_id: str,
    intern_id: str,
    company_id: str,
    currency: str,
    ending: Ending,
    sums: Sums,
    days: Sequence[DayLine],
    full_pay_minor: int,
    fee_basis_points: int,
    at: dt.datetime,
    by: Actor,
    on: dt.date,
    returns_at: dt.datetime | None = None,
    payer: str = PAID_BY_US,
) -> Settlement:
    """Split the trial fund, in the transaction that ends the trial. All ids are public ids.

    `sums` is `endings.sums(...)`. `days` are the days paid: those started, and those paid as if worked.
    `on` is the day it is where the work is done, by which pay counts in a month and a year.
    `returns_at` makes the company's part wait until then (24 hours after an exit); None lets it go at once.
    `payer` is "foretaste", or the engagement type whose payroll pays: "employee", "employer_of_record".
    Refuses with `TheTrialIsSettled` when the trial has its settlement already.
    """
    if sums.fund != full_pay_minor + fee_on(full_pay_minor, fee_basis_points):
        raise ValueError(f"{sums} does not split the fund of trial {trial_id}.")
    if Settlement.objects.filter(trial_id=trial_id).exists():
        raise TheTrialIsSettled
    settlement = Settlement.objects.create(
        trial_id=trial_id,
        seat_id=seat_id,
        intern_id=intern_id,
        company_id=company_id,
        currency=currency,
        ending=ending,
        full_pay_minor=full_pay_minor,
        fund_fee_minor=fee_on(full_pay_minor, fee_basis_points),
        fee_basis_points=fee_basis_points,
        paid_minor=sums.paid_total,
        fee_minor=sums.fee,
        back_minor=sums.back,
        held_minor=sums.held,
        returns_at=returns_at,
        returned_at=None if returns_at else at,
        payer=payer,
        settled_at=at,
        settled_on=on,
    )
    movements.split_fund(settlement, sums=sums, waits=returns_at is not None, at=at, by=by)
    _add_lines(
        settlement,
        [
            *((Kind.DAY if day.worked else Kind.REMAINING, day.pay_minor, day.number, day.on) for day in days),
            (Kind.BONUS, sums.bonus, None, None),
            (Kind.KILL_FEE, sums.kill_fee, None, None),
            (Kind.HELD, sums.held, None, None),
            (Kind.FEE, sums.fee, None, None),
            (Kind.BACK, sums.back, None, None),
        ],
        at,
        last=0,
    )
    pay_intern(settlement, at=at, by=by)
    if returns_at is None:
        sending.return_to_company(settlement, sums.back, why=Refund.Why.TRIAL, at=at)
    publish(TrialSettled(trial_id=trial_id, intern_id=intern_id, company_id=company_id))
    return settlement


@step
def pay_intern(settlement: Settlement, *, at: dt.datetime, by: Actor) -> Payout | PayrollDue | None:
    """Send on its way what a settlement pays and no earlier payout of the trial has taken."""
    if settlement.payer != PAID_BY_US:
        return _owe_by_payroll(settlement, at=at, by=by)
    # Asked for at the same moment (`request_payout`), a day's pay is on its way once: one waits for the other here.
    list(SeatFund.objects.select_for_update(no_key=True).filter(trial_id=settlement.trial_id).values_list("pk"))
    taken = Payout.objects.filter(trial_id=settlement.trial_id).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return sending.make_payout(
        person_id=settlement.intern_id,
        trial_id=settlement.trial_id,
        amount_minor=settlement.paid_minor - taken,
        currency=settlement.currency,
        at=at,
    )


def _owe_by_payroll(settlement: Settlement, *, at: dt.datetime, by: Actor) -> PayrollDue | None:
    owed = PayrollDue.objects.filter(trial_id=settlement.trial_id).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    if settlement.paid_minor <= owed:
        return None
    due = PayrollDue.objects.create(
        trial_id=settlement.trial_id,
        person_id=settlement.intern_id,
        company_id=settlement.company_id,
        payer=settlement.payer,
        amount_minor=settlement.paid_minor - owed,
        currency=settlement.currency,
        due_at=at + queries.PAYROLL_DUE_AFTER,
        created_at=at,
    )
    movements.send_to_payroll(due, at=at, by=by)
    return due


@step
def pause_return(*, trial_id: str) -> Settlement:
    """The intern says "I was told to leave": the company's part waits for the decision.

    Refuses with `TheRefundIsUnderWay` when it went back already.
    """
    settlement = _locked(trial_id)
    if settlement.returned_at is not None:
        raise TheRefundIsUnderWay
    settlement.return_paused = True
    settlement.save(update_fields=["return_paused"])
    return settlement


@step
def resume_return(*, trial_id: str, at: dt.datetime, by: Actor = CLOCK) -> Settlement:
    """Not upheld: the company's part goes back, at once if its time has come."""
    settlement = _locked(trial_id)
    settlement.return_paused = False
    settlement.save(update_fields=["return_paused"])
    return _release(settlement, at=at, by=by)


@step
def release_returning(*, trial_id: str, at: dt.datetime, by: Actor = CLOCK) -> Settlement:
    """Let the company's part go back once its time has come and no question is open. Harmless to repeat."""
    return _release(_locked(trial_id), at=at, by=by)


@step
def pay_told_to_leave(*, trial_id: str, at: dt.datetime, by: Actor, reason: str = "") -> Settlement:
    """Upheld: what would have gone back, and what was held, pays every day."""
    settlement = _locked(trial_id)
    if settlement.returned_at is not None:
        raise TheRefundIsUnderWay
    more = settlement.full_pay_minor - settlement.paid_minor
    movements.pay_told_to_leave(settlement, at=at, by=by, reason=reason)
    settlement.paid_minor = settlement.full_pay_minor
    settlement.fee_minor = settlement.fund_fee_minor
    settlement.back_minor = settlement.held_minor = 0
    settlement.return_paused, settlement.returned_at = False, at
    settlement.save()
    _drop_lines(settlement, Kind.BACK, Kind.HELD, Kind.FEE)
    _add_lines(settlement, [(Kind.RULING, more, None, None), (Kind.FEE, settlement.fee_minor, None, None)], at)
    pay_intern(settlement, at=at, by=by)
    return settlement


@step
def release_hold_to_intern(
    *, trial_id: str, case_id: str, at: dt.datetime, by: Actor, award_minor: int | None = None, reason: str = ""
) -> Settlement:
    """Decided, or not decided in time: held pay is the intern's.

    `award_minor` is so much pay (a claimed day's); None is all of it. What is then left of the hold stays
    held: give it back with `release_hold_to_company`.
    """
    settlement = _locked(trial_id)
    if award_minor is None:
        award_minor = _all_pay_in(settlement)
    if not award_minor:
        return settlement
    part = award_minor + (
        fee_on(settlement.paid_minor + award_minor, settlement.fee_basis_points)
        - fee_on(settlement.paid_minor, settlement.fee_basis_points)
    )
    return _decide(settlement, case_id, award=award_minor, part=part, at=at, by=by, reason=reason)


@step
def release_hold_to_company(
    *, trial_id: str, case_id: str, at: dt.datetime, by: Actor, pay_minor: int | None = None, reason: str = ""
) -> Settlement:
    """Decided: held money goes back: so much pay (a claimed day's) with the fee on it; None is all of it."""
    settlement = _locked(trial_id)
    part = settlement.held_minor
    if pay_minor is not None and pay_minor < (whole := _all_pay_in(settlement)):
        kept = whole - pay_minor
        part -= kept + (
            fee_on(settlement.paid_minor + kept, settlement.fee_basis_points)
            - fee_on(settlement.paid_minor, settlement.fee_basis_points)
        )
    return _decide(settlement, case_id, award=0, part=part, at=at, by=by, reason=reason)


def _decide(
    settlement: Settlement, case_id: str, *, award: int, part: int, at: dt.datetime, by: Actor, reason: str
) -> Settlement:
    """Take a part out of what is held: the award and the fee on it, the rest of the part back."""
    if not part:
        return settlement
    sums = released(award, paid_before=settlement.paid_minor, held=part, fee_bp=settlement.fee_basis_points)
    waits = settlement.returned_at is None
    movements.release_hold(settlement, case=case_id, sums=sums, waits=waits, at=at, by=by, reason=reason)
    settlement.paid_minor += sums.paid_total
    settlement.fee_minor += sums.fee
    settlement.back_minor += sums.back
    settlement.held_minor -= part
    settlement.save()
    _drop_lines(settlement, Kind.HELD, Kind.FEE, Kind.BACK)
    _add_lines(
        settlement,
        [
            (Kind.RULING, sums.paid_total, None, None),
            (Kind.HELD, settlement.held_minor, None, None),
            (Kind.FEE, settlement.fee_minor, None, None),
            (Kind.BACK, settlement.back_minor, None, None),
        ],
        at,
    )
    pay_intern(settlement, at=at, by=by)
    if not waits:
        sending.return_to_company(settlement, sums.back, why=Refund.Why.RULING, at=at)
    return settlement


def _release(settlement: Settlement, *, at: dt.datetime, by: Actor) -> Settlement:
    if settlement.returned_at or settlement.return_paused or settlement.returns_at is None:
        return settlement
    if at < settlement.returns_at:
        return settlement
    movements.release_returning(settlement, at=at, by=by)
    settlement.returned_at = at
    settlement.save(update_fields=["returned_at"])
    sending.return_to_company(settlement, settlement.back_minor, why=Refund.Why.TRIAL, at=at)
    return settlement


def _locked(trial_id: str) -> Settlement:
    return Settlement.objects.select_for_update(no_key=True).get(trial_id=trial_id)


def _all_pay_in(settlement: Settlement) -> int:
    """Return the pay in what is held, without the fee that paying it out costs.

    The largest pay whose fee still fits: the hold was made from pay and the fee on it, and two pays
    never cost the same with their fees.
    """
    low, high = 0, settlement.held_minor
    while low < high:
        pay = (low + high + 1) // 2
        fee = fee_on(settlement.paid_minor + pay, settlement.fee_basis_points) - fee_on(
            settlement.paid_minor, settlement.fee_basis_points
        )
        low, high = (pay, high) if pay + fee <= settlement.held_minor else (low, pay - 1)
    return low


def _drop_lines(settlement: Settlement, *kinds: str) -> None:
    """Remove lines that the ones added next say anew."""
    settlement.lines.filter(kind__in=kinds).delete()


def _add_lines(
    settlement: Settlement,
    lines: Sequence[tuple[str, int, int | None, dt.date | None]],
    at: dt.datetime,
    last: int | None = None,
) -> None:
    """Add lines after the settlement's `last` position; None looks it up."""
    if last is None:
        last = settlement.lines.order_by("-position").values_list("position", flat=True).first() or 0
    kept = [line for line in lines if line[1]]
    SettlementLine.objects.bulk_create(
        SettlementLine(
            settlement=settlement,
            position=last + number,
            kind=kind,
            amount_minor=amount,
            day_number=day,
            on=on,
            added_at=at,
        )
        for number, (kind, amount, day, on) in enumerate(kept, start=1)
    )
