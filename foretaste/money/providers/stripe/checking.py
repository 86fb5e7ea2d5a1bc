"""`foretaste provider check`: a small transaction at Stripe with a test key, from the payment to the bank and back.

It drives our own adapter, on Stripe's real pages and answers; a person pays and fills in with Stripe's test data.
Nothing stays in the database. What was asked and answered is written down, without keys, as a transcript.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe
from django.conf import settings
from django.db import transaction

from foretaste.core import calendars
from foretaste.core.identifiers import new_public_id
from foretaste.money.models import ProviderAccount, ProviderOperation
from foretaste.money.providers.base import AccountNotPossible, AnswerLost, Outcome, Payee, Word
from foretaste.money.providers.stripe import StripeProvider, accounts, asking

FUND, PAY = 2400, 1000  # in the smallest units of the first currency
SECRETS = frozenset({"client_secret", "email", "phone", "ip", "url", "hosted_instructions_url"})
Say = Callable[[str], None]
Pause = Callable[[], bool]  # wait a little; False when the time is over


class CheckFailed(Exception):
    """A step did not go as it should; the text says which, and what to do."""


class Recording(stripe.HTTPClient):
    """Carries requests on, and writes down what was asked and answered."""

    name = "recording"

    def __init__(self, carrier: stripe.HTTPClient) -> None:
        super().__init__()
        self.carrier = carrier
        self.entries: list[dict[str, Any]] = []

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **more: Any
    ) -> tuple[Any, int, Mapping[str, str]]:
        at = urlsplit(url)
        entry: dict[str, Any] = {
            "at": calendars.now().isoformat(),
            "method": method,
            "path": at.path,
            "sent": dict(parse_qsl(post_data if method == "post" and post_data else at.query)),
            "account": (headers or {}).get("Stripe-Account", ""),
            "version": (headers or {}).get("Stripe-Version", ""),
        }
        self.entries.append(entry)
        body, status, answered = self.carrier.request(method, url, headers, post_data, **more)
        text = body.decode() if isinstance(body, bytes) else body
        entry |= {"status": status, "answer": _without_secrets(json.loads(text))}
        return body, status, answered

    def close(self) -> None:
        self.carrier.close()  # type: ignore[no-untyped-call]


def _without_secrets(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: "..." if name in SECRETS and one else _without_secrets(one) for name, one in said.items()}
    return [_without_secrets(one) for one in said] if isinstance(said, list) else said


def check(*, transcript: Path, say: Say, pause: Pause, account: str = "") -> int:
    """Walk the transaction; return 0 when every step went as it should."""
    key = settings.STRIPE_SECRET_KEY
    if not key.startswith(("sk_test_", "rk_test_")):
        say("This is not a test key. The check moves money: it only takes one that begins with sk_test_ or rk_test_.")
        say("Nothing was asked.")
        return 1
    before = asking.transport
    recording = asking.transport = Recording(before or stripe.RequestsClient(timeout=asking.WAIT_SECONDS))
    try:
        with transaction.atomic():
            _Walk(say, pause).all(account)
            transaction.set_rollback(True)
    except CheckFailed as failure:
        say(f"FAILED: {failure}")
        return 1
    except AnswerLost as lost:
        say(f"FAILED: {_why_no_answer(lost)}")
        return 1
    finally:
        asking.transport = before
        transcript.parent.mkdir(parents=True, exist_ok=True)
        transcript.write_text(json.dumps(recording.entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        say(f"{len(recording.entries)} requests are written down in {transcript}")
    say("All of it went as it should.")
    return 0


def _why_no_answer(lost: AnswerLost) -> str:
    cause = lost.__cause__
    if isinstance(cause, stripe.APIConnectionError):
        return "Stripe can't be reached from here. Check the network, the proxy and the name api.stripe.com."
    if isinstance(cause, stripe.AuthenticationError):
        return "Stripe doesn't know this key. Copy STRIPE_SECRET_KEY from the dashboard again, in test mode."
    if isinstance(cause, stripe.PermissionError):
        return f"This restricted key may not do that: {cause.user_message or cause.code}"
    return f"Stripe did not answer as expected ({lost})."


class _Walk:
    """The steps, in order; each says what it saw."""

    def __init__(self, say: Say, pause: Pause) -> None:
        self.say, self.pause, self.port = say, pause, StripeProvider()
        self.currency = settings.STRIPE_CURRENCIES[0]

    def all(self, account: str) -> None:
        self.account_of_ours()
        charge = self.pay()
        payee = Payee("", "", "", account=self.person(account))
        self.move(charge, payee)
        self.give_back(charge)

    def account_of_ours(self) -> None:
        with asking.asking() as client:
            said = asking.plain(client.v1.balance_settings.retrieve())
        interval = ((said["payments"].get("payouts") or {}).get("schedule") or {}).get("interval")
        if interval != "manual":
            raise CheckFailed(
                f"Your own payouts are {interval}: they would sweep the money of running trials to your bank. "
                "Set them to manual under Settings > Payouts."
            )
        self.say("ok  the key works, and your own payouts are manual")

    def pay(self) -> ProviderOperation:
        charge = self._operation("charge", FUND, method="card", return_url="/")
        opened = self._kept(charge, self.port.start_funding(charge))
        self.say("    Open this page and pay with the test card 4000 0000 0000 0077, any date and code:")
        self.say(f"    {opened.pay_url}")
        found = self._until(lambda: self.port.find(charge), lambda one: one.word is not Word.PENDING, "the payment")
        if found.word is not Word.SUCCEEDED or sum(one.amount_minor for one in found.payments) != FUND:
            raise CheckFailed(f"The payment did not come as it should: {found.failure or found.payments}")
        self.say(f"ok  paid and available: {FUND} {self.currency}, Stripe's fee {found.payments[0].cost_minor}")
        return charge

    def person(self, account: str) -> str:
        if not account:
            person = new_public_id()
            try:
                state = self.port.open_account(
                    person_id=person, country=settings.STRIPE_BANK_TRANSFER_COUNTRY, asked_at=calendars.now()
                )
            except AccountNotPossible as no:
                raise CheckFailed(f"Stripe makes no account for an intern here: {no}. Is Connect switched on?") from no
            account = state.ref
            link = self.port.onboarding_url(account, return_url=settings.SITE_URL, refresh_url=settings.SITE_URL)
            self.say("    Open this page and fill it in with Stripe's test data, as an intern would:")
            self.say(f"    {link}")
        state = self._until(
            lambda: accounts.look_at(account), lambda one: one.can_receive and one.can_pay_out, "the intern's account"
        )
        ProviderAccount.objects.create(
            provider="stripe", person_id=new_public_id(), ref=account, country=state.country, created_at=calendars.now()
        )
        self.say(f"ok  the intern's account {account} takes and pays out money; instant payouts: {state.instant}")
        return account

    def move(self, charge: ProviderOperation, payee: Payee) -> None:
        moved = self._operation("transfer", PAY, charge=str(charge.pk), account=payee.account)
        self._expect(self._kept(moved, self.port.transfer(moved, payee)), "the transfer", Word.SUCCEEDED)
        self._found_again(moved, "transfer")
        if self.port.transfer(moved, payee).ref != moved.provider_ref:
            raise CheckFailed("The same key moved money twice.")
        self.say("ok  a day's pay moved to the intern's account; asked again, it moved nothing")
        out = self._operation("payout", PAY, account=payee.account)
        sent = self._kept(out, self.port.payout(out, payee, "FORETASTE PAY CHECK"))
        if sent.word is Word.FAILED:
            raise CheckFailed(f"The payout failed: {sent.failure}")
        self._found_again(out, "payout")
        self.say(f"ok  a payout is on its way; expected {sent.expected_at or 'any moment'}")

    def give_back(self, charge: ProviderOperation) -> None:
        refund = self._operation("refund", FUND - PAY, charge=str(charge.pk))
        back = self._kept(refund, self.port.refund(refund, str(charge.pk)))
        if back.word is Word.FAILED:
            raise CheckFailed(f"The refund failed: {back.failure}")
        self._found_again(refund, "refund")
        self.say(f"ok  the rest went back to the card: {back.word}")
        kinds = [line.kind for line in self.port.list_money(charge.created_at - dt.timedelta(minutes=10))]
        if not {"charge", "transfer"} <= set(kinds):
            raise CheckFailed(f"Stripe's own list of our money lacks something: {sorted(set(kinds))}")
        self.say(f"ok  Stripe's own list of our money has it: {len(kinds)} lines")

    def _operation(self, kind: str, amount: int, **details: Any) -> ProviderOperation:
        now = calendars.now()
        return ProviderOperation.objects.create(
            provider="stripe",
            kind=kind,
            subject_id=new_public_id(),
            amount_minor=amount,
            currency=self.currency,
            details=details,
            state=ProviderOperation.State.SENT,
            created_at=now,
            asked_at=now,
        )

    def _kept(self, operation: ProviderOperation, outcome: Outcome) -> Outcome:
        operation.provider_ref = outcome.ref
        operation.save(update_fields=["provider_ref"])
        return outcome

    def _found_again(self, operation: ProviderOperation, what: str) -> None:
        """As after a lost answer: without Stripe's name for it."""
        operation.provider_ref, ref = "", operation.provider_ref
        found = self.port.find(operation)
        operation.provider_ref = ref
        if found is None or found.ref != ref:
            raise CheckFailed(f"The {what} was not found again by our own id.")

    def _expect(self, outcome: Outcome, what: str, word: Word) -> None:
        if outcome.word is not word:
            raise CheckFailed(f"{what} is {outcome.word}: {outcome.failure or 'no reason given'}")

    def _until(self, look: Callable[[], Any], ready: Callable[[Any], bool], what: str) -> Any:
        while True:
            seen = look()
            if seen is not None and ready(seen):
                return seen
            if not self.pause():
                raise CheckFailed(f"Nothing came of {what} in time. Run it again, with --minutes for longer.")
