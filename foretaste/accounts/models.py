"""People, organizations, and who acts for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.calendars import now
from foretaste.core.identifiers import new_public_id
from foretaste.skills.confirmed import Confirmed, read


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A human being. What they may do follows from who they act for: see `Membership` and `Actor`."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=40, default="UTC")
    is_intern = models.BooleanField(default=False)  # has chosen to look for trials
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # offered for one-click sign-in in demo mode
    created_at = models.DateTimeField(default=now)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or self.email[0].upper()


class InternProfile(models.Model):
    """What an intern chose to say of themselves. Free days are what they said, never computed from trials."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="intern_profile")
    headline = models.CharField(max_length=160, blank=True)
    about = models.TextField(blank=True)
    skills = models.TextField(blank=True)
    links = models.TextField(blank=True)
    confirmed_skills = models.JSONField(default=list, blank=True)  # of the taxonomy: see skills.confirmed
    free_days = models.TextField(blank=True)
    access_needs = models.TextField(blank=True)  # shown to a company only after the agreement, if shared
    emergency_contact = models.CharField(max_length=200, blank=True)
    applications_paused_at = models.DateTimeField(null=True, blank=True)  # by the operator, after three no-shows

    @property
    def skills_confirmed(self) -> list[Confirmed]:
        """The skills of the taxonomy that the person confirmed, in their order."""
        return read(self.confirmed_skills)


class Organization(models.Model):
    class Kind(models.TextChoices):
        COMPANY = "company", _("Company")
        CAMPUS = "campus", _("Career center")
        OPERATOR = "operator", _("Operator")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=80, blank=True)
    website = models.URLField(blank=True)
    about = models.TextField(blank=True)
    mission = models.TextField(blank=True)
    values = models.TextField(blank=True)
    recent_projects = models.TextField(blank=True)
    a_day_here = models.TextField(blank=True)
    welcome_kit = models.TextField(blank=True)  # what to bring, where to ring, lunch, dress
    safety_contact = models.CharField(max_length=200, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_because = models.TextField(blank=True)  # told to the company
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person acts for an organization in one role: from their own yes on, until it ends."""

    class Role(models.TextChoices):
        RECRUITER = "recruiter", _("Recruiter")  # posts, chooses, may fund
        SUPERVISOR = "supervisor", _("Host")  # hosts trials: today, check-in, evaluation
        COLLEAGUE = "colleague", _("Colleague")  # sees the trials, marks who has arrived
        FINANCE = "finance", _("Finance")  # funds, sees money
        STAFF = "staff", _("Staff")  # of a career center or the operator

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    title = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=now)
    awaits_answer = models.BooleanField(default=False)  # they were asked, and have said neither yes nor no
    accepted_at = models.DateTimeField(default=now, null=True, blank=True)  # their first yes; None: they never acted
    ended_at = models.DateTimeField(null=True, blank=True)
    reads_reports_since = models.DateTimeField(null=True, blank=True)  # of harassment and danger: see safety_person

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "role"], name="a_person_holds_a_role_once_in_an_organization"
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(reads_reports_since__isnull=False),
                name="one_person_reads_the_reports",
            ),
        ]


class ApiToken(models.Model):
    """A personal token of the JSON API: only its SHA-256 is kept."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # read, act, money
    acting_for = models.ForeignKey("accounts.Organization", null=True, blank=True, on_delete=models.CASCADE)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
