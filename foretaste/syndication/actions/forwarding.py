"""A person's own address for job-alert mails: given, changed, taken away; and what came of each mail, noted."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core import limits
from foretaste.core.transactions import action, step
from foretaste.syndication import refusals
from foretaste.syndication.actions.bringing import Brought, take_alert_in
from foretaste.syndication.inbound.alert_mail import Alert, Signed
from foretaste.syndication.inbound.forwarding_mail import Question
from foretaste.syndication.inbound.unreadable import Why
from foretaste.syndication.models import AlertAddress, ForwardedMail
from foretaste.syndication.models.forwarded import KEPT

Outcome = ForwardedMail.Outcome


@action
def give_alert_address(*, by: Actor, at: dt.datetime) -> AlertAddress:
    """Give a person an address of their own. Whoever has one gets another, and the old one takes nothing more."""
    person = accounts.person_of(by)
    if not settings.ALERTS_ADDRESS:
        raise refusals.NoMailIsTakenHere
    AlertAddress.objects.filter(person=person).delete()
    return AlertAddress.objects.create(person=person, created_at=at)


@action
def drop_alert_address(*, by: Actor, at: dt.datetime) -> None:
    """Take the address away, and forget what is noted of the mails that came. The jobs they brought stay."""
    person = accounts.person_of(by)
    AlertAddress.objects.filter(person=person).delete()
    ForwardedMail.objects.filter(person=person).delete()


@action
def count_forwarded(*, by: Actor, at: dt.datetime) -> None:
    """Count a mail before a byte of it is read. They are counted by themselves: a flood keeps nobody from bringing."""
    whom = str(accounts.person_of(by).pk)
    if wait := limits.over("forwarded", whom, most=settings.BROUGHT_A_DAY, within=limits.DAY, at=at):
        raise refusals.EnoughWasBroughtToday(retry_after=wait)


@action
def take_forwarded(*, alert: Alert, content: bytes, by: Actor, at: dt.datetime) -> Brought | None:
    """Take in the jobs of an alert whose signature fits, for this person alone. Any other is only noted."""
    person = accounts.person_of(by)
    if alert.signed is Signed.UNCHECKED:
        _note(person.pk, content, at, Outcome.LATER, board=alert.kind)
    elif alert.signed is Signed.UNSIGNED:
        _note(person.pk, content, at, Outcome.REFUSED, board=alert.kind, why=Why.NOT_SIGNED)
    elif not alert.listings:
        _note(person.pk, content, at, Outcome.NOTHING, board=alert.kind)
    else:
        brought = take_alert_in(alert, person.pk, at)
        seen, new = brought.intake.seen, brought.intake.new
        _note(person.pk, content, at, Outcome.TAKEN, board=alert.kind, seen=seen, new=new)
        return brought
    return None


@action
def note_forwarded(*, content: bytes, found: Question | Why, by: Actor, at: dt.datetime) -> None:
    """Note a mail that holds no jobs: one that can't be read and why, or a mailbox's question."""
    person = accounts.person_of(by)
    if isinstance(found, Question):
        _note(person.pk, content, at, Outcome.CONFIRMING, code=found.code, link=found.link)
    else:
        _note(person.pk, content, at, Outcome.REFUSED, why=found)


@step
def _note(person_id: int, content: bytes, at: dt.datetime, outcome: Outcome, **more: object) -> None:
    digest = hashlib.sha256(content).hexdigest()
    ForwardedMail.objects.update_or_create(
        person_id=person_id, digest=digest, defaults={"arrived_at": at, "outcome": outcome, **more}
    )
    newest = ForwardedMail.objects.filter(person_id=person_id).order_by("-arrived_at", "-id")
    ForwardedMail.objects.filter(person_id=person_id).exclude(
        pk__in=list(newest.values_list("pk", flat=True)[:KEPT])
    ).delete()
