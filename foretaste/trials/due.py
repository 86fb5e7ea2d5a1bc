"""What has come due in trials, for the clock; whoever acts on it asks again in the same transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from foretaste.money.endings import EXITS
from foretaste.trials import lifecycle
from foretaste.trials.lifecycle import Kind
from foretaste.trials.models import Case, Trial, TrialDay
from foretaste.trials.queries import OPEN_CASE, with_day


def _open_case(*kinds: str, **same: Any) -> Exists:
    return Exists(Case.objects.filter(OPEN_CASE, trial=OuterRef("pk"), kind__in=kinds, **same))


def due_to_complete(at: dt.datetime) -> QuerySet[Trial]:
    """Every day was started and the last one is over."""
    return Trial.objects.filter(
        ~with_day(checked_in_at=None), ~with_day(ends_at__gte=at), state=Trial.State.UNDER_WAY
    ).order_by("id")


def due_to_miss(at: dt.datetime) -> QuerySet[Trial]:
    """A day was missed, nobody claimed it in 48 hours, and no later day was started (or all days are over).

    An open claim, or an open question whether the company was there, holds it off. So does a proposed
    move of an ill person's day that the company has not answered within the same time.
    """
    missed = TrialDay.objects.filter(
        ~Exists(
            Case.objects.filter(OPEN_CASE, kind=Kind.MISSED_CHECK_IN, trial=OuterRef("trial"), day=OuterRef("number"))
        ),
        ~Exists(
            TrialDay.objects.filter(trial=OuterRef("trial"), number__gt=OuterRef("number"), checked_in_at__isnull=False)
        )
        | ~Exists(TrialDay.objects.filter(trial=OuterRef("trial"), ends_at__gte=at)),
        trial=OuterRef("pk"),
        checked_in_at=None,
        ends_at__lt=at - lifecycle.CLAIM_WINDOW,
    )
    just_decided = Exists(
        Case.objects.filter(trial=OuterRef("pk"), kind=Kind.COMPANY_NO_SHOW, decided_at__gt=at - lifecycle.CLAIM_WINDOW)
    )
    return Trial.objects.filter(
        Exists(missed), ~_open_case(Kind.COMPANY_NO_SHOW), ~just_decided, state__in=["agreed", "under_way"]
    ).order_by("id")


def due_to_find_company_absent(at: dt.datetime) -> QuerySet[Case]:
    """Reports of a no-show that the company left unanswered for two hours."""
    return Case.objects.filter(kind=Kind.COMPANY_NO_SHOW, state=Case.State.OPEN, answer_due_at__lt=at).order_by("id")


def due_to_default(at: dt.datetime) -> QuerySet[Case]:
    """Cases nobody ruled on in time that have an outcome for that."""
    return Case.objects.filter(OPEN_CASE, due_at__lt=at).exclude(default_outcome="").order_by("id")


def due_to_release_refund(at: dt.datetime) -> QuerySet[Trial]:
    """Exits whose 24 hours are over, with no open "I was told to leave"."""
    return Trial.objects.filter(
        ~_open_case(Kind.TOLD_TO_LEAVE),
        ending__in=EXITS,
        refund_released_at=None,
        ended_at__lte=at - lifecycle.TOLD_TO_LEAVE_WINDOW,
        state=Trial.State.ENDED,
    ).order_by("id")


def due_to_release_unclaimed(at: dt.datetime) -> QuerySet[Trial]:
    """Ended trials that hold the pay of a day nobody claimed in its 48 hours."""
    unclaimed = TrialDay.objects.filter(
        ~Exists(
            Case.objects.filter(OPEN_CASE, kind=Kind.MISSED_CHECK_IN, trial=OuterRef("trial"), day=OuterRef("number"))
        ),
        trial=OuterRef("pk"),
        pay_is_held=True,
        ends_at__lt=at - lifecycle.CLAIM_WINDOW,
    )
    return Trial.objects.filter(Exists(unclaimed), state=Trial.State.ENDED).order_by("id")


def due_to_close(at: dt.datetime) -> QuerySet[Trial]:
    """Ended two days ago, and nothing is held, waiting or undecided any more."""
    return Trial.objects.filter(
        ~Exists(Case.objects.filter(OPEN_CASE, trial=OuterRef("pk"))),
        ~with_day(pay_is_held=True),
        Q(refund_released_at__isnull=False) | ~Q(ending__in=EXITS),
        state=Trial.State.ENDED,
        held_minor=0,
        ended_at__lte=at - lifecycle.CLOSES_AFTER,
    ).order_by("id")
