"""What people are told: notices on their pages, mails, links to sign in."""

from __future__ import annotations

from django.db import models

from foretaste.core.identifiers import new_public_id


class Notice(models.Model):
    """One line for one person, on their pages until read."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    key = models.CharField(max_length=160, unique=True)  # what, of which thing, for whom: told once
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    path = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="notice_of_person")]


class OutboxMail(models.Model):
    """One mail to one address. In demo mode it stays, for the mailbox page; elsewhere its body goes once delivered."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    key = models.CharField(max_length=160, unique=True)
    person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="mails"
    )
    to = models.EmailField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)  # an .ics file, where days are dated
    unsubscribe = models.CharField(max_length=200, blank=True)  # the path that stops such mails, with its signed token
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="outbox_mail_at")]


class Reminder(models.Model):
    """A reminder that was sent: each once."""

    key = models.CharField(max_length=160, unique=True)
    at = models.DateTimeField()


class SignInLink(models.Model):
    """A mailed link that signs one person in, once, within 15 minutes. Only its SHA-256 is kept."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
