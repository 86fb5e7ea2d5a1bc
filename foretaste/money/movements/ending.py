"""A trial ends: `settling.settle` splits its fund; rulings and time decide what was held."""

from __future__ import annotations

import datetime as dt

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.transactions import step
from foretaste.money.endings import Ending, Sums
from foretaste.money.ledger.posting import code, post
from foretaste.money.models import Settlement
from foretaste.money.movements.catalogue import SETTLES_AS, K
from foretaste.money.movements.signing import signature


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
