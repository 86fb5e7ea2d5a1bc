"""How long a search takes among a million entries: all, words, words with filters, nearby, nothing fits; whole pages.

The entries, each with its listing, are synthetic and seeded: words by Zipf's law, cities by their population,
companies, days, pay and fields in skewed shares. Each text is one of 20,000 paragraphs of 110 words, so that words fall
as unevenly as in real text.
Measured with one client and with eight, beside the limit: twenty rows of a plain `to_tsquery` on the same indexed
column, neither counted nor sorted. Prints one JSON line. `POSTINGS=100000` makes it shorter, `SECONDS=5` each item.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from _instance import Client, finish, gate, milliseconds, open_instance, percentile, say

POSTINGS = int(os.environ.get("POSTINGS", "1000000"))
SECONDS = float(os.environ.get("SECONDS", "6"))
CLIENTS = (1, 8)
PAGE_GATE = 60.0  # ms, p95 of the page with 8 clients
SEED = 20261123
WORDS, PARAGRAPHS, LENGTH = 30_000, 20_000, 110
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeiou"]


def vocabulary(chance: random.Random) -> list[str]:
    """Return invented words, the most frequent first."""
    made: dict[str, None] = {}
    while len(made) < WORDS:
        made["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4, 4, 5))))] = None
    return list(made)


def drawn(chance: random.Random, words: list[str]) -> Callable[[int], list[str]]:
    """Return a drawer of words: the one of rank r with weight 1 / (r + 2)."""
    from itertools import accumulate

    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    return lambda count: chance.choices(words, cum_weights=weights, k=count)


def make_words() -> list[str]:
    """Make one listing, of which the others are copies with their own names; return the vocabulary."""
    from django.db import connection

    from foretaste.syndication.models import ImportedListing, Source

    source = Source.objects.create(kind="greenhouse", address="bench", name="Bench", created_at=AT)
    ImportedListing.objects.create(
        source=source, public_id="0", url_key="0", url="https://jobs.example/0", title="One", company="One",
        verdict="yes", first_seen_at=now(), last_seen_at=now(), published_at=AT, in_search="in",
    )  # fmt: skip
    connection.close()
    return vocabulary(random.Random(SEED))


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def copies() -> str:
    """Return the SQL that copies the one listing for the entries of a stretch of numbers."""
    from foretaste.syndication.models import ImportedListing

    own = {"public_id": "g::text", "url_key": "md5(g::text)", "url": "'https://jobs.example/' || g",
           "title": "e.title", "company": "e.company", "country": "e.country", "city": "e.city"}  # fmt: skip
    columns = [field.column for field in ImportedListing._meta.concrete_fields if not field.primary_key]
    return (
        f"INSERT INTO syndication_importedlisting ({', '.join(columns)}) "
        f"SELECT {', '.join(own.get(column, 'one.' + column) for column in columns)} "
        "FROM syndication_importedlisting one, generate_series(%s::int, %s::int) g JOIN matching_entry e ON e.id = g "
        "WHERE one.public_id = '0'"
    )


FILL = """
    WITH drawn AS (
        SELECT g, floor(random() * {paragraphs})::int AS p, floor(random() * {paragraphs})::int AS t,
               least(4999, floor(5000 * power(random(), 3)))::int AS c,
               1 + floor(5 * power(random(), 1.5))::int AS days, random() AS w, random() AS r,
               floor({fields} * power(random(), 2))::int AS f, random() AS k,
               5000 + floor(20000 * power(random(), 2))::int AS pay
          FROM generate_series(%s::int, %s::int) g
    )
    INSERT INTO matching_entry (
        id, key, title, company, source, country, city, latitude, longitude, currency, pay_day_minor, pay_hour_minor,
        published_at, starts_at, starts_on, closes_at, facets, title_words, words
    )
    OVERRIDING SYSTEM VALUE
    SELECT g, 'listed/' || g, initcap(title.title), 'Company ' || (g %% 20000), 'Greenhouse', country, name, latitude,
           longitude, CASE WHEN k < .7 THEN 'EUR' ELSE '' END, CASE WHEN k < .7 THEN pay END,
           CASE WHEN k < .7 THEN pay / 8 END, %s::timestamptz - (1000000 - g) * interval '1 second',
           %s::timestamptz + (g %% 60) * interval '1 day', %s::date + (g %% 60)::int, NULL,
           days | (CASE WHEN w < .8 THEN 8 WHEN w < .9 THEN 16 ELSE 32 END)
                | ((CASE WHEN r < .6 THEN 1 WHEN r < .75 THEN 2 ELSE 3 END) << 6)
                | ((f + 1) << 8) | ((CASE WHEN k < .7 THEN 1 ELSE 0 END) << 13),
           to_tsvector('foretaste_simple', title.title),
           paragraph.body || to_tsvector('foretaste_simple', title.title) || array_to_tsvector(ARRAY[
               '=kind=listed', '=chunk=12=' || (g >> 12), '=chunk=15=' || (g >> 15), '=chunk=18=' || (g >> 18),
               '=country=' || country, '=city=' || lower(name), '=days=' || days,
               '=when=' || CASE WHEN w < .8 THEN 'weekdays' WHEN w < .9 THEN 'evenings' ELSE 'weekends' END,
               '=place=' || CASE WHEN r < .6 THEN 'onsite' WHEN r < .75 THEN 'hybrid' ELSE 'remote' END,
               '=field=' || (%s::text[])[f + 1],
               '=map=1=' || floor(latitude) || '=' || floor(longitude),
               '=map=0.25=' || floor(latitude * 4) || '=' || floor(longitude * 4)]
               || CASE WHEN k < .7 THEN ARRAY['=pay', '=currency=EUR', '=pay=EUR=' || (
                   SELECT count(*) FROM unnest(ARRAY{steps}) step WHERE pay >= step * 100)] ELSE '{{}}' END)
      FROM drawn JOIN bench_paragraph paragraph ON paragraph.n = p JOIN bench_paragraph title ON title.n = t
      JOIN bench_city ON bench_city.n = c
     ORDER BY g
