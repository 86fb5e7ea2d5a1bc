"""After three unexplained no-shows the operator may pause new applications: told to the intern, with appeal.

Nothing else follows from a no-show, and nobody but the intern and the operator's dispute desk learns of a pause:
trials that are signed, questions, invitations and what was asked before go on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foretaste.accounts import actions as accounts
from foretaste.accounts import queries as people
from foretaste.accounts.actors import Actor
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action
from foretaste.trials import lifecycle, queries, refusals
from foretaste.trials.events import ApplicationsPaused, PauseAnswered, PauseObjectedTo
from foretaste.trials.models import ApplicationPause, Trial
from foretaste.trials.steps import person_in

LONGEST_WORDS = 2_000


@action
def pause_applications(*, person_id: str, because: str, by: Actor, at: dt.datetime) -> ApplicationPause:
    """Pause somebody's new applications, as the operator: only after three no-shows without a word of theirs."""
    if not by.is_operator:
        raise NotAllowed
    intern = people.people_visible_to(by).filter(public_id=person_id).first()
    if intern is None:
        raise NotFound
    missed = list(queries.unexplained_no_shows(by).filter(intern=intern))
    if len(missed) < lifecycle.NO_SHOWS_BEFORE_A_PAUSE:
        raise refusals.ThreeNoShowsAreNeeded
    _refuse_a_party(intern.pk, missed, by)
    words = _words(because, "because")
    try:
        with transaction.atomic():
            pause = ApplicationPause.objects.create(
                intern_id=intern.pk, because=words, paused_by_id=person_in(by), paused_at=at
            )
    except IntegrityError:
        raise refusals.ApplicationsArePausedAlready from None
    accounts.pause_applications(person_id=person_id, by=by, at=at)
    publish(ApplicationsPaused(pause_id=pause.public_id))
    return pause


@action
def object_to_pause(*, pause_id: str, objection: str, by: Actor, at: dt.datetime) -> ApplicationPause:
    """Say, as the intern, why it should be lifted: once. A person reads it and answers."""
    pause = _locked(pause_id, by)
    if pause.intern_id != by.person_id:
        raise NotAllowed
    if pause.lifted_at is not None:
        raise refusals.ThePauseIsLifted
    if pause.objected_at is not None:
        raise refusals.YouHaveObjected
    pause.objection, pause.objected_at = _words(objection, "objection"), at
    pause.save(update_fields=["objection", "objected_at"])
    publish(PauseObjectedTo(pause_id=pause.public_id))
    return pause


@action
def answer_objection(*, pause_id: str, lift: bool, answer: str, by: Actor, at: dt.datetime) -> ApplicationPause:
    """Lift a pause, asked or not; or say why it stays, once somebody has objected. The intern reads the answer."""
    if not by.is_operator:
        raise NotAllowed
    pause = _locked(pause_id, by)
    _refuse_a_party(pause.intern_id, queries.unexplained_no_shows(by).filter(intern_id=pause.intern_id), by)
    if pause.lifted_at is not None:
        raise refusals.ThePauseIsLifted
    if not lift and not pause.waits_for_an_answer:
        raise refusals.NobodyHasObjected
    pause.answer, pause.answered_by_id, pause.answered_at = _words(answer, "answer"), person_in(by), at
    pause.lifted_at = at if lift else None
    pause.save(update_fields=["answer", "answered_by", "answered_at", "lifted_at"])
    if lift:
        accounts.resume_applications(person_id=pause.intern.public_id, by=by, at=at)
    publish(PauseAnswered(pause_id=pause.public_id, at=at.isoformat()))
    return pause


def _locked(pause_id: str, by: Actor) -> ApplicationPause:
    pause = queries.pauses_visible_to(by).select_for_update(of=("self",)).filter(public_id=pause_id).first()
    if pause is None:
        raise NotFound
    return pause


def _refuse_a_party(intern_id: int, missed: Iterable[Trial], by: Actor) -> None:
    """Refuse whoever did not come, hosted or signed: nobody decides a matter of their own."""
    if by.person_id in {intern_id, *(key for trial in missed for key in (trial.host_id, trial.company_signed_by_id))}:
        raise refusals.YouAreAPartyToIt


def _words(text: str, field: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise NotAcceptable(**{field: _("Write a sentence or two.")})
    if len(words) > LONGEST_WORDS:
        raise NotAcceptable(**{field: _("Use at most %(longest)d characters.") % {"longest": LONGEST_WORDS}})
    return words
