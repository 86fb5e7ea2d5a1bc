"""What people do with their accounts and companies, in the order of a life."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _

from foretaste.accounts import events, queries, refusals
from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.models import ApiToken, InternProfile, Membership, Organization, Person
from foretaste.core.calendars import known_zones
from foretaste.core.events import publish
from foretaste.core.identifiers import new_public_id
from foretaste.core.limits import send_within_a_day, write_within_a_day
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.skills import queries as skills

SCOPES = ("read", "act", "money")
PROFILE_FIELDS = ("headline", "about", "skills", "links", "free_days", "access_needs", "emergency_contact")
COMPANY_FIELDS = (
    "name", "country", "city", "website", "about", "mission", "values", "recent_projects", "a_day_here",
    "welcome_kit", "safety_contact",
)  # fmt: skip
IDENTITY = ("name", "country")  # what an operator looks at to verify a company
LONGEST_OF_A_PROFILE = {
    field.name: field.max_length for field in InternProfile._meta.concrete_fields if field.max_length
}
LONGEST_OF_A_COMPANY = {
    field.name: field.max_length for field in Organization._meta.concrete_fields if field.max_length
}
INVITABLE = frozenset(
    {Membership.Role.RECRUITER, Membership.Role.SUPERVISOR, Membership.Role.COLLEAGUE, Membership.Role.FINANCE}
)


@dataclass(frozen=True)
class IssuedToken:
    """A new token with its secret, which is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@action
def register_person(
    *,
    email: str,
    name: str = "",
    is_intern: bool = True,
    language: str = "en",
    time_zone: str = "UTC",
    address_is_verified: bool = False,
    is_demo: bool = False,
    by: Actor,
    at: datetime,
) -> Person:
    """Open an account. It has no password: one signs in by a mailed code, or sets one later."""
    email = _address(email)
    if Person.objects.filter(email=email).exists():
        raise refusals.ThisAddressHasAnAccount
    if time_zone not in known_zones():
        raise refusals.WhatWasEnteredCannotBeTaken(time_zone=_("Choose a time zone from the list."))
    person = new_person(email=email, name=_words(name, "name", 120), is_intern=is_intern, at=at)
    person.language, person.time_zone, person.is_demo = language, time_zone, is_demo
    person.save(update_fields=["language", "time_zone", "is_demo"])
    if address_is_verified:
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


@step
def new_person(*, email: str, name: str, is_intern: bool, at: datetime) -> Person:
    """Make the account of somebody who signs in by mail."""
    return Person.objects.create_user(email, None, name=name, is_intern=is_intern)


@step
def person_at(*, email: str, name: str = "", is_intern: bool = False, at: datetime) -> Person:
    """Return the person with this address, made now if there is none: for invitations."""
    email = _address(email)
    return Person.objects.filter(email=email).first() or new_person(
        email=email, name=_words(name, "name", 120), is_intern=is_intern, at=at
    )


@action
def edit_person(
    *, name: str, language: str | None = None, time_zone: str | None = None, by: Actor, at: datetime
) -> Person:
    """Change one's own name, language and time zone."""
    person = queries.person_of(by)
    if time_zone is not None and time_zone not in known_zones():
        raise refusals.WhatWasEnteredCannotBeTaken(time_zone=_("Choose a time zone from the list."))
    person.name = _words(name, "name", 120, needed=True)
    person.language = language or person.language
    person.time_zone = time_zone or person.time_zone
    person.save(update_fields=["name", "language", "time_zone"])
    return person


@action
def edit_profile(*, by: Actor, at: datetime, **fields: str) -> InternProfile:
    """Say something of oneself: headline, about, skills, links, free_days, access_needs, emergency_contact."""
    person = queries.person_of(by)
    if unknown := set(fields) - set(PROFILE_FIELDS):
        raise TypeError(f"A profile has no {', '.join(sorted(unknown))}.")
    profile, _made = InternProfile.objects.get_or_create(person=person)
    for field, value in fields.items():
        setattr(profile, field, _words(value, field, LONGEST_OF_A_PROFILE.get(field, 5_000)))
    profile.save()
    if not person.is_intern:
        person.is_intern = True
        person.save(update_fields=["is_intern"])
    return profile


@action
def confirm_own_skills(*, codes: Sequence[str], by: Actor, at: datetime) -> InternProfile:
    """Say which skills of the taxonomy one has: exactly these, in this order. None is refused; too many are."""
    person = queries.person_of(by)
    profile, _made = InternProfile.objects.select_for_update().get_or_create(person=person)
    profile.confirmed_skills = skills.to_keep(codes, profile.confirmed_skills)
    profile.save(update_fields=["confirmed_skills"])
    return profile


