"""Payments and the funds of seats: what is funded, what was taken back, where money can go back."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from foretaste.accounts.actors import Actor
from foretaste.money.models import Dispute, FundingOrder, ProviderOperation, Refund, SeatFund
from foretaste.money.queries.seen import _of_company, _one


def seat_is_funded(seat_id: str) -> bool:
    """Say whether the seat's fund holds every day's pay and the fee on it, free to be signed for."""
    return SeatFund.objects.filter(seat_id=seat_id, state=SeatFund.State.FUNDED).exists()


def fund_of_seat(seat_id: str) -> SeatFund | None:
    """Return the seat's live fund: being funded, funded, or signed."""
    live = [SeatFund.State.FUNDING, SeatFund.State.FUNDED, SeatFund.State.COMMITTED]
    return SeatFund.objects.filter(seat_id=seat_id, state__in=live).select_related("order").first()


def orders_visible_to(by: Actor) -> QuerySet[FundingOrder]:
    """Orders: one's company's, for recruiters and finance; all for the operator."""
    return _of_company(FundingOrder.objects.all(), by)


def order_of(order_id: str, by: Actor) -> FundingOrder:
    return _one(orders_visible_to(by).filter(public_id=order_id))


def charge_of(order: FundingOrder) -> str:
    """Return the reference under which the provider knows the order's charge."""
    return str(ProviderOperation.objects.get(kind=ProviderOperation.Kind.CHARGE, subject_id=order.public_id).pk)


def is_disputed(order: FundingOrder) -> bool:
    """Say whether a chargeback on this payment is open: nothing can go back through it until it is over."""
    return Dispute.objects.filter(order=order, state=Dispute.State.OPEN).exists()


def is_lost(order: FundingOrder) -> bool:
    """Say whether this payment was charged back for good: nothing can go back through it."""
    return Dispute.objects.filter(order=order, state=Dispute.State.LOST).exists()


def ways_back(company_id: str, currency: str) -> list[tuple[FundingOrder, int]]:
    """Return the company's payments through which money can go back, and how much: what no seat or trial stands for."""
    found = []
    orders = FundingOrder.objects.filter(company_id=company_id, currency=currency, available_minor__gt=0)
    for order in orders.exclude(disputes__state__in=[Dispute.State.OPEN, Dispute.State.LOST]).order_by("id"):
        used = sum(
            fund.total_minor for fund in order.funds.filter(state__in=[SeatFund.State.FUNDED, SeatFund.State.COMMITTED])
        )
        own = order.funds.exclude(trial_id="").values("trial_id")
        back = order.refunds.exclude(state=Refund.State.SET_OFF).exclude(trial_id__in=own)
        room = order.available_minor - used - (back.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
        if room > 0:
            found.append((order, room))
    return found


def latest_order(company_id: str, currency: str) -> FundingOrder | None:
    """Return the company's latest payment that arrived."""
    paid = FundingOrder.objects.filter(company_id=company_id, currency=currency, available_minor__gt=0)
    return paid.order_by("-id").first()
