"""What only Stripe does: two doors, forgotten keys, blocked accounts, payouts that bounce, disputes."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from typing import Any

import pytest
import stripe
from django.db import IntegrityError, transaction

from foretaste.accounts.actors import Actor, Role
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable
from foretaste.money import audit, correcting, hosting, inbox, observing, operations
from foretaste.money.clock import sweep
from foretaste.money.endings import Ending
from foretaste.money.events import (
    ArrivedMoneyCameBack,
    ChargeDisputed,
    DisputeClosed,
    PaymentWasConverted,
    ProviderAccountIncomplete,
    TransferIsShort,
)
from foretaste.money.models import FundingOrder, Handover, Payout, ProviderEvent, ProviderOperation, Refund
from foretaste.money.providers import provider
from foretaste.money.queries import balance
from foretaste.money.refusals import TheSumIsNotAcceptable, TwoPeopleMustSign
from tests.money.cast_of_money import World, all_balances, books_are_right
from tests.money.test_audit import broken
from tests.stripe_fake import StripeFake, parameters
from tests.stripe_fake.instance import deliver, post, sign

pytestmark = pytest.mark.django_db


class Life:
    """One trial's money with Stripe behind it."""

    def __init__(self, world: World, fake: StripeFake, clock: Any) -> None:
        self.world, self.fake, self.clock, self.account = world, fake, clock, ""

    def hear(self, shuffled: random.Random | None = None) -> None:
        self.world.run_jobs()
        while deliver(self.fake, shuffled):
            self.world.run_jobs()

    def order(self, method: str = "card") -> FundingOrder:
        order = self.world.order(method)
        self.hear()
        order.refresh_from_db()
        return order

    def session(self) -> str:
        return ProviderOperation.objects.filter(kind="charge").latest("created_at").provider_ref

    def fund(self, shuffled: random.Random | None = None) -> None:
        self.order()
        self.fake.pay_by_card(self.session())
        self.hear(shuffled)

    def open(self, number: str = "DE89370400440532013000", *, instant: bool = False) -> None:
        self.account = hosting.open_account(person_id=self.world.intern, country="DE", at=self.world.at).ref
        self.fake.fill_in(self.account, number, instant=instant)
        self.hear()

    def start(self) -> None:
        self.world.commit()
        self.world.start_day(1)
        self.hear()

    def pass_time(self, **how_far: float) -> None:
        self.world.at = self.clock.move_on(**how_far)
        self.fake.sweep()
        self.hear()
        sweep(self.world.at)
        self.hear()


@pytest.fixture
def life(world: World, stripe_fake: StripeFake, clock: Any) -> Life:
    return Life(world, stripe_fake, clock)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    told: list[Any] = []
    monkeypatch.setattr(observing, "publish", told.append)
    monkeypatch.setattr(hosting, "publish", told.append)
    return told


# --- the whole way, whatever the order ------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_messages_twice_and_in_any_order_lead_to_the_same_books(life: Life, ines: Actor, seed: int) -> None:
    shuffled = random.Random(seed)
    life.fund(shuffled)
    life.open()
    life.start()
    life.world.settle(Ending.EARLY_END)
    life.hear(shuffled)
    life.clock.move_on(hours=1)
    life.fake.sweep()
    life.hear(shuffled)
    assert (Payout.objects.get().state, life.fake.banks_got(life.account)) == ("arrived", 42000)
    cost = 46200 * 150 // 10_000 + 25
    assert all_balances() == {
        "ext:cash:stripe:EUR": -(4200 - cost), "op:fees:all:EUR": 4200, "op:cost:all:EUR": -cost,
    }  # fmt: skip
    books_are_right()


# --- lost answers, forgotten keys -----------------------------------------------------------------------


def test_after_a_day_a_lost_transfer_is_looked_up_and_not_made_again(life: Life) -> None:
    life.fund()
    life.open()
    life.fake.lose = ["after"]
    life.world.commit()
    life.world.start_day(1)
    life.world.run_jobs()
    operation = ProviderOperation.objects.get(kind="transfer")
    assert (operation.state, operation.provider_ref, len(life.fake.transfers)) == ("unknown", "", 1)
    life.fake.events.clear()  # and no message ever comes
    life.world.at = life.clock.move_on(hours=25)
    operations.perform(operation.pk, at=life.world.at)
    operation.refresh_from_db()
    assert (operation.state, len(life.fake.transfers), Handover.objects.get().state) == ("succeeded", 1, "done")
    provider("stripe").transfer(operation, operations.Payee("", "", "", account=life.account))
    assert len(life.fake.transfers) == 2  # which the key alone would not have prevented


