"""Every way money may move: read this first. Nothing else in the project moves a cent.

First the catalogue: one row per movement, what it means, which accounts it may take from and give to.
The database holds a copy and refuses everything that is not in it. Then one function per movement.
A movement is unique by (movement, reference): asked twice, it happens once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from foretaste.accounts.actors import CLOCK, PROVIDER, Actor
from foretaste.core.amounts import Amount
from foretaste.core.transactions import step
from foretaste.money import queries, sending
from foretaste.money.endings import Ending, Sums
from foretaste.money.ledger.kinds import Kind
from foretaste.money.ledger.posting import Posting, code, post, post_batch
from foretaste.money.models import (
    Correction,
    Dispute,
    FundingOrder,
    Handover,
    Payout,
    PayrollDue,
    Refund,
    SeatFund,
    Settlement,
)
from foretaste.money.refusals import (
    TheCompanyOwesUs,
    TheGoodwillLimitIsReached,
    TheSeatIsNotFunded,
    TheSeatIsSigned,
    TwoPeopleMustSign,
)

K = Kind
SETTLED_TO = (K.INTERN_EARNED, K.OPERATOR_FEES, K.TRIAL_HOLD, K.TRIAL_RETURNING, K.COMPANY_REFUND)
FROM_FUND = (K.TRIAL_HELD, K.TRIAL_FEE)


@dataclass(frozen=True)
class Movement:
    """One way money may move."""

    name: str
    means: str
    takes_from: tuple[Kind, ...]
    gives_to: tuple[Kind, ...]
    reference: str  # what makes it happen once


CATALOGUE: tuple[Movement, ...] = (
    # --- a company sets money aside
    Movement("capture_funding", "A payment of the company has reached the provider, not yet available.",
             (K.PROVIDER_PENDING, K.OPERATOR_COST), (K.ORDER_FUND, K.PROVIDER_PENDING), "the provider's payment"),
    Movement("clear_funding", "The provider says that a captured payment is available.",
             (K.PROVIDER_CASH,), (K.PROVIDER_PENDING,), "the provider's payment"),
    Movement("make_funding_available", "An order is paid in full and available: each of its seats has its fund.",
             (K.ORDER_FUND,), (K.SEAT_HELD, K.SEAT_FEE), "order"),
    Movement("refund_surplus", "More was paid than asked for, or too late: it goes back.",
             (K.ORDER_FUND,), (K.COMPANY_REFUND,), "the provider's payment"),
    Movement("withdraw_seat_fund", "The company takes back the fund of a seat that nobody was offered.",
             (K.SEAT_HELD, K.SEAT_FEE), (K.COMPANY_REFUND,), "order / seat"),
    # --- a trial lives
    Movement("commit_seat_to_trial", "Both signed: the trial takes the seat's fund.",
             (K.SEAT_HELD, K.SEAT_FEE), FROM_FUND, "trial"),
    Movement("earn_day", "A check-in: the day's pay is the intern's.",
             (K.TRIAL_HELD,), (K.INTERN_EARNED,), "trial / day"),
    # --- a trial ends: what each ending pays is PRODUCT.md's table (money/endings.py)
    Movement("settle_completion", "Every day was started or passed: the fee is the operator's.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_exit", "The intern left: the exit bonus is theirs, the company's part waits 24 hours.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_before_start", "The intern left before day 1: all of it goes back.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_company_withdrawal", "The company withdrew: the kill fee in time, every day when late.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_early_end", "The company ended it, or did not show up: every day is paid.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_intern_no_show", "The intern did not come: days earned stay, the rest goes back.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_sent_away", "Sent away: days earned stay, the rest is held for a decision.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("release_hold", "Decided: so much of what was held is the intern's, the rest goes back.",
             (K.TRIAL_HOLD,), (K.INTERN_EARNED, K.OPERATOR_FEES, K.COMPANY_REFUND, K.TRIAL_RETURNING), "trial / case"),
    Movement("pay_told_to_leave", "Upheld: the intern had been told to leave, so every day is paid.",
             (K.TRIAL_RETURNING, K.TRIAL_HOLD), (K.INTERN_EARNED, K.OPERATOR_FEES), "trial"),
    Movement("release_returning", "24 hours after an exit nobody had asked: the company's part may go back.",
             (K.TRIAL_RETURNING,), (K.COMPANY_REFUND,), "trial"),
    # --- money leaves
    Movement("hand_over", "Earned pay lies in the intern's own account at the provider from now on.",
             (K.PROVIDER_CONNECTED,), (K.PROVIDER_CASH,), "handover"),
    Movement("take_back_handover", "A handover that was a mistake is undone: the pay lies at the provider as before.",
             (K.PROVIDER_CASH,), (K.PROVIDER_CONNECTED,), "handover"),
    Movement("send_payout", "A payout leaves for the intern's account.",
             (K.INTERN_EARNED,), (K.INTERN_TRANSIT,), "payout / attempt"),
    Movement("payout_arrived", "The bank has it.",
             (K.INTERN_TRANSIT,), (K.PROVIDER_CASH, K.PROVIDER_CONNECTED), "payout / attempt"),
    Movement("payout_returned", "The bank sent it back: it is the intern's as before.",
             (K.INTERN_TRANSIT,), (K.INTERN_EARNED,), "payout / attempt"),
    Movement("payout_bounced", "The bank had it, and sent it back days later: it is the intern's as before.",
             (K.PROVIDER_CASH, K.PROVIDER_CONNECTED), (K.INTERN_EARNED,), "payout / attempt"),
    Movement("set_unclaimed", "It could not be paid out for long: kept apart, the intern's for good.",
             (K.INTERN_EARNED,), (K.INTERN_UNCLAIMED,), "payout / times before"),
    Movement("claim", "The intern says where to send it: it goes out like any pay.",
             (K.INTERN_UNCLAIMED,), (K.INTERN_EARNED,), "payout / times before"),
    Movement("send_to_payroll", "Earned gross is owed by the payroll that employs the intern.",
             (K.INTERN_EARNED,), (K.PAYROLL_PAYABLE,), "payroll row"),
    Movement("confirm_payroll", "The payroll has paid the intern: the money set aside for it goes to the payer.",
             (K.PAYROLL_PAYABLE,), (K.COMPANY_REFUND,), "payroll row"),
    Movement("start_refund", "Money leaves for the company.",
             (K.COMPANY_REFUND,), (K.COMPANY_REFUNDING,), "refund / attempt"),
    Movement("refund_arrived", "The company has it.",
             (K.COMPANY_REFUNDING,), (K.PROVIDER_CASH,), "refund / attempt"),
    Movement("refund_failed", "It could not be sent back: it is still the company's.",
             (K.COMPANY_REFUNDING,), (K.COMPANY_REFUND,), "refund / attempt"),
    Movement("refund_bounced", "The company had it, and its bank sent it back days later: it is still the company's.",
             (K.PROVIDER_CASH,), (K.COMPANY_REFUND,), "refund / attempt"),
    Movement("pay_goodwill", "A contested start was upheld: the operator makes the company good from its own money.",
             (K.OPERATOR_LOSS,), (K.COMPANY_REFUND,), "trial / day"),
    # --- the operator's own money at the provider
    Movement("withdraw_fees", "The operator takes its fees out: only above everybody else's money.",
             (K.OPERATOR_FEES,), (K.PROVIDER_CASH,), "correction"),
    Movement("put_in_own_money", "The operator puts its own money in: it covers what was lost.",
             (K.PROVIDER_CASH,), (K.OPERATOR_LOSS,), "correction"),
    # --- a payer's bank takes a payment back: never out of a signed trial (disputing.py, debts.py)
    Movement("dispute_withdrawn", "A chargeback took money from us: the company owes it, its cost is the operator's.",
             (K.COMPANY_OWES, K.OPERATOR_COST, K.OPERATOR_LOSS), (K.PROVIDER_CASH,), "dispute / booking"),
    Movement("dispute_returned", "A chargeback was won, or cost less: it pays the debt, the rest goes back.",
             (K.PROVIDER_CASH, K.OPERATOR_COST),
             (K.COMPANY_OWES, K.COMPANY_REFUND, K.OPERATOR_COST, K.OPERATOR_LOSS), "dispute / booking"),
    Movement("write_off", "The operator gives up what a company owes: its own loss.",
             (K.OPERATOR_LOSS,), (K.COMPANY_OWES,), "correction"),
    Movement("make_good", "The operator makes good an error of its own to a company.",
             (K.OPERATOR_LOSS,), (K.COMPANY_REFUND,), "correction"),
    Movement("pay_intern", "The operator makes good an error of its own to an intern: it is theirs, and paid out.",
             (K.OPERATOR_LOSS,), (K.INTERN_EARNED,), "correction"),
    Movement("set_off", "What would go back to a company pays what it owes.",
             (K.COMPANY_REFUND,), (K.COMPANY_OWES,), "refund"),
)  # fmt: skip

SETTLES_AS: dict[Ending, str] = {
    Ending.COMPLETION: "settle_completion",
    Ending.EXIT: "settle_exit",
    Ending.EXIT_BETWEEN_DAYS: "settle_exit",
    Ending.EXIT_BEFORE_START: "settle_before_start",
    Ending.COMPANY_WITHDRAWS: "settle_company_withdrawal",
    Ending.COMPANY_WITHDRAWS_LATE: "settle_company_withdrawal",
    Ending.EARLY_END: "settle_early_end",
    Ending.COMPANY_NO_SHOW: "settle_early_end",
    Ending.INTERN_NO_SHOW: "settle_intern_no_show",
    Ending.SENT_AWAY: "settle_sent_away",
    Ending.TOLD_TO_LEAVE: "settle_early_end",
}


def signature(by: Actor) -> str:
    """Say in the ledger who asked: a role and an opaque number, never a name."""
    role = min(by.roles) if by.roles else "nobody"
    return f"{role}:{by.person_id}" if by.person_id else str(role)


# --- a company sets money aside -----------------------------------------------------------------


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


# --- a trial lives ------------------------------------------------------------------------------


@step
def commit_seat_to_trial(
    *,
    seat_id: str,
    trial_id: str,
    pay: Sequence[int],
    currency: str,
    fee_minor: int,
    at: dt.datetime,
    by: Actor,
    payer: str = "foretaste",
) -> None:
    """Both signed: the trial takes the seat's fund, which is exactly every day's pay and the fee on it.

    The seat's fund is locked: of two trials that want it, one gets it. `payer` says who will pay the
    person: this instance, or the payroll of the engagement ("employee", "employer_of_record").
    """
    fund = _lock_fund(seat_id)
    if fund is None or fund.state == SeatFund.State.FUNDING:
        raise TheSeatIsNotFunded
    if fund.state == SeatFund.State.COMMITTED and fund.trial_id != trial_id:
        raise TheSeatIsSigned
    if (fund.pay_minor, fund.fee_minor, fund.currency) != (sum(pay), fee_minor, currency):
        raise TheSeatIsNotFunded
    SeatFund.objects.filter(pk=fund.pk).update(state=SeatFund.State.COMMITTED, trial_id=trial_id, payer=payer)
    legs = {
        code(K.SEAT_HELD, seat_id, currency): -fund.pay_minor,
        code(K.SEAT_FEE, seat_id, currency): -fund.fee_minor,
        code(K.TRIAL_HELD, trial_id, currency): fund.pay_minor,
        code(K.TRIAL_FEE, trial_id, currency): fund.fee_minor,
    }
    post("commit_seat_to_trial", reference=trial_id, legs=legs, at=at, actor=signature(by), trial_id=trial_id)


@step
def earn_day(*, trial_id: str, day: int, intern_id: str, amount: Amount, at: dt.datetime, by: Actor = CLOCK) -> None:
    """A check-in, or an upheld claim while the trial runs: the day's pay is the intern's, once and for all."""
    legs = {
        code(K.TRIAL_HELD, trial_id, amount.currency): -amount.minor,
        code(K.INTERN_EARNED, intern_id, amount.currency): amount.minor,
    }
    post("earn_day", reference=f"{trial_id}/{day}", legs=legs, at=at, actor=signature(by), trial_id=trial_id)
    sending.hand_over_later(person_id=intern_id, trial_id=trial_id)


# --- a trial ends: `settling.settle` calls these ------------------------------------------------


@step
def split_fund(settlement: Settlement, *, sums: Sums, waits: bool, at: dt.datetime, by: Actor) -> None:
    """Empty the trial fund: one movement, named after the ending, once per trial."""
    trial, currency = settlement.trial_id, settlement.currency
    back_to = (K.TRIAL_RETURNING, trial) if waits else (K.COMPANY_REFUND, settlement.company_id)
    legs = {
        code(K.TRIAL_HELD, trial, currency): -(settlement.full_pay_minor - sums.days),
        code(K.TRIAL_FEE, trial, currency): -settlement.fund_fee_minor,
        code(K.INTERN_EARNED, settlement.intern_id, currency): sums.to_intern_now,
        code(K.OPERATOR_FEES, "all", currency): sums.fee,
        code(K.TRIAL_HOLD, trial, currency): sums.held,
        code(*back_to, currency): sums.back,
    }
    movement = SETTLES_AS[Ending(settlement.ending)]
    post(movement, reference=trial, legs=legs, at=at, actor=signature(by), trial_id=trial)


@step
def release_hold(
    settlement: Settlement, *, case: str, sums: Sums, waits: bool, at: dt.datetime, by: Actor, reason: str = ""
) -> None:
    """A person, or the time for one, has decided what was held."""
    trial, currency = settlement.trial_id, settlement.currency
    back_to = (K.TRIAL_RETURNING, trial) if waits else (K.COMPANY_REFUND, settlement.company_id)
    legs = {
        code(K.TRIAL_HOLD, trial, currency): -sums.fund,
        code(K.INTERN_EARNED, settlement.intern_id, currency): sums.paid_total,
        code(K.OPERATOR_FEES, "all", currency): sums.fee,
        code(*back_to, currency): sums.back,
    }
    post(
        "release_hold",
        reference=f"{trial}/{case}",
        legs=legs,
        at=at,
        actor=signature(by),
        trial_id=trial,
        reason=reason,
    )


@step
def pay_told_to_leave(settlement: Settlement, *, at: dt.datetime, by: Actor, reason: str = "") -> None:
    """The whole fund is paid: what was coming back, and what was held."""
    trial, currency = settlement.trial_id, settlement.currency
    returning = settlement.back_minor
    more_pay = settlement.full_pay_minor - settlement.paid_minor
    legs = {
        code(K.TRIAL_RETURNING, trial, currency): -returning,
        code(K.TRIAL_HOLD, trial, currency): -settlement.held_minor,
        code(K.INTERN_EARNED, settlement.intern_id, currency): more_pay,
        code(K.OPERATOR_FEES, "all", currency): settlement.fund_fee_minor - settlement.fee_minor,
    }
    post(
        "pay_told_to_leave",
        reference=trial,
        legs=legs,
        at=at,
        actor=signature(by),
        trial_id=trial,
        reason=reason,
    )


@step
def release_returning(settlement: Settlement, *, at: dt.datetime, by: Actor = CLOCK) -> None:
    """The company's part may go back."""
    trial, currency = settlement.trial_id, settlement.currency
    legs = {
        code(K.TRIAL_RETURNING, trial, currency): -settlement.back_minor,
        code(K.COMPANY_REFUND, settlement.company_id, currency): settlement.back_minor,
    }
    post("release_returning", reference=trial, legs=legs, at=at, actor=signature(by), trial_id=trial)


