"""One counter per provider: what payers, banks and time do there. The contract is held through these.

A provider joins by a class here and its name in `COUNTERS`. What it can't do it leaves out of its capabilities, and
what can't happen at it (`lose` returning False) is skipped, by name.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.core.identifiers import new_public_id
from foretaste.money import banking, payment_files
from foretaste.money.models import BankMessage, ProviderAccount, ProviderOperation, StatementEntry
from foretaste.money.providers import bank_rules, provider, sandbox
from foretaste.money.providers.base import Capability, Outcome, Payee
from tests.money.bank_statements import Booked, next_statement
from tests.stripe_fake import StripeFake
from tests.stripe_fake.instance import sign

GOOD, CLOSED, REFUSED = "10000009", "10000001", "10000007"
LATE_CARD, NO_REFUND_CARD = "4000000000000341", "4000000000005126"


class Counter(ABC):
    """A provider, and everything that may happen at it."""

    name: str

    def __init__(self, clock: Any) -> None:
        self.clock = clock
        self.port = provider(self.name)

    def can(self, capability: Capability) -> bool:
        return capability in self.port.capabilities()

    # --- what we ask ------------------------------------------------------------------------------

    def operation(self, kind: str, amount: int, **details: Any) -> ProviderOperation:
        return ProviderOperation.objects.create(
            provider=self.name, kind=kind, subject_id=new_public_id(), amount_minor=amount, currency="EUR",
            details=details, state="sent", created_at=self.clock.now, asked_at=self.clock.now,
        )  # fmt: skip

    def keep(self, operation: ProviderOperation, outcome: Outcome) -> Outcome:
        """Keep the provider's name for it, as booking does."""
        operation.provider_ref = outcome.ref or operation.provider_ref
        operation.save()
        return outcome

    def order(self, amount: int, method: str = "card") -> ProviderOperation:
        charge = self.operation("charge", amount, method=method, return_url="/")
        self.keep(charge, self.port.start_funding(charge))
        return charge

    def funded(self, amount: int, card: str = bank_rules.GOOD_CARD) -> ProviderOperation:
        charge = self.order(amount)
        self.pay(charge, card)
        return charge

    def transfer(self, charge: ProviderOperation, payee: Payee, amount: int) -> ProviderOperation:
        moved = self.operation("transfer", amount, charge=str(charge.pk), account=payee.account)
        self.keep(moved, self.port.transfer(moved, payee))
        return moved

    def payable(self, number: str, amount: int) -> Payee:
        """Return a payee whose money is where payouts leave from."""
        payee = self.payee(number)
        charge = self.funded(amount)
        if self.can(Capability.TRANSFER):
            self.transfer(charge, payee, amount)
        return payee

    def out(self, payee: Payee, amount: int) -> ProviderOperation:
        return self.operation("payout", amount, account=payee.account, reference="FORETASTE PAY ABCD1234")

    def pay_out(self, operation: ProviderOperation, payee: Payee) -> Outcome:
        return self.keep(operation, self.port.payout(operation, payee, operation.details["reference"]))

    def pass_time(self, **how_far: float) -> None:
        self.clock.move_on(**how_far)
        self.sweep()

    def moved(self) -> dict[str, list[int]]:
        """Return the provider's own lines, by kind."""
        kinds: dict[str, list[int]] = {}
        for line in self.port.list_money(dt.datetime(2020, 1, 1, tzinfo=dt.UTC)):
            if line.operation_id is not None:
                kinds.setdefault(line.kind, []).append(line.amount_minor)
        return kinds

    # --- what happens there -------------------------------------------------------------------------

    @abstractmethod
    def pay(self, charge: ProviderOperation, card: str) -> None: ...

    @abstractmethod
    def decline(self, charge: ProviderOperation) -> None:
        """Every card is declined, and the payer gives up."""

    @abstractmethod
    def receive(self, charge: ProviderOperation, amount: int) -> None:
        """A bank transfer arrives."""

    @abstractmethod
    def payee(self, number: str) -> Payee: ...

    @abstractmethod
    def correct(self, payee: Payee, number: str) -> Payee: ...

    @abstractmethod
    def sweep(self) -> None: ...

    @abstractmethod
    def lose(self, kind: str, when: str, payee: Payee | None = None) -> bool:
        """Let the next answer vanish, "before" or "after" the effect; return whether that can happen here."""

    @abstractmethod
    def messages(self) -> list[tuple[str, bytes, Mapping[str, str]]]:
        """Return what it has told: endpoint, body, headers signed now."""

    @abstractmethod
    def forgeries(self, endpoint: str, raw: bytes) -> dict[str, Mapping[str, str]]:
        """Return headers that must not be believed for this body."""