def test_unknown_blocks_until_stripe_was_asked(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    life.fund()
    life.open()
    life.fake.lose = ["before"]
    life.start()
    operation = ProviderOperation.objects.get(kind="transfer")

    def unreachable(*_: Any, **__: Any) -> None:
        raise stripe.APIConnectionError("No route to host")

    asked = len(life.fake.requests)
    with monkeypatch.context() as cut:
        cut.setattr(life.fake, "request", unreachable)
        for _ in range(3):
            assert operations.perform(operation.pk, at=life.world.at).state == "unknown"
    assert (len(life.fake.requests), ProviderOperation.objects.filter(kind="transfer").count()) == (asked, 1)
    assert operations.perform(operation.pk, at=life.world.at).state == "succeeded"
    assert len(life.fake.transfers) == 1


def test_one_written_down_as_sent_and_never_asked_is_asked(life: Life) -> None:
    life.world.order()
    operation = ProviderOperation.objects.get()
    ProviderOperation.objects.filter(pk=operation.pk).update(state="sent", asked_at=life.world.at)  # then it crashed
    life.pass_time(hours=1)
    operation.refresh_from_db()
    assert (operation.state, [operation.provider_ref]) == ("sent", [*life.fake.sessions])


@pytest.mark.parametrize(
    "fault", [(500, "api_error"), (503, ""), (429, "rate_limit"), (409, "lock"), (401, ""), (403, "")]
)
def test_faults_say_nothing_and_are_looked_up(life: Life, fault: tuple[int, str]) -> None:
    life.fake.faults = [fault]
    life.order()
    operation = ProviderOperation.objects.get()
    assert (operation.state, life.fake.sessions, FundingOrder.objects.get().state) == ("unknown", {}, "started")
    life.pass_time(minutes=2)
    operation.refresh_from_db()
    assert (operation.state, len(life.fake.sessions)) == ("sent", 1)


def test_a_no_of_stripes_is_a_failure(life: Life) -> None:
    life.fake.faults = [(400, "currency_not_supported")]
    life.order()
    assert ProviderOperation.objects.get().state == "failed"
    assert (FundingOrder.objects.get().state, FundingOrder.objects.get().failure) == (
        "failed",
        "currency_not_supported",
    )


# --- accounts ---------------------------------------------------------------------------------------------


def test_without_an_account_pay_stays_earned_and_goes_once_there_is_one(life: Life) -> None:
    life.fund()
    life.start()
    life.world.settle(Ending.EARLY_END)
    life.hear()
    assert (Payout.objects.get().state, life.world.balance("intern:earned"), life.fake.transfers) == (
        "needs_account", 42000, {},
    )  # fmt: skip
    life.open()
    assert (Payout.objects.get().state, life.world.balance("intern:transit")) == ("sent", 42000)
    life.pass_time(hours=1)
    assert life.fake.banks_got(life.account) == 42000


def test_a_blocked_account_delays_a_transfer_and_never_an_earning(life: Life, published: list[Any]) -> None:
    life.fund()
    life.open()
    account = life.fake.accounts[life.account]
    account["capabilities"]["transfers"] = "inactive"  # and nobody has told us
    life.start()
    handover = Handover.objects.get()
    assert (handover.state, handover.failure, life.world.balance("intern:earned")) == (
        "failed",
        "capability_missing",
        14000,
    )
    life.fake.block(life.account)
    life.hear()
    assert any(isinstance(one, ProviderAccountIncomplete) for one in published)
    life.fake.unblock(life.account)
    life.hear()
    handover.refresh_from_db()
    assert (handover.state, handover.attempt, life.fake.available(life.account)) == ("done", 2, 14000)
    keys = ProviderOperation.objects.filter(kind="transfer").order_by("attempt").values_list("attempt", "state")
    assert list(keys) == [(1, "failed"), (2, "succeeded")]


def test_a_transfer_that_is_short_of_money_is_tried_again_an_hour_later(life: Life) -> None:
    life.fund()
    life.open()
    charge = next(iter(life.fake.charges.values()))
    charge["amount"] -= 40000  # as if so much of it had gone elsewhere
    life.start()
    assert (Handover.objects.get().state, Handover.objects.get().failure) == ("failed", "insufficient_balance")
    assert life.world.balance("intern:earned") == 14000
    charge["amount"] += 40000
    life.pass_time(minutes=59)
    assert Handover.objects.get().attempt == 1
    life.pass_time(minutes=1)
    assert (Handover.objects.get().state, Handover.objects.get().attempt) == ("done", 2)


def test_a_handover_that_was_a_mistake_is_taken_back_and_stays_earned(life: Life) -> None:
    life.fund()
    life.open()
    life.start()
    one, other = (Actor(frozenset({Role.OPERATOR}), person_id=number) for number in (1, 2))
    asked = {
        "kind": "take_back_handover",
        "trial_id": life.world.trial,
        "reason": "Another one's.",
        "at": life.world.at,
    }
    with pytest.raises(NotAcceptable):
        correcting.propose_correction(amount=Amount(13999, "EUR"), by=one, **asked)
    said = correcting.propose_correction(amount=Amount(14000, "EUR"), by=one, **asked)
    life.hear()
    assert (said.state, life.fake.available(life.account)) == ("waiting", 14000)
    with pytest.raises(TwoPeopleMustSign):
        correcting.sign_correction(correction_id=said.public_id, by=one, at=life.world.at)
    correcting.sign_correction(correction_id=said.public_id, by=other, at=life.world.at)
    life.hear()
    assert (life.fake.available(life.account), life.world.balance("intern:earned")) == (0, 14000)
    assert -balance("ext:connected:stripe:EUR") == 0
    assert broken() == set()


def test_what_was_taken_back_is_paid_with_the_rest_of_the_trial(life: Life) -> None:
    life.fund()
    life.open()
    life.start()
    one, other = (Actor(frozenset({Role.OPERATOR}), person_id=number) for number in (1, 2))
    said = correcting.propose_correction(
        kind="take_back_handover",
        amount=Amount(14000, "EUR"),
        trial_id=life.world.trial,
        reason="Too early.",
        by=one,
        at=life.world.at,
    )
    correcting.sign_correction(correction_id=said.public_id, by=other, at=life.world.at)
    life.hear()
    life.world.start_day(2)
    life.hear()
    assert (life.fake.available(life.account), -balance("ext:connected:stripe:EUR")) == (28000, 28000)
    life.world.settle(Ending.EXIT)
    life.hear()
    life.pass_time(hours=2)
    life.pass_time(hours=2)
    assert (Payout.objects.get().state, life.fake.banks_got(life.account)) == ("arrived", 31500)
    assert (life.world.balance("intern:earned"), balance("ext:connected:stripe:EUR")) == (0, 0)
    assert broken() == set()
    books_are_right()


def test_payouts_are_ours_to_time_and_only_transfers_are_asked_for(life: Life) -> None:
    life.open()
    sent = next(one for verb, path, one, _ in life.fake.requests if (verb, path) == ("post", "/v1/accounts"))
    assert sent["settings"] == {"payouts": {"schedule": {"interval": "manual"}}}
    assert sent["capabilities"] == {"transfers": {"requested": "true"}}


# --- payouts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("full", "method"), [(False, "instant"), (True, "standard")])
def test_a_payout_is_instant_where_it_can_be(life: Life, full: bool, method: str) -> None:
    life.fund()
    life.open(instant=True)
    life.start()
    life.fake.instant_is_full = full
    life.world.settle(Ending.EARLY_END)
    life.hear()
    assert [(one["method"], one["amount"]) for one in life.fake.payouts.values()] == [(method, 42000)]
    descriptor = next(iter(life.fake.payouts.values()))["statement_descriptor"]
    assert descriptor == Payout.objects.get().reference[:22]


def test_a_closed_bank_account_sends_it_back_and_a_corrected_one_takes_it(life: Life) -> None:
    life.fund()
    life.open("DE00000000000000000001")
    life.start()
    life.world.settle(Ending.EARLY_END)
    life.hear()
    life.pass_time(hours=1)
    payout = Payout.objects.get()
    assert (payout.state, payout.return_reason, life.fake.available(life.account)) == (
        "returned",
        "account_closed",
        42000,
    )
    life.fake.fill_in(life.account, "DE89370400440532013000")
    life.hear()
    life.pass_time(hours=1)
    payout.refresh_from_db()
    assert (payout.state, payout.attempt, life.fake.banks_got(life.account)) == ("arrived", 2, 42000)
    assert len(life.fake.transfers) == 2  # the first day's, and the rest: never the same pay again


def test_a_payout_that_bounces_after_it_was_called_paid_is_told(life: Life, published: list[Any]) -> None:
    life.fund()
    life.open()
    life.start()
    life.world.settle(Ending.EARLY_END)
    life.hear()
    life.pass_time(hours=1)
    assert Payout.objects.get().state == "arrived"
    life.fake.fail_payout(next(iter(life.fake.payouts)))
    life.hear()
    told = [one for one in published if isinstance(one, ArrivedMoneyCameBack)]
    assert [(one.kind, one.subject_id, one.amount_minor, one.failure) for one in told] == [
        ("payout", Payout.objects.get().public_id, 42000, "account_closed")
    ]


def test_a_refund_that_comes_back_is_told(life: Life, published: list[Any]) -> None:
    life.fund()
    from foretaste.money import movements

    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=life.world.seat, at=life.world.at)
    life.hear()
    life.pass_time(hours=1)
    assert Refund.objects.get().state == "arrived"
    life.fake.fail_refund(next(iter(life.fake.refunds)))
    life.hear()
    told = [one for one in published if isinstance(one, ArrivedMoneyCameBack)]
    assert [(one.kind, one.amount_minor) for one in told] == [("refund", 46200)]


