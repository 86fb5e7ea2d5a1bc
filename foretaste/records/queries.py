"""What may be read of records: all of their own for an intern, the shared ones for everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.refusals import NotFound
from foretaste.evaluations import queries as evaluations
from foretaste.evaluations import questions
from foretaste.evaluations.sealing import Side
from foretaste.records import badge, issuer
from foretaste.records.models import Due, FeedbackRequest, Record, StatusList
from foretaste.trials import queries as trials

OF_THE_EVALUATION = "evaluation"
COMES_AFTER = dt.timedelta(days=7)  # after the planned end of the last day


def visible_to(by: Actor) -> QuerySet[Record]:
    """The intern's own. Nobody else lists records, the operator included."""
    if not by.is_intern or by.person_id is None:
        return Record.objects.none()
    return Record.objects.filter(intern_id=by.person_id).select_related("organization", "intern")


def record_of(record_id: str, by: Actor) -> Record:
    record = visible_to(by).filter(public_id=record_id).first()
    if record is None:
        raise NotFound
    return record


def shared(record_id: str) -> Record:
    """Return a record its owner shows. One that is not shown, revoked or deleted was never here."""
    found = Record.objects.filter(public_id=record_id, is_shared=True, document__isnull=False)
    record = found.select_related("organization", "intern").first()
    if record is None:
        raise NotFound
    return record


def feedback_asked(trial_id: str, by: Actor) -> list[FeedbackRequest]:
    """Return what the intern has asked for in a trial of theirs, the newest first."""
    trials.own_trial(trial_id, by)
    return list(FeedbackRequest.objects.filter(trial_id=trial_id, intern_id=by.person_id))


def asked_by_link(link_key: str) -> FeedbackRequest:
    """Return what a link asks, to whoever has it."""
    asked = FeedbackRequest.objects.select_related("intern").filter(link_key=link_key).first()
    if asked is None:
        raise NotFound
    return asked


def feedback_for_a_letter(request_id: str) -> FeedbackRequest:
    return FeedbackRequest.objects.select_related("intern").get(public_id=request_id)


def for_a_letter(record_id: str) -> Record:
    """Return a record with its owner, for whoever tells them, and nobody else, of it."""
    return Record.objects.select_related("intern").get(public_id=record_id)


def status_list(number: int) -> StatusList:
    found = StatusList.objects.filter(number=number, document__isnull=False).first()
    if found is None:
        raise NotFound
    return found


def due(at: dt.datetime) -> QuerySet[Due]:
    return Due.objects.filter(at__lte=at).order_by("at", "id")


def comes_at(trial_id: str, by: Actor) -> dt.datetime:
    """Return when a trial's record comes: a week after its planned end, which no ending moves."""
    return trials.planned_last_end(trials.trial_of(trial_id, by)) + COMES_AFTER


@dataclass(frozen=True)
class Choice:
    """Something said of the work that the intern may show or not."""

    key: str
    said_by: str
    asked: str
    words: str

    def as_json(self) -> dict[str, str]:
        return {"key": self.key, "said_by": self.said_by, "asked": self.asked, "words": self.words}


def choices_of(record: Record, by: Actor, at: dt.datetime) -> list[Choice]:
    """Return what was said of this person's work and they have read: nothing that is sealed is among it."""
    return [*_of_those_asked(record), *_of_the_evaluation(record, by, at)]


def _of_those_asked(record: Record) -> list[Choice]:
    answered = FeedbackRequest.objects.filter(
        trial_id=record.trial_id, intern_id=record.intern_id, answered_at__isnull=False
    ).order_by("answered_at")
    return [
        Choice(f"{key}:{one.public_id}", f"{one.said_by}, {one.company}", one.question, words)
        for one in answered
        for key, words in (("good", one.good), ("better", one.better))
        if words
    ]


def _of_the_evaluation(record: Record, by: Actor, at: dt.datetime) -> list[Choice]:
    try:
        page = evaluations.evaluation_page(trial_id=record.trial_id, by=by, at=at)
    except NotFound:
        return []
    if page.side is not Side.INTERN or page.other is None:
        return []
    company, answers = record.organization.name, page.other.answers
    card = page.card(Side.COMPANY)
    said = [(text.key, str(text.asks), str(answers.get(text.key, ""))) for text in card.texts]
    for criterion in card.criteria:
        if criterion is questions.TOLD_THEM or answers.get(criterion.key) in (None, questions.NOT_SEEN):
            continue
        seen = next((anchor for anchor in criterion.anchors if anchor.key == answers[criterion.key]), None)
        said.append((criterion.key, str(criterion.asks), str(seen.says) if seen else ""))
    return [Choice(f"{OF_THE_EVALUATION}:{key}", company, asked, words) for key, asked, words in said if words]


def not_to_be_named(record: Record, shown: Sequence[Mapping[str, str]], by: Actor) -> set[str]:
    """Return the names of the trial's people at the company, except of those who signed what is shown.

    Whom one meets is free text in a posting: what is no first and last name, as "the team", is left out.
    """
    trial = trials.trial_of(record.trial_id, by)
    met = [str(one["name"]).split() for one in trial.terms["people"]]
    names = {" ".join(name) for name in met if len(name) > 1 and all(name[end][0].isupper() for end in (0, -1))}
    names |= {trial.host.name} if trial.host else set()
    signed = set(" ".join(one["said_by"] for one in shown).replace(",", " ").split())
    return {name for name in names if not signed & set(name.split())}


def is_known(key: str) -> bool:
    """Whether it is known who said what is shown: the company, in its evaluation. By a link, anybody gives a name."""
    return key.startswith(f"{OF_THE_EVALUATION}:")


def facts_of(record: Record, place: badge.Place) -> badge.Facts:
    """Return what a record is made of. Nothing of the trial's ending is known here."""
    person = accounts.people_with_keys(record.intern_id)[record.intern_id]
    company = accounts.organization_with_key(record.organization_id)
    return badge.Facts(
        record_id=record.public_id,
        person=person.name,
        title=record.title,
        company=company.name,
        company_url=f"{place.url}/c/{company.slug}/",
        skills=record.skills,
        month=record.month,
        own_words=record.own_words,
        shown=[badge.Shown(one["said_by"], one["asked"], one["words"]) for one in record.shown],
        status_list=record.status_list,
        status_index=record.status_index,
        reply=record.reply,
    )


def credential_of(record: Record) -> dict[str, object]:
    """Return the credential, unsigned, as it would be signed now."""
    place = issuer.place()
    return badge.credential(facts_of(record, place), place)
