"""Where a person's job-alert mails are forwarded to, and what came of the last of them. No mail itself is kept."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import ALPHABET
from foretaste.syndication.inbound.sources import KINDS

KEPT = 10  # notes of mails, for each person


def new_token() -> str:
    """Return twenty random characters (100 bits): whoever knows them can put jobs before their person."""
    return "".join(secrets.choice(ALPHABET) for _each in range(20))


class AlertAddress(models.Model):
    """The secret part of the address that one person's alerts are forwarded to."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=20, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"


class ForwardedMail(models.Model):
    """What came of one mail. Said twice, a mail is one row."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("Its jobs are kept for you")
        NOTHING = "nothing", _("We found no job in it that we can read")
        REFUSED = "refused", _("It was not read")
        LATER = "later", _("It is tried again")
        CONFIRMING = "confirming", _("Your mailbox asks whether it may forward")

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)  # SHA-256 of the mail, in hexadecimal
    arrived_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    board = models.CharField(max_length=16, blank=True)  # whose alert it is: one of alert_mail.BOARDS
    why = models.CharField(max_length=30, blank=True)  # unreadable.Why
    seen = models.PositiveIntegerField(default=0)  # jobs in it
    new = models.PositiveIntegerField(default=0)  # of them, those that were not known
    code = models.CharField(max_length=20, blank=True)  # what the mailbox asks for
    link = models.CharField(max_length=500, blank=True)  # or where it is confirmed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="a_forwarded_mail_is_noted_once"),
        ]
        indexes = [models.Index(fields=["person", "-arrived_at"], name="forwarded_mails_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.outcome}"

    @property
    def label(self) -> str:
        """Whose alert it is, by name; empty where that was not found out."""
        return KINDS[self.board].label if self.board else ""
