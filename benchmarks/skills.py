"""How well free text is linked to skills, and how long that and a search by skill take.

338 sentences of job advertisements, labelled by hand with the ESCO skills they name, each against 13,896 labels
(skills_labelled/README.md; SKILLS_LABELLED names another folder). RP@5 is how many of a sentence's skills are among the
first five, of as many as could be; MAP the mean average precision. Without the extra `foretaste[semantic]` its part is
left out, and said so. Then 100,000 postings with confirmed skills are searched by skill, with all that a list counts.
Prints one JSON line. `POSTINGS=10000` makes it shorter.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from _instance import finish, gate, milliseconds, open_instance, percentile, say

POSTINGS = int(os.environ.get("POSTINGS", "100000"))
LABELLED = Path(os.environ.get("SKILLS_LABELLED", Path(__file__).parent / "skills_labelled"))
RP_GATE, RP_GATE_WITH_MODELS = 46.0, 52.0  # percent
QUERY_GATE = 50.0  # ms, p95
SEED, SEARCHES = 20261123, 300


def at_least(value: float, limit: float) -> dict[str, Any]:
    return {"value": round(value, 2), "limit": limit, "holds": value >= limit}


# --- how well --------------------------------------------------------------------------------------------------


def labelled() -> tuple[list[str], list[tuple[str, set[int]]]] | None:
    """Return all labels, and each sentence with the numbers of its own; None where the data is not here."""
    files = [LABELLED / name for name in ("skills_en_label.txt.gz", "tech_test_annotations.csv.gz")]
    if not all(file.exists() for file in files):
        return None
    with gzip.open(files[0], "rt", encoding="utf-8") as lines:
        labels = [line.rstrip("\n") for line in lines]
    numbers = {label: number for number, label in enumerate(labels)}
    sentences: dict[str, set[int]] = {}
    with gzip.open(files[1], "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["label"] in numbers:
                sentences.setdefault(row["sentence"], set()).add(numbers[row["label"]])
    return labels, list(sentences.items())


def quality(labels: list[str], sentences: list[tuple[str, set[int]]], with_models: bool) -> dict[str, Any]:
    """Link every sentence by itself, as the worker does each sentence of a text."""
    import numpy as np

    from foretaste.skills import sentences as models
    from foretaste.skills.linking import Linker
    from foretaste.skills.taxonomy_file import Named, every_skill

    others = {_plain(one.label): one.others for one in every_skill()}
    named = [Named(label, label, others.get(_plain(label), "")) for label in labels]
    alike = []
    if with_models:
        for model in models.MODELS:
            begun = time.monotonic()
            alike.append(models.alike(model.name, models.loaded(model.name).vectors(labels)))
            say(f"{model.name} has read {len(labels)} labels in {time.monotonic() - begun:.0f} s")
    begun = time.monotonic()
    linker = Linker(named, alike)
    made = time.monotonic() - begun
    hits, precisions, took, worked = [], [], [], []
    for sentence, wanted in sentences:
        begun, worked_before = time.perf_counter(), time.process_time()
        (scores,) = linker.scores([sentence])
        took.append(time.perf_counter() - begun)
        worked.append(time.process_time() - worked_before)
        order = np.argsort(-scores, kind="stable")
        hits.append(len(wanted & set(order[:5].tolist())) / min(5, len(wanted)))
        places = np.empty(len(order), int)
        places[order] = np.arange(1, len(order) + 1)
        ranks = sorted(places[list(wanted)].tolist())
        precisions.append(sum((number + 1) / rank for number, rank in enumerate(ranks)) / len(ranks))
    found = {
        "rp_at_5": round(100 * sum(hits) / len(hits), 1),
        "map": round(100 * sum(precisions) / len(precisions), 1),
        "sentences": len(sentences),
        "seconds_to_make": round(made, 1),
        "milliseconds_a_sentence": milliseconds(took, 50, 95),
        "cpu_milliseconds_a_sentence": milliseconds(worked, 50, 95),
    }
    say(f"{'With' if with_models else 'Without'} models: {found}")
    return found


def _plain(label: str) -> str:
    return " ".join(label.replace("\xa0", " ").split()).lower()


# --- how long a search takes --------------------------------------------------------------------------------------

FILL = """
    INSERT INTO matching_entry (
        id, key, title, company, source, country, city, currency, published_at, starts_at, starts_on, facets,
        title_words, words
    )
    OVERRIDING SYSTEM VALUE
    SELECT g, 'own/bench' || g, 'Posting ' || g, 'Company ' || (g %% 2000), '', 'DE', 'Berlin', '', %(at)s::timestamptz,
           %(at)s::timestamptz + (1 + g %% 60) * interval '1 day', %(at)s::date + (1 + g %% 60)::int,
           (1 + g %% 5) | 8 | (1 << 15), to_tsvector('foretaste_simple', 'Posting'),
           array_to_tsvector(ARRAY['posting', '=kind=own', '=country=DE', '=city=berlin', '=days=' || (1 + g %% 5),
               '=when=weekdays', '=chunk=12=' || (g >> 12), '=chunk=15=' || (g >> 15), '=chunk=18=' || (g >> 18)]
               || (SELECT array_agg('=skill=' || lower(label)) FROM bench_tried t WHERE t.g = each_one.g))
      FROM generate_series(1, %(postings)s) AS each_one(g)
