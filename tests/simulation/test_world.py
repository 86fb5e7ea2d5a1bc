"""The simulated world keeps the rules it is about: money, seats, choices. Small worlds, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from foretaste.simulation.counting import cost_parts, counted
from foretaste.simulation.figures import INTERNSHIPS, TRIALS, Figures, falling, internship, trial, ways
from foretaste.simulation.files import files
from foretaste.simulation.living import Life, _pairs, _round, live
from foretaste.simulation.people import draw
from foretaste.simulation.studying import CHANGES, study

BASE = Figures()
WORLD = draw(300, 30, BASE.considered, 7)


def lived(figures: Figures = BASE) -> dict[str, Life]:
    return {way.name: live(WORLD, figures, way) for way in ways(figures)}


@pytest.fixture(scope="module")
def lives() -> dict[str, Life]:
    return lived()


# --- the same seed ----------------------------------------------------------------------------------
def test_the_same_seed_gives_the_same_files_and_another_seed_others() -> None:
    first, again, other = (
        files(study(interns=80, companies=9, seed=seed, worlds=2, changes=CHANGES[:2])) for seed in (3, 3, 4)
    )
    assert first == again
    assert {name for name in first if first[name] != other[name]} >= {"summary.json", "outcomes.csv", "time.svg"}


@pytest.mark.parametrize(("interns", "companies"), [(1, 1), (2, 50), (40, 1)])
def test_the_smallest_worlds_can_be_counted(interns: int, companies: int) -> None:
    """Where nothing can be counted, nothing is said; no picture divides by it."""
    found = files(study(interns=interns, companies=companies, seed=1, worlds=1, changes=CHANGES[:1]))
    assert len(found) == 13
    assert all("nan" not in text and "inf" not in text.replace("info", "") for text in found.values())


# --- money ------------------------------------------------------------------------------------------
def test_a_trial_pays_what_the_rules_say(lives: dict[str, Life]) -> None:
    """Days started and the bonus of the day left on, in full pay at most; the fund is split without a rest."""
    endings = set()
    for one in lives[TRIALS].tries:
        bonus = (20_000, 10_000, 0)[one.stages - 1] if one.left and one.has_bonus else 0
        assert (one.split.days, one.split.bonus) == (one.stages, bonus)
        assert one.split.paid == 18_400 * one.stages + bonus <= 3 * 18_400
        assert one.split.fee == one.split.paid // 10
        assert one.split.paid + one.split.fee + one.split.back == one.split.fund == 3 * 18_400 + 5_520
        endings.add((one.stages, one.left))
    assert endings >= {(1, True), (2, True), (3, False)}


def test_an_internship_pays_its_days(lives: dict[str, Life]) -> None:
    assert {(one.split.days, one.split.paid, one.left) for one in lives[INTERNSHIPS].tries} == {
        (60, 60 * 18_400, False)
    }
    fridays = next(one.figures for one in CHANGES if one.key == "leave_fridays")
    left = lived(replace(BASE, **fridays))[INTERNSHIPS].tries
    assert any(one.left for one in left)
    assert all(one.split.paid == one.split.days * 18_400 == one.stages * 5 * 18_400 for one in left)


def test_costs_are_the_sums_of_what_happened(lives: dict[str, Life]) -> None:
    for life in lives.values():
        days = [one.split.days for one in life.tries]
        work = sum(min(each, 5) * 6_000 + max(each - 5, 0) * 18_200 for each in days)
        bad = sum(not hire.good for hire in life.hires)
        parts = cost_parts(life, BASE)
        assert parts["finding"] == 30_000 * len(days)
        assert parts["trying"] == sum(one.split.paid + one.split.fee for one in life.tries) + 8_000 * sum(days) - work
        assert parts["hiring"] == 50_000 * len(life.hires)
        assert parts["bad hires"] == 1_800_000 * bad
        count = counted(life, BASE)
        assert count["cost"] == pytest.approx(sum(parts.values()) / 100 / (len(life.hires) - bad))
        assert count["bad_hires"] == pytest.approx(bad / len(life.hires))


def test_half_of_an_internships_pay_comes_back_as_work() -> None:
    """The cost page's assumption, which the worth of later work is set by."""
    net = 60 * (BASE.day_pay + BASE.supervision) - 5 * BASE.work_first - 55 * BASE.work_then
    assert net == pytest.approx(60 * BASE.day_pay / 2, rel=0.01)