# --- money leaves -------------------------------------------------------------------------------


@step
def hand_over(handover: Handover, *, provider: str, at: dt.datetime) -> None:
    """Note that earned pay lies in the intern's own account there. It is earned as before."""
    _hand_over("hand_over", handover, provider, (K.PROVIDER_CONNECTED, K.PROVIDER_CASH), at)


@step
def take_back_handover(handover: Handover, *, provider: str, at: dt.datetime) -> None:
    """Note that a handover was undone. What was earned stays earned."""
    _hand_over("take_back_handover", handover, provider, (K.PROVIDER_CASH, K.PROVIDER_CONNECTED), at)


def _hand_over(movement: str, handover: Handover, provider: str, way: tuple[Kind, Kind], at: dt.datetime) -> None:
    takes, gives = (code(kind, provider, handover.currency) for kind in way)
    post(
        movement,
        reference=handover.public_id,
        legs={takes: -handover.amount_minor, gives: handover.amount_minor},
        at=at,
        actor=signature(PROVIDER),
        trial_id=handover.trial_id,
    )


def _payout(movement: str, payout: Payout, takes: str, gives: str, at: dt.datetime, by: Actor) -> None:
    post(
        movement,
        reference=f"{payout.public_id}/{payout.attempt}",
        legs={takes: -payout.amount_minor, gives: payout.amount_minor},
        at=at,
        actor=signature(by),
        trial_id=payout.trial_id or None,
    )


