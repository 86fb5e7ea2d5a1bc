"""How money behaves at a bank: the rules that the sandbox and the tests' own Stripe share. Pure.

What a card or an account number does, how long things take, what a charge can still give, what becomes of a
payout. Who keeps the books and what they look like is each one's own business.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

PAYOUT_TAKES = dt.timedelta(minutes=30)
REFUND_TAKES = dt.timedelta(minutes=30)
TRANSFER_TAKES = dt.timedelta(hours=2)
LATE = dt.timedelta(days=5)
CARD_LATE = dt.timedelta(days=2)
BOUNCES_AFTER = dt.timedelta(days=2)  # so long after it had arrived
DISPUTE_FEE = 1500

GOOD_CARD = "4242424242424242"
DECLINED = {"4000000000000002": "card_declined", "4000000000009995": "insufficient_funds"}
CARDS = {
    "4000000000000341": "late",
    "4000000000000119": "twice",
    "4000000000000259": "never",
    "4000000000005126": "no_refund",
    "4000000000007726": "refund_bounces",
}
ACCOUNTS = {
    "0001": "closed",
    "0002": "late",
    "0003": "twice",
    "0004": "never",
    "0005": "lost_before",
    "0006": "lost_after",
    "0007": "refused",
    "0008": "bounces",
}
TOLD = {"never": 0, "twice": 2}
SHORT = "insufficient_balance"  # says nothing of the account: later there may be enough


@dataclass(frozen=True)
class Plan:
    """What will become of something asked for: its first state, its failure, when it ends."""

    state: str  # on_its_way | refused | failed
    failure: str
    ends_at: dt.datetime
    lost_before: bool = False  # the answer is lost, and nothing was done
    lost_after: bool = False  # the answer is lost, and it was done


# --- money in ---------------------------------------------------------------------------------------


def is_a_card(digits: str) -> bool:
    """Check a card number by its length and its check digit."""
    return 12 <= len(digits) <= 19 and _luhn(digits)


def card_is_available_at(behaviour: str, at: dt.datetime) -> dt.datetime:
    return at + (CARD_LATE if behaviour == "late" else dt.timedelta())


def transfer_arrives_at(behaviour: str, at: dt.datetime) -> dt.datetime:
    return at + (LATE if behaviour == "late" else TRANSFER_TAKES)


# --- money out --------------------------------------------------------------------------------------


def refund_plan(
    amount: int, *, paid: int, refunded: int, card_is_closed: bool, at: dt.datetime, is_disputed: bool = False
) -> Plan:
    """A charge gives back what was paid and not given back yet, to the card or account that paid."""
    failure = "more_than_was_paid" if refunded + amount > paid else "card_closed" if card_is_closed else ""
    failure = "charge_disputed" if is_disputed else failure
    return Plan("failed" if failure else "on_its_way", failure, at + REFUND_TAKES)


def transfer_verdict(amount: int, *, paid: int, moved: int, refunded: int) -> str:
    """Say why so much of a charge can't move to a person's own account; "" where it can."""
    return SHORT if amount > paid - moved - refunded else ""


def reversal_verdict(amount: int, *, moved: int, there: int) -> str:
    """Say why so much of a transfer can't be taken back; "" where it can."""
    if amount > moved:
        return "more_than_was_moved"
    return SHORT if amount > there else ""


def payout_plan(behaviour: str, at: dt.datetime) -> Plan:
    ends_at = at + (LATE if behaviour == "late" else PAYOUT_TAKES)
    if behaviour == "refused":
        return Plan("refused", "account_refused", ends_at)
    return Plan("on_its_way", "", ends_at, behaviour == "lost_before", behaviour == "lost_after")


def payout_ends(behaviour: str) -> tuple[str, str]:
    """Return how a payout on its way ends, and why: arrived, or returned."""
    return ("returned", "account_closed") if behaviour == "closed" else ("arrived", "")


# --- numbers ----------------------------------------------------------------------------------------


def digits_of(number: str) -> str:
    return "".join(c for c in number if c.isdigit())


def normalized(number: str) -> str:
    """Return an account number without its spaces, in capitals."""
    return "".join(number.split()).upper()


def behaviour_of_account(number: str) -> str:
    return ACCOUNTS.get(normalized(number)[-4:], "")


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
