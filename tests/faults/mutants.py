"""Mistakes we might have made, each put into the running code for a while: the simulator must notice every one.

A mutant is patched in at a seam with a name. It is killed by the first history, counted from `first`, that shows it;
one that survives means that the simulator must learn more, never that its test is loosened.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from django.db import transaction

from foretaste.core import jobs
from foretaste.core.amounts import Amount
from foretaste.core.refusals import Refused
from foretaste.money import (
    audit,
    correcting,
    debts,
    disputing,
    endings,
    funding,
    inbox,
    movements,
    operations,
    outbox,
    outgoing,
    queries,
    reconciling,
    sending,
    settling,
)
from foretaste.money.ledger import posting
from foretaste.money.ledger.posting import code
from foretaste.money.models import Correction, Payout, ProviderEvent, ProviderOperation, SeatFund
from foretaste.money.movements import ending, giving_back, living, operating, paying_out, setting_aside
from foretaste.money.providers.base import AnswerLost, DisputeClosed, Outcome, Word
from foretaste.trials import lifecycle
from foretaste.trials import queries as trial_queries
from foretaste.trials import steps as trial_steps
from foretaste.trials.actions import agreeing, starting
from foretaste.trials.models import TrialDay

WITHIN = 25  # histories


@dataclass(frozen=True)
class Mutant:
    name: str
    mistake: Callable[[], Any]  # a context manager
    first: int  # the seed to begin with


MUTANTS: list[Mutant] = []


def mutant(first: int) -> Callable[[Callable[[], Iterator[None]]], Callable[[], Iterator[None]]]:
    def register(function: Callable[[], Iterator[None]]) -> Callable[[], Iterator[None]]:
        MUTANTS.append(Mutant(function.__name__, contextmanager(function), first))
        return function

    return register


@contextmanager
def replaced(*what: tuple[Any, str, Any]) -> Iterator[None]:
    with ExitStack() as stack:
        for owner, name, new in what:
            stack.enter_context(patch.object(owner, name, new))
        yield


# --- asking the provider ------------------------------------------------------------------------------


@mutant(first=11)
def a_retry_has_a_new_key() -> Iterator[None]:
    """Asked again, it is asked as something new, and nobody looks what became of the first question."""
    ask = operations._ask

    def asked(bank: Any, operation: ProviderOperation) -> Outcome:
        if operation.kind in ("payout", "refund"):
            known = ProviderOperation.objects.filter(pk=operation.pk).values_list("looked_up_at", flat=True).first()
            seen = _Asked.count(operation.pk)
            if seen > 1 or known:
                operation = copy(operation)
                operation.pk = uuid.uuid4()
        return ask(bank, operation)

    def perform(operation_id: Any, *, at: dt.datetime) -> ProviderOperation:
        operation = ProviderOperation.objects.get(pk=operation_id)
        if operation.state == "unknown":  # forget that it was asked
            ProviderOperation.objects.filter(pk=operation_id).update(state="ready")
        return real(operation_id, at=at)

    _Asked.forget()
    real = operations.perform
    with replaced((operations, "_ask", asked), (operations, "perform", perform)):
        yield


class _Asked:
    """How often an operation was asked, for as long as one mutant lives."""

    times: dict[uuid.UUID, int] = {}

    @classmethod
    def forget(cls) -> None:
        cls.times = {}

    @classmethod
    def count(cls, key: uuid.UUID) -> int:
        cls.times[key] = cls.times.get(key, 0) + 1
        return cls.times[key]


@mutant(first=11)
def a_lost_answer_counts_as_a_failure() -> Iterator[None]:
    """No answer, so it has failed, so it may be tried anew."""
    ask = operations._ask

    def asked(bank: Any, operation: ProviderOperation) -> Outcome:
        try:
            return ask(bank, operation)
        except AnswerLost:
            return Outcome(Word.FAILED, failure="no_answer", retryable=True)

    with replaced((operations, "_ask", asked)):
        yield


@mutant(first=38)
def the_outbox_is_written_after_the_commit() -> Iterator[None]:
    """What is to be asked is written in another transaction than what wants it."""
    ask = outbox.ask

    def later(*args: Any, **how: Any) -> Any:
        if args[0] == "charge":  # its order needs it at once
            return ask(*args, **how)

        def in_its_own() -> None:
            with transaction.atomic():
                ask(*args, **how)

        transaction.on_commit(in_its_own)
        return None

    with replaced((outbox, "ask", later)):
        yield


@mutant(first=0)
def nothing_is_asked_again() -> Iterator[None]:
    """Neither lost answers nor forgotten questions are ever come back to."""
    none = ProviderOperation.objects.none
    with replaced((queries, "due_to_be_asked", lambda at: none()), (queries, "due_to_be_looked_up", lambda at: none())):
        yield


@mutant(first=8)
def what_a_dead_worker_was_doing_is_forgotten() -> Iterator[None]:
    with replaced((jobs, "take_up_again", lambda at: 0)):
        yield


# --- hearing from the provider ------------------------------------------------------------------------


@mutant(first=0)
def nobody_reconciles() -> Iterator[None]:
    with replaced((reconciling, "is_due", lambda at: False)):
        yield


@mutant(first=0)
def a_message_is_ticked_off_before_it_is_handled() -> Iterator[None]:
    handle = inbox.handle

    def ticked(name: str, event_id: str, *, at: dt.datetime) -> None:
        event = ProviderEvent.objects.get(provider=name, event_id=event_id)
        if event.handled_at is not None:
            return
        ProviderEvent.objects.filter(pk=event.pk).update(handled_at=at)
        with patch.object(ProviderEvent, "handled_at", None):
            handle(name, event_id, at=at)

    with replaced((inbox, "handle", ticked)):
        yield


@mutant(first=0)
def a_movement_happens_as_often_as_it_is_asked() -> Iterator[None]:
    """The same payment again is another payment."""
    post, count = posting.post, iter(range(10**9))
    parts = [ending, giving_back, living, operating, paying_out, setting_aside]

    def again(movement: str, *, reference: str, **how: Any) -> Any:
        return post(movement, reference=f"{reference}#{next(count)}", **how)

    with replaced(*((part, "post", again) for part in parts)):
        yield


@mutant(first=1)
def a_bounce_goes_to_another_wallet() -> Iterator[None]:
    returned = movements.payout_returned

    def wrong(payout: Payout, *, at: dt.datetime) -> None:
        with replaced((paying_out, "code", _of_somebody_else)):
            returned(payout, at=at)

    with replaced((movements, "payout_returned", wrong)):
        yield


def _of_somebody_else(kind: str, owner: str, currency: str) -> str:
    return code(kind, owner if kind != "intern:earned" else owner[::-1], currency)


# --- chargebacks --------------------------------------------------------------------------------------


@mutant(first=43)
def a_debt_blocks_the_days_of_a_signed_trial() -> Iterator[None]:
    """The company's bank took its money back, so its intern earns nothing more."""
    earn = movements.earn_day

    def blocked(*, trial_id: str, **how: Any) -> None:
        fund = SeatFund.objects.get(trial_id=trial_id)
        if queries.debts_of(fund.company_id):
            raise Refused("The company owes us.")
        earn(trial_id=trial_id, **how)

    with replaced((movements, "earn_day", blocked)):
        yield


