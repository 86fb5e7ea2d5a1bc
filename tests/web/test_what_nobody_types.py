"""What nobody expects to be typed is answered like any other slip: no page breaks over it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from foretaste.core.amounts import Amount
from foretaste.web.company.forms.fields import MoneyField
from tests.small_world import SmallWorld


@pytest.mark.parametrize("typed", ["NaN", "sNaN", "Infinity", "-Infinity", "1e400", "9" * 40, "1000000000000"])
def test_what_is_no_sum_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ValidationError, match="in figures"):
        MoneyField().clean(typed)
    assert MoneyField().clean("999,999,999,999.99") == Decimal("999999999999.99")


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "1e30"])
def test_what_no_account_can_hold_is_no_amount(written: str) -> None:
    with pytest.raises(ValueError, match="is no sum"):
        Amount.from_major(Decimal(written), "EUR")


def test_every_slip_is_answered(small_world: SmallWorld) -> None:
    ids = small_world.ids
    asked = [
        ("hedy", "get", reverse("advice:costs"), {"trial-hired-low": "101"}, 422),
        ("hedy", "get", reverse("advice:costs"), {"trial-hired-low": "0"}, 422),
        ("hedy", "get", reverse("advice:designer"), {"match_worth": "3"}, 422),
        ("hedy", "get", reverse("advice:designer"), {"pay": "1e400"}, 422),
        ("hedy", "post", reverse("company:name_host", args=[ids["trial"]]), {"host": "a\x00b"}, 303),
        ("hedy", "post", reverse("company:confirm_payroll", args=[ids["due"]]), {"note": "a\x00b"}, 303),
        ("ines", "post", reverse("pages:preferences"), {"next": "nowhere"}, 303),
        *(
            ("odile", "get", reverse(f"operator:{desk}"), {"q": q}, 200)
            for desk in ("ledger", "rules", "companies", "orders", "people")
            for q in ("a\x00b", "²")
        ),
    ]
    clients = {role: small_world.client(role) for role in ("hedy", "ines", "odile")}
    answers = [getattr(clients[role], method)(path, data) for role, method, path, data, _status in asked]
    assert [one.status_code for one in answers] == [row[-1] for row in asked]
    assert "Share of them who are hired (%): enter less" in answers[0].content.decode()
    assert "Share of them who are hired (%): enter more" in answers[1].content.decode()
    assert "nobody who fits would stay" in answers[2].content.decode()
    assert answers[6]["Location"] == "/"
