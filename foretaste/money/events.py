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
class PayoutAccountChanged(Event):
    """Somebody's pay goes to another account than before; `ending` are its last four characters."""

    person_id: str
    account_id: str
    ending: str


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
class PayoutStillWaits(Event):
    """A payout has waited long for an account; its owner is asked again."""

    payout_id: str
    person_id: str
    trial_id: str
    reminder: int


@dataclass(frozen=True, kw_only=True)
class PayoutIsUnclaimed(Event):
    """It could not be sent for as long as the rule says: kept apart, the intern's for good."""

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


@dataclass(frozen=True, kw_only=True)
class PayrollIsLate(Event):
    """A payroll has not confirmed that it paid an intern by the day it was due."""

    due_id: str
    trial_id: str
    person_id: str
    company_id: str


# --- what the provider saw: the same thing may be said again, by the same name -----------------------


@dataclass(frozen=True, kw_only=True)
class ProviderAccountIncomplete(Event):
    """The provider asks a person for something before it takes or pays out their money. The pay stays earned."""

    person_id: str
    provider: str
    missing: list[str]


@dataclass(frozen=True, kw_only=True)
class ChargeDisputed(Event):
    """A payer's bank asks for a payment back. What was withdrawn has left our money at the provider already."""

    dispute: str
    order_id: str
    amount_minor: int
    withdrawn_minor: int
    fee_minor: int
    currency: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DisputeClosed(Event):
    """A chargeback is over: "won" or "lost". `withdrawn_minor` is what is gone in the end."""

    dispute: str
    order_id: str
    result: str
    amount_minor: int
    withdrawn_minor: int
    fee_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ArrivedMoneyCameBack(Event):
    """A payout or refund that the provider had called arrived came back days later."""

    kind: str
    subject_id: str
    amount_minor: int
    currency: str
    failure: str


@dataclass(frozen=True, kw_only=True)
class TransferIsShort(Event):
    """A bank transfer that is held at the provider brought less than asked for: it funds nothing yet."""

    order_id: str
    missing_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentWasConverted(Event):
    """A payment came in another currency than the provider settles in. It funds nothing until a person has looked."""

    order_id: str
    amount_minor: int
    currency: str
    settled_minor: int
    settled_currency: str