@action
def register_company(
    *, name: str, country: str, city: str = "", website: str = "", about: str = "", by: Actor, at: datetime
) -> Organization:
    """Register a company. Who does so is its recruiter, supervisor and finance until others are invited."""
    person = queries.person_of(by)
    if 0 < settings.COMPANIES_OF_A_PERSON <= queries.companies_run_by(by):
        raise refusals.ThatIsManyCompanies
    fields = _company_fields({"name": name, "country": country, "city": city, "website": website, "about": about})
    company = Organization.objects.create(kind=Organization.Kind.COMPANY, slug=_free_slug(name), **fields)
    for role in (Membership.Role.RECRUITER, Membership.Role.SUPERVISOR, Membership.Role.FINANCE):
        Membership.objects.create(person=person, organization=company, role=role)
    publish(events.CompanyRegistered(organization_id=company.public_id))
    return company


@action
def edit_company(*, organization_id: str, by: Actor, at: datetime, **fields: str) -> Organization:
    """Change what the company says of itself; its address (slug) stays.

    Under another name or in another country it has to be verified anew: nobody is verified as a baker and then
    goes on as a bank. What is signed goes on meanwhile.
    """
    company = _own_company(organization_id, by, Role.RECRUITER)
    taken = _company_fields(fields)
    is_another = any(taken.get(field, getattr(company, field)) != getattr(company, field) for field in IDENTITY)
    for field, value in taken.items():
        setattr(company, field, value)
    if is_another and company.verified_at is not None:
        company.verified_at = None
        publish(events.CompanyRegistered(organization_id=company.public_id))
    company.save()
    return company


@action
def invite_colleague(
    *, organization_id: str, email: str, roles: Iterable[str], name: str = "", title: str = "", by: Actor, at: datetime
) -> Person:
    """Ask a person to act for the company: as recruiter, supervisor, colleague, finance. They are told by mail.

    Until they say yes they act for nobody, are no host, and nobody but the company's recruiters reads that they were
    asked. Who acts for the company already takes on another role without being asked again.
    """
    company = _own_company(organization_id, by, Role.RECRUITER)
    chosen = set(roles)
    if not chosen or chosen - INVITABLE:
        raise refusals.WhatWasEnteredCannotBeTaken(roles=_("Choose at least one role from the list."))
    colleague = person_at(email=email, name=name, at=at)
    held = dict(company.memberships.filter(person=colleague, ended_at=None).values_list("role", "awaits_answer"))
    if chosen <= set(held):
        raise refusals.ThePersonActsForYouAlready
    send_within_a_day("colleagues", by.person_id, most=settings.COLLEAGUE_INVITATIONS_A_DAY, at=at)
    write_within_a_day("colleagues", colleague.pk, most=settings.INVITATIONS_TO_ONE_ADDRESS_A_DAY, at=at)
    acts = not all(held.values())
    for role in sorted(chosen - set(held)):
        membership, _made = Membership.objects.get_or_create(
            person=colleague, organization=company, role=role, defaults={"accepted_at": None}
        )
        membership.title, membership.ended_at = _words(title, "title", 120), None
        membership.awaits_answer = not acts
        membership.accepted_at = membership.accepted_at or (at if acts else None)
        membership.save()
    if not acts:
        inviter = queries.person_of(by)
        publish(
            events.ColleagueInvited(
                organization_id=company.public_id,
                person_id=colleague.public_id,
                invited_by=inviter.public_id,
                at=at.isoformat(),
            )
        )
    return colleague


@action
def join_company(*, organization_id: str, by: Actor, at: datetime) -> Organization:
    """Say yes to whoever asked one to act for their company: in every role they asked for."""
    company, held = _own_memberships(organization_id, by)
    asked = [one for one in held if one.awaits_answer]
    if not asked:
        raise NotFound
    for membership in asked:
        membership.awaits_answer, membership.accepted_at = False, membership.accepted_at or at
        membership.save(update_fields=["awaits_answer", "accepted_at"])
    return company


@action
def leave_company(*, organization_id: str, by: Actor, at: datetime) -> Organization:
    """Act for a company no more, or say no to whoever asked. Nobody has to agree; what was signed stays."""
    company, held = _own_memberships(organization_id, by)
    if any(one.role == Membership.Role.RECRUITER and not one.awaits_answer for one in held):
        recruiters = queries.acting_now().filter(organization=company, role=Membership.Role.RECRUITER)
        if not recruiters.exclude(person_id=by.person_id or 0).exists():
            raise refusals.TheLastRecruiterStays
    for membership in held:
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])
    return company


def _own_memberships(organization_id: str, by: Actor) -> tuple[Organization, list[Membership]]:
    """Lock a company, and return with it what its people gave or asked of the person; `NotFound` if nothing."""
    company = (
        Organization.objects.select_for_update()
        .filter(public_id=organization_id, kind=Organization.Kind.COMPANY)
        .first()
    )
    held = list(company.memberships.filter(person_id=by.person_id, ended_at=None)) if company and by.person_id else []
    if company is None or not held:
        raise NotFound
    return company, held


