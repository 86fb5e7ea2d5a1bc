"""`make faults`: live many histories. `SEED=123 make faults` replays one; SEEDS and SECONDS say how many."""

from __future__ import annotations

import multiprocessing
import os
import queue
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LEAST = 300  # histories, unless the machine is so slow that they take twice the seconds


def main() -> int:
    seeds, seconds = int(os.environ.get("SEEDS") or 2000), float(os.environ.get("SECONDS") or 0)
    first, one = int(os.environ.get("FIRST") or 0), os.environ.get("SEED")
    processes = int(os.environ.get("PROCESSES") or len(os.sched_getaffinity(0)))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets is part of a history
        os.execve(sys.executable, [sys.executable, "-m", "tests.faults"], {**os.environ, "PYTHONHASHSEED": "0"})
    from foretaste.house.database import SUPERUSER, EmbeddedDatabase

    with EmbeddedDatabase(ROOT / ".cache" / "faults", careless=True) as database:
        server = database.url(SUPERUSER, "postgres")
        if one:
            return replay(int(one), server)
        return run(server, first, seeds, seconds, processes)


def replay(seed: int, server: str) -> int:
    """Live one seed aloud."""
    from tests.faults.runner import Runner

    told = Runner(server, "one").live(seed, print)
    print(told.wrong or "Nothing is wrong with it.")
    return 1 if told.wrong else 0


def run(server: str, first: int, seeds: int, seconds: float, processes: int) -> int:
    """Live the seeds on all cores; with `seconds`, as many as they hold, and at least 300 within twice as long."""
    import django

    from tests.faults.runner import work

    django.setup()  # what the workers tell is of its classes
    context = multiprocessing.get_context("spawn")
    todo, done = context.Queue(maxsize=2 * processes), context.Queue()
    workers = [
        context.Process(target=work, args=(server, str(number), todo, done), daemon=True) for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    began = said = time.monotonic()
    sent, seen, failed = 0, [], []
    while any(worker.is_alive() for worker in workers) and (sent < seeds or len(seen) < sent):
        lasted = time.monotonic() - began
        if seconds and lasted > seconds and (sent >= LEAST or lasted > 2 * seconds):
            seeds = sent
        while sent < seeds and not todo.full():
            todo.put(first + sent)
            sent += 1
        _gather(done, seen, failed)
        if time.monotonic() - said > 30:
            said = time.monotonic()
            print(f"{len(seen)} histories, {len(failed)} failed", flush=True)
    for _ in workers:
        todo.put(None)
    for worker in workers:
        worker.join(20)
    took = time.monotonic() - began
    print(
        f"{len(seen)} histories in {took:.0f} s ({len(seen) / took:.1f}/s): {sum(one.trials for one in seen)} trials,"
        f" {sum(one.jobs for one in seen)} jobs, {sum(one.points for one in seen)} crash points,"
        f" {sum(one.crashes for one in seen)} crashes, {sum(one.lost for one in seen)} answers lost,"
        f" {len(failed)} failed"
    )
    for told in sorted(failed, key=lambda one: one.seed):
        print(f"  SEED={told.seed} make faults")
    return 1 if failed or len(seen) < sent else 0


def _gather(done: Any, seen: list[Any], failed: list[Any]) -> None:
    try:
        told = done.get(timeout=0.2)
    except queue.Empty:
        return
    seen.append(told)
    if told.wrong:
        failed.append(told)
        if len(failed) <= 5:
            print("\n".join([f"--- seed {told.seed}", *told.lines[-400:], told.wrong, "---"]), flush=True)
        else:
            print(f"--- seed {told.seed}: {told.wrong.splitlines()[0][:300]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