"""


def fill(owner_url: str, chance: random.Random) -> list[str]:
    """Give each posting three confirmed skills, a few of them in very many postings; return the skills by rank."""
    import datetime as dt

    import psycopg

    from foretaste.skills.taxonomy_file import every_skill

    labels = [one.label for one in every_skill()]
    chance.shuffle(labels)
    weights = [1 / (rank + 3) for rank in range(len(labels))]
    drawn = iter(chance.choices(labels, weights, k=4 * POSTINGS))
    at = dt.datetime.now(dt.UTC)
    with psycopg.connect(owner_url, autocommit=True) as session:
        session.execute("CREATE UNLOGGED TABLE bench_tried (g bigint, label text)")
        with session.cursor() as cursor, cursor.copy("COPY bench_tried FROM STDIN") as copy:
            for number in range(1, POSTINGS + 1):
                for label in {next(drawn), next(drawn), next(drawn)}:
                    copy.write_row((number, label))
        session.execute("CREATE INDEX ON bench_tried (g)")
        session.execute(FILL, {"at": at, "postings": POSTINGS})
        session.execute("INSERT INTO matching_entryskill (entry_id, label) SELECT g, label FROM bench_tried")
        session.execute("VACUUM ANALYZE")
    return labels


def searches(owner_url: str) -> dict[str, list[float]]:
    """Search by one skill, by two, and look skills up as somebody types them."""
    from foretaste.accounts.actors import VISITOR
    from foretaste.core import calendars
    from foretaste.matching import queries
    from foretaste.matching.queries import Question
    from foretaste.skills import queries as skills

    chance = random.Random(SEED)
    labels = fill(owner_url, chance)
    at, weights = calendars.now(), [1 / (rank + 3) for rank in range(len(labels))]
    took: dict[str, list[float]] = {"one_skill": [], "two_skills": [], "typing": []}
    for number in range(SEARCHES):
        one, other = chance.choices(labels, weights, k=2)
        typed = one[: chance.randint(2, 12)]
        for name, ask in (
            ("one_skill", lambda one=one: queries.search(Question(skills=[one]), by=VISITOR, at=at)),
            ("two_skills", lambda one=one, o=other: queries.search(Question(skills=[one, o]), by=VISITOR, at=at)),
            ("typing", lambda typed=typed: skills.found(typed)),
        ):
            begun = time.perf_counter()
            answer: Any = ask()
            took[name].append(time.perf_counter() - begun)
            if name == "one_skill" and number == 0 and not (answer.count and answer.skills):
                raise SystemExit("A search by the most frequent skill found and counted nothing.")
    return took


def main() -> None:
    with open_instance(lambda: None) as (instance, _world):
        owner_url = instance.embedded.url("foretaste_owner") if instance.embedded else os.environ["OWNER_DATABASE_URL"]
        took = searches(owner_url)
        say(
            f"Searches among {POSTINGS} postings: { {name: milliseconds(some, 50, 95) for name, some in took.items()} }"
        )
        gates = {f"{name}_p95_ms": gate(1000 * percentile(some, 95), QUERY_GATE) for name, some in took.items()}
        result: dict[str, Any] = {
            "benchmark": "skills",
            "postings": POSTINGS,
            "milliseconds": {name: milliseconds(some, 50, 95) for name, some in took.items()},
        }
        from foretaste.skills import linked

        data = labelled()
        if data is None:
            result["skipped"] = (
                f"There are no labelled sentences in {LABELLED}: how well text is linked is NOT measured."
            )
            print(result["skipped"], file=sys.stderr)
        else:
            result["without_models"] = quality(*data, with_models=False)
            gates["rp_at_5"] = at_least(result["without_models"]["rp_at_5"], RP_GATE)
            gates["link_p95_ms"] = gate(result["without_models"]["milliseconds_a_sentence"]["p95"], QUERY_GATE)
        if data is not None and linked.has_models():
            result["with_models"] = quality(*data, with_models=True)
            gates["rp_at_5_with_models"] = at_least(result["with_models"]["rp_at_5"], RP_GATE_WITH_MODELS)
            gates["link_p95_ms_with_models"] = gate(result["with_models"]["milliseconds_a_sentence"]["p95"], QUERY_GATE)
        elif data is not None:
            result["skipped"] = "foretaste[semantic] is not installed: the sentence models are NOT measured."
            print(result["skipped"], file=sys.stderr)
        result["gates"] = gates
    finish(result)


if __name__ == "__main__":
    main()
