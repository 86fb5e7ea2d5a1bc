"""The port every provider fits: the sandbox bank, Stripe, and whoever comes next.

Three kinds of words cross it. An *outcome* is the state of one thing we asked for, whole. An *observation* is
something that happened at the provider, fetched afresh after a message said that something had. A *line* is a
line of the provider's own account. None of them depends on the order in which messages come.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from foretaste.money.models import ProviderOperation


class AnswerLost(Exception):
    """The provider was asked and no answer came: nobody knows whether it was done. Look it up before asking again."""


class SameKeyOtherPayload(Exception):
    """A key was used again for something else: a mistake of ours. Nothing was done, and nothing is tried again."""


class AccountNotPossible(Exception):
    """The provider makes no account for this person, in this country. Nothing was made."""


class Capability(StrEnum):
    CHARGE_CARD = "charge_card"
    CHARGE_BANK_TRANSFER = "charge_bank_transfer"
    TRANSFER = "transfer"  # people have accounts of their own at the provider: earned pay moves there at once
    HOSTED_ACCOUNTS = "hosted_accounts"  # the provider's own pages ask people where they want to be paid
    PAYOUT = "payout"
    REFUND = "refund"


class Word(StrEnum):
    """What the provider says of an operation."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class Payment:
    """Money that arrived for a charge. `ref` is the provider's own and never changes."""

    ref: str
    amount_minor: int
    available: bool
    cost_minor: int = 0  # in the currency that the provider holds it in
    payer_fingerprint: str = ""
    settled_minor: int = 0  # where it was converted on its way in: what it became, at the rate that really was
    settled_currency: str = ""
    settled_is_available: bool = False


@dataclass(frozen=True)
class Outcome:
    """The state of an operation at the provider, whole: acting on it twice is harmless.

    `retryable` of a failure: it says nothing about the account or card, and a new attempt may succeed later.
    """

    word: Word
    ref: str = ""
    failure: str = ""
    retryable: bool = False
    payments: tuple[Payment, ...] = ()
    expected_at: dt.datetime | None = None
    pay_url: str = ""  # where the payer pays, where only the answer says it
    settled_minor: int = 0  # of a refund: what it took of our balance, where that is in another currency
    settled_currency: str = ""
    arrived_minor: int = 0  # of a payout, a memo: what was made of it in the account's own currency
    arrived_currency: str = ""


@dataclass(frozen=True)
class Payee:
    """Whom a payout goes to. Only the provider sees it. `account` is the person's own at the provider."""

    holder: str
    country: str
    number: str
    routing: str = ""
    account: str = ""


@dataclass(frozen=True)
class Message:
    """A message of the provider whose signature was right. Its sums and its order are never trusted."""

    event_id: str
    type: str
    operation_id: uuid.UUID | None = None
    object_ref: str = ""
    account: str = ""


# --- observations: what may happen at a provider without our asking --------------------------------


@dataclass(frozen=True)
class OperationChanged:
    """Something about an operation of ours: `find` says what."""

    operation_id: uuid.UUID


@dataclass(frozen=True)
class AccountState:
    """A person's account at the provider, as it is now."""

    ref: str
    person_id: str
    country: str = ""
    currency: str = ""
    can_receive: bool = False  # earned pay can be moved there
    can_pay_out: bool = False  # and from there to the bank
    instant: bool = False
    missing: tuple[str, ...] = ()  # what the provider still asks of the person, in its own words
    bank_ref: str = ""
    bank_ending: str = ""
    bank_country: str = ""
    bank_fingerprint: str = ""


@dataclass(frozen=True)
class CapabilityMissing:
    """A person's account can't take or pay out money: the provider asks for something. The pay stays earned."""

    account: str
    person_id: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class TransferBlocked:
    """Earned pay could not be moved to the person's account. It stays earned, and is tried again."""

    operation_id: uuid.UUID
    failure: str


@dataclass(frozen=True)
class PayoutFailed:
    """A payout came back; `had_arrived`: after the provider had called it paid, days ago."""

    operation_id: uuid.UUID
    ref: str
    amount_minor: int
    currency: str
    failure: str
    had_arrived: bool = False


@dataclass(frozen=True)
class RefundFailed:
    """A refund could not be delivered; `had_arrived`: after the provider had called it done."""

    operation_id: uuid.UUID
    ref: str
    amount_minor: int
    currency: str
    failure: str
    had_arrived: bool = False
    settled_minor: int = 0  # what came back to our balance, where that is in another currency
    settled_currency: str = ""


@dataclass(frozen=True)
class FundingShort:
    """A bank transfer brought less than was asked for: so much is missing."""

    operation_id: uuid.UUID
    missing_minor: int
    currency: str


@dataclass(frozen=True)
class SettledInAnotherCurrency:
    """A payment was converted on its way in: the provider doesn't settle in its currency. It funds nothing."""

    operation_id: uuid.UUID
    ref: str
    amount_minor: int
    currency: str
    settled_minor: int
    settled_currency: str


