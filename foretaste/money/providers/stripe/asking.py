"""Asking Stripe: one client, and every error sorted into what it means for us.

no answer, too many requests, a fault of Stripe's     AnswerLost: look it up before asking again
a key or right of ours that is refused                AnswerLost too: nothing was done, a person must look
our key used for something else                       SameKeyOtherPayload: a mistake of ours
"no"                                                  SaidNo, with Stripe's code: the operation has failed
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

from foretaste.money.providers.base import AnswerLost, Outcome, SameKeyOtherPayload, Word

if TYPE_CHECKING:
    import stripe

    from foretaste.money.models import ProviderOperation

log = logging.getLogger(__name__)
WAIT_SECONDS = 20
CLOCKS_APART = dt.timedelta(minutes=5)  # by which Stripe's clock and ours may differ
Plain = dict[str, Any]

# What Stripe calls it -> what we call it. Codes that say nothing about the account or card may be tried again.
NAMES = {
    "balance_insufficient": "insufficient_balance",
    "insufficient_capabilities_for_transfer": "capability_missing",
    "transfers_not_allowed": "capability_missing",
    "charge_already_refunded": "more_than_was_paid",
    "account_invalid": "account_gone",
}
RETRYABLE = frozenset(
    {"balance_insufficient", "could_not_process", "insufficient_funds", "lock_timeout", "payouts_not_allowed"}
)
transport: stripe.HTTPClient | None = None  # the SDK's own seam: what carries requests instead of the network


class SaidNo(Exception):
    """Stripe understood, and refused. Nothing was done."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def outcome(self) -> Outcome:
        return failed(self.code)


def failed(code: str, ref: str = "") -> Outcome:
    """Return the outcome of a failure that Stripe names so."""
    name = NAMES.get(code, code) or "refused"
    return Outcome(Word.FAILED, ref=ref, failure=name[:60], retryable=code in RETRYABLE)


def client() -> stripe.StripeClient:
    return _client(settings.STRIPE_SECRET_KEY, transport)


@lru_cache(maxsize=4)
def _client(key: str, carrier: stripe.HTTPClient | None) -> stripe.StripeClient:
    """No retries of the SDK's own: an operation is looked up before it is asked again."""
    import stripe  # 36 MB, for whoever asks; a process that only takes messages in never does

    return stripe.StripeClient(
        key, http_client=carrier or stripe.RequestsClient(timeout=WAIT_SECONDS), max_network_retries=0
    )


@contextmanager
def asking() -> Iterator[stripe.StripeClient]:
    """Ask within; errors leave as ours."""
    import stripe

    try:
        yield client()
    except stripe.IdempotencyError as error:
        raise SameKeyOtherPayload(error.user_message or "") from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        if error.code in NAMES:
            raise SaidNo(error.code or "") from error
        log.error("Stripe refuses our key: %s", error.code or type(error).__name__)
        raise AnswerLost("Stripe refuses our key.") from error
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        raise SaidNo(error.code or "refused") from error
    except stripe.StripeError as error:  # no connection, no answer, too many requests, a fault of theirs
        raise AnswerLost(type(error).__name__) from error


def plain(thing: stripe.StripeObject) -> Plain:
    """Return what Stripe said as plain data."""
    said: Plain = thing.to_dict()
    return said


def each(listed: Any) -> Iterator[Plain]:
    """Walk through all pages of a list."""
    for thing in listed.auto_paging_iter():
        yield plain(thing)


def ours(things: Iterable[Plain], operation: ProviderOperation) -> Plain | None:
    """Return the thing that was made for this operation; the first, should there ever be two."""
    key = str(operation.pk)
    return next((thing for thing in things if (thing.get("metadata") or {}).get("operation") == key), None)


def since(operation: ProviderOperation) -> int:
    """Return the earliest second at which Stripe can have heard of an operation."""
    return int(((operation.asked_at or operation.created_at) - CLOCKS_APART).timestamp())


def moment(stamp: int | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(stamp, dt.UTC) if stamp else None
