"""What the operator may do after three unexplained no-shows, and the intern's word against it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from foretaste.core.identifiers import new_public_id


class ApplicationPause(models.Model):
    """Somebody's new applications are paused: by a person, with a reason told to the intern, who may object once."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    intern = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="application_pauses")
    because = models.TextField()
    paused_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    paused_at = models.DateTimeField()
    objection = models.TextField(blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)  # to the objection, or with what it was lifted
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intern"], condition=Q(lifted_at=None), name="applications_are_paused_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(because=""), name="a_pause_says_why"),
            models.CheckConstraint(
                condition=Q(objected_at=None, objection="") | Q(objected_at__isnull=False) & ~Q(objection=""),
                name="an_objection_has_words",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(answered_at__isnull=False), name="a_pause_is_lifted_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def waits_for_an_answer(self) -> bool:
        """Whether the intern has objected and nobody has answered."""
        return self.lifted_at is None and self.objected_at is not None and self.answered_at is None
