"""Django's mail in a demo: what the sign-in library sends is kept for the mailbox page, and leaves nobody's machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from foretaste.core import calendars
from foretaste.core.identifiers import new_public_id
from foretaste.messaging.models import OutboxMail


class MailboxBackend(BaseEmailBackend):
    """Store each message as delivered; nothing is sent anywhere."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        at = calendars.now()
        for message in email_messages:
            for to in message.recipients():
                OutboxMail.objects.create(
                    key=f"django:{new_public_id()}",
                    to=to,
                    kind="sign_in",
                    subject=str(message.subject)[:200],
                    text=str(message.body),
                    html=_html_of(message),
                    at=at,
                    sent_at=at,
                    attempts=1,
                )
        return len(email_messages)


def _html_of(message: Any) -> str:
    parts = [str(part[0]) for part in getattr(message, "alternatives", []) if part[1] == "text/html"]
    return parts[0] if parts else ""
