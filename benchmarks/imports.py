"""How fast listings come in: 10,000 entries of 20 sources, a quarter of them duplicates, read and taken in; and memory.

Documents as Greenhouse and RSS write them, synthetic and seeded, with 2 KB of description each. Timed from an
answer to the committed listings, without the network: first when all is new, then when nothing has changed, then when
a tenth has. Beside it the limit: the same rows inserted as they are, neither read, judged nor matched. Prints one JSON
line. `LISTINGS=2000` makes it shorter.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import os
import random
import resource
import time
from collections.abc import Callable
from typing import Any

from _instance import finish, gate, open_instance, say

LISTINGS = int(os.environ.get("LISTINGS", "10000"))
SOURCES = 20
DUPLICATES = 0.25
SEED = 20261123
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ENTRY_GATE = 5.0  # ms for an entry that is new
MEMORY_GATE = 150.0  # MB more than before

TITLES = ("Trial day", "Paid trial week", "Micro-internship", "Short-term project", "Engineer", "Editor", "Clerk")
PLACES = ("Berlin, Germany", "Lyon, France", "Austin, TX", "Remote", "Gent, Belgium", "Kraków, Poland")
SENTENCES = (
    "You sit with the team that plans the routes of the week.", "It takes three days, and we pay 120 EUR per day.",
    "At the end there is a sheet that others can use.", "Nobody expects you to know our tools.",
    "We work in a bright room beside the harbour, with coffee.", "Bring the questions that you would ask a friend.",
)  # fmt: skip


def entries(chance: random.Random) -> list[list[dict[str, Any]]]:
    """Return what each source holds. A quarter of the entries repeats a job of another source."""
    jobs: list[dict[str, Any]] = []
    held: list[list[dict[str, Any]]] = [[] for _source in range(SOURCES)]
    for number in range(LISTINGS):
        if jobs and chance.random() < DUPLICATES:
            job = chance.choice(jobs)
        else:
            text = " ".join(chance.choices(SENTENCES, k=36))
            job = {"title": f"{chance.choice(TITLES)} {number}", "company": f"Works {number % 400} GmbH",
                   "place": chance.choice(PLACES), "text": f"<p>{text}</p>"}  # fmt: skip
            jobs.append(job)
        held[number % SOURCES].append({**job, "id": number})
    return held


def board(source: int, rows: list[dict[str, Any]]) -> bytes:
    jobs = [
        {"id": one["id"], "internal_job_id": 1, "title": one["title"], "company_name": one["company"],
         "absolute_url": f"https://boards.greenhouse.io/s{source}/jobs/{one['id']}", "location": {"name": one["place"]},
         "content": html.escape(one["text"]), "first_published": "2026-11-20T10:00:00Z"}
        for one in rows
    ]  # fmt: skip
    return json.dumps({"jobs": jobs}).encode()


def feed(source: int, rows: list[dict[str, Any]]) -> bytes:
    items = (
        f"<item><title>{one['title']}</title><guid>{one['id']}</guid>"
        f"<author>jobs@example.org ({one['company']})</author>"
        f"<link>https://feed{source}.example/jobs/{one['id']}</link><description>{html.escape(one['text'])}</description>"
        f"<location>{one['place']}</location><pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate></item>"
        for one in rows
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{"".join(items)}</channel></rss>'.encode()


def nothing() -> None:
    """Return no world: the sources are all there is."""


def timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def memory() -> float:
    """Return the most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure() -> dict[str, Any]:
    from foretaste.syndication import actions
    from foretaste.syndication.inbound.fetching import Answer
    from foretaste.syndication.inbound.reading import bounded
    from foretaste.syndication.inbound.sources import KINDS
    from foretaste.syndication.models import ImportedListing, Sighting, Source

    held = entries(random.Random(SEED))
    kinds = ["feed" if number % 4 == 3 else "greenhouse" for number in range(SOURCES)]
    write = {"greenhouse": board, "feed": feed}
    sources = [
        Source.objects.create(kind=kind, address=f"s{number}", created_at=AT) for number, kind in enumerate(kinds)
    ]

    def read_all(at: dt.datetime, documents: list[bytes]) -> None:
        for source, document in zip(sources, documents, strict=True):
            read = KINDS[source.kind].reader()
            listings = list(bounded(read(source.address, lambda url, body=document: Answer(url, body))))
            actions.take_in_reading(source_id=source.pk, listings=listings, at=at)

    documents = [write[kind](number, rows) for number, (kind, rows) in enumerate(zip(kinds, held, strict=True))]
    say(f"{LISTINGS} entries in {SOURCES} documents, {sum(map(len, documents)) / 2**20:.0f} MB")
    before = memory()
    new = timed(lambda: read_all(AT, documents))
    after = memory()
    listed, sighted = ImportedListing.objects.count(), Sighting.objects.count()
    same = timed(lambda: read_all(AT + dt.timedelta(hours=6), documents))
    for rows in held:
        for one in rows[::10]:
            one["text"] += "<p>Changed.</p>"
    documents = [write[kind](number, rows) for number, (kind, rows) in enumerate(zip(kinds, held, strict=True))]
    changed = timed(lambda: read_all(AT + dt.timedelta(hours=12), documents))
    limit = insert_again(listed)
    rates = {name: round(LISTINGS / taken) for name, taken in (("new", new), ("unchanged", same), ("changed", changed))}
    return {
        "figure": "imports",
        "entries": LISTINGS,
        "listings": listed,
        "sightings": sighted,
        "merged": sighted - listed,
        "entries_a_second": rates,
        "limit_rows_a_second": round(listed / limit),
        "ratio_to_limit": round((new / LISTINGS) / (limit / listed), 1),
        "memory_mb": {"before": round(before), "more": round(after - before)},
        "gates": {
            "ms for a new entry": gate(1000 * new / LISTINGS, ENTRY_GATE),
            "MB more while reading": gate(after - before, MEMORY_GATE),
        },
    }


def insert_again(count: int) -> float:
    """Insert the rows that came of it once more, as they are: what nothing can be faster than."""
    from foretaste.syndication.models import ImportedListing

    rows = list(ImportedListing.objects.all()[:count])
    ImportedListing.objects.all().delete()
    for one in rows:
        one.pk = None
        one._state.adding = True
    return timed(lambda: ImportedListing.objects.bulk_create(rows, batch_size=500))


def main() -> None:
    with open_instance(nothing) as (_instance, _world):
        result = measure()
    finish(result)


if __name__ == "__main__":
    main()
