"""Count what happened in one life: mismatch, money, time. Pure: a figure that can't be counted is None."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from foretaste.simulation.figures import DAYS_A_WEEK, DOLLAR, Figures
from foretaste.simulation.living import Hire, Life, Try

SHARE, MONEY, COUNT, WEEKS, DAYS = "share", "dollars", "count", "weeks", "days"
Value = float | None


@dataclass(frozen=True)
class Measure:
    """One figure: what it is called, its unit, and which side of it is better (nothing: neither)."""

    key: str
    means: str
    unit: str
    better: str = ""


MEASURES: tuple[Measure, ...] = (
    Measure("bad_hires", "bad hires of all hires", SHARE, "less"),
    Measure("good_lost", "good matches that were tried and not hired", SHARE, "less"),
    Measure("bad_days", "days lived in a bad match, for each intern who tried", DAYS, "less"),
    Measure("cost", "cost per good hire", MONEY, "less"),
    Measure("pay_a_day", "pay for a day of trying", MONEY, "more"),
    Measure("pay", "pay for trying, for each intern who tried", MONEY, "more"),
    Measure("pay_and_wages", "pay for trying and wages of the jobs found, for each intern", MONEY, "more"),
    Measure("unpaid", "interns who tried and were paid nothing", SHARE, "less"),
    Measure("weeks", "weeks until a good match, half of those who find one", WEEKS, "less"),
    Measure("found_in_13", "interns in a good match after 13 weeks", SHARE, "more"),
    Measure("found_in_26", "interns in a good match after 26 weeks", SHARE, "more"),
    Measure("found", "interns in a good match at the end", SHARE, "more"),
    Measure("tried", "interns who tried at least one", SHARE),
    Measure("tries", "tries for each intern who tried", COUNT),
    Measure("left", "tries that the intern left before the end", SHARE),
    Measure("left_on_day_one", "trials left on day one", SHARE),
    Measure("offered", "offers, of those who stayed to the end", SHARE),
    Measure("accepted", "offers taken", SHARE),
    Measure("hired", "hires of all tries", SHARE),
    Measure("good_hires", "good hires", COUNT),
)
COST_PARTS = ("finding", "trying", "hiring", "bad hires")


def counted(life: Life, figures: Figures) -> dict[str, Value]:
    """Return every measure."""
    tries, hires = life.tries, life.hires
    good_hires = sum(hire.good for hire in hires)
    tried = len({one.intern for one in tries})
    good_tries = [one for one in tries if one.good]
    to_the_end = [one for one in tries if not one.left]
    offers = sum(one.wanted for one in to_the_end)
    days = sum(one.split.days for one in tries)
    paid = sum(one.split.paid for one in tries)
    paid_by = _paid_by(tries)
    curve = in_a_good_match(life, figures.horizon)
    first_weeks = sorted({hire.intern: hire.week for hire in reversed(hires) if hire.good}.values())
    wages = sum(figures.wage * DAYS_A_WEEK * weeks_in(hire, figures.horizon) for hire in hires)
    cost = sum(cost_parts(life, figures).values())
    return {
        "bad_hires": _share(len(hires) - good_hires, len(hires)),
        "good_lost": _share(sum(not one.hired for one in good_tries), len(good_tries)),
        "bad_days": _share(bad_days(life, figures.horizon), tried),
        "cost": _share(cost / DOLLAR, good_hires),
        "pay_a_day": _share(paid / DOLLAR, days),
        "pay": _share(paid / DOLLAR, tried),
        "pay_and_wages": (paid + wages) / DOLLAR / life.interns,
        "unpaid": _share(sum(not one for one in paid_by.values()), tried),
        "weeks": float(median(first_weeks)) if first_weeks else None,
        "found_in_13": curve[min(13, figures.horizon)],
        "found_in_26": curve[min(26, figures.horizon)],
        "found": curve[-1],
        "tried": tried / life.interns,
        "tries": _share(len(tries), tried),
        "left": _share(len(tries) - len(to_the_end), len(tries)),
        "left_on_day_one": _share(sum(one.left and one.split.days == 1 for one in tries), len(tries)),
        "offered": _share(offers, len(to_the_end)),
        "accepted": _share(len([one for one in tries if one.hired]), offers),
        "hired": _share(len([one for one in tries if one.hired]), len(tries)),
        "good_hires": float(good_hires),
    }


def cost_parts(life: Life, figures: Figures) -> dict[str, int]:
    """Return what all companies spent, in cents, by what for. Trying is pay, fee and supervision less the work done."""
    one = figures
    work = sum(work_of(each.split.days, one) for each in life.tries)
    days = sum(each.split.days for each in life.tries)
    bad = sum(not hire.good for hire in life.hires)
    return {
        "finding": one.finding * len(life.tries),
        "trying": sum(each.split.paid + each.split.fee for each in life.tries) + one.supervision * days - work,
        "hiring": life.way.hiring * len(life.hires),
        "bad hires": one.bad_hire * bad,
    }


def work_of(days: int, figures: Figures) -> int:
    """Return what so many days of work are worth: less in the first week."""
    first = min(days, DAYS_A_WEEK)
    return first * figures.work_first + (days - first) * figures.work_then


def weeks_in(hire: Hire, horizon: int) -> int:
    """Return the weeks of a job that lie within the horizon."""
    return max(0, min(hire.until, horizon) - hire.week)


def bad_days(life: Life, horizon: int) -> int:
    """Return the days lived in a match that does not suit both, while trying and in jobs."""
    trying = sum(one.split.days for one in life.tries if not one.good)
    return trying + sum(DAYS_A_WEEK * weeks_in(hire, horizon) for hire in life.hires if not hire.good)


def in_a_good_match(life: Life, horizon: int) -> list[float]:
    """Return the share of all interns who are in one, week by week from 0 on. A good match lasts."""
    begun = [0] * (horizon + 1)
    for hire in life.hires:
        if hire.good:
            begun[hire.week] += 1
    found, so_far = [], 0
    for number in begun:
        so_far += number
        found.append(so_far / life.interns)
    return found


def _paid_by(tries: Sequence[Try]) -> dict[int, int]:
    """Return what each who tried was paid in all."""
    found: dict[int, int] = {}
    for one in tries:
        found[one.intern] = found.get(one.intern, 0) + one.split.paid
    return found


def _share(part: float, whole: float) -> Value:
    return part / whole if whole else None
