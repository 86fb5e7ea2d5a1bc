"""Nobody runs an instance with nothing but a mailbox: without a passkey or an app of codes the desk stays shut."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from foretaste.accounts import actions as accounts
from foretaste.accounts.models import Organization, Person
from foretaste.web.operator.urls import urlpatterns
from tests.worlds import make_company

pytestmark = pytest.mark.django_db
PLAIN = [one.name for one in urlpatterns if "<" not in str(one.pattern)]


@pytest.fixture(autouse=True)
def demanded(settings: Any) -> None:
    settings.OPERATORS_NEED_A_SECOND_FACTOR = True


def secure(who: Any) -> None:
    TOTP.activate(Person.objects.get(pk=who.person_id), generate_totp_secret())


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_of_the_desk_leads_to_setting_one_up(signed_in: Any, odile: Any, method: str) -> None:
    client = signed_in(odile)
    for name in PLAIN:
        answer = getattr(client, method)(reverse(f"operator:{name}"))
        assert answer.status_code == 403, name
        assert reverse("mfa_add_webauthn") in answer.text
        assert reverse("mfa_activate_totp") in answer.text


def test_without_one_nothing_is_decided_and_with_one_it_is(signed_in: Any, odile: Any, clock: Any) -> None:
    hedy = make_company("Halden Instruments", clock.now)
    company = Organization.objects.get(pk=hedy.organization_id)
    company.verified_at = None
    company.save()
    client, path = signed_in(odile), reverse("operator:verify", args=[company.public_id])
    assert client.post(path).status_code == 403
    company.refresh_from_db()
    assert company.verified_at is None
    secure(odile)
    assert client.post(path).status_code == 303
    company.refresh_from_db()
    assert company.verified_at == clock.now
    assert client.get("/operator/").status_code == 200


def test_recovery_codes_alone_are_none(signed_in: Any, odile: Any) -> None:
    Authenticator.objects.create(user_id=odile.person_id, type="recovery_codes", data={})
    assert signed_in(odile).get("/operator/").status_code == 403


def test_a_passkey_is_one(signed_in: Any, odile: Any) -> None:
    Authenticator.objects.create(user_id=odile.person_id, type="webauthn", data={"name": "Key"})
    assert signed_in(odile).get("/operator/").status_code == 200


def test_a_token_of_the_operator_opens_nothing_without_one(client: Client, odile: Any, clock: Any) -> None:
    runs = Organization.objects.get(pk=odile.organization_id).public_id
    issued = accounts.issue_token(name="Mine", scopes=["read"], organization_id=runs, by=odile, at=clock.now)
    head = {"Authorization": f"Bearer {issued.secret}"}
    refused = client.get("/api/v1/trials", headers=head)
    assert (refused.status_code, refused.json()["refusal"]) == (403, "not-allowed")
    assert "second factor" in refused.json()["detail"]
    secure(odile)
    assert client.get("/api/v1/trials", headers=head).status_code == 200


def test_it_is_asked_of_nobody_else(signed_in: Any, hedy: Any, ines: Any) -> None:
    assert signed_in(hedy).get("/company/").status_code == 200
    assert signed_in(ines).get("/me/").status_code == 200
    assert signed_in(ines).get("/operator/").status_code == 404


def test_where_it_is_not_demanded_one_click_is_enough(signed_in: Any, odile: Any, settings: Any) -> None:
    settings.OPERATORS_NEED_A_SECOND_FACTOR = False
    assert signed_in(odile).get("/operator/").status_code == 200