class SandboxCounter(Counter):
    name = "sandbox"

    def pay(self, charge: ProviderOperation, card: str = bank_rules.GOOD_CARD) -> None:
        sandbox.pay_by_card(ref=str(charge.pk), number=card, at=self.clock.now)

    def decline(self, charge: ProviderOperation) -> None:
        self.pay(charge, "4000000000000002")

    def receive(self, charge: ProviderOperation, amount: int) -> None:
        sandbox.pay_by_transfer(ref=str(charge.pk), amount_minor=amount, at=self.clock.now)
        self.pass_time(hours=2)

    def payee(self, number: str) -> Payee:
        return Payee("Ines Brandt", "DE", number, account=f"account_{new_public_id()}")

    def correct(self, payee: Payee, number: str) -> Payee:
        return Payee(payee.holder, payee.country, number, account=payee.account)

    def sweep(self) -> None:
        sandbox.sweep(self.clock.now)

    def lose(self, kind: str, when: str, payee: Payee | None = None) -> bool:
        if kind != "payout":  # a payout's is lost by the account's number
            sandbox.lose_next(kind, when)
        return True

    def messages(self) -> list[tuple[str, bytes, Mapping[str, str]]]:
        return [("", *sandbox.written(one.event_id, self.clock.now)) for one in BankMessage.objects.order_by("pk")]

    def forgeries(self, endpoint: str, raw: bytes) -> dict[str, Mapping[str, str]]:
        now = self.clock.now
        return _forgeries(
            sandbox.SIGNATURE,
            {
                "another body": sandbox.sign(raw + b" ", now),
                "too old": sandbox.sign(raw, now - dt.timedelta(seconds=301)),
                "from the future": sandbox.sign(raw, now + dt.timedelta(seconds=301)),
            },
        )


class StripeCounter(Counter):
    name = "stripe"

    def __init__(self, clock: Any, fake: StripeFake) -> None:
        super().__init__(clock)
        self.fake = fake

    def pay(self, charge: ProviderOperation, card: str = bank_rules.GOOD_CARD) -> None:
        self.fake.pay_by_card(charge.provider_ref, card)

    def decline(self, charge: ProviderOperation) -> None:
        self.fake.pay_by_card(charge.provider_ref, "4000000000000002")
        self.fake.expire(charge.provider_ref)

    def receive(self, charge: ProviderOperation, amount: int) -> None:
        self.fake.receive_transfer(charge.provider_ref, amount)

    def payee(self, number: str) -> Payee:
        person = new_public_id()
        account = self.port.open_account(  # type: ignore[attr-defined]
            person_id=person, country="DE", asked_at=self.clock.now
        ).ref
        ProviderAccount.objects.create(
            provider=self.name, person_id=person, ref=account, country="DE", created_at=self.clock.now
        )
        self.fake.fill_in(account, number)
        return Payee("", "DE", number[-4:], account=account)

    def correct(self, payee: Payee, number: str) -> Payee:
        self.fake.fill_in(payee.account, number)
        return payee

    def sweep(self) -> None:
        self.fake.sweep()

    def lose(self, kind: str, when: str, payee: Payee | None = None) -> bool:
        self.fake.lose.append(when)
        return True

    def messages(self) -> list[tuple[str, bytes, Mapping[str, str]]]:
        return [(endpoint, raw, {"Stripe-Signature": sign(raw, endpoint)}) for endpoint, raw in self.fake.events]

    def forgeries(self, endpoint: str, raw: bytes) -> dict[str, Mapping[str, str]]:
        now = self.clock.now.timestamp()
        other = "" if endpoint else "connect"
        return _forgeries(
            "Stripe-Signature",
            {
                "another body": sign(raw + b" ", endpoint),
                "too old": sign(raw, endpoint, now - 301),
                "from the future": sign(raw, endpoint, now + 301),
                "the other endpoint's secret": sign(raw, other),
            },
        )


