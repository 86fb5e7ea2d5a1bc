"""Who saves a search hears of what is new in it, once, in the morning where they live; and of nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foretaste.accounts.actors import CLOCK, VISITOR
from foretaste.accounts.models import Person
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.matching import actions as found
from foretaste.matching.findable import Findable, Kind
from foretaste.matching.models import SavedSearch
from foretaste.matching.refusals import ThatIsManySearches, TheSearchCanNotBeRun
from foretaste.matching.saved import actions, queries, steps
from foretaste.matching.saved.mornings import next_morning

pytestmark = pytest.mark.django_db
ZONE = "Europe/Berlin"


def listing(number: int, **changes: Any) -> Findable:
    at = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
    one = Findable(key=f"listed/{number}", kind=Kind.LISTED, title="Sort maps", source="Greenhouse", published_at=at)
    return replace(one, **changes)


@pytest.fixture
def put() -> Callable[..., None]:
    def put(*some: Findable) -> None:
        found.put_listings(listings=some, by=CLOCK)

    return put


@pytest.fixture
def saved(ines, clock) -> SavedSearch:
    return actions.save_search(query="q=maps", time_zone=ZONE, by=ines, at=clock.now)


def look(one: SavedSearch, at: dt.datetime) -> steps.Told | None:
    up_to = actions.all_published_up_to(by=CLOCK, at=at)
    assert up_to is not None
    with transaction.atomic():
        return steps.look(one.public_id, up_to=up_to, at=at)


@pytest.mark.parametrize(
    ("at", "zone", "on_mondays_only", "morning"),
    [
        ("2026-03-02T05:59:59+00:00", "Europe/Berlin", False, "2026-03-02T06:00:00+00:00"),
        ("2026-03-02T06:00:00+00:00", "Europe/Berlin", False, "2026-03-03T06:00:00+00:00"),
        ("2026-03-28T07:00:00+00:00", "Europe/Berlin", False, "2026-03-29T05:00:00+00:00"),  # clocks went forward
        ("2026-03-02T08:00:00+00:00", "Europe/Berlin", True, "2026-03-09T06:00:00+00:00"),
        ("2026-03-02T08:00:00+00:00", "Pacific/Auckland", False, "2026-03-02T18:00:00+00:00"),
    ],
)
def test_the_morning_is_the_owner_s(at, zone, on_mondays_only, morning):
    told = next_morning(dt.datetime.fromisoformat(at), zone, on_mondays_only=on_mondays_only)
    assert told == dt.datetime.fromisoformat(morning)


def test_a_search_saved_twice_is_there_once(saved, ines, clock):
    again = actions.save_search(query="order=&q=+maps", name="Maps!", time_zone=ZONE, by=ines, at=clock.now)
    assert (again.pk, again.name, queries.visible_to(ines).count()) == (saved.pk, "Maps!", 1)


def test_only_its_owner_sees_it(saved, ines, otto, odile):
    assert list(queries.visible_to(ines)) == [saved]
    assert [queries.visible_to(who).exists() for who in (otto, odile, VISITOR)] == [False, False, False]


@pytest.mark.parametrize("verb", ["pause_search", "resume_search", "delete_search"])
def test_nobody_else_changes_it(verb, saved, otto, clock):
    with pytest.raises(NotFound):
        getattr(actions, verb)(search_id=saved.public_id, by=otto, at=clock.now)
    assert SavedSearch.objects.values().get() == {
        name: value for name, value in saved.__dict__.items() if not name.startswith("_")
    }


def test_what_cannot_be_read_is_not_saved(ines, clock):
    with pytest.raises(NotAcceptable):
        actions.save_search(query="field=alchemy", time_zone=ZONE, by=ines, at=clock.now)
    with pytest.raises(NotAcceptable):
        actions.save_search(query="q=maps", time_zone="Europe/Atlantis", by=ines, at=clock.now)
    with pytest.raises(NotAllowed):
        actions.save_search(query="q=maps", time_zone=ZONE, by=VISITOR, at=clock.now)
    assert not SavedSearch.objects.exists()


def test_one_person_keeps_only_so_many(ines, clock, monkeypatch):
    monkeypatch.setattr(actions, "MOST_KEPT", 2)
    for words in ("a1", "a2"):
        actions.save_search(query=f"q={words}", time_zone=ZONE, by=ines, at=clock.now)
    with pytest.raises(ThatIsManySearches):
        actions.save_search(query="q=a3", time_zone=ZONE, by=ines, at=clock.now)
    actions.save_search(query="q=a1", name="Again", time_zone=ZONE, by=ines, at=clock.now)
    assert queries.visible_to(ines).count() == 2


def test_what_was_there_when_it_was_saved_is_not_new(put, ines, clock):
    put(listing(1))
    one = actions.save_search(query="q=maps", time_zone=ZONE, by=ines, at=clock.now)
    put(listing(2), listing(3, title="Paint doors"))
    told = look(one, clock.move_on(days=1))
    assert told is not None
    assert [new.path for new in told.new] == ["/listings/2/"]


def test_each_is_told_once_and_nothing_where_nothing_is_new(put, saved, clock):
    put(listing(2))
    assert look(saved, clock.move_on(hours=1)) is None  # not yet morning
    told = look(saved, clock.move_on(days=1))
    assert told is not None
    assert told.count == 1
    assert look(saved, clock.now) is None  # it was looked at this morning
    assert look(saved, clock.move_on(days=1)) is None  # nothing is new
    put(listing(2, title="Sort old maps"))  # reworded is not new
    assert look(saved, clock.move_on(days=1)) is None


def test_what_the_list_would_not_show_is_not_told(put, ines, clock):
    """Where a word fits, no mere beginning of one does: in the mail as on the page."""
    put(listing(1, title="Art of maps"))
    one = actions.save_search(query="q=art", time_zone=ZONE, by=ines, at=clock.now)
    put(listing(2, title="Artisan bread"))
    assert look(one, clock.move_on(days=1)) is None
    put(listing(3, title="Modern art"))
    told = look(one, clock.move_on(days=1))
    assert told is not None
    assert [new.path for new in told.new] == ["/listings/3/"]


def test_what_came_by_one_s_own_mail_is_told_to_oneself_alone(put, saved, ines, otto, clock):
    other = actions.save_search(query="q=maps", time_zone=ZONE, by=otto, at=clock.now)
    put(listing(1, only_for=ines.person_id))
    at = clock.move_on(days=1)
    assert look(other, at) is None
    told = look(saved, at)
    assert told is not None
    assert told.count == 1


def test_a_clock_that_stood_still_loses_nothing(put, saved, clock):
    put(listing(1))
    told = look(saved, clock.move_on(days=9))
    saved.refresh_from_db()
    assert told is not None
    assert (told.count, saved.next_at) == (1, dt.datetime(2026, 3, 12, 6, tzinfo=dt.UTC))


def test_paused_it_is_not_looked_at_and_afterwards_tells_what_has_come(put, saved, ines, clock):
    which = {"search_id": saved.public_id, "by": ines}
    actions.pause_search(at=clock.now, **which)
    actions.pause_search(at=clock.now, **which)
    put(listing(1))
    assert not queries.due(clock.move_on(days=3)).exists()
    actions.resume_search(at=clock.now, **which)
    told = look(saved, clock.move_on(days=1))
    assert told is not None
    assert told.count == 1


def test_a_search_that_can_find_nothing_more_is_stopped_and_says_so(ines, clock):
    one = actions.save_search(query="starts_until=2026-03-03", time_zone=ZONE, by=ines, at=clock.now)
    told = look(one, clock.move_on(days=5))
    assert told is not None
    assert told.is_over
    assert look(one, clock.move_on(days=5)) is None
    with pytest.raises(TheSearchCanNotBeRun):
        actions.resume_search(search_id=one.public_id, by=ines, at=clock.now)
    one.refresh_from_db()
    assert one.next_at is None


def test_a_search_that_is_not_understood_any_more_names_what(saved, clock):
    SavedSearch.objects.update(query="q=maps&field=alchemy")  # as an upgrade may leave it
    told = look(saved, clock.move_on(days=1))
    assert told is not None
    assert told.left_out == (("field", "alchemy"),)


def test_whoever_has_gone_is_not_written_to(saved, ines, clock):
    Person.objects.filter(pk=ines.person_id).update(is_active=False)
    assert not queries.due(clock.move_on(days=2)).exists()


def test_an_address_that_never_said_yes_is_forgotten_after_a_week(clock):
    said = {"address": "Vera@example.org", "query": "q=maps", "time_zone": ZONE, "language": "en"}
    actions.ask_for_mails(at=clock.now, **said)
    assert SavedSearch.objects.get().address == "vera@example.org"
    assert not queries.due(clock.move_on(days=6)).exists()
    assert actions.forget_unconfirmed(by=CLOCK, at=clock.now) == 0
    assert actions.forget_unconfirmed(by=CLOCK, at=clock.move_on(days=2)) == 1
    assert not SavedSearch.objects.exists()


def test_asking_again_does_not_change_what_an_address_has_confirmed(clock):
    said = {"address": "vera@example.org", "query": "q=maps", "language": "en"}
    actions.ask_for_mails(at=clock.now, name="Mine", time_zone=ZONE, **said)
    one = SavedSearch.objects.get()
    actions.confirm_search(search_id=one.public_id, at=clock.now)
    actions.ask_for_mails(at=clock.now, name="Theirs", time_zone="Asia/Tokyo", **said)
    one.refresh_from_db()
    assert (one.name, one.time_zone, one.next_at) == ("Mine", ZONE, dt.datetime(2026, 3, 3, 6, tzinfo=dt.UTC))


def test_the_database_knows_whose_it_is_and_what_is_due(saved, clock):
    for wrong in ({"address": "vera@example.org"}, {"person": None}, {"confirmed_at": None}, {"paused_at": clock.now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedSearch.objects.update(**wrong)
