"""The formulas give the numbers that were published. Each test names its source."""

from __future__ import annotations

import math

import pytest

from foretaste.advice.boxes import FOREVER, Box, NormalBox, index, worth_of_order, worth_of_policy
from foretaste.advice.hiring import Costs, FixedTrial, Interns
from foretaste.advice.learning import Belief
from foretaste.advice.normal import loss
from foretaste.advice.staying import End, Stage, evenings, fates
from tests.advice.reference import bernoulli_gittins, beta_binomial, expected_better, root, secretary

ONE = Belief(0, 1)


def test_weitzmans_two_projects() -> None:
    """Weitzman 1979, section 2: 70 and 140; the one that looks worse alone goes first, 78 against 75."""
    alpha, omega = Box(((100, 0.5), (55, 0.5)), 15), Box(((240, 0.2), (0, 0.8)), 20)
    assert [index(alpha), index(omega)] == pytest.approx([70, 140], abs=1e-9)
    assert [worth_of_order([one], [0]) for one in (alpha, omega)] == pytest.approx([62.5, 28])
    assert worth_of_order([alpha, omega], [1, 0]) == pytest.approx(78)
    assert worth_of_order([alpha, omega], [0, 1]) == pytest.approx(75)
    assert worth_of_policy([alpha, omega]) == pytest.approx(78)


@pytest.mark.parametrize(("days", "z"), [(1, 0.4304), (2, 0.5088), (3, 0.5176), (5, 0.4684)])
def test_the_index_of_a_trial_by_its_days(days: int, z: float) -> None:
    """Our own example, printed in the docs: an interior length is best; a bonus above the cost makes it endless."""
    box = NormalBox(0, ONE.to_learn(days, 2), 0.02 + 0.02 * days)
    assert index(box) == pytest.approx(z, abs=5e-5)
    with_bonus = index(box, bonus=0.1)
    assert with_bonus == (pytest.approx(1.0467, abs=5e-5) if days == 5 else FOREVER)


@pytest.mark.parametrize("u_and_loss", [(0, 0.3989), (0.5, 0.1978), (1, 0.0833), (1.5, 0.0293), (2, 0.0085)])
def test_the_unit_normal_loss_table(u_and_loss: tuple[float, float]) -> None:
    """Any text on inventories."""
    u, expected = u_and_loss
    assert loss(u) == pytest.approx(expected, abs=5e-5)


def test_mccalls_reservation_wage() -> None:
    """McCall 1970 with the parameters of QuantEcon's lecture: 47.3165. Waiting is a box that pays 25 a period."""
    discount, wages = 0.99, [10 + step for step in range(51)]
    chances = beta_binomial(50, 200, 100)
    offers = Box(tuple((wage / (1 - discount), p) for wage, p in zip(wages, chances, strict=True)), -25)
    assert index(offers, discount=discount) * (1 - discount) == pytest.approx(47.3165, abs=5e-5)


@pytest.mark.parametrize(
    ("a", "b", "discount", "expected", "horizon"),
    [
        (1, 1, 0.9, 0.7029, 90),
        (2, 2, 0.9, 0.6346, 90),
        (3, 3, 0.9, 0.6010, 90),
        (10, 2, 0.9, 0.8695, 90),
        (1, 1, 0.99, 0.8699, 300),
    ],
)
def test_gittins_indices_of_a_coin(a: int, b: int, discount: float, expected: float, horizon: int) -> None:
    """Gittins 1979; the tables of Christian and Griffiths 2016. The slow solver, by which others are held."""
    assert bernoulli_gittins(a, b, discount, horizon) == pytest.approx(expected, abs=6e-5)


def test_the_index_of_a_coin_in_another_program() -> None:
    """R's package `gittins` 0.2.0, its tests: Beta(3, 2), 20 tosses ahead, to its own precision of 5e-5."""
    assert bernoulli_gittins(3, 2, 0.8, horizon=20) == pytest.approx(0.67143994, abs=5e-5)


