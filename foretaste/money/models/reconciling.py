"""Reconciliation: the provider's own lines, kept; each run; and the differences, with who looks after them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class ProviderLine(models.Model):
    """A line of the provider's own account, as it listed it. Kept, so that a run asks only for what is new."""

    provider = models.CharField(max_length=20)
    ref = models.CharField(max_length=80)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=12)
    operation_id = models.UUIDField(null=True, blank=True, db_index=True)
    about = models.CharField(max_length=80, blank=True)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    explained = models.CharField(max_length=200, blank=True)
    first_seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)  # the provider lists it no more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "ref"], name="a_line_is_kept_once")]


class ReconciliationRun(models.Model):
    """One run: what was read and compared, and whether anything was open after it."""

    provider = models.CharField(max_length=20)
    at = models.DateTimeField()
    since = models.DateTimeField()
    lines = models.PositiveIntegerField()
    operations = models.PositiveIntegerField()
    open_differences = models.PositiveIntegerField()
    totals = models.JSONField()  # by currency: ledger, lines, balance

    class Meta:
        ordering = ["-at", "-id"]


class Difference(models.Model):
    """Something on which the ledger and the provider do not agree, or that does not clear. It has an owner."""

    class Kind(models.TextChoices):
        NO_MOVEMENT = "no_movement", _("Booked here, but the provider has no such movement")
        NOT_BOOKED = "not_booked", _("The provider moved money for us that is not booked here")
        AMOUNT = "amount", _("The sums differ")
        TWICE = "twice", _("The provider moved it more than once")
        CURRENCY = "currency", _("The currencies differ")
        FAILED_BUT_MOVED = "failed_but_moved", _("Failed here, but the provider moved money")
        UNKNOWN_OPERATION = "unknown_operation", _("The provider names an operation that is not known here")
        BY_HAND = "by_hand", _("Made at the provider by hand: nobody here asked for it")
        UNKNOWN_MOVEMENT = "unknown_movement", _("A movement at the provider that nothing here explains")
        CHANGED = "changed", _("A line of the provider is gone, or says something else than before")
        BALANCE = "balance", _("The provider's balance is not the sum of its lines")
        STUCK = "stuck", _("Waits for the provider's word for too long")
        NOT_CLEARED = "not_cleared", _("An account that should be empty by now is not")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        EXPLAINED = "explained", _("Explained")
        RESOLVED = "resolved", _("Resolved")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    provider = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=120)  # what it is about: found again, it is the same row
    about = models.CharField(max_length=120, blank=True)  # where to look: an operation, an account, a line
    currency = models.CharField(max_length=3)
    ours_minor = models.BigIntegerField()
    theirs_minor = models.BigIntegerField()
    began_at = models.DateTimeField()  # it ages from then
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    owner_id = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    changed_by = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["began_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "kind", "key"], name="a_difference_is_one_row"),
        ]
