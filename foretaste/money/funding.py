"""Funding: a company orders the money of seats, the provider says what arrived, the seats get their funds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypedDict

from django.db import connection
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.events import publish
from foretaste.core.transactions import step
from foretaste.money import converting, movements, outbox, sending
from foretaste.money.events import FundingFailed, FundingIsShort, SeatFunded
from foretaste.money.models import FundingOrder, ProviderOperation, Refund, SeatFund
from foretaste.money.providers import provider
from foretaste.money.providers.base import Capability, Outcome, Word
from foretaste.money.refusals import TheOrderIsPaid, TheSeatHasMoneyAlready, TheSumIsNotAcceptable

State = FundingOrder.State


class SeatToFund(TypedDict):
    """What one seat's fund must hold."""

    seat_id: str
    pay_minor: int
    fee_minor: int


@step
def start_order(
    *,
    company_id: str,
    seats: Sequence[SeatToFund],
    currency: str,
    method: str,
    by: Actor,
    at: dt.datetime,
    return_url: str = "",
) -> FundingOrder:
    """Order the money of seats. The provider hears of it after the commit; `pay_url` is where the company pays."""
    if not seats or any(seat["pay_minor"] <= 0 or seat["fee_minor"] < 0 for seat in seats):
        raise TheSumIsNotAcceptable(amount_minor=_("Every seat needs its days' pay and the fee on it."))
    _refuse_way(currency, method)
    live = [SeatFund.State.FUNDING, SeatFund.State.FUNDED, SeatFund.State.COMMITTED]
    if SeatFund.objects.filter(seat_id__in=[seat["seat_id"] for seat in seats], state__in=live).exists():
        raise TheSeatHasMoneyAlready
    order = FundingOrder(
        company_id=company_id,
        seats=[dict(seat) for seat in seats],
        amount_minor=sum(seat["pay_minor"] + seat["fee_minor"] for seat in seats),
        currency=currency,
        method=method,
        started_by=movements.signature(by),
        started_at=at,
    )
    order.save()
    SeatFund.objects.bulk_create(
        SeatFund(order=order, company_id=company_id, currency=currency, **seat) for seat in seats
    )
    return _ask_for_money(order, return_url, at)


@step
def start_debt_order(
    *, company_id: str, amount: Amount, method: str, by: Actor, at: dt.datetime, return_url: str = ""
) -> FundingOrder:
    """Order the money of what a company owes. One that waits for its payment already is the one to pay."""
    _refuse_way(amount.currency, method)
    with connection.cursor() as cursor:  # pressed twice, one waits for the other: there may be no order to lock yet
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"debt of {company_id}"])
    waiting = FundingOrder.objects.filter(
        company_id=company_id, seats=[], currency=amount.currency, method=method, state=State.STARTED
    )
    if found := waiting.filter(amount_minor=amount.minor).first():
        return found
    order = FundingOrder.objects.create(
        company_id=company_id,
        seats=[],
        amount_minor=amount.minor,
        currency=amount.currency,
        method=method,
        started_by=movements.signature(by),
        started_at=at,
    )
    return _ask_for_money(order, return_url, at)


def refuse_other_currency(currency: str) -> None:
    """Refuse a currency that the provider would have to convert: what is paid, held and paid out is one money."""
    settled = provider().currencies()
    if settled is not None and currency not in settled:
        raise TheSumIsNotAcceptable(currency=_("Trials in this currency can't be funded here. Choose another one."))


def _refuse_way(currency: str, method: str) -> None:
    refuse_other_currency(currency)
    if method == FundingOrder.Method.CARD and Capability.CHARGE_CARD not in provider().capabilities():
        raise TheSumIsNotAcceptable(method=_("Cards are not taken here. Choose bank transfer."))
    if method not in FundingOrder.Method.values:
        raise TheSumIsNotAcceptable(method=_("Choose card or bank transfer."))


def _ask_for_money(order: FundingOrder, return_url: str, at: dt.datetime) -> FundingOrder:
    operation = outbox.ask(
        ProviderOperation.Kind.CHARGE,
        subject_id=order.public_id,
        attempt=1,
        amount_minor=order.amount_minor,
        currency=order.currency,
        details={"method": order.method, "return_url": return_url},
        at=at,
    )
    order.pay_url = provider().pay_url(operation)
    order.save(update_fields=["pay_url"])
    return order


@step
def cancel_order(*, order_id: str, at: dt.datetime) -> FundingOrder:
    """Give up an order that nothing was paid for. Money that comes later goes back."""
    order = FundingOrder.objects.select_for_update(no_key=True).get(public_id=order_id)
    if order.received_minor or order.state == State.AVAILABLE:
        raise TheOrderIsPaid
    if order.state == State.STARTED:
        _fail(order, State.CANCELLED, "cancelled", at)
    return order


