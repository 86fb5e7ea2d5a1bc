"""What the order of recommendations brings when everybody follows it, beside the usual orders; and how long it takes.

The synthetic market of Tomita and Yokoyama (RecSys 2024): a preference of intern i for posting j, and of j for i, is
(1 - w) * uniform + w * popularity, the popularity common to all and uniform too; w says how crowded the market is.
Everyone looks down their list and sees place r with chance 1/r (or 1/log2(1 + r)); expected matches are the sum of
p_ij e(rank_i(j)) p_ji e(rank_j(i)). Peers: own preference, product and harmonic mean of both. Ours is fitted on the
whole table, and on `sparse` edges as an instance does it: the 20 best of each intern and the 10 best of each posting.

The times are of markets with log-normal popularity, 30 candidates each and 8 seats a posting, sorted and fitted to
1e-6: 100,000 interns by 10,000 postings, and 1,000,000 by 100,000 unless LARGE=0 (a minute, 1.4 GB).
Prints one JSON line.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from typing import Any

import numpy as np
from _instance import finish, gate, say

from foretaste.matching.fitting import SPREAD, TOLERANCE, Edges, best_of_both, fit

PEOPLE = 1_000
CROWDED = (0.5, 0.25, 0.75)
SEED = 20261123
EACH, SEATS = 30, 8.0
EXAMINED = {"1/r": lambda rank: 1 / rank, "1/log": lambda rank: 1 / np.log2(1 + rank)}


def preferences(crowded: float, chance: np.random.Generator) -> tuple[Any, Any]:
    """Return what interns think of postings, and postings of interns; both as [intern, posting]."""
    table = (PEOPLE, PEOPLE)
    of_interns = (1 - crowded) * chance.random(table) + crowded * chance.random(PEOPLE)[None, :]
    of_postings = (1 - crowded) * chance.random(table) + crowded * chance.random(PEOPLE)[:, None]
    return of_interns, of_postings


def ranks(values: Any, axis: int) -> Any:
    """Return the place of each value in its row or column, from 1, the greatest first."""
    return np.argsort(np.argsort(-values, axis=axis, kind="stable"), axis=axis, kind="stable") + 1


def judged(likes: Any, is_liked: Any, for_interns: Any, for_postings: Any) -> dict[str, dict[str, float]]:
    """Return what comes of two orders: expected matches, and how unequally they fall to the postings."""
    found = {}
    for name, seen in EXAMINED.items():
        expected = likes * seen(ranks(for_interns, 1)) * is_liked * seen(ranks(for_postings, 0))
        of_posting = np.sort(expected.sum(axis=0))
        share = np.cumsum(of_posting) / of_posting.sum()
        found[name] = {
            "matches": round(float(expected.sum()), 1),
            "gini": round(float(1 - 2 * share.mean() + 1 / PEOPLE), 3),
            "bottom_half": round(float(share[PEOPLE // 2 - 1]), 3),
        }
    return found


def fitted(gain: Any, *, sparse: bool, chance: np.random.Generator) -> tuple[Any, int]:
    """Return mu as a table, and how many rounds it took."""
    edges = Edges(np.arange(0, gain.size + 1, PEOPLE), np.tile(np.arange(PEOPLE, dtype=np.int32), PEOPLE), gain.ravel())
    if sparse:
        edges = best_of_both(edges, of_intern=20, of_posting=10, lot=chance.random(gain.size))
    found = fit(edges, np.ones(PEOPLE))
    table = np.zeros(gain.shape)
    table[np.repeat(np.arange(PEOPLE), np.diff(edges.begins)), edges.posting] = found.mass(edges)
    return table, found.rounds


def market(crowded: float) -> dict[str, Any]:
    chance = np.random.default_rng(SEED)
    likes, is_liked = preferences(crowded, chance)
    product, harmonic = likes * is_liked, 2 * likes * is_liked / (likes + is_liked)
    whole, rounds = fitted(likes + is_liked, sparse=False, chance=chance)
    thin, thin_rounds = fitted(likes + is_liked, sparse=True, chance=chance)
    thin = thin + 1e-12 * product  # who is nobody's candidate comes after, by the product
    return {
        "own preference": judged(likes, is_liked, likes, is_liked),
        "product": judged(likes, is_liked, product, product),
        "harmonic": judged(likes, is_liked, harmonic, harmonic),
        "ours": judged(likes, is_liked, whole, whole) | {"rounds": rounds},
        "ours, sparse": judged(likes, is_liked, thin, thin) | {"rounds": thin_rounds},
    }


def large(interns: int, postings: int) -> dict[str, float]:
    """Return how long a market of that size takes, from its edges to their fitted masses."""
    chance = np.random.default_rng(SEED)
    popular = np.cumsum(chance.lognormal(size=postings))
    chosen = np.empty(interns * EACH, np.int32)
    for begin in range(0, interns, 50_000):
        drawn = chance.random((min(50_000, interns - begin), EACH)) * popular[-1]
        drawn = np.sort(np.minimum(np.searchsorted(popular, drawn), postings - 1), axis=1)
        chosen[begin * EACH : begin * EACH + drawn.size] = drawn.ravel()
    gain = chance.random(interns * EACH)
    gain += chance.random(interns * EACH)
    edges = Edges(np.arange(0, interns * EACH + 1, EACH), chosen, gain)
    gc.collect()
    result: dict[str, float] = {}
    for spread in (1.0, SPREAD):
        begun, spent = time.perf_counter(), time.process_time()
        found = fit(edges, np.full(postings, SEATS), spread=spread)
        result |= {
            f"s, spread {spread:g}": round(time.perf_counter() - begun, 2),
            f"cpu s, spread {spread:g}": round(time.process_time() - spent, 2),
            f"rounds, spread {spread:g}": found.rounds,
            f"residual, spread {spread:g}": found.residual,
        }
    mass = found.mass(edges, SPREAD)
    left = np.abs(mass.reshape(interns, EACH).sum(axis=1) + found.alone**2 - 1).max()
    result["residual of interns"] = float(left)
    result["MB at most"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    say(f"{interns} by {postings}: {result}")
    return result


def main() -> None:
    markets = {f"{crowded:g}": market(crowded) for crowded in CROWDED}
    for crowded, rows in markets.items():
        for name, row in rows.items():
            say(f"crowded {crowded}: {name}: {row}")

    def share(crowded: str, exam: str, ours: str) -> float:
        return float(markets[crowded]["product"][exam]["matches"] / markets[crowded][ours][exam]["matches"])

    times = {"100,000 x 10,000": large(100_000, 10_000)}
    if os.environ.get("LARGE", "1") != "0":
        times["1,000,000 x 100,000"] = large(1_000_000, 100_000)
    first = times["100,000 x 10,000"]
    finish(
        {
            "figure": "congestion",
            "market": f"{PEOPLE} by {PEOPLE}, preference = (1 - w) * uniform + w * common popularity",
            "spread": SPREAD,
            "crowded": markets,
            "ratios": {
                "to the product, 1/r": round(1 / share("0.5", "1/r", "ours"), 2),
                "to the product, 1/r, sparse": round(1 / share("0.5", "1/r", "ours, sparse"), 2),
            },
            "times": times,
            "gates": {
                "the product's share of ours, 1/r": gate(share("0.5", "1/r", "ours"), 0.5),
                "the product's share of ours on sparse edges, 1/r": gate(share("0.5", "1/r", "ours, sparse"), 0.55),
                "the same, 1/log": gate(share("0.5", "1/log", "ours"), 1.0),
                "the same, less crowded, 1/r": gate(share("0.25", "1/r", "ours"), 1.0),
                "the same, less crowded, 1/log": gate(share("0.25", "1/log", "ours"), 1.0),
                "cpu s for 100,000 by 10,000 by 30, spread 1": gate(first["cpu s, spread 1"], 2.0),
                "residual in millionths": gate(first[f"residual, spread {SPREAD:g}"] / TOLERANCE, 1.0),
            },
        }
    )


if __name__ == "__main__":
    main()
