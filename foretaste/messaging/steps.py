"""Telling one person one thing: a notice on their pages, a mail, a job that delivers it."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from foretaste.core.transactions import step
from foretaste.messaging.letter import Letter
from foretaste.messaging.models import Notice, OutboxMail

DELIVER = "messaging.deliver_mail"  # the job in tasks.py


LONGEST_SUBJECT = 200


def _one_line(subject: str) -> str:
    """Return the subject as a mail can carry it, whatever names stand in it: one line, not too long."""
    line = " ".join(subject.split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


@step
def tell(
    *, key: str, person_id: int | None, to: str, language: str, letter: Letter, at: dt.datetime, notice: bool = True
) -> OutboxMail | None:
    """Write the mail and its notice, once per key, and enqueue the delivery. Return None if it was told before."""
    subject = _one_line(letter.subject)
    mail, is_new = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "person_id": person_id,
            "to": to,
            "kind": letter.kind,
            "subject": subject,
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
        Notice.objects.create(key=key, person_id=person_id, kind=letter.kind, subject=subject, path=letter.path, at=at)
    app.configure_task(DELIVER).defer(mail_id=mail.pk)
    return mail
