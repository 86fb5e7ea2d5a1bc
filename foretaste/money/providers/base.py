"""The port every provider fits: the sandbox bank today, real ones beside it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from foretaste.money.models import ProviderOperation


class AnswerLost(Exception):
    """The provider was asked and no answer came: nobody knows whether it was done."""


class Capability(StrEnum):
    CHARGE_CARD = "charge_card"
    CHARGE_BANK_TRANSFER = "charge_bank_transfer"
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
    cost_minor: int = 0
    payer_fingerprint: str = ""


@dataclass(frozen=True)
class Outcome:
    """The state of an operation at the provider, whole: acting on it twice is harmless."""

    word: Word
    ref: str = ""
    failure: str = ""
    payments: tuple[Payment, ...] = ()
    expected_at: dt.datetime | None = None


@dataclass(frozen=True)
class Payee:
    """Whom a payout goes to. Only the provider sees it."""

    holder: str
    country: str
    number: str
    routing: str = ""


@dataclass(frozen=True)
class Message:
    """A message of the provider whose signature was right."""

    event_id: str
    type: str
    operation_id: uuid.UUID | None


@dataclass(frozen=True)
class MoneyLine:
    """One line of the provider's own account: positive in, negative out."""

    at: dt.datetime
    operation_id: uuid.UUID
    kind: str
    amount_minor: int
    currency: str


class Provider(Protocol):
    """`operation.pk` is the idempotency key of every call: the same key again does nothing again."""

    name: str

    def capabilities(self) -> frozenset[Capability]: ...

    def pay_url(self, operation: ProviderOperation) -> str:
        """Return where the payer pays, or "" where only the provider's answer says it."""
        ...

    def start_funding(self, operation: ProviderOperation) -> Outcome: ...

    def payout(self, operation: ProviderOperation, payee: Payee, reference: str) -> Outcome: ...

    def refund(self, operation: ProviderOperation, charge: str) -> Outcome: ...

    def find(self, operation_id: uuid.UUID) -> Outcome | None:
        """Return what became of an operation; None where the provider has never heard of it."""
        ...

    def list_money(self, since: dt.datetime) -> list[MoneyLine]: ...

    def parse_event(self, raw: bytes, headers: Mapping[str, str], at: dt.datetime) -> Message:
        """Check the signature and read the message; `TheWebhookIsForged` where it is not right."""
        ...
