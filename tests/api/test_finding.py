"""The API finds what the page finds, page after page; what other places offer is labelled, and stays private."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from foretaste.syndication import actions as syndication
from foretaste.syndication.inbound.listing import Listing
from tests.api.conftest import token_of
from tests.worlds import days_from, make_company, make_published_opportunity

pytestmark = pytest.mark.django_db
GUIDE, SOUND, CALLS = "Redraw a measuring guide", "Cut radio pieces", "Answer listeners"


@pytest.fixture
def three(clock, odile) -> None:
    """A guide in Berlin (3 days, 140), weekend sounds in Hamburg (2 days, 160), remote evenings (1 day, 120)."""
    make_published_opportunity(make_company("Halden Instruments", clock.now, founder="Rosa Maier"), clock.now)
    sund = make_company("Sund Media", clock.now, founder="Pia Sund", city="Hamburg")
    make_published_opportunity(
        sund, clock.now, title=SOUND, field="culture", city="Hamburg", days=2, daily_pay_minor=16_000,
        first_on=dt.date(2026, 3, 14), skills=["Sound editing", "C++"],
    )  # fmt: skip
    make_published_opportunity(
        sund, clock.now, title=CALLS, field="sales", place_kind="remote", daily_pay_minor=12_000,
        days=days_from(dt.date(2026, 3, 12), 1, starts="17:30", ends="21:30"),
    )  # fmt: skip


def found(client: Any, **asked: Any) -> dict[str, Any]:
    answer = client.get("/api/v1/opportunities", asked)
    assert answer.status_code == 200, answer.json()
    return dict(answer.json())


ASKED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, [CALLS, SOUND, GUIDE]),
    ({"order": "soonest"}, [GUIDE, CALLS, SOUND]),
    ({"text": "measuring"}, [GUIDE]),
    ({"text": "C++ sounds"}, [SOUND]),
    ({"text": "'; drop table -- & | ! :*"}, []),
    ({"place": "hamburg"}, [SOUND]),
    ({"place": "remote"}, [CALLS]),
    ({"place_kind": "remote"}, [CALLS]),
    ({"days": 2}, [SOUND]),
    ({"field": "culture"}, [SOUND]),
    ({"skill": "sound editing"}, [SOUND]),
    ({"when": "evenings"}, [CALLS]),
    ({"least_day_minor": 14_000, "currency": "EUR", "order": "pay"}, [SOUND, GUIDE]),
    ({"starts_until": "2026-03-12", "order": "soonest"}, [GUIDE, CALLS]),
    ({"country": "FR"}, []),
]
REFUSED = [
    {"after": "x"},
    {"after": "pay.1.2"},
    {"least_day_minor": 100},
    {"order": "luck"},
    {"when": "noon"},
    {"starts_from": "0"},
]


def test_what_fits_is_found_and_what_cannot_be_asked_is_refused(client, three):
    for asked, titles in ASKED:
        told = found(client, **asked)
        assert [one["title"] for one in told["items"]] == titles, asked
        assert (told["count"], told["is_more"], told["next"]) == (len(titles), False, None)
    assert [client.get("/api/v1/opportunities", wrong).status_code for wrong in REFUSED] == [422] * len(REFUSED)


def test_pages_follow_each_other_in_few_questions_and_nothing_repeats(client, three, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        first = found(client, limit=2, order="soonest")
    second = found(client, limit=2, order="soonest", after=first["next"])
    assert [one["title"] for one in first["items"] + second["items"]] == [GUIDE, CALLS, SOUND]
    assert second["next"] is None


def test_what_other_places_offer_is_labelled_and_promises_nothing(client, ines, otto, clock):
    source = syndication.bring_link(address="https://halden.example/2", by=ines, at=clock.now)
    hers = Listing(key="2", url="https://halden.example/2", title="Paid trial week", company="Halden")
    syndication.take_in_reading(source_id=source.pk, listings=[hers], at=clock.now)

    def mine(who: Any) -> list[dict[str, Any]]:
        return list(
            client.get("/api/v1/me/listings", headers={"Authorization": f"Bearer {token_of(who)}"}).json()["items"]
        )

    (one,) = mine(ines)
    assert (one["title"], one["source"], one["is_private"]) == ("Paid trial week", "halden.example", True)
    assert (one["pay"], one["may_leave_any_time"]) == (None, None)
    assert mine(otto) == client.get("/api/v1/listings").json()["items"] == []
    assert client.get(f"/api/v1/listings/{one['id']}").status_code == 404
    assert client.get("/api/v1/me/listings").status_code == 401
