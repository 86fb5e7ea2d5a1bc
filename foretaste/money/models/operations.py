"""What was asked of the provider, and what it said: the outbox and the inbox."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderOperation(models.Model):
    """One thing asked of the provider. Its id is the idempotency key: asked twice, done once."""

    class Kind(models.TextChoices):
        CHARGE = "charge", _("Charge")
        PAYOUT = "payout", _("Payout")
        REFUND = "refund", _("Refund")
        TRANSFER = "transfer", _("Transfer to the person's account at the provider")
        REVERSAL = "reversal", _("Transfer taken back")

    class State(models.TextChoices):
        READY = "ready", _("To be sent")
        SENT = "sent", _("Sent")  # asked, and the final word is still out
        UNKNOWN = "unknown", _("Answer lost")  # asked, no answer: look it up before asking again
        SUCCEEDED = "succeeded", _("Done")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject_id = models.CharField(max_length=12, db_index=True)  # the order's, payout's or refund's public id
    attempt = models.PositiveSmallIntegerField(default=1)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    details = models.JSONField(default=dict)  # what the provider needs beside the sum; no names of people
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    provider_ref = models.CharField(max_length=80, blank=True)
    failure = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    looked_up_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "attempt"], name="an_attempt_is_one_operation"),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=~models.Q(state="failed"),
                name="a_new_attempt_only_after_the_last_one_failed",
            ),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="an_operation_moves_money"),
        ]


class ProviderEvent(models.Model):
    """A message of the provider, kept as it came until it is handled, then without anything of people (`inbox.py`).

    Stored once, handled once, in any order.
    """

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=80)
    type = models.CharField(max_length=60)
    operation_id = models.UUIDField(null=True, blank=True)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="an_event_is_stored_once"),
        ]