@step
def send_payout(payout: Payout, *, at: dt.datetime) -> None:
    person = payout.person_id
    takes, gives = (code(kind, person, payout.currency) for kind in (K.INTERN_EARNED, K.INTERN_TRANSIT))
    _payout("send_payout", payout, takes, gives, at, CLOCK)


@step
def payout_arrived(payout: Payout, *, provider: str, handed_over: bool = False, at: dt.datetime) -> None:
    """Note that the bank has it. What was handed over before leaves the intern's own account at the provider."""
    takes = code(K.INTERN_TRANSIT, payout.person_id, payout.currency)
    lies = K.PROVIDER_CONNECTED if handed_over else K.PROVIDER_CASH
    _payout("payout_arrived", payout, takes, code(lies, provider, payout.currency), at, PROVIDER)


@step
def payout_returned(payout: Payout, *, at: dt.datetime) -> None:
    person = payout.person_id
    takes, gives = (code(kind, person, payout.currency) for kind in (K.INTERN_TRANSIT, K.INTERN_EARNED))
    _payout("payout_returned", payout, takes, gives, at, PROVIDER)


@step
def payout_bounced(payout: Payout, *, provider: str, handed_over: bool = False, at: dt.datetime) -> None:
    """Note that it came back after it had arrived, to where it had left from."""
    lay = K.PROVIDER_CONNECTED if handed_over else K.PROVIDER_CASH
    takes, gives = (
        code(lay, provider, payout.currency),
        code(K.INTERN_EARNED, payout.person_id, payout.currency),
    )
    _payout("payout_bounced", payout, takes, gives, at, PROVIDER)