@dataclass(frozen=True)
class ChargeDisputed:
    """A chargeback is open. `withdrawn_minor` and `fee_minor` have left our money at the provider so far."""

    ref: str  # the dispute's own: say it again, it is the same dispute
    operation_id: uuid.UUID | None  # the charge; None for a payment that we never asked for
    amount_minor: int
    currency: str
    withdrawn_minor: int = 0
    fee_minor: int = 0
    reason: str = ""
    answer_by: dt.datetime | None = None
    settled_minor: int = 0  # where the payment was converted: what has left there, in the currency of the fee
    settled_currency: str = ""


class DisputeResult(StrEnum):
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True)
class DisputeClosed:
    """A chargeback is over. `withdrawn_minor` is what is gone in the end (0 when won), `fee_minor` what it cost."""

    ref: str
    operation_id: uuid.UUID | None
    result: DisputeResult
    amount_minor: int
    currency: str
    withdrawn_minor: int = 0
    fee_minor: int = 0
    settled_minor: int = 0
    settled_currency: str = ""


Observation: TypeAlias = (
    OperationChanged
    | AccountState
    | CapabilityMissing
    | TransferBlocked
    | PayoutFailed
    | RefundFailed
    | FundingShort
    | SettledInAnotherCurrency
    | ChargeDisputed
    | DisputeClosed
)


# --- the provider's own account ----------------------------------------------------------------------


@dataclass(frozen=True)
class MoneyLine:
    """One line of the provider's own account: positive in, negative out. Without an operation: not asked by us."""

    at: dt.datetime
    operation_id: uuid.UUID | None
    kind: str  # charge, refund, transfer, reversal, payout, dispute, fee, other
    amount_minor: int
    currency: str
    ref: str = ""
    fee_minor: int = 0
    about: str = ""  # the provider's name for what it is of: a dispute, a payout
    explained: str = ""  # what a person has said of it already
    replaces: str = ""  # the ref of a line that was told apart into this one and others


@dataclass(frozen=True)
class Balance:
    """What the provider holds in one currency, as it says itself."""

    currency: str
    available_minor: int
    pending_minor: int = 0
    connected_minor: int = 0  # in people's own accounts there


class Provider(Protocol):
    """`operation.pk` is the idempotency key of every call: the same key again does nothing again.

    The same key for another payload raises `SameKeyOtherPayload`. No answer raises `AnswerLost`.
    """

    name: str
    endpoints: frozenset[str]  # of its webhooks: "" is /webhooks/<name>/, "x" is /webhooks/<name>/x/

    def capabilities(self) -> frozenset[Capability]: ...

    def currencies(self) -> frozenset[str] | None:
        """Return the currencies it settles in without converting; None for every one."""
        ...

    def pay_url(self, operation: ProviderOperation) -> str:
        """Return where the payer pays, or "" where only the provider's answer says it."""
        ...

    def start_funding(self, operation: ProviderOperation) -> Outcome: ...

    def transfer(self, operation: ProviderOperation, payee: Payee) -> Outcome:
        """Move earned pay to the person's own account there; `details["charge"]` is the operation that paid for it."""
        ...

    def reverse(self, operation: ProviderOperation, transfer: ProviderOperation) -> Outcome:
        """Take a transfer back that was a mistake. Never on a path of its own: an operator with a second signature."""
        ...

    def payout(self, operation: ProviderOperation, payee: Payee, reference: str) -> Outcome: ...

    def refund(self, operation: ProviderOperation, charge: str) -> Outcome: ...

    def find(self, operation: ProviderOperation) -> Outcome | None:
        """Return what became of an operation; None where the provider has never heard of it."""
        ...

    def list_money(self, since: dt.datetime) -> list[MoneyLine]: ...

    def balances(self) -> tuple[Balance, ...]: ...

    def parse_event(self, raw: bytes, headers: Mapping[str, str], at: dt.datetime, endpoint: str = "") -> Message:
        """Check the signature and read the message; `TheWebhookIsForged` where it is not right."""
        ...

    def look_at_dispute(self, ref: str) -> ChargeDisputed | DisputeClosed | None:
        """Return what became of a dispute: its messages can be lost, and a lost one moves no money when it closes."""
        ...

    def observe(self, raw: bytes) -> tuple[Observation, ...]:
        """Fetch what a stored message is about, as it is now. Empty for what means nothing to us."""
        ...


class HostingProvider(Provider, Protocol):
    """A provider with Capability.HOSTED_ACCOUNTS: it keeps people's own accounts, and its pages ask what they need."""

    def open_account(self, *, person_id: str, country: str, asked_at: dt.datetime) -> AccountState:
        """Return the person's account, made where it is missing. The person's id is the key."""
        ...

    def onboarding_url(self, account: str, *, return_url: str, refresh_url: str) -> str:
        """Return the provider's page that asks the person for what is missing; it opens once, and soon."""
        ...

    def look_at_account(self, account: str) -> AccountState: ...