@action
def end_membership(*, organization_id: str, person_id: str, by: Actor, at: datetime) -> Person:
    """Take all the roles of a colleague in the company back. What they signed stays."""
    company = _own_company(organization_id, by, Role.RECRUITER)
    held = company.memberships.select_for_update().filter(ended_at=None)
    mine = [one for one in held.select_related("person") if one.person.public_id == person_id]
    if not mine:
        raise NotFound
    recruiters = {one.person_id for one in held if one.role == Membership.Role.RECRUITER and not one.awaits_answer}
    if recruiters == {mine[0].person_id}:
        raise refusals.TheLastRecruiterStays
    for membership in mine:
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])
    return mine[0].person


@action
def appoint_operator(*, email: str, name: str = "", is_demo: bool = False, by: Actor, at: datetime) -> Person:
    """Let somebody run this instance. Who holds the machine does so (`CLOCK`), or another operator."""
    if not by.has(Role.OPERATOR, Role.CLOCK):
        raise NotAllowed
    person = person_at(email=email, name=name, at=at)
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    person.is_demo = is_demo
    person.save(update_fields=["is_demo"])
    runs, _made = Organization.objects.get_or_create(
        kind=Organization.Kind.OPERATOR, slug="operator", defaults={"name": settings.INSTANCE_NAME, "verified_at": at}
    )
    Membership.objects.update_or_create(
        person=person, organization=runs, role=Membership.Role.STAFF, defaults={"ended_at": None}
    )
    return person


@action
def name_safety_person(*, person_id: str, by: Actor, at: datetime) -> Person:
    """Say which of the operator's people reads reports of harassment and danger from now on.

    What was sent before stays with whom it was sent to: somebody wrote it to that person.
    """
    if not by.is_operator:
        raise NotAllowed
    held = list(queries.staff_of_operator().select_for_update(of=("self",)))
    named = next((one for one in held if one.person.public_id == person_id), None)
    if named is None:
        raise NotFound
    if named.reads_reports_since is None:
        Membership.objects.filter(organization_id=named.organization_id).update(reads_reports_since=None)
        named.reads_reports_since = at
        named.save(update_fields=["reads_reports_since"])
    return named.person


@action
def verify_company(*, organization_id: str, by: Actor, at: datetime) -> Organization:
    """Say, as the operator, that the company is who it says it is."""
    company = _company_for_operator(organization_id, by)
    if company.verified_at is not None:
        raise refusals.TheCompanyIsVerifiedAlready
    company.verified_at = at
    company.save(update_fields=["verified_at"])
    publish(events.CompanyVerified(organization_id=company.public_id, at=at.isoformat()))
    return company


@action
def suspend_company(*, organization_id: str, because: str, by: Actor, at: datetime) -> Organization:
    """Stop a company from posting, funding and offering. Signed trials, their funds and check-ins go on."""
    company = _company_for_operator(organization_id, by)
    if company.suspended_at is not None:
        raise refusals.TheCompanyIsSuspendedAlready
    company.suspended_because = _words(because, "because", 2_000, needed=True)
    company.suspended_at = at
    company.save(update_fields=["suspended_at", "suspended_because"])
    publish(events.CompanySuspended(organization_id=company.public_id, at=at.isoformat()))
    return company


@action
def reinstate_company(*, organization_id: str, by: Actor, at: datetime) -> Organization:
    """Lift a suspension."""
    company = _company_for_operator(organization_id, by)
    if company.suspended_at is None:
        raise refusals.TheCompanyIsNotSuspended
    company.suspended_at, company.suspended_because = None, ""
    company.save(update_fields=["suspended_at", "suspended_because"])
    publish(events.CompanyReinstated(organization_id=company.public_id, at=at.isoformat()))
    return company


@step
def pause_applications(*, person_id: str, by: Actor, at: datetime) -> InternProfile:
    """Pause an intern's new applications, as only the operator may: whether they may, and who is told, say trials."""
    profile = _profile_for_operator(person_id, by)
    profile.applications_paused_at = at
    profile.save(update_fields=["applications_paused_at"])
    return profile


@step
def resume_applications(*, person_id: str, by: Actor, at: datetime) -> InternProfile:
    """Lift the pause."""
    profile = _profile_for_operator(person_id, by)
    profile.applications_paused_at = None
    profile.save(update_fields=["applications_paused_at"])
    return profile


