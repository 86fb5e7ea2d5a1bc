"""What an intern takes with them from a started trial."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from foretaste.core.identifiers import new_public_id
from foretaste.records.revocations import PLACES


class Due(models.Model):
    """A trial somebody started: its record comes a week after its planned last day. Knows nothing of its ending."""

    trial_id = models.CharField(max_length=12, unique=True)  # public id
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="what_is_due_first")]


class StatusList(models.Model):
    """Which of up to 131,072 records are revoked, signed. It goes on after a record is deleted."""

    number = models.PositiveIntegerField(unique=True)
    next_index = models.PositiveIntegerField(default=0)
    revoked = models.JSONField(default=list)  # of indexes
    document = models.JSONField(null=True)  # None: to be signed

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(next_index__lte=PLACES), name="a_status_list_has_so_many_places")
        ]


class Record(models.Model):
    """One portable record. The same fields for everybody; whether anyone sees it is the intern's choice."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    trial_id = models.CharField(max_length=12, unique=True)  # public id
    intern = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="records")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    skills = models.JSONField(default=list)
    month = models.DateField()  # its first day: that of the planned last day
    own_words = models.TextField(blank=True)
    shown = models.JSONField(default=list)  # of {key, said_by, asked, words}, in the order shown
    reply = models.TextField(blank=True)  # the person's own, under what is shown
    status_list = models.PositiveIntegerField()
    status_index = models.PositiveIntegerField()
    is_shared = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    document = models.JSONField(null=True, blank=True)  # signed; None: to be signed, or revoked

    class Meta:
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="a_record_has_a_place_of_its_own"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_record_tells_no_day"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(document=None, is_shared=False), name="what_is_revoked_shows_nothing"
            ),
        ]
        indexes = [models.Index(fields=["intern", "-month"], name="records_of_an_intern")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def credential(self) -> dict[str, Any]:
        """The signed document. Queries hand out no record that has none as one that is shown."""
        if self.document is None:
            raise ValueError("This record is not signed.")
        document: dict[str, Any] = self.document
        return document


class FeedbackRequest(models.Model):
    """An intern asks somebody at the company how the work went. The answer is the intern's, to show or to keep."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    link_key = models.CharField(max_length=24, unique=True)  # whoever has the link may answer, once
    trial_id = models.CharField(max_length=12)  # public id
    intern = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="feedback_requests")
    company = models.CharField(max_length=200)
    title = models.CharField(max_length=120)
    asked_of = models.CharField(max_length=80)  # a name, as the intern wrote it
    question = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    said_by = models.CharField(max_length=80, blank=True)
    good = models.TextField(blank=True)
    better = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["trial_id"], name="feedback_of_a_trial")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, good="", better="", said_by="")
                | Q(answered_at__isnull=False) & ~Q(said_by=""),
                name="feedback_says_who_gave_it",
            )
        ]

    def __str__(self) -> str:
        return self.public_id
