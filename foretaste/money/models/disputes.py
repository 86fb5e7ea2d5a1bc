"""Chargebacks: a payer's bank takes a payment back. One row per dispute, by the provider's own name for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class Dispute(models.Model):
    """What was taken so far is booked; said again, the same dispute books only what is different."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    provider = models.CharField(max_length=20)
    ref = models.CharField(max_length=80)
    order = models.ForeignKey(
        "money.FundingOrder", null=True, blank=True, on_delete=models.PROTECT, related_name="disputes"
    )
    company_id = models.CharField(max_length=12, blank=True, db_index=True)  # empty: a payment we never asked for
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    withdrawn_minor = models.BigIntegerField(default=0)  # taken from us so far, and booked
    fee_minor = models.BigIntegerField(default=0)  # what the provider charged for it so far, and booked
    settled_minor = models.BigIntegerField(default=0)  # where the payment was converted: what was taken there so far
    settled_currency = models.CharField(max_length=3, blank=True)  # ... in this currency, as is the fee
    bookings = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=4, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "ref"], name="a_dispute_is_kept_once")]
