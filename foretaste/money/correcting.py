"""Correcting: the operator puts something right with its own money. Nothing here can take what is an intern's.

Up to a sum one person of the operator may do it; above it a second one signs, and nothing moves before. What leaves
for an intern or for the operator itself always has two. What was given up or taken out can be undone by the opposite
movement, once, by two people whatever the sum.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.money import movements, queries, sending, settling
from foretaste.money.ledger.posting import reverse
from foretaste.money.models import Correction, Refund, Settlement
from foretaste.money.providers import provider
from foretaste.money.providers.base import Capability
from foretaste.money.refusals import (
    ItIsOtherPeoplesMoney,
    TheCorrectionIsDone,
    TheDebtIsSmaller,
    TheReasonIsMissing,
    TheSumIsNotAcceptable,
    TwoPeopleMustSign,
)

State, Kind = Correction.State, Correction.Kind


OF_A_COMPANY = (Kind.WRITE_OFF, Kind.MAKE_GOOD)
BY_ONE = (*OF_A_COMPANY, Kind.PUT_IN)  # up to the sum for one signature
CAN_BE_TAKEN_BACK = (Kind.WRITE_OFF, Kind.WITHDRAW)


@action
def propose_correction(
    *, kind: str, amount: Amount, reason: str, company_id: str = "", trial_id: str = "", by: Actor, at: dt.datetime
) -> Correction:
    """Write a correction down; up to the sum for one signature it is done at once.

    `company_id` names the company it is to, or `trial_id` the settled trial whose intern is paid.
    """
    person = _person_of_the_operator(by)
    if kind not in Kind.values or amount.minor <= 0:
        raise TheSumIsNotAcceptable
    if not reason.strip():
        raise TheReasonIsMissing
    if (kind in OF_A_COMPANY) != bool(company_id):
        raise NotAcceptable(company_id=_("Choose the company, or none where it is not about one."))
    correction = Correction.objects.create(
        kind=kind,
        company_id=company_id,
        trial_id=trial_id if kind == Kind.PAY_INTERN else "",
        person_id=_intern_to_pay(trial_id, amount) if kind == Kind.PAY_INTERN else "",
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=reason.strip()[:200],
        proposed_by=person,
        proposed_at=at,
    )
    if kind in BY_ONE and amount.minor <= settings.CORRECTION_BY_ONE_MINOR.get(amount.currency, 0):
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
    """Undo a debt that was given up, or fees taken out, by the exact opposite. Not by whoever signed it last."""
    person = _person_of_the_operator(by)
    correction = _locked(correction_id)
    if correction.state != State.DONE or correction.kind not in CAN_BE_TAKEN_BACK or correction.transfer_id is None:
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
    minor, currency = correction.amount_minor, correction.currency
    if correction.kind == Kind.WRITE_OFF and minor > queries.owed_by(correction.company_id, currency):
        raise TheDebtIsSmaller
    if correction.kind == Kind.WITHDRAW and minor > queries.own_money(currency).minor:
        raise ItIsOtherPeoplesMoney
    movements.correct(correction, provider=provider().name, at=at, by=by)
    correction.state = State.DONE
    correction.save()
    if correction.kind == Kind.PAY_INTERN:
        sending.make_payout(person_id=correction.person_id, trial_id="", amount_minor=minor, currency=currency, at=at)
    if correction.kind == Kind.MAKE_GOOD:
        sending.give_back(
            company_id=correction.company_id,
            currency=currency,
            amount_minor=minor,
            why=Refund.Why.CORRECTION,
            otherwise=queries.latest_order(correction.company_id, currency),
            at=at,
        )


def _intern_to_pay(trial_id: str, amount: Amount) -> str:
    """Return whose error it was: the intern of a settled trial in this currency, whom this instance pays itself."""
    found = Settlement.objects.filter(trial_id=trial_id.strip()).first()
    if found is None or found.currency != amount.currency:
        raise NotAcceptable(trial_id=_("There is no settled trial of this number in this currency."))
    if found.payer != settling.PAID_BY_US or Capability.HOSTED_ACCOUNTS in provider().capabilities():
        raise NotAcceptable(trial_id=_("This intern is not paid from here: put it right where they are paid."))
    return found.intern_id


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
