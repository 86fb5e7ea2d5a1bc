"""What the audit checks of sealing. It counts what is open; of what is sealed it says nothing, not even how many."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, F, Q
from django.db.models.functions import Length

from foretaste.core import calendars
from foretaste.evaluations.models import Evaluation, Exchange, ExitNote, Opening, Reveal, Submission
from foretaste.money.audit import Finding, check

LATE = dt.timedelta(hours=1)  # the clock looks each minute


@check(guarantee=8, title="reveals")
def nothing_opened_early() -> Finding:
    """Both sides were in, or the seven days were over; a mutual yes needs both."""
    reveals = Reveal.objects.annotate(
        sides=Count("exchange__evaluations"),
    )
    early = reveals.filter(~Q(sides=2), at__lt=F("exchange__closes_at"))
    lone = reveals.filter(~Q(sides=2), mutual_yes=True)
    rushed = Evaluation.objects.filter(exchange__reveal=None)
    offenders = {*_trials(early), *_trials(lone), *_trials(rushed)}
    return Finding(Reveal.objects.count(), sorted(offenders))


@check(guarantee=8, title="openings logged")
def every_opening_is_logged() -> Finding:
    """For each opened evaluation there is its line in the log, at the moment of the reveal."""
    logged = set(Opening.objects.filter(what="submission").values_list("exchange_id", "side", "at"))
    offenders = [
        trial_id
        for exchange_id, side, at, trial_id in Evaluation.objects.values_list(
            "exchange_id", "side", "exchange__reveal__at", "exchange__trial_id"
        )
        if (exchange_id, side, at) not in logged
    ]
    return Finding(len(logged), sorted(set(offenders)))


@check(guarantee=8, title="exchanges")
def what_is_due_is_open_and_what_was_sealed_is_gone() -> Finding:
    """No window is over for more than an hour unopened; no sealed blob outlives its reveal; all have one length."""
    late = Exchange.objects.filter(reveal=None, closes_at__lt=calendars.now() - LATE)
    kept = Submission.objects.filter(exchange__reveal__isnull=False)
    lengths = Submission.objects.annotate(length=Length("sealed")).values_list("length", "exchange__trial_id")
    usual = min((length for length, _ in lengths), default=0)
    odd = {trial_id for length, trial_id in lengths if length != usual}
    offenders = {*late.values_list("trial_id", flat=True), *_trials(kept), *odd}
    return Finding(Exchange.objects.count(), sorted(offenders))


@check(guarantee=9, title="signed exit notes")
def only_signed_words_are_kept() -> Finding:
    """An unsigned note holds ticks and no words; a note belongs to an exit."""
    unsigned = ExitNote.objects.filter(is_signed=False).exclude(text="", thanks="")
    misplaced = ExitNote.objects.filter(exchange__ended_by_exit=False)
    return Finding(ExitNote.objects.filter(is_signed=True).count(), sorted({*_trials(unsigned), *_trials(misplaced)}))


def _trials(rows) -> set[str]:  # type: ignore[no-untyped-def]
    return set(rows.values_list("exchange__trial_id", flat=True))
