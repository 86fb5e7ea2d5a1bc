"""The insights of a company with 100,000 trials: how long the page takes, and its tables, and counting them.

The page is read by the company's founder, signed in, through the real web server with production's settings. Beside
it, in the same run: an empty view of the same server (the limit), the figures counted by the database at once, and the
slow reference that counts every row in Python. All three have to give the same numbers, or the benchmark ends. So with
the page of how long hires stay: as many of them as a company may keep, and a curve that looks at everyone on every day.
`TRIALS=2000` and `HIRES=2000` make a smaller company, `REQUESTS=1000` asks more often. The rows are inserted, not
acted: see `tests/insights/crowd.py`.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import random
import time
from typing import TYPE_CHECKING, Any

from _instance import Client, Instance, finish, gate, make_company, milliseconds, open_instance, say, signed_in

if TYPE_CHECKING:
    from foretaste.accounts.actors import Actor

TRIALS = int(os.environ.get("TRIALS", "100000"))
HIRES = int(os.environ.get("HIRES", "20000"))
REQUESTS = int(os.environ.get("REQUESTS", "300"))
A_TURN = 20
PAGE_GATE = 300.0  # ms, p95
COUNTED_AT = dt.datetime(2026, 6, 20, tzinfo=dt.UTC)
FIRST_OF_MONTH = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def make_world() -> dict[str, Any]:
    """One company by real actions, its trials as rows."""
    from foretaste.accounts.models import Person
    from tests.insights.crowd import fill, people

    hedy = make_company(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert hedy.organization_id is not None
    assert hedy.person_id is not None
    begun = time.monotonic()
    fill(hedy.organization_id, hedy.person_id, people(TRIALS // 2), trials=TRIALS, seed=1)
    say(f"{TRIALS} trials as rows, in {time.monotonic() - begun:.0f} s")
    fill_hires(hedy.organization_id)
    return {"hedy": hedy, "cookie": signed_in(Person.objects.get(pk=hedy.person_id))}


def fill_hires(organization_id: int) -> None:
    """Hires of four years as rows; half of them have left."""
    from foretaste.insights.models import Hire

    chance = random.Random(1)
    hires = []
    for number in range(HIRES):
        started_on = FIRST_OF_MONTH.date() - dt.timedelta(days=chance.randint(1, 1460))
        days = chance.randint(0, 2920)
        left_on = started_on + dt.timedelta(days=days)
        has_left = left_on < FIRST_OF_MONTH.date()
        hires.append(
            Hire(
                organization_id=organization_id,
                reference=f"H-{number}",
                route=chance.choice(Hire.Route.values),
                started_on=started_on,
                left_on=left_on if has_left else None,
                reason=chance.choice(Hire.Reason.values) if has_left else "",
                known_on=FIRST_OF_MONTH.date(),
            )
        )
    Hire.objects.bulk_create(hires, 5_000)


def slow_curve() -> dict[int, float]:
    """Kaplan and Meier by looking at everyone on every day: the share still there after each day somebody left."""
    from foretaste.insights.models import Hire

    stays = [
        (((one.left_on or one.known_on) - one.started_on).days, one.left_on is not None) for one in Hire.objects.all()
    ]
    share, found = 1.0, {}
    for day in sorted({days for days, has_left in stays if has_left}):
        there = sum(days >= day for days, _left in stays)
        share *= 1 - sum(has_left and days == day for days, has_left in stays) / there
        found[day] = share
    return found


def count_hires(hedy: Actor) -> dict[str, float]:
    """Count the curve both ways; return the seconds of each."""
    from foretaste.insights import hires

    kept: dict[int, float] = {}
    slow: dict[int, float] = {}
    seconds = {
        "retention": timed(
            lambda: kept.update((one.day, one.share) for one in getattr(hires.retention(hedy).everyone, "steps", ()))
        ),
        "slow_retention": timed(lambda: slow.update(slow_curve())),
    }
    if kept.keys() != slow.keys() or any(not math.isclose(kept[day], slow[day], rel_tol=1e-9) for day in kept):
        raise SystemExit("The curve of hires is not that of counting everyone on every day.")
    return seconds


def count(hedy: Actor) -> tuple[dict[str, float], int]:
    """Publish as the clock does, count once more by the database, then row by row; return the seconds of each.

    After `open_instance` has told the database what its tables hold, as it would have found out by itself in minutes.
    """
    from django.db import connection

    from foretaste.accounts.actors import CLOCK
    from foretaste.insights import actions, queries, sources
    from foretaste.insights.models import PublishedFeedback
    from tests.insights.crowd import reference

    organization = hedy.organization_id
    assert organization is not None
    seconds = {"publication": timed(lambda: actions.publish_figures(by=CLOCK, at=COUNTED_AT))}
    say(f"Published in {seconds['publication']:.1f} s")
    seconds["counted_by_the_database"] = min(
        timed(lambda: (sources.steps(organization, FIRST_OF_MONTH), sources.ways(organization, FIRST_OF_MONTH)))
        for _ in range(3)
    )
    slow: dict[str, Any] = {}
    seconds["slow_reference"] = timed(lambda: slow.update(reference(organization, FIRST_OF_MONTH)))
    del slow["interns"]
    kept = {row.topic: row.figures for row in PublishedFeedback.objects.filter(topic__in=slow)}
    if kept != slow:
        raise SystemExit(f"Published: {kept}\nCounted one by one: {slow}")
    latest = queries.insights_visible_to(hedy).latest
    assert latest is not None
    say(f"The same numbers twice: {latest}")
    seconds |= count_hires(hedy)
    connection.close()
    return seconds, latest.started


def timed(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def measure(instance: Instance, world: dict[str, Any]) -> dict[str, Any]:
    seconds, started = count(world["hedy"])
    ours, empty = Client(instance.port), Client(instance.serve("_peers:application"))
    pages: dict[str, tuple[Client, str, dict[str, str]]] = {
        "empty_view": (empty, "/", {}),
        "insights": (ours, "/company/insights/", world["cookie"]),
        "how_long_hires_stay": (ours, "/company/hires/", world["cookie"]),
        "what_a_hire_costs": (ours, "/company/costs/", world["cookie"]),
        "funnel_csv": (ours, "/company/insights/funnel.csv", world["cookie"]),
    }
    times: dict[str, list[float]] = {name: [] for name in pages}
    sizes = {}
    for name, (client, path, headers) in pages.items():
        for _ in range(20):  # every process has seen it
            _took, _answer, body = client.ask(path, headers)
        sizes[name] = len(body)
    for _turn in range(max(1, REQUESTS // A_TURN)):
        for name, (client, path, headers) in pages.items():
            times[name] += [client.ask(path, headers)[0] for _ in range(A_TURN)]
    ours.close()
    empty.close()
    figures = {name: milliseconds(times[name], 50, 95) | {"bytes": sizes[name]} for name in pages}
    return {
        "benchmark": "insights",
        "trials": TRIALS,
        "hires": HIRES,
        "started": started,
        "requests": len(times["insights"]),
        "milliseconds": figures,
        "seconds": {name: round(took, 2) for name, took in seconds.items()},
        "ratios": {
            "page_vs_empty_view": round(figures["insights"]["p50"] / figures["empty_view"]["p50"], 1),
            "slow_reference_vs_database": round(seconds["slow_reference"] / seconds["counted_by_the_database"], 1),
            "slow_reference_vs_page": round(seconds["slow_reference"] * 1000 / figures["insights"]["p50"], 1),
        },
        "gates": {
            f"{name}_p95_ms": gate(figures[name]["p95"], PAGE_GATE) for name in ("insights", "how_long_hires_stay")
        },
    }


def main() -> None:
    with open_instance(make_world) as (instance, world):
        result = measure(instance, world)
    finish(result)


if __name__ == "__main__":
    main()