@step
def note_charge(operation: ProviderOperation, outcome: Outcome, *, at: dt.datetime) -> None:
    """Book what the provider says has arrived for an order. Said again, or in another order, it books nothing twice."""
    order = FundingOrder.objects.select_for_update(no_key=True).get(public_id=operation.subject_id)
    for payment in outcome.payments:
        movements.capture_funding(
            order,
            payment=payment.ref,
            amount_minor=payment.amount_minor,
            cost_minor=0 if payment.settled_currency else payment.cost_minor,
            provider=operation.provider,
            at=at,
        )
        if payment.settled_currency:
            converting.note(order, payment, provider=operation.provider, at=at)
        if payment.available:
            movements.clear_funding(
                order,
                payment=payment.ref,
                amount_minor=payment.amount_minor,
                cost_minor=payment.cost_minor,
                provider=operation.provider,
                at=at,
            )
        order.payer_fingerprint = order.payer_fingerprint or payment.payer_fingerprint
    order.pay_url = outcome.pay_url or order.pay_url
    was_short = order.is_short
    before = order.received_minor
    order.received_minor = sum(payment.amount_minor for payment in outcome.payments)
    order.available_minor = sum(payment.amount_minor for payment in outcome.payments if payment.available)
    order.available_minor += converting.made_good(order)
    if order.received_minor and order.captured_at is None:
        order.captured_at = at
    if order.state == State.STARTED and order.received_minor:
        order.state = State.CAPTURED
    order.save()
    if outcome.word is Word.FAILED and not order.received_minor and order.state == State.STARTED:
        _fail(order, State.FAILED, outcome.failure, at)
        return
    _fund_seats(order, at)
    _return_surplus(order, at)
    if order.is_short and (not was_short or before != order.received_minor):
        publish(
            FundingIsShort(
                order_id=order.public_id,
                company_id=order.company_id,
                missing_minor=order.missing_minor,
                currency=order.currency,
            )
        )


@step
def note_exchanged_back(order_id: int, amount_minor: int, *, at: dt.datetime) -> None:
    """What was converted lies in the order's own currency again: it funds like any payment."""
    order = FundingOrder.objects.select_for_update(no_key=True).get(pk=order_id)
    order.available_minor += amount_minor
    order.save(update_fields=["available_minor"])
    _fund_seats(order, at)
    _return_surplus(order, at)


@step
def give_converted_back(order_id: int, amount_minor: int, *, at: dt.datetime) -> None:
    """What was converted goes back to the company, in the currency it paid. Seats that waited for it wait no longer."""
    order = FundingOrder.objects.select_for_update(no_key=True).get(pk=order_id)
    if order.state == State.CAPTURED:
        _fail(order, State.CANCELLED, "paid_in_another_currency", at)
    order.available_minor += amount_minor
    order.save(update_fields=["available_minor"])
    _return_surplus(order, at)


def _fund_seats(order: FundingOrder, at: dt.datetime) -> None:
    """Give the order's seats their funds once all of it is available: available, not just captured."""
    if order.state != State.CAPTURED:
        return
    if order.is_of_a_debt:
        if order.available_minor >= order.amount_minor:
            order.state, order.available_at = State.PAID_DEBT, at
            order.save(update_fields=["state", "available_at"])
        return
    funds = list(order.funds.select_for_update(no_key=True).filter(state=SeatFund.State.FUNDING).order_by("id"))
    if not funds:  # every seat was withdrawn meanwhile
        order.state, order.ended_at = State.LATE, at
        order.save(update_fields=["state", "ended_at"])
        return
    if order.available_minor < sum(fund.total_minor for fund in funds):
        return
    movements.make_funding_available(order, funds=funds, at=at)
    order.funds.filter(pk__in=[fund.pk for fund in funds]).update(state=SeatFund.State.FUNDED, funded_at=at)
    order.state, order.available_at = State.AVAILABLE, at
    order.save(update_fields=["state", "available_at"])
    for fund in funds:
        publish(SeatFunded(seat_id=fund.seat_id, order_id=order.public_id, company_id=order.company_id))


def _return_surplus(order: FundingOrder, at: dt.datetime) -> None:
    """Send back what is available and no seat of the order needs: too much, or too late. What is owed is paid first."""
    if order.state in (State.STARTED, State.CAPTURED):
        return
    if order.state in (State.FAILED, State.CANCELLED) and order.received_minor:
        order.state = State.LATE
        order.save(update_fields=["state"])
    used = sum(fund.total_minor for fund in order.funds.exclude(funded_at=None))
    surplus = order.available_minor - used - order.surplus_minor
    if surplus <= 0:
        return
    movements.refund_surplus(order, payment=f"{order.public_id}/{order.available_minor}", amount_minor=surplus, at=at)
    order.surplus_minor += surplus
    order.save(update_fields=["surplus_minor"])
    late = order.state == State.LATE
    sending.make_refund(order, surplus, why=Refund.Why.LATE if late else Refund.Why.SURPLUS, at=at)


def _fail(order: FundingOrder, state: str, failure: str, at: dt.datetime) -> None:
    order.state, order.failure, order.ended_at = state, failure, at
    order.save(update_fields=["state", "failure", "ended_at"])
    waiting = order.funds.filter(state=SeatFund.State.FUNDING)
    seat_ids = list(waiting.values_list("seat_id", flat=True))
    waiting.update(state=SeatFund.State.FAILED)
    publish(FundingFailed(order_id=order.public_id, company_id=order.company_id, seat_ids=seat_ids, failure=failure))
