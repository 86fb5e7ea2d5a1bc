"""A trial at any state, reached by the real actions: post, fund, apply, offer, sign, check in, end.

`halden(...)` makes a company, `posting(...)` a funded posting, `agreed(...)` a trial. Times are those of the place
of work: `at(day, "09:00")` is nine o'clock on day 1's wall clock. Everything may be chosen, nothing has to be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from foretaste.accounts.actors import CLOCK, PROVIDER, Actor
from foretaste.accounts.models import Organization, Person
from foretaste.core.calendars import moment
from foretaste.money import funding
from foretaste.money.models import FundingOrder, ProviderOperation
from foretaste.money.providers.base import Outcome, Payment, Word
from foretaste.opportunities import actions as opportunities
from foretaste.opportunities.models import Opportunity, Seat
from foretaste.trials import actions as trials
from foretaste.trials import queries
from foretaste.trials.models import Trial

MONDAY = dt.date(2026, 3, 9)


@dataclass(frozen=True)
class Plan:
    """What a trial is to be like."""

    days: int = 3
    zone: str = "Europe/Berlin"
    country: str = "DE"
    city: str = "Berlin"
    currency: str = "EUR"
    pay: int = 14000
    bonus: tuple[int, ...] | None = None  # None: half a day's pay on every day but the last
    kill_fee: int | None = None
    starts: dt.time = dt.time(9)
    ends: dt.time = dt.time(17)
    first_on: dt.date = MONDAY
    dates: tuple[dt.date, ...] = field(default=())
    seats: int = 1
    engagement: str = "contractor"

    @property
    def on(self) -> tuple[dt.date, ...]:
        return self.dates or tuple(self.first_on + dt.timedelta(days=number) for number in range(self.days))

    def at(self, day: int, time: str) -> dt.datetime:
        """Return a time on a day's wall clock: `plan.at(1, "09:00")`."""
        return moment(self.on[day - 1], dt.time.fromisoformat(time), self.zone)

    @property
    def posted_at(self) -> dt.datetime:
        return moment(self.on[0] - dt.timedelta(days=7), dt.time(9), self.zone)

    @property
    def signed_at(self) -> dt.datetime:
        return moment(self.on[0] - dt.timedelta(days=4), dt.time(12), self.zone)


def posting(hedy: Actor, plan: Plan | None = None) -> Opportunity:
    """Post and fund, by the real actions; the provider's word comes at once."""
    plan = plan or Plan()
    at = plan.posted_at
    Organization.objects.filter(pk=hedy.organization_id, verified_at=None).update(verified_at=at)
    host = Person.objects.get(pk=hedy.person_id)
    draft = opportunities.draft_opportunity(
        title="Find out why the sensors drift",
        summary="Three days with the measuring team, on one real question.",
        brief="Readings from the field drift after a week. Look at the data and say what you would try.",
        deliverable="A page with what you found and what to do next.",
        field="data",
        country=plan.country,
        city=plan.city,
        address="Lindenstrasse 4",
        time_zone=plan.zone,
        by=hedy,
        at=at,
    )
    which = {"opportunity_id": draft.public_id, "by": hedy, "at": at}
    days = [
        {"on": on, "starts": plan.starts, "ends": plan.ends, "break_minutes": 30, "plan": f"Look, try, tell. Part {n}."}
        for n, on in enumerate(plan.on, 1)
    ]
    opportunities.plan_days(days=days, answer_by=plan.on[0] - dt.timedelta(days=1), **which)
    opportunities.name_people(host_id=host.public_id, host_does="Leads the measuring team", **which)
    opportunities.set_pay(
        currency=plan.currency,
        daily_pay_minor=plan.pay,
        exit_bonus_minor=plan.bonus,
        kill_fee_minor=plan.kill_fee,
        engagement_type=plan.engagement,
        seats_wanted=plan.seats,
        **which,
    )
    opportunities.accept_rules(**which)
    confirm_pay(draft.public_id, hedy, at)
    fund(draft.public_id, hedy, at)
    return Opportunity.objects.get(pk=draft.pk)


def confirm_pay(opportunity_id: str, hedy: Actor, at: dt.datetime) -> None:
    """Where the wage table knows no row, the operator confirms the pay."""
    from foretaste.accounts.actors import Role
    from foretaste.core.refusals import Refused

    try:
        opportunities.request_confirmation(opportunity_id=opportunity_id, by=hedy, at=at)
    except Refused:
        return
    confirming = Person.objects.get_or_create(email="confirming@example.org", defaults={"name": "Omar Said"})[0]
    operator = Actor(frozenset({Role.OPERATOR}), person_id=confirming.pk)
    opportunities.confirm_wage(opportunity_id=opportunity_id, note="Looked up by hand.", by=operator, at=at)


