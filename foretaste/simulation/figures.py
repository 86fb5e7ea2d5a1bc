"""What the simulated world begins with: every figure, its source, and the two ways of trying each other. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from foretaste.advice.learning import Belief
from foretaste.advice.staying import End, Stage, evenings
from foretaste.money.endings import Ending, Sums, bonus_schedule_is_fair, full_fund, sums

TRIALS, INTERNSHIPS = "foretaste", "traditional"
WAYS = (TRIALS, INTERNSHIPS)
DAYS_A_WEEK = 5
MOST_DAYS = 5  # of a trial
MOST_WEEKS = 12  # of an internship
DOLLAR = 100  # all sums are whole cents


@dataclass(frozen=True)
class Figures:
    """One set of them. Fit is in points: 0 parts good from bad, and a chance pair's fit is off by 1 to either side."""

    # who there is
    openings: float = 0.44  # for each intern
    considered: int = 12  # companies that an intern looks at
    common: float = 0.5  # share of what makes a place good, or a person, that is so for everybody
    agreement: float = 0.5  # correlation of what is left between both sides of a pair
    # what is seen: standard deviations by which an impression misleads, in points
    first_noise: float = 2.16
    day_noise: float = 2.0
    later: float = 0.5  # what changes after the hire, that no trial of any length shows
    # what both sides want
    outside: float = -0.25  # going on elsewhere is worth so many points to an intern
    company_outside: float = -0.25  # and going on looking to a company
    point_worth: int = 2_000 * DOLLAR  # to an intern
    offer_guess: float = 0.4  # how likely an intern thinks an offer is
    # a trial
    trial_days: int = 3
    trial_wait: int = 2  # weeks from asking to the first day
    bonus: int = 200 * DOLLAR  # of day one; it falls to nothing on the last
    bonus_agreements: int = 3  # an intern's first in any
    bonus_window: int = 13  # weeks
    fee_bp: int = 1_000  # of what the intern is paid
    # an internship
    internship_weeks: int = 12
    internship_wait: int = 8
    internship_paid: float = 1.0  # share of companies that pay
    internship_leave: bool = False  # whether one may leave on a Friday
    # money, for both ways alike
    day_pay: int = 184 * DOLLAR
    day_elsewhere: int = 184 * DOLLAR  # what a day brings the intern otherwise
    supervision: int = 80 * DOLLAR  # a day
    work_first: int = 60 * DOLLAR  # what a day's work is worth in the first week
    work_then: int = 182 * DOLLAR  # and afterwards
    finding: int = 300 * DOLLAR  # one to try
    hiring: int = 500 * DOLLAR  # one hire
    internship_hiring: int | None = None  # another sum for those, where it is set
    bad_hire: int = 18_000 * DOLLAR
    wage: int = 216 * DOLLAR  # of a day in the job
    # time
    horizon: int = 52  # weeks
    found_out: int = 13  # weeks until a bad hire ends


@dataclass(frozen=True)
class Source:
    """What a figure means, and where it comes from; or that nobody has measured it and we assumed it."""

    name: str
    means: str
    source: str
    assumed: bool = False


