"""Asking: questions about an opportunity, and applications or invitations to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id
from foretaste.opportunities import lifecycle


class Question(models.Model):
    """A question to the company. Its answer is for the asker, or for everyone."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["opportunity", "asked_at"], name="questions_by_time")]

    def __str__(self) -> str:
        return self.text[:60]


class Application(models.Model):
    """One person and one opportunity: asked for (application) or asked (invitation), until a final answer."""

    class Origin(models.TextChoices):
        APPLICATION = "application", _("Asked for it")
        INVITATION = "invitation", _("Was invited")

    class FoundBy(models.TextChoices):
        """How they came upon it, if they like to say. It is only ever counted, from five interns on."""

        SEARCH = "search", _("Searching here")
        MAIL = "mail", _("A saved search or its mail")
        COMPANY = "company", _("The company’s own pages")
        CAMPUS = "campus", _("A university or career center")
        PERSON = "person", _("Somebody told me")
        LINKEDIN = "linkedin", _("LinkedIn")
        INDEED = "indeed", _("Indeed")
        OTHER = "other", _("Somewhere else")

    class State(models.TextChoices):
        INVITED = lifecycle.Application.INVITED, _("Invited")
        SUBMITTED = lifecycle.Application.SUBMITTED, _("Sent")
        SHORTLISTED = lifecycle.Application.SHORTLISTED, _("Shortlisted")
        OFFERED = lifecycle.Application.OFFERED, _("Welcomed")
        ACCEPTED = lifecycle.Application.ACCEPTED, _("Accepted")
        DECLINED = lifecycle.Application.DECLINED, _("Declined")
        WITHDRAWN = lifecycle.Application.WITHDRAWN, _("Withdrawn")
        NOT_THIS_TIME = lifecycle.Application.NOT_THIS_TIME, _("Not this time")
        LAPSED = lifecycle.Application.LAPSED, _("Lapsed")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="applications")
    intern = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="applications")
    origin = models.CharField(max_length=11, choices=Origin.choices, default=Origin.APPLICATION)
    state = models.CharField(max_length=14, choices=State.choices)
    answer_why = models.TextField(blank=True)  # why this one?
    answer_try = models.TextField(blank=True)  # what would you like to try?
    answer_about = models.TextField(blank=True)  # what should they know about you?
    free_days = models.TextField(blank=True)  # in the intern's own words; never computed from trials
    found_by = models.CharField(max_length=10, choices=FoundBy.choices, blank=True)  # empty: not said
    works_from_country = models.CharField(max_length=2, blank=True)  # remote work: where the intern will sit
    works_from_region = models.CharField(max_length=10, blank=True)
    works_from_city = models.CharField(max_length=80, blank=True)
    invited_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    invitation = models.TextField(blank=True)  # the company's words
    invited_address = models.EmailField(blank=True)  # the address it wrote to, all it knows of them until they answer
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField()  # the date by which the company answers, in the place's own time
    answer_due_at = models.DateTimeField()  # the end of that date
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_on_time = models.BooleanField(null=True, blank=True)  # None: not due, or withdrawn before
    answer_note = models.TextField(blank=True)  # the company's words with a "not this time"

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "intern"],
                condition=Q(state__in=["invited", "submitted", "shortlisted", "offered", "accepted"]),
                name="one_person_asks_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_due_at"],
                condition=Q(state__in=["invited", "submitted", "shortlisted"]),
                name="applications_to_be_answered",
            ),
            models.Index(fields=["intern", "-created_at"], name="applications_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.intern_id} > {self.opportunity_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether the company still owes an answer."""
        return self.state in (self.State.SUBMITTED, self.State.SHORTLISTED)

    @property
    def is_an_address(self) -> bool:
        """Whether the company wrote to an address, and nobody has answered: it does not learn who is behind it."""
        return self.submitted_at is None and bool(self.invited_address)

    @property
    def no_answer_came(self) -> bool:
        """Whether the date passed without the company's answer."""
        return self.state == self.State.LAPSED and self.answered_on_time is False
