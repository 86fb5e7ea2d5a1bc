"""Delivered once; kept in a demo, forgotten elsewhere."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from foretaste.accounts.models import Person
from foretaste.messaging import actions, delivery, queries
from foretaste.messaging.letter import Letter
from foretaste.messaging.models import Notice, OutboxMail

pytestmark = pytest.mark.django_db
LETTER = Letter(kind="signed", subject="Signed", lines=("A & B <c>",), calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


@pytest.fixture
def mail(ines, clock):
    person = Person.objects.get(pk=ines.person_id)
    return actions.send(key="signed:1", person=person, letter=LETTER, at=clock.now)


def test_elsewhere_the_body_goes_once_it_is_delivered(mail, run_jobs, mailoutbox, clock):
    assert run_jobs() == ["messaging.deliver_mail"]
    (sent,) = mailoutbox
    assert sent.body.startswith("Signed\n\nA & B <c>\n")
    assert "A &amp; B &lt;c&gt;" in sent.alternatives[0][0]
    assert sent.attachments[0][0] == "trial-days.ics"
    kept = OutboxMail.objects.get()
    assert (kept.text, kept.html, kept.calendar, kept.sent_at, kept.attempts) == ("", "", "", clock.now, 1)


def test_a_demo_keeps_it_and_sends_it_nowhere(mail, run_jobs, mailoutbox, settings):
    settings.DEMO = True
    run_jobs()
    assert mailoutbox == []
    assert queries.mailbox().get().text.startswith("Signed\n\nA & B <c>\n")


def test_a_mail_is_delivered_once(mail, run_jobs, mailoutbox):
    run_jobs()
    delivery.deliver(mail.pk)
    assert len(mailoutbox) == 1


def test_what_the_mail_server_refuses_stays_to_be_sent(mail, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(ConnectionRefusedError):
        delivery.deliver(mail.pk)
    kept = OutboxMail.objects.get()
    assert (kept.sent_at, kept.attempts) == (None, 1)
    assert kept.text.startswith("Signed")


def test_the_sign_in_library_s_mails_stand_in_the_demo_s_mailbox(clock):
    message = EmailMultiAlternatives("Sign-in code", "ABC-123", None, ["ines@example.org"])
    message.attach_alternative("<p>ABC-123</p>", "text/html")
    get_connection("foretaste.messaging.backends.MailboxBackend").send_messages([message])
    kept = queries.mailbox().get()
    assert (kept.to, kept.text, kept.html, kept.sent_at) == (
        "ines@example.org", "ABC-123", "<p>ABC-123</p>", clock.now
    )  # fmt: skip


def test_notices_are_read_by_whom_they_are_for(mail, ines, otto, clock):
    notice = Notice.objects.get()
    with pytest.raises(Exception, match="nothing here"):
        actions.read_notice(notice_id=notice.public_id, by=otto, at=clock.now)
    assert queries.unread_count(ines) == 1
    actions.read_notice(notice_id=notice.public_id, by=ines, at=clock.now)
    assert (queries.unread_count(ines), queries.unread_count(otto)) == (0, 0)


def test_long_and_broken_names_stop_no_mail(ines, clock, run_jobs, mailoutbox):
    person = Person.objects.get(pk=ines.person_id)
    names = {"company": "Halden\r\nBcc: all@example.org", "title": "Redraw " * 40}
    subject = "{company} would like to see you for {title}".format(**names)
    assert actions.send(key="1", person=person, letter=Letter(kind="signed", subject=subject), at=clock.now)
    run_jobs()
    (sent,) = mailoutbox
    assert sent.subject.startswith("Halden Bcc: all@example.org would like to see you for Redraw Redraw")
    assert (len(sent.subject), sent.subject[-1], sent.recipients()) == (200, "…", ["ines@example.org"])
    assert Notice.objects.get().subject == sent.subject