@step
def set_unclaimed(payout: Payout, *, at: dt.datetime) -> None:
    """Keep apart what could not be paid out for long. It is the same intern's."""
    _keep_apart("set_unclaimed", payout, (K.INTERN_EARNED, K.INTERN_UNCLAIMED), at)


@step
def claim(payout: Payout, *, at: dt.datetime) -> None:
    """Bring it back: there is an account to send it to."""
    _keep_apart("claim", payout, (K.INTERN_UNCLAIMED, K.INTERN_EARNED), at)


def _keep_apart(movement: str, payout: Payout, way: tuple[Kind, Kind], at: dt.datetime) -> None:
    takes, gives = (code(kind, payout.person_id, payout.currency) for kind in way)
    post(
        movement,
        reference=f"{payout.public_id}/{payout.times_unclaimed}",
        legs={takes: -payout.amount_minor, gives: payout.amount_minor},
        at=at,
        actor=signature(CLOCK),
        trial_id=payout.trial_id or None,
    )


@step
def correct(correction: Correction, *, provider: str, at: dt.datetime, by: Actor) -> None:
    """Move what a correction moves: the operator's own money, to a company, an intern or a debt, in or out."""
    takes, gives = {
        "write_off": ((K.OPERATOR_LOSS, "all"), (K.COMPANY_OWES, correction.company_id)),
        "make_good": ((K.OPERATOR_LOSS, "all"), (K.COMPANY_REFUND, correction.company_id)),
        "pay_intern": ((K.OPERATOR_LOSS, "all"), (K.INTERN_EARNED, correction.person_id)),
        "put_in_own_money": ((K.PROVIDER_CASH, provider), (K.OPERATOR_LOSS, "all")),
        "withdraw_fees": ((K.OPERATOR_FEES, "all"), (K.PROVIDER_CASH, provider)),
    }[correction.kind]
    legs = {
        code(*takes, correction.currency): -correction.amount_minor,
        code(*gives, correction.currency): correction.amount_minor,
    }
    reference, reason = correction.public_id, correction.reason[:200]
    correction.transfer_id = post(
        correction.kind, reference=reference, legs=legs, at=at, actor=signature(by), reason=reason
    )


