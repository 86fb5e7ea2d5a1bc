"""The cost of every ending in figures, for the posting: what the intern is paid, the fee, what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foretaste.money.endings import Ending, Sums, full_fund, sums


@dataclass(frozen=True)
class Cost:
    """One row: an ending, after so many days started, and its sums in minor units."""

    ending: Ending
    days_started: int
    sums: Sums

    @property
    def company_pays(self) -> int:
        return self.sums.paid_total + self.sums.fee


def fund_of(day_pay: Sequence[int], fee_bp: int) -> int:
    """Return what one seat sets aside: full pay and the fee on it."""
    return full_fund(day_pay, fee_bp)


def costs(day_pay: Sequence[int], bonus: Sequence[int], kill_fee: int, fee_bp: int) -> list[Cost]:
    """Return every ending the posting should tell of: the usual ones first, an exit on each day in order."""
    last = len(day_pay)

    def cost(ending: Ending, started: int) -> Cost:
        split = sums(ending, day_pay=day_pay, bonus=bonus, kill_fee=kill_fee, days_started=started, fee_bp=fee_bp)
        return Cost(ending, started, split)

    return [
        cost(Ending.COMPLETION, last),
        *(cost(Ending.EXIT, day) for day in range(1, last + 1)),
        cost(Ending.EXIT_BEFORE_START, 0),
        cost(Ending.COMPANY_WITHDRAWS, 0),
        cost(Ending.COMPANY_WITHDRAWS_LATE, 0),
        cost(Ending.EARLY_END, 1),
        cost(Ending.COMPANY_NO_SHOW, 1),
        cost(Ending.INTERN_NO_SHOW, 0),
        cost(Ending.SENT_AWAY, 1),
    ]


def exit_pays(day_pay: Sequence[int], bonus: Sequence[int], day: int) -> int:
    """Return what leaving on day k pays in all: the days worked and the bonus."""
    return sums(Ending.EXIT, day_pay=day_pay, bonus=bonus, days_started=day, fee_bp=0).paid_total
