"""A trial lives: it takes its seat's fund, and each check-in earns a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.amounts import Amount
from foretaste.core.transactions import step
from foretaste.money import sending
from foretaste.money.ledger.posting import code, post
from foretaste.money.models import SeatFund
from foretaste.money.movements.catalogue import K
from foretaste.money.movements.setting_aside import _lock_fund
from foretaste.money.movements.signing import signature
from foretaste.money.refusals import TheSeatIsNotFunded, TheSeatIsSigned


@step
def commit_seat_to_trial(
    *,
    seat_id: str,
    trial_id: str,
    intern_id: str,
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
    SeatFund.objects.filter(pk=fund.pk).update(
        state=SeatFund.State.COMMITTED, trial_id=trial_id, intern_id=intern_id, payer=payer
    )
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
