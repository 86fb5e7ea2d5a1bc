"""What an intern takes along: records and what they show, feedback asked for, a report of harassment or danger."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.evaluations import reports
from foretaste.records import actions, asking, queries
from foretaste.trials import queries as trials

if TYPE_CHECKING:
    from foretaste.evaluations.models import SafetyReport
    from foretaste.records.models import FeedbackRequest, Record

router = Router(tags=["keepsakes"])


class Said(Schema):
    """Something said of the work, which its intern may show."""

    key: str
    said_by: str
    asked: str
    words: str


class RecordShape(Schema):
    """One started trial: month only, the same fields for everyone. Nothing tells how it ended."""

    id: str
    title: str
    company: str
    month: dt.date
    skills: list[str]
    own_words: str
    shown: list[Said]
    is_shared: bool
    revoked_at: dt.datetime | None


class Records(Page):
    items: list[RecordShape]


class WholeRecord(RecordShape):
    choices: list[Said] = Field(description="what can be shown")
    reply: str = Field(description="your own, under what is shown")
    document: dict[str, Any] | None = Field(description="the signed credential; null until it is signed")


class Showing(Schema):
    keys: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=40)] = Field(
        [], description="of the choices, in the order shown"
    )
    own_words: shapes.Text = ""
    reply: shapes.Text = Field(
        "",
        description="one, under what is shown: nobody of the company is named but who signed that, and nothing is said "
        "of how the trial ended. Left out, there is none",
    )
    is_shared: shapes.TrueOrFalse = Field(False, description="true: whoever has its address can read it")


class Feedback(Schema):
    """Whoever has the link answers once, without an account; only its intern reads the answer."""

    id: str
    asked_of: str
    question: str
    link: str
    expires_at: dt.datetime
    said_by: str
    good: str
    better: str
    answered_at: dt.datetime | None


class AskingForFeedback(Schema):
    asked_of: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(shapes.plain)]
    question: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(shapes.plain)]


class Reporting(Schema):
    kind: Annotated[str, Field(max_length=20)] = Field(
        description="harassment, danger, discrimination, pressure, other"
    )
    text: shapes.Text = Field(min_length=1)


class Report(Schema):
    """To a named person of those who run this. The company isn't told."""

    id: str
    kind: str
    text: str
    sent_to: str
    at: dt.datetime
    read_at: dt.datetime | None
    answer: str
    answered_at: dt.datetime | None


def _record(row: Record) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "title": row.title,
        "company": row.organization.name,
        "month": row.month,
        "skills": row.skills,
        "own_words": row.own_words,
        "shown": row.shown,
        "is_shared": row.is_shared,
        "revoked_at": row.revoked_at,
    }


def _whole(request: HttpRequest, record_id: str) -> dict[str, Any]:
    row = queries.record_of(record_id, actor(request))
    choices = queries.choices_of(row, actor(request), at(request))
    return _record(row) | {"choices": [one.as_json() for one in choices], "reply": row.reply, "document": row.document}


def _feedback(row: FeedbackRequest) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "asked_of": row.asked_of,
        "question": row.question,
        "link": f"{settings.SITE_URL.rstrip('/')}/feedback/{row.link_key}/",
        "expires_at": row.expires_at,
        "said_by": row.said_by,
        "good": row.good,
        "better": row.better,
        "answered_at": row.answered_at,
    }


def _report(row: SafetyReport) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "kind": row.kind,
        "text": row.text,
        "sent_to": row.person.name,
        "at": row.at,
        "read_at": row.read_at,
        "answer": row.answer,
        "answered_at": row.answered_at,
    }


@router.get("/me/records", response=Records, auth=read, summary="Your records, newest first")
def records(request: HttpRequest, after: shapes.Line | None = None, limit: shapes.Limit = 20) -> Any:
    found, following = page_of(queries.visible_to(actor(request)), after, limit)
    return {"items": [_record(row) for row in found], "next": following}


@router.get("/me/records/{record_id}", response=WholeRecord, auth=read, summary="A record, and what it can show")
def record(request: HttpRequest, record_id: shapes.PublicId) -> Any:
    return _whole(request, record_id)


@router.put("/me/records/{record_id}", response=WholeRecord, auth=act, summary="Choose what it shows, and to whom")
def choose(request: HttpRequest, record_id: shapes.PublicId, showing: Showing) -> Any:
    actions.choose_what_shows(record_id=record_id, **showing.dict(), by=actor(request), at=at(request))
    return _whole(request, record_id)


@router.post(
    "/me/records/{record_id}/revocation",
    response=WholeRecord,
    auth=act,
    summary="Take a record back: every copy is refused from now on",
)
def revoke(request: HttpRequest, record_id: shapes.PublicId) -> Any:
    actions.revoke_record(record_id=record_id, by=actor(request), at=at(request))
    return _whole(request, record_id)


@router.delete("/me/records/{record_id}", response={204: None}, auth=act, summary="Forget a record")
def delete(request: HttpRequest, record_id: shapes.PublicId) -> Any:
    actions.delete_record(record_id=record_id, by=actor(request), at=at(request))
    return Status(204, None)


@router.get(
    "/trials/{trial_id}/feedback", response=list[Feedback], auth=read, summary="Feedback you asked for, newest first"
)
def feedback(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    return [_feedback(row) for row in queries.feedback_asked(trial_id, actor(request))]


@router.post(
    "/trials/{trial_id}/feedback", response={201: Feedback}, auth=act, summary="Make a link to ask for feedback by"
)
def ask_for_feedback(request: HttpRequest, trial_id: shapes.PublicId, ask: AskingForFeedback) -> Any:
    row = asking.ask_for_feedback(trial_id=trial_id, **ask.dict(), by=actor(request), at=at(request))
    return Status(201, _feedback(row))


@router.get(
    "/trials/{trial_id}/reports", response=list[Report], auth=read, summary="What you reported of a trial of yours"
)
def reported(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    trials.own_trial(trial_id, actor(request))
    return [_report(row) for row in reports.of_trial(trial_id, actor(request))]


@router.post(
    "/trials/{trial_id}/reports", response={201: Report}, auth=act, summary="Report harassment or danger to a person"
)
def report(request: HttpRequest, trial_id: shapes.PublicId, reporting: Reporting) -> Any:
    row = reports.report_danger(trial_id=trial_id, **reporting.dict(), by=actor(request), at=at(request))
    return Status(201, _report(row))
