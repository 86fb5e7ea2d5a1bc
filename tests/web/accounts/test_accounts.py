"""Getting in, and who one is once in."""

import re
from pathlib import Path

import allauth
import pytest
from django.core import mail as outgoing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foretaste.accounts import actions
from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.models import ApiToken, Membership, Organization, Person
from foretaste.messaging import actions as messaging
from foretaste.messaging.models import OutboxMail
from foretaste.web.accounts.adapter import letter_for
from tests.worlds import make_colleague


@pytest.fixture
def person(db):
    from allauth.account.models import EmailAddress

    made = Person.objects.create_user("ines@example.org", name="Ines Brandt", is_intern=True)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestSigningUp:
    def test_takes_one_page_and_a_mailed_code(self, db, client):
        answer = client.post(
            "/account/signup/", {"email": "new@example.org", "name": "Nadia Simons", "looks_for": "trial"}
        )
        assert answer.status_code == 302
        page = client.get(answer["Location"]).text
        assert "A mail is on its way to new@example.org" in page
        assert "<title>Enter the code" in page
        code = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b", outgoing.outbox[0].body)
        answer = client.post(answer["Location"], {"code": code.group()})

        assert answer["Location"] == "/me/"
        made = Person.objects.get(email="new@example.org")
        assert (made.name, made.is_intern, made.has_usable_password()) == ("Nadia Simons", True, False)

    @pytest.mark.parametrize(("told", "kept"), [("Europe/Brussels", "Europe/Brussels"), ("Mars/Olympus", "UTC")])
    def test_keeps_where_the_device_is(self, db, client, told, kept):
        assert 'name="time_zone" data-own-zone' in client.get("/account/signup/").text
        new = {"email": "new@example.org", "name": "Nadia Simons", "looks_for": "trial", "time_zone": told}
        assert client.post("/account/signup/", new).status_code == 302
        assert Person.objects.get(email="new@example.org").time_zone == kept

    def test_leads_a_company_to_its_registration(self, db, client):
        answer = client.post(
            "/account/signup/", {"email": "new@example.org", "name": "Hedy Vogel", "looks_for": "people"}
        )
        code = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b", outgoing.outbox[0].body)
        answer = client.post(answer["Location"], {"code": code.group()})

        assert answer["Location"] == "/account/company/"
        answer = client.post("/account/company/", {"name": "Halden Instruments", "country": "DE", "city": "Berlin"})
        assert (answer.status_code, answer["Location"]) == (303, "/company/")
        roles = Membership.objects.filter(organization__name="Halden Instruments").values_list("role", flat=True)
        assert set(roles) == {"recruiter", "supervisor", "finance"}

    def test_of_a_company_leads_through_its_registration_to_the_posting_it_came_for(self, db, client):
        page = client.get("/account/signup/?next=/company/opportunities/new/").text
        assert re.search(r'value="people"[^>]*checked', page)
        answer = client.post(
            "/account/signup/?next=/company/opportunities/new/",
            {"email": "new@example.org", "name": "Hedy Vogel", "looks_for": "people"},
        )
        code = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b", outgoing.outbox[0].body)
        answer = client.get(client.post(answer["Location"], {"code": code.group()})["Location"])

        register = "/account/company/?next=%2Fcompany%2Fopportunities%2Fnew%2F"
        assert (answer.status_code, answer["Location"]) == (302, register)
        assert 'value="EU"' not in client.get(register).text
        answer = client.post(register, {"name": "Halden Instruments", "country": "DE", "city": "Berlin"})
        assert (answer.status_code, answer["Location"]) == (303, "/company/opportunities/new/")
        assert client.get(answer["Location"]).status_code == 200

    def test_goes_nowhere_else_after_registering(self, db, client):
        client.force_login(
            Person.objects.create_user("new@example.org", is_intern=False), "django.contrib.auth.backends.ModelBackend"
        )
        answer = client.post("/account/company/?next=https://evil.example/", {"name": "Halden", "country": "DE"})
        assert answer["Location"] == "/company/"

    def test_says_what_is_missing(self, db, client):
        page = client.post("/account/signup/", {"email": "", "name": "", "looks_for": "trial"}).text

        assert "There are 2 things to put right" in page
        assert "Enter your name" in page

    def test_does_not_tell_that_an_address_has_an_account(self, person, client):
        fields = {"name": "Somebody", "looks_for": "trial"}
        known = client.post("/account/signup/", fields | {"email": person.email})
        client.logout()
        unknown = client.post("/account/signup/", fields | {"email": "new@example.org"})

        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


