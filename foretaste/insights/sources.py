"""What insights count, read from those who own it: trials past their planned end, opened answers, notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import Count, Max, Q, QuerySet

from foretaste.evaluations.models import Evaluation, ExitNote
from foretaste.evaluations.questions import OF_THE_COMPANY
from foretaste.insights.publishing import Lived
from foretaste.money.endings import Ending

EXITS = (Ending.EXIT, Ending.EXIT_BETWEEN_DAYS)
TICKS = tuple(criterion.key for criterion in OF_THE_COMPANY.criteria if criterion.key != "told_them")


def verified() -> QuerySet[Any]:
    """Interns whose mail address was confirmed: one person, one voice."""
    return EmailAddress.objects.filter(verified=True).values("user_id")


def _trials(organization_id: int, before: dt.datetime) -> QuerySet[Any]:
    """Started trials of verified interns that have ended and whose planned end lies before the date."""
    trials = apps.get_model("trials.Trial")._default_manager
    return (
        trials.filter(organization_id=organization_id, intern__in=verified(), state__in=["ended", "closed"])
        .annotate(planned_end=Max("days__ends_at"), begun=Count("days", filter=Q(days__checked_in_at__isnull=False)))
        .filter(planned_end__lt=before, begun__gt=0)
    )


def organizations_with_trials() -> list[int]:
    trials = apps.get_model("trials.Trial")._default_manager
    return list(trials.order_by("organization_id").values_list("organization_id", flat=True).distinct())


def lived(organization_id: int, before: dt.datetime) -> list[Lived]:
    """Every started trial that counts by this date."""
    trials = list(_trials(organization_id, before).values("public_id", "intern_id", "ending", "ended_at"))
    arrived = dict(
        apps.get_model("money.Payout")
        ._default_manager.filter(trial_id__in=[one["public_id"] for one in trials], arrived_at__lt=before)
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
        for one in trials
    ]


def _hours(arrived_at: dt.datetime | None, ended_at: dt.datetime) -> float | None:
    return None if arrived_at is None else max(0.0, (arrived_at - ended_at).total_seconds() / 3600)


def exits_by_day(organization_id: int, before: dt.datetime) -> list[tuple[int, str]]:
    """(intern, day) of every exit that counts by this date."""
    exits = _trials(organization_id, before).filter(ending__in=EXITS)
    return [(intern, str(day)) for intern, day in exits.values_list("intern_id", "ended_after_day")]


def opened_answers(organization_id: int, before: dt.datetime) -> list[tuple[int, dict[str, str]]]:
    """(intern, ticks) of every opened evaluation of the company. Words are never among them."""
    opened = Evaluation.objects.filter(
        side="intern",
        exchange__organization_id=organization_id,
        exchange__counts_from__lt=before,
        exchange__reveal__at__lt=before,
        exchange__intern__in=verified(),
    )
    return [
        (intern, {key: answers[key] for key in TICKS if key in answers})
        for intern, answers in opened.values_list("exchange__intern_id", "answers")
    ]


def exit_notes(organization_id: int, before: dt.datetime) -> Iterable[tuple[int, list[str], list[str]]]:
    """(intern, reasons, advice) of every exit note, signed or not. Words are never among them."""
    return ExitNote.objects.filter(
        exchange__organization_id=organization_id,
        exchange__counts_from__lt=before,
        at__lt=before,
        exchange__intern__in=verified(),
    ).values_list("exchange__intern_id", "reasons", "advice")
