"""Funding: a company's order to set money aside for seats, and each seat's trial fund."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class FundingOrder(models.Model):
    """One payment that a company makes for one or several seats, or of what it owes. What was asked for is frozen."""

    class Method(models.TextChoices):
        CARD = "card", _("Card")
        BANK_TRANSFER = "bank_transfer", _("Bank transfer")

    class State(models.TextChoices):
        STARTED = "started", _("Waiting for the payment")
        CAPTURED = "captured", _("Paid, not yet available")
        AVAILABLE = "available", _("Funded")
        FAILED = "failed", _("Declined")
        LATE = "late", _("Arrived too late, returned")
        CANCELLED = "cancelled", _("Cancelled")
        PAID_DEBT = "paid_debt", _("Paid what you owed")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    company_id = models.CharField(max_length=12, db_index=True)
    seats = models.JSONField()  # [{seat_id, pay_minor, fee_minor}]; of a payment of what a company owes: none
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=13, choices=Method.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STARTED)
    received_minor = models.BigIntegerField(default=0)  # captured at the provider so far; short while below the amount
    available_minor = models.BigIntegerField(default=0)
    surplus_minor = models.BigIntegerField(default=0)  # sent back to the company
    payer_fingerprint = models.CharField(max_length=64, blank=True)  # of the card or account that paid
    pay_url = models.CharField(max_length=2000, blank=True)
    failure = models.CharField(max_length=60, blank=True)
    started_by = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    captured_at = models.DateTimeField(null=True, blank=True)
    available_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    receipted_at = models.DateTimeField(null=True, blank=True)  # written by issuing.py alone

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(state="available", receipted_at=None),
                name="orders_to_be_receipted",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="an_order_asks_for_money"),
            models.CheckConstraint(
                condition=models.Q(available_minor__lte=models.F("received_minor")),
                name="only_received_money_is_available",
            ),
        ]

    @property
    def is_of_a_debt(self) -> bool:
        return not self.seats

    @property
    def missing_minor(self) -> int:
        """What is still short."""
        return max(0, self.amount_minor - self.received_minor)

    @property
    def is_short(self) -> bool:
        return 0 < self.received_minor < self.amount_minor


class SeatFund(models.Model):
    """The trial fund of one seat: full pay and the fee on it. The money itself is in the ledger."""

    class State(models.TextChoices):
        FUNDING = "funding", _("Being funded")
        FUNDED = "funded", _("Funded")
        COMMITTED = "committed", _("Signed")
        RELEASED = "released", _("Returned to the company")
        FAILED = "failed", _("Not funded")

    seat_id = models.CharField(max_length=12, db_index=True)
    order = models.ForeignKey("money.FundingOrder", on_delete=models.PROTECT, related_name="funds")
    company_id = models.CharField(max_length=12, db_index=True)
    currency = models.CharField(max_length=3)
    pay_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.FUNDING)
    trial_id = models.CharField(max_length=12, blank=True, db_index=True)
    intern_id = models.CharField(max_length=12, blank=True, db_index=True)  # who signed; empty before
    payer = models.CharField(max_length=20, default="foretaste")  # foretaste | employee | employer_of_record
    funded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat_id"],
                condition=models.Q(state__in=["funding", "funded", "committed"]),
                name="a_seat_has_one_fund",
            ),
            models.UniqueConstraint(
                fields=["trial_id"], condition=~models.Q(trial_id=""), name="a_fund_serves_one_trial"
            ),
            models.CheckConstraint(condition=models.Q(pay_minor__gt=0, fee_minor__gte=0), name="a_fund_holds_pay"),
        ]

    @property
    def total_minor(self) -> int:
        return self.pay_minor + self.fee_minor
