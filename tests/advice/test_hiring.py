"""The trial designer keeps guarantee 5; the cost comparison comes out the same again."""

from __future__ import annotations

import pytest

from foretaste.advice.comparing import Band, Way, band_of, compare, cost
from foretaste.advice.hiring import Costs, Design, Interns, keeps_the_rule, largest_bonus
from foretaste.advice.learning import Belief
from foretaste.money.endings import Ending, sums

COSTS = Costs(sourcing=300, pay=140, supervision=80, output=60, bad_hire=6000, fee=0.1)
INTERNS = Interns(Belief(0, 1), 2, per_point=2000, elsewhere=-500)


def test_the_largest_bonus_is_the_pay_of_the_days_to_come() -> None:
    assert largest_bonus([140, 140, 100]) == [240, 100, 0]
    assert keeps_the_rule([140, 140, 100], [240, 100, 0])
    assert not keeps_the_rule([140, 140, 100], [241, 100, 0])
    assert not keeps_the_rule([140, 140, 100], [60, 60, 1])
    assert not keeps_the_rule([140, 140, 100], [200, 20, 0])  # leaving on day 2 would pay less than on day 1


@pytest.mark.parametrize("bonus", [(280, 140, 0), (60, 60, 0), (0, 0, 0)])
def test_what_keeps_the_rule_here_is_taken_where_money_is_split(bonus: tuple[int, ...]) -> None:
    """The designer and the lifecycle mean the same: paid at an exit never exceeds the full pay, and never falls."""
    assert keeps_the_rule([140] * 3, bonus)
    paid = [
        sums(Ending.EXIT, day_pay=[140] * 3, bonus=list(bonus), days_started=day, fee_bp=1000).paid_total
        for day in (1, 2, 3)
    ]
    assert paid == sorted(paid)
    assert paid[-1] == 420


def test_a_design_that_breaks_the_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="more than staying"):
        Design((300, 140, 0), COSTS, INTERNS).outcome()


def test_everybody_leaves_or_stays_and_every_cent_is_spent() -> None:
    found = Design((200, 100, 0), COSTS, INTERNS, day_worth=140).outcome()
    ends = found.fates
    assert sum(ends.leave) + ends.stay == pytest.approx(1, abs=1e-6)
    spent = 300 + ends.days * (140 * 1.1 + 80 - 60) + 1.1 * (ends.leave[1] * 200 + ends.leave[2] * 100)
    assert found.spent == pytest.approx(spent)
    assert found.cost == pytest.approx((spent + 6000 * (ends.stay - ends.stay_good)) / ends.stay_good)


def test_a_bonus_lets_more_bad_matches_leave_and_a_declining_one_sooner() -> None:
    none, flat, falling = (
        Design(bonus, COSTS, INTERNS, day_worth=140).outcome() for bonus in ((0, 0, 0), (100, 100, 0), (200, 100, 0))
    )
    assert none.bad_who_leave < flat.bad_who_leave
    assert falling.fates.leave[1] > 0.1
    assert flat.fates.leave[1] == none.fates.leave[1] == 0  # a flat one can be had tomorrow as well


def test_a_way_that_is_certain_costs_what_the_formula_says() -> None:
    def sure(value: float) -> Band:
        return Band(value, value, value)

    found = compare({"one": Way(sure(1000), sure(0.5), sure(500), sure(0.8))}, sure(4000), draws=11)
    assert found["one"].middle == pytest.approx((1000 / 0.5 + 500 + 4000 * 0.2) / 0.8)
    assert cost(1000, 0.5, 500, 0.8, 4000) == pytest.approx(found["one"].middle)


def test_the_same_seed_draws_the_same_worlds() -> None:
    ways = {
        name: Way(Band(0, 900, 2000), Band(0.3, 0.5, 0.8), Band(0, one, 5000), Band(0.5, 0.6, 0.8))
        for name, one in (("a", 500), ("b", 4000))
    }
    loss = Band(2000, 5000, 9000)
    first, again, other = (compare(ways, loss, draws=500, seed=seed) for seed in (1, 1, 2))
    assert first == again != other
    assert first["a"].low < first["a"].middle < first["a"].high
    assert sum(one.cheapest for one in first.values()) == pytest.approx(1)


def test_a_counted_share_carries_its_doubt() -> None:
    """Wilson's interval solves |p - share| = z * sqrt(p(1 - p)/n) at both ends; more counts make it narrower."""
    for hits, tries in ((3, 13), (30, 130), (5, 5)):
        band, share = band_of(hits, tries), hits / tries
        for end in (band.low, band.high):
            assert abs(end - share) == pytest.approx(1.2815516 * (end * (1 - end) / tries) ** 0.5, abs=1e-6)
        assert 0 < band.low <= band.likely <= band.high + 1e-12
    assert band_of(30, 130).high < band_of(3, 13).high