class TestAMailedLink:
    def test_signs_in_once(self, person, client, run_jobs, demo_mode):
        client.post("/account/link/", {"email": person.email})
        run_jobs()
        link = re.search(r"/account/link/[\w-]+/", OutboxMail.objects.get(kind="sign_in").text).group()

        assert "You are one step away" in client.get(link).text
        assert not is_signed_in(client)
        answer = client.post(link)
        assert (answer.status_code, is_signed_in(client)) == (302, True)
        client.logout()
        again = client.post(link)
        assert again.status_code == 410
        assert "Mail me a new link" in again.text
        assert not is_signed_in(client)

    def test_answers_an_unknown_address_the_same(self, person, client):
        known = client.post("/account/link/", {"email": person.email})
        unknown = client.post("/account/link/", {"email": "nobody@example.org"})

        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])

    def test_takes_as_long_for_an_unknown_address(self, person, client, run_jobs):
        def asked_of_the_database(email):
            with CaptureQueriesContext(connection) as asked:
                client.post("/account/link/", {"email": email})
            return [re.sub(r"\d+", "0", query["sql"]).split('"')[:2] for query in asked]  # the verb and the table

        asked_of_the_database("first@example.org")  # what a process does once
        known, unknown = asked_of_the_database(person.email), asked_of_the_database("ines@example.com")

        assert known == unknown
        assert not OutboxMail.objects.exists()  # nothing is written before the answer
        run_jobs()
        assert [mail.to for mail in OutboxMail.objects.filter(kind="sign_in")] == [person.email]

    def test_still_asks_for_the_second_factor(self, person, client, monkeypatch):
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        TOTP.activate(person, generate_totp_secret())
        monkeypatch.setattr(messaging, "use_sign_in_link", lambda *, token, at: person)
        answer = client.post("/account/link/anything/")

        assert answer["Location"] == "/account/2fa/authenticate/"
        assert not is_signed_in(client)

    def test_is_not_mailed_without_end(self, person, client):
        answers = [client.post("/account/link/", {"email": person.email}).status_code for _try in range(22)]

        assert answers[:20] == [303] * 20
        assert answers[-1] == 429


class TestAMailedCode:
    def test_signs_in(self, person, client):
        client.post("/account/login/code/", {"email": person.email})
        code = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b", outgoing.outbox[0].body).group()
        client.post("/account/login/code/confirm/", {"code": code})

        assert is_signed_in(client)

    def test_is_not_mailed_without_end(self, person):
        for _try in range(12):
            Client().post("/account/login/code/", {"email": person.email})

        assert len(outgoing.outbox) == 3

    def test_can_be_guessed_three_times_at_most(self, person, client):
        client.post("/account/login/code/", {"email": person.email})
        code = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b", outgoing.outbox[0].body).group()
        for _try in range(3):
            client.post("/account/login/code/confirm/", {"code": "AAAA-BBBB"})
        client.post("/account/login/code/confirm/", {"code": code})

        assert not is_signed_in(client)


class TestAPassword:
    def test_signs_in_who_has_set_one(self, person, client):
        person.set_password("a long and quiet sentence")
        person.save()
        client.post("/account/login/", {"login": person.email, "password": "a long and quiet sentence"})

        assert is_signed_in(client)

    def test_can_be_guessed_five_times_at_most(self, person, client):
        person.set_password("a long and quiet sentence")
        person.save()
        for _try in range(5):
            client.post("/account/login/", {"login": person.email, "password": "wrong"})
        client.post("/account/login/", {"login": person.email, "password": "a long and quiet sentence"})

        assert not is_signed_in(client)


