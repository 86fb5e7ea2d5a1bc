"""Histories in which everything goes wrong end with every cent in its place. `make faults` lives many more of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.found import FOUND
from tests.faults.running import live
from tests.faults.world import World


@pytest.mark.parametrize("seed", FOUND, ids=str)
def test_a_seed_that_once_showed_a_fault_shows_none(faulty_world: World, django_db_blocker: Any, seed: int) -> None:
    with django_db_blocker.unblock():
        told = live(seed, faulty_world)
    assert told.wrong == "", "\n".join([*told.lines, told.wrong, f"Replay it with: SEED={seed} make faults"])


def test_a_seed_is_always_the_same_history(faulty_world: World, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        first, again = live(5, faulty_world), live(5, faulty_world)
    assert first.points > 100
    assert (first.lines, first.points, first.crashes) == (again.lines, again.points, again.crashes)
