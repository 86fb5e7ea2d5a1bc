"""Survival curves equal the published tables; and what must hold of any of them holds of random ones."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foretaste.insights.surviving import (
    STILL_HERE,
    Stay,
    aalen_johansen,
    chi_squared_beyond,
    kaplan_meier,
    log_rank,
)

# Freireich and others, Blood 21 (1963), 699: weeks of remission of 42 children with leukaemia, 6-MP against placebo.
# The data of every textbook (Gehan 1965; Cox and Oakes 1984) and of lifelines.datasets.load_leukemia.
LEFT_6MP, HERE_6MP = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
SIX_MP = [Stay(week, "relapse") for week in LEFT_6MP] + [Stay(week) for week in HERE_6MP]
PLACEBO = [Stay(week, "relapse") for week in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]
# Share, and its interval on the log-log scale, as PROC LIFETEST of SAS and Stata's sts list print them.
PUBLISHED = [
    (6, 21, 3, 0.8571, 0.6197, 0.9516),
    (7, 17, 1, 0.8067, 0.5631, 0.9228),
    (10, 15, 1, 0.7529, 0.5032, 0.8894),
    (13, 12, 1, 0.6902, 0.4316, 0.8491),
    (16, 11, 1, 0.6275, 0.3675, 0.8049),
    (22, 7, 1, 0.5378, 0.2678, 0.7468),
    (23, 6, 1, 0.4482, 0.1881, 0.6801),
]


def test_freireich_s_survival_table() -> None:
    curve = kaplan_meier(SIX_MP)
    rows = [
        (one.day, one.at_risk, one.left, *(round(x, 4) for x in (one.share, one.low, one.high))) for one in curve.steps
    ]
    assert rows == PUBLISHED
    assert (curve.people, curve.left, curve.last, curve.median) == (21, 9, 35, 23)
    assert kaplan_meier(PLACEBO).median == 8


def test_freireich_s_log_rank_test() -> None:
    found = log_rank({"6-MP": SIX_MP, "placebo": PLACEBO})
    assert found is not None
    assert (round(found.statistic, 3), found.degrees, f"{found.p:.2e}") == (16.793, 1, "4.17e-05")


@pytest.mark.parametrize(
    ("value", "degrees"), [(3.841, 1), (5.991, 2), (7.815, 3), (9.488, 4), (11.070, 5), (12.592, 6)]
)
def test_the_chi_squared_table_at_five_per_cent(value: float, degrees: int) -> None:
    """Fisher and Yates, Statistical Tables, table IV."""
    assert chi_squared_beyond(value, degrees) == pytest.approx(0.05, abs=5e-5)


def test_two_ways_of_leaving_by_hand() -> None:
    """Five people: one goes on day 1, one is dismissed on day 2, one is last seen on day 2, one goes on day 3."""
    shares = aalen_johansen([Stay(1, "own"), Stay(2, "company"), Stay(2), Stay(3, "own"), Stay(4)])
    assert [(one.day, one.at_risk, round(one.share, 6)) for one in shares["own"]] == [(1, 5, 0.2), (3, 2, 0.5)]
    assert [(one.day, round(one.share, 6)) for one in shares["company"]] == [(2, 0.2)]


# Days and endings of 24 people (0: still here), and what lifelines 0.30.3 printed for them: day, share, interval.
SEEN = {33: 1, 46: 0, 68: 1, 4: 2, 60: 1, 32: 1, 7: 0, 21: 0, 15: 1, 48: 1, 61: 1, 74: 1, 49: 1, 14: 1, 77: 1, 2: 1,
        47: 1, 66: 1, 27: 2, 18: 1, 12: 0, 56: 1, 50: 2, 25: 1}  # fmt: skip
OF_THE_FIRST = [
    (2, 0.041667, 0.002990, 0.175933), (14, 0.087500, 0.015000, 0.243385), (15, 0.133333, 0.033285, 0.303269),
    (18, 0.179167, 0.055869, 0.358846), (25, 0.227865, 0.082528, 0.416083), (32, 0.276563, 0.112144, 0.469983),
    (33, 0.325260, 0.144275, 0.521239), (47, 0.378385, 0.180190, 0.576304), (48, 0.431510, 0.218647, 0.628366),
    (49, 0.484635, 0.259491, 0.677774), (56, 0.537760, 0.302646, 0.724715), (60, 0.590885, 0.348100, 0.769266),
    (61, 0.644010, 0.395909, 0.811411), (66, 0.697135, 0.446209, 0.851042), (68, 0.750260, 0.499251, 0.887938),
    (74, 0.803385, 0.555480, 0.921716),
]  # fmt: skip
OF_THE_SECOND = [
    (4, 0.041667, 0.002990, 0.175933),
    (27, 0.090365, 0.015353, 0.250660),
    (50, 0.143490, 0.035334, 0.323818),
]


def test_competing_endings_as_lifelines_has_them() -> None:
    """AalenJohansenFitter with its variance; multivariate_logrank_test for the three groups of every third person."""
    stays = [Stay(day, str(ending) if ending else STILL_HERE) for day, ending in SEEN.items()]
    for ending, printed in (("1", OF_THE_FIRST), ("2", OF_THE_SECOND)):
        steps = aalen_johansen(stays)[ending][: len(printed)]
        found = [(one.day, one.share, one.low, one.high) for one in steps]
        assert found == [pytest.approx(row, abs=2e-6) for row in printed]
    difference = log_rank({str(group): stays[group::3] for group in range(3)})
    assert difference is not None
    assert (difference.statistic, difference.p) == pytest.approx((5.598019972, 0.060870295), abs=1e-9)


def test_whoever_is_last_seen_on_a_day_was_there_when_another_left() -> None:
    assert kaplan_meier([Stay(5, "own"), Stay(5)]).steps[0].share == 0.5


def test_when_everybody_has_left_nothing_says_they_had_to() -> None:
    last = kaplan_meier([Stay(1, "own"), Stay(2, "own"), Stay(3, "own")]).steps[-1]
    assert (last.share, last.low) == (0.0, 0.0)
    assert last.high == kaplan_meier([Stay(1, "own"), Stay(2, "own"), Stay(3, "own")]).steps[-2].high > 0.3


def test_there_may_be_nothing_to_say() -> None:
    assert kaplan_meier([]).steps == ()
    assert kaplan_meier([Stay(3), Stay(9)]).at(9) is None
    assert log_rank({"one": SIX_MP, "none": []}) is None
    assert log_rank({"one": [Stay(3)], "other": [Stay(4)]}) is None
    with pytest.raises(ValueError, match="-1"):
        kaplan_meier([Stay(-1)])


ENDINGS = st.sampled_from(["own", "company", "contract", STILL_HERE])
STAYS = st.lists(st.builds(Stay, st.integers(0, 12), ENDINGS), min_size=1, max_size=40)
QUICK = settings(max_examples=60, deadline=None)


@QUICK
@given(STAYS)
def test_all_shares_and_who_is_here_make_one_on_every_day(stays: list[Stay]) -> None:
    curve, ways = kaplan_meier(stays), aalen_johansen(stays)
    for day in range(14):
        step = curve.at(day)
        left = sum(max((one.share for one in steps if one.day <= day), default=0.0) for steps in ways.values())
        assert left + (step.share if step else 1.0) == pytest.approx(1.0, abs=1e-12)


@QUICK
@given(STAYS)
def test_the_order_of_the_lines_is_nothing(stays: list[Stay]) -> None:
    mixed = random.Random(1).sample(stays, len(stays))
    assert (kaplan_meier(mixed), aalen_johansen(mixed)) == (kaplan_meier(stays), aalen_johansen(stays))
    half = len(stays) // 2
    one, other = log_rank({"a": stays[:half], "b": stays[half:]}), log_rank({"b": stays[half:], "a": stays[:half]})
    assert (one is None) == (other is None)
    if one and other:
        assert one.statistic == pytest.approx(other.statistic, abs=1e-9)


@QUICK
@given(st.lists(st.builds(Stay, st.integers(0, 12), st.sampled_from(["own", "company"])), min_size=2, max_size=40))
def test_with_everybody_seen_leaving_it_is_plain_counting(stays: list[Stay]) -> None:
    """Then the curve is the share that stayed longer, and each way the share that left so, with binomial variance."""
    n = len(stays)
    for step in kaplan_meier(stays).steps:
        assert step.share == pytest.approx(sum(one.days > step.day for one in stays) / n, abs=1e-12)
        assert step.at_risk == sum(one.days >= step.day for one in stays)
    for ending, steps in aalen_johansen(stays).items():
        for step in steps:
            share = sum(one.days <= step.day and one.ending == ending for one in stays) / n
            assert step.share == pytest.approx(share, abs=1e-12)
            if 0 < share < 1:
                reach = 1.959964 * math.sqrt(share * (1 - share) / n) / (share * math.log(share))
                bounds = sorted((share ** math.exp(reach), share ** math.exp(-reach)))
                assert (step.low, step.high) == pytest.approx(tuple(bounds), abs=1e-5)


@QUICK
@given(STAYS)
def test_shares_fall_and_stand_within_their_interval(stays: list[Stay]) -> None:
    steps = kaplan_meier(stays).steps
    shares = [1.0, *(one.share for one in steps)]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= one.low <= one.share <= one.high <= 1 for one in steps)
    assert sum(one.left for one in steps) == sum(1 for one in stays if one.ending)
    for ways in aalen_johansen(stays).values():
        assert all(-1e-12 <= one.low <= one.share + 1e-12 and one.share <= one.high + 1e-12 for one in ways)


@QUICK
@given(STAYS, STAYS)
def test_three_groups_of_which_two_are_one_differ_as_two_do_not(stays: list[Stay], others: list[Stay]) -> None:
    """The statistic never falls when a group is told apart in two, and equal groups don't differ."""
    together, apart = log_rank({"a": stays + stays, "b": others}), log_rank({"a": stays, "c": stays, "b": others})
    if together and apart:
        assert apart.statistic == pytest.approx(together.statistic, rel=1e-6, abs=1e-6)
        assert (together.degrees, apart.degrees) == (1, 2)
    same = log_rank({"a": stays, "b": stays})
    assert same is None or same.statistic == pytest.approx(0.0, abs=1e-9)


def test_as_many_as_a_company_may_keep() -> None:
    chance = random.Random(7)
    stays = [Stay(int(chance.expovariate(1 / 600)), chance.choice(["own", STILL_HERE])) for _ in range(20_000)]
    curve = kaplan_meier(stays)
    assert curve.left == Counter(one.ending for one in stays)["own"]
    assert len(curve.steps) < 6000


def test_a_curve_ends_where_too_few_are_watched() -> None:
    curve = kaplan_meier(SIX_MP).while_watched_by(5)
    assert [(one.day, one.at_risk) for one in curve.steps][-1] == (23, 6)
    assert (curve.last, curve.at_risk(25), curve.people) == (25, 5, 21)
    assert kaplan_meier(SIX_MP[:4]).while_watched_by(5).steps == ()
    few = kaplan_meier(SIX_MP).while_watched_by(15)
    assert ([one.day for one in few.steps], few.last, few.median) == ([6, 7, 10], 10, None)