class ManualCounter(Counter):
    """A bank whose statement is carried by hand: two people of the operator, and a statement that says what happened.

    The last digits of an account say what becomes of a payment, as at the sandbox.
    """

    name = "manual"
    NUMBERS = {GOOD: "DE14370400440000100009", CLOSED: "DE36370400440000100001", REFUSED: "DE00370400440000100007"}
    PAYERS = {bank_rules.GOOD_CARD: "DE89370400440532013000", NO_REFUND_CARD: "DE02120300000000202051"}

    def __init__(self, clock: Any, people: tuple[Actor, Actor]) -> None:
        super().__init__(clock)
        self.prepares, self.releases = people
        self.entries = 0

    def pay(self, charge: ProviderOperation, card: str = bank_rules.GOOD_CARD) -> None:
        self._booked(charge, charge.amount_minor, self.PAYERS[card])

    def decline(self, charge: ProviderOperation) -> None:
        raise NotImplementedError("a bank transfer is not declined")

    def receive(self, charge: ProviderOperation, amount: int) -> None:
        self._booked(charge, amount, self.PAYERS[bank_rules.GOOD_CARD])

    def payee(self, number: str) -> Payee:
        return Payee("Ines Brandt", "DE", self.NUMBERS[number])

    def correct(self, payee: Payee, number: str) -> Payee:
        return self.payee(number)

    def sweep(self) -> None:
        """The day's file leaves, and the next statement says what became of each payment."""
        left = payment_files.payments_waiting(self.prepares).exclude(number="")
        if left.exists():
            file = payment_files.prepare_file(
                currency="EUR", execute_on=self.clock.now.date(), by=self.prepares, at=self.clock.now
            )
            payment_files.release_file(file_id=file.public_id, by=self.releases, at=self.clock.now)
            for order in payment_files.orders_of(file):
                self._booked(order.operation, -order.amount_minor, order.number)
                if order.number == self.NUMBERS[CLOSED]:
                    self._booked(order.operation, order.amount_minor, order.number, reason="AC04")

    def _booked(self, operation: ProviderOperation, amount: int, number: str, reason: str = "") -> None:
        self.entries += 1
        entry_ref = f"BANK{self.entries}"
        raw = next_statement(Booked(amount, entry_ref, "Halden Instruments", number, "", operation.pk.hex, reason))
        banking.upload_statement(raw=raw, name="day.xml", by=self.prepares, at=self.clock.now)
        entry = StatementEntry.objects.get(bank_ref=entry_ref)
        StatementEntry.objects.filter(pk=entry.pk).update(
            operation=operation, settled_by=self.prepares.person_id, settled_at=self.clock.now
        )  # the port alone: confirming it books it too, and has its own tests

    def lose(self, kind: str, when: str, payee: Payee | None = None) -> bool:
        return False  # nobody is asked over a wire

    def messages(self) -> list[tuple[str, bytes, Mapping[str, str]]]:
        return []

    def forgeries(self, endpoint: str, raw: bytes) -> dict[str, Mapping[str, str]]:
        return {}


def _forgeries(header: str, more: dict[str, str]) -> dict[str, Mapping[str, str]]:
    plain = {"nothing": "", "no number": "t=now,v1=" + "0" * 64, "not ascii": "t=\u0661,v1=\u00e9", "no v1": "t=1"}
    return {"no header": {}} | {name: {header: value} for name, value in (plain | more).items()}


COUNTERS = ("sandbox", "stripe", "manual")


def counter(name: str, clock: Any, request: pytest.FixtureRequest) -> Counter:
    """Return the counter of this provider, on an instance that uses it."""
    settings = request.getfixturevalue("settings")
    if name == "stripe":
        return StripeCounter(clock, request.getfixturevalue("stripe_fake"))
    if name == "manual":
        request.getfixturevalue("manual_bank")
        return ManualCounter(clock, request.getfixturevalue("two_people"))
    settings.PAYMENT_PROVIDER = "sandbox"
    settings.SANDBOX_KEEPS_ACCOUNTS = True
    return SandboxCounter(clock)
