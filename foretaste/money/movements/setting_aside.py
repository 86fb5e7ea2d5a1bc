"""A company sets money aside: payments become the funds of seats, or go back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from foretaste.accounts.actors import CLOCK, PROVIDER, Actor
from foretaste.core.transactions import step
from foretaste.money import sending
from foretaste.money.ledger.posting import code, post
from foretaste.money.models import FundingOrder, Refund, SeatFund
from foretaste.money.movements.catalogue import K
from foretaste.money.movements.signing import signature
from foretaste.money.refusals import TheSeatIsSigned


@step
def capture_funding(
    order: FundingOrder, *, payment: str, amount_minor: int, cost_minor: int = 0, provider: str, at: dt.datetime
) -> None:
    """Note a captured payment of an order. What the provider charges for it is the operator's cost."""
    pending = code(K.PROVIDER_PENDING, provider, order.currency)
    legs = {
        pending: -amount_minor + cost_minor,
        code(K.ORDER_FUND, order.public_id, order.currency): amount_minor,
        code(K.OPERATOR_COST, "all", order.currency): -cost_minor,
    }
    post("capture_funding", reference=payment, legs=legs, at=at, actor=signature(PROVIDER))


@step
def clear_funding(
    order: FundingOrder, *, payment: str, amount_minor: int, cost_minor: int = 0, provider: str, at: dt.datetime
) -> None:
    """Note that a captured payment is available."""
    net = amount_minor - cost_minor
    legs = {
        code(K.PROVIDER_CASH, provider, order.currency): -net,
        code(K.PROVIDER_PENDING, provider, order.currency): net,
    }
    post("clear_funding", reference=payment, legs=legs, at=at, actor=signature(PROVIDER))


@step
def make_funding_available(order: FundingOrder, *, funds: Sequence[SeatFund], at: dt.datetime) -> None:
    """Give each seat of the order its fund: every day's pay, and the fee on it."""
    legs = {code(K.ORDER_FUND, order.public_id, order.currency): -sum(fund.total_minor for fund in funds)}
    for fund in funds:
        legs[code(K.SEAT_HELD, fund.seat_id, order.currency)] = fund.pay_minor
        legs[code(K.SEAT_FEE, fund.seat_id, order.currency)] = fund.fee_minor
    post("make_funding_available", reference=order.public_id, legs=legs, at=at, actor=signature(PROVIDER))


@step
def refund_surplus(order: FundingOrder, *, payment: str, amount_minor: int, at: dt.datetime) -> None:
    """Give back what was paid beyond the order, or too late for it."""
    legs = {
        code(K.ORDER_FUND, order.public_id, order.currency): -amount_minor,
        code(K.COMPANY_REFUND, order.company_id, order.currency): amount_minor,
    }
    post("refund_surplus", reference=payment, legs=legs, at=at, actor=signature(PROVIDER))


@step
def withdraw_seat_fund(*, seat_id: str, at: dt.datetime, by: Actor = CLOCK) -> SeatFund | None:
    """Give a seat's fund back to the company. Whoever calls knows that the seat is under no offer.

    A payment still on its way goes back when it arrives. A seat without money returns None.
    """
    fund = _lock_fund(seat_id)
    if fund is None:
        return None
    if fund.state == SeatFund.State.COMMITTED:
        raise TheSeatIsSigned
    if fund.state == SeatFund.State.FUNDING:
        SeatFund.objects.filter(pk=fund.pk).update(state=SeatFund.State.FAILED)
        return fund
    legs = {
        code(K.SEAT_HELD, fund.seat_id, fund.currency): -fund.pay_minor,
        code(K.SEAT_FEE, fund.seat_id, fund.currency): -fund.fee_minor,
        code(K.COMPANY_REFUND, fund.company_id, fund.currency): fund.total_minor,
    }
    post("withdraw_seat_fund", reference=f"{fund.order.public_id}/{seat_id}", legs=legs, at=at, actor=signature(by))
    SeatFund.objects.filter(pk=fund.pk).update(state=SeatFund.State.RELEASED)
    sending.make_refund(fund.order, fund.total_minor, why=Refund.Why.SEAT, at=at)
    return fund


def _lock_fund(seat_id: str) -> SeatFund | None:
    live = [SeatFund.State.FUNDING, SeatFund.State.FUNDED, SeatFund.State.COMMITTED]
    funds = SeatFund.objects.select_for_update(of=("self",), no_key=True).select_related("order")
    return funds.filter(seat_id=seat_id, state__in=live).first()
