"""Sources, what was read from them, and where each listing was seen. A failed reading deletes nothing here."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foretaste.core.amounts import Amount
from foretaste.core.identifiers import new_public_id
from foretaste.syndication.inbound.sources import KINDS, label_of

FRESH_FOR = dt.timedelta(days=30)


class Source(models.Model):
    """A place that listings come from: a company's board, a feed, a page; or what one person brought for themselves."""

    class Health(models.TextChoices):
        NEW = "new", _("Not read yet")
        LIVE = "live", _("Live")
        EMPTY = "empty", _("Nothing open")
        UNVERIFIABLE = "unverifiable", _("Empty or wrong address")
        FAILING = "failing", _("Could not be read")
        REFUSED = "refused", _("Asks not to be read")
        DEAD = "dead", _("Gone")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=16)  # one of inbound.sources.KINDS
    address = models.CharField(max_length=500, blank=True)  # what its kind calls it: a board's name, an address
    name = models.CharField(max_length=120, blank=True)
    organization = models.ForeignKey(
        "accounts.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # whose source it is: a company's own; the operator's
    person = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    health = models.CharField(max_length=12, choices=Health.choices, default=Health.NEW)
    why = models.CharField(max_length=30, blank=True)  # unreadable.Why
    detail = models.CharField(max_length=300, blank=True)
    last_tried_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    next_read_at = models.DateTimeField(null=True, blank=True)  # None: nothing is fetched, or it is paused
    paused_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    empty_readings = models.PositiveIntegerField(default=0)  # in a row
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=80, blank=True)
    listings_count = models.PositiveIntegerField(default=0)  # in the last reading
    micro_count = models.PositiveIntegerField(default=0)  # of them, those that look like micro-internships
    secret = models.BinaryField(null=True, blank=True)  # a sealed key, where its kind has one

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "address", "organization", "person"],
                name="a_source_is_added_once_by_each",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(organization=None), name="a_source_is_a_person_s_or_an_organization_s"
            ),
        ]
        indexes = [
            models.Index(fields=["next_read_at"], condition=Q(next_read_at__isnull=False), name="sources_by_turn"),
        ]

    def __str__(self) -> str:
        return self.name or self.address or self.label

    @property
    def label(self) -> str:
        return KINDS[self.kind].label

    @property
    def page(self) -> str:
        return KINDS[self.kind].page(self.address)

    @property
    def is_fetched(self) -> bool:
        return bool(KINDS[self.kind].module)


class ImportedListing(models.Model):
    """An opportunity as another place describes it: labelled by its source, never carrying the promise."""

    class Verdict(models.TextChoices):
        YES = "yes", _("Looks like a micro-internship")
        PERHAPS = "perhaps", _("May be a micro-internship")
        NO = "no", _("Not a micro-internship")

    class InSearch(models.TextChoices):
        OUT = "out", _("The search doesn't hold it")
        STALE = "stale", _("The search holds an earlier wording")
        TAKEN = "taken", _("The search is taking it up")
        IN = "in", _("The search holds it")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    source = models.ForeignKey("syndication.Source", on_delete=models.RESTRICT, related_name="listings")  # whose words
    person = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    url_key = models.CharField(max_length=32)
    job_key = models.CharField(max_length=32, blank=True)

    url = models.CharField(max_length=1_000)
    title = models.CharField(max_length=200)
    company = models.CharField(max_length=160, blank=True)
    body = models.TextField(blank=True)  # sanitised HTML
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=120, blank=True)  # in the source's words
    city = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_kind = models.CharField(max_length=8, blank=True)  # listing.PlaceKind
    employment = models.CharField(max_length=10, blank=True)  # listing.Employment
    currency = models.CharField(max_length=3, blank=True)
    pay_least_minor = models.BigIntegerField(null=True, blank=True)
    pay_most_minor = models.BigIntegerField(null=True, blank=True)
    pay_per = models.CharField(max_length=5, blank=True)  # listing.Per
    pay_per_day_minor = models.BigIntegerField(null=True, blank=True)  # where what is stated says it
    pay_per_hour_minor = models.BigIntegerField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    hours = models.FloatField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    skills = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    verdict = models.CharField(max_length=7, choices=Verdict.choices)
    reasons = models.JSONField(default=list)  # [[rule, found], ...], see inbound.micro
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)  # no source shows it any more
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_because = models.CharField(max_length=300, blank=True)
    in_search = models.CharField(max_length=5, choices=InSearch.choices, default=InSearch.OUT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["url_key", "person"], name="a_page_is_listed_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(pay_least_minor=None) | Q(pay_least_minor__gt=0, pay_most_minor__gte=F("pay_least_minor")),
                name="stated_pay_is_a_range_above_zero",
            ),
        ]
        indexes = [
            models.Index(fields=["job_key"], condition=~Q(job_key=""), name="listings_by_job"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(closed_at=None, hidden_at=None, person=None) & ~Q(verdict="no"),
                name="open_listings_newest",
            ),
            models.Index(fields=["id"], condition=~Q(in_search="in"), name="listings_to_be_searched"),
            models.Index(fields=["person", "-id"], condition=Q(person__isnull=False), name="listings_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The source it is labelled by."""
        return label_of(self.source.kind, self.url)

    @property
    def fresh_until(self) -> dt.datetime:
        return self.last_seen_at + FRESH_FOR

    @property
    def named_skills(self) -> list[str]:
        return [skill.strip() for skill in self.skills.split(",") if skill.strip()]

    @property
    def pay(self) -> tuple[Amount, Amount] | None:
        """Least and most of what they say they pay, per `pay_per`; None where it isn't known."""
        if self.pay_least_minor is None or self.pay_most_minor is None:
            return None
        return Amount(self.pay_least_minor, self.currency), Amount(self.pay_most_minor, self.currency)


class Sighting(models.Model):
    """One source's own entry of a listing. Duplicates are several sightings of one listing."""

    source = models.ForeignKey("syndication.Source", on_delete=models.CASCADE, related_name="sightings")
    listing = models.ForeignKey("syndication.ImportedListing", on_delete=models.CASCADE, related_name="sightings")
    key = models.CharField(max_length=200)
    url = models.CharField(max_length=1_000)
    digest = models.CharField(max_length=32)
    signed = models.CharField(max_length=9, blank=True)  # alert_mail.Signed, where it came in a mail
    said_at = models.DateTimeField(null=True, blank=True)  # when the source's own message says it was so
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="a_source_has_one_entry_under_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.key}"


class Ending(models.Model):
    """A source said that something is over before it was known: what it said of it earlier and comes late is old."""

    source = models.ForeignKey("syndication.Source", on_delete=models.CASCADE, related_name="endings")
    key = models.CharField(max_length=200)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="a_source_has_one_ending_under_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.key}"


class ListingReport(models.Model):
    """Somebody says that something is wrong with a listing."""

    class Reason(models.TextChoices):
        CLOSED = "closed", _("It is no longer open")
        MISLEADING = "misleading", _("It says something that is not so")
        UNPAID = "unpaid", _("It is unpaid")
        FRAUD = "fraud", _("It asks for money or private data")
        RIGHTS = "rights", _("It is ours, and should not be here")

    listing = models.ForeignKey("syndication.ImportedListing", on_delete=models.CASCADE, related_name="reports")
    reported_by = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=Reason.choices)
    note = models.CharField(max_length=1_000, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "reported_by"],
                condition=Q(handled_at=None),
                name="a_person_reports_a_listing_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.reason}"
