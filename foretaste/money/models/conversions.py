"""Payments that the provider converted on their way in: what was paid, and what lies there of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.amounts import Amount
from foretaste.core.identifiers import new_public_id


class Conversion(models.Model):
    """It funds nothing until two people of the operator say that it was exchanged back, or it is given back."""

    class State(models.TextChoices):
        HERE = "here", _("Lies in another currency")
        EXCHANGED = "exchanged", _("Exchanged back")
        RETURNED = "returned", _("Given back")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    order = models.ForeignKey("money.FundingOrder", on_delete=models.PROTECT, related_name="conversions")
    provider = models.CharField(max_length=20)
    payment = models.CharField(max_length=80)  # the provider's own name of it
    amount_minor = models.BigIntegerField()  # what was paid
    currency = models.CharField(max_length=3)
    settled_minor = models.BigIntegerField()  # what it became, at the rate that really was
    settled_currency = models.CharField(max_length=3)
    cost_minor = models.BigIntegerField(default=0)  # what the provider kept of it
    state = models.CharField(max_length=10, choices=State.choices, default=State.HERE)
    noted_at = models.DateTimeField()
    available_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "payment"], name="a_payment_is_converted_once"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0, settled_minor__gt=0)
                & models.Q(cost_minor__gte=0, cost_minor__lt=models.F("settled_minor"))
                & ~models.Q(currency=models.F("settled_currency")),
                name="a_conversion_is_between_two_currencies",
            ),
        ]

    @property
    def amount(self) -> Amount:
        return Amount(self.amount_minor, self.currency)

    @property
    def settled(self) -> Amount:
        return Amount(self.settled_minor, self.settled_currency)
