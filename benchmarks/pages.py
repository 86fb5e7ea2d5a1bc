"""How long the pages take, with one client: home, the list over 10,000 postings, a posting, a trial day.

Everything is switched on: the real web server with production's settings, sessions, CSP, every middleware; the trial
day is read by its intern, signed in. Beside them, in the same run and in turns: an empty view and a bare list
(`_peers.py`). Prints one JSON line; `cpu` is processor time per request, of web server and database together, which a
busy machine disturbs less than the time on the clock. `REQUESTS=1000` measures each page so often.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

from _instance import (
    Client,
    Instance,
    finish,
    gate,
    memory_of,
    milliseconds,
    open_instance,
    percentile,
    say,
    signed_in,
    trials_under_way,
)

POSTINGS = 10_000
REQUESTS = int(os.environ.get("REQUESTS", "400"))
A_TURN = 20  # requests to one page before it is the next page's turn
GATES = {"list": 10.0, "posting": 8.0, "trial_day": 12.0}  # ms, p50, on a machine where a bare list takes
BARE_LIST = 4.4  # ms: a machine twice as slow may take twice as long, and one twice as fast half
MEMORY_GATE = 120.0  # MB for each web process


def make_world() -> dict[str, Any]:
    """Six trials on their first day by real actions; and, to fill the list, copies of their posting with neighbours."""
    lived = trials_under_way(6)
    person, trial = lived[0]
    fill(trial.opportunity_id)
    from foretaste.opportunities.models import Opportunity

    middle = Opportunity.objects.filter(state="published").order_by("starts_at", "id")[POSTINGS // 2]
    return {
        "trial": trial.public_id,
        "posting": middle.public_id,
        "cookie": signed_in(person),
    }


def fill(model_id: int) -> None:
    """Copy a posting 10,000 times: many companies, cities, fields, dates and pays; with days, people and a seat."""
    from django.db import transaction

    from foretaste.accounts.actors import CLOCK
    from foretaste.accounts.models import Organization
    from foretaste.core.identifiers import new_public_id
    from foretaste.matching import actions as matching
    from foretaste.matching import sources
    from foretaste.opportunities.models import Opportunity, OpportunityDay, OpportunityPerson, Seat

    model = Opportunity.objects.get(pk=model_id)
    days, people, seat = list(model.days.all()), list(model.people.all()), model.seats.first()
    assert seat is not None
    now = dt.datetime.now(dt.UTC)
    cities = ["Berlin", "Hamburg", "Leipzig", "Bremen", "Kiel", "Ulm", "Trier", "Jena"]
    fields = ["data", "design", "writing", "engineering", "sales", "research"]
    skills = ["Writing", "Python", "Interviewing", "Soldering", "Drawing", "Statistics", "Welding", "Editing"]
    companies = Organization.objects.bulk_create(
        Organization(kind="company", name=f"Company {number}", slug=f"company-{number}", country="DE",
                     city=cities[number % 8], verified_at=now)
        for number in range(400)
    )  # fmt: skip

    def copy(row: Any, **changes: Any) -> Any:
        values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.generated}
        del values["id"]
        return type(row)(**values | changes)

    made = []
    for number in range(POSTINGS):
        company, city, field = companies[number % 400], cities[number % 8], fields[number % 6]
        first_on = now.date() + dt.timedelta(days=2 + number % 28)
        some = [skills[number % 8], skills[(number // 8) % 8]]
        title = f"Piece of work {number}: {some[0].lower()} with the {field} team"
        starts = dt.datetime.combine(first_on, dt.time(7 + number % 3), tzinfo=dt.UTC)
        made.append(copy(
            model, public_id=new_public_id(), organization_id=company.pk, city=city, field=field, skills=some,
            title=title, state="published", published_at=now - dt.timedelta(minutes=number), closed_at=None,
            close_reason="", daily_pay_minor=14000 + 100 * (number % 60), first_on=first_on,
            last_on=first_on + dt.timedelta(days=2), starts_at=starts, answer_by=first_on - dt.timedelta(days=1),
            closes_at=starts - dt.timedelta(hours=20), copied_from_id=None,
        ))  # fmt: skip
    with transaction.atomic():
        made = Opportunity.objects.bulk_create(made, batch_size=1000)
        OpportunityDay.objects.bulk_create((
            copy(day, opportunity_id=one.pk, on=one.first_on + dt.timedelta(days=day.number - 1))
            for one in made for day in days
        ), batch_size=2000)  # fmt: skip
        OpportunityPerson.objects.bulk_create(
            (copy(person, opportunity_id=one.pk) for one in made for person in people), batch_size=2000
        )
        Seat.objects.bulk_create((
            copy(seat, opportunity_id=one.pk, public_id=new_public_id(), state="funded", funded_at=now)
            for one in made
        ), batch_size=2000)  # fmt: skip
    while missing := sources.not_yet_found(500):  # as the search's own sweep does each minute
        matching.put_postings(public_ids=missing, by=CLOCK)


def measure(instance: Instance, world: dict[str, Any]) -> dict[str, Any]:
    peers = instance.serve("_peers:application")
    ours, theirs = Client(instance.port), Client(peers)
    trial = f"/trials/{world['trial']}/"
    pages: dict[str, tuple[Client, str, dict[str, str]]] = {
        "empty_view": (theirs, "/", {}),
        "bare_list": (theirs, "/list", {}),
        "home": (ours, "/", {}),
        "list": (ours, "/opportunities/", {}),
        "list_of_a_word": (ours, "/opportunities/?q=welding", {}),
        "posting": (ours, f"/opportunities/{world['posting']}/", {}),
        "trial_day": (ours, trial, world["cookie"]),
        "exit_asked": (ours, f"{trial}exit", world["cookie"]),
    }
    times: dict[str, list[float]] = {name: [] for name in pages}
    sizes, cpu = {}, dict.fromkeys(pages, 0.0)
    for name, (client, path, headers) in pages.items():
        for _ in range(40):  # every thread of every process has seen it
            _took, _answer, body = client.ask(path, headers)
        sizes[name] = len(body)
    turns = max(1, REQUESTS // A_TURN)
    for turn in range(turns):
        for name, (client, path, headers) in pages.items():
            before = instance.cpu()
            times[name] += [client.ask(path, headers)[0] for _ in range(A_TURN)]
            cpu[name] += instance.cpu() - before
        if turn % 5 == 4:
            say(f"Turn {turn + 1} of {turns}: list {percentile(times['list'], 50) * 1000:.1f} ms")
    everyone(instance, pages)
    memory = [memory_of(pid) for pid in instance.processes()]
    ours.close()
    theirs.close()
    figures = {name: milliseconds(times[name], 50, 95) for name in pages}
    bare = figures["bare_list"]["p50"]
    for name in pages:
        if pages[name][0] is ours:
            figures[name]["cpu"] = round(cpu[name] / len(times[name]) * 1000, 2)
        figures[name]["bytes"] = sizes[name]
    return {
        "benchmark": "pages",
        "postings": POSTINGS,
        "requests": turns * A_TURN,
        "milliseconds": figures,
        "memory_mb": memory,
        "ratios": {
            **{f"{name}_vs_bare_list": round(figures[name]["p50"] / bare, 2) for name in ("home", *GATES)},
            **{
                f"{name}_vs_empty_view": round(figures[name]["p50"] / figures["empty_view"]["p50"], 1)
                for name in ("home", *GATES)
            },
        },
        "gates": {
            **{
                f"{name}_vs_bare_list": gate(round(figures[name]["p50"] / bare, 2), round(limit / BARE_LIST, 2))
                for name, limit in GATES.items()
            },
            "memory_mb_per_web_process": gate(max(one["rss"] for one in memory), MEMORY_GATE),
        },
    }


def everyone(instance: Instance, pages: dict[str, Any]) -> None:
    """Let all processes and threads serve every page, as under load, so that their memory is what it becomes."""
    clients = [Client(instance.port) for _ in range(16)]
    for _name, (client, path, headers) in pages.items():
        if client.connection.port == instance.port:
            for one in clients:
                one.ask(path, headers)
    for one in clients:
        one.close()


def main() -> None:
    with open_instance(make_world) as (instance, world):
        result = measure(instance, world)
    finish(result)


if __name__ == "__main__":
    main()
