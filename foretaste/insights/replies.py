"""A company's one public reply to a publication of its record: under the record, dated, about nobody in particular.

It stays as it was sent. Anybody signed in can report it; a person of the operator keeps it or takes it down, with a
reason that the company is told. Taken down, it is the one reply all the same.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import CLOCK, Actor, Role
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound, Refused
from foretaste.core.transactions import action
from foretaste.evaluations import public_words
from foretaste.evaluations.questions import clean_text
from foretaste.insights.models import PublishedRecord, RecordReply, ReplyReport
from foretaste.trials import queries as trials

MOST_REPORTS = 500  # characters
WAITING_SHOWN = 100


class AlreadyReplied(Refused):
    message = gettext_lazy("This publication has its reply. The next one can have another.")
    status = 409


class ItStandsNoMore(Refused):
    message = gettext_lazy("The reply you read stands there no more, so there is nothing to report.")


class AlreadyReported(Refused):
    message = gettext_lazy("You have reported it already. Somebody looks at it.")


class ItWasKept(Refused):
    message = gettext_lazy("You have reported it before. Somebody looked at it and decided that it stays.")


def reply_to(organization_id: int, on: dt.date) -> RecordReply | None:
    """Return what everybody reads under the record of this date."""
    return RecordReply.objects.filter(record__organization_id=organization_id, record__on=on, removed_at=None).first()


def own_reply(by: Actor) -> RecordReply | None:
    """Return the company's own reply to its last publication, also where it was taken down."""
    record = _last_record(by)
    return RecordReply.objects.filter(record=record).first() if record else None


def may_reply(by: Actor) -> bool:
    """Whether the company still has its one reply to the last publication."""
    return by.has(Role.RECRUITER) and _last_record(by) is not None and own_reply(by) is None


def _last_record(by: Actor) -> PublishedRecord | None:
    return PublishedRecord.objects.filter(organization_id=by.organization_id or 0).order_by("-on").first()


@action
def reply_to_record(*, text: str, by: Actor, at: dt.datetime) -> RecordReply:
    """Reply to what was last published, once, in plain words."""
    if by.organization_id is None or by.person_id is None or not by.is_company:
        raise NotFound
    if not by.has(Role.RECRUITER):
        raise NotAllowed
    record = (
        PublishedRecord.objects.select_for_update().filter(organization_id=by.organization_id).order_by("-on").first()
    )
    if record is None:
        raise NotFound
    if RecordReply.objects.filter(record=record).exists():
        raise AlreadyReplied
    words = clean_text(text)
    theirs = trials.visible_to(CLOCK).filter(organization_id=by.organization_id).order_by()
    if found := public_words.wrong_with(words, theirs.values_list("intern__name", flat=True).distinct()):
        raise NotAcceptable(text=public_words.says(found))
    return RecordReply.objects.create(record=record, text=words, by_id=by.person_id, at=at)


@action
def report_reply(*, slug: str, reply_id: str, note: str, by: Actor, at: dt.datetime) -> ReplyReport:
    """Say that something is wrong with the reply one has read, while it stands on its company's page.

    It is reported once by each. What a person decided about it stays decided for whoever reported it: it can't have
    changed since.
    """
    if by.person_id is None:
        raise NotAllowed
    company = accounts.companies_visible_to(by).filter(slug=slug).first()
    if company is None:
        raise NotFound
    theirs = RecordReply.objects.select_for_update(of=("self",)).filter(record__organization=company)
    reply = theirs.filter(public_id=reply_id).first()
    last = PublishedRecord.objects.filter(organization=company).order_by("-on").first()
    if reply is None:
        raise NotFound
    if reply.removed_at is not None or last is None or reply.record_id != last.pk:
        raise ItStandsNoMore
    words = clean_text(note)
    if not 0 < len(words) <= MOST_REPORTS:
        raise NotAcceptable(note=_("Say what is wrong with it, in a few sentences."))
    before = reply.reports.filter(reported_by_id=by.person_id).first()
    if before is not None:
        raise AlreadyReported if before.settled_at is None else ItWasKept
    return ReplyReport.objects.create(reply=reply, reported_by_id=by.person_id, note=words, at=at)


def reported(by: Actor) -> QuerySet[RecordReply]:
    """Return replies that somebody reported and nobody has decided about; to the operator's people alone."""
    if not by.is_operator:
        return RecordReply.objects.none()
    waiting = RecordReply.objects.filter(removed_at=None, reports__settled_at=None, reports__isnull=False)
    return waiting.distinct().select_related("record__organization").prefetch_related("reports").order_by("pk")


@action
def settle_reply(*, reply_id: str, remove: bool, because: str, by: Actor, at: dt.datetime) -> RecordReply:
    """Keep a reported reply, or take it down with a reason. Nobody decides about a company they ever acted for."""
    if not by.is_operator or by.person_id is None:
        raise NotFound
    reply = RecordReply.objects.select_for_update(of=("self",)).filter(public_id=reply_id).first()
    if reply is None:
        raise NotFound
    if reply.record.organization.public_id in accounts.ever_of(by.person_id):
        raise NotAllowed
    words = clean_text(because)
    if remove and not 0 < len(words) <= MOST_REPORTS:
        raise NotAcceptable(because=_("Say why: the company reads it."))
    if remove and reply.removed_at is None:
        reply.removed_at, reply.removed_because, reply.removed_by_id = at, words, by.person_id
        reply.save(update_fields=["removed_at", "removed_because", "removed_by"])
    reply.reports.filter(settled_at=None).update(settled_at=at)
    return reply
