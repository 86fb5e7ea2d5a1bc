"""Where one payout is, of all that can be: every sentence about it begins here, so that no two can differ."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.conf import settings

from foretaste.core import reading
from foretaste.money.models import Payout, PayoutAccount, ProviderAccount


class Place(StrEnum):
    """In the order in which they ask something of somebody: what waits for the intern comes first."""

    KEPT = "kept"  # it could not be sent for long
    NO_ACCOUNT = "no_account"
    RETURNED = "returned"  # and the account is not corrected yet
    ASKED = "asked"  # the provider asks the intern something first
    DELAYED = "delayed"  # it leaves by itself, later
    LEAVING = "leaving"
    LATE = "late"  # on its way, and the day on which it was due there is over
    SENT = "sent"
    ARRIVED = "arrived"


def place_of(payout: Payout, account: PayoutAccount | None, *, asks: bool, at: dt.datetime) -> Place:
    """Return where a payout is. `account` is its person's current one; `asks`: the provider wants an answer first.

    What is kept is not always what is so: an account was given or refused a moment ago, and a job will see it.
    """
    if payout.state == Payout.State.ARRIVED:
        return Place.ARRIVED
    if payout.state == Payout.State.SENT:
        expected = payout.expected_at
        return Place.LATE if expected is not None and expected.date() < at.date() else Place.SENT
    usable = account is not None and account.is_usable
    if asks and (usable or payout.state in (Payout.State.WAITING, Payout.State.NEEDS_ACCOUNT)):
        return Place.ASKED
    if not usable:
        if payout.state == Payout.State.UNCLAIMED:
            return Place.KEPT
        return Place.RETURNED if payout.state == Payout.State.RETURNED else Place.NO_ACCOUNT
    return Place.DELAYED if payout.not_before > at else Place.LEAVING


def payout_account_of(person_id: str) -> PayoutAccount | None:
    """Return the current account; it may have been refused (`refused_at`)."""
    return reading.row(PayoutAccount, "WHERE person_id = %s AND replaced_at IS NULL ORDER BY id", [person_id])


def provider_asks(person_id: str) -> bool:
    """Say whether a person's own account at the provider can't take or pay out money before they answer something."""
    account = ProviderAccount.objects.filter(provider=settings.PAYMENT_PROVIDER, person_id=person_id).first()
    return account is not None and not (account.can_receive and account.can_pay_out)
