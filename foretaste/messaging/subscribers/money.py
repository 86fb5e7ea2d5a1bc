"""Payouts, payrolls, funding and refunds."""

from __future__ import annotations

from typing import Any

from foretaste.core.events import subscribes_to
from foretaste.messaging import letters, sources
from foretaste.messaging.subscribers.telling import tell
from foretaste.money import events as money_events


def _payout_facts(payout: Any) -> dict[str, Any]:
    return {
        "amount_minor": payout.amount_minor,
        "currency": payout.currency,
        "account": payout.account.masked if payout.account else "",
    }


@subscribes_to(money_events.PayoutAccountChanged)
def say_that_pay_goes_elsewhere(event: money_events.PayoutAccountChanged) -> None:
    tell(
        [sources.person(event.person_id)],
        f"payout_account_changed:{event.account_id}",
        lambda: letters.payout_account_changed(ending=event.ending),
    )


@subscribes_to(money_events.PayoutSent)
def say_that_money_is_on_its_way(event: money_events.PayoutSent) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_sent:{event.payout_id}:{payout.attempt}",
        lambda: letters.payout_sent(**_payout_facts(payout), reference=payout.reference, trial_id=event.trial_id),
    )


@subscribes_to(money_events.PayoutArrived)
def say_that_money_has_arrived(event: money_events.PayoutArrived) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_arrived:{event.payout_id}",
        lambda: letters.payout_arrived(**_payout_facts(payout), reference=payout.reference, trial_id=event.trial_id),
    )


@subscribes_to(money_events.PayoutReturned)
def say_that_the_bank_sent_it_back(event: money_events.PayoutReturned) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_returned:{event.payout_id}:{payout.attempt}",
        lambda: letters.payout_returned(**_payout_facts(payout)),
    )


@subscribes_to(money_events.PayoutNeedsAccount)
def ask_where_to_send_it(event: money_events.PayoutNeedsAccount) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_needs_account:{event.payout_id}",
        lambda: letters.payout_needs_account(amount_minor=payout.amount_minor, currency=payout.currency),
    )


@subscribes_to(money_events.PayoutStillWaits)
def ask_again_where_to_send_it(event: money_events.PayoutStillWaits) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_still_waits:{event.payout_id}:{event.reminder}",
        lambda: letters.payout_still_waits(amount_minor=payout.amount_minor, currency=payout.currency),
    )


@subscribes_to(money_events.PayoutIsUnclaimed)
def say_that_it_is_kept(event: money_events.PayoutIsUnclaimed) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_is_unclaimed:{event.payout_id}:{payout.times_unclaimed}",
        lambda: letters.payout_is_unclaimed(amount_minor=payout.amount_minor, currency=payout.currency),
    )


@subscribes_to(money_events.PayrollIsLate)
def say_that_a_payroll_is_late(event: money_events.PayrollIsLate) -> None:
    due = sources.payroll_due(event.due_id)
    sum_ = {"amount_minor": due.amount_minor, "currency": due.currency}
    tell(
        [sources.person(event.person_id)],
        f"payroll_is_late:{event.due_id}",
        lambda: letters.payroll_is_late(**sum_, trial_id=event.trial_id),
    )
    tell(
        sources.finance_of(event.company_id),
        f"payroll_is_owed:{event.due_id}",
        lambda: letters.payroll_is_owed(**sum_),
    )


@subscribes_to(money_events.PaymentWasConverted)
def say_that_a_payment_was_converted(event: money_events.PaymentWasConverted) -> None:
    tell(
        sources.staff_of_operator(),
        f"payment_was_converted:{event.order_id}:{event.settled_minor}",
        lambda: letters.payment_was_converted(
            amount_minor=event.amount_minor,
            currency=event.currency,
            settled_currency=event.settled_currency,
            order_id=event.order_id,
        ),
    )


@subscribes_to(money_events.TransferIsShort)
def say_that_a_transfer_is_short(event: money_events.TransferIsShort) -> None:
    if event.order_id:
        tell(
            sources.finance_of(sources.order(event.order_id).company_id),
            f"funding_is_short:{event.order_id}:{event.missing_minor}",
            lambda: letters.funding_is_short(missing_minor=event.missing_minor, currency=event.currency),
        )


@subscribes_to(money_events.ChargeDisputed)
def say_that_a_bank_asks_a_payment_back(event: money_events.ChargeDisputed) -> None:
    if not event.order_id:
        return
    tell(
        sources.finance_of(sources.order(event.order_id).company_id),
        f"payment_asked_back:{event.dispute}",
        lambda: letters.payment_asked_back(
            amount_minor=event.amount_minor, currency=event.currency, order_id=event.order_id
        ),
    )


@subscribes_to(money_events.PayrollConfirmed)
def say_that_the_payroll_has_paid(event: money_events.PayrollConfirmed) -> None:
    due = sources.payroll_due(event.due_id)
    tell(
        [sources.person(event.person_id)],
        f"payroll_confirmed:{event.due_id}",
        lambda: letters.payroll_confirmed(
            amount_minor=due.amount_minor, currency=due.currency, trial_id=event.trial_id
        ),
    )


@subscribes_to(money_events.SeatFunded)
def say_that_a_seat_is_funded(event: money_events.SeatFunded) -> None:
    seat = sources.seat(event.seat_id)
    tell(
        sources.posters_of(seat.opportunity),
        f"seat_funded:{event.seat_id}:{event.order_id}",
        lambda: letters.seat_funded(title=seat.opportunity.title, opportunity_id=seat.opportunity.public_id),
    )


@subscribes_to(money_events.FundingFailed)
def say_that_a_payment_failed(event: money_events.FundingFailed) -> None:
    order = sources.order(event.order_id)
    tell(
        sources.finance_of(event.company_id),
        f"funding_failed:{event.order_id}",
        lambda: letters.funding_failed(
            amount_minor=order.amount_minor, currency=order.currency, why=event.failure.replace("_", " ").capitalize()
        ),
    )


@subscribes_to(money_events.FundingIsShort)
def say_that_money_is_missing(event: money_events.FundingIsShort) -> None:
    tell(
        sources.finance_of(event.company_id),
        f"funding_is_short:{event.order_id}:{event.missing_minor}",
        lambda: letters.funding_is_short(missing_minor=event.missing_minor, currency=event.currency),
    )


@subscribes_to(money_events.RefundSent)
def say_that_a_refund_is_on_its_way(event: money_events.RefundSent) -> None:
    refund = sources.refund(event.refund_id)
    tell(
        sources.finance_of(event.company_id),
        f"refund_sent:{event.refund_id}:{refund.attempt}",
        lambda: letters.refund_sent(amount_minor=refund.amount_minor, currency=refund.currency),
    )


@subscribes_to(money_events.RefundArrived)
def say_that_a_refund_has_arrived(event: money_events.RefundArrived) -> None:
    refund = sources.refund(event.refund_id)
    tell(
        sources.finance_of(event.company_id),
        f"refund_arrived:{event.refund_id}",
        lambda: letters.refund_arrived(amount_minor=refund.amount_minor, currency=refund.currency),
    )


@subscribes_to(money_events.RefundFailed)
def say_that_a_refund_failed(event: money_events.RefundFailed) -> None:
    refund = sources.refund(event.refund_id)
    tell(
        sources.finance_of(event.company_id),
        f"refund_failed:{event.refund_id}:{refund.attempt}",
        lambda: letters.refund_failed(amount_minor=refund.amount_minor, currency=refund.currency),
    )