def test_a_coin_tossed_once_more_is_a_box() -> None:
    """The same package's knowledge gradient index, of 2 wins in 4: one more toss, then one decides for ever."""
    once = Box(((0.6 / 0.1, 0.5), (0.4 / 0.1, 0.5)), cost=-0.5)
    assert index(once, discount=0.9) * 0.1 == pytest.approx(0.58181818, abs=5e-9)


def test_one_more_day_and_then_for_ever_is_a_box() -> None:
    """The same of a Normal belief of variance 1 and noise 1, to its own precision."""
    once = NormalBox(0, ONE.to_learn(1, 1) / 0.2, 0)
    assert index(once, discount=0.8) * 0.2 == pytest.approx(0.44973755, abs=5e-6)


@pytest.mark.parametrize(("n", "first", "chance"), [(10, 4, 0.39869), (100, 38, 0.37104), (1000, 369, 0.36820)])
def test_the_secretary_problem(n: int, first: int, chance: float) -> None:
    """Any text on stopping: let so many less one pass, then take the first who is better than all of them."""
    assert secretary(n) == (first, pytest.approx(chance, abs=5e-6))


@pytest.mark.parametrize(
    ("discount", "table"),
    [
        (0.5, (0.2057, 0.1217, 0.0873, 0.0683)),
        (0.7, (0.3691, 0.2224, 0.1614, 0.1272)),
        (0.9, (0.7466, 0.4662, 0.3465, 0.2781)),
        (0.95, (0.9957, 0.6343, 0.4781, 0.3878)),
    ],
)
def test_stay_or_leave_gives_gittins_normal_table(discount: float, table: tuple[float, ...]) -> None:
    """Gittins 1989, after Powell and Ryzhov: with endless days and a belief that is lived on, the bar is -G(n)."""
    periods = 12 + round(5 / (1 - discount))
    stages = [Stage(0, per_point=1)] * periods
    found = evenings(ONE, 1, stages, End(0, 0, 1 / (1 - discount)), discount=discount, points=281)
    assert [-one.bar for one in found[:4]] == pytest.approx(table, abs=1e-4)


def test_stay_or_leave_gives_the_normal_index_of_another_program() -> None:
    """R's package `gittins` 0.2.0, its tests: discount .8; it goes by steps of a tenth, so to the third place."""
    found = evenings(ONE, 1, [Stage(0, per_point=1)] * 40, End(0, 0, 1 / 0.2), discount=0.8, points=281)
    assert -found[0].bar == pytest.approx(0.50552724, abs=1e-3)


@pytest.mark.parametrize(
    ("bonus", "bars", "worth"),
    [
        ((0, 0, 0, 0, 0), (-0.8494, -0.6374, -0.4835, -0.3580, -0.2334, 0), 0.2119),
        ((0.1, 0.1, 0.1, 0.1, 0.1), (-math.inf, -0.5374, -0.3835, -0.2580, -0.1334, 0.1), 0.2679),
    ],
)
def test_stay_or_leave_over_five_days(bonus: tuple[float, ...], bars: tuple[float, ...], worth: float) -> None:
    """Our own example, printed in the docs and checked there by simulation (.2676 +- .0006)."""
    stages = [Stage(paid, -0.02) for paid in (0, *bonus[:-1])]
    found = evenings(ONE, 2, stages, End(bonus[-1]), points=241)
    assert [one.bar for one in found] == pytest.approx(bars, abs=4e-4)
    assert max(found[0].leave, found[0].stay(0)) == pytest.approx(worth, abs=1e-4)


