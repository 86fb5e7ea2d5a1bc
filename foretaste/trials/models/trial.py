"""A trial, its days, its history, and days that moved."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foretaste.core.amounts import Amount
from foretaste.core.identifiers import new_public_id
from foretaste.money.endings import Ending
from foretaste.trials import lifecycle


class Trial(models.Model):
    """An agreement being lived. The terms are frozen; only `_move` writes `state`."""

    class State(models.TextChoices):
        AGREED = lifecycle.State.AGREED, _("Agreed")
        UNDER_WAY = lifecycle.State.UNDER_WAY, _("Under way")
        ENDED = lifecycle.State.ENDED, _("Ended and settled")
        CLOSED = lifecycle.State.CLOSED, _("Closed")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)  # neutral
    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="trials")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="trials")
    intern = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="trials")
    host = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="hosted_trials")
    offer_id = models.CharField(max_length=12, unique=True)  # public id
    seat_id = models.CharField(max_length=12, unique=True)  # public id

    state = models.CharField(max_length=9, choices=State.choices, default=State.AGREED)
    ending = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Ending], blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_after_day = models.PositiveSmallIntegerField(null=True, blank=True)  # the last day started; 0: none
    closed_at = models.DateTimeField(null=True, blank=True)

    # the agreement
    terms = models.JSONField()
    agreement_text = models.TextField()
    agreement_sha256 = models.CharField(max_length=64)
    company_signed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    company_signed_at = models.DateTimeField()
    intern_signed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    intern_signed_at = models.DateTimeField()
    carries_bonus = models.BooleanField()  # said before signing: see the cap by agreements

    # copies of the terms that the clock and the money ask for
    title = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    exit_bonus_minor = models.JSONField()  # by day; empty where the agreement carries none
    kill_fee_minor = models.BigIntegerField()
    fee_basis_points = models.PositiveIntegerField()

    # how the fund is split, once it has ended; the four sum to the fund
    paid_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    back_minor = models.BigIntegerField(default=0)
    held_minor = models.BigIntegerField(default=0)  # waits for a decision
    refund_released_at = models.DateTimeField(null=True, blank=True)  # what went back has left its 24 hours' wait
    checkpoints_open_at = models.DateTimeField(null=True, blank=True)  # with the evaluations

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["agreed", "under_way"], ending="", ended_at=None)
                | (Q(state__in=["ended", "closed"], ended_at__isnull=False) & ~Q(ending="")),
                name="a_trial_that_ended_says_how",
            ),
            models.CheckConstraint(
                condition=Q(paid_minor__gte=0, fee_minor__gte=0, back_minor__gte=0, held_minor__gte=0),
                name="no_part_of_a_fund_is_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["intern", "-id"], name="trials_of_an_intern"),
            models.Index(fields=["organization", "-id"], name="trials_of_a_company"),
            models.Index(fields=["state"], condition=~Q(state="closed"), name="trials_not_closed"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.AGREED, self.State.UNDER_WAY)

    @property
    def has_ended(self) -> bool:
        return not self.is_running

    def amount(self, minor: int) -> Amount:
        return Amount(minor, self.currency)


class TrialDay(models.Model):
    """One working day. Only a check-in starts it; starting it earns its pay."""

    class Method(models.TextChoices):
        SELF = "self", _("checked in")
        HOST = "host", _("marked by the host")
        ARRIVAL_CODE = "arrival_code", _("checked in with the host's code")
        CLAIM = "claim", _("claimed, and agreed or decided")

    CERTAIN = (Method.ARRIVAL_CODE, Method.HOST, Method.CLAIM)  # a start that nobody can contest

    trial = models.ForeignKey("trials.Trial", on_delete=models.CASCADE, related_name="days")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()  # on the wall of the place of work
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    break_minutes = models.PositiveSmallIntegerField(default=0)
    pay_minor = models.BigIntegerField()
    title = models.CharField(max_length=120, blank=True)
    plan = models.TextField(blank=True)
    items = models.JSONField(default=list, blank=True)  # of {at, what, note}
    arrival_code = models.CharField(max_length=9)  # the host's; never shown to the intern
    checked_in_at = models.DateTimeField(null=True, blank=True)
    checked_in_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    method = models.CharField(max_length=12, choices=Method.choices, blank=True)
    pay_is_held = models.BooleanField(default=False)  # ended meanwhile, and it can still be claimed

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "number"], name="a_trial_has_each_day_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=5), name="a_trial_has_one_to_five_days"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_trial_day_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(pay_minor__gt=0), name="every_trial_day_is_paid"),
            models.CheckConstraint(
                condition=Q(checked_in_at=None, method="") | (Q(checked_in_at__isnull=False) & ~Q(method="")),
                name="a_day_starts_by_a_check_in",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(checked_in_at=None), name="days_not_started"),
            models.Index(fields=["starts_at"], name="trial_days_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id}/{self.number}"

    @property
    def is_started(self) -> bool:
        return self.checked_in_at is not None

    @property
    def check_in_opens_at(self) -> dt.datetime:
        return self.starts_at - lifecycle.CHECK_IN_OPENS_BEFORE

    @property
    def claim_closes_at(self) -> dt.datetime:
        return self.ends_at + lifecycle.CLAIM_WINDOW

    def check_in_is_open(self, at: dt.datetime) -> bool:
        return not self.is_started and lifecycle.check_in_is_open(starts_at=self.starts_at, ends_at=self.ends_at, at=at)

    def can_be_claimed(self, at: dt.datetime) -> bool:
        return not self.is_started and lifecycle.claim_is_open(ends_at=self.ends_at, at=at)


class TrialHistory(models.Model):
    """One row per transition. Rows are only ever added."""

    trial = models.ForeignKey("trials.Trial", on_delete=models.CASCADE, related_name="history")
    transition = models.CharField(max_length=40)
    from_state = models.CharField(max_length=9, blank=True)
    to_state = models.CharField(max_length=9)
    ending = models.CharField(max_length=24, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial"],
                condition=Q(to_state="ended", from_state__in=["agreed", "under_way"]),
                name="a_trial_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id}: {self.transition}"


class DayMove(models.Model):
    """A day that one side would like to move, same money. Only the other side's yes moves it."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for the answer")
        ACCEPTED = "accepted", _("Moved")
        DECLINED = "declined", _("Stays where it is")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.CASCADE, related_name="moves")
    day = models.PositiveSmallIntegerField()
    proposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    proposed_by_intern = models.BooleanField()
    proposed_at = models.DateTimeField()
    is_illness = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    old_on = models.DateField()
    old_starts_at = models.DateTimeField()
    old_ends_at = models.DateTimeField()
    new_on = models.DateField()
    new_starts_at = models.DateTimeField()
    new_ends_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "day"], condition=Q(state="open"), name="a_day_has_one_open_move"),
        ]

    def __str__(self) -> str:
        return self.public_id
