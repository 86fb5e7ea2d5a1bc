"""A search reads its rows as they lie: only which of them are the newest is found out, by their numbers."""

from importlib import import_module
from pathlib import Path

from django.db import migrations

before = import_module("foretaste.matching.migrations.0007_answers").answer

# Which of the four filters a row misses, as bits above those that are counted; a filter that is not asked is null, and
# missed by none.
MISSED = """(CASE WHEN (days_asked & (1 << (e.facets & 7)::integer)) = 0 THEN 65536 ELSE 0 END
                    | CASE WHEN (when_asked & (e.facets >> 3)::integer) = 0 THEN 131072 ELSE 0 END
                    | CASE WHEN (places_asked & (1 << ((e.facets >> 6) & 3)::integer)) = 0 THEN 262144 ELSE 0 END
                    | CASE WHEN (fields_asked & (1 << ((e.facets >> 8) & 31)::integer)) = 0 THEN 524288 ELSE 0 END)"""
OPEN = """coalesce(e.closes_at, 'infinity') > now_at
               AND coalesce(e.starts_at, 'infinity') > now_at
               AND (e.only_for IS NULL OR e.only_for = for_whom)"""
DATES = """(starts_from IS NULL OR e.starts_on >= starts_from)
               AND (starts_until IS NULL OR e.starts_on <= starts_until)"""
# What is asked besides words and marks: most often nothing, which is one question for each row then.
ASKED = f"""(is_plain
                    OR (e.facets & flags) = flags_are
                   AND (is_any OR {MISSED} = 0 OR is_apart AND {MISSED} IN (65536, 131072, 262144, 524288))
                   AND (within_km IS NULL
                        OR matching_km(e.latitude, e.longitude, centre_latitude, centre_longitude) <= within_km)
                   AND (in_currency = '' OR e.currency = in_currency)
                   AND (NOT with_pay OR e.pay_day_minor IS NOT NULL AND e.currency <> '')
                   AND (least_day IS NULL OR e.pay_day_minor >= least_day)
                   AND (least_hour IS NULL OR e.pay_hour_minor >= least_hour)
                   AND {DATES})"""
KILOMETRES = """CASE WHEN centre_latitude IS NOT NULL THEN
                       matching_km(e.latitude, e.longitude, centre_latitude, centre_longitude) END"""
# Values ascend, so that a smaller one comes first; equals by number, the newest first.
VALUE = """CASE by_order
                       WHEN 1 THEN coalesce(-ts_rank(e.title_words, said)::float8, 0)
                       WHEN 2 THEN -date_part('epoch', e.published_at)
                       WHEN 3 THEN coalesce(date_part('epoch', e.starts_at), 'infinity')
                       WHEN 4 THEN coalesce(-e.pay_day_minor::float8, 'infinity') END"""
LOOK = """WITH fits AS MATERIALIZED (
            SELECT e.id, e.facets::integer | {missed} AS has, e.country || '/' || e.city AS place,
                   {kilometres} AS km, {value} AS value
              FROM matching_entry e
             WHERE {open}
               AND {which}
        ), {kept}, page AS (
            SELECT s.id, s.value, s.km
              FROM (SELECT k.id, k.km, CASE WHEN by_order = 5 THEN coalesce(k.km, 'infinity') ELSE k.value END AS value
                      FROM kept k WHERE shown > 0 AND k.has < 65536) AS s
             WHERE after_value IS NULL OR (s.value, -s.id) > (after_value, -after_id)
             ORDER BY s.value, s.id DESC LIMIT shown
        )
        SELECT counted.many, counted.has, counted.places, counted.ours, (
            SELECT json_agg(json_build_array(
                p.id, e.key, p.value, p.km, e.title, e.company, e.source, e.city, e.currency, e.pay_day_minor, e.starts_on))
              FROM page p JOIN matching_entry e ON e.id = p.id)
          INTO many, has, places, ours, hits
          FROM (SELECT count(*) FILTER (WHERE k.has < 65536) AS many,
                       string_agg(int4send(k.has), ''::bytea) AS has,
                       string_agg(k.place, E'\\x1f') FILTER (WHERE shown > 0 AND k.has < 65536) AS places,
                       array_agg(k.id) FILTER (WHERE skills_shown > 0 AND (k.has & 32768) <> 0 AND k.has < 65536) AS ours
                  FROM kept k) AS counted"""
ALL = "kept AS NOT MATERIALIZED (SELECT * FROM fits)"
# Without a filter more would be left, never fewer: what lies below the last of the hits is in nobody's first so many.
NEWEST = """last AS MATERIALIZED (
            SELECT f.id FROM fits f
             WHERE f.has < 65536 AND (SELECT count(*) FROM fits) > most - got
             ORDER BY f.id DESC OFFSET most - got - 1 LIMIT 1
        ), kept AS NOT MATERIALIZED (
            SELECT * FROM fits f WHERE NOT is_apart AND f.id >= coalesce((SELECT l.id FROM last l), 0)
            UNION ALL
            (SELECT * FROM fits f WHERE is_apart AND f.id >= coalesce((SELECT l.id FROM last l), 0) ORDER BY f.id DESC)
        )"""


def look(which: str, kept: str, *, missed: str = "0", kilometres: str = KILOMETRES, value: str = VALUE) -> str:
    """Write out one look: what differs is which rows it reads, and by which columns."""
    parts = {"which": which, "kept": kept, "missed": missed, "kilometres": kilometres, "value": value, "open": OPEN}
    text = LOOK
    for name, part in parts.items():
        text = text.replace("{" + name + "}", part)
    return text


def answer() -> str:
    numbers = "e.id > lowest AND (up_to IS NULL OR e.id <= up_to)"
    # What holds for a column that has an index of its own is written so that no plan takes that index.
    words = f"{ASKED} AND e.words @@ asked AND e.id + 0 < below AND e.id + 0 > lowest"
    missed = f"CASE WHEN is_apart THEN {MISSED} ELSE 0 END"
    looks = {
        # Of a row only what its index holds: whoever asks for more than dates asks by marks.
        "in_turn": look(
            f"{DATES} AND {numbers} ORDER BY e.starts_at, e.id LIMIT most", ALL,
            kilometres="NULL::float8", value="coalesce(date_part('epoch', e.starts_at), 'infinity')",
        ),
        "by_number": look(f"{ASKED} AND {numbers} ORDER BY e.id DESC LIMIT most", ALL),
        "in_all": look(words, NEWEST, missed=missed),
        "in_chunks": look(f"{words} AND e.words @@ among", NEWEST, missed=missed),
    }  # fmt: skip
    text = (Path(__file__).parent / "sql" / "walks.sql").read_text()
    for name, one in looks.items():
        text = text.replace("{" + name + "}", one)
    return text


class Migration(migrations.Migration):
    dependencies = [("matching", "0010_the_list_in_its_index")]

    operations = [
        migrations.RunSQL("DROP FUNCTION matching_answer", before()),
        migrations.RunSQL(answer(), "DROP FUNCTION matching_answer"),
    ]