def test_who_leaves_when_with_a_bonus_for_every_day() -> None:
    """The same example: 11.4, 15.8, 11.6, 8.9 and 11.1 per cent leave by day, 41.2 per cent take the offer."""
    found = evenings(ONE, 2, [Stage(0, -0.02)] + [Stage(0.1, -0.02)] * 4, End(0.1), points=161)
    crowd = fates(ONE, 2, found, cells=321)
    assert [100 * share for share in crowd.leave[1:]] == pytest.approx([11.4, 15.8, 11.6, 8.9, 11.1], abs=0.15)
    assert 100 * crowd.stay == pytest.approx(41.2, abs=0.1)
    assert sum(crowd.leave) + crowd.stay == pytest.approx(1, abs=1e-6)


def test_a_declining_bonus_moves_leaving_to_day_one() -> None:
    """The same example: bars -.086, -.058, -.053, -.053 and 0."""
    stages = [Stage(paid, -0.02) for paid in (0, 0.2, 0.15, 0.1, 0.05)]
    found = evenings(ONE, 2, stages, End(0), points=161)
    assert [one.bar for one in found[1:]] == pytest.approx([-0.086, -0.058, -0.053, -0.053, 0], abs=2e-3)
    leave = fates(ONE, 2, found).leave
    assert leave[1] > sum(leave[2:5])


COSTS = Costs(sourcing=300, pay=200, supervision=80, output=120, bad_hire=12_000)


@pytest.mark.parametrize(
    ("days", "bonus", "without", "with_it", "sides"),
    [
        (1, 2905, 12679, 11701, 4421.5),
        (2, 2873, 12385, 11036, 5062.0),
        (3, 2873, 12200, 10712, 5486.4),
        (5, 2900, 12175, 10551, 6037.9),
    ],
)
def test_what_a_good_hire_costs(days: int, bonus: float, without: float, with_it: float, sides: float) -> None:
    """Our own example, printed in the docs: at the best bonus both sides of the condition are equal."""
    trial = FixedTrial(days, COSTS, Interns(ONE, 2, per_point=5000, elsewhere=-5000))
    best = trial.best_bonus(9000)
    assert best == pytest.approx(bonus, abs=0.6)
    assert (trial.cost(0), trial.cost(best)) == pytest.approx((without, with_it), abs=0.6)
    assert trial.sides(best) == pytest.approx((sides, sides), abs=0.06)
    assert min(trial.cost(best - 25), trial.cost(best + 25)) > trial.cost(best)


def test_where_those_it_moves_are_no_misfits_no_bonus_is_best() -> None:
    """The same example with a cheaper mistake: 112 at one day, nothing from two days on; two days are best."""
    costs = Costs(sourcing=300, pay=200, supervision=80, output=120, bad_hire=4000)
    trials = {days: FixedTrial(days, costs, Interns(ONE, 2, 5000, -2500)) for days in (1, 2, 3, 5)}
    best = {days: trial.best_bonus(9000) for days, trial in trials.items()}
    assert best == {1: pytest.approx(112, abs=0.5), 2: 0, 3: 0, 5: 0}
    costs_at = {days: trial.cost(best[days]) for days, trial in trials.items()}
    assert min(costs_at, key=lambda days: costs_at[days]) == 2
    assert costs_at[2] == pytest.approx(4235, abs=0.5)


@pytest.mark.parametrize(
    ("mean", "spread", "cost", "discount", "bonus"),
    [(0, 1, 0.1, 1, 0), (6.5, 1.8, 0.02, 1, 0), (5, 0.3, 1.4, 1, 0.2), (5, 2, -0.5, 0.97, 0), (3, 1.2, 0.4, 0.8, 0.3)],
)
def test_the_index_equals_a_numeric_solution(
    mean: float, spread: float, cost: float, discount: float, bonus: float
) -> None:
    def gap(z: float) -> float:
        return -cost + discount * expected_better(mean, spread, z + bonus) - z

    slow = root(gap, mean - 50 * spread - 50, mean + 50 * spread + 50)
    assert index(NormalBox(mean, spread, cost), discount=discount, bonus=bonus) == pytest.approx(slow, abs=1e-9)
