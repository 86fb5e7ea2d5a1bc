"""Harassment and danger leave the flow of evaluations: they reach a named person, at once, and nobody else."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.core.transactions import action
from foretaste.evaluations import refusals
from foretaste.evaluations.events import SafetyReportAnswered, SafetyReported
from foretaste.evaluations.models import SafetyReport
from foretaste.evaluations.questions import clean_text
from foretaste.trials import queries as trials

LONGEST_REPORT = 5000
KINDS = [one for one in SafetyReport.Kind.choices if one[0] != SafetyReport.Kind.NOTE]  # see farewells


def visible_to(by: Actor) -> QuerySet[SafetyReport]:
    """Their own for whoever wrote it, all for the operator's people. Never the company's, whoever reported.

    Nor is one shown to those of the operator who ever acted for that company, except to the person it was sent to.
    """
    reports = SafetyReport.objects.select_related("reported_by", "person", "answered_by")
    if by.is_operator:
        theirs = accounts.ever_of(by.person_id) if by.person_id is not None else []
        of_theirs = trials.visible_to(CLOCK).filter(organization__public_id__in=theirs)
        return reports.exclude(~Q(person_id=by.person_id), trial_id__in=of_theirs.values("public_id"))
    return reports.filter(reported_by_id=by.person_id) if by.person_id is not None else reports.none()


def waiting(by: Actor) -> QuerySet[SafetyReport]:
    """Return what nobody has answered, the oldest first; nothing for anyone but the operator's people."""
    return visible_to(by).filter(answered_at=None).order_by("at") if by.is_operator else SafetyReport.objects.none()


def of_trial(trial_id: str, by: Actor) -> list[SafetyReport]:
    """Return what the actor themselves has reported of a trial."""
    return list(SafetyReport.objects.filter(trial_id=trial_id, reported_by_id=by.person_id).select_related("person"))


@action
def report_danger(*, trial_id: str, kind: str, text: str, by: Actor, at: dt.datetime) -> SafetyReport:
    """Tell a named person. It touches no pay, no evaluation and no figure, and it is never too late for it."""
    trial = trials.own_trial(trial_id, by)
    words, found = clean_text(text), {}
    if kind not in dict(KINDS):
        found["kind"] = _("Choose what it is about.")
    if not 0 < len(words) <= LONGEST_REPORT:
        found["text"] = _("Say what happened, in at most %(longest)d characters.") % {"longest": LONGEST_REPORT}
    if found:
        raise NotAcceptable(**found)
    person = accounts.safety_person(trial.organization_id)
    if person is None:
        raise refusals.NobodyIsThereToReadIt
    report = SafetyReport.objects.create(
        trial_id=trial_id,
        title=trial.title,
        company=accounts.organization_with_key(trial.organization_id).name,
        reported_by_id=trial.intern_id,
        person=person,
        kind=kind,
        text=words,
        at=at,
    )
    publish(SafetyReported(report_id=report.public_id))
    return report


@action
def read_report(*, report_id: str, by: Actor, at: dt.datetime) -> SafetyReport:
    """Note that somebody has read it: whoever wrote it sees when."""
    report = _one(report_id, by)
    if report.read_at is None:
        report.read_at = at
        report.save(update_fields=["read_at"])
    return report


@action
def answer_report(*, report_id: str, text: str, by: Actor, at: dt.datetime) -> SafetyReport:
    """Tell whoever wrote it what was done."""
    report = _one(report_id, by)
    if report.answered_at is not None:
        raise refusals.AlreadyReplied
    words = clean_text(text)
    if not 0 < len(words) <= LONGEST_REPORT:
        raise NotAcceptable(text=_("Say what was done."))
    report.answer, report.answered_at, report.answered_by_id = words, at, by.person_id
    report.read_at = report.read_at or at
    report.save(update_fields=["answer", "answered_at", "answered_by", "read_at"])
    publish(SafetyReportAnswered(report_id=report.public_id))
    return report


def _one(report_id: str, by: Actor) -> SafetyReport:
    if not by.is_operator or by.person_id is None:
        raise NotFound
    report = visible_to(by).select_for_update(of=("self",)).filter(public_id=report_id).first()
    if report is None:
        raise NotFound
    return report


def for_a_letter(report_id: str) -> SafetyReport:
    return SafetyReport.objects.select_related("reported_by", "person").get(public_id=report_id)
