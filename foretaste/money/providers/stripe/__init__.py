"""Stripe behind our port: separate charges and transfers, an account of their own for every intern.

    asking.py     the client, and what becomes of its errors
    charges.py    a company pays, on Stripe's page; refunds
    leaving.py    transfers to interns' accounts, payouts to their banks
    accounts.py   interns' accounts: made, filled in on Stripe's pages, looked at
    hearing.py    webhooks: signature, and the present state of what they are about
    counting.py   balances, and every line of our money there

Nothing imports this package but `providers.provider("stripe")`, and the SDK is loaded by the first who asks Stripe: an
instance without it never loads the SDK, and a web process of one with it only where a person goes to its pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings

from foretaste.money.providers.base import (
    AccountState,
    Balance,
    Capability,
    ChargeDisputed,
    DisputeClosed,
    Message,
    MoneyLine,
    Observation,
    Outcome,
    Payee,
)
from foretaste.money.providers.stripe import accounts, charges, counting, hearing, leaving

if TYPE_CHECKING:
    from foretaste.money.models import ProviderOperation


class StripeProvider:
    """The port, file by file."""

    name = "stripe"
    endpoints = frozenset({"", "connect"})

    def capabilities(self) -> frozenset[Capability]:
        return frozenset(Capability)

    def currencies(self) -> frozenset[str]:
        return frozenset(settings.STRIPE_CURRENCIES)

    def pay_url(self, operation: ProviderOperation) -> str:
        return ""  # Stripe's answer says it

    def start_funding(self, operation: ProviderOperation) -> Outcome:
        return charges.start(operation)

    def refund(self, operation: ProviderOperation, charge: str) -> Outcome:
        return charges.refund(operation, charge)

    def transfer(self, operation: ProviderOperation, payee: Payee) -> Outcome:
        return leaving.transfer(operation, payee.account)

    def reverse(self, operation: ProviderOperation, transfer: ProviderOperation) -> Outcome:
        return leaving.reverse(operation, transfer)

    def payout(self, operation: ProviderOperation, payee: Payee, reference: str) -> Outcome:
        return leaving.payout(operation, payee.account, reference)

    def find(self, operation: ProviderOperation) -> Outcome | None:
        match operation.kind:
            case "charge":
                return charges.find(operation)
            case "refund":
                return charges.find_refund(operation)
            case "transfer":
                return leaving.find_transfer(operation)
            case "reversal":
                return leaving.find_reversal(operation)
            case _:
                return leaving.find_payout(operation)

    def list_money(self, since: dt.datetime) -> list[MoneyLine]:
        return counting.list_money(since)

    def balances(self) -> tuple[Balance, ...]:
        return counting.balances()

    def parse_event(self, raw: bytes, headers: Mapping[str, str], at: dt.datetime, endpoint: str = "") -> Message:
        return hearing.parse(raw, headers, at, endpoint)

    def look_at_dispute(self, ref: str) -> ChargeDisputed | DisputeClosed | None:
        return hearing.look_at_dispute(ref)

    def observe(self, raw: bytes) -> tuple[Observation, ...]:
        return hearing.observe(raw)

    def open_account(self, *, person_id: str, country: str, asked_at: dt.datetime) -> AccountState:
        return accounts.open_account(person_id, country, asked_at)

    def onboarding_url(self, account: str, *, return_url: str, refresh_url: str) -> str:
        return accounts.onboarding_url(account, return_url, refresh_url)

    def look_at_account(self, account: str) -> AccountState:
        return accounts.look_at(account)
