"""A web process loads what most requests need; what few ask for comes with the first who do."""

import subprocess
import sys

import pytest

BEGIN = (
    "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test'\n"
    "import config.wsgi\n"
    "from django.urls import get_resolver, reverse; get_resolver().url_patterns; reverse('pages:home')\n"
)


def loaded(after: str = "") -> set[str]:
    code = f"{BEGIN}{after}\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


@pytest.fixture(scope="module")
def at_first() -> set[str]:
    return loaded()


FOR_FEW = [
    *("ninja", "pydantic", "icalendar", "extruct", "lxml", "typst", "stripe", "feedparser", "nh3", "numpy"),
    *("httpcore", "idna", "qrcode", "PIL", "holidays", "dkim", "dns"),
]


@pytest.mark.parametrize("library", FOR_FEW)
def test_a_fresh_process_does_not_carry(library: str, at_first: set[str]) -> None:
    assert library not in at_first


def test_the_api_comes_with_the_first_request_to_it() -> None:
    request = "from django.test import Client; assert Client().get('/api/v1/openapi.json').status_code == 200"
    assert "ninja" in loaded(request)


def test_a_message_of_stripes_is_taken_in_without_its_sdk() -> None:
    """The door is asked with a signature that is right; 400 says that it was read, and that it is no event."""
    ask = """
import hashlib, hmac
from django.conf import settings
from django.test import Client
from django.test.utils import setup_test_environment
settings.PAYMENT_PROVIDER, settings.STRIPE_WEBHOOK_SECRET = "stripe", "whsec_1"
raw, seen = b"{}", []
from foretaste.money.providers.stripe import signing
real = signing.signed_at
signing.signed_at = lambda *told: seen.append(real(*told)) or seen[-1]
mac = hmac.new(b"whsec_1", b"1700000000." + raw, hashlib.sha256).hexdigest()
headers = {"Stripe-Signature": f"t=1700000000,v1={mac}"}
answer = Client().post("/webhooks/stripe/", raw, content_type="application/json", headers=headers)
assert (answer.status_code, seen) == (400, [1700000000]), (answer.status_code, seen)
"""
    carried = loaded(ask)
    assert "foretaste.money.providers.stripe.hearing" in carried
    assert "stripe" not in carried
    assert "requests" not in carried
