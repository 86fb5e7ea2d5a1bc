"""What waits for an answer or a decision, and the operator's goodwill."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id
from foretaste.trials import lifecycle


class Case(models.Model):
    """A question of fact about a trial. The other side may settle it with a yes; else a person decides."""

    class Kind(models.TextChoices):
        MISSED_CHECK_IN = lifecycle.Kind.MISSED_CHECK_IN, _("A missed check-in")
        COMPANY_NO_SHOW = lifecycle.Kind.COMPANY_NO_SHOW, _("Nobody was there")
        CONTESTED_START = lifecycle.Kind.CONTESTED_START, _("A contested start")
        TOLD_TO_LEAVE = lifecycle.Kind.TOLD_TO_LEAVE, _("Told to leave")
        SENT_AWAY = lifecycle.Kind.SENT_AWAY, _("Sent away")

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for the other side")
        ANSWERED = "answered", _("Waiting for a decision")
        AGREED = "agreed", _("Settled by the other side's yes")
        RULED = "ruled", _("Decided")
        DEFAULTED = "defaulted", _("Decided by the date passing")
        MOOT = "moot", _("No longer needed: everything is paid")

    class Outcome(models.TextChoices):
        FOR_INTERN = lifecycle.Outcome.FOR_INTERN, _("For the intern")
        FOR_COMPANY = lifecycle.Outcome.FOR_COMPANY, _("For the company")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.CASCADE, related_name="cases")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    opened_by_role = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)  # a no-show: no answer by then decides it
    due_at = models.DateTimeField()  # when a person should have decided
    default_outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True)  # "": stays held
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True)
    award_minor = models.BigIntegerField(null=True, blank=True)  # what the decision paid the intern
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.TextField(blank=True)  # its reasons

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "kind", "day"],
                condition=Q(state__in=["open", "answered"]),
                nulls_distinct=False,
                name="a_question_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered"], decided_at=None)
                | Q(state__in=["agreed", "ruled", "defaulted", "moot"], decided_at__isnull=False),
                name="a_decided_case_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["open", "answered"]), name="cases_to_be_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.OPEN, self.State.ANSWERED)


class Goodwill(models.Model):
    """The operator makes a company good from its own money, after an upheld contest. Two people sign."""

    case = models.OneToOneField("trials.Case", on_delete=models.PROTECT, related_name="goodwill")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    proposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="goodwill_gives_something"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="goodwill_has_two_signatures"
            ),
        ]

    def __str__(self) -> str:
        return f"goodwill {self.case_id}"
