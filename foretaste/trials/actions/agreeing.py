"""Both sign: the agreement, and when the same two may sign again."""

from __future__ import annotations

import datetime as dt
import secrets
import zlib

from django.db import connection

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.queries import ever_in, ever_of, person_of
from foretaste.core.events import publish
from foretaste.core.identifiers import ALPHABET
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.money import movements, risks
from foretaste.money.endings import fee_on
from foretaste.opportunities import actions as opportunities
from foretaste.opportunities.terms import Terms
from foretaste.trials import queries, refusals
from foretaste.trials.events import TrialAgreed
from foretaste.trials.models import PairAllowance, Trial, TrialDay
from foretaste.trials.steps import payer_of, write_agreement


@action
def agree(*, offer_id: str, by: Actor, at: dt.datetime) -> Trial:
    """Accept an offer, which is signing: the trial takes seat and fund together. Repeating it changes nothing."""
    if not by.is_intern or by.person_id is None:
        raise NotAllowed
    take_turns(f"agreements of {by.person_id}")
    signed = queries.visible_to(by).filter(offer_id=offer_id).first()
    if signed is not None:
        return signed
    offer = opportunities.accept_offer(offer_id, by, at)
    terms = offer.terms
    _refuse_unsignable(offer.organization_pk, terms, by, at)
    trial = Trial(
        opportunity_id=offer.opportunity_pk,
        organization_id=offer.organization_pk,
        intern_id=offer.intern_pk,
        host_id=offer.host_pk,
        offer_id=offer.offer_id,
        seat_id=offer.seat_id,
        terms=offer.terms_json,
        agreement_text=offer.text,
        agreement_sha256=offer.sha256,
        company_signed_by_id=offer.company_signed_by_pk,
        company_signed_at=offer.company_signed_at,
        intern_signed_by_id=by.person_id,
        intern_signed_at=at,
        carries_bonus=queries.will_carry_bonus(intern_id=offer.intern_pk, organization_id=offer.organization_pk, at=at),
        title=terms.title,
        country=terms.place.country,
        region=terms.place.region,
        time_zone=terms.place.time_zone,
        currency=terms.currency,
        kill_fee_minor=terms.kill_fee_minor,
        fee_basis_points=terms.fee_basis_points,
    )
    trial.exit_bonus_minor = terms.exit_bonus if trial.carries_bonus else []
    write_agreement(trial, by=by, at=at)
    TrialDay.objects.bulk_create(_days(trial, terms))
    _use_allowance(trial)
    risks.refuse_the_same_on_both_sides(
        seat_id=trial.seat_id,
        intern_id=person_of(by).public_id,
        staff=ever_in(offer.organization_pk),
        own_companies=ever_of(by.person_id),
    )
    movements.commit_seat_to_trial(
        seat_id=trial.seat_id,
        trial_id=trial.public_id,
        intern_id=person_of(by).public_id,
        pay=terms.day_pay,
        currency=trial.currency,
        fee_minor=fee_on(terms.full_pay_minor, trial.fee_basis_points),
        at=at,
        by=by,
        payer=payer_of(trial),
    )
    publish(TrialAgreed(trial_id=trial.public_id))
    return trial


@action
def allow_another_trial(*, trial_id: str, by: Actor, at: dt.datetime) -> PairAllowance:
    """A mutual yes: the same two may sign one more trial. Only the clock's own word; repeating it changes nothing."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    trial = queries.visible_to(by).filter(public_id=trial_id).first()
    if trial is None:
        raise NotFound
    allowance, _created = PairAllowance.objects.get_or_create(
        after_trial=trial,
        defaults={"intern_id": trial.intern_id, "organization_id": trial.organization_id, "allowed_at": at},
    )
    return allowance


@step
def take_turns(what: str) -> None:
    """Let one transaction at a time do this: two agreements of one person could each miss the other's dates."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7313, zlib.crc32(what.encode()) - 2**31])


def _refuse_unsignable(organization_pk: int, terms: Terms, by: Actor, at: dt.datetime) -> None:
    """Refuse what can't be agreed: a day begun, a day already promised, the same two without a mutual yes."""
    slots = [(dt.datetime.fromisoformat(day.starts_at), dt.datetime.fromisoformat(day.ends_at)) for day in terms.days]
    if at >= slots[0][0]:
        raise refusals.TheFirstDayHasPassed
    assert by.person_id is not None
    why = queries.why_not_again(intern_id=by.person_id, organization_id=organization_pk, at=at)
    if why is not None:
        raise why
    taken = queries.clash(by.person_id, slots)
    if taken is not None:
        raise the_dates_clash(taken)


def the_dates_clash(day: TrialDay) -> refusals.TheDatesClash:
    """Name the agreement that stands in the way, to the one person who has it."""
    trial = day.trial
    details = {"title": trial.title, "company": trial.organization.name, "on": day.on.isoformat()}
    return refusals.TheDatesClash(
        str(refusals.TheDatesClash.message).format(**details), trial_id=trial.public_id, **details
    )


def _days(trial: Trial, terms: Terms) -> list[TrialDay]:
    return [
        TrialDay(
            trial=trial,
            number=day.number,
            on=dt.date.fromisoformat(day.on),
            starts_at=dt.datetime.fromisoformat(day.starts_at),
            ends_at=dt.datetime.fromisoformat(day.ends_at),
            break_minutes=day.break_minutes,
            pay_minor=day.pay_minor,
            title=day.title,
            plan=day.plan,
            items=list(day.items),
            arrival_code="-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2)),
        )
        for day in terms.days
    ]


def _use_allowance(trial: Trial) -> None:
    """A further trial of the same two uses up one mutual yes, where there was a first one."""
    allowance = queries.allowances(trial.intern_id, trial.organization_id).order_by("id").first()
    if allowance is not None:
        allowance.used_by = trial
        allowance.save(update_fields=["used_by"])