@mutant(first=0)
def a_chargeback_takes_the_pay_of_a_signed_trial() -> Iterator[None]:
    """The whole fund is gone: nothing of a disputed payment is paid out any more."""
    send = outgoing.send

    def stopped(payout: Payout, *, at: dt.datetime) -> Payout:
        fund = SeatFund.objects.get(trial_id=payout.trial_id)
        if queries.is_disputed(fund.order) or queries.is_lost(fund.order):
            return payout
        return send(payout, at=at)

    with replaced((outgoing, "send", stopped)):
        yield


@mutant(first=1)
def a_dispute_that_was_won_is_not_booked() -> Iterator[None]:
    note = disputing.note

    def deaf(seen: Any, **how: Any) -> Any:
        return None if isinstance(seen, DisputeClosed) and not seen.withdrawn_minor else note(seen, **how)

    with replaced((disputing, "note", deaf)):
        yield


@mutant(first=3)
def open_disputes_are_never_looked_at_again() -> Iterator[None]:
    """Only a message tells that one is over, and messages can be lost."""
    with replaced((inbox, "look_at_open_disputes", lambda **how: None)):
        yield


@mutant(first=0)
def a_correction_sent_twice_is_two() -> Iterator[None]:
    """The form's key is not looked at."""
    propose = correcting.propose_correction

    def again(*, key: str, **how: Any) -> Any:
        made = propose(**how)
        Correction.objects.filter(pk=made.pk).update(key=f"{key}{made.pk}")
        return made

    again.__name__ = propose.__name__
    with replaced((correcting, "propose_correction", again)):
        yield