# --- what happens to payments ------------------------------------------------------------------------------


@pytest.mark.parametrize(("won", "gone", "fee"), [(True, 0, 0), (False, 46200, 1500)])
def test_a_chargeback_is_told_when_it_opens_and_when_it_closes(
    life: Life, published: list[Any], won: bool, gone: int, fee: int
) -> None:
    life.fund()
    order = FundingOrder.objects.get()
    ref = life.fake.dispute(next(iter(life.fake.charges)))
    life.hear()
    opened = [one for one in published if isinstance(one, ChargeDisputed)]
    assert {(one.dispute, one.order_id, one.amount_minor, one.withdrawn_minor, one.fee_minor) for one in opened} == {
        (ref, order.public_id, 46200, 46200, 1500)
    }
    life.fake.close_dispute(ref, won=won)
    life.hear()
    closed = {
        (one.dispute, one.order_id, str(one.result), one.withdrawn_minor, one.fee_minor)
        for one in published
        if isinstance(one, DisputeClosed)
    }
    assert closed == {(ref, order.public_id, "won" if won else "lost", gone, fee)}


def test_a_transfer_that_is_short_is_told_and_funds_nothing(life: Life, published: list[Any]) -> None:
    life.order("bank_transfer")
    life.fake.receive_transfer(life.session(), 46000)
    life.hear()
    short = [one for one in published if isinstance(one, TransferIsShort)]
    assert {(one.missing_minor, one.currency) for one in short} == {(200, "EUR")}
    order = FundingOrder.objects.get()
    assert (order.state, order.pay_url.split("/")[2]) == ("started", "payments.stripe.com")
    life.fake.receive_transfer(life.session(), 200)
    life.hear()
    assert FundingOrder.objects.get().state == "available"


