"""Who would end up with whom, if all chose at once: what keeps everyone from being sent to the same ten.

Pure, on arrays; numpy is loaded by whoever imports this, and no web process does. The market is one of transferable
utility (Choo and Siow 2006), fitted by iterative proportional fitting (Tomita et al. 2023) on the edges that are
somebody's candidates, and on no others. With K = exp(gain / 2b), an intern's mass r and a posting's seats c:

    s_i = 1/2 sum_j K_ij B_j        A_i = r_i / (s_i + sqrt(r_i + s_i^2))
    t_j = 1/2 sum_i K_ij A_i        B_j = c_j / (t_j + sqrt(c_j + t_j^2))

mu_ij = K_ij A_i B_j is how much of intern i goes to posting j; A_i^2 stays without one, B_j^2 seats stay empty. The
usual form of the update, sqrt(r + s^2) - s, is the same number and cancels to 0 where s is large; this one does not.
Rounds are accelerated by Anderson's rule on log B, and a step that makes matters worse is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from foretaste.matching.reasons import SPREAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

TOLERANCE = 1e-6  # the greatest share of a posting's seats that may be accounted for wrongly
MOST_ROUNDS = 2_000
MEMORY = 5  # rounds that the acceleration looks back on
BLOCK = 1 << 16  # edges worked on at once: they fit in a processor's cache
LARGEST = 80.0  # of gain / 2b: beyond, exp() has no number of 32 bits


@dataclass(frozen=True)
class Edges:
    """Who is a candidate for what, and how much both gain: sorted by intern, as compressed rows."""

    begins: Places  # of each intern's edges, and the end of the last one's
    posting: NDArray[np.int32]
    gain: Numbers  # of both sides together

    @property
    def interns(self) -> int:
        return len(self.begins) - 1

    @classmethod
    def of(cls, rows: Sequence[Sequence[tuple[int, float]]]) -> Edges:
        """Make them of each intern's (posting, gain)."""
        begins = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=begins[1:])
        posting = np.fromiter((posting for row in rows for posting, _gain in row), np.int32, int(begins[-1]))
        gain = np.fromiter((gain for row in rows for _posting, gain in row), np.float64, int(begins[-1]))
        return cls(begins, posting, gain)


@dataclass(frozen=True)
class Fit:
    """The fitted market. `empty ** 2` seats of each posting stay empty, `alone ** 2` of each intern goes nowhere."""

    alone: Numbers  # A
    empty: Numbers  # B
    rounds: int
    residual: float

    def mass(self, edges: Edges, spread: float = SPREAD) -> Numbers:
        """Return mu of each edge: how much of the intern goes to the posting."""
        interns = np.repeat(np.arange(edges.interns), np.diff(edges.begins))
        found: Numbers = _weights(edges.gain, spread) * self.alone[interns] * self.empty[edges.posting]
        return found


def fit(
    edges: Edges,
    seats: Numbers,
    *,
    mass: Numbers | None = None,
    spread: float = SPREAD,
    tolerance: float = TOLERANCE,
    most_rounds: int = MOST_ROUNDS,
    begin: Numbers | None = None,
    memory: int = MEMORY,
) -> Fit:
    """Fit the market. `begin` is B of an earlier fit, from which a market that changed little is soon fitted.

    A posting without seats gets B = 0 and nobody. `memory=0` is the plain iteration.
    """
    interns = _Side.by_intern(edges, spread)
    postings = _Side.by_posting(edges, len(seats), spread)
    mass = np.ones(edges.interns) if mass is None else mass
    is_open = seats > 0
    b = np.sqrt(seats) if begin is None else np.where(is_open, np.maximum(begin, 1e-12), 0.0)
    seen = _Seen(memory)
    best, best_at, safe = np.inf, 0, b
    plain_until, missteps = 0, 0
    a = np.zeros(edges.interns)
    residual = np.inf
    for number in range(1, most_rounds + 1):
        a = updated(mass, interns.sums(b))
        t = postings.sums(a)
        residual = float(np.max(np.abs(b * b + 2 * b * t - seats)[is_open] / seats[is_open], initial=0.0))
        if residual <= tolerance:
            break
        plain = updated(seats, t)
        if residual < 0.9 * best:
            best, best_at, safe = residual, number, plain
        elif number > plain_until and (residual > 2 * best or number - best_at > 4 * memory):
            # The leaps lead nowhere: back to where it was best, and on by the plain rule, longer each time.
            missteps += 1
            plain_until = best_at = number + 4 * 2**missteps
            seen.forget()
            b = safe
            continue
        b = seen.leap(b, plain, is_open) if memory and number > plain_until else plain
    return Fit(a, b, number, residual)


