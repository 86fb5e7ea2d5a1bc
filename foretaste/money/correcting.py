"""Correcting: the operator puts something right with its own money. Nothing here can take what is an intern's.

Up to a sum one person of the operator may do it; above it a second one signs, and nothing moves before. What leaves
for an intern or for the operator itself always has two. What was given up, taken out or put in can be undone by the
opposite movement, once, by two people whatever the sum; what was made good to a company by mistake may have left, so
the company owes it. Pay that was moved into an intern's own account at the
provider by mistake comes back as it went, by two: it stays the intern's. What the provider converted on its way in is
said to be exchanged back, or is given back to the company, by two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.money import debts, funding, movements, outbox, queries, sending, settling
from foretaste.money.ledger.posting import reverse
from foretaste.money.models import Conversion, Correction, Handover, ProviderOperation, Refund, Settlement
from foretaste.money.providers import provider
from foretaste.money.providers.base import Capability
from foretaste.money.refusals import (
    ACorrectionWaits,
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
OF_A_CONVERSION = (Kind.EXCHANGE, Kind.GIVE_BACK)
CAN_BE_TAKEN_BACK = (Kind.WRITE_OFF, Kind.MAKE_GOOD, Kind.WITHDRAW, Kind.PUT_IN)


@action
def propose_correction(
    *,
    kind: str,
    amount: Amount,
    reason: str,
    company_id: str = "",
    trial_id: str = "",
    conversion_id: str = "",
    key: str = "",
    by: Actor,
    at: dt.datetime,
) -> Correction:
    """Write a correction down; up to the sum for one signature it is done at once.

    `company_id` names the company it is to, `trial_id` the settled trial whose intern is paid, or the trial whose
    last handover comes back, `conversion_id` a converted payment: `amount` is what was given to exchange it back, or
    all of what was paid. The same `key` again is the same correction, and moves nothing again.
    """
    person = _person_of_the_operator(by)
    _one_after_another()
    if kind not in Kind.values or amount.minor <= 0:
        raise TheSumIsNotAcceptable
    if not reason.strip():
        raise TheReasonIsMissing
    if (kind in OF_A_COMPANY) != bool(company_id):
        raise NotAcceptable(company_id=_("Choose the company, or none where it is not about one."))
    if key and (known := Correction.objects.filter(key=key).first()) is not None:
        return _the_same(known, kind, amount)
    if (kind in OF_A_CONVERSION) != bool(conversion_id):
        raise NotAcceptable(kind=_("Choose the converted payment, or something that is not about one."))
    if conversion_id:
        _conversion(conversion_id, kind, amount)
        if Correction.objects.filter(conversion_id=conversion_id, state=State.WAITING).exists():
            raise ACorrectionWaits
    correction = Correction.objects.create(
        key=key,
        kind=kind,
        company_id=company_id,
        trial_id=trial_id.strip() if kind in ABOUT else "",
        person_id=ABOUT[kind](trial_id.strip(), amount) if kind in ABOUT else "",
        conversion_id=conversion_id,
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
    _one_after_another()
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
    """Undo a debt that was given up, fees taken out or money put in, by the exact opposite.

    What was made good to a company may have left: it owes that from now on, and what still waits pays it at once.
    Not by whoever signed it last, and nothing leaves that is other people's.
    """
    person = _person_of_the_operator(by)
    _one_after_another()
    correction = _locked(correction_id)
    if correction.state != State.DONE or correction.kind not in CAN_BE_TAKEN_BACK or correction.transfer_id is None:
        raise TheCorrectionIsDone
    if not reason.strip():
        raise TheReasonIsMissing
    if person == (correction.signed_by or correction.proposed_by):
        raise TwoPeopleMustSign
    if correction.kind == Kind.PUT_IN and correction.amount_minor > queries.own_money(correction.currency).minor:
        raise ItIsOtherPeoplesMoney
    if correction.kind == Kind.MAKE_GOOD:
        movements.claim_back(correction, at=at, by=by, reason=reason.strip())
        debts.set_off_what_waits(company_id=correction.company_id, currency=correction.currency, at=at)
    else:
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
    if correction.kind == Kind.HANDOVER:
        _ask_to_move_back(correction, at=at)
        return
    if correction.kind in OF_A_CONVERSION:
        _end_conversion(correction, by=by, at=at)
        return
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


def _handover_of(trial_id: str, amount: Amount) -> Handover | None:
    done = Handover.objects.filter(trial_id=trial_id, state=Handover.State.DONE, currency=amount.currency)
    return done.filter(amount_minor=amount.minor).order_by("-id").first()


def _whose_handover(trial_id: str, amount: Amount) -> str:
    """Return whose pay lies in their own account at the provider, by this sum, and has not gone on from there."""
    found = _handover_of(trial_id, amount)
    if found is None:
        raise NotAcceptable(trial_id=_("No pay of this trial and sum lies in the intern's own account there."))
    return found.person_id


@step
def _ask_to_move_back(correction: Correction, *, at: dt.datetime) -> None:
    """Ask the provider to undo it. Its answer books it, and the pay lies with us, earned as before."""
    handover = _handover_of(correction.trial_id, Amount(correction.amount_minor, correction.currency))
    if handover is None:
        raise TheCorrectionIsDone
    moved = ProviderOperation.objects.get(
        kind=ProviderOperation.Kind.TRANSFER, subject_id=handover.public_id, attempt=handover.attempt
    )
    outbox.ask(
        ProviderOperation.Kind.REVERSAL,
        subject_id=handover.public_id,
        attempt=handover.attempt,
        amount_minor=handover.amount_minor,
        currency=handover.currency,
        details={"transfer": str(moved.pk)},
        at=at,
    )
    correction.state = State.DONE
    correction.save()


def _conversion(conversion_id: str, kind: str, amount: Amount) -> Conversion:
    """Return a converted payment that waits for its end, and that this sum can end."""
    found = Conversion.objects.select_for_update(of=("self",)).filter(public_id=conversion_id).first()
    if found is None:
        raise NotFound
    if found.state != Conversion.State.HERE:
        raise TheCorrectionIsDone
    if found.available_at is None:
        raise NotAcceptable(kind=_("It is not available at the provider yet."))
    if kind == Kind.GIVE_BACK and amount != found.amount:
        raise TheSumIsNotAcceptable(sum=_("A payment goes back whole, in the currency it was made in."))
    if kind == Kind.EXCHANGE and amount.currency != found.settled_currency:
        raise TheSumIsNotAcceptable(currency=_("Enter what you gave, in the currency that the provider held it in."))
    return found


@step
def _end_conversion(correction: Correction, *, by: Actor, at: dt.datetime) -> None:
    """What was converted lies in its own currency again, or goes back. Never with other people's money."""
    amount = Amount(correction.amount_minor, correction.currency)
    conversion = _conversion(correction.conversion_id, correction.kind, amount)
    if correction.kind == Kind.EXCHANGE:
        if amount.minor > queries.own_money(amount.currency).minor:
            raise ItIsOtherPeoplesMoney
        movements.exchange_back(conversion, correction, at=at, by=by)
        conversion.state = Conversion.State.EXCHANGED
    else:
        conversion.state = Conversion.State.RETURNED
    conversion.ended_at = at
    conversion.save(update_fields=["state", "ended_at"])
    end = funding.note_exchanged_back if correction.kind == Kind.EXCHANGE else funding.give_converted_back
    end(conversion.order_id, conversion.amount_minor, at=at)
    correction.state = State.DONE
    correction.save()


