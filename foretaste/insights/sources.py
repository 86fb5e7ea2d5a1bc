"""What insights count, read from those who own it: trials past their planned end, opened answers, notes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import Count, Max, Q, QuerySet

from foretaste.accounts.actors import CLOCK
from foretaste.evaluations import queries as evaluations
from foretaste.insights.publishing import Lived
from foretaste.money.endings import Ending
from foretaste.trials import queries as trials

EXITS = (Ending.EXIT, Ending.EXIT_BETWEEN_DAYS)


def verified() -> QuerySet[Any]:
    """Interns whose mail address was confirmed: one person, one voice."""
    confirmed: QuerySet[Any] = EmailAddress.objects.filter(verified=True)
    return confirmed.values("user_id")


def _trials(organization_id: int, before: dt.datetime) -> QuerySet[Any]:
    """Started trials of verified interns that have ended and whose planned end lies before the date."""
    return (
        trials.visible_to(CLOCK)
        .filter(organization_id=organization_id, intern__in=verified(), state__in=["ended", "closed"])
        .annotate(planned_end=Max("days__ends_at"), begun=Count("days", filter=Q(days__checked_in_at__isnull=False)))
        .filter(planned_end__lt=before, begun__gt=0)
    )


def organizations_with_trials() -> list[int]:
    of_all = trials.visible_to(CLOCK).order_by("organization_id")
    return list(of_all.values_list("organization_id", flat=True).distinct())


def lived(organization_id: int, before: dt.datetime) -> list[Lived]:
    """Every started trial that counts by this date."""
    counted = list(_trials(organization_id, before).values("public_id", "intern_id", "ending", "ended_at"))
    arrived = dict(
        apps.get_model("money.Payout")
        ._default_manager.filter(trial_id__in=[one["public_id"] for one in counted], arrived_at__lt=before)
        .values_list("trial_id")
        .annotate(last=Max("arrived_at"))
    )
    return [
        Lived(
            intern=one["intern_id"],
            finished=one["ending"] == Ending.COMPLETION,
            left_early=one["ending"] in EXITS,
            hours_to_pay=_hours(arrived.get(one["public_id"]), one["ended_at"]),
        )
        for one in counted
    ]


def _hours(arrived_at: dt.datetime | None, ended_at: dt.datetime) -> float | None:
    return None if arrived_at is None else max(0.0, (arrived_at - ended_at).total_seconds() / 3600)


def exits_by_day(organization_id: int, before: dt.datetime) -> list[tuple[int, str]]:
    """(intern, day) of every exit that counts by this date."""
    exits = _trials(organization_id, before).filter(ending__in=EXITS)
    return [(intern, str(day)) for intern, day in exits.values_list("intern_id", "ended_after_day")]


def opened_answers(organization_id: int, before: dt.datetime) -> list[tuple[int, dict[str, str]]]:
    """(intern, ticks) of every opened evaluation of the company."""
    return evaluations.ticks_about(organization_id, before=before, interns=verified())


def exit_notes(organization_id: int, before: dt.datetime) -> list[tuple[int, list[str], list[str]]]:
    """(intern, reasons, advice) of every exit note, signed or not."""
    return evaluations.exit_ticks_about(organization_id, before=before, interns=verified())