HALF_OF_IT = "half of an internship's pay comes back as work: the cost page's assumption"
SOURCES: tuple[Source, ...] = (
    Source("openings", "openings for each intern", "3.6 of 8.2 million who wanted an internship did one (BHEF 2023)"),
    Source("considered", "companies an intern looks at", "no source", True),
    Source("common", "share of fit that is the same for everybody", "half, as in our market model", True),
    Source("agreement", "correlation of the rest between both sides", "no source", True),
    Source(
        "first_noise",
        "points by which a first impression misleads",
        "a structured interview's validity of .42 (Sackett 2022), for both sides",
    ),
    Source(
        "day_noise",
        "points by which a day misleads",
        "the trial designer's: a validity of .45 for one day; a job tryout's is given as .44, a work sample's as .33",
        True,
    ),
    Source("later", "points by which the job differs from all that was shown", "no source", True),
    Source("outside", "points that going on elsewhere is worth to an intern", "the trial designer's", True),
    Source("company_outside", "points that going on looking is worth to a company", "as to an intern", True),
    Source("point_worth", "what a point is worth to an intern, in cents", "the trial designer's", True),
    Source("offer_guess", "chance of an offer, as interns think", "37% to 40% of trials at Automattic led to a hire"),
    Source("trial_days", "days of a trial", "2 to 5 at Linear; 1 to 5 can be agreed here"),
    Source("trial_wait", "weeks from asking to a trial", "no source", True),
    Source("bonus", "goodbye bonus of day one, in cents", "the trial designer's; it keeps guarantee 5", True),
    Source("bonus_agreements", "agreements that carry it", "the default of an instance"),
    Source("bonus_window", "in so many weeks", "the default of an instance: 90 days"),
    Source("fee_bp", "fee on what the intern is paid, in hundredths of a per cent", "the default of an instance"),
    Source("internship_weeks", "weeks of an internship", "480 hours, as on the cost page"),
    Source("internship_wait", "weeks from asking to an internship", "no source", True),
    Source("internship_paid", "share of internships that pay", "all; 57% did (NACE 2024), tried below", True),
    Source("internship_leave", "whether an internship can be left early", "no: what it is usually taken for", True),
    Source("day_pay", "pay of a day, in cents", "$23 an hour (NACE 2025), in both ways"),
    Source("day_elsewhere", "what a day brings the intern otherwise, in cents", "as much: the trial designer's", True),
    Source("supervision", "supervision of a day, in cents", "the trial designer's: two hours of a colleague", True),
    Source("work_first", "worth of a day's work in the first week, in cents", "the trial designer's", True),
    Source("work_then", "worth of a day's work afterwards, in cents", HALF_OF_IT, True),
    Source("finding", "finding one to try, in cents", "the trial designer's, in both ways", True),
    Source("hiring", "cost of a hire besides, in cents", "the cost page's for trials, here in both ways", True),
    Source("internship_hiring", "another for internships", "none; $3,800 (NACE 2018) is tried below"),
    Source("bad_hire", "cost of a bad hire, in cents", "the cost page's: SHRM and others on NACE's starting pay"),
    Source("wage", "a day's wage in the job, in cents", "between $45,000 and $67,500 a year (NACE 2023)"),
    Source("horizon", "weeks that are lived", "one year", True),
    Source("found_out", "weeks until a bad hire ends", "30% say they quit a job within 90 days (Jobvite 2018)"),
)


@dataclass(frozen=True)
class Split:
    """Where the money of one try goes, and how many days it had. `fund` is paid + fee + back, always."""

    days: int
    fund: int
    paid: int
    bonus: int
    fee: int
    back: int


@dataclass(frozen=True)
class Way:
    """How two try each other: stages of so many days; after each but the last the intern may leave, or not."""

    name: str
    wait: int
    weeks: int  # that a seat is taken, if nobody leaves
    stages: int
    days_each: int
    first_noise: float
    noise: float  # by which a stage misleads
    bars: tuple[float, ...]  # below it the intern leaves after that stage
    bars_with_bonus: tuple[float, ...]
    splits: tuple[Split, ...]  # by stages lived, without a bonus; at place 0 nothing was lived
    splits_with_bonus: tuple[Split, ...]
    splits_unpaid: tuple[Split, ...]
    hiring: int
    bonus_agreements: int
    bonus_window: int
    paid_share: float

    @cached_property
    def gains(self) -> list[float]:
        """Return how far each stage's surprise moves a belief."""
        belief = Belief(0, belief_before(self.first_noise))
        left = [belief.left_after(stage, self.noise) for stage in range(self.stages)]
        return [one / (one + self.noise**2) for one in left]

    def ends_after(self, stage: int) -> int:
        """Return the weeks from the first day until both are free again."""
        return max(1, math.ceil(stage * self.days_each / DAYS_A_WEEK))


def belief_before(first_noise: float) -> float:
    """Return the variance that a first impression leaves of a fit whose variance is 1."""
    return Belief(0, 1).left_after(1, first_noise)