@step
def send_to_payroll(due: PayrollDue, *, at: dt.datetime, by: Actor) -> None:
    """In employee mode the earned gross is owed by a payroll, under its duty to pay this intern."""
    legs = {
        code(K.INTERN_EARNED, due.person_id, due.currency): -due.amount_minor,
        code(K.PAYROLL_PAYABLE, due.trial_id, due.currency): due.amount_minor,
    }
    post("send_to_payroll", reference=due.public_id, legs=legs, at=at, actor=signature(by), trial_id=due.trial_id)


@step
def confirm_payroll(due: PayrollDue, *, at: dt.datetime, by: Actor) -> None:
    legs = {
        code(K.PAYROLL_PAYABLE, due.trial_id, due.currency): -due.amount_minor,
        code(K.COMPANY_REFUND, due.company_id, due.currency): due.amount_minor,
    }
    post("confirm_payroll", reference=due.public_id, legs=legs, at=at, actor=signature(by), trial_id=due.trial_id)


def _refund(movement: str, refund: Refund, takes: str, gives: str, at: dt.datetime, by: Actor) -> None:
    post(
        movement,
        reference=f"{refund.public_id}/{refund.attempt}",
        legs={takes: -refund.amount_minor, gives: refund.amount_minor},
        at=at,
        actor=signature(by),
        trial_id=refund.trial_id or None,
    )


