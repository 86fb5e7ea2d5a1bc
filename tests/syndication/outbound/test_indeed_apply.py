"""Indeed Apply: what Indeed documents is taken as a mail with three questions; everything else is refused by number."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import RequestFactory

from foretaste.accounts import actions as accounts
from foretaste.api.webhooks.indeed import receive
from foretaste.messaging.models import OutboxMail
from foretaste.opportunities import actions as opportunities
from foretaste.syndication import actions
from foretaste.syndication.models import Arrival
from foretaste.syndication.outbound import indeed_apply
from tests.jobs import run_all_jobs
from tests.small_world import known_wages
from tests.worlds import OPERATOR, make_company, make_published_opportunity

SECRET = "s3cr3t-of-halden"
ADDRESS = "/at/halden-instruments/indeed-apply"


@pytest.fixture
def halden(db: None, clock: Any) -> Any:
    known_wages()
    company = make_company("Halden Instruments", clock.now, founder="Hedy Vogel")
    actions.set_up_site(indeed_api_token="a-token", indeed_secret=SECRET, by=company, at=clock.now)
    return company


@pytest.fixture
def trial(halden: Any, clock: Any) -> Any:
    made = make_published_opportunity(halden, clock.now)
    run_all_jobs()
    OutboxMail.objects.all().delete()
    mail.outbox.clear()
    return made


def application(posting_id: str, email: str = "Ada@Example.edu") -> dict[str, Any]:
    """As Indeed's reference of application data shows it."""
    return {
        "id": "5156eb63c9a0a8ac",
        "appliedOnMillis": 1_772_438_400_000,
        "locale": "en_US",
        "job": {"jobId": posting_id, "jobTitle": "Redraw a measuring guide", "jobCompanyName": "Halden Instruments"},
        "applicant": {
            "fullName": "Ada Test", "firstName": "Ada", "lastName": "Test", "email": email,
            "phoneNumber": "+1 555 0100", "verified": True, "coverletter": "Hello, I like scales",
            "resume": {"file": {"fileName": "cv.txt", "contentType": "text/plain", "data": "U2VjcmV0IENW"}},
        },
        "questionsAndAnswers": {"questionsAndAnswers": []},
        "analytics": {},
    }  # fmt: skip


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha1).digest()
    return {"X-Indeed-Signature": base64.b64encode(digest).decode()}


def post(client: Any, said: Any, headers: dict[str, str] | None = None, address: str = ADDRESS) -> Any:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return client.post(address, body, "application/json", headers=signed(body) if headers is None else headers)


def test_an_application_becomes_a_mail_with_three_questions(client, trial):
    assert post(client, application(trial.public_id)).status_code == 200
    run_all_jobs()

    (sent,) = mail.outbox
    assert sent.to == ["ada@example.edu"]
    assert f"/opportunities/{trial.public_id}/ask" in sent.body
    assert "Hello Ada Test," in sent.body


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Ada Test", "Ada Test"),
        ("Anne-Marie O’Neill, Jr.", "Anne-Marie O’Neill, Jr."),
        ("D'Arcy van der Müller-Lüdenscheidt", "D'Arcy van der Müller-Lüdenscheidt"),
        ("Зоя Ильина", "Зоя Ильина"),
        ("प्रिया शर्मा", "प्रिया शर्मा"),
        ("山田 太郎", "山田 太郎"),
        ("Ada https://evil.example/win Test", "Ada Test"),
        ("evil.example", ""),
        ("www.evil.example/a", ""),
        ("Ada evil。example you@evil.example", "Ada"),
        ("Call +1 555 0100 <b>now</b>", "Call"),
        ("Your account is closed go to the bank now", "Your account is closed go to"),
        ("a" * 300, "a" * 80),
        ("javascript:alert", ""),
        ("\u202egpj.live", ""),
    ],
)
def test_a_name_is_words_and_no_link(sent, kept):
    assert indeed_apply.plain_name(sent) == kept


def test_a_mail_to_somebody_without_a_plain_name_greets_nobody(client, trial):
    said = application(trial.public_id)
    said["applicant"]["fullName"] = "evil.example/win"
    assert post(client, said).status_code == 200
    run_all_jobs()
    (sent,) = mail.outbox
    assert "evil" not in sent.body + sent.subject
    assert "Hello," in sent.body


def test_one_address_gets_so_many_a_day_from_all_companies(client, trial, halden, clock, settings):
    settings.INVITATIONS_TO_ONE_ADDRESS_A_DAY = 2
    others = [make_published_opportunity(halden, clock.now, title=f"Count the bolts {n}") for n in range(3)]
    answers = [post(client, application(one.public_id)) for one in others]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert Arrival.objects.count() == 2
    assert post(client, application(trial.public_id, "bea@example.edu")).status_code == 200


def test_nothing_of_what_was_sent_is_kept(client, trial):
    post(client, application(trial.public_id))
    run_all_jobs()

    arrival = Arrival.objects.get()
    assert (arrival.name, arrival.email) == ("", "")
    assert "ada" not in arrival.email_digest
    for kept in ("U2VjcmV0IENW", "I like scales", "555 0100"):
        assert kept not in str(list(OutboxMail.objects.values()))