def test_who_is_paid_nothing_lives_the_same_life() -> None:
    paid, half = (lived(replace(BASE, internship_paid=share))[INTERNSHIPS] for share in (1.0, 0.5))
    assert [each[:6] + each[8:] for each in paid.tries] == [each[:6] + each[8:] for each in half.tries]
    nothing = [one for one in half.tries if one.split.paid == 0]
    assert 0.2 * len(half.tries) < len(nothing) < 0.8 * len(half.tries)
    assert counted(half, BASE)["unpaid"] > counted(paid, BASE)["unpaid"] == 0  # type: ignore[operator]


def test_a_bonus_comes_with_the_first_three_agreements_in_ninety_days() -> None:
    figures = replace(BASE, outside=0.3, company_outside=-1.0, openings=2.0)
    by_intern = defaultdict(list)
    for one in lived(figures)[TRIALS].tries:
        by_intern[one.intern].append((one.begun, one.has_bonus))
    seen = set()
    for agreed in by_intern.values():
        for begun, has_bonus in agreed:
            before = [each for each, _bonus in agreed if begun - 13 < each < begun]
            assert has_bonus == (len(before) < 3)
            seen.add(has_bonus)
    assert seen == {True, False}


@pytest.mark.parametrize("days", [1, 2, 3, 4, 5])
def test_a_falling_bonus_keeps_the_guarantee(days: int) -> None:
    bonus = falling(days, 18_400, 20_000)
    sums = [18_400 * day + paid for day, paid in enumerate(bonus, 1)]
    assert bonus[-1] == 0
    assert sums == sorted(sums)
    assert sums[-1] == 18_400 * days
    assert trial(replace(BASE, trial_days=days)).splits_with_bonus[1].bonus == (bonus[0] if days > 1 else 0)


