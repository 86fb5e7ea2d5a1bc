"""A payment that lies in another currency stands on the page of corrections until two people have ended it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from foretaste.accounts.actors import Actor
from foretaste.money.models import Conversion, Correction
from tests.money.cast_of_money import World
from tests.money.conftest import world  # noqa: F401

PAGE = "operator:corrections"


@pytest.fixture
def conversion(world: World) -> Conversion:  # noqa: F811
    return Conversion.objects.create(
        order=world.order(), provider="sandbox", payment="ch_1", amount_minor=46200, currency="EUR",
        settled_minor=50820, settled_currency="USD", cost_minor=718, noted_at=world.at,
    )  # fmt: skip


def test_it_waits_until_it_is_available(enter: Any, odile: Actor, conversion: Conversion) -> None:
    page = enter(odile).get(reverse(PAGE)).text
    assert "Paid in another currency" in page
    assert "Not available at the provider yet." in page


def test_how_it_ends_is_written_down_and_waits_for_a_second_person(
    enter: Any,
    odile: Actor,
    conversion: Conversion,
    world: World,  # noqa: F811
) -> None:
    Conversion.objects.update(available_at=world.at)
    desk, end = enter(odile), reverse("operator:end_conversion", args=[conversion.public_id])
    assert "$508.20" in desk.get(reverse(PAGE)).text
    said = {"key": "k1", "kind": "exchange_back", "sum": "", "reason": "Bought back."}
    answer = desk.post(end, said)
    assert (answer.status_code, "Enter what you gave for it" in answer.text) == (422, True)
    assert Correction.objects.count() == 0
    assert desk.post(end, said | {"sum": "500"}).status_code == 303
    one = Correction.objects.get()
    assert (one.state, one.amount_minor, one.currency) == ("waiting", 50000, "USD")
    assert "How it ends is written down and waits" in desk.get(reverse(PAGE)).text
    other = said | {"key": "k2", "kind": "give_converted_back"}
    answer = desk.post(end, other)
    assert (answer.status_code, "waits for a second person: sign it or drop it" in answer.text) == (422, True)
    assert Correction.objects.get() == one
    assert desk.post(reverse("operator:drop_correction", args=[one.public_id])).status_code == 303
    assert desk.post(end, other).status_code == 303
    back = Correction.objects.latest("id")
    assert (back.state, back.amount_minor, back.currency) == ("waiting", 46200, "EUR")
    conversion.refresh_from_db()
    assert conversion.state == "here"
