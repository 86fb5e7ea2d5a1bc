"""A company's public record as published, and its one public reply to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import VISITOR
from foretaste.api.tokens import act
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.core.refusals import NotFound
from foretaste.insights import queries, replies

if TYPE_CHECKING:
    from foretaste.insights.models import RecordReply
    from foretaste.insights.publishing import Between

router = Router(tags=["records"])
Slug = Annotated[str, Field(max_length=80, pattern="^[0-9a-z-]+$")]


class Count(Schema):
    """A number, or the two ends of a stretch where nearly all of some group did the same."""

    least: int
    most: int


class Score(Schema):
    """What interns said, drawn towards the mean of all companies."""

    topic: str
    published_on: dt.date
    voices: int
    good: Count
    score_percent: int
    low_percent: int
    high_percent: int


class PublicReply(Schema):
    """The company's own words, once for each publication."""

    text: str
    on: dt.date


class CompanyRecord(Schema):
    """The public, computed history of a company, as published on the first of a month."""

    published_on: dt.date
    interns: int = Field(description="distinct verified interns behind the figures: five at least")
    started: int
    told_of: int = Field(description="of so many it is told how they ended")
    finished: Count
    left_early: Count
    longer_roles_offered: Count | None
    longer_roles_taken: Count | None
    median_hours_to_pay: int | None
    answers_on_time_percent: int | None
    scores: list[Score]
    reply: PublicReply | None


class Replying(Schema):
    text: shapes.Text = Field(
        description="at most 600 characters, once: no names, addresses or numbers, and nothing of how a trial ended"
    )


def _count(found: Between | None) -> Count | None:
    return None if found is None else Count(least=found.least, most=found.most)


def _reply(found: RecordReply | None) -> PublicReply | None:
    return None if found is None else PublicReply(text=found.text, on=found.at.date())


@router.get("/companies/{slug}/record", response=CompanyRecord, auth=None, summary="Read a company's record")
def read_record(request: HttpRequest, slug: Slug) -> Any:
    company = accounts.companies_visible_to(VISITOR).filter(slug=slug).first()
    found = queries.record_of(company.pk) if company else None
    if company is None or found is None:
        raise NotFound
    return CompanyRecord(
        published_on=found.published_on,
        interns=found.interns,
        started=found.started,
        told_of=found.told_of,
        finished=Count(least=found.finished.least, most=found.finished.most),
        left_early=Count(least=found.left_early.least, most=found.left_early.most),
        longer_roles_offered=_count(found.offers_made),
        longer_roles_taken=_count(found.offers_taken),
        median_hours_to_pay=found.median_hours_to_pay,
        answers_on_time_percent=found.answers_on_time_percent,
        scores=[
            Score(
                topic=one.topic,
                published_on=one.published_on,
                voices=one.interns,
                good=Count(least=one.good.least, most=one.good.most),
                score_percent=one.score_percent,
                low_percent=one.low_percent,
                high_percent=one.high_percent,
            )
            for one in found.shares
        ],
        reply=_reply(replies.reply_to(company.pk, found.published_on)),
    )


@router.post("/company/record/reply", response={201: PublicReply}, auth=act, summary="Reply to your record, once")
def reply(request: HttpRequest, said: Replying) -> Any:
    return Status(201, _reply(replies.reply_to_record(text=said.text, by=actor(request), at=at(request))))
