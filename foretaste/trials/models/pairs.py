"""When the same two may agree on another trial."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PairAllowance(models.Model):
    """A mutual yes lets the same two sign one more trial. Evaluations write it, agreeing uses it up."""

    intern = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    after_trial = models.OneToOneField("trials.Trial", on_delete=models.CASCADE, related_name="allowance")
    allowed_at = models.DateTimeField()
    used_by = models.OneToOneField(
        "trials.Trial", null=True, blank=True, on_delete=models.PROTECT, related_name="used_allowance"
    )

    class Meta:
        indexes = [
            models.Index(fields=["intern", "organization"], condition=Q(used_by=None), name="allowances_unused"),
        ]

    def __str__(self) -> str:
        return f"{self.intern_id} and {self.organization_id}"