def best_of_both(edges: Edges, *, of_intern: int, of_posting: int, lot: Numbers) -> Edges:
    """Keep the edges that are among the best of their intern or of their posting; `lot` decides between equals.

    Both sides have to be asked: where everyone keeps only their own best, the same few are kept by all, and nobody is
    left to be sent to the others.
    """
    interns = np.repeat(np.arange(edges.interns, dtype=np.int64), np.diff(edges.begins))
    kept = _rank(interns, edges.gain, lot) < of_intern
    kept |= _rank(edges.posting.astype(np.int64), edges.gain, lot) < of_posting
    begins = np.zeros(edges.interns + 1, np.int64)
    np.cumsum(np.bincount(interns[kept], minlength=edges.interns), out=begins[1:])
    return Edges(begins, edges.posting[kept], edges.gain[kept])


def _rank(group: Places, gain: Numbers, lot: Numbers) -> Places:
    """Return the place of each edge within its group, from 0, the greatest gain first."""
    order = np.lexsort((lot, -gain, group))
    sizes = np.bincount(group)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    found = np.empty(len(group), np.int64)
    found[order] = np.arange(len(group)) - first
    return found


def updated(have: Numbers, half_sum: Numbers) -> Numbers:
    """Return x with x^2 + 2 x s = have, for have >= 0 and s >= 0, without cancellation or overflow."""
    below = half_sum + np.hypot(np.sqrt(have), half_sum)
    return np.divide(have, below, out=np.zeros_like(below), where=below > 0)


def _weights(gain: Numbers, spread: float) -> Numbers:
    found: Numbers = np.exp(np.minimum(gain / (2 * spread), LARGEST))
    return found


@dataclass(frozen=True)
class _Side:
    """One direction of the edges: the ones of each row in a run, so that a row's sum is the sum of a run."""

    blocks: list[
        tuple[int, int, int, int, Places]
    ]  # rows from, to; edges from, to; where the rows that have some begin
    filled: NDArray[np.bool_]  # the rows that have edges
    other: NDArray[np.int32]
    weight: NDArray[np.float32]  # as exact as the reasons are; all sums are of 64 bits

    @classmethod
    def by_intern(cls, edges: Edges, spread: float) -> _Side:
        return cls.of(edges.begins, edges.posting, _weights(edges.gain, spread))

    @classmethod
    def by_posting(cls, edges: Edges, count: int, spread: float) -> _Side:
        order = np.argsort(edges.posting, kind="stable")
        begins = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(edges.posting, minlength=count), out=begins[1:])
        interns = np.repeat(np.arange(edges.interns, dtype=np.int32), np.diff(edges.begins))[order]
        return cls.of(begins, interns, _weights(edges.gain, spread)[order])

    @classmethod
    def of(cls, begins: Places, other: NDArray[np.int32], weight: Numbers) -> _Side:
        filled = np.diff(begins) > 0
        runs = begins[:-1][filled]
        blocks = []
        row = 0
        while row < len(runs):
            begin = int(runs[row])
            until = max(row + 1, int(np.searchsorted(runs, begin + BLOCK)))
            end = int(runs[until]) if until < len(runs) else int(begins[-1])
            blocks.append((row, until, begin, end, runs[row:until] - begin))
            row = until
        return cls(blocks, filled, other, weight.astype(np.float32))

    def sums(self, of_other: Numbers) -> Numbers:
        """Return half of each row's sum of weight times the other side's number."""
        found = np.zeros(int(self.filled.sum()))
        for row, until, begin, end, runs in self.blocks:
            products = of_other.take(self.other[begin:end])
            products *= self.weight[begin:end]
            np.add.reduceat(products, runs, out=found[row:until])
        every = np.zeros(len(self.filled))
        every[self.filled] = found / 2
        return every


class _Seen:
    """The last rounds, and where they lead (Anderson acceleration, on the logarithm)."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.forget()

    def forget(self) -> None:
        self.reached: list[Numbers] = []
        self.moved: list[Numbers] = []

    def leap(self, b: Numbers, plain: Numbers, is_open: NDArray[np.bool_]) -> Numbers:
        reached = np.log(plain, out=np.zeros_like(plain), where=is_open)
        moved = reached - np.log(b, out=np.zeros_like(b), where=is_open)
        self.reached = [*self.reached[-self.memory :], reached]
        self.moved = [*self.moved[-self.memory :], moved]
        if len(self.moved) < 2:
            return plain
        changes = np.stack([later - sooner for sooner, later in pairwise(self.moved)], axis=1)
        paths = np.stack([later - sooner for sooner, later in pairwise(self.reached)], axis=1)
        shares = np.linalg.lstsq(changes, moved, rcond=1e-9)[0]
        leapt = reached - np.clip(paths @ shares, -5.0, 5.0)
        found: Numbers = np.where(is_open, np.exp(leapt), 0.0)
        return found