@step
def start_refund(refund: Refund, *, at: dt.datetime) -> None:
    company = refund.company_id
    takes, gives = (code(kind, company, refund.currency) for kind in (K.COMPANY_REFUND, K.COMPANY_REFUNDING))
    _refund("start_refund", refund, takes, gives, at, CLOCK)


@step
def start_refunds(refunds: Sequence[Refund], *, at: dt.datetime) -> None:
    """Start many refunds in one call: each the movement that `start_refund` posts, all of them or none."""
    postings = [
        Posting(
            "start_refund",
            f"{refund.public_id}/{refund.attempt}",
            {
                code(K.COMPANY_REFUND, refund.company_id, refund.currency): -refund.amount_minor,
                code(K.COMPANY_REFUNDING, refund.company_id, refund.currency): refund.amount_minor,
            },
            refund.trial_id or None,
        )
        for refund in refunds
    ]
    post_batch(postings, at=at, actor=signature(CLOCK))


@step
def refund_arrived(refund: Refund, *, provider: str, at: dt.datetime) -> None:
    takes = code(K.COMPANY_REFUNDING, refund.company_id, refund.currency)
    _refund("refund_arrived", refund, takes, code(K.PROVIDER_CASH, provider, refund.currency), at, PROVIDER)


@step
def refund_failed(refund: Refund, *, at: dt.datetime) -> None:
    company = refund.company_id
    takes, gives = (code(kind, company, refund.currency) for kind in (K.COMPANY_REFUNDING, K.COMPANY_REFUND))
    _refund("refund_failed", refund, takes, gives, at, PROVIDER)


@step
def refund_bounced(refund: Refund, *, provider: str, at: dt.datetime) -> None:
    """Note that it came back after it had arrived."""
    takes = code(K.PROVIDER_CASH, provider, refund.currency)
    _refund("refund_bounced", refund, takes, code(K.COMPANY_REFUND, refund.company_id, refund.currency), at, PROVIDER)


@step
def pay_goodwill(
    *,
    trial_id: str,
    day: int,
    company_id: str,
    amount: Amount,
    proposed_by: int | None,
    at: dt.datetime,
    by: Actor,
    reason: str,
) -> None:
    """Make a company good from the operator's own money; the trial's money is not touched.

    Two people of the operator sign: who proposed it and who acts now. Together no more in 365 days than the limit
    allows one company; the lock lets no two signatures each miss the other's sum.
    """
    if not by.is_operator or None in (proposed_by, by.person_id) or proposed_by == by.person_id:
        raise TwoPeopleMustSign
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"goodwill of {company_id}"])
    if queries.debts_of(company_id) or queries.has_open_dispute(company_id):
        raise TheCompanyOwesUs
    if amount.minor > queries.goodwill_left(company_id, amount.currency, at).minor:
        raise TheGoodwillLimitIsReached
    legs = {
        code(K.OPERATOR_LOSS, "all", amount.currency): -amount.minor,
        code(K.COMPANY_REFUND, company_id, amount.currency): amount.minor,
    }
    post(
        "pay_goodwill",
        reference=f"{trial_id}/{day}",
        legs=legs,
        at=at,
        actor=signature(by),
        trial_id=trial_id,
        reason=reason,
    )


@step
def book_dispute(dispute: Dispute, *, gone_minor: int, cost_minor: int, at: dt.datetime) -> int:
    """Book what a chargeback took (or, below zero, gave back) since its last booking.

    Returns what came back beyond the company's debt: it is the company's, and goes on its way from there.
    """
    company, currency = dispute.company_id, dispute.currency
    back = max(0, -gone_minor)
    paid = min(back, queries.owed_by(company, currency)) if company else 0
    surplus = back - paid if company else 0
    legs = {
        code(K.PROVIDER_CASH, dispute.provider, currency): gone_minor + cost_minor,
        code(K.OPERATOR_COST, "all", currency): -cost_minor,
    }
    if company:
        legs[code(K.COMPANY_OWES, company, currency)] = paid - max(0, gone_minor)
        legs[code(K.COMPANY_REFUND, company, currency)] = surplus
    else:  # nobody we know paid it
        legs[code(K.OPERATOR_LOSS, "all", currency)] = -gone_minor
    movement = "dispute_withdrawn" if gone_minor > 0 or (gone_minor == 0 and cost_minor > 0) else "dispute_returned"
    reference = f"{dispute.public_id}/{dispute.bookings}"
    post(movement, reference=reference, legs=legs, at=at, actor=signature(PROVIDER))
    return surplus