# --- people and seats -------------------------------------------------------------------------------
@pytest.mark.parametrize("change", ["as_is", "leave_fridays", "many_openings", "outside_low"])
def test_nobody_is_in_two_places_and_no_seat_is_taken_twice(change: str) -> None:
    figures = replace(BASE, **next(one.figures for one in CHANGES if one.key == change))
    for life in lived(figures).values():
        assert len({(one.intern, one.company) for one in life.tries}) == len(life.tries)
        busy, taken = defaultdict(list), defaultdict(list)
        for one in life.tries:
            asked = one.begun - life.way.wait
            busy[one.intern].append((asked, one.ended))
            taken[one.company].append((asked, one.ended))
        for hire in life.hires:
            lasts = hire.until if not hire.good else 10_000
            busy[hire.intern].append((hire.week, lasts))
            taken[hire.company].append((hire.week, lasts))
        for spans in busy.values():
            assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))
        total = round(figures.openings * WORLD.interns)
        assert life.openings == total
        most = {company: most_at_once(spans) for company, spans in taken.items()}
        assert max(most.values()) <= -(-total // WORLD.companies)
        assert sum(most.values()) <= total
        assert all(one.ended <= figures.horizon for one in life.tries)


def most_at_once(spans: Sequence[tuple[int, int]]) -> int:
    return max(sum(begin <= week < end for begin, end in spans) for week, _end in spans)


def test_every_hire_is_a_try_that_both_wanted(lives: dict[str, Life]) -> None:
    for life in lives.values():
        hired = [one for one in life.tries if one.hired]
        assert {(one.intern, one.company, one.ended, one.good) for one in hired} == {
            (hire.intern, hire.company, hire.week, hire.good) for hire in life.hires
        }
        assert all(one.wanted and not one.left for one in hired)


def test_a_round_is_stable() -> None:
    """No intern and company would both rather have each other than what the round gave them."""
    asked = _pairs(WORLD, BASE).asked
    seats = [company % 3 for company in range(WORLD.companies)]
    found = _round(seats, [True] * WORLD.interns, asked)
    given, held = dict(found), defaultdict(list)
    for _intern, one in found:
        held[one.company].append(one.view)
    assert all(len(held[company]) <= seats[company] for company in held)
    assert len(found) > 20
    for intern in range(WORLD.interns):
        for one in asked[intern]:
            if one is given.get(intern):
                break
            assert len(held[one.company]) == seats[one.company]
            assert all(view > one.view for view in held[one.company])


# --- choices ----------------------------------------------------------------------------------------
SEEING = replace(
    BASE, day_noise=1e-6, later=0.0, outside=0.0, company_outside=0.0, bonus=0, day_elsewhere=BASE.day_pay + 100
)


@pytest.mark.parametrize("way", [TRIALS, INTERNSHIPS])
def test_with_days_that_tell_everything_no_bad_match_lasts_and_no_good_one_is_lost(way: str) -> None:
    life = lived(SEEING)[way]
    assert len(life.hires) > 50
    assert all(one.hired == one.good for one in life.tries)
    assert counted(life, SEEING)["bad_hires"] == counted(life, SEEING)["good_lost"] == 0


def test_with_days_that_tell_everything_who_does_not_fit_leaves_on_day_one() -> None:
    life = lived(SEEING)[TRIALS]
    misfits = [one for one in life.tries if not one.suits_intern]
    assert len(misfits) > 50
    assert all(one.left and one.stages == 1 for one in misfits)
    assert not any(one.left for one in life.tries if one.suits_intern)


def test_days_that_tell_nothing_move_nobody() -> None:
    """Then the first impression decides: whoever was open to begin with stays, without a bonus to leave for."""
    blind = replace(BASE, day_noise=1e4, bonus=0)
    assert not any(one.left for one in lived(blind)[TRIALS].tries)


def test_a_bonus_moves_leaving_to_day_one() -> None:
    without, with_it = (
        sum(one.left and one.stages == 1 for one in lived(replace(BASE, bonus=bonus))[TRIALS].tries)
        for bonus in (0, 20_000)
    )
    assert with_it > without


def test_longer_looking_makes_fewer_bad_hires() -> None:
    """A property of the model that speaks for internships, and must not be lost on the way."""
    for name, fewer in (("five_days", "one_day"),):
        shares = [
            counted(lived(replace(BASE, **next(one.figures for one in CHANGES if one.key == key)))[TRIALS], BASE)[
                "bad_hires"
            ]
            for key in (name, fewer)
        ]
        assert shares[0] < shares[1]  # type: ignore[operator]
    both = {name: counted(life, BASE)["bad_hires"] for name, life in lived().items()}
    assert both[INTERNSHIPS] < both[TRIALS]  # type: ignore[operator]


def test_everybody_meets_the_same_companies_in_both_ways() -> None:
    """A pair that is tried in both ways suits, or does not, in both; and the first week shows the same."""
    lives = lived()
    suits = [
        {(one.intern, one.company): (one.suits_intern, one.suits_company) for one in life.tries}
        for life in lives.values()
    ]
    both = suits[0].keys() & suits[1].keys()
    assert len(both) > 50
    assert all(suits[0][pair] == suits[1][pair] for pair in both)


def test_an_internship_cannot_be_left_unless_it_can() -> None:
    assert set(internship(BASE).bars[:-1]) == {float("-inf")}
    can = internship(replace(BASE, internship_leave=True, day_elsewhere=18_800)).bars
    assert all(-5 < bar < 0 for bar in can)
