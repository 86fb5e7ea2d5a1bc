"""Notices and mails, each for the person they are for."""

from __future__ import annotations

from django.db.models import QuerySet

from foretaste.accounts.actors import Actor
from foretaste.messaging.models import Notice, OutboxMail


def notices_of(by: Actor) -> QuerySet[Notice]:
    """The actor's notices, newest first."""
    if by.person_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=by.person_id).order_by("-at", "-pk")


def unread_count(by: Actor) -> int:
    return notices_of(by).filter(read_at=None).count()


def mailbox() -> QuerySet[OutboxMail]:
    """Every mail of a demo instance, newest first. The page exists in demo mode only."""
    return OutboxMail.objects.order_by("-at", "-pk")
