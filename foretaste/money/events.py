"""Facts of money. Ids are public ids, sums whole minor units."""

from dataclasses import dataclass

from foretaste.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SeatFunded(Event):
    """A seat's fund holds every day's pay and the fee on it, available at the provider."""

    seat_id: str
    order_id: str
    company_id: str


@dataclass(frozen=True, kw_only=True)
class FundingFailed(Event):
    """A payment was declined, cancelled or came too late: these seats are not funded."""

    order_id: str
    company_id: str
    seat_ids: list[str]
    failure: str


@dataclass(frozen=True, kw_only=True)
class FundingIsShort(Event):
    """Some money arrived, less than asked for. The order waits for the rest."""

    order_id: str
    company_id: str
    missing_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class TrialSettled(Event):
    """A trial fund was split. The statement shows how."""

    trial_id: str
    intern_id: str
    company_id: str


@dataclass(frozen=True, kw_only=True)
class PayoutSent(Event):
    payout_id: str
    person_id: str
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class PayoutArrived(Event):
    payout_id: str
    person_id: str
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class PayoutReturned(Event):
    """The bank sent it back; it goes out again once the account is corrected."""

    payout_id: str
    person_id: str
    trial_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PayoutNeedsAccount(Event):
    payout_id: str
    person_id: str
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class RefundSent(Event):
    refund_id: str
    company_id: str
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class RefundArrived(Event):
    refund_id: str
    company_id: str
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class RefundFailed(Event):
    refund_id: str
    company_id: str
    trial_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PayrollConfirmed(Event):
    due_id: str
    trial_id: str
    person_id: str
    company_id: str
