"""Rule tables: dated, with their sources, edited by the operator and never changed backwards."""

from django.db import models


class FeeRule(models.Model):
    """From a day on, the company's fee is so many basis points of what the intern is actually paid."""

    basis_points = models.PositiveIntegerField()
    valid_from = models.DateField(unique=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(basis_points__lte=10_000), name="a_fee_is_at_most_the_pay")
        ]


class PayoutRule(models.Model):
    """From a day on: so many days, at most, somebody may look at a first trial between new parties before its payout.

    It delays a payout and never an earning. A trial keeps the rule of the day it was signed.
    """

    review_days = models.PositiveSmallIntegerField()
    valid_from = models.DateField(unique=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(review_days__lte=14), name="a_payout_waits_14_days_at_most")
        ]


class UnclaimedRule(models.Model):
    """From a day on: what could not be paid out for so many months is kept apart. An empty country means any other.

    It is the intern's for good all the same: what the place's law asks of the operator then, the note says.
    """

    country = models.CharField(max_length=2, blank=True)  # of the person's bank, where one was ever named
    months = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "valid_from"], name="a_place_has_one_unclaimed_rule_a_day"),
            models.CheckConstraint(condition=models.Q(months__gte=3), name="nothing_is_unclaimed_within_three_months"),
        ]


class WageFloor(models.Model):
    """The least pay per hour in a place. An empty region or city means all of the country or region.

    A row without a rate says: a rate of its own applies here and is not known; the operator must confirm.
    """

    country = models.CharField(max_length=2)
    region = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=80, blank=True)
    currency = models.CharField(max_length=3)
    hourly_rate = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)  # in major units
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    official = models.CharField(max_length=300, blank=True)  # where to check it
    note = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField(null=True, blank=True)  # null: still to be checked against the official page

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "region", "city", "valid_from"], name="a_place_has_one_wage_floor_from_a_day_on"
            )
        ]
        indexes = [models.Index(fields=["country", "region"], name="wage_floor_place")]