class TestANewPassword:
    """It shuts out whoever got in: other sessions and API tokens, but for tokens that the person keeps."""

    OLD, NEW = "a long and quiet sentence", "a quite different sentence"

    def token(self, by, clock):
        return actions.issue_token(name="My script", scopes=["read"], by=by, at=clock.now).secret

    @pytest.fixture
    def secret(self, person, clock):
        return self.token(Actor(frozenset({Role.INTERN}), person_id=person.pk), clock)

    def status_of(self, secret):
        return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code

    def signed_in_with(self, person, password):
        if password:
            person.set_password(password)
            person.save()
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    @pytest.mark.parametrize(
        ("before", "path"),
        [(OLD, "/account/password/change/"), (None, "/account/password/set/")],
        ids=["other", "first"],
    )
    @pytest.mark.parametrize(("keeps", "status"), [({}, 401), ({"keep_tokens": "on"}, 200)], ids=["ends", "keeps"])
    def test_ends_tokens_unless_they_are_kept(self, person, secret, otto, clock, before, path, keeps, status):
        client, theirs = self.signed_in_with(person, before), self.token(otto, clock)
        assert "Keep my API tokens" in client.get(path).text
        answer = client.post(path, {"oldpassword": self.OLD, "password1": self.NEW, "password2": self.NEW, **keeps})

        assert answer.status_code == 302
        person.refresh_from_db()
        assert person.check_password(self.NEW)
        assert is_signed_in(client)
        assert client.get("/account/").status_code == 200
        assert self.status_of(secret) == status
        assert self.status_of(theirs) == 200

    def test_that_is_refused_ends_none(self, person, secret):
        client = self.signed_in_with(person, self.OLD)
        wrong = {"oldpassword": "a guess of somebody's", "password1": self.NEW, "password2": self.NEW}
        assert client.post("/account/password/change/", wrong).context["form"].errors

        person.refresh_from_db()
        assert person.check_password(self.OLD)
        assert self.status_of(secret) == 200

    def test_by_a_mailed_link_leaves_none(self, person, secret, client, django_capture_on_commit_callbacks):
        client.post("/account/password/reset/", {"email": person.email})
        link = re.search(r"/account/password/reset/key/[^\s]+", outgoing.outbox[0].body).group()
        assert self.status_of(secret) == 200
        form = client.get(link)["Location"]
        assert "ends your API tokens" in client.get(form).text
        with django_capture_on_commit_callbacks(execute=True):
            client.post(form, {"password1": self.NEW, "password2": self.NEW, "keep_tokens": "on"})

        person.refresh_from_db()
        assert person.check_password(self.NEW)
        assert self.status_of(secret) == 401
        said = OutboxMail.objects.get(kind="sign_in_changed").text
        assert "API tokens made before open nothing any more" in said

    def test_asks_nobody_who_has_none(self, person):
        assert "Keep my API tokens" not in self.signed_in_with(person, self.OLD).get("/account/password/change/").text


class TestTheAccount:
    def test_is_for_those_who_are_signed_in(self, db, client):
        for path in ("/account/", "/account/company/", "/account/tokens/"):
            assert client.get(path)["Location"].startswith("/account/login/")

    def test_changes_the_name(self, ines, signed_in):
        answer = signed_in(ines).post("/account/name/", {"name": "Ines Lang"})

        assert answer.status_code == 303
        assert Person.objects.get(pk=ines.person_id).name == "Ines Lang"

    def test_says_where_one_is(self, ines, signed_in):
        client = signed_in(ines)
        client.post("/account/name/", {"name": "Ines Brandt", "time_zone": "Europe/Brussels"})
        assert '<option value="Europe/Brussels" selected>' in client.get("/account/").text
        assert client.post("/account/name/", {"name": "X", "time_zone": "Mars/Olympus"}).status_code == 422
        client.post("/account/name/", {"name": "Ines Brandt"})
        ines = Person.objects.get(pk=ines.person_id)
        assert (ines.name, ines.time_zone) == ("Ines Brandt", "Europe/Brussels")

    def test_says_to_the_only_recruiter_how_to_leave(self, hedy, signed_in, clock):
        client = signed_in(hedy)
        page = client.get("/account/").text
        assert "You are its only recruiter." in page
        company = Organization.objects.get(pk=hedy.organization_id)
        leave = f'action="/account/acting/{company.public_id}/no'
        assert leave not in page
        make_colleague("Romy Voss", hedy, clock.now, "recruiter")
        page = client.get("/account/").text
        assert "You are its only recruiter." not in page
        assert leave in page

    def test_switches_between_a_company_and_oneself(self, hedy, signed_in):
        client = signed_in(hedy)
        company = Organization.objects.get(pk=hedy.organization_id)

        assert client.post("/account/acting/", {"organization": "intern"})["Location"] == "/me/"
        assert 'href="/me/pay/"' in client.get("/rules/").text
        assert client.post("/account/acting/", {"organization": company.public_id})["Location"] == "/company/"
        assert 'href="/company/money/"' in client.get("/rules/").text

    def test_acts_for_no_company_of_others(self, hedy, otto, signed_in):
        company = Organization.objects.get(pk=hedy.organization_id)
        client = signed_in(otto)

        assert client.post("/account/acting/", {"organization": company.public_id}).status_code == 404
        assert 'href="/me/pay/"' in client.get("/rules/").text

    def test_of_somebody_who_no_longer_acts_for_a_company_goes_on(self, hedy, signed_in, clock):
        client = signed_in(hedy)
        company = Organization.objects.get(pk=hedy.organization_id)
        client.post("/account/acting/", {"organization": company.public_id})
        Membership.objects.update(ended_at=clock.now)

        assert 'href="/me/pay/"' in client.get("/rules/").text


