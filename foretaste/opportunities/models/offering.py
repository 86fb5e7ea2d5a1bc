"""An offer: the company's signature under frozen terms, for one funded seat, until a moment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id
from foretaste.opportunities import lifecycle
from foretaste.opportunities.terms import Terms


class Offer(models.Model):
    class State(models.TextChoices):
        OPEN = lifecycle.Offer.OPEN, _("Waiting for the answer")
        ACCEPTED = lifecycle.Offer.ACCEPTED, _("Accepted")
        DECLINED = lifecycle.Offer.DECLINED, _("Let go")
        LAPSED = lifecycle.Offer.LAPSED, _("Lapsed")
        WITHDRAWN = lifecycle.Offer.WITHDRAWN, _("Taken back")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey("opportunities.Application", on_delete=models.PROTECT, related_name="offers")
    seat = models.ForeignKey("opportunities.Seat", on_delete=models.PROTECT, related_name="offers")
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")  # signs for the company
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_note = models.TextField(blank=True)
    terms = models.JSONField()  # frozen: terms.Terms
    text = models.TextField()  # the agreement as people read it
    sha256 = models.CharField(max_length=64)  # of the text

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(state__in=["open", "accepted"]), name="a_seat_is_offered_to_one_person"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="open"), name="an_application_has_one_open_offer"
            ),
        ]
        indexes = [models.Index(fields=["answer_by"], condition=Q(state="open"), name="offers_to_be_answered")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def frozen_terms(self) -> Terms:
        return Terms.from_json(self.terms)
