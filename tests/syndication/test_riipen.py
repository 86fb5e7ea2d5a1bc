"""Riipen's messages: signed in either writing, taken once, in any order; a forged one changes nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from django.test import Client

from foretaste.syndication import actions
from foretaste.syndication.models import ImportedListing, Source

SECRET = "whsec-of-the-portal"


def message(number: int = 1, kind: str = "project.created", at: str = "2026-03-01T10:00:00+00:00", **fields) -> bytes:
    project = {"object": "Project", "id": "8mepY2aV", "name": "Competitor price sheet", "open": True, "hours": 20,
               "details": "Collect prices.", "payment_type": "hourly", "payment_amount_cents": 2_500,
               "payment_currency": "USD", "start_date": "2026-03-16", "end_date": "2026-03-20", **fields}  # fmt: skip
    return json.dumps({"id": f"evt{number}", "type": kind, "created_at": at, "data": {"object": project}}).encode()


def in_hex(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def in_base64(body: bytes) -> str:
    return base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()


@pytest.fixture
def source(clock, hedy) -> Source:
    return actions.connect_riipen(secret=SECRET, by=hedy, at=clock.now)


@pytest.fixture
def tell(source):
    def send(body: bytes, signature: str | None = None) -> int:
        headers = {"X-Riipen-Signature": in_hex(body) if signature is None else signature}
        address = f"/webhooks/riipen/{source.public_id}/"
        return Client().post(address, body, content_type="application/json", headers=headers).status_code

    return send


@pytest.mark.parametrize("written", [in_hex, in_base64, lambda body: f"sha256={in_hex(body)}"])
def test_a_signed_message_becomes_a_listing(tell, source, written):
    body = message()
    assert tell(body, written(body)) == 200
    one = ImportedListing.objects.get()
    assert (one.title, one.company, one.label) == ("Competitor price sheet", "Halden Instruments", "Riipen")
    assert (one.pay_least_minor, one.pay_per, one.hours, one.verdict) == (2_500, "hour", 20.0, "yes")
    assert one.url == "https://app.riipen.com/#job-8mepY2aV"


@pytest.mark.parametrize("signature", ["", "0" * 64, "!", in_hex(message(), "another secret"), in_hex(message(2))])
def test_a_forged_message_changes_nothing(tell, source, signature):
    before = list(Source.objects.values())
    assert tell(message(), signature) == 401
    assert ImportedListing.objects.count() == 0
    assert list(Source.objects.values()) == before


def test_messages_in_any_order_end_alike(tell):
    late = message(2, "project.updated", "2026-03-01T12:00:00+00:00", name="Price sheet, again")
    assert [tell(late), tell(message()), tell(late)] == [200, 200, 200]
    assert ImportedListing.objects.get().title == "Price sheet, again"


def test_a_project_that_is_over_is_closed_and_kept(tell, clock):
    tell(message())
    tell(message(2, "project.updated", "2026-03-01T12:00:00+00:00", open=False))
    assert ImportedListing.objects.get().closed_at == clock.now
    tell(message(3, "project.updated", "2026-03-01T13:00:00+00:00"))
    assert ImportedListing.objects.get().closed_at is None


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]" * 2, message(at="never"), message(id=None), message(name="<script>x</script>"), message(name="")],
)
def test_a_message_that_can_t_be_read_is_refused(tell, body):
    assert tell(body) == 422
    assert ImportedListing.objects.count() == 0


def test_news_of_something_else_is_answered_and_left(tell):
    assert tell(message(1, "user.created")) == 200
    assert ImportedListing.objects.count() == 0


def test_the_secret_is_sealed_and_nobody_s_portal_answers(source, clock):
    assert SECRET.encode() not in bytes(source.secret)
    body = message()
    answer = Client().post(
        "/webhooks/riipen/000000000000/", body, content_type="application/json",
        headers={"X-Riipen-Signature": in_hex(body)},
    )  # fmt: skip
    assert answer.status_code == 404
