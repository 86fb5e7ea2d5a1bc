"""A company's career site and the channels it has switched on. A company without a row has a site with no more."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id
from foretaste.syndication.outbound.mapping import FEEDS, SHEETS
from foretaste.syndication.outbound.posting import Audience as WhomItSeeks


class CareerSite(models.Model):
    """What a company told us for its site and the channels; the host is its own once an operator confirmed it."""

    class Audience(models.TextChoices):
        EVERYONE = WhomItSeeks.EVERYONE, _("Everyone")
        STUDENTS = WhomItSeeks.STUDENTS, _("Students")
        CAREER_CHANGERS = WhomItSeeks.CAREER_CHANGERS, _("People who change careers")

    organization = models.OneToOneField(
        "accounts.Organization", on_delete=models.CASCADE, related_name="career_site", primary_key=True
    )
    host = models.CharField(max_length=253, blank=True)  # lower case, without a port
    host_confirmed_at = models.DateTimeField(null=True, blank=True)
    host_confirmed_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField(max_length=16, choices=Audience.choices, default=Audience.EVERYONE)
    contact_email = models.EmailField(blank=True)  # of the company's accounts at the channels; shown in its feeds
    linkedin_company_id = models.CharField(max_length=20, blank=True)
    indeed_api_token = models.CharField(max_length=100, blank=True)
    indeed_secret = models.BinaryField(default=bytes, blank=True)  # sealed: what Indeed signs applications with
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host"],
                condition=~Q(host="") & Q(host_confirmed_at__isnull=False),
                name="a_confirmed_host_is_one_company_s",
            ),
        ]

    def __str__(self) -> str:
        return self.host or str(self.organization_id)


class Arrival(models.Model):
    """Somebody applied on a channel. Name and address are forgotten once they were asked to go on here."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="+")
    apply_id = models.CharField(max_length=100, blank=True)  # the channel's own
    email_digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    arrived_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["opportunity", "email_digest", "-arrived_at"], name="arrivals_of_somebody")]

    def __str__(self) -> str:
        return self.public_id


class ChannelSwitch(models.Model):
    """One channel of one company: off until somebody there switches it on."""

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20, choices=[(one.value, one.value) for one in (*FEEDS, *SHEETS)])
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "channel"], name="a_company_switches_a_channel_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}/{self.channel}"
