"""Keeping the search true: what opens is put in, what closes is taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.core.amounts import exponent
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.matching import sources, suggesting
from foretaste.matching.findable import Findable, Kind, marks, packed
from foretaste.matching.models import Entry, SkillReading, Word
from foretaste.matching.queries import FIELDS
from foretaste.matching.words import configuration, keep_whole, language_of, vocabulary
from foretaste.opportunities import queries as opportunities

# An entry that is there already keeps its number: it was published once, however often it is changed.
PUT = """
    WITH given AS (
        SELECT coalesce((SELECT id FROM matching_entry WHERE key = %(key)s),
                        nextval(pg_get_serial_sequence('matching_entry', 'id'))) AS id
    )
    INSERT INTO matching_entry (
        id, key, title, company, source, country, city, latitude, longitude, currency, pay_day_minor, pay_hour_minor,
        published_at, starts_at, starts_on, closes_at, only_for, facets, title_words, words
    )
    OVERRIDING SYSTEM VALUE
    SELECT id, %(key)s, %(title)s, %(company)s, %(source)s, %(country)s, %(city)s, %(latitude)s, %(longitude)s,
           %(currency)s, %(pay_day_minor)s, %(pay_hour_minor)s, %(published_at)s, %(starts_at)s, %(starts_on)s,
           %(closes_at)s, %(only_for)s, %(facets)s, to_tsvector(%(language)s::regconfig, %(title_text)s),
           to_tsvector(%(language)s::regconfig, %(all_text)s)
           || array_to_tsvector(%(marks)s::text[] || ARRAY['=chunk=12=' || (id >> 12), '=chunk=15=' || (id >> 15),
                                                         '=chunk=18=' || (id >> 18)])
      FROM given
    ON CONFLICT (key) DO UPDATE SET
        title = excluded.title, company = excluded.company, source = excluded.source, country = excluded.country,
        city = excluded.city, latitude = excluded.latitude, longitude = excluded.longitude,
        currency = excluded.currency, pay_day_minor = excluded.pay_day_minor,
        pay_hour_minor = excluded.pay_hour_minor, published_at = excluded.published_at,
        starts_at = excluded.starts_at, starts_on = excluded.starts_on,
        closes_at = excluded.closes_at, only_for = excluded.only_for,
        facets = excluded.facets, title_words = excluded.title_words, words = excluded.words
"""
CONFIRMED = """
    WITH entry AS (SELECT id FROM matching_entry WHERE key = %(key)s),
    gone AS (DELETE FROM matching_entryskill WHERE entry_id = (SELECT id FROM entry) AND label <> ALL(%(labels)s))
    INSERT INTO matching_entryskill (entry_id, label)
    SELECT entry.id, label FROM entry, unnest(%(labels)s::text[]) AS label
     WHERE NOT EXISTS (SELECT FROM matching_entryskill held WHERE held.entry_id = entry.id AND held.label = label.label)
"""
TEXT_LIMIT = 60_000  # characters of a text that are looked through


@action
def put_listings(*, listings: Sequence[Findable], by: Actor) -> None:
    """Make listings found elsewhere findable, or change what is known of them."""
    _refuse_people(by)
    _put(listings)


@action
def put_postings(*, public_ids: Sequence[str], by: Actor) -> None:
    """Make our own open postings findable; take out those of them that are not open."""
    _refuse_people(by)
    found = list(sources.own_findables(public_ids))
    _take_out({sources.key_of(public_id) for public_id in public_ids} - {one.key for one in found})
    _put(found)


@action
def read_posting_for_skills(*, opportunity_id: str, by: Actor, at: dt.datetime) -> SkillReading:
    """Have a posting's text read by the worker: which skills it may name, for its company to confirm."""
    opportunity = opportunities.own(by).filter(public_id=opportunity_id).first()
    if opportunity is None:
        raise NotFound
    if not by.has(*opportunities.EDITORS):
        raise NotAllowed
    return _have_read(at, suggesting.text_of_posting(opportunity), opportunity_id=opportunity.pk)


