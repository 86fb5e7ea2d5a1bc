"""Our check of Stripe's signatures, held to what its SDK makes and accepts."""

from __future__ import annotations

import stripe
from hypothesis import given, settings
from hypothesis import strategies as st

from foretaste.money.providers.stripe.signing import signed_at

SECRET = "whsec_a"
STAMPS = st.integers(0, 10**10)
BODIES = st.text(max_size=200)


def sdk_accepts(raw: bytes, header: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(raw, header, secret))
    except (stripe.SignatureVerificationError, ValueError):
        return False


@settings(deadline=None)
@given(body=BODIES, stamp=STAMPS)
def test_what_the_sdk_signs_is_right_and_nothing_near_it(body: str, stamp: int) -> None:
    raw = body.encode()
    header = stripe.WebhookSignature.generate_signature_header(body, SECRET, stamp)
    assert signed_at(raw, header, SECRET) == stamp
    assert signed_at(raw + b" ", header, SECRET) is None
    assert signed_at(raw, header, SECRET + "b") is None
    assert signed_at(raw, header, "") is None
    assert signed_at(raw, header.replace(f"t={stamp}", f"t={stamp + 1}"), SECRET) is None
    assert signed_at(raw, header.replace("v1=", "v0="), SECRET) is None
    assert signed_at(raw, f"{header},v1={'0' * 64}", SECRET) == stamp  # while a secret is changed there are two
    assert signed_at(raw, header.replace("v1=", f"v1={'0' * 64},v1="), SECRET) == stamp


@settings(deadline=None)
@given(
    body=BODIES,
    header=st.one_of(
        st.text(max_size=80),
        st.lists(st.tuples(st.sampled_from(["t", "v1", "v0", ""]), st.text(max_size=70)), max_size=4).map(
            lambda pairs: ",".join(f"{name}={value}" for name, value in pairs)
        ),
    ),
    secret=st.sampled_from([SECRET, "x"]),
)
def test_what_the_sdk_refuses_is_refused_without_trouble(body: str, header: str, secret: str) -> None:
    if not sdk_accepts(body.encode(), header, secret):
        assert signed_at(body.encode(), header, secret) is None
