"""Riipen's messages: signed in either writing, taken once, in any order; a forged one changes nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foretaste.core.refusals import NotAcceptable
from foretaste.syndication import actions
from foretaste.syndication.models import Ending, ImportedListing, Source

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
    def send(body: bytes, signature: str | None = None, address: str = "192.0.2.1") -> int:
        headers = {"X-Riipen-Signature": in_hex(body) if signature is None else signature}
        client = Client(REMOTE_ADDR=address)
        where = f"/webhooks/riipen/{source.public_id}/"
        return client.post(where, body, content_type="application/json", headers=headers).status_code

    return send


@pytest.mark.parametrize("written", [in_hex, in_base64, lambda body: f"sha256={in_hex(body)}"])
def test_a_signed_message_becomes_a_listing(tell, source, written):
    body = message()
    assert tell(body, written(body)) == 200
    one = ImportedListing.objects.get()
    assert (one.title, one.company, one.label) == ("Competitor price sheet", "Halden Instruments", "Riipen")
    assert (one.pay_least_minor, one.pay_per, one.hours, one.verdict) == (2_500, "hour", 20.0, "yes")
    assert one.url == "https://app.riipen.com/#job-8mepY2aV"


# Fields as docs.riipen.com shows them in its example of `experience.updated`.
EXPERIENCE = {
    "object": "Experience", "applications_due_at": "2026-03-09T18:08:22+00:00", "applications_enabled": True,
    "close_date": "2026-03-20T00:59:59+00:00", "dates_controller": "project", "deliverables": "<p>A table</p>",
    "details": "<p>Read <b>every</b> shelf.</p>", "end_date": "2026-03-20T00:59:59+00:00", "faculty": "Engineering",
    "hours": 42, "in_marketplace": True, "locale": "en-CA", "location_preference": "anywhere",
    "payment_amount_cents": 100, "payment_currency": "USD", "payment_required": True, "payment_type": "hourly",
    "portal": {"name": "A portal"}, "start_date": "2026-03-16T13:16:01+00:00",
}  # fmt: skip


@pytest.mark.parametrize(("is_required", "least"), [(True, 100), (False, None)])
def test_the_documented_experience_is_read_and_pay_that_nobody_has_to_pay_is_unknown(tell, is_required, least):
    assert tell(message(1, "experience.updated", **(EXPERIENCE | {"payment_required": is_required}))) == 200
    one = ImportedListing.objects.get()
    assert (one.pay_least_minor, one.place_kind, one.hours) == (least, "remote", 42.0)
    assert (str(one.starts_on), str(one.closes_on)) == ("2026-03-16", "2026-03-20")
    assert " ".join(one.text.split()) == "Read every shelf. A table"


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


def test_what_was_deleted_before_it_was_known_stays_so(tell, source):
    """The deletion overtakes the creation: a late message opens nothing, a younger one does."""
    gone = message(2, "project.deleted", "2026-03-01T12:00:00+00:00")
    assert [tell(gone), tell(message()), tell(gone)] == [200, 200, 200]
    assert ImportedListing.objects.count() == 0
    assert (Ending.objects.count(), Source.objects.get().listings_count) == (1, 0)
    other = message(3, id="other", name="Another sheet")
    assert tell(other) == 200
    assert tell(message(4, "project.updated", "2026-03-02T12:00:00+00:00")) == 200
    assert ImportedListing.objects.filter(closed_at=None).count() == 2


def test_of_two_messages_of_one_moment_the_end_holds(tell):
    moment = "2026-03-01T12:00:00+00:00"
    tell(message(1, at=moment))
    tell(message(2, "project.deleted", moment))
    assert ImportedListing.objects.filter(closed_at=None).count() == 0
    tell(message(1, at=moment))
    assert ImportedListing.objects.filter(closed_at=None).count() == 0


def test_a_forged_message_waits_for_nobody_and_keeps_nobody_waiting(tell, source):
    with CaptureQueriesContext(connection) as asked:
        assert tell(message(), "0" * 64) == 401
    assert not [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    with CaptureQueriesContext(connection) as asked:
        assert tell(message()) == 200
    assert [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]


def test_whoever_forges_is_not_heard_for_a_minute_and_the_true_sender_is(tell, source, clock, settings):
    settings.WRONG_SIGNATURES_A_MINUTE = 2
    assert [tell(message(), "0" * 64) for _each in range(3)] == [401, 401, 429]
    assert tell(message()) == 429  # from the same address
    assert ImportedListing.objects.count() == 0
    assert tell(message(), address="198.51.100.7") == 200
    clock.move_on(minutes=1)
    assert tell(message(), "0" * 64) == 401


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


@pytest.mark.parametrize("secret", ["", "1234567", " 1234567 ", "s" * 301, "\u00e9" * 60, "\x01" * 60])
def test_a_secret_out_of_bounds_is_refused(clock, hedy, source, secret):
    before = list(Source.objects.values())
    with pytest.raises(NotAcceptable, match="8 characters or more"):
        actions.connect_riipen(secret=secret, by=hedy, at=clock.now)
    assert list(Source.objects.values()) == before


@pytest.mark.parametrize("secret", ["12345678", "s" * 300, "\u00e9" * 50])
def test_a_secret_within_bounds_is_kept_whole(clock, hedy, secret):
    source = actions.connect_riipen(secret=secret, by=hedy, at=clock.now)
    body = message()
    assert actions.hear_riipen(source_id=source.public_id, body=body, signature=in_hex(body, secret), at=clock.now)