def falling(days: int, pay: int, first: int) -> tuple[int, ...]:
    """Return a bonus by day: at most the pay that is left on day one, nothing on the last."""
    first = min(first, pay * (days - 1))
    return tuple(first * (days - day) // (days - 1) if days > 1 else 0 for day in range(1, days + 1))


def trial(figures: Figures) -> Way:
    """Return foretaste's way: days that can be left on any evening, always paid, by the table of endings."""
    one = figures
    pay = [one.day_pay] * one.trial_days
    bonus = falling(one.trial_days, one.day_pay, one.bonus)
    if not bonus_schedule_is_fair(pay, bonus):
        raise ValueError("Leaving would pay more than staying.")
    none = (0,) * one.trial_days
    return Way(
        TRIALS,
        one.trial_wait,
        1,
        one.trial_days,
        1,
        one.first_noise,
        one.day_noise,
        _bars(one, none, 1, one.day_noise),
        _bars(one, bonus, 1, one.day_noise),
        _splits(pay, none, one.fee_bp),
        _splits(pay, bonus, one.fee_bp),
        _splits(pay, none, one.fee_bp),
        one.hiring,
        one.bonus_agreements,
        one.bonus_window,
        1.0,
    )


def internship(figures: Figures) -> Way:
    """Return the traditional way: weeks that are agreed on as a whole."""
    one = figures
    noise = one.day_noise / math.sqrt(DAYS_A_WEEK)
    none = (0,) * one.internship_weeks
    if one.internship_leave:
        bars = _bars(one, none, DAYS_A_WEEK, noise)
    else:
        bars = (-math.inf,) * (one.internship_weeks - 1) + (one.outside,)
    paid, unpaid = (
        tuple(
            Split(days, total := pay * DAYS_A_WEEK * one.internship_weeks, days * pay, 0, 0, total - days * pay)
            for days in range(0, DAYS_A_WEEK * one.internship_weeks + 1, DAYS_A_WEEK)
        )
        for pay in (one.day_pay, 0)
    )
    hiring = one.hiring if one.internship_hiring is None else one.internship_hiring
    return Way(
        INTERNSHIPS,
        one.internship_wait,
        one.internship_weeks,
        one.internship_weeks,
        DAYS_A_WEEK,
        one.first_noise,
        noise,
        bars,
        bars,
        paid,
        paid,
        unpaid,
        hiring,
        0,
        0,
        one.internship_paid,
    )


def ways(figures: Figures) -> tuple[Way, Way]:
    return trial(figures), internship(figures)


def _splits(pay: Sequence[int], bonus: Sequence[int], fee_bp: int) -> tuple[Split, ...]:
    """Return what an exit after each day pays, and at the end completion: by the law's own table."""

    def split(days: int, ending: Ending) -> Split:
        one: Sums = sums(ending, day_pay=pay, bonus=bonus, days_started=days, fee_bp=fee_bp)
        return Split(days, full_fund(pay, fee_bp), one.paid_total, one.bonus, one.fee, one.back)

    last = len(pay)
    return (
        split(0, Ending.EXIT_BEFORE_START),
        *(split(day, Ending.EXIT_BETWEEN_DAYS) for day in range(1, last)),
        split(last, Ending.COMPLETION),
    )


def _bars(figures: Figures, bonus: tuple[int, ...], days_each: int, noise: float) -> tuple[float, ...]:
    one = figures
    net = days_each * (one.day_pay - one.day_elsewhere) / one.point_worth
    leave = tuple(one.outside + paid / one.point_worth for paid in bonus[:-1])
    return _worked_out(belief_before(one.first_noise), noise, net, leave, one.outside, one.offer_guess)


@lru_cache(maxsize=256)
def _worked_out(
    variance: float, noise: float, net: float, leave: tuple[float, ...], outside: float, chance: float
) -> tuple[float, ...]:
    """Return below which belief leaving is worth more, after each stage: the journal's own comparison."""
    stages = [Stage(-math.inf, net), *(Stage(worth, net) for worth in leave)]
    end = End(outside, (1 - chance) * outside, chance)
    found = evenings(Belief(0, variance), noise, stages, end, points=121)
    return (*(one.bar for one in found[1:-1]), outside)
