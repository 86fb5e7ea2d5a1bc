"""What the API itself must remember: answers already given to an idempotency key."""

from django.db import models


class IdempotentAnswer(models.Model):
    """The answer a person's request got under a key; a repeat gets the same one, and nothing happens twice.

    A row without `status` is a request under way, or one whose process died: see `idempotency.TAKEN_OVER_AFTER`.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)  # of method, path and body, keyed
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="a_person_uses_a_key_once")]
        indexes = [models.Index(fields=["started_at"])]
