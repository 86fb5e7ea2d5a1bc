"""What insights count, read from those who own it: trials past their planned end, opened answers, notes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Count, Max, Q, QuerySet

from foretaste.accounts.actors import CLOCK
from foretaste.core.quartiles import Quartiles, seconds_between
from foretaste.evaluations import queries as evaluations
from foretaste.insights.ends import Ended
from foretaste.insights.publishing import Lived, Proven
from foretaste.money import queries as money
from foretaste.money.endings import Ending
from foretaste.opportunities import queries as opportunities
from foretaste.trials import queries as trials

EXITS = (Ending.EXIT, Ending.EXIT_BETWEEN_DAYS)
SETTLED_AFTER = dt.timedelta(days=3)  # a no-show ends 48 hours after its planned end, an exit long before


def verified() -> QuerySet[Any]:
    """Interns whose mail address was confirmed: one person, one voice."""
    confirmed: QuerySet[Any] = EmailAddress.objects.filter(verified=True)
    return confirmed.values("user_id")


def _trials(organization_id: int, before: dt.datetime) -> QuerySet[Any]:
    """Those of one company, planned to be over so long before that they count in one month however they ended."""
    return _started(before - SETTLED_AFTER).filter(organization_id=organization_id)


def _started(before: dt.datetime) -> QuerySet[Any]:
    """Started trials of verified interns that have ended and whose planned end lies before the date."""
    return (
        trials.visible_to(CLOCK)
        .filter(intern__in=verified(), state__in=["ended", "closed"])
        .annotate(planned_end=Max("days__ends_at"), begun=Count("days", filter=Q(days__checked_in_at__isnull=False)))
        .filter(planned_end__lt=before, begun__gt=0)
    )


def organizations_with_trials() -> list[int]:
    of_all = trials.visible_to(CLOCK).order_by("organization_id")
    return list(of_all.values_list("organization_id", flat=True).distinct())


def lived(organization_id: int, before: dt.datetime, *, since: dt.datetime | None = None) -> list[Lived]:
    """Every started trial that counts by this date, and did not yet count by an earlier one."""
    found = _trials(organization_id, before)
    if since is not None:
        found = found.filter(planned_end__gte=since - SETTLED_AFTER)
    counted = list(found.values("public_id", "intern_id", "ending", "ended_at"))
    paid = money.paid_for((one["public_id"] for one in counted), before)
    return [
        Lived(
            intern=one["intern_id"],
            finished=one["ending"] == Ending.COMPLETION,
            left_early=one["ending"] in EXITS,
            hours_to_pay=_hours(paid[one["public_id"]].arrived_at, one["ended_at"])
            if one["public_id"] in paid
            else None,
        )
        for one in counted
    ]


def _hours(arrived_at: dt.datetime | None, ended_at: dt.datetime) -> float | None:
    return None if arrived_at is None else max(0.0, (arrived_at - ended_at).total_seconds() / 3600)


def conversions(organization_id: int, before: dt.datetime) -> list[bool]:
    """Whether each longer role that was offered to a counted intern has been taken."""
    return evaluations.conversions_about(organization_id, before=before, interns=verified())


def exits_by_day(organization_id: int, before: dt.datetime) -> list[tuple[int, str]]:
    """(intern, day) of every exit that counts by this date."""
    exits = _trials(organization_id, before).filter(ending__in=EXITS)
    return [(intern, str(day)) for intern, day in exits.values_list("intern_id", "ended_after_day")]


def ended(organization_id: int, before: dt.datetime) -> list[Ended]:
    """How each started trial that counts by this date ended, and after how many started days."""
    counted = _trials(organization_id, before).values_list("intern_id", "ending", "begun")
    return [Ended(*one) for one in counted]


def opened_answers(organization_id: int, before: dt.datetime) -> list[tuple[int, dict[str, str]]]:
    """(intern, ticks) of every opened evaluation of the company."""
    return evaluations.ticks_about(organization_id, before=before, interns=verified())


def ticked(organization_id: int, topic: str, before: dt.datetime) -> dict[int, set[str]]:
    """What each intern ticked as a reason (exit_notes) or as advice, in exit notes signed or not."""
    found: dict[int, set[str]] = {}
    for intern, reasons, advice in evaluations.exit_ticks_about(organization_id, before=before, interns=verified()):
        if ticks := reasons if topic == "exit_notes" else advice:
            found.setdefault(intern, set()).update(ticks)
    return found


def steps(organization_id: int, before: dt.datetime) -> dict[str, Any]:
    """The way from asking to the first day, counted by the database: how many, and how long it took, in seconds."""
    agreed: dict[str, Any] = _planned_before(organization_id, before - SETTLED_AFTER).aggregate(
        agreed=Count("pk"),
        to_fill=Quartiles(
            seconds_between("opportunity__published_at", "intern_signed_at"),
            filter=Q(opportunity__published_at__isnull=False),
        ),
    )
    return agreed | opportunities.asking_counted(organization_id, before=before - SETTLED_AFTER, interns=verified())


def _planned_before(organization_id: int, before: dt.datetime) -> QuerySet[Any]:
    """Every agreement of verified interns whose planned end lies before the date, started or not."""
    own = trials.visible_to(CLOCK).filter(organization_id=organization_id, intern__in=verified()).order_by()
    over = own.annotate(planned_end=Max("days__ends_at")).filter(planned_end__lt=before)
    return trials.visible_to(CLOCK).filter(pk__in=over.values("pk"))


def ways(organization_id: int, before: dt.datetime) -> dict[str, list[tuple[str, int, int]]]:
    """How interns first came: (which, interns, of these agreed), for each way to tell them apart."""
    return opportunities.ways_counted(organization_id, before=before - SETTLED_AFTER, interns=verified())


def found_by(organization_id: int, before: dt.datetime) -> dict[str, int]:
    """How many interns say they found it how. Who said nothing is in none of it."""
    return opportunities.found_by_counted(organization_id, before=before - SETTLED_AFTER, interns=verified())


# --- the proof: the whole instance -----------------------------------------------------------------
OVER_AFTER = dt.timedelta(days=7)  # a trial counts a week after its planned end: then its pay has arrived


def months_lived(before: dt.datetime) -> list[dt.date]:
    """Return the first of every month in which a started trial came to count, up to a date."""
    ends = _of_everyone(before).values_list("planned_end", flat=True)
    return sorted({(end + OVER_AFTER).astimezone(dt.UTC).date().replace(day=1) for end in ends})


def proven(since: dt.datetime, before: dt.datetime) -> list[Proven]:
    """Every started trial of a verified intern that came to count between two dates."""
    counted = list(_of_everyone(before).filter(planned_end__gte=since - OVER_AFTER).prefetch_related("days"))
    paid = money.paid_for((one.public_id for one in counted), before)
    return [
        Proven(
            intern=one.intern_id,
            started_pay=tuple(day.pay_minor for day in trials.days_of(one) if day.checked_in_at),
            agreed_pay=tuple(day.pay_minor for day in trials.days_of(one)),
            paid_minor=paid[one.public_id].amount.minor,
            currency=paid[one.public_id].amount.currency,
            seconds_to_settlement=(paid[one.public_id].settled_at - one.ended_at).total_seconds(),
            hours_to_payout=_hours(paid[one.public_id].arrived_at, one.ended_at),
        )
        for one in counted
        if one.public_id in paid
    ]


def _of_everyone(before: dt.datetime) -> QuerySet[Any]:
    return _started(before - OVER_AFTER)
