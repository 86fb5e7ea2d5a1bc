"""Fixtures of money's tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import person_of
from tests.money.cast_of_money import World


@pytest.fixture
def world(ines: Actor, clock: Any, run_jobs: Callable[..., list[str]]) -> World:
    """Ines's trial: three days of 140.00 EUR, bonus 70, 35, 0. Only money's own jobs run."""
    return World(intern=person_of(ines).public_id, run_jobs=partial(run_jobs, "money"))