@mutant(first=0)
def a_debt_is_never_set_off() -> Iterator[None]:
    with replaced((debts, "set_off", lambda **how: 0)):
        yield


# --- what is paid -------------------------------------------------------------------------------------


@mutant(first=4)
def the_second_day_is_a_cent_short() -> Iterator[None]:
    earn = movements.earn_day

    def short(*, day: int, amount: Amount, **how: Any) -> None:
        earn(day=day, amount=replace(amount, minor=amount.minor - (day == 2)), **how)

    with replaced((movements, "earn_day", short)):
        yield


@mutant(first=1)
def fees_round_up() -> Iterator[None]:
    def up(paid_minor: int, fee_bp: int) -> int:
        return -(-paid_minor * fee_bp // 10_000)

    with replaced(*((where, "fee_on", up) for where in (endings, settling, audit, agreeing))):
        yield


@mutant(first=2)
def an_exit_pays_the_bonus_of_the_next_day() -> Iterator[None]:
    def off(day_pay: Any, bonus: Any, day: int) -> int:
        return bonus[day] if 0 < day < len(day_pay) and day < len(bonus) else 0

    with replaced((endings, "_bonus_of", off)):
        yield


@mutant(first=3)
def what_was_paid_out_before_the_end_is_forgotten() -> Iterator[None]:
    """The settlement pays every day once more, after a payout that was asked for on the way."""

    def forgetful(settlement: Any, *, at: dt.datetime, by: Any) -> Any:
        if settlement.payer != settling.PAID_BY_US:
            return pay(settlement, at=at, by=by)
        return sending.make_payout(
            person_id=settlement.intern_id,
            trial_id=settlement.trial_id,
            amount_minor=settlement.paid_minor,
            currency=settlement.currency,
            at=at,
        )

    pay = settling.pay_intern
    with replaced((settling, "pay_intern", forgetful)):
        yield


@mutant(first=4)
def a_surplus_stays_with_us() -> Iterator[None]:
    with replaced((funding, "_return_surplus", lambda order, at: None)):
        yield


# --- when, and by whose word --------------------------------------------------------------------------


@mutant(first=19)
def a_check_in_starts_the_next_day() -> Iterator[None]:
    """A check-in starts whatever day comes next, not the one it names."""
    arrive = starting._arrive

    def next_one(trial: Any, day: TrialDay, method: Any, **how: Any) -> Any:
        left = [one for one in trial_queries.days_of(trial) if not one.is_started]
        if trial.has_ended or not left or how["at"] < day.check_in_opens_at or how["at"] > day.ends_at:
            return arrive(trial, day, method, **how)
        starting.start_day(trial, left[0], method=method, **how)
        return trial

    with replaced((starting, "_arrive", next_one)):
        yield


@mutant(first=17)
def the_refund_leaves_at_once_after_an_exit() -> Iterator[None]:
    with replaced(
        (trial_steps, "REFUND_WAITS", dt.timedelta(minutes=1)),
        (lifecycle, "TOLD_TO_LEAVE_WINDOW", dt.timedelta(minutes=1)),
    ):
        yield


@mutant(first=6)
def held_pay_is_released_without_a_ruling() -> Iterator[None]:
    """When nobody rules in time on somebody who was sent away, the company gets the money."""
    real = lifecycle.RULINGS[lifecycle.Kind.SENT_AWAY]
    mild = replace(real, when_nobody_rules=lifecycle.Outcome.FOR_COMPANY)
    with patch.dict(lifecycle.RULINGS, {lifecycle.Kind.SENT_AWAY: mild}):
        yield


@mutant(first=41)
def notice_of_two_hours_is_notice_enough() -> Iterator[None]:
    with replaced((lifecycle, "WITHDRAWAL_NOTICE", dt.timedelta(hours=2))):
        yield
