"""What is done and said on the days: work log, deliverables, sealed checkpoints."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class WorkLogEntry(models.Model):
    """What the intern wrote about a day. A person who has to decide about a missed check-in reads it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.CASCADE, related_name="work_log")
    day = models.PositiveSmallIntegerField()
    text = models.TextField()
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]
        verbose_name_plural = "work log entries"

    def __str__(self) -> str:
        return self.text[:60]


class Deliverable(models.Model):
    """A file of the trial: private, kept outside the web root, served only to those who may see the trial."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.CASCADE, related_name="deliverables")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)  # below the private root
    note = models.CharField(max_length=300, blank=True)
    uploaded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["uploaded_at", "id"]

    def __str__(self) -> str:
        return self.name


class Checkpoint(models.Model):
    """One side's sealed mark for one day. Nothing shows whether it exists before the evaluations open."""

    class Side(models.TextChoices):
        INTERN = "intern", _("Intern")
        COMPANY = "company", _("Company")

    class Mark(models.TextChoices):
        MORE = "more", _("More of this")
        FINE = "fine", _("Fine")
        NOT_FOR_ME = "not_for_me", _("Not for me")

    trial = models.ForeignKey("trials.Trial", on_delete=models.CASCADE, related_name="checkpoints")
    day = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=7, choices=Side.choices)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "day", "side"], name="a_side_marks_a_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id}/{self.day} {self.side}"
