"""Who sees what: the one who wrote it. No role, no organization, no operator adds to that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.advice.models import PrivateJournal, PrivatePlan
from foretaste.advice.private import BEST, LEAST, Grounds, Journal, TrialPlan, Wish
from foretaste.core import vault
from foretaste.core.amounts import Amount
from foretaste.opportunities import queries as opportunities
from foretaste.trials import queries as trials

if TYPE_CHECKING:
    from foretaste.advice.staying import Evening
    from foretaste.money.endings import Sums
    from foretaste.opportunities.models import Opportunity
    from foretaste.trials.models import Trial, TrialDay


def plans_visible_to(by: Actor) -> QuerySet[PrivatePlan]:
    return PrivatePlan.objects.filter(person_id=by.person_id) if by.person_id else PrivatePlan.objects.none()


def journals_visible_to(by: Actor) -> QuerySet[PrivateJournal]:
    return PrivateJournal.objects.filter(person_id=by.person_id) if by.person_id else PrivateJournal.objects.none()


def plan_of(by: Actor) -> TrialPlan:
    """Return the actor's own plan; an empty one where there is none."""
    row = plans_visible_to(by).first()
    return TrialPlan.read(vault.unseal(bytes(row.sealed))) if row else TrialPlan()


def has_journal(trial: Trial, by: Actor) -> bool:
    return journals_visible_to(by).filter(trial=trial).exists()


def journal_of(trial: Trial, by: Actor) -> Journal:
    """Return the actor's own journal of a trial; an empty one where there is none."""
    row = journals_visible_to(by).filter(trial=trial).first()
    return Journal.read(vault.unseal(bytes(row.sealed))) if row else Journal(Grounds(currency=trial.currency))


@dataclass(frozen=True)
class Tonight:
    """Both choices now: what leaving pays, the day that staying would bring, and what each is worth in points."""

    now: Sums
    next: TrialDay
    next_bonus_minor: int
    evening: Evening

    @property
    def days_so_far_minor(self) -> int:
        return self.now.paid_total - self.now.bonus

    @property
    def paid_if_staying_minor(self) -> int:
        """Return what leaving after the next day would pay, all in all."""
        return self.days_so_far_minor + self.next.pay_minor + self.next_bonus_minor

    @property
    def level_at(self) -> float | None:
        """Return the belief at which both are worth the same; None where the scale has none."""
        return self.evening.bar if LEAST <= self.evening.bar <= BEST else None


def tonight(trial: Trial, days: Sequence[TrialDay], written: Journal, at: dt.datetime) -> Tonight | None:
    """Compare leaving now with staying for the next day; None once there is nothing left to choose."""
    ahead = [day for day in days if not day.is_started and at <= day.ends_at]
    if trial.has_ended or not ahead:
        return None

    def major(minor: int) -> float:
        return float(Amount(minor, trial.currency).major)

    def bonus_after(day: TrialDay) -> int:
        is_last = day.number == days[-1].number
        return 0 if is_last or not trial.exit_bonus_minor else int(trial.exit_bonus_minor[day.number - 1])

    now = trials.if_you_leave_now(trial, at).sums
    evening = written.evening(
        [major(now.bonus), *(major(bonus_after(day)) for day in ahead)], [major(day.pay_minor) for day in ahead]
    )
    return Tonight(now, ahead[0], bonus_after(ahead[0]), evening)


def wish_for(opportunity: Opportunity) -> Wish:
    """Return what is known of a posting as an entry of a plan; the hopes are left in the middle."""
    days = max(opportunity.days_count, 1)
    pay = opportunity.full_pay
    return Wish(
        number=0,
        name=f"{opportunity.title}, {opportunity.organization.name}"[:80],
        pay=round(float(pay.major) / days, 2) if pay else 0.0,
        days=days,
        hope=5.0,
        starts_on=opportunity.first_on,
        ends_on=opportunity.last_on,
        opportunity_id=opportunity.public_id,
        bonus=float(Amount(opportunity.exit_bonus_minor[0], opportunity.currency).major)
        if days > 1 and opportunity.exit_bonus_minor
        else 0.0,
    )


def wrong_with(said: Mapping[str, Any]) -> dict[str, str]:
    """Say what is wrong with a trial somebody thinks of, by field: dates too far apart, a bonus no posting can carry.

    What is missing is not looked at.
    """
    wrong = {}
    starts, ends = said.get("starts_on"), said.get("ends_on")
    if ends and (starts is None or ends < starts or (ends - starts).days > 6):
        wrong["ends_on"] = _("A trial ends within seven days of its first day")
    days, pay, bonus = said.get("days"), said.get("pay"), said.get("bonus")
    if days and pay is not None and bonus:
        left = days - (said.get("leaves_after") or 1)
        if left <= 0:
            wrong["bonus"] = _("The bonus ends when the last day starts")
        elif float(bonus) > round(left * float(pay), 3):
            wrong["bonus"] = _("A bonus is at most the pay of the days that are left")
    return wrong


def to_plan_from(by: Actor, plan: TrialPlan, today: dt.date) -> list[Opportunity]:
    """Return the postings the actor has asked for, or was asked to, that are still to come and not in the plan."""
    asked = opportunities.live_applications_of(by).filter(opportunity__first_on__gte=today)
    ids = asked.values_list("opportunity_id", flat=True)
    found = opportunities.visible_to(by).filter(pk__in=set(ids)).select_related("organization").order_by("pk")
    planned = {wish.opportunity_id for wish in plan.wishes}
    return [one for one in found if one.public_id not in planned]
