"""Asking for feedback during a trial: a link that works without an account, once, until it expires."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.events import publish
from foretaste.core.identifiers import new_public_id
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.core.transactions import action
from foretaste.evaluations.questions import clean_text
from foretaste.records import queries, refusals
from foretaste.records.events import FeedbackGiven
from foretaste.records.models import FeedbackRequest
from foretaste.trials import queries as trials

OPEN_FOR = dt.timedelta(days=14)
MOST_OF_A_TRIAL = 10
LONGEST_NAME, LONGEST_QUESTION, LONGEST_ANSWER = 80, 300, 1200


@action
def ask_for_feedback(*, trial_id: str, asked_of: str, question: str, by: Actor, at: dt.datetime) -> FeedbackRequest:
    """Make a link for somebody at the company. Possible from the first check-in until a week after the planned end.

    Both moments are the plan's: an exit changes neither.
    """
    trial = trials.own_trial(trial_id, by)
    days = trials.days_of(trial)
    if not any(day.is_started for day in days):
        raise refusals.AskOnceYouHaveBegun
    if at >= trials.planned_last_end(trial) + queries.COMES_AFTER:
        raise refusals.TheTimeToAskIsOver
    name, words = clean_text(asked_of), clean_text(question)
    found = {}
    if not 0 < len(name) <= LONGEST_NAME:
        found["asked_of"] = _("Say whom you ask, in at most %(longest)d characters.") % {"longest": LONGEST_NAME}
    if not 0 < len(words) <= LONGEST_QUESTION:
        found["question"] = _("Ask one question, in at most %(longest)d characters.") % {"longest": LONGEST_QUESTION}
    if found:
        raise NotAcceptable(**found)
    if FeedbackRequest.objects.filter(trial_id=trial_id).count() >= MOST_OF_A_TRIAL:
        raise refusals.TenAreEnough
    return FeedbackRequest.objects.create(
        link_key=new_public_id() + new_public_id(),
        trial_id=trial_id,
        intern_id=trial.intern_id,
        company=accounts.organization_with_key(trial.organization_id).name,
        title=trial.title,
        asked_of=name,
        question=words,
        asked_at=at,
        expires_at=at + OPEN_FOR,
    )


@action
def give_feedback(
    *, link_key: str, said_by: str, good: str, better: str, by: Actor, at: dt.datetime
) -> FeedbackRequest:
    """Answer once, by the link alone. It goes to the intern, and to nobody else."""
    asked = FeedbackRequest.objects.select_for_update().filter(link_key=link_key).first()
    if asked is None:
        raise NotFound
    if asked.answered_at is not None:
        raise refusals.ThisIsAnswered
    if at >= asked.expires_at:
        raise refusals.ThisLinkHasExpired
    name, first, second = clean_text(said_by), clean_text(good), clean_text(better)
    found = {}
    if not 0 < len(name) <= LONGEST_NAME:
        found["said_by"] = _("Say who you are.")
    if not (first or second):
        found["good"] = _("Write one sentence, here or below.")
    for field, words in (("good", first), ("better", second)):
        if len(words) > LONGEST_ANSWER:
            found[field] = _("Shorten this to %(longest)d characters.") % {"longest": LONGEST_ANSWER}
    if found:
        raise NotAcceptable(**found)
    asked.said_by, asked.good, asked.better, asked.answered_at = name, first, second, at
    asked.save(update_fields=["said_by", "good", "better", "answered_at"])
    publish(FeedbackGiven(request_id=asked.public_id))
    return asked
