"""Whoever looks finds what is there: by words in any of the languages, by place, by what it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from foretaste.accounts.actors import CLOCK, VISITOR, Actor, Role
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed
from foretaste.matching import actions, queries
from foretaste.matching.findable import CHUNK_BITS, Findable, Kind, asked_bits, counted, packed
from foretaste.matching.models import Entry
from foretaste.matching.queries import Question

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def listing(number: int, **changes: Any) -> Findable:
    return Findable(
        **{
            "key": f"listed/{number}",
            "kind": Kind.LISTED,
            "title": "Sort the archive",
            "published_at": NOW,
            "starts_at": NOW + dt.timedelta(days=10 + number),
            "starts_on": NOW.date() + dt.timedelta(days=10 + number),
            "closes_at": NOW + dt.timedelta(days=10 + number),
        }
        | changes
    )


@pytest.fixture
def put() -> Callable[..., None]:
    def put(*some: Findable) -> None:
        actions.put_listings(listings=some, by=CLOCK)

    return put


def found(by: Actor = VISITOR, at: dt.datetime = NOW, **asked: Any) -> list[str]:
    """Return the numbers of what is found, in its order."""
    answer = queries.search(Question(**asked), by=by, at=at)
    return [hit.public_id for hit in answer.hits]


def test_a_word_is_found_by_its_stem_in_the_postings_language(put):
    put(
        listing(1, title="Designing posters", text="You will draw with us and the team."),
        listing(2, title="Plakate gestalten", text="Du wirst mit uns und der Gruppe zeichnen, die das Plakat plant."),
        listing(3, title="Dessiner des affiches", text="Avec nous, pour vous et les autres, dans une équipe."),
    )
    assert found(text="design poster") == ["1"]
    assert found(text="Gruppen") == ["2"]
    assert found(text="affiche") == ["3"]


def test_accents_and_case_do_not_matter(put):
    put(listing(1, title="Ein Café in Zürich"))
    assert found(text="cafe ZURICH") == ["1"]


@pytest.mark.parametrize("name", ["C++", "C#", ".NET", "Node.js"])
def test_names_of_signs_are_kept_whole(put, name):
    put(listing(1, title=f"Tests in {name}"), listing(2, title="Tests in C"))
    assert found(text=name) == ["1"]


def test_the_beginning_of_a_word_is_enough_where_no_word_fits(put):
    put(listing(1, title="Photography of old maps"))
    assert found(text="photogr") == ["1"]


def test_only_what_may_be_unfinished_is_taken_as_a_beginning(put):
    put(
        listing(1, title="Photography of maps", text="for the archive"),
        listing(2, title="Mapping the coast", text="with photographers"),
    )
    assert found(text="archi phot") == ["1"]  # no title, skill or company has "archi"; "phot" may go on
    assert found(text="photography coas") == []  # a whole word that a title has is meant as it stands
    assert found(text="coast photogr") == ["2"]
    assert found(text="ph") == []


def test_a_mistyped_word_is_put_right(put):
    put(listing(1, title="Photography of old maps"))
    assert queries.meant("fotography maps") == "photography maps"
    assert queries.meant("photography") is None


def test_a_word_of_the_title_counts_more(put):
    put(listing(1, title="Survey of birds"), listing(2, title="Sort the archive", text="A survey comes later."))
    assert found(text="survey") == ["1", "2"]


def test_a_city_is_found_in_any_of_its_names_and_with_its_surroundings(put):
    put(
        listing(1, city="München", country="DE", latitude=48.137, longitude=11.575),
        listing(2, city="Dachau", country="DE", latitude=48.26, longitude=11.434),
        listing(3, city="Augsburg", country="DE", latitude=48.371, longitude=10.898),
    )
    assert found(place="Munich", order="near") == ["1", "2"]
    assert found(place="Munich", within_km=100, order="near") == ["1", "2", "3"]
    assert found(place="Munich", within_km=5) == ["1"]


def test_the_map_has_no_edge(put):
    put(listing(1, city="Suva", latitude=-18.14, longitude=179.99), listing(2, latitude=-18.1, longitude=-179.98))
    centre = queries.Asked(Question(), None, NOW)
    assert centre.centre is None
    assert set(queries.squares(-18.14, 179.99, 30)) >= {queries.squares(-18.1, -179.98, 1)[0]}


def test_what_is_remote_is_found_as_such(put):
    put(listing(1, place_kind="remote"), listing(2, place_kind="onsite", city="Ghent"))
    assert found(place="remote") == ["1"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"days": [1]}, ["1"]),
        ({"days": [1, 3]}, ["1", "2"]),
        ({"when": ["evenings"]}, ["2"]),
        ({"fields": ["data"]}, ["1"]),
        ({"fields": ["data", "design"]}, ["1", "2"]),
        ({"days": [3], "fields": ["data"]}, []),
        ({"country": "be"}, ["1"]),
        ({"place": "be"}, ["1"]),
        ({"skills": ["SQL"]}, ["1"]),
        ({"skills": ["SQL", "Drawing"]}, []),
        ({"may_leave": True}, ["1"]),
        ({"is_pay_known": True}, ["1", "2"]),
        ({"least_day": Amount(14_000, "EUR")}, ["1"]),
        ({"least_day": Amount(13_000, "EUR")}, ["1", "2"]),
        ({"least_day": Amount(14_001, "EUR")}, []),
        ({"least_day": Amount(1, "GBP")}, []),
        ({"least_hour": Amount(1_800, "EUR")}, ["1"]),
        ({"starts_from": dt.date(2026, 3, 14)}, ["2"]),
        ({"starts_until": dt.date(2026, 3, 13)}, ["1"]),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_has_it(put, asked, expected):
    put(
        listing(
            1, days=1, when=["weekdays"], field="data", country="BE", skills=["sql"], may_leave_any_time=True,
            currency="EUR", pay_day_minor=14_000, pay_hour_minor=1_800,
        ),
        listing(2, days=3, when=["evenings"], field="design", currency="EUR", pay_day_minor=13_000, pay_hour_minor=17),
    )  # fmt: skip
    assert found(**asked) == expected


def test_words_and_filters_are_asked_together(put):
    put(listing(1, title="Old maps", days=1), listing(2, title="Old maps", days=2), listing(3, title="Birds", days=1))
    assert found(text="maps", days=[1]) == ["1"]


def test_what_they_have_is_counted(put):
    put(
        listing(1, days=1, when=["weekdays", "evenings"], field="data", country="BE", city="Ghent"),
        listing(2, days=1, when=["weekdays"], field="design", country="BE", city="Ghent", currency="EUR",
                pay_day_minor=1),
        listing(3, days=5, place_kind="remote", country="FR", may_leave_any_time=True),
    )  # fmt: skip
    answer = queries.search(Question(), by=VISITOR, at=NOW)
    assert (answer.count, answer.is_more) == (3, False)
    assert answer.facets.days == {1: 2, 5: 1}
    assert answer.facets.when == {"weekdays": 2, "evenings": 1}
    assert answer.facets.field == {"data": 1, "design": 1}
    assert answer.facets.place == {"remote": 1}
    assert (answer.facets.pay_known, answer.facets.may_leave, answer.facets.own) == (1, 1, 0)
    assert answer.countries == [("BE", 2), ("FR", 1)]
    assert answer.cities == [("BE", "Ghent", 2)]


@pytest.mark.parametrize("order", ["soonest", "newest", "best", "pay"])
def test_pages_follow_each_other_without_gap_or_repetition(put, order):
    put(*(listing(number, pay_day_minor=number // 3, currency="EUR") for number in range(12)))
    seen: list[str] = []
    after = ""
    for _turn in range(4):
        answer = queries.search(Question(order=order, text="archive"), by=VISITOR, at=NOW, size=5, after=after)
        seen += [hit.public_id for hit in answer.hits]
        put(listing(100 + len(seen), title="Sort the archive", starts_at=NOW + dt.timedelta(days=90)))
        if not (after := answer.following):
            break
    assert len(set(seen)) == len(seen)
    assert set(seen) >= {str(number) for number in range(12)}


@pytest.mark.parametrize(
    "cursor",
    ["", "best", "best.1", "best.x.1", "newest.1.0.1", "soonest.nan.-1", "soonest.1.99999999999999999999", "a" * 4_000],
)
def test_a_cursor_that_is_not_ours_is_the_beginning_or_the_end(put, cursor):
    put(listing(1))
    answer = queries.search(Question(), by=VISITOR, at=NOW, after=cursor)
    assert len(answer.hits) <= 1


def test_what_came_by_ones_own_mail_is_for_nobody_else(put):
    put(listing(1, only_for=7), listing(2))
    assert found() == ["2"]
    assert found(by=Actor(frozenset({Role.INTERN}), person_id=7)) == ["1", "2"]
    assert found(by=Actor(frozenset({Role.OPERATOR}), person_id=8)) == ["2"]
    assert queries.search(Question(), by=VISITOR, at=NOW).count == 1


def test_a_first_day_is_one_of_the_places_own_calendar(put):
    """The first of December begins in Tokyo while it is still November in London."""
    put(listing(1, starts_at=dt.datetime(2026, 11, 30, 23, tzinfo=dt.UTC), starts_on=dt.date(2026, 12, 1)))
    assert found(starts_from=dt.date(2026, 12, 1)) == ["1"]
    assert found(starts_until=dt.date(2026, 11, 30)) == []


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_no_date_is_too_far(put, day):
    put(listing(1))
    assert len(found(starts_from=day)) + len(found(starts_until=day)) == 1


def test_what_says_no_first_day_is_found_like_all_else(put):
    put(listing(1), listing(2, starts_at=None, starts_on=None, closes_at=None))
    assert found() == ["1", "2"]
    assert queries.search(Question(), by=VISITOR, at=NOW).count == 2


def test_what_is_over_is_not_found(put):
    put(listing(1))
    assert found(at=NOW + dt.timedelta(days=12)) == []


def test_the_words_of_a_short_text_lie_outside_their_row_too(put):
    """Forty texts of 150 words would fill ten pages; what a hit is asked for fits on few."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE matching_entry CASCADE")  # new pages, without the room that other tests left in theirs
    put(*(listing(number, text=" ".join(f"word{number}x{one}" for one in range(150))) for number in range(40)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT (ctid::text::point)[0]), max(pg_column_size(room)) FROM matching_entry")
        pages, room = cursor.fetchone()
    assert pages <= 5
    assert room < 80
    assert found(text="word7x149") == ["7"]


def test_counts_and_whether_anything_fits_are_those_of_the_search(put):
    put(listing(1, days=2), listing(2, days=3), listing(3, days=3, title="Draw maps"))
    for asked in (Question(), Question(text="archive"), Question(text="arch"), Question(text="maps", days=[3])):
        assert queries.facets_of(asked, by=VISITOR, at=NOW) == queries.search(asked, by=VISITOR, at=NOW).facets
        assert queries.is_anything_found(asked, by=VISITOR, at=NOW)
    for asked in (Question(text="zebra"), Question(text="maps", days=[2])):
        assert not queries.is_anything_found(asked, by=VISITOR, at=NOW)
        assert queries.facets_of(asked, by=VISITOR, at=NOW).days == {}


def test_nobody_but_the_house_changes_what_is_found(put):
    put(listing(1))
    for by in (VISITOR, Actor(frozenset({Role.INTERN}), 1), Actor(frozenset({Role.OPERATOR}), 2)):
        with pytest.raises(NotAllowed):
            actions.put_listings(listings=[listing(2)], by=by)
        with pytest.raises(NotAllowed):
            actions.take_out(keys=["listed/1"], by=by)
        with pytest.raises(NotAllowed):
            actions.put_postings(public_ids=["x"], by=by)
        with pytest.raises(NotAllowed):
            actions.take_out_closed(by=by, at=NOW + dt.timedelta(days=99))
    assert [one.key for one in Entry.objects.all()] == ["listed/1"]


def test_a_change_keeps_the_number(put):
    put(listing(1), listing(2))
    before = dict(Entry.objects.values_list("key", "id"))
    put(listing(1, title="Sort the maps"))
    assert dict(Entry.objects.values_list("key", "id")) == before
    assert found(text="maps") == ["1"]


HOSTILE = ["'", "''", "\\", "a & b | !c:*", "<script>", "\x00", "=days=1", "%", "a" * 5_000, "🐝 bees", "' | '=for=7"]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_a_question_and_never_a_mistake(put, text):
    put(listing(1), listing(2, only_for=7, title=text[:150] or "x"))
    for asked in ({"text": text}, {"place": text}, {"city": text}, {"skills": [text]}, {"fields": [text]}):
        assert "2" not in found(**asked)
    queries.meant(text)


def in_chunk(number: int) -> None:
    """Let what is put in next be the first of a chunk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('matching_entry', 'id'), %s)", [max(1, number << CHUNK_BITS)]
        )


@pytest.mark.parametrize("most", [1, 3, 20, 39, 40, 41, 1_000])
def test_asking_chunk_by_chunk_finds_the_newest_that_fit(put, most):
    """The gaps are chunks whose entries have all closed."""
    for chunk in (0, 1, 2, 5, 6, 7, 9, 30):
        in_chunk(chunk)
        start = chunk * 100
        put(*(listing(start + n, title="often" + (" seldom" if n == 3 else ""), days=n % 7 + 1) for n in range(5)))
    for text, which in (("often", Entry.objects.all()), ("seldom", Entry.objects.filter(title__contains="seldom"))):
        answer = queries.search(Question(text=text, order="newest"), by=VISITOR, at=NOW, size=most, among=most)
        newest = list(which.order_by("-id").values_list("id", flat=True))
        assert [hit.id for hit in answer.hits] == newest[:most]
        assert (answer.count, answer.is_more) == (min(most, len(newest)), len(newest) > most)


KINDS = ("onsite", "hybrid", "remote")


def many_kinds(count: int) -> list[Findable]:
    """Return listings that differ in all that is counted; one in sixteen lasts six days."""
    return [
        listing(
            number,
            title="often" + " seldom" * (number % 5 == 0) + " rare" * (number % 12 == 4),
            days=6 if number % 16 == 0 else number % 3 + 1,
            when=["weekdays"] if number % 2 else ["weekdays", "evenings"],
            field=("data", "design")[number % 7 > 3],
            place_kind=KINDS[number % 11 % 3],
            city=f"City {number % 4}",
            country="BE",
            currency="EUR" if number % 3 else "",
            pay_day_minor=100 * number if number % 3 else None,
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("asked", "is_told"),
    [
        ({"days": [1, 2, 3]}, True),
        ({"days": [1, 2, 3], "when": ["weekdays"], "place_kinds": list(KINDS), "is_pay_known": False}, True),
        ({"days": [1]}, False),  # a third of them: read from the index
        ({"when": ["evenings"], "fields": ["data"], "is_pay_known": True}, False),
        ({"text": "seldom", "days": [6], "when": ["weekdays"]}, False),
        ({"text": "rare", "days": [6], "when": ["weekdays"]}, True),  # few, whatever is left of them
        ({"text": "rare", "fields": ["data"], "currency": "EUR", "listed_only": True}, True),
        ({"text": "rare", "fields": ["<script>"]}, True),
        ({"text": "zebra", "days": [1]}, True),
    ],
)
def test_what_is_left_without_a_filter_is_told_by_one_walk_where_that_costs_no_more(put, asked, is_told):
    in_chunk(40)
    put(*many_kinds(80))
    question = Question(**{"text": "often"} | asked)
    answer = queries.search(question, by=VISITOR, at=NOW, apart=True)
    groups = [name for name in ("days", "when", "place_kinds", "fields") if name in asked]
    assert sorted(answer.without) == (sorted(groups) if is_told and answer.count else [])
    for name, facets in answer.without.items():
        assert facets == queries.facets_of(replace(question, **{name: ()}), by=VISITOR, at=NOW)
    plain = queries.search(question, by=VISITOR, at=NOW)
    assert replace(answer, without={}) == plain
    assert plain.facets == queries.facets_of(question, by=VISITOR, at=NOW)


@pytest.mark.parametrize("among", [1, 7, 30])
@pytest.mark.parametrize("asked", [{"days": [1, 2], "when": ["evenings"]}, {"days": [1, 2, 3]}, {"days": [6]}])
def test_the_newest_so_many_are_counted_whatever_the_walk_passes_by(put, asked, among):
    some = sorted(many_kinds(80), key=lambda one: one.key)  # as numbers run
    in_chunk(40)
    put(*some)
    fitting = [one for one in some if one.days in asked["days"] and set(asked.get("when", ())) <= set(one.when)][::-1]
    answer = queries.search(Question(text="often", order="newest", **asked), by=VISITOR, at=NOW, size=among,
                            among=among, apart=True)  # fmt: skip
    assert [hit.key for hit in answer.hits] == [one.key for one in fitting[:among]]
    assert (answer.count, answer.is_more) == (min(among, len(fitting)), len(fitting) > among)
    assert sum(answer.facets.days.values()) == min(among + 1, len(fitting))
    assert sum(number for _country, _city, number in answer.cities) == min(among + 1, len(fitting))


def test_the_list_of_everything_reads_as_far_as_it_shows(put):
    put(*(listing(number) for number in range(300)))

    def read() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_get_xact_tuples_fetched('matching_entry'::regclass)")
            return int(cursor.fetchone()[0])

    before = read()
    answer = queries.search(Question(), by=VISITOR, at=NOW, size=5, among=20)
    assert (len(answer.hits), answer.count, answer.is_more) == (5, 20, True)
    assert read() - before < 60


def test_a_sum_of_no_currency_and_a_currency_without_a_sum_are_no_known_pay(put):
    put(listing(1, pay_day_minor=9_000), listing(2, currency="EUR"), listing(3, currency="EUR", pay_day_minor=9_000))
    assert found(is_pay_known=True) == found(currency="EUR") == found(text="archive", currency="EUR") == ["3"]
    assert found(text="archive", is_pay_known=True) == ["3"]
    assert found(text="archive", least_day=Amount(1, "EUR"), currency="GBP") == []
    assert found(text="archive", own_only=True, listed_only=True) == []


def test_four_bytes_of_each_are_counted_as_what_was_packed():
    some = [listing(number, days=number % 9, field=("data", "", "law")[number % 3], place_kind=("", *KINDS)[number % 4],
                    when=["weekdays", "weekends"][: number % 3], may_leave_any_time=number % 5 == 0,
                    kind=Kind.OWN if number % 6 == 0 else Kind.LISTED) for number in range(50)]  # fmt: skip
    facets = counted(b"".join(packed(one, queries.FIELDS).to_bytes(4) for one in some), queries.FIELDS, 45)
    some = some[:45]
    assert facets.days == {n: c for n in range(1, 8) if (c := sum(min(one.days, 7) == n for one in some))}
    assert facets.when == {name: sum(name in one.when for one in some) for name in ("weekdays", "weekends")}
    assert facets.field == {name: sum(one.field == name for one in some) for name in ("data", "law")}
    assert facets.place == {name: sum(one.place_kind == name for one in some) for name in KINDS}
    assert (facets.pay_known, facets.may_leave, facets.own) == (0, 9, 8)
    assert (asked_bits([]), asked_bits([1, 3]), asked_bits([-1])) == (None, 10, 0)
