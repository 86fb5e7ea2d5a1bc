"""Two views of one trial under one seal, and what follows from opening them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id
from foretaste.evaluations import sealing

SIDES = [(side.value, side.value) for side in sealing.Side]


class Exchange(models.Model):
    """What both sides of one started trial have to say of each other; opened when the trial ends.

    Nothing here changes when a side sends: this row tells the same before and after.
    """

    trial_id = models.CharField(max_length=12, unique=True)  # public id
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="exchanges")
    intern = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="exchanges")
    title = models.CharField(max_length=200)
    ending = models.CharField(max_length=40)
    ended_by_exit = models.BooleanField()  # the intern left: an exit note is offered
    ended_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    counts_from = (
        models.DateTimeField()
    )  # planned last day and the window: figures count it from here, however it ended
    criteria = models.JSONField(default=list)  # of the agreement: what the company is asked; none: the general ones

    class Meta:
        indexes = [models.Index(fields=["closes_at"], name="exchange_closes_at")]


class Submission(models.Model):
    """One side's evaluation and decision in one sealed blob. Gone once opened: a lone yes is never told, even later."""

    exchange = models.ForeignKey("evaluations.Exchange", on_delete=models.PROTECT, related_name="submissions")
    side = models.CharField(max_length=7, choices=SIDES)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exchange", "side"], name="a_side_submits_once")]


class Reveal(models.Model):
    """Both sides' open at the same moment. Of the decisions only the mutual result is kept."""

    exchange = models.OneToOneField("evaluations.Exchange", on_delete=models.PROTECT, related_name="reveal")
    at = models.DateTimeField()
    mutual_yes = models.BooleanField()


class Evaluation(models.Model):
    """What one side said, opened: for the two sides of this trial, nobody else."""

    exchange = models.ForeignKey("evaluations.Exchange", on_delete=models.PROTECT, related_name="evaluations")
    side = models.CharField(max_length=7, choices=SIDES)
    answers = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exchange", "side"], name="a_side_is_opened_once")]


class Opening(models.Model):
    """The log of broken seals, append-only: what was opened, when, why. Never what it said."""

    class Why(models.TextChoices):
        BOTH_IN = "both_in", _("Both sides were in")
        TIME = "time", _("The window was over")

    exchange = models.ForeignKey("evaluations.Exchange", on_delete=models.PROTECT, related_name="openings")
    side = models.CharField(max_length=7, choices=SIDES)
    what = models.CharField(max_length=40)  # submission, checkpoints
    why = models.CharField(max_length=10, choices=Why.choices)
    at = models.DateTimeField()


class Reply(models.Model):
    """The one thing that can be added after the reveal, once by each side."""

    exchange = models.ForeignKey("evaluations.Exchange", on_delete=models.PROTECT, related_name="replies")
    side = models.CharField(max_length=7, choices=SIDES)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exchange", "side"], name="a_side_replies_once")]


class Conversion(models.Model):
    """After a mutual yes: an offer of the longer role. It costs nobody a fee."""

    class Kind(models.TextChoices):
        JOB = "job", _("A job")
        INTERNSHIP = "internship", _("A longer internship")
        PROJECT = "project", _("A further project")

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    exchange = models.OneToOneField("evaluations.Exchange", on_delete=models.PROTECT, related_name="conversion")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    role = models.CharField(max_length=120)
    starts_on = models.DateField(null=True, blank=True)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    offered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)


class ExitNote(models.Model):
    """Why an intern left, after the exit, if they like. Unsigned it is only ever counted; signed text may be quoted."""

    exchange = models.OneToOneField("evaluations.Exchange", on_delete=models.PROTECT, related_name="exit_note")
    reasons = models.JSONField(default=list)
    advice = models.JSONField(default=list)
    text = models.TextField(blank=True)
    thanks = models.TextField(blank=True)
    is_signed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_signed=True) | models.Q(text="", thanks=""), name="only_signed_words_are_kept"
            )
        ]


class KeptContact(models.Model):
    """One side's wish to keep in touch, with how. The other side learns of it only by wishing the same."""

    exchange = models.ForeignKey("evaluations.Exchange", on_delete=models.PROTECT, related_name="kept_contacts")
    side = models.CharField(max_length=7, choices=SIDES)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    contact = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exchange", "side"], name="a_side_leaves_one_contact")]

    def __str__(self) -> str:
        return f"{self.exchange_id}/{self.side}"


class ThankYou(models.Model):
    """A note of thanks, once by each side, after the ending. No part of any evaluation, figure or record."""

    exchange = models.ForeignKey("evaluations.Exchange", on_delete=models.PROTECT, related_name="thanks")
    side = models.CharField(max_length=7, choices=SIDES)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    report = models.ForeignKey(  # by whoever was sent it
        "evaluations.SafetyReport", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exchange", "side"], name="a_side_thanks_once")]

    def __str__(self) -> str:
        return f"{self.exchange_id}/{self.side}"


class SafetyReport(models.Model):
    """Harassment or danger, said to a named person. No part of any evaluation, figure or record; no company sees it."""

    class Kind(models.TextChoices):
        HARASSMENT = "harassment", _("Somebody harassed or threatened me")
        DANGER = "danger", _("The work or the place was unsafe")
        DISCRIMINATION = "discrimination", _("I was treated worse for who I am")
        PRESSURE = "pressure", _("I was punished for leaving or for what I said")
        OTHER = "other", _("Something else that a person should know")
        NOTE = "note", _("A note that I was sent")  # a thank-you note that is none: either side may report it

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    trial_id = models.CharField(max_length=12)  # public id
    title = models.CharField(max_length=120)
    company = models.CharField(max_length=200)
    reported_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="safety_reports")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")  # who is to read it
    kind = models.CharField(max_length=14, choices=Kind.choices)
    text = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["answered_at", "at"], name="reports_that_wait")]

    def __str__(self) -> str:
        return self.public_id
