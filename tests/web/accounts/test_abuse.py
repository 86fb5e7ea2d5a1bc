"""What strangers and the next person at the same machine can't do: flood a mailbox, empty a count, go back."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail as outgoing
from django.core.cache import cache
from django.db import connection
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.core.clock import run_sweeps
from foretaste.messaging import actions as messaging
from foretaste.messaging.models import OutboxMail
from foretaste.web.accounts.adapter import CHANGES, AccountAdapter
from tests.worlds import make_intern

pytestmark = pytest.mark.django_db


@pytest.fixture
def amara(clock: Any) -> Actor:
    return make_intern("Amara Okafor", clock.now)


class TestAMailbox:
    """The library limits each page by the minute; all of them together are limited by the hour, wherever from."""

    def asked(self, address: str, times: int) -> int:
        """Have so many mails of sign-in written to an address; return how many left."""
        before = len(outgoing.outbox)
        for number in range(times):
            way = ("account_already_exists", "unknown_account", "login_code")[number % 3]
            AccountAdapter().send_mail(f"account/email/{way}", address, {"code": "ABCD"})
        return len(outgoing.outbox) - before

    def test_is_not_flooded_whether_it_is_known_or_not(self, amara: Actor) -> None:
        known = Person.objects.get(pk=amara.person_id).email
        assert [self.asked(address, 14) for address in (known, "nobody@example.org")] == [10, 10]
        assert self.asked(known.upper(), 1) == 0

    def test_is_written_to_again_an_hour_later(self, clock: Any) -> None:
        assert self.asked("nobody@example.org", 11) == 10
        clock.move_on(hours=1)
        assert self.asked("nobody@example.org", 1) == 1

    def test_that_got_enough_sees_the_same_page(self, client: Client, amara: Actor) -> None:
        known = Person.objects.get(pk=amara.person_id).email
        self.asked(known, 10)
        outgoing.outbox.clear()
        answer = client.post("/account/login/code/", {"email": known})
        assert (answer.status_code, answer["Location"]) == (302, "/account/login/code/confirm/")
        assert outgoing.outbox == []


def test_no_count_of_sign_in_goes_because_others_come() -> None:
    cache.set("a", "counted", 300)
    for number in range(320):
        cache.set(f"b{number}", "flood", 300)
    assert cache.get("a") == "counted"


def test_sessions_and_counts_that_are_over_go(clock: Any) -> None:
    for key, ends in (("over", "now() - interval '1 second'"), ("lives", "now() + interval '1 hour'")):
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO django_session VALUES (%s, '', {ends})", [key])
            cursor.execute(f"INSERT INTO core_cache VALUES (%s, '', {ends})", [key])
    run_sweeps(clock.now, only=["accounts"])
    assert list(Session.objects.values_list("session_key", flat=True)) == ["lives"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM core_cache")
        assert cursor.fetchall() == [("lives",)]


@pytest.mark.parametrize("path", ["/me/", "/account/", "/", "/trials/there-is-none/"])
def test_what_a_signed_in_person_reads_is_kept_by_no_browser(signed_in: Any, amara: Actor, path: str) -> None:
    answer = signed_in(amara).get(path)
    assert answer["Cache-Control"] == "private, no-store"


def test_what_a_token_reads_is_kept_by_nothing_in_between(client: Client) -> None:
    answer = client.get("/api/v1/me", headers={"Authorization": "Bearer ft_none"})
    assert (answer.status_code, answer["Cache-Control"]) == (401, "private, no-store")


def test_a_public_page_may_be_kept_by_whoever_is_nobody(client: Client) -> None:
    assert not client.get("/").has_header("Cache-Control")


def test_what_broke_is_in_the_log_and_the_address_that_signs_in_is_not(monkeypatch: Any) -> None:
    def breaks(**_: Any) -> None:
        raise RuntimeError("the lamp went out")

    monkeypatch.setattr(messaging, "use_sign_in_link", breaks)
    written = io.StringIO()
    [handler] = logging.getLogger("django.request").handlers
    before = handler.setStream(written)  # type: ignore[attr-defined]
    try:
        answer = Client(raise_request_exception=False).post("/account/link/opens-once/")
    finally:
        handler.setStream(before)  # type: ignore[attr-defined]
    said = written.getvalue()
    assert answer.status_code == 500
    assert "RuntimeError: the lamp went out" in said
    assert re.search(r"ERROR django\.request: Internal Server Error: /account/link/<token>/\n", said)
    assert "opens-once" not in said


class TestWhoeverSignsInAnotherWay:
    """A stolen session that makes itself at home is told of where its true owner reads."""

    @pytest.fixture
    def theirs(self, amara: Actor) -> Person:
        person = Person.objects.get(pk=amara.person_id)
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        return person

    def told(self) -> list[tuple[str, str]]:
        return list(OutboxMail.objects.filter(kind="sign_in_changed").values_list("to", "text"))

    def test_by_another_address_is_told_at_the_one_before(
        self, signed_in: Any, amara: Actor, theirs: Person, django_capture_on_commit_callbacks: Any
    ) -> None:
        before = theirs.email
        EmailAddress.objects.create(user=theirs, email="thief@example.com", verified=True)
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(amara).post("/account/email/", {"action_primary": "", "email": "thief@example.com"})
        theirs.refresh_from_db()
        [(to, text)] = self.told()
        assert (theirs.email, to) == ("thief@example.com", before)
        assert "Mails go to thief@example.com from now on" in text

    def test_is_signed_out_everywhere_by_a_new_password(self, signed_in: Any, amara: Actor, theirs: Person) -> None:
        own, stolen = signed_in(amara), signed_in(amara)
        words = "a-long-and-quiet-river"
        own.post("/account/password/set/", {"password1": words, "password2": words})
        assert own.get("/me/").status_code == 200
        assert stolen.get("/me/")["Location"].startswith("/account/login/")

    def test_by_a_password_is_told(
        self, signed_in: Any, amara: Actor, theirs: Person, django_capture_on_commit_callbacks: Any
    ) -> None:
        words = "a-long-and-quiet-river"
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(amara).post("/account/password/set/", {"password1": words, "password2": words})
        theirs.refresh_from_db()
        assert theirs.check_password(words)
        [(to, text)] = self.told()
        assert to == theirs.email
        assert "A password signs you in now." in text

    def test_without_codes_any_more_is_told(self, theirs: Person, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            AccountAdapter().send_notification_mail("mfa/email/totp_deactivated", theirs)
            AccountAdapter().send_notification_mail("account/email/email_confirmed", theirs)
        [(to, text)] = self.told()
        assert to == theirs.email
        assert "Codes of an app are no longer asked for at sign-in." in text

    def test_is_told_of_every_change_the_library_knows(self) -> None:
        library = Path(allauth.__file__).parent
        known = {
            name
            for folder in ("account", "mfa")
            for file in (library / folder).glob("**/*.py")
            for name in re.findall(r'send_notification_mail\(\s*"(\w+/email/\w+)"', file.read_text())
        }
        assert known - set(CHANGES) <= {"account/email/email_confirm", "account/email/email_confirmed"}
        assert set(CHANGES) <= known
