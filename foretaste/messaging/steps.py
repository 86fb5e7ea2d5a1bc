"""Telling one person one thing: a notice on their pages, a mail, a job that delivers it."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from foretaste.core.transactions import step
from foretaste.messaging.letter import Letter
from foretaste.messaging.models import Notice, OutboxMail

DELIVER = "messaging.deliver_mail"  # the job in tasks.py


@step
def tell(
    *, key: str, person_id: int | None, to: str, language: str, letter: Letter, at: dt.datetime, notice: bool = True
) -> OutboxMail | None:
    """Write the mail and its notice, once per key, and enqueue the delivery. Return None if it was told before."""
    mail, is_new = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "person_id": person_id,
            "to": to,
            "kind": letter.kind,
            "subject": letter.subject,
            "text": letter.text(),
            "html": letter.html(language),
            "calendar": letter.calendar,
            "unsubscribe": letter.unsubscribe,
            "at": at,
        },
    )
    if not is_new:
        return None
    if notice and person_id is not None:
        Notice.objects.create(
            key=key, person_id=person_id, kind=letter.kind, subject=letter.subject, path=letter.path, at=at
        )
    app.configure_task(DELIVER).defer(mail_id=mail.pk)
    return mail
