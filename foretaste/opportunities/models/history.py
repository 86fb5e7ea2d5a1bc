"""One row per transition, of each thing that has a life. Rows are only ever added."""

from __future__ import annotations

from django.db import models


class History(models.Model):
    """What every history row says: which transition, from where to where, when, by whom, and a note."""

    transition = models.CharField(max_length=40)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    at = models.DateTimeField()
    actor = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]


class OpportunityHistory(History):
    of = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="history")


class SeatHistory(History):
    of = models.ForeignKey("opportunities.Seat", on_delete=models.CASCADE, related_name="history")


class ApplicationHistory(History):
    of = models.ForeignKey("opportunities.Application", on_delete=models.CASCADE, related_name="history")


class OfferHistory(History):
    of = models.ForeignKey("opportunities.Offer", on_delete=models.CASCADE, related_name="history")
