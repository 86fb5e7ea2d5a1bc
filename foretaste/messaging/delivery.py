"""Handing a mail to the mail server, after the commit, from the queue."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F

from foretaste.core import calendars
from foretaste.messaging.models import OutboxMail

KEPT_NOTHING = {"text": "", "html": "", "calendar": "", "unsubscribe": ""}


def deliver(mail_id: int) -> None:
    """Deliver the mail once. A demo keeps it for the mailbox page; elsewhere only the record of it stays."""
    mail = OutboxMail.objects.filter(pk=mail_id, sent_at=None).first()
    if mail is None:
        return
    if settings.DEMO:
        OutboxMail.objects.filter(pk=mail_id).update(sent_at=calendars.now(), attempts=F("attempts") + 1)
        return
    OutboxMail.objects.filter(pk=mail_id).update(attempts=F("attempts") + 1)
    headers = {"Message-ID": f"<{mail.public_id}@{_host()}>"}
    if mail.unsubscribe:  # RFC 8058: a mail program stops these mails by one POST, without a sign-in
        headers["List-Unsubscribe"] = f"<{settings.SITE_URL.rstrip('/')}{mail.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(mail.subject, mail.text, None, [mail.to], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        message.attach("trial-days.ics", mail.calendar, "text/calendar")
    message.send()
    OutboxMail.objects.filter(pk=mail_id).update(sent_at=calendars.now(), **KEPT_NOTHING)


def _host() -> str:
    return str(settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0])
