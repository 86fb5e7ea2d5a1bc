"""A search's answer in one statement, whose parts are planned once for each connection."""

import re
from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"

# Which of the four filters a row misses, as bits; a filter that is not asked is null, and missed by none.
MISSED = """(CASE WHEN (days_asked & (1 << (e.facets & 7)::integer)) = 0 THEN 1 ELSE 0 END
                    | CASE WHEN (when_asked & (e.facets >> 3)::integer) = 0 THEN 2 ELSE 0 END
                    | CASE WHEN (places_asked & (1 << ((e.facets >> 6) & 3)::integer)) = 0 THEN 4 ELSE 0 END
                    | CASE WHEN (fields_asked & (1 << ((e.facets >> 8) & 31)::integer)) = 0 THEN 8 ELSE 0 END)"""
# One look, written out for each way to look: by words and marks, by number, by start. What differs is which, and in
# what order. Values ascend, so that a smaller one comes first; equals by number, the newest first. What holds for a
# column that has an index of its own is written so that no plan takes that index.
LOOK = """
        WITH fits AS MATERIALIZED (
            SELECT e.id, e.facets, e.country, e.city, CASE WHEN is_apart THEN {missed} ELSE 0 END AS missed,
                   CASE WHEN centre_latitude IS NOT NULL THEN
                       matching_km(e.latitude, e.longitude, centre_latitude, centre_longitude) END AS km,
                   CASE by_order
                       WHEN 1 THEN -ts_rank(e.title_words, said)::float8
                       WHEN 2 THEN -date_part('epoch', e.published_at)
                       WHEN 3 THEN date_part('epoch', e.starts_at)
                       WHEN 4 THEN -e.pay_day_minor::float8 END AS value
              FROM matching_entry e
             WHERE coalesce(e.closes_at, 'infinity') > now_at
               AND coalesce(e.starts_at, 'infinity') > now_at
               AND (e.only_for IS NULL OR e.only_for = for_whom)
               AND (e.facets & flags) = flags_are
               AND (is_any OR {missed} = 0 OR is_apart AND {missed} IN (1, 2, 4, 8))
               AND (within_km IS NULL
                    OR matching_km(e.latitude, e.longitude, centre_latitude, centre_longitude) <= within_km)
               AND (in_currency = '' OR e.currency = in_currency)
               AND (NOT with_pay OR e.pay_day_minor IS NOT NULL AND e.currency <> '')
               AND (least_day IS NULL OR e.pay_day_minor >= least_day)
               AND (least_hour IS NULL OR e.pay_hour_minor >= least_hour)
               AND (starts_from IS NULL OR e.starts_on >= starts_from)
               AND (starts_until IS NULL OR e.starts_on <= starts_until)
               AND {which}
        ), sorted AS (
            SELECT f.id, f.km, CASE
                WHEN by_order = 5 THEN coalesce(f.km, 'infinity')
                WHEN by_order = 1 THEN coalesce(f.value, 0)
                ELSE coalesce(f.value, 'infinity') END AS value
              FROM (SELECT * FROM fits WHERE missed = 0 LIMIT most - got) AS f WHERE shown > 0
        ), page AS (
            SELECT s.id, s.value, s.km FROM sorted s
             WHERE after_value IS NULL OR (s.value, -s.id) > (after_value, -after_id)
             ORDER BY s.value, s.id DESC LIMIT shown
        )
        SELECT least(counted.many, most - got), counted.has, counted.places, (
            SELECT array_agg(f.id) FROM (SELECT * FROM fits WHERE missed = 0 LIMIT most - got) AS f
             WHERE skills_shown > 0 AND (f.facets & 32768) <> 0
        ), (
            SELECT json_agg(json_build_array(
                p.id, e.key, p.value, p.km, e.title, e.company, e.source, e.city, e.currency, e.pay_day_minor, e.starts_on))
              FROM page p JOIN matching_entry e ON e.id = p.id)
          INTO many, has, places, ours, hits
          FROM (SELECT count(*) FILTER (WHERE f.missed = 0) AS many,
                       string_agg(int4send(f.facets::integer | (f.missed << 16)), ''::bytea) AS has,
                       string_agg(f.country || '/' || f.city, E'\\x1f')
                           FILTER (WHERE shown > 0 AND f.missed = 0) AS places
                  FROM fits f) AS counted"""


def answer() -> str:
    text = (SQL / "answer.sql").read_text()
    look = LOOK.replace("{missed}", MISSED).strip()
    return re.sub(r"\{look:(.*?)\}", lambda found: look.replace("{which}", found[1]), text, flags=re.S)


def before() -> str:
    """Return what made the function that this one takes the place of."""
    _others, mark, rest = (SQL / "search.sql").read_text().partition("-- The newest hits, so many at most")
    return mark + rest + "ALTER FUNCTION matching_newest SET max_parallel_workers_per_gather = 0;"


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_recommendations")]

    operations = [
        migrations.RunSQL(answer(), "DROP FUNCTION matching_answer"),
        migrations.RunSQL("DROP FUNCTION matching_newest", before()),
    ]
