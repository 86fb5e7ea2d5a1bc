"""Live several worlds in both ways, and smaller ones with other figures. Returns one summary, rounded, to be written.

The middle of several worlds stands with the least and the most of them: that is what chance does. What other
figures do is far more, and stands in the list of changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import fmean
from typing import Any

from foretaste.simulation.counting import MEASURES, Value, cost_parts, counted, in_a_good_match
from foretaste.simulation.figures import DOLLAR, WAYS, Figures, ways
from foretaste.simulation.living import Life, live
from foretaste.simulation.people import World, draw

SMALL = 2_000  # interns at most in each world that other figures are tried in
SMALL_WORLDS = 3
COMPARED = ("cost", "bad_hires", "bad_days", "good_lost", "pay", "pay_and_wages", "weeks", "found")


@dataclass(frozen=True)
class Change:
    """Other figures than those at the beginning."""

    key: str
    means: str
    figures: Mapping[str, Any]


CHANGES: tuple[Change, ...] = (
    Change("as_is", "the figures as they stand", {}),
    Change("day_1", "a day tells much: it misleads by 1 point", {"day_noise": 1.0}),
    Change("day_3", "a day tells little: it misleads by 3 points", {"day_noise": 3.0}),
    Change("day_5", "a day tells next to nothing: 5 points", {"day_noise": 5.0}),
    Change(
        "outside_low",
        "going on elsewhere is worth little to both: −1 point",
        {"outside": -1.0, "company_outside": -1.0},
    ),
    Change("outside_none", "going on elsewhere is worth a fit of 0 to both", {"outside": 0.0, "company_outside": 0.0}),
    Change(
        "outside_high", "going on elsewhere is worth much to both: +½ point", {"outside": 0.5, "company_outside": 0.5}
    ),
    Change("choosy", "companies that say yes only from +½ point", {"company_outside": 0.5}),
    Change("one_day", "trials of one day", {"trial_days": 1}),
    Change("two_days", "trials of two days", {"trial_days": 2}),
    Change("five_days", "trials of five days", {"trial_days": 5}),
    Change("no_bonus", "no goodbye bonus", {"bonus": 0}),
    Change("first_1", "first impressions mislead by 1 point", {"first_noise": 1.0}),
    Change("first_4", "first impressions mislead by 4 points", {"first_noise": 4.0}),
    Change("no_change_later", "the job is what was shown", {"later": 0.0}),
    Change("much_later", "the job differs by 1 point from what was shown", {"later": 1.0}),
    Change("no_agreement", "sides that agree only by chance", {"agreement": 0.0}),
    Change("many_openings", "an opening for each intern", {"openings": 1.0}),
    Change("same_wait", "internships that begin as soon as trials", {"internship_wait": 2}),
    Change("elsewhere_pays", "a day elsewhere brings $216", {"day_elsewhere": 216 * DOLLAR}),
    # with pay elsewhere as high as here, staying to the end would cost nobody anything
    Change(
        "leave_fridays",
        "internships that can be left each Friday",
        {"day_elsewhere": 188 * DOLLAR, "internship_leave": True},
    ),
    Change("four_weeks", "internships of four weeks", {"internship_weeks": 4}),
    Change("unpaid", "43% of internships unpaid", {"internship_paid": 0.57}),
    Change("hiring_3800", "a hire from an internship costs $3,800 besides", {"internship_hiring": 3_800 * DOLLAR}),
    Change("loss_low", "a bad hire costs $7,200", {"bad_hire": 7_200 * DOLLAR}),
    Change("loss_high", "a bad hire costs $33,750", {"bad_hire": 33_750 * DOLLAR}),
    Change("two_years", "two years in place of one", {"horizon": 104}),
)


def study(
    *,
    interns: int,
    companies: int,
    seed: int,
    worlds: int,
    figures: Figures | None = None,
    changes: Sequence[Change] = CHANGES,
    tell: Callable[[int, int, str], None] = lambda done, of, what: None,
) -> dict[str, Any]:
    """Return the summary. `tell` hears how far it is."""
    base = figures or Figures()
    of = worlds + len(changes) + 1
    counts: dict[str, list[dict[str, Value]]] = {name: [] for name in WAYS}
    curves: dict[str, list[list[float]]] = {name: [] for name in WAYS}
    parts: dict[str, list[dict[str, float]]] = {name: [] for name in WAYS}
    for number in range(worlds):
        tell(number, of, f"world {number + 1} of {worlds}")
        world = draw(interns, companies, base.considered, seed + number)
        for way in ways(base):
            life = live(world, base, way)
            count = counted(life, base)
            counts[way.name].append(count)
            curves[way.name].append(in_a_good_match(life, base.horizon))
            good = count["good_hires"] or 0
            if good:
                spent = cost_parts(life, base)
                parts[way.name].append({name: sum_ / DOLLAR / good for name, sum_ in spent.items()})
    tell(worlds, of, "people for other figures")
    small = min(interns, SMALL)
    fewer = max(1, round(companies * small / interns))
    several = [draw(small, fewer, base.considered, seed + number) for number in range(min(worlds, SMALL_WORLDS))]
    rows = []
    lived: dict[object, Life] = {}
    for number, change in enumerate(changes):
        tell(worlds + 1 + number, of, change.means)
        rows.append(_row(change, several, replace(base, **change.figures), lived))
    tell(of, of, "done")
    return {
        "seed": seed,
        "worlds": worlds,
        "interns": interns,
        "companies": companies,
        "figures": asdict(base),
        "ways": {name: {one.key: spread(found, one.key) for one in MEASURES} for name, found in counts.items()},
        "cost_parts": {name: _means(found) for name, found in parts.items()},
        "in_a_good_match": {
            name: [_rounded(fmean(week)) for week in zip(*found, strict=True)] for name, found in curves.items()
        },
        "changes": {"interns": small, "companies": fewer, "worlds": len(several), "rows": rows},
        "traditional_is_better": sorted(_better(counts)),
    }


def spread(found: Sequence[Mapping[str, Value]], key: str) -> dict[str, Value]:
    """Return the mean of all worlds in which it could be counted, the least and the most."""
    known = [value for one in found if (value := one[key]) is not None]
    if not known:
        return {"mean": None, "least": None, "most": None}
    return {"mean": _rounded(fmean(known)), "least": _rounded(min(known)), "most": _rounded(max(known))}


PRICES = ("day_pay", "day_elsewhere", "supervision", "work_first", "work_then", "finding", "hiring", "bad_hire", "wage")
OF_A_WAY = tuple(name for name in Figures.__dataclass_fields__ if name.startswith(("trial_", "internship_", "bonus")))


def _row(change: Change, several: Sequence[World], figures: Figures, lived: dict[object, Life]) -> dict[str, Any]:
    """Count what other figures do. A life that they can't change is not lived again: what it is told is its key."""
    found: dict[str, list[dict[str, Value]]] = {name: [] for name in WAYS}
    told = tuple(value for name, value in asdict(figures).items() if name not in (*PRICES, *OF_A_WAY))
    for number, world in enumerate(several):
        for way in ways(figures):
            key = (number, replace(way, hiring=0), told)
            if key not in lived:
                lived[key] = live(world, figures, way)
            found[way.name].append(counted(replace(lived[key], way=way), figures))
    return {
        "key": change.key,
        "means": change.means,
        **{name: {key: spread(counts, key)["mean"] for key in COMPARED} for name, counts in found.items()},
    }


def _better(counts: Mapping[str, Sequence[Mapping[str, Value]]]) -> Iterator[str]:
    """Yield the measures by which the traditional way is better, in the middle of all worlds."""
    ours, theirs = (counts[name] for name in WAYS)
    for one in MEASURES:
        mine, other = spread(ours, one.key)["mean"], spread(theirs, one.key)["mean"]
        if not one.better or mine is None or other is None or mine == other:
            continue
        if (other < mine) == (one.better == "less"):
            yield one.key


def _means(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: _rounded(fmean(one[name] for one in found)) for name in found[0]} if found else {}


def _rounded(value: float) -> float:
    return round(value, 6)
