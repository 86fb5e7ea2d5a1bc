"""Correcting: the operator puts something right with its own money. Nothing here can take what is an intern's.

Up to a sum one person of the operator may do it; above it a second one signs, and nothing moves before. What was given
up can be taken back by the opposite movement, once, by two people whatever the sum.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.money import movements, queries, sending
from foretaste.money.ledger.posting import reverse
from foretaste.money.models import Correction, Refund
from foretaste.money.refusals import (
    TheCorrectionIsDone,
    TheDebtIsSmaller,
    TheReasonIsMissing,
    TheSumIsNotAcceptable,
    TwoPeopleMustSign,
)

State, Kind = Correction.State, Correction.Kind


@action
def propose_correction(
    *, kind: str, company_id: str, amount: Amount, reason: str, by: Actor, at: dt.datetime
) -> Correction:
    """Write a correction down; up to the sum for one signature it is done at once."""
    person = _person_of_the_operator(by)
    if kind not in Kind.values or amount.minor <= 0:
        raise TheSumIsNotAcceptable
    if not reason.strip():
        raise TheReasonIsMissing
    correction = Correction.objects.create(
        kind=kind,
        company_id=company_id,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=reason.strip()[:200],
        proposed_by=person,
        proposed_at=at,
    )
    if amount.minor <= settings.CORRECTION_BY_ONE_MINOR.get(amount.currency, 0):
        _do(correction, by=by, at=at)
    elif kind == Kind.WRITE_OFF and amount.minor > queries.owed_by(company_id, amount.currency):
        raise TheDebtIsSmaller
    return correction


@action
def sign_correction(*, correction_id: str, by: Actor, at: dt.datetime) -> Correction:
    """The second signature: the money moves."""
    person = _person_of_the_operator(by)
    correction = _locked(correction_id)
    if correction.state != State.WAITING:
        raise TheCorrectionIsDone
    if person == correction.proposed_by:
        raise TwoPeopleMustSign
    correction.signed_by, correction.signed_at = person, at
    _do(correction, by=by, at=at)
    return correction


@action
def drop_correction(*, correction_id: str, by: Actor, at: dt.datetime) -> Correction:
    """Give a correction up that nobody has signed yet."""
    _person_of_the_operator(by)
    correction = _locked(correction_id)
    if correction.state != State.WAITING:
        raise TheCorrectionIsDone
    correction.state = State.DROPPED
    correction.save(update_fields=["state"])
    return correction


@action
def take_back_correction(*, correction_id: str, reason: str, by: Actor, at: dt.datetime) -> Correction:
    """Undo a debt that was given up, by the exact opposite movement. Not by whoever signed it last."""
    person = _person_of_the_operator(by)
    correction = _locked(correction_id)
    if correction.state != State.DONE or correction.kind != Kind.WRITE_OFF or correction.transfer_id is None:
        raise TheCorrectionIsDone
    if not reason.strip():
        raise TheReasonIsMissing
    if person == (correction.signed_by or correction.proposed_by):
        raise TwoPeopleMustSign
    reverse(correction.transfer_id, at=at, actor=movements.signature(by), reason=reason.strip()[:200])
    correction.state = State.TAKEN_BACK
    correction.save(update_fields=["state"])
    return correction


@step
def _do(correction: Correction, *, by: Actor, at: dt.datetime) -> None:
    owed = queries.owed_by(correction.company_id, correction.currency)
    if correction.kind == Kind.WRITE_OFF and correction.amount_minor > owed:
        raise TheDebtIsSmaller
    movements.correct(correction, at=at, by=by)
    correction.state = State.DONE
    correction.save()
    if correction.kind == Kind.MAKE_GOOD:
        sending.give_back(
            company_id=correction.company_id,
            currency=correction.currency,
            amount_minor=correction.amount_minor,
            why=Refund.Why.CORRECTION,
            otherwise=queries.latest_order(correction.company_id, correction.currency),
            at=at,
        )


def _person_of_the_operator(by: Actor) -> int:
    if not by.is_operator:
        raise NotAllowed
    if by.person_id is None:
        raise TwoPeopleMustSign
    return by.person_id


def _locked(correction_id: str) -> Correction:
    found = Correction.objects.select_for_update().filter(public_id=correction_id).first()
    if found is None:
        raise NotFound
    return found
