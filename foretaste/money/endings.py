"""What each ending pays: the law's table of endings, as data. Pure: whole minor units in, whole minor units out.

Postings show these figures before anyone signs, `trials.lifecycle` settles by them, the audit checks them.
Read `TABLE` first; everything below it is arithmetic.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Ending(StrEnum):
    """Every way a trial can end."""

    COMPLETION = "completion"
    EXIT = "exit"
    EXIT_BETWEEN_DAYS = "exit_between_days"
    EXIT_BEFORE_START = "exit_before_start"
    COMPANY_WITHDRAWS = "company_withdraws"
    COMPANY_WITHDRAWS_LATE = "company_withdraws_late"
    EARLY_END = "early_end"
    COMPANY_NO_SHOW = "company_no_show"
    INTERN_NO_SHOW = "intern_no_show"
    SENT_AWAY = "sent_away"
    TOLD_TO_LEAVE = "told_to_leave"


class Pays(StrEnum):
    """What the intern is paid: the column that no ending can do without."""

    EVERY_DAY = "every day"
    STARTED_DAYS = "the days started"
    STARTED_DAYS_AND_BONUS = "the days started, and the exit bonus of the last of them"
    KILL_FEE = "the kill fee"
    NOTHING = "nothing"


class Rest(StrEnum):
    """What becomes of the rest of the fund, the unused fee included."""

    NONE = "there is none"
    BACK = "back to the company"
    BACK_AFTER_A_DAY = "back to the company, after 24 hours in which the intern may say “I was told to leave”"
    HELD = "held until a person decides"


@dataclass(frozen=True)
class Row:
    """One row of the law's table."""

    ending: Ending
    how: str
    pays: Pays
    rest: Rest


TABLE: dict[Ending, Row] = {
    row.ending: row
    for row in (
        Row(Ending.COMPLETION, "completion", Pays.EVERY_DAY, Rest.NONE),
        Row(Ending.EXIT, "exit on day k", Pays.STARTED_DAYS_AND_BONUS, Rest.BACK_AFTER_A_DAY),
        Row(
            Ending.EXIT_BETWEEN_DAYS,
            "exit after day k, before day k+1 starts",
            Pays.STARTED_DAYS_AND_BONUS,
            Rest.BACK_AFTER_A_DAY,
        ),
        Row(Ending.EXIT_BEFORE_START, "exit before day 1", Pays.NOTHING, Rest.BACK_AFTER_A_DAY),
        Row(
            Ending.COMPANY_WITHDRAWS,
            "company withdraws at least 24 hours before day 1's planned start",
            Pays.KILL_FEE,
            Rest.BACK,
        ),
        Row(Ending.COMPANY_WITHDRAWS_LATE, "company withdraws later", Pays.EVERY_DAY, Rest.NONE),
        Row(Ending.EARLY_END, "early end, from day 1 until completion", Pays.EVERY_DAY, Rest.NONE),
        Row(Ending.COMPANY_NO_SHOW, "company no-show", Pays.EVERY_DAY, Rest.NONE),
        Row(Ending.INTERN_NO_SHOW, "intern no-show", Pays.STARTED_DAYS, Rest.BACK),
        Row(Ending.SENT_AWAY, "sent away for safety or misconduct", Pays.STARTED_DAYS, Rest.HELD),
        Row(Ending.TOLD_TO_LEAVE, "told to leave, upheld after an exit", Pays.EVERY_DAY, Rest.NONE),
    )
}

EXITS = frozenset({Ending.EXIT, Ending.EXIT_BETWEEN_DAYS, Ending.EXIT_BEFORE_START})
REFUND_WAITS = timedelta(hours=24)  # after an exit
WITHDRAWAL_NOTICE = timedelta(hours=24)  # before day 1's planned start


@dataclass(frozen=True)
class Sums:
    """How one fund is split, in minor units. `paid_total + fee + back + held` is the fund, always.

    `held` waits for a person's decision and contains the fee that paying it out would cost.
    """

    days: int = 0  # pay of the days started: already earned
    bonus: int = 0
    kill_fee: int = 0
    remaining: int = 0  # pay of days not worked, paid as if worked
    paid_total: int = 0
    fee: int = 0
    back: int = 0
    held: int = 0

    @property
    def to_intern_now(self) -> int:
        """What the settlement adds to what the check-ins have already made theirs."""
        return self.bonus + self.kill_fee + self.remaining

    @property
    def fund(self) -> int:
        return self.paid_total + self.fee + self.back + self.held


def fee_on(paid_minor: int, fee_bp: int) -> int:
    """Return the company's fee on what an intern is paid. Fees round down."""
    return paid_minor * fee_bp // 10_000


def full_fund(day_pay: Sequence[int], fee_bp: int) -> int:
    """Return what a seat must hold: every day's pay, and the fee on all of it."""
    return sum(day_pay) + fee_on(sum(day_pay), fee_bp)


def least_kill_fee(day_pay: Sequence[int]) -> int:
    """Return the default and least kill fee: the first day's pay (in a one-day trial that is all of it)."""
    return day_pay[0]