@action
def read_profile_for_skills(*, by: Actor, at: dt.datetime) -> SkillReading:
    """Have what one says of oneself read: which skills it may name, to confirm."""
    person = accounts.person_of(by)
    return _have_read(at, suggesting.text_of_profile(accounts.profile_of(person)), person_id=person.pk)


@action
def note_skills_read(*, reading_id: int, text: str, codes: Sequence[str], by: Actor, at: dt.datetime) -> None:
    """Keep what was read, unless another text has come meanwhile."""
    _refuse_people(by)
    found = SkillReading.objects.filter(pk=reading_id, digest=suggesting.digest_of(text))
    found.update(codes=list(codes), read_at=at)


@step
def _have_read(at: dt.datetime, text: str, **subject: int) -> SkillReading:
    digest = suggesting.digest_of(text)
    asked = {"digest": digest, "asked_at": at}
    reading, is_new = SkillReading.objects.select_for_update().get_or_create(**subject, defaults=asked)
    is_known = reading.digest == digest and (reading.read_at or at - reading.asked_at < suggesting.PATIENCE)
    if is_new or not is_known:
        reading.digest, reading.asked_at, reading.read_at, reading.codes = digest, at, None, []
        reading.save()
        app.configure_task("matching.read_skills", priority=1).defer(reading_id=reading.pk)
    return reading


@action
def take_out(*, keys: Sequence[str], by: Actor) -> None:
    """Let nobody find these any more."""
    _refuse_people(by)
    _take_out(keys)


@action
def take_out_closed(*, by: Actor, at: dt.datetime) -> int:
    """Take out everything whose time has come; return how many."""
    _refuse_people(by)
    count, _each = sources.no_longer_open(at).delete()
    return count


def _refuse_people(by: Actor) -> None:
    if not by.has(Role.CLOCK):
        raise NotAllowed


@step
def _take_out(keys: Iterable[str]) -> None:
    Entry.objects.filter(key__in=list(keys)).delete()


@step
def _put(findables: Sequence[Findable]) -> None:
    with connection.cursor() as cursor:
        for one in sorted(findables, key=lambda one: (one.published_at, one.key)):  # as numbers run
            cursor.execute(PUT, _row(one))
            if one.kind is Kind.OWN:  # what is listed elsewhere has nobody who confirms
                cursor.execute(CONFIRMED, {"key": one.key, "labels": list(dict.fromkeys(one.confirmed))})
    public = [one for one in findables if one.only_for is None]
    words = vocabulary(*(part for one in public for part in (one.title, one.company, *one.skills)))
    Word.objects.bulk_create([Word(word=word) for word in words if len(word) <= 60], ignore_conflicts=True)


def _row(one: Findable) -> dict[str, Any]:
    body = keep_whole("\n".join([one.title, *one.skills, one.field, one.company, one.city, one.text])[:TEXT_LIMIT])
    language = one.language or language_of(body, otherwise="en")  # a question is stemmed by the rules of every language
    decimals = exponent(one.currency) if one.currency else 2
    row: dict[str, Any] = {
        "key": one.key,
        "title": one.title[:200],
        "company": one.company[:120],
        "source": one.source[:60],
        "country": one.country.upper(),
        "city": one.city[:80],
        "latitude": one.latitude,
        "longitude": one.longitude,
        "currency": one.currency,
        "pay_day_minor": one.pay_day_minor,
        "pay_hour_minor": one.pay_hour_minor,
        "published_at": one.published_at,
        "starts_at": one.starts_at,
        "starts_on": one.starts_on,
        "closes_at": one.closes_at,
        "only_for": one.only_for,
        "facets": packed(one, FIELDS),
        "language": configuration(language),
        "title_text": keep_whole(one.title),
        "all_text": body,
        "marks": marks(one, decimals, FIELDS),
    }
    return {name: value.replace("\x00", " ") if isinstance(value, str) else value for name, value in row.items()}
