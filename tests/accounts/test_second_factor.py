"""What codes at sign-in are computed from is sealed: who holds the database alone can compute none."""

from __future__ import annotations

import importlib
import io
import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from foretaste.accounts import second_factor
from foretaste.accounts.actors import CLOCK
from foretaste.accounts.models import Person
from foretaste.core import calendars, vault
from foretaste.core.refusals import NotAllowed

pytestmark = pytest.mark.django_db
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
SECRET, SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "0123456789abcdef" * 5
migration = importlib.import_module("foretaste.accounts.migrations.0007_second_factors_are_sealed")


@pytest.fixture
def person() -> Person:
    return Person.objects.create_user("ines@example.org", name="Ines Moreau")


@pytest.fixture
def open_rows(person: Person) -> None:
    """As the library wrote them before anything was sealed."""
    Authenticator.objects.create(user=person, type="totp", data={"secret": SECRET})
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": SEED, "used_mask": 1})
    other = Person.objects.create_user("ada@example.org")
    Authenticator.objects.create(user=other, type="recovery_codes", data={"migrated_codes": ["11112222", "33334444"]})
    Authenticator.objects.create(user=other, type="webauthn", data={"name": "Key", "credential": {"id": "x"}})


def kept() -> str:
    """Return everything the database holds of them, as a dump would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ' ORDER BY id) FROM mfa_authenticator")
        return str(cursor.fetchone()[0])


def rows() -> list[Any]:
    return list(Authenticator.objects.order_by("pk").values_list("data", flat=True))


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def opens(kind: str) -> Authenticator:
    return Authenticator.objects.get(user__email="ines@example.org", type=kind)


def test_an_apps_secret_is_kept_sealed_and_its_codes_open(person: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([7]))
    totp.TOTP.activate(person, SECRET)
    assert SECRET not in kept()
    assert not totp.TOTP(opens("totp")).validate_code("000000" if code_of(SECRET) != "000000" else "111111")
    assert totp.TOTP(opens("totp")).validate_code(code_of(SECRET))


def test_a_recovery_codes_seed_is_kept_sealed_and_each_code_opens_once(person: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr(RecoveryCodes, "generate_seed", classmethod(lambda _: SEED))
    codes = RecoveryCodes.activate(person).get_unused_codes()
    assert SEED not in kept()
    assert RecoveryCodes(opens("recovery_codes")).validate_code(codes[3])
    assert not RecoveryCodes(opens("recovery_codes")).validate_code(codes[3])
    assert RecoveryCodes(opens("recovery_codes")).get_unused_codes() == codes[:3] + codes[4:]


def test_what_lay_open_before_is_sealed_by_the_migration(open_rows: None) -> None:
    before, codes = rows(), RecoveryCodes(opens("recovery_codes")).get_unused_codes()
    migration.seal_all(apps, None)
    told = kept()
    assert [one for one in (SECRET, SEED, "11112222", "33334444") if one in told] == []
    assert second_factor.unseal(opens("totp").data["secret"]) == SECRET
    assert RecoveryCodes(opens("recovery_codes")).get_unused_codes() == codes
    assert rows()[3] == before[3], "a passkey has nothing secret"
    migration.seal_all(apps, None)
    assert kept() == told, "again it changes nothing"
    migration.open_all(apps, None)
    assert rows() == before


def test_all_of_one_kind_are_equally_long(open_rows: None) -> None:
    migration.seal_all(apps, None)
    sealed = [rows()[0]["secret"], rows()[1]["seed"], *rows()[2]["migrated_codes"]]
    assert len({len(one) for one in sealed}) == 1


def test_after_resealing_the_old_key_can_go(open_rows: None, settings: Any) -> None:
    settings.SEALING_KEYS = [OLD]
    migration.seal_all(apps, None)
    Authenticator.objects.filter(type="totp").update(data={"secret": SECRET})  # by a process of an older version
    settings.SEALING_KEYS = [NEW, OLD]
    out = io.StringIO()
    call_command("reseal", stdout=out)
    assert "second factors: 4 of 4\n" in out.getvalue()
    settings.SEALING_KEYS = [NEW]
    assert json.dumps(rows()).count(SECRET) == 0
    assert second_factor.unseal(opens("totp").data["secret"]) == SECRET
    assert second_factor.unseal(opens("recovery_codes").data["seed"]) == SEED
    assert opens("recovery_codes").data["used_mask"] == 1
    before = kept()
    call_command("reseal", stdout=out)
    assert kept() == before


def test_a_lost_key_stops_it_and_changes_nothing(open_rows: None, settings: Any) -> None:
    settings.SEALING_KEYS = [OLD]
    migration.seal_all(apps, None)
    before = kept()
    settings.SEALING_KEYS = [NEW]
    with pytest.raises(CommandError, match="opens with none of SEALING_KEYS"):
        call_command("reseal", stdout=io.StringIO())
    with pytest.raises(vault.WrongKey):
        totp.TOTP(opens("totp")).validate_code("000000")
    assert kept() == before


def test_only_the_clock_reseals_and_some_at_a_time(open_rows: None, odile: Any) -> None:
    before = kept()
    with pytest.raises(NotAllowed):
        second_factor.reseal_second_factors(after=0, most=9, by=odile, at=calendars.now())
    assert kept() == before
    reached, turns = 0, 0
    reseal = second_factor.reseal_second_factors
    while (following := reseal(after=reached, most=3, by=CLOCK, at=calendars.now())) is not None:
        reached, turns = following, turns + 1
    assert turns == 2
