"""A posting: the work, its days, its people, its seats. A draft may be empty; a published one may not."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foretaste.core.amounts import Amount
from foretaste.core.calendars import moment
from foretaste.core.identifiers import new_public_id
from foretaste.opportunities import lifecycle
from foretaste.skills.confirmed import Confirmed, read


class Opportunity(models.Model):
    """A posting. What a trial will be bound by is copied into the offer's terms, never read from here."""

    class State(models.TextChoices):
        DRAFT = lifecycle.Opportunity.DRAFT, _("Draft")
        AWAITING_CONFIRMATION = lifecycle.Opportunity.AWAITING_CONFIRMATION, _("Waiting for the wage to be confirmed")
        PUBLISHED = lifecycle.Opportunity.PUBLISHED, _("Open")
        CLOSED = lifecycle.Opportunity.CLOSED, _("Closed")

    class PlaceKind(models.TextChoices):
        ONSITE = "onsite", _("At our place")
        HYBRID = "hybrid", _("Partly at our place")
        REMOTE = "remote", _("From anywhere")

    class EngagementType(models.TextChoices):
        CONTRACTOR = "contractor", _("Contractor")
        EMPLOYEE = "employee", _("Employee")
        EMPLOYER_OF_RECORD = "employer_of_record", _("Employer of record")

    class CloseReason(models.TextChoices):
        NONE = "", ""
        FILLED = "filled", _("All seats are taken")
        COMPANY = "company", _("Closed by the company")
        DATES_PASSED = "dates_passed", _("Its first day has come")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="opportunities")
    created_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    state = models.CharField(max_length=24, choices=State.choices, default=State.DRAFT)

    # describe
    title = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    brief = models.TextField(blank=True)
    deliverable = models.TextField(blank=True)
    field = models.CharField(max_length=60, blank=True)
    skills = models.JSONField(default=list, blank=True)  # of text
    confirmed_skills = models.JSONField(default=list, blank=True)  # of the taxonomy: see skills.confirmed
    could_lead_to = models.CharField(max_length=200, blank=True)
    criteria = models.JSONField(default=list, blank=True)  # of text: what is looked at in the work; see criteria.py
    language = models.CharField(max_length=10, default="en")
    place_kind = models.CharField(max_length=8, choices=PlaceKind.choices, default=PlaceKind.ONSITE)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=10, blank=True)  # ISO 3166-2 without the country: "CA", "BY"
    city = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=200, blank=True)  # shown after the agreement
    time_zone = models.CharField(max_length=40, blank=True)
    hide_names = models.BooleanField(default=False)  # candidates as "Candidate 1" until one is welcomed

    # days: see OpportunityDay; these four are copies for the search list, written by plan_days
    days_count = models.PositiveSmallIntegerField(default=0)
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)  # day 1's planned start
    on_weekdays = models.BooleanField(default=False)
    on_weekends = models.BooleanField(default=False)
    in_evenings = models.BooleanField(default=False)
    answer_by = models.DateField(null=True, blank=True)  # every application is answered by the end of this date
    closes_at = models.DateTimeField(null=True, blank=True)  # until then one can ask: noon of answer_by

    # people: see OpportunityPerson
    host = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    # pay
    currency = models.CharField(max_length=3, blank=True)
    daily_pay_minor = models.BigIntegerField(default=0)
    exit_bonus_minor = models.JSONField(default=list, blank=True)  # per day; the last is 0
    kill_fee_minor = models.BigIntegerField(default=0)
    fee_basis_points = models.PositiveIntegerField(default=0)
    engagement_type = models.CharField(max_length=20, choices=EngagementType.choices, default=EngagementType.CONTRACTOR)
    seats_wanted = models.PositiveSmallIntegerField(default=1)

    # rules
    may_show = models.TextField(blank=True)
    use_of_work = models.TextField(blank=True)
    confidentiality = models.TextField(blank=True)
    expenses = models.TextField(blank=True)
    rules_accepted_at = models.DateTimeField(null=True, blank=True)
    rules_accepted_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wage_confirmed_at = models.DateTimeField(null=True, blank=True)
    wage_confirmed_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    wage_note = models.TextField(blank=True)  # what the operator relied on
    announced_at = models.DateTimeField(null=True, blank=True)  # shown without applications, over 30 days ahead
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=14, choices=CloseReason.choices, blank=True, default="")
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days_count__lte=5), name="a_trial_lasts_one_to_five_days"),
            models.CheckConstraint(
                condition=Q(first_on=None) | Q(last_on__lte=F("first_on") + dt.timedelta(days=6)),
                name="a_trial_fits_in_seven_calendar_days",
            ),
            models.CheckConstraint(
                condition=Q(daily_pay_minor__gte=0, kill_fee_minor__gte=0), name="pay_and_kill_fee_are_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(daily_pay_minor__gt=0, days_count__gt=0, starts_at__isnull=False),
                name="what_is_published_has_days_and_pay",
            ),
            models.CheckConstraint(
                condition=Q(seats_wanted__gte=1, seats_wanted__lte=50), name="one_to_fifty_seats_are_wanted"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], condition=Q(state="published"), name="published_by_start"),
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="published_newest"),
            models.Index(fields=["organization", "-id"], name="opportunities_of_a_company"),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled draft"))

    @property
    def skills_confirmed(self) -> list[Confirmed]:
        """The skills of the taxonomy that the company confirmed, in their order."""
        return read(self.confirmed_skills)

    @property
    def other_skills(self) -> list[str]:
        """The skills in the company's own words, but those that it confirmed under the same name."""
        confirmed = {one.label.casefold() for one in self.skills_confirmed}
        return [one for one in self.skills if one.casefold() not in confirmed]

    @property
    def every_skill(self) -> list[str]:
        """What stands for its skills where words alone can: the confirmed ones first, then its own words."""
        return [*(one.label for one in self.skills_confirmed), *self.other_skills]

    @property
    def daily_pay(self) -> Amount:
        return Amount(self.daily_pay_minor, self.currency)

    @property
    def full_pay(self) -> Amount:
        return Amount(self.daily_pay_minor * self.days_count, self.currency)

    @property
    def day_pay_minor(self) -> list[int]:
        """The pay of each day, in order."""
        return [self.daily_pay_minor] * self.days_count

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.AWAITING_CONFIRMATION)