"""


def fill(owner_url: str, words: list[str]) -> None:
    """Put the entries in, as the tables' owner, and build the index afterwards: what counts here is reading."""
    import psycopg

    from foretaste.matching.findable import PAY_STEPS
    from foretaste.matching.queries import FIELDS

    sql = FILL.format(paragraphs=PARAGRAPHS, fields=len(FIELDS), steps=list(PAY_STEPS))
    with psycopg.connect(owner_url, autocommit=True) as session:
        session.execute("SET maintenance_work_mem = '1GB'")
        session.execute("SELECT setseed(0.5)")
        draw = drawn(random.Random(SEED + 1), words)
        session.execute("CREATE UNLOGGED TABLE bench_paragraph (n int PRIMARY KEY, title text, body tsvector)")
        with session.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO bench_paragraph VALUES (%s, %s, to_tsvector('foretaste_simple', %s))",
                [(n, " ".join(draw(4)), " ".join(draw(LENGTH))) for n in range(PARAGRAPHS)],
            )
        session.execute(
            "CREATE UNLOGGED TABLE bench_city AS SELECT row_number() OVER (ORDER BY population DESC) - 1 AS n, name, "
            "country, latitude, longitude FROM matching_place ORDER BY population DESC LIMIT 5000"
        )
        session.execute(
            "INSERT INTO matching_word SELECT DISTINCT unnest(string_to_array(title, ' ')) FROM bench_paragraph"
        )
        say(f"{PARAGRAPHS} paragraphs")
        for name in ("entries_by_words", "entries_in_turn", "entries_by_closing"):
            session.execute(f"DROP INDEX {name}")  # type: ignore[arg-type]
        step = 50_000
        for first in range(1, POSTINGS + 1, step):
            last = min(POSTINGS, first + step - 1)
            session.execute(sql, [first, last, AT, AT + dt.timedelta(days=3), AT + dt.timedelta(days=3), list(FIELDS)])  # type: ignore[arg-type]
            session.execute(copies(), [first, last])  # type: ignore[arg-type]
            say(f"{last} of {POSTINGS} entries")
        begun = time.monotonic()
        session.execute("CREATE INDEX entries_by_words ON matching_entry USING gin (words) WITH (fastupdate = off)")
        session.execute(
            "CREATE INDEX entries_in_turn ON matching_entry (starts_at, id) "
            "INCLUDE (starts_on, closes_at, only_for, facets, country, city)"
        )
        session.execute("CREATE INDEX entries_by_closing ON matching_entry (closes_at)")
        session.execute("VACUUM ANALYZE matching_entry, matching_word, syndication_importedlisting")
        say(f"Indexes in {time.monotonic() - begun:.0f} s")