def test_a_converted_payment_funds_nothing_and_is_told(life: Life, published: list[Any]) -> None:
    life.order()
    life.fake.currency = "usd"  # what our balance there is kept in
    life.fake.pay_by_card(life.session())
    life.hear()
    assert [type(one) for one in published if isinstance(one, PaymentWasConverted)] != []
    assert FundingOrder.objects.get().state == "captured"
    life.pass_time(days=3)
    assert FundingOrder.objects.get().state == "captured"


def test_a_currency_that_would_be_converted_is_refused_before_anything(life: Life) -> None:
    life.world.currency = "USD"
    with pytest.raises(TheSumIsNotAcceptable):
        life.world.order()
    assert (ProviderOperation.objects.count(), life.fake.requests) == (0, [])


def test_a_page_nobody_paid_on_expires(life: Life) -> None:
    order = life.order()
    life.fake.expire(life.session())
    life.hear()
    order.refresh_from_db()
    assert (order.state, order.failure) == ("failed", "expired")


# --- the two doors ---------------------------------------------------------------------------------------


def an_event(**more: Any) -> bytes:
    about = {"id": "evt_1", "object": "event", "type": "account.updated", "livemode": False, "created": 1}
    return json.dumps({**about, "data": {"object": {"id": "acct_1", "object": "account"}}, **more}).encode()


def test_each_door_takes_its_own_secret_and_its_own_messages(life: Life) -> None:
    ours, theirs = an_event(), an_event(account="acct_1")
    assert post("", ours, sign(ours, "connect")) == 400
    assert post("connect", theirs, sign(theirs, "")) == 400
    assert post("connect", ours) == 400  # nothing of an intern's account
    assert post("", theirs) == 400  # nothing of ours
    assert post("other", ours, sign(ours)) == 404
    assert ProviderEvent.objects.count() == 0
    assert (post("", ours), post("", ours), ProviderEvent.objects.count()) == (200, 200, 1)
    assert bytes(ProviderEvent.objects.get().raw) == ours


