"""`foretaste provider check`: it walks the whole way, refuses live keys, and says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import stripe

from foretaste.money.models import ProviderAccount, ProviderOperation
from foretaste.money.providers.stripe import asking, checking
from tests.stripe_fake import StripeFake

pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    return tmp_path / "there" / "check.json"


def walk(fake: StripeFake, transcript: Path, *, person_acts: bool = True) -> tuple[int, str]:
    """Check, with a person who pays and fills in as the lines say."""
    said: list[str] = []

    def pause() -> bool:
        for ref, session in fake.sessions.items():
            if person_acts and session["status"] == "open":
                fake.pay_by_card(ref)
                return True
        for ref, account in fake.accounts.items():
            if person_acts and not account["payouts_enabled"]:
                fake.fill_in(ref)
                return True
        return False

    return checking.check(transcript=transcript, say=said.append, pause=pause), "\n".join(said)


def test_it_walks_from_the_payment_to_the_bank_and_back(stripe_fake: StripeFake, clock: Any, transcript: Path) -> None:
    code, said = walk(stripe_fake, transcript)
    assert (code, said.count("\nok  ")) == (0, 6), said
    assert said.endswith("All of it went as it should.")
    assert [one["amount"] for one in stripe_fake.transfers.values()] == [1000]
    assert [one["amount"] for one in stripe_fake.payouts.values()] == [1000]
    assert [one["amount"] for one in stripe_fake.refunds.values()] == [1400]
    assert (ProviderOperation.objects.count(), ProviderAccount.objects.count()) == (0, 0)
    assert asking.transport is stripe_fake


def test_what_it_writes_down_holds_no_key(stripe_fake: StripeFake, clock: Any, transcript: Path) -> None:
    walk(stripe_fake, transcript)
    written = transcript.read_text()
    entries = json.loads(written)
    assert {(one["method"], one["path"]) for one in entries} >= {
        ("post", "/v1/checkout/sessions"), ("post", "/v1/transfers"), ("post", "/v1/payouts"), ("post", "/v1/refunds"),
    }  # fmt: skip
    assert all(one["status"] == 200 for one in entries)
    assert "sk_test_" not in written
    assert "connect.stripe.com" not in written


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1", "whatever"])
def test_it_takes_no_key_but_a_test_key(stripe_fake: StripeFake, settings: Any, transcript: Path, key: str) -> None:
    settings.STRIPE_SECRET_KEY = key
    code, said = walk(stripe_fake, transcript)
    assert (code, "Nothing was asked." in said, stripe_fake.requests) == (1, True, [])
    assert not transcript.exists()


def test_without_a_network_it_says_so(stripe_fake: StripeFake, clock: Any, transcript: Path, monkeypatch: Any) -> None:
    def unreachable(*_: Any, **__: Any) -> None:
        raise stripe.APIConnectionError("Name or service not known")

    monkeypatch.setattr(stripe_fake, "request", unreachable)
    code, said = walk(stripe_fake, transcript)
    assert (code, "Stripe can't be reached from here." in said) == (1, True)


def test_automatic_payouts_of_the_platform_are_found(stripe_fake: StripeFake, clock: Any, transcript: Path) -> None:
    stripe_fake.schedule = "daily"
    code, said = walk(stripe_fake, transcript)
    assert (code, "Your own payouts are daily" in said, stripe_fake.sessions) == (1, True, {})


def test_a_person_who_does_nothing_is_waited_for_and_no_longer(
    stripe_fake: StripeFake, clock: Any, transcript: Path
) -> None:
    code, said = walk(stripe_fake, transcript, person_acts=False)
    assert (code, "Nothing came of the payment in time" in said) == (1, True)
    assert stripe_fake.transfers == {}
