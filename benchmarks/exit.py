"""How long the exit takes: from the confirmed tap, through the whole web stack, to the committed settlement.

The answer to the confirmed exit is sent after the commit, so the time of the request is the time to the settlement.
Measured with one client, each exit of another trial; then 32 at once, each of another trial; then the same trial by
8 clients at once, its intern tapping on 8 devices. Everything is switched on, the worker included, and the database
keeps its safety (fsync, full page writes, checksums). Afterwards the books are asked: one settlement and one ending
for each trial, and every guarantee of `foretaste audit` holds.

The gate for 32 at once: p95 at most 1.5 times what 32 single requests would take on 2 cores, that is

    1.5 * 32 * (p50 with one client) / 2

since the last of 32 that arrive together waits for half of the others on each core. Prints one JSON line.
`EXITS=300` measures more.
"""

from __future__ import annotations

import os
import re
import threading
from typing import Any

from _instance import (
    HOST,
    PROCESSES,
    Client,
    Instance,
    finish,
    gate,
    milliseconds,
    open_instance,
    percentile,
    say,
    signed_in,
    trials_under_way,
)

EXITS = int(os.environ.get("EXITS", "120"))
AT_ONCE, ROUNDS = 32, 3
DEVICES, SHARED = 8, 4  # so many clients leave the same trial, in so many trials
WARMING = 24
SINGLE_GATE = 50.0  # ms, p95
CORES = 2


def make_world() -> list[tuple[str, dict[str, str]]]:
    """Trials on their first day, by real actions, each with its signed-in intern's headers."""
    lived = trials_under_way(WARMING + EXITS + AT_ONCE * ROUNDS + SHARED)
    return [(trial.public_id, signed_in(person)) for person, trial in lived]


class Exit:
    """A confirmed exit, ready to be sent: the page with the sum has been read."""

    def __init__(self, port: int, trial: str, headers: dict[str, str]) -> None:
        self.client = Client(port)
        self.path = f"/trials/{trial}/exit"
        _took, answer, page = self.client.ask(self.path, headers)
        token = (answer.getheader("Set-Cookie") or "").split(";")[0]
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)".*?name="sum" value="(\d+)"', page, re.S)
        assert found is not None, "the page of the exit has no form"
        self.body = f"csrfmiddlewaretoken={found[1].decode()}&sum={found[2].decode()}".encode()
        self.headers = headers | {
            "Cookie": f"{headers['Cookie']}; {token}",
            "Origin": f"https://{HOST}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.took = 0.0

    def confirm(self) -> float:
        self.took, answer, _body = self.client.ask(self.path, self.headers, self.body, status=302)
        assert (answer.getheader("Location") or "").endswith("/left"), answer.getheader("Location")
        return self.took


def at_once(exits: list[Exit]) -> list[float]:
    """Confirm them all at the same moment."""
    gate_opens = threading.Barrier(len(exits))
    failures: list[BaseException] = []

    def run(one: Exit) -> None:
        gate_opens.wait()
        try:
            one.confirm()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(one,)) for one in exits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"{len(failures)} of {len(exits)} exits at once failed: {failures[0]}")
    for one in exits:
        one.client.close()
    return [one.took for one in exits]


def measure(instance: Instance, world: list[tuple[str, dict[str, str]]]) -> dict[str, Any]:
    instance.work()
    waiting = list(world)

    def ready(count: int) -> list[Exit]:
        return [Exit(instance.port, *waiting.pop()) for _ in range(count)]

    at_once(ready(WARMING))  # every thread of every process has opened its connection
    single, cpu = [], 0.0
    for number in range(EXITS):
        (one,) = ready(1)
        before = instance.cpu()
        single.append(one.confirm())
        cpu += instance.cpu() - before
        one.client.close()
        if number % 40 == 39:
            say(f"{number + 1} of {EXITS} exits, p50 {percentile(single, 50) * 1000:.1f} ms")
    together: list[float] = []
    for _ in range(ROUNDS):
        together += at_once(ready(AT_ONCE))
    say(f"{len(together)} exits, {AT_ONCE} at once, p95 {percentile(together, 95) * 1000:.1f} ms")
    same: list[float] = []
    for _ in range(SHARED):
        trial, headers = waiting.pop()
        same += at_once([Exit(instance.port, trial, headers) for _ in range(DEVICES)])
    say(f"{SHARED} trials left by {DEVICES} clients at once")
    assert not waiting
    limit = 1.5 * AT_ONCE * percentile(single, 50) * 1000 / CORES
    return {
        "benchmark": "exit",
        "exits": {"single": len(single), "at_once": len(together), "same_trial": len(same)},
        "web_processes": PROCESSES,
        "milliseconds": {
            "single": milliseconds(single, 50, 95, 99) | {"cpu": round(cpu / EXITS * 1000, 2)},
            f"at_once_{AT_ONCE}": milliseconds(together, 50, 95, 99),
            f"same_trial_by_{DEVICES}": milliseconds(same, 50, 95, 99),
        },
        "ratios": {
            "at_once_p95_vs_singles_on_two_cores": round(percentile(together, 95) * 1000 / (limit / 1.5), 2),
        },
        "gates": {
            "single_p95_ms": gate(percentile(single, 95) * 1000, SINGLE_GATE),
            "at_once_p95_ms": gate(percentile(together, 95) * 1000, limit),
        },
        "books": books(world),
    }


def books(world: list[tuple[str, dict[str, str]]]) -> dict[str, int]:
    """Ask the database: one settlement and one ending for each trial; then let the audit look. Errors end it here."""
    from django.db import connection

    from foretaste.money.audit import audit
    from foretaste.money.models import Settlement
    from foretaste.trials.models import Trial, TrialHistory

    trials = [trial for trial, _headers in world]
    found = {
        "trials": len(trials),
        "left": Trial.objects.filter(public_id__in=trials, ending="exit").count(),
        "endings": TrialHistory.objects.filter(trial__public_id__in=trials, to_state="ended").count(),
        "settlements": Settlement.objects.filter(trial_id__in=trials).count(),
    }
    broken = [
        f"{check.title}: {finding.offenders[:3]}"
        for line in audit()
        for check, finding in line.findings
        if finding.offenders and check.title != "provider operations"  # the seats were funded past the bank
    ]
    connection.close()
    if len(set(found.values())) > 1 or broken:
        raise SystemExit(f"The books are wrong: {found} {broken}")
    return found


def main() -> None:
    with open_instance(make_world) as (instance, world):
        result = measure(instance, world)
    finish(result)


if __name__ == "__main__":
    main()