def test_without_a_secret_nothing_is_believed(life: Life, settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRET = ""
    raw = an_event()
    forged = stripe.WebhookSignature.generate_signature_header(raw.decode(), "", int(life.clock.now.timestamp()))
    assert (post("", raw, forged), ProviderEvent.objects.count()) == (400, 0)


def test_a_message_of_the_other_mode_means_nothing(life: Life) -> None:
    life.fund()
    before, asked = all_balances(), len(life.fake.requests)
    charge = next(iter(life.fake.charges))
    life.fake.dispute(charge)
    live = [(endpoint, raw.replace(b'"livemode": false', b'"livemode": true')) for endpoint, raw in life.fake.events]
    life.fake.events = live
    life.hear()
    assert (all_balances(), len(life.fake.requests)) == (before, asked)
    assert not ProviderEvent.objects.filter(handled_at=None).exists()


def test_a_message_about_nothing_of_ours_is_kept_and_means_nothing(life: Life) -> None:
    raw = an_event(type="charge.succeeded", data={"object": {"id": "ch_x", "object": "charge", "metadata": {}}})
    assert post("", raw) == 200
    life.world.run_jobs()
    inbox.handle("stripe", "evt_1", at=life.world.at)
    assert (ProviderEvent.objects.get().handled_at is not None, life.fake.requests) == (True, [])


def test_once_handled_a_message_keeps_nothing_of_people(life: Life) -> None:
    person = {"first_name": "Inès", "last_name": "Brandt", "email": "ines@example.org", "dob": {"year": 2001}}
    about = {"id": "acct_1", "object": "account", "individual": person, "email": "ines@example.org"}
    raw = an_event(account="acct_1", data={"object": about})
    assert post("connect", raw) == 200
    event = ProviderEvent.objects.get()
    assert bytes(event.raw) == raw, "as it came, until it is handled"
    inbox.handle("stripe", "evt_1", at=life.world.at)
    event.refresh_from_db()
    kept = {"id": "evt_1", "type": "account.updated", "account": "acct_1", "object": "acct_1"}
    assert json.loads(bytes(event.raw)) == kept | {"sha256": hashlib.sha256(raw).hexdigest()}
    with pytest.raises(IntegrityError, match="a_handled_message_keeps_no_people"), transaction.atomic():
        ProviderEvent.objects.update(raw=raw * 4)
    event.refresh_from_db()
    assert len(bytes(event.raw)) < 300
    inbox.handle("stripe", "evt_1", at=life.world.at)  # said again, it means nothing


# --- the seam itself ---------------------------------------------------------------------------------------


WRONG: dict[str, tuple[str, str, str]] = {
    "unknown": ("post", "/v1/transfers", "currency=eur&destination=acct_1&colour=red"),
    "missing": ("post", "/v1/transfers", "currency=eur"),
    "deep and unknown": ("post", "/v1/accounts", "settings[payouts][schedule][every]=day"),
    "no number": ("post", "/v1/payouts", "currency=eur&amount=12.50"),
    "no such word": ("post", "/v1/payouts", "currency=eur&amount=1&method=fast"),
    "no such address": ("post", "/v1/chargez", ""),
    "of another version": ("post", "/v1/checkout/sessions", "payment_method_types[0]=card"),
    "an option in the body": ("post", "/v1/transfers", "currency=eur&destination=a&idempotency_key=k"),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_request_the_sdk_does_not_know_is_an_error(how: str) -> None:
    method, path, body = WRONG[how]
    with pytest.raises(parameters.WrongRequest):
        parameters.check(method, path, parameters.decode(body))


def test_an_instance_without_stripe_never_loads_its_sdk() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test'\n"
        "import config.wsgi\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "from foretaste.money.providers import provider; provider().capabilities()\n"
        "import foretaste.money.inbox, foretaste.money.tasks, foretaste.money.clock, foretaste.web.pay.views\n"
        "print('stripe' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.strip().splitlines()[-1:] == ["False"], ran.stderr


def test_the_operators_overview_asks_stripe_nothing(life: Life) -> None:
    """Before the first night's reconciliation it has nothing to say; asking would carry the SDK into a web process."""
    life.fund()
    asked = len(life.fake.requests)
    assert audit.the_provider_as_last_seen().counted == 0
    assert len(life.fake.requests) == asked
