"""An instance with Stripe refuses to start without what Stripe needs, and says which it is."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

WHOLE = {
    "STRIPE_SECRET_KEY": "sk_test_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1",
    "STRIPE_CONNECT_WEBHOOK_SECRET": "whsec_2",
}


def told(monkeypatch: pytest.MonkeyPatch, **changed: str) -> dict[str, object]:
    for name in (*WHOLE, "STRIPE_CURRENCIES", "STRIPE_BANK_TRANSFER_COUNTRY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**WHOLE, **changed}.items():
        monkeypatch.setenv(name, value)
    return environment.stripe()


def test_what_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, STRIPE_CURRENCIES="eur, usd", STRIPE_BANK_TRANSFER_COUNTRY="nl") == {
        **WHOLE,
        "STRIPE_CURRENCIES": ("EUR", "USD"),
        "STRIPE_BANK_TRANSFER_COUNTRY": "NL",
    }
    assert told(monkeypatch)["STRIPE_CURRENCIES"] == ("EUR",)


@pytest.mark.parametrize("missing", WHOLE)
def test_a_missing_one_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"^{missing} is not set: "):
        told(monkeypatch, **{missing: " "})


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"STRIPE_SECRET_KEY": "pk_test_1"}, "no secret key"),
        ({"STRIPE_CONNECT_WEBHOOK_SECRET": "whsec_1"}, "are the same"),
        ({"STRIPE_CURRENCIES": "EUR,HUF"}, "'HUF'"),
        ({"STRIPE_CURRENCIES": "euro"}, "'EURO'"),
    ],
)
def test_a_wrong_one_is_refused(monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], says: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=says):
        told(monkeypatch, **changed)
