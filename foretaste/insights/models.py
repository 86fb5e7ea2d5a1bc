"""Published figures, frozen on their date so that nobody can count by difference; and a company's own hires."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class Publication(models.Model):
    """One month's publication: it happens once."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()


class PublishedRecord(models.Model):
    """The company record as published on one monthly date; stands until at least 5 more interns are behind it."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="published_records"
    )
    on = models.DateField()
    interns = models.PositiveIntegerField()  # distinct verified interns behind the figures
    figures = models.JSONField()  # publishing.told_figures: a count, or the two ends of a stretch

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "on"], name="a_record_is_published_once_a_month"),
            models.CheckConstraint(condition=models.Q(interns__gte=5), name="five_interns_stand_behind_a_record"),
        ]


class RecordReply(models.Model):
    """A company's one public reply to a publication of its record."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    record = models.OneToOneField(PublishedRecord, on_delete=models.CASCADE, related_name="reply")
    text = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")  # signed by the company
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.TextField(blank=True)
    removed_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.public_id


class ReplyReport(models.Model):
    """Somebody finds something wrong with a public reply."""

    reply = models.ForeignKey(RecordReply, on_delete=models.CASCADE, related_name="reports")
    reported_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    note = models.TextField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "reported_by"], name="a_reply_is_reported_once_by_each")
        ]


class PublishedFeedback(models.Model):
    """What interns said of a company, counted, and what it learns of its trials: all for the company's own eyes."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="published_feedback"
    )
    # evaluations, exit_notes, exit_advice, exit_days, found_by; beside each record: funnel, times, ways, endings
    topic = models.CharField(max_length=20)
    on = models.DateField()
    interns = models.PositiveIntegerField()
    figures = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "topic", "on"], name="feedback_is_published_once_a_month"),
            models.CheckConstraint(condition=models.Q(interns__gte=5), name="five_interns_stand_behind_feedback"),
        ]


class PublishedShare(models.Model):
    """One score of a company as published: among those who answered this question, each with one voice.

    Every question is gated by itself: few may have answered it, or few more than the time before.
    """

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="published_shares")
    topic = models.CharField(max_length=20)  # a question of `publishing.GOOD`
    on = models.DateField()
    interns = models.PositiveIntegerField()
    good = models.PositiveIntegerField()  # so many at least
    good_most = models.PositiveIntegerField()  # the same, or a little more where nearly all of a group agreed
    prior_mean = models.FloatField()  # what the score is drawn towards: see publishing.score

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "topic", "on"], name="a_share_is_published_once_a_month"),
            models.CheckConstraint(condition=models.Q(interns__gte=5), name="five_interns_stand_behind_a_share"),
            models.CheckConstraint(
                condition=models.Q(good__lte=models.F("good_most"), good_most__lte=models.F("interns")),
                name="a_share_is_of_a_whole",
            ),
        ]


class PublishedProof(models.Model):
    """One month of the whole instance: what was started, paid and how fast. Its trials are in no other month."""

    month = models.DateField(unique=True)
    on = models.DateField()  # the monthly date it was published on
    interns = models.PositiveIntegerField()  # distinct verified interns behind the figures
    figures = models.JSONField()

    class Meta:
        ordering = ["month"]
        constraints = [
            models.CheckConstraint(condition=models.Q(interns__gte=5), name="five_interns_stand_behind_a_proof"),
            models.CheckConstraint(condition=models.Q(on__gt=models.F("month")), name="a_month_is_over_when_published"),
        ]


class Hire(models.Model):
    """One hire as the company itself tells it, to see how long hires stay. It holds no name: a reference of theirs."""

    class Route(models.TextChoices):
        TRIAL = "trial", _("Reverse micro-internship")
        INTERNSHIP = "internship", _("Traditional internship")
        DIRECT = "direct", _("Direct hire")
        AGENCY = "agency", _("Agency")
        OTHER = "other", _("Another way")

    class Reason(models.TextChoices):
        OWN = "own", _("Left by their own choice")
        COMPANY = "company", _("The company ended it")
        CONTRACT = "contract", _("The contract ended")
        OTHER = "other", _("Another reason")

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="hires")
    reference = models.CharField(max_length=64)  # the company's own: a number, never a name
    route = models.CharField(max_length=12, choices=Route.choices)
    started_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    known_on = models.DateField()  # the day they were last told of: whoever had not left, was there then

    class Meta:
        ordering = ["started_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "reference"], name="a_hire_is_told_once"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("started_on")),
                name="nobody_leaves_before_they_start",
            ),
            models.CheckConstraint(
                condition=models.Q(reason="") | models.Q(left_on__isnull=False),
                name="who_has_a_reason_to_leave_has_left",
            ),
        ]