class TestTokens:
    def test_show_their_secret_once(self, ines, signed_in):
        client = signed_in(ines)
        page = client.post("/account/tokens/", {"name": "My script", "scopes": ["read"]}).text
        secret = re.search(r"ft_[\w-]+", page).group()

        assert secret not in client.get("/account/tokens/").text
        assert ApiToken.objects.get().name == "My script"

    def test_are_revoked_by_their_owner_alone(self, ines, otto, signed_in):
        signed_in(ines).post("/account/tokens/", {"name": "My script", "scopes": ["read"]})
        path = f"/account/tokens/{ApiToken.objects.get().public_id}/revoke"

        assert signed_in(otto).post(path).status_code == 404
        assert ApiToken.objects.get().revoked_at is None
        assert signed_in(ines).post(path).status_code == 303
        assert ApiToken.objects.get().revoked_at is not None


@pytest.mark.parametrize(
    "credential", ["null", "[]", "{}", '"x"', '{"type": "public-key", "id": "x", "rawId": "x", "response": {}}']
)
def test_what_is_no_passkey_is_refused_and_adds_none(client, person, credential):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/account/2fa/webauthn/add/")
    answer = client.post("/account/2fa/webauthn/add/", {"name": "x", "credential": credential})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not person.authenticator_set.exists()


class TestTheSecondStep:
    def test_is_spoken_of_in_plain_words(self, person, client):
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        said = client.get("/account/2fa/").text
        assert "Second step at sign-in" in said
        assert "six new figures every half minute" in said
        TOTP.activate(person, generate_totp_secret())
        said += client.get("/account/2fa/").text
        assert "You are asked for a code from your app each time you sign in." in said
        for stiff in ("Two-Factor", "authenticat", "Deactivate", "Please"):
            assert stiff not in said.replace("authenticator app", "").replace("Authenticator app", "")


class TestMailsOfTheSignInLibrary:
    """They are letters of ours: the library's own words and the host's name never reach anybody."""

    def test_say_who_writes_in_text_and_html(self, db, client):
        client.post("/account/signup/", {"email": "new@example.org", "name": "Nadia Simons", "looks_for": "trial"})
        mail = outgoing.outbox[0]

        assert mail.subject == "The code that confirms your address"
        assert "Foretaste · " in mail.body
        assert "testserver" not in mail.body + mail.subject + mail.alternatives[0].content
        assert mail.alternatives[0].mimetype == "text/html"

    def test_are_all_known(self):
        library = Path(allauth.__file__).parent
        used = {
            name
            for file in library.glob("account/**/*.py")
            for name in re.findall(r'send_mail\(\s*"account/email/(\w+)"', file.read_text())
        }
        told = {"code": "ABCD-EFGH", "password_reset_url": "https://here.example/account/password/reset/key/a-b/"}
        assert used >= {"login_code", "password_reset_key", "account_already_exists", "unknown_account"}
        letters = {name: letter_for(f"account/email/{name}", told) for name in used - {"password_reset_code"}}
        assert letters["password_reset_key"].path == "/account/password/reset/key/a-b/"
        with pytest.raises(LookupError):
            letter_for("account/email/password_reset_code", told)  # a setting we do not use

    def test_of_an_address_without_an_account_lead_to_signing_up(self, db, client):
        client.post("/account/login/code/", {"email": "nobody@example.org"})
        assert "/account/signup/" in outgoing.outbox[0].body
