"""Running many seeds: as many processes as there are cores, each with a database of its own."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.faults import checks
from tests.faults.faults import Crash
from tests.faults.history import History, Wrong
from tests.faults.world import World


@dataclass
class Told:
    """What became of a seed."""

    seed: int
    wrong: str = ""
    lines: list[str] = field(default_factory=list)
    points: int = 0
    crashes: int = 0
    lost: int = 0
    jobs: int = 0
    trials: int = 0
    seconds: float = 0.0


def live(seed: int, world: World, say: Callable[[str], None] = lambda line: None) -> Told:
    """Live one seed and look at what is left of it."""
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    history = History(seed, world, say)
    told = Told(seed)
    try:
        history.lived()
        checks.look(history)
    except Wrong as wrong:
        told.wrong = str(wrong)
    except (Exception, Crash):
        told.wrong = traceback.format_exc()
    finally:
        logging.disable(logging.NOTSET)
    told.lines = history.lines
    told.points, told.crashes, told.lost = history.faults.points, history.faults.died, history.faults.lost
    told.jobs, told.seconds = history.jobs_run, time.monotonic() - began
    with suppress(Exception):
        from foretaste.trials.models import Trial

        told.trials = Trial.objects.count()
    world.begin_again()
    return told
