"""What the audit found, each time it ran."""

from django.db import models


class AuditRun(models.Model):
    """One run: whether each of the twelve guarantees held. Append-only; what it counted is for the operator."""

    at = models.DateTimeField(unique=True)
    holds = models.BooleanField()
    lines = models.JSONField()  # [{"guarantee": 1, "holds": true, "says": "1 Short: ..."}]

    class Meta:
        ordering = ["-at"]