@action
def issue_token(
    *, name: str, scopes: Iterable[str], organization_id: str | None = None, by: Actor, at: datetime
) -> IssuedToken:
    """Issue a token of the JSON API. Only its SHA-256 is kept; the secret is in the answer and nowhere else."""
    person = queries.person_of(by)
    chosen = [scope for scope in SCOPES if scope in set(scopes)]
    if not chosen or set(scopes) - set(SCOPES):
        raise refusals.WhatWasEnteredCannotBeTaken(scopes=_("Choose from read, act and money."))
    acting_for = None
    if organization_id is not None:
        acting_for = next(
            (
                one.organization
                for one in queries.memberships_of(person)
                if one.organization.public_id == organization_id
            ),
            None,
        )
        if acting_for is None:
            raise NotFound
    if 0 < settings.TOKENS_OF_A_PERSON <= queries.tokens_of(by).filter(revoked_at=None).count():
        raise refusals.ThatIsManyTokens
    secret = f"ft_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        person=person,
        name=_words(name, "name", 80, needed=True),
        digest=queries.digest_of(secret),
        scopes=chosen,
        acting_for=acting_for,
    )
    return IssuedToken(token, secret)


@action
def revoke_token(*, token_id: str, by: Actor, at: datetime) -> ApiToken:
    """Revoke one's own token: it opens nothing from now on."""
    token = queries.tokens_of(by).select_for_update().filter(public_id=token_id).first()
    if token is None:
        raise NotFound
    if token.revoked_at is not None:
        raise refusals.TheTokenIsRevoked
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    return token


@action
def set_password(*, password: str, keep_tokens: bool = False, by: Actor, at: datetime) -> Person:
    """Let this password sign the person in. Whatever let others in is over: API tokens too, unless they are kept."""
    person = queries.person_of(by)
    person.set_password(password)
    person.save(update_fields=["password"])
    if not keep_tokens:
        queries.tokens_of(by).filter(revoked_at=None).update(revoked_at=at)
    return person


def _own_company(organization_id: str, by: Actor, *roles: Role) -> Organization:
    company = queries.visible_to(by).select_for_update().filter(public_id=organization_id).first()
    if company is None:
        raise NotFound
    if company.pk != by.organization_id or not by.has(*roles):
        raise NotAllowed
    return company


def _company_for_operator(organization_id: str, by: Actor) -> Organization:
    if not by.is_operator:
        raise NotAllowed
    company = (
        Organization.objects.select_for_update()
        .filter(public_id=organization_id, kind=Organization.Kind.COMPANY)
        .first()
    )
    if company is None:
        raise NotFound
    return company


def _profile_for_operator(person_id: str, by: Actor) -> InternProfile:
    if not by.is_operator:
        raise NotAllowed
    person = Person.objects.filter(public_id=person_id).first()
    if person is None:
        raise NotFound
    return InternProfile.objects.get_or_create(person=person)[0]


def _company_fields(fields: dict[str, str]) -> dict[str, Any]:
    if unknown := set(fields) - set(COMPANY_FIELDS):
        raise TypeError(f"A company has no {', '.join(sorted(unknown))}.")
    taken = {
        field: _words(value, field, LONGEST_OF_A_COMPANY.get(field, 5_000), needed=field == "name")
        for field, value in fields.items()
    }
    if "country" in taken and taken["country"] not in queries.COUNTRIES:
        raise refusals.WhatWasEnteredCannotBeTaken(country=_("Choose a country from the list."))
    if taken.get("website"):
        try:
            URLValidator(schemes=["https", "http"])(taken["website"])
        except ValidationError:
            raise refusals.WhatWasEnteredCannotBeTaken(
                website=_("Enter the whole address, beginning with https://.")
            ) from None
    return taken


LONGEST_LINE = 200  # what is no longer than this is one line: it stands in headings, agreements and mails' subjects


NOT_SEEN = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")  # or turns what follows around


def one_line(value: str) -> str:
    """Return a name as it is shown: no two look alike, and none looks like another, by what nobody sees in it."""
    return " ".join(NOT_SEEN.sub("", value).split())


def _words(value: str, field: str, longest: int, *, needed: bool = False) -> str:
    value = value.replace("\x00", "").strip()
    if longest <= LONGEST_LINE:
        value = one_line(value)
    if needed and not value:
        raise refusals.WhatWasEnteredCannotBeTaken(**{field: _("Fill this in.")})
    if len(value) > longest:
        raise refusals.WhatWasEnteredCannotBeTaken(
            **{field: _("Use at most %(longest)d characters.") % {"longest": longest}}
        )
    return value


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise refusals.WhatWasEnteredCannotBeTaken(email=_("Enter an address like ines@example.org.")) from None
    return email


def _free_slug(name: str) -> str:
    slug = slugify(name)[:70].strip("-") or new_public_id()
    if Organization.objects.filter(slug=slug).exists():
        slug = f"{slug}-{new_public_id()[:5]}"
    return slug
