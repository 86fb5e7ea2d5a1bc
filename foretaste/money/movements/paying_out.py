"""An intern's money leaves: to their own account, their bank, a payroll; or it is kept for them."""

from __future__ import annotations

import datetime as dt

from foretaste.accounts.actors import CLOCK, PROVIDER, Actor
from foretaste.core.transactions import step
from foretaste.money.ledger.kinds import Kind
from foretaste.money.ledger.posting import code, post
from foretaste.money.models import Handover, Payout, PayrollDue
from foretaste.money.movements.catalogue import K
from foretaste.money.movements.signing import signature


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
