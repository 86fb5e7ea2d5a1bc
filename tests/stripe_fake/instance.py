"""An instance whose provider is Stripe, with the fake behind the SDK: fixtures, and the way its messages come in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import stripe
from django.test import Client

from foretaste.core import calendars
from foretaste.money.providers.stripe import asking
from tests.stripe_fake.server import StripeFake

SECRETS = {"": "whsec_of_our_own_account", "connect": "whsec_of_interns_accounts"}
TOP_UP = 100_000  # the operator's own reserve at Stripe: it bears the fees until its own come in


def sign(raw: bytes, endpoint: str = "", at: float | None = None) -> str:
    """Return the header Stripe would send, made by the SDK itself."""
    stamp = int(at if at is not None else calendars.now().timestamp())
    header: str = stripe.WebhookSignature.generate_signature_header(raw.decode(), SECRETS[endpoint], stamp)
    return header


def post(endpoint: str, raw: bytes, header: str | None = None) -> int:
    """Post one message to our door; return the status."""
    path = f"/webhooks/stripe/{endpoint}/" if endpoint else "/webhooks/stripe/"
    headers = {"Stripe-Signature": sign(raw, endpoint) if header is None else header}
    return Client().post(path, raw, content_type="application/json", headers=headers).status_code


def deliver(fake: StripeFake, shuffled: random.Random | None = None) -> int:
    """Bring everything that Stripe has to tell to our door, in order or in none; return how much it was."""
    waiting, fake.events = fake.events, []
    if shuffled:
        waiting = [*waiting, *shuffled.sample(waiting, len(waiting) // 2)]
        shuffled.shuffle(waiting)
    for endpoint, raw in waiting:
        assert post(endpoint, raw) == 200
    return len(waiting)


def running(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeFake]:
    """Stripe moves this instance's money."""
    settings.PAYMENT_PROVIDER = "stripe"
    settings.STRIPE_SECRET_KEY = "sk_test_foretaste"
    settings.STRIPE_WEBHOOK_SECRET = SECRETS[""]
    settings.STRIPE_CONNECT_WEBHOOK_SECRET = SECRETS["connect"]
    settings.STRIPE_CURRENCIES = ("EUR",)
    fake = StripeFake(top_up=TOP_UP)
    monkeypatch.setattr(asking, "transport", fake)
    yield fake
    asking._client.cache_clear()