def test_the_same_person_is_asked_once_in_120_days(client, trial, clock):
    post(client, application(trial.public_id))
    again = post(client, application(trial.public_id, "ada@example.edu"))
    assert again.status_code == 409
    assert Arrival.objects.count() == 1
    Arrival.objects.update(arrived_at=clock.now.replace(year=2025, month=10, day=1))
    assert post(client, application(trial.public_id)).status_code == 200


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (400, {}),
        (401, {"X-Indeed-Signature": "not base64!"}),
        (401, {"X-Indeed-Signature": base64.b64encode(b"x" * 20).decode()}),
        (401, signed(b"{}")),
        (401, {"X-Indeed-Signature": base64.b64encode(hashlib.sha1(b"").digest()).decode()}),
    ],
)
def test_a_forged_application_leaves_no_trace(client, trial, status, headers):
    assert post(client, application(trial.public_id), headers).status_code == status
    assert not Arrival.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{", b"\xff", b"[" * 50_000, b'{"job": {"jobId": "x"}}', b'{"job": 1, "applicant": 2}'],
)
def test_what_cannot_be_read_is_refused(client, trial, body):
    assert post(client, body).status_code == 422
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("email", ["", "ada", "ada@example.edu\nBcc: all@example.org", "a" * 300 + "@example.edu"])
def test_an_address_that_is_none_gets_no_mail(client, trial, email):
    assert post(client, application(trial.public_id, email)).status_code == 422
    assert not OutboxMail.objects.exists()


def test_unknown_closed_and_too_large_have_their_numbers(client, trial, halden, clock):
    assert post(client, application("zzzzzzzzzzzz")).status_code == 404
    assert post(client, b" " * (indeed_apply.MOST_BYTES + 1)).status_code == 413
    clock.move_on(hours=1)
    opportunities.close_opportunity(opportunity_id=trial.public_id, by=halden, at=clock.now)
    assert post(client, application(trial.public_id)).status_code == 410
    assert not Arrival.objects.exists()


class Unread(BytesIO):
    """A body that nobody may read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("A body was read that nobody takes.")


@pytest.mark.parametrize(("slug", "length", "status"), [
    ("rival-works", 100, 404), ("halden-instruments", indeed_apply.MOST_BYTES + 1, 413),
])  # fmt: skip
def test_a_body_that_nobody_takes_is_not_read(trial, clock, slug, length, status):
    make_company("Rival Works", clock.now)
    request = RequestFactory().post(f"/at/{slug}/indeed-apply", content_type="application/json")
    request.META["CONTENT_LENGTH"], request._stream = str(length), Unread()  # type: ignore[attr-defined]
    assert receive(request, slug).status_code == status


def test_whoever_forges_applications_is_not_heard_for_a_minute(client, trial, settings, clock):
    settings.WRONG_SIGNATURES_A_MINUTE = 2
    tried = [
        post(client, application(trial.public_id), wrong).status_code for wrong in ({}, signed(b"{}"), signed(b""))
    ]
    assert tried == [400, 401, 429]
    assert post(client, application(trial.public_id)).headers["Retry-After"]
    assert not Arrival.objects.exists()
    clock.move_on(minutes=1)
    assert post(client, application(trial.public_id)).status_code == 200


def test_another_company_s_posting_is_unknown_here(client, trial, clock):
    rival = make_company("Rival Works", clock.now)
    theirs = make_published_opportunity(rival, clock.now)
    assert post(client, application(theirs.public_id)).status_code == 404
    assert post(client, application(theirs.public_id), address="/at/rival-works/indeed-apply").status_code == 404
    assert not Arrival.objects.exists()


def test_a_suspended_company_takes_nothing(client, trial, clock):
    accounts.suspend_company(
        organization_id=trial.organization.public_id, because="A check.", by=OPERATOR, at=clock.now
    )
    assert post(client, application(trial.public_id)).status_code == 404
    assert not Arrival.objects.exists()


def test_the_feed_says_where_to_send_them(client, trial, halden, clock, settings):
    settings.SITE_URL = "https://trials.example.org"
    actions.switch_channel(channel="indeed", on=True, by=halden, at=clock.now)
    feed = client.get("/at/halden-instruments/feeds/indeed.xml").text
    assert "indeed-apply-postUrl=https%3A%2F%2Ftrials.example.org%2Fat%2Fhalden-instruments%2Findeed-apply" in feed
    assert SECRET not in feed


def test_the_signature_of_the_documents_vector():
    """RFC 2202, test case 2 of HMAC-SHA1, as base64."""
    vector = base64.b64encode(bytes.fromhex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")).decode()
    assert indeed_apply.signature_of(b"what do ya want for nothing?", "Jefe") == vector
    assert indeed_apply.is_signed(b"what do ya want for nothing?", vector, "Jefe")
    assert not indeed_apply.is_signed(b"what do ya want for nothing!", vector, "Jefe")
    assert not indeed_apply.is_signed(b"", indeed_apply.signature_of(b"", ""), "")