class OpportunityDay(models.Model):
    """One planned day, in the place's own time. A day that ends after midnight ends on the next date."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="days")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    break_minutes = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=120, blank=True)
    plan = models.TextField(blank=True)
    items = models.JSONField(default=list, blank=True)  # [{"at": "09:00", "what": "...", "note": "..."}]

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="a_day_of_an_opportunity_has_one_number"),
            models.UniqueConstraint(fields=["opportunity", "on"], name="two_days_never_fall_on_one_date"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=5), name="day_numbers_run_from_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.on}"

    @property
    def starts_at(self) -> dt.datetime:
        return moment(self.on, self.starts, self.opportunity.time_zone)

    @property
    def ends_at(self) -> dt.datetime:
        on = self.on if self.ends > self.starts else self.on + dt.timedelta(days=1)
        return moment(on, self.ends, self.opportunity.time_zone)


class OpportunityPerson(models.Model):
    """Someone the intern will meet."""

    class Relation(models.TextChoices):
        HOST = "host", _("Host")
        MEET = "meet", _("To meet")

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=120)
    does = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=4, choices=Relation.choices, default=Relation.MEET)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """One place in a trial, and the owner of its fund. An exit never opens it again: taken is for good."""

    class State(models.TextChoices):
        UNFUNDED = lifecycle.Seat.UNFUNDED, _("Not funded")
        FUNDING = lifecycle.Seat.FUNDING, _("Money on its way")
        FUNDED = lifecycle.Seat.FUNDED, _("Funded")
        OFFERED = lifecycle.Seat.OFFERED, _("Under offer")
        TAKEN = lifecycle.Seat.TAKEN, _("Taken")
        WITHDRAWN = lifecycle.Seat.WITHDRAWN, _("Withdrawn")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNFUNDED)
    pay_minor = models.BigIntegerField(default=0)  # what was asked to be set aside: full pay
    fee_minor = models.BigIntegerField(default=0)  # and the fee on it
    funding_order = models.CharField(max_length=12, blank=True)  # money's public id of the order
    funded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="a_seat_of_an_opportunity_has_one_number"),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id}/{self.number}"
