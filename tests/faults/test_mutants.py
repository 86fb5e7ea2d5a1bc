"""Mistakes put into the running code are noticed: the simulator can see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.mutants import MUTANTS, WITHIN, Mutant
from tests.faults.running import live
from tests.faults.world import World


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_a_mistake_is_noticed(faulty_world: World, django_db_blocker: Any, mutant: Mutant) -> None:
    with django_db_blocker.unblock():
        for seed in range(mutant.first, mutant.first + WITHIN):
            with mutant.mistake():
                told = live(seed, faulty_world)
            if told.wrong:
                return
    pytest.fail(f"{mutant.name} survived {WITHIN} histories: the simulator must learn more")


def test_there_are_twelve_of_them_at_least() -> None:
    assert len({one.name for one in MUTANTS}) >= 12
