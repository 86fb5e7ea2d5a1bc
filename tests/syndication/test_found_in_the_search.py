"""What another place lists is found beside our own, with its source on it, and goes when it goes there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from foretaste.accounts.actors import CLOCK, VISITOR, Actor, Role
from foretaste.core.refusals import NotAllowed
from foretaste.matching import queries as search
from foretaste.matching.queries import Question
from foretaste.syndication import actions
from foretaste.syndication import clock as clock_of_syndication
from foretaste.syndication.clock import tell_the_search
from foretaste.syndication.inbound.table import read_table
from foretaste.syndication.intake import take_in
from foretaste.syndication.models import ImportedListing, Source
from tests.syndication.served import Reply
from tests.syndication.test_reading_a_source import BOARD, board


@pytest.fixture
def listings(clock, web, make_source, read_source):
    """Read a board of these titles, and let the search hear of it."""
    source = make_source("greenhouse", "acme")

    def read(*titles: str) -> None:
        web.pages[BOARD] = Reply(board(*titles))
        clock.move_on(hours=7)
        read_source(source)
        tell_the_search(clock.now)

    return read


def found(clock, text: str, by: Actor = VISITOR) -> list[str]:
    answer = search.search(Question(text=text), by=by, at=clock.now)
    keys = [hit.key for hit in answer.hits]
    entries = search.entries_of(keys)
    return [entries[key].title for key in keys]


def test_a_listing_is_found_by_its_words_and_carries_its_source(clock, listings):
    listings("Repair old radios")
    answer = search.search(Question(text="radio repairs"), by=VISITOR, at=clock.now)
    (hit,) = answer.hits
    entry = search.entries_of([hit.key])[hit.key]
    listing = ImportedListing.objects.get()
    assert (entry.title, entry.source, hit.is_own) == ("Repair old radios", "Greenhouse", False)
    assert hit.public_id == listing.public_id
    assert (answer.facets.may_leave, answer.facets.own) == (0, 0)
    assert search.search(Question(place="Berlin"), by=VISITOR, at=clock.now).count == 1
    assert search.search(Question(may_leave=True), by=VISITOR, at=clock.now).count == 0


def test_the_list_labels_it_and_promises_nothing(clock, listings, client):
    listings("Repair old radios")
    page = client.get("/opportunities/?q=radios").text
    listing = ImportedListing.objects.get()
    assert f'href="/listings/{listing.public_id}/"' in page
    assert "From Greenhouse" in page
    assert "Pay is not known" in page
    assert "Leaving: not known" in page
    assert client.get(f"/listings/{listing.public_id}/").status_code == 200


def test_a_new_wording_replaces_the_old(clock, listings):
    listings("Repair old radios")
    listings("Tune old pianos")
    assert found(clock, "pianos") == ["Tune old pianos"]
    assert found(clock, "radios") == []


@pytest.mark.parametrize("moment", ["put_listings", "take_up", "note_in_search"])
def test_a_new_wording_that_comes_while_the_search_takes_up_the_old_is_not_lost(
    clock, listings, web, read_source, monkeypatch, moment
):
    """Just before each of the three statements of the sweep, the site changes its mind and is read."""
    at = clock_of_syndication.matching if moment == "put_listings" else actions
    real = getattr(at, moment)

    def after_a_reading(**given):
        web.pages[BOARD] = Reply(board("Tune old pianos"))
        clock.move_on(hours=7)
        read_source(Source.objects.get())
        return real(**given)

    listings("Repair old radios")
    monkeypatch.setattr(at, moment, after_a_reading)
    ImportedListing.objects.update(in_search="out")
    tell_the_search(clock.now)
    monkeypatch.undo()
    tell_the_search(clock.now)
    assert found(clock, "pianos") == ["Tune old pianos"]
    assert found(clock, "radios") == []
    assert ImportedListing.objects.get().in_search == "in"


@pytest.mark.django_db(transaction=True)
def test_a_listing_that_a_reading_is_busy_with_waits_and_nobody_waits_for_it(clock, make_source):
    rows = [("Repair old radios", 1), ("Tune old pianos", 2)]
    table = b"title,url\n" + b"".join(b"%s,https://a.example/%d\n" % (title.encode(), one) for title, one in rows)
    operator = Actor(frozenset({Role.OPERATOR}))
    with transaction.atomic():
        take_in(make_source("file", ""), list(read_table(table)), clock.now)
    busy, free = ImportedListing.objects.order_by("title")
    ids = [busy.pk, free.pk]

    def in_another_connection() -> list[ImportedListing]:
        try:
            return actions.take_up(listing_ids=ids, by=CLOCK)
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        ImportedListing.objects.filter(pk=busy.pk).update(title="Mend old radios")
        assert [one.pk for one in other.submit(in_another_connection).result(60)] == [free.pk]
    titles = {one.title for one in actions.take_up(listing_ids=ids, by=CLOCK)}
    assert titles == {"Mend old radios", "Tune old pianos"}
    with pytest.raises(NotAllowed):
        actions.take_up(listing_ids=ids, by=operator)


def test_what_is_gone_there_is_gone_here(clock, listings):
    listings("Repair old radios", "Tune old pianos")
    listings("Repair old radios")
    assert found(clock, "old") == ["Repair old radios"]


def test_what_was_reworded_and_then_taken_away_is_gone_too(clock, listings, web, read_source):
    listings("Repair old radios")
    ImportedListing.objects.update(in_search="stale", closed_at=clock.now)
    tell_the_search(clock.now)
    assert found(clock, "radios") == []
    assert ImportedListing.objects.get().in_search == "out"


def test_what_the_operator_hides_is_not_found(clock, listings):
    listings("Repair old radios")
    operator = Actor(frozenset({Role.OPERATOR}))
    ImportedListing.objects.update(hidden_at=clock.now)
    tell_the_search(clock.now)
    assert found(clock, "radios", operator) == []


def test_what_is_hidden_is_off_the_list_before_the_search_hears_of_it(clock, listings, client):
    listings("Repair old radios")
    ImportedListing.objects.update(hidden_at=clock.now)
    assert "Repair old radios" not in client.get("/opportunities/?q=radios").text


def test_what_nobody_has_seen_for_a_month_is_not_found(clock, listings):
    listings("Repair old radios")
    clock.move_on(days=31)
    tell_the_search(clock.now)
    assert found(clock, "radios") == []


def test_what_one_brought_oneself_is_found_by_oneself_alone(clock, listings, otto):
    listings("Repair old radios")
    ImportedListing.objects.update(person_id=otto.person_id, in_search="stale")
    tell_the_search(clock.now)
    assert found(clock, "radios") == []
    assert found(clock, "radios", otto) == ["Repair old radios"]


def test_a_sweep_cut_short_is_done_again(clock, listings, monkeypatch):
    def cut_short(**_said: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr("foretaste.syndication.clock.actions.note_in_search", cut_short)
    with pytest.raises(OSError, match="power cut"):
        listings("Repair old radios")
    monkeypatch.undo()
    tell_the_search(clock.now)
    assert found(clock, "radios") == ["Repair old radios"]


def test_nobody_but_the_clock_notes_what_the_search_holds(clock, listings):
    listings("Repair old radios")
    ids = list(ImportedListing.objects.values_list("pk", flat=True))
    for by in (VISITOR, Actor(frozenset({Role.OPERATOR}), 1)):
        with pytest.raises(NotAllowed):
            actions.note_out_of_search(listing_ids=ids, by=by)
    assert ImportedListing.objects.get().in_search == "in"
    actions.note_out_of_search(listing_ids=ids, by=CLOCK)
    assert ImportedListing.objects.get().in_search == "out"