def _the_same(known: Correction, kind: str, amount: Amount) -> Correction:
    if (known.kind, known.amount_minor, known.currency) != (kind, amount.minor, amount.currency):
        raise TheCorrectionIsDone
    return known


def _intern_to_pay(trial_id: str, amount: Amount) -> str:
    """Return whose error it was: the intern of a settled trial in this currency, whom this instance pays itself."""
    found = Settlement.objects.filter(trial_id=trial_id.strip()).first()
    if found is None or found.currency != amount.currency:
        raise NotAcceptable(trial_id=_("There is no settled trial of this number in this currency."))
    if found.payer != settling.PAID_BY_US or Capability.HOSTED_ACCOUNTS in provider().capabilities():
        raise NotAcceptable(trial_id=_("This intern is not paid from here: put it right where they are paid."))
    return found.intern_id


ABOUT: dict[str, Callable[[str, Amount], str]] = {
    Kind.PAY_INTERN: _intern_to_pay,
    Kind.HANDOVER: _whose_handover,
}  # kinds about a trial: whose pay it is


def _person_of_the_operator(by: Actor) -> int:
    if not by.is_operator:
        raise NotAllowed
    if by.person_id is None:
        raise TwoPeopleMustSign
    return by.person_id


@step
def _one_after_another() -> None:
    """Let each correction see what the one before has left, of the operator's own money above all.

    The lock is the one that the database's own guard takes at the commit, so neither waits for the other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('withdraw_fees', 0))")


def _locked(correction_id: str) -> Correction:
    found = Correction.objects.select_for_update().filter(public_id=correction_id).first()
    if found is None:
        raise NotFound
    return found