class Asker:
    """Makes the questions of one client, seeded."""

    def __init__(self, words: list[str], seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = words
        self.draw = drawn(self.chance, words)
        self.cities = ["Berlin", "Munich", "London", "Paris", "Ghent", "Leipzig", "Toronto", "Osaka", "Lyon", "Seoul"]

    def everything(self) -> dict[str, Any]:
        return {}

    def text(self) -> dict[str, Any]:
        return {"q": " ".join(self.draw(self.chance.choice((1, 1, 2))))}

    def narrowed(self) -> dict[str, Any]:
        more = [("days", self.chance.randint(1, 5)), ("when", "weekdays"), ("kind", "remote"), ("field", "data"),
                ("pay", 100), ("known", 1)]  # fmt: skip
        return self.text() | dict(self.chance.sample(more, 2)) | {"currency": "EUR"}

    def nearby(self) -> dict[str, Any]:
        return {"place": self.chance.choice(self.cities), "within": self.chance.choice((10, 25, 50)), "order": "near"}

    def empty(self) -> dict[str, Any]:
        return {"q": " ".join([*self.draw(1), "zzyzx" + str(self.chance.random())[2:8]]), "days": 5, "when": "weekends"}


def clients_at_work(clients: int, ask: Callable[[int], Iterator[float]]) -> list[float]:
    """Let so many clients ask for some seconds; return what each answer took."""
    took: list[list[float]] = [[] for _ in range(clients)]
    until = time.monotonic() + SECONDS
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            for one in ask(number):
                took[number].append(one)
                if time.monotonic() > until:
                    return
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"A client failed: {failures[0]!r}")
    return [one for each in took for one in each]


def measure(instance: Any, words: list[str]) -> dict[str, Any]:
    import psycopg

    fill(instance.embedded.url("foretaste_owner"), words)
    app_url = instance.env["DATABASE_URL"]

    def limit(number: int) -> Iterator[float]:
        asker = Asker(words, 1_000 + number)
        with psycopg.connect(app_url, autocommit=True) as session:
            while True:
                asked = " & ".join(asker.text()["q"].split())
                begun = time.perf_counter()
                session.execute(
                    "SELECT id FROM matching_entry WHERE words @@ to_tsquery('foretaste_simple', %s) LIMIT 20", [asked]
                ).fetchall()
                yield time.perf_counter() - begun

    def pages(kind: str, seed: int) -> Callable[[int], Iterator[float]]:
        def ask(number: int) -> Iterator[float]:
            asker = Asker(words, seed + number)
            client = Client(instance.port)
            while True:
                took, _answer, _body = client.ask("/opportunities/?" + urlencode(getattr(asker, kind)()))
                yield took

        return ask

    figures: dict[str, Any] = {}
    ratios: dict[str, float] = {}
    worst = 0.0
    for clients in CLIENTS:
        clients_at_work(clients, pages("text", 7))
        plain = clients_at_work(clients, limit)
        figures[f"limit_{clients}"] = milliseconds(plain, 50, 95)
        for kind in ("everything", "text", "narrowed", "nearby", "empty"):
            took = clients_at_work(clients, pages(kind, 50))
            figures[f"{kind}_{clients}"] = milliseconds(took, 50, 95, 99) | {"asked": len(took)}
            say(f"{kind} with {clients}: {figures[f'{kind}_{clients}']}")
            ratios[f"{kind}_{clients}_vs_limit_p95"] = round(percentile(took, 95) / percentile(plain, 95), 2)
            if clients == 8:
                worst = max(worst, percentile(took, 95) * 1000)
    return {
        "benchmark": "search",
        "postings": POSTINGS,
        "milliseconds": figures,
        "ratios": ratios,
        "gates": {"page_p95_ms_at_8": gate(worst, PAGE_GATE)},
    }


def main() -> None:
    with open_instance(make_words) as (instance, words):
        result = measure(instance, words)
    finish(result)


if __name__ == "__main__":
    main()