def kill_fee_is_valid(day_pay: Sequence[int], kill_fee: int) -> bool:
    return least_kill_fee(day_pay) <= kill_fee <= sum(day_pay)


def exit_sum(day_pay: Sequence[int], bonus: Sequence[int], day: int) -> int:
    """Return what leaving on day k pays when every day before was started; day 0 is before the start."""
    return sum(day_pay[:day]) + _bonus_of(day_pay, bonus, day)


def bonus_schedule_is_fair(day_pay: Sequence[int], bonus: Sequence[int]) -> bool:
    """Say whether leaving never pays more than staying (guarantee 5).

    For every day k, days 1..k plus the bonus of day k is at most the full pay; the sums never fall as
    k grows; the last day carries no bonus.
    """
    if len(bonus) != len(day_pay) or min(bonus, default=0) < 0 or (bonus and bonus[-1] != 0):
        return False
    sums_by_day = [exit_sum(day_pay, bonus, day) for day in range(len(day_pay) + 1)]
    return sums_by_day == sorted(sums_by_day) and max(sums_by_day) <= sum(day_pay)


def _bonus_of(day_pay: Sequence[int], bonus: Sequence[int], day: int) -> int:
    """Return the bonus of an exit on day k: none before day 1, none once the last day has started."""
    return bonus[day - 1] if 0 < day < len(day_pay) and day <= len(bonus) else 0


def sums(
    ending: Ending,
    *,
    day_pay: Sequence[int],
    bonus: Sequence[int] = (),
    kill_fee: int = 0,
    days_started: int | Collection[int] = 0,
    fee_bp: int,
    days_claimed: Collection[int] = (),
    rest_is_disputed: bool = False,
) -> Sums:
    """Split the fund of a trial that ends this way.

    `days_started` is a number k (days 1..k) or the numbers of the days started; a missed day in between
    pays nothing. `bonus` is the schedule by day, empty where the agreement carries none. Days in
    `days_claimed` were not checked in but may still be claimed, or are: their pay stays held.
    `rest_is_disputed` holds the whole rest, for an exit made while a company's no-show is contested.
    """
    row = TABLE[ending]
    started = set(range(1, days_started + 1)) if isinstance(days_started, int) else set(days_started)
    if not started <= set(range(1, len(day_pay) + 1)):
        raise ValueError(f"A trial of {len(day_pay)} days can't have started days {sorted(started)}.")
    full = sum(day_pay)
    days = sum(day_pay[day - 1] for day in started)
    extra_bonus = extra_kill_fee = remaining = held_pay = 0
    match row.pays:
        case Pays.EVERY_DAY:
            remaining = full - days
        case Pays.STARTED_DAYS_AND_BONUS:
            extra_bonus = _bonus_of(day_pay, bonus, max(started, default=0))
        case Pays.KILL_FEE:
            extra_kill_fee = kill_fee
        case Pays.NOTHING | Pays.STARTED_DAYS:
            pass
    paid = days + extra_bonus + extra_kill_fee + remaining
    if paid > full:
        raise ValueError(f"{ending} would pay {paid}, more than the full pay of {full}.")
    if row.rest is Rest.HELD or rest_is_disputed:
        held_pay = full - paid
    elif row.rest is not Rest.NONE:
        # Held is what every claim upheld would still add: days more, but the bonus of a later day.
        if_upheld = started | set(days_claimed)
        claimed = sum(day_pay[day - 1] for day in if_upheld)
        if ending in EXITS:
            claimed += _bonus_of(day_pay, bonus, max(if_upheld, default=0))
        held_pay = max(0, min(claimed, full) - paid)
    fee = fee_on(paid, fee_bp)
    held = held_pay + fee_on(paid + held_pay, fee_bp) - fee
    return Sums(
        days=days,
        bonus=extra_bonus,
        kill_fee=extra_kill_fee,
        remaining=remaining,
        paid_total=paid,
        fee=fee,
        back=full_fund(day_pay, fee_bp) - paid - fee - held,
        held=held,
    )


def released(award: int, *, paid_before: int, held: int, fee_bp: int) -> Sums:
    """Split held money once it is decided: so much of it to the intern, the fee on that, the rest back."""
    fee = fee_on(paid_before + award, fee_bp) - fee_on(paid_before, fee_bp)
    if not 0 <= award + fee <= held:
        raise ValueError(f"{award} and its fee of {fee} are not within the {held} held.")
    return Sums(remaining=award, paid_total=award, fee=fee, back=held - award - fee)


def pay_within(held: int, *, paid_before: int, fee_bp: int) -> int:
    """Return the pay in what is held, without the fee that paying it out would cost."""
    low, high = 0, held
    while low < high:
        pay = (low + high + 1) // 2
        fits = pay + fee_on(paid_before + pay, fee_bp) - fee_on(paid_before, fee_bp) <= held
        low, high = (pay, high) if fits else (low, pay - 1)
    return low
