"""A market is fitted so that nobody and no seat is counted twice, and its best go round."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from foretaste.matching.fitting import Edges, best_of_both, fit, updated


def market(interns: int, postings: int, each: int, seed: int = 1) -> Edges:
    """Return so many interns, each with so many different candidates, some far more popular than others."""
    chance = np.random.default_rng(seed)
    popular = chance.random(postings)
    rows = []
    for _intern in range(interns):
        chosen = sorted(chance.choice(postings, each, replace=False, p=popular / popular.sum()))
        rows.append([(int(one), float(popular[one] + chance.random())) for one in chosen])
    return Edges.of(rows)


def as_the_textbook_says(
    gain: list[list[float | None]], mass: list[float], seats: list[float], spread: float
) -> list[list[float]]:
    """Fit a whole table by plain rounds of plain numbers, in the published form of the update."""
    weight = [[0.0 if one is None else math.exp(one / (2 * spread)) for one in row] for row in gain]
    a, b = [1.0] * len(mass), [1.0] * len(seats)
    for _round in range(3_000):
        for i, row in enumerate(weight):
            s = sum(k * other for k, other in zip(row, b, strict=True)) / 2
            a[i] = math.sqrt(mass[i] + s * s) - s
        for j in range(len(seats)):
            t = sum(row[j] * other for row, other in zip(weight, a, strict=True)) / 2
            b[j] = math.sqrt(seats[j] + t * t) - t
    return [[k * a[i] * b[j] for j, k in enumerate(row)] for i, row in enumerate(weight)]


@pytest.mark.parametrize("spread", [0.3, 1.0])
@pytest.mark.parametrize("memory", [0, 5])
def test_it_is_what_the_textbook_says(spread, memory):
    edges = market(9, 6, 4)
    mass, seats = np.linspace(0.5, 1.5, 9), np.array([1.0, 2.0, 1.0, 3.0, 0.5, 1.0])
    table: list[list[float | None]] = [[None] * 6 for _intern in range(9)]
    for intern, (begin, end) in enumerate(pairwise(edges.begins.tolist())):
        for at in range(begin, end):
            table[intern][int(edges.posting[at])] = float(edges.gain[at])
    expected = as_the_textbook_says(table, mass.tolist(), seats.tolist(), spread)

    fitted = fit(edges, seats, mass=mass, spread=spread, tolerance=1e-9, memory=memory)

    found = fitted.mass(edges, spread)
    interns = np.repeat(np.arange(9), np.diff(edges.begins))
    assert found == pytest.approx([expected[i][j] for i, j in zip(interns, edges.posting, strict=True)], rel=2e-6)


@pytest.mark.parametrize("spread", [0.1, 1.0])
def test_every_intern_and_every_seat_is_accounted_for(spread):
    edges = market(400, 60, 12)
    seats = np.resize([1.0, 2.0, 8.0], 60)
    fitted = fit(edges, seats, spread=spread)
    mass = fitted.mass(edges, spread)
    interns = np.repeat(np.arange(400), np.diff(edges.begins))
    of_interns = np.bincount(interns, weights=mass, minlength=400) + fitted.alone**2
    of_seats = np.bincount(edges.posting, weights=mass, minlength=60) + fitted.empty**2
    assert abs(of_interns - 1).max() < 2e-6
    assert (abs(of_seats - seats) / seats).max() < 2e-6


def test_it_gets_there_sooner_than_the_plain_rule():
    edges, seats = market(500, 80, 15), np.full(80, 5.0)
    plain, leaping = (fit(edges, seats, memory=memory) for memory in (0, 5))
    assert leaping.residual <= 1e-6
    assert leaping.rounds < plain.rounds
    assert leaping.empty == pytest.approx(plain.empty, rel=1e-3)


def test_what_hardly_changed_is_soon_fitted_again():
    edges, seats = market(500, 80, 15), np.full(80, 5.0)
    first = fit(edges, seats)
    again = fit(edges, seats + np.eye(80)[3], begin=first.empty)
    assert again.rounds < first.rounds


def test_what_has_no_seat_or_nobody_breaks_nothing():
    edges = Edges.of([[(0, 1.0), (2, 1.0)], [], [(2, 0.5)]])
    fitted = fit(edges, np.array([1.0, 2.0, 0.0]))
    assert fitted.residual <= 1e-6
    assert fitted.empty[1] ** 2 == pytest.approx(2.0)  # nobody's candidate: both seats stay empty
    assert fitted.alone[1] ** 2 == pytest.approx(1.0)
    assert fitted.mass(edges)[[1, 2]].tolist() == [0.0, 0.0]


def test_nobody_and_nothing_is_a_market_too():
    fitted = fit(Edges.of([]), np.array([1.0]))
    assert fitted.empty.tolist() == [1.0]
    assert fit(Edges.of([[], []]), np.array([])).alone.tolist() == [1.0, 1.0]


def test_the_update_cancels_nowhere_and_overflows_nowhere():
    sums = np.array([0.0, 1.0, 1e8, 1e200])
    found = updated(np.ones(4), sums)
    assert found == pytest.approx([1.0, math.sqrt(2) - 1, 5e-9, 5e-201], rel=1e-9)
    assert math.sqrt(1 + 1e8 * 1e8) - 1e8 == 0.0  # what the usual form makes of the third


def test_very_large_gains_are_numbers_still():
    edges = Edges.of([[(0, 500.0)], [(0, 500.0)]])
    fitted = fit(edges, np.array([1.0]))
    assert fitted.mass(edges) == pytest.approx([0.5, 0.5])


def test_the_popular_do_not_get_everyone():
    """Ten interns like the same posting a little better than another: one seat each, so both are gone to alike."""
    edges = Edges.of([[(0, 1.1), (1, 1.0)] for _intern in range(10)])
    mass = fit(edges, np.array([1.0, 1.0])).mass(edges).reshape(10, 2)
    assert mass.sum(axis=0) == pytest.approx([1.0, 1.0], abs=0.05)


def test_the_best_of_both_sides_are_kept():
    rows = [[(0, 0.9), (1, 0.5), (2, 0.1)], [(0, 0.8), (1, 0.6), (2, 0.3)], [(0, 0.7), (1, 0.1)]]
    kept = best_of_both(Edges.of(rows), of_intern=1, of_posting=1, lot=np.zeros(8))
    assert kept.begins.tolist() == [0, 1, 4, 5]
    assert kept.posting.tolist() == [0, 0, 1, 2, 0]  # everyone likes 0 best; 1 and 2 would have had nobody


def test_a_lot_decides_between_equals():
    rows = [[(0, 1.0), (1, 1.0)], [(0, 1.0), (1, 1.0)]]
    kept = best_of_both(Edges.of(rows), of_intern=1, of_posting=0, lot=np.array([0.2, 0.1, 0.3, 0.9]))
    assert kept.posting.tolist() == [1, 0]