def fund(opportunity_id: str, hedy: Actor, at: dt.datetime) -> FundingOrder:
    """Pay for the seats; the provider says that the money is available, and the seats hear of it."""
    order = opportunities.fund_seats(opportunity_id=opportunity_id, method="bank_transfer", by=hedy, at=at)
    operation = ProviderOperation.objects.get(subject_id=order.public_id, kind="charge")
    paid = Payment(ref=f"pay_{order.public_id}", amount_minor=order.amount_minor, available=True)
    with transaction.atomic():
        funding.note_charge(operation, Outcome(word=Word.SUCCEEDED, payments=(paid,)), at=at)
    for seat in Seat.objects.filter(funding_order=order.public_id):
        opportunities.note_seat_funded(seat_id=seat.public_id, by=PROVIDER, at=at)
    order.refresh_from_db()
    return order


def offered(opportunity: Opportunity, hedy: Actor, ines: Actor, at: dt.datetime) -> str:
    """Apply and be welcomed; return the offer's public id."""
    application = opportunities.apply(
        opportunity_id=opportunity.public_id,
        answer_why="I like finding out why things drift.",
        answer_try="Plot everything first.",
        answer_about="I take things apart.",
        by=ines,
        at=at,
    )
    return opportunities.make_offer(application_id=application.public_id, by=hedy, at=at).public_id


def agreed(hedy: Actor, ines: Actor, plan: Plan | None = None) -> Trial:
    plan = plan or Plan()
    offer_id = offered(posting(hedy, plan), hedy, ines, plan.signed_at)
    return trials.agree(offer_id=offer_id, by=ines, at=plan.signed_at)


def under_way(hedy: Actor, ines: Actor, plan: Plan | None = None, days: int | Sequence[int] = 1) -> Trial:
    """A trial with these days checked in, each at 08:55 of its place."""
    plan = plan or Plan()
    trial = agreed(hedy, ines, plan)
    numbers = range(1, days + 1) if isinstance(days, int) else days
    for number in numbers:
        starts_at = queries.day_of(trial, number).starts_at
        trials.check_in(trial_id=trial.public_id, day=number, by=ines, at=starts_at - dt.timedelta(minutes=5))
    return fresh(trial)


def left(hedy: Actor, ines: Actor, plan: Plan | None = None, days: int = 1, time: str = "11:00") -> Trial:
    """A trial the intern left on its last started day (day 0: the day before it would have started)."""
    plan = plan or Plan()
    trial = under_way(hedy, ines, plan, days)
    at = plan.at(days, time) if days else plan.at(1, time) - dt.timedelta(days=1)
    return leave(trial, ines, at)


def leave(trial: Trial, ines: Actor, at: dt.datetime) -> Trial:
    """Both taps: look at the sum, then confirm it."""
    seen = queries.if_you_leave_now(fresh(trial), at)
    return trials.exit_trial(trial_id=trial.public_id, expected_minor=seen.expected_minor, by=ines, at=at)


def completed(hedy: Actor, ines: Actor, plan: Plan | None = None) -> Trial:
    plan = plan or Plan()
    trial = under_way(hedy, ines, plan, len(plan.on))
    return trials.complete(trial_id=trial.public_id, by=CLOCK, at=last_end(trial) + dt.timedelta(minutes=1))


def missed(hedy: Actor, ines: Actor, plan: Plan | None = None) -> Trial:
    """A trial to which nobody came, and which nobody explained: over 49 hours after its last day."""
    trial = agreed(hedy, ines, plan)
    return trials.mark_intern_no_show(trial_id=trial.public_id, by=CLOCK, at=last_end(trial) + dt.timedelta(hours=49))


def missed_three(hedy: Actor, ines: Actor) -> list[Trial]:
    """Three such trials of a day each, a week apart: the last is over on Wednesday 25 March 2026 at 18:00."""
    mondays = [MONDAY + dt.timedelta(weeks=number) for number in range(3)]
    return [missed(hedy, ines, Plan(days=1, first_on=monday)) for monday in mondays]


def closed(hedy: Actor, ines: Actor, plan: Plan | None = None) -> Trial:
    trial = completed(hedy, ines, plan)
    return trials.close_trial(trial_id=trial.public_id, by=CLOCK, at=last_end(trial) + dt.timedelta(days=3))


AT_STATE: dict[str, Any] = {"agreed": agreed, "under_way": under_way, "ended": completed, "closed": closed}


def last_end(trial: Trial) -> dt.datetime:
    return queries.planned_last_end(trial)


def fresh(trial: Trial) -> Trial:
    """Return the trial as the database has it now."""
    return Trial.objects.select_related("intern", "organization").get(pk=trial.pk)
