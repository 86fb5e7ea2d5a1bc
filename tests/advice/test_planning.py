"""The plan is never beaten: not by any other order, with or without dates, of up to seven options."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import permutations

import pytest

from foretaste.advice.boxes import Box, NormalBox, index, worth_of_order, worth_of_policy
from foretaste.advice.planning import MOST, Option, plan


def some_boxes(dice: random.Random, count: int) -> list[Box]:
    """Trials of two or three outcomes between 0 and 10; some pay more than they cost."""
    boxes = []
    for _one in range(count):
        worths = [round(dice.uniform(0, 10), 2) for _outcome in range(dice.choice((2, 3)))]
        shares = [dice.uniform(0.1, 1) for _worth in worths]
        cost = round(dice.uniform(-0.2, 1.5), 2)
        boxes.append(Box(tuple((w, s / sum(shares)) for w, s in zip(worths, shares, strict=True)), cost))
    return boxes


def lived(options: Sequence[Option], have: float, order: Sequence[int], today: int, latest: int | None) -> float:
    """Return the worth of trying in this order, each one if its dates still allow, stopping at the best moments."""

    def ahead(place: int, day: int, best: float) -> float:
        if place == len(order):
            return best
        one = options[order[place]]
        starts = day if one.starts is None else one.starts
        ends = starts + one.length - 1
        if starts < day or (latest is not None and ends > latest):
            return ahead(place + 1, day, best)
        assert isinstance(one.box, Box)
        tried = sum(p * ahead(place + 1, ends + 1, max(best, x)) for x, p in one.box.outcomes) - one.box.cost
        return max(best, tried)

    return ahead(0, today, have)


@pytest.mark.parametrize("count", range(1, MOST + 1))
def test_no_order_beats_the_index(count: int) -> None:
    dice = random.Random(count)
    boxes = some_boxes(dice, count)
    have = round(dice.uniform(0, 6), 2)
    best = max(worth_of_order(boxes, order, have) for order in permutations(range(count)))
    assert worth_of_policy(boxes, have) == pytest.approx(best, abs=1e-9)
    assert plan([Option(box) for box in boxes], have).worth == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_no_order_beats_the_plan_where_dates_collide(seed: int) -> None:
    dice = random.Random(100 + seed)
    count = dice.randint(2, 6)
    options = [
        Option(box, dice.randint(1, 5), dice.choice((None, dice.randint(0, 14)))) for box in some_boxes(dice, count)
    ]
    have, latest = round(dice.uniform(0, 6), 2), dice.choice((None, 15))
    found = plan(options, have, latest=latest)
    orders = [lived(options, have, order, 0, latest) for order in permutations(range(count))]
    assert found.worth >= max(orders) - 1e-9


@pytest.mark.parametrize("seed", range(3))
def test_no_order_of_seven_with_dates_beats_the_plan(seed: int) -> None:
    """All have dates within two weeks, so that most orders come to few trials; every one of the 5,040 is tried."""
    dice = random.Random(300 + seed)
    options = [Option(box, dice.randint(1, 4), dice.randint(0, 12)) for box in some_boxes(dice, MOST)]
    found = plan(options, 4.0, latest=14)
    orders = {lived(options, 4.0, order, 0, 14) for order in permutations(range(MOST))}
    assert found.worth >= max(orders) - 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_whoever_follows_the_plan_through_every_world_gets_what_it_says(seed: int) -> None:
    """Walk every world there can be, knowing only what was tried; compare with every fixed order in the same worlds."""
    dice = random.Random(200 + seed)
    count = dice.randint(2, 5)
    options = [
        Option(box, dice.randint(1, 4), dice.choice((None, dice.randint(0, 9)))) for box in some_boxes(dice, count)
    ]
    have = 3.0
    found = plan(options, have, latest=12)
    search = found.search

    def walk(tried: frozenset[int], day: int, best: float) -> float:
        place = search.choose(tried, day, best)
        if place is None:
            return best
        slot = search.slot(place, day)
        assert slot is not None
        box = search.boxes[place]
        return sum(p * walk(tried | {place}, slot[1] + 1, max(best, x)) for x, p in box.outcomes) - box.cost

    walked = walk(frozenset(), 0, have)
    assert walked == pytest.approx(found.worth, abs=1e-9)
    assert walked >= max(lived(options, have, order, 0, 12) for order in permutations(range(count))) - 1e-9


def test_the_drawn_worlds_agree() -> None:
    """Five thousand drawn worlds: the plan's walk gets on average what it promises, other orders no more."""
    dice = random.Random(7)
    boxes = [NormalBox(6, 1.5, 0.1), NormalBox(5, 2.5, 0.2), NormalBox(7, 0.5, 0.3), NormalBox(6.4, 1, 0.05)]
    indices = [index(box) for box in boxes]
    worlds = [[dice.gauss(box.mean, box.spread) for box in boxes] for _world in range(5_000)]

    def average(order: Sequence[int]) -> float:
        total = 0.0
        for world in worlds:
            best = 4.0
            for step, place in enumerate(order):
                if best >= max(indices[later] for later in order[step:]):
                    break
                best = max(best, world[place])
                total -= boxes[place].cost
            total += best
        return total / len(worlds)

    results = {order: average(order) for order in permutations(range(4))}
    ours = tuple(step.option for step in plan([Option(box) for box in boxes], 4.0).steps)
    assert ours == tuple(sorted(range(4), key=lambda place: -indices[place]))
    assert results[ours] >= max(results.values()) - 0.02
    assert plan([Option(box) for box in boxes], 4.0).worth == pytest.approx(results[ours], abs=0.1)


def test_of_two_that_overlap_one_is_left_out() -> None:
    good, poor = NormalBox(7, 1, 0.1), NormalBox(5, 1, 0.1)
    found = plan([Option(poor, 3, 0), Option(good, 3, 2)], 4.0)
    assert [step.option for step in found.steps] == [1]
    assert found.left_out == [0]
    assert found.first[1] > found.first[0]


def test_two_that_do_not_overlap_are_taken_as_the_calendar_has_them() -> None:
    """The better one comes later: both are tried, and the bar of the first day is the better one's index."""
    good, poor = NormalBox(7, 1, 0.1), NormalBox(6, 1, 0.1)
    found = plan([Option(good, 2, 5), Option(poor, 2, 0)], 4.0)
    assert [step.option for step in found.steps] == [1, 0]
    assert found.steps[0].bar == pytest.approx(index(good))


def test_what_comes_too_late_is_named() -> None:
    box = NormalBox(6, 1, 0.1)
    found = plan([Option(box, 2, 3), Option(box, 2, 20), Option(box, 2, -4)], 4.0, latest=10)
    assert (found.late, [step.option for step in found.steps]) == ([1, 2], [0])


def test_more_than_seven_are_refused() -> None:
    with pytest.raises(ValueError, match="At most 7"):
        plan([Option(NormalBox(5, 1, 0.1))] * 8, 4.0)
