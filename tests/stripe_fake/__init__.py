"""A Stripe of our own, in memory, behind the SDK's own seam (`stripe.HTTPClient`): no network, and it keeps books.

How its money behaves is `bank_rules`, which the sandbox bank follows too. Every request is held against the
parameter types of the pinned SDK (`parameters.py`): an unknown or missing parameter fails the test.
"""

from tests.stripe_fake.server import StripeFake

__all__ = ["StripeFake"]
