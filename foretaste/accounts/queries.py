"""Who somebody is, whom they act for, and which organizations and people they may see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from babel import Locale
from django.conf import settings
from django.db.models import F, Q, QuerySet

from foretaste.accounts.actors import VISITOR, Actor, Role
from foretaste.accounts.models import ApiToken, InternProfile, Membership, Organization, Person
from foretaste.core import reading
from foretaste.core.refusals import NotFound
from foretaste.skills.confirmed import read

COUNTRIES = frozenset(str(code) for code in Locale("en").territories if len(str(code)) == 2 and str(code).isalpha())
STAFF_ROLES = {Organization.Kind.OPERATOR: Role.OPERATOR, Organization.Kind.CAMPUS: Role.CAMPUS}


def actor_for(person: Person | None, organization_id: str | None = None, *, as_intern: bool = False) -> Actor:
    """Return the person in the roles they act in.

    With an organization's public id: all roles they hold there, `NotFound` if none. Without: those of
    the operator, else of their first organization, else an intern. An intern whom somebody named a colleague
    stays an intern until they choose the company. `as_intern` chooses the intern in somebody who also acts
    for a company. Nobody signed in is a visitor.
    """
    if person is None or not person.is_authenticated or not person.is_active:
        return VISITOR
    if as_intern:
        return Actor(frozenset({Role.INTERN}), person_id=person.pk)
    held = memberships_of(person)
    if organization_id is not None:
        held = [one for one in held if one.organization.public_id == organization_id]
        if not held:
            raise NotFound
    elif held and person.is_intern:
        held = _not_given_by_others(person, held)
    if not held:
        return Actor(frozenset({Role.INTERN}), person_id=person.pk)
    organization = held[0].organization
    return Actor(
        frozenset(_role(one) for one in held if one.organization_id == organization.pk),
        person_id=person.pk,
        organization_id=organization.pk,
    )


def _not_given_by_others(person: Person, held: list[Membership]) -> list[Membership]:
    """Leave out the companies that somebody else registered.

    Any company can name anybody a colleague: nobody may so come between an intern and their own trial.
    """
    companies = [one.organization_id for one in held if one.organization.kind == Organization.Kind.COMPANY]
    first = Membership.objects.filter(organization_id__in=companies).order_by("organization_id", "id")
    by_others = {
        organization_id
        for organization_id, founder in first.distinct("organization_id").values_list("organization_id", "person_id")
        if founder != person.pk
    }
    return [one for one in held if one.organization_id not in by_others]


def _role(membership: Membership) -> Role:
    return STAFF_ROLES.get(Organization.Kind(membership.organization.kind)) or Role(membership.role)


def memberships_of(person: Person) -> list[Membership]:
    """Return whom the person acts for: the operator first, then the oldest. What they were only asked is left out."""
    live = "WHERE person_id = %s AND ended_at IS NULL AND NOT awaits_answer ORDER BY created_at, id"
    held = reading.rows(Membership, live, [person.pk])
    if not held:
        return []
    theirs = [one.organization_id for one in held]
    organizations = {one.pk: one for one in reading.rows(Organization, "WHERE id = ANY(%s)", [theirs])}
    for one in held:
        one.person, one.organization = person, organizations[one.organization_id]
    return sorted(held, key=lambda one: one.organization.kind != Organization.Kind.OPERATOR)


def kept_by(person: Person) -> set[int]:
    """Return the companies of which the person is the only recruiter: they can't leave them before there is another."""
    recruiters = acting_now().filter(role=Membership.Role.RECRUITER)
    theirs = recruiters.filter(person=person).values("organization_id")
    others = recruiters.exclude(person=person).values("organization_id")
    alone = theirs.exclude(organization_id__in=others)
    return set(alone.values_list("organization_id", flat=True))


def asked_to_act(person: Person) -> list[Membership]:
    """Return the roles that companies asked the person to take on, and that wait for their yes or no."""
    asked = Membership.objects.filter(person=person, ended_at=None, awaits_answer=True)
    return list(asked.select_related("organization").order_by("organization__name", "organization_id", "role"))


def asked_by(by: Actor) -> QuerySet[Membership]:
    """Return whom the actor's organization has asked to act for it, and who has not answered."""
    if by.organization_id is None:
        return Membership.objects.none()
    asked = Membership.objects.filter(organization_id=by.organization_id, ended_at=None, awaits_answer=True)
    return asked.select_related("person").order_by("person__email", "person_id", "role")


def ever_in(organization_pk: int) -> list[str]:
    """Return everybody who ever acted for an organization, by public id."""
    acted = Membership.objects.filter(organization_id=organization_pk, accepted_at__isnull=False)
    return list(Person.objects.filter(memberships__in=acted).distinct().values_list("public_id", flat=True))


def ever_of(person_pk: int) -> list[str]:
    """Return every organization that a person ever acted for, by public id."""
    acted = Membership.objects.filter(person_id=person_pk, accepted_at__isnull=False)
    return list(Organization.objects.filter(memberships__in=acted).distinct().values_list("public_id", flat=True))


def acting_now() -> QuerySet[Membership]:
    """Return who acts for which organization today, with the person: for those who have to tell them something."""
    return Membership.objects.filter(ended_at=None, awaits_answer=False).select_related("person")


def safety_person(company: int | None = None) -> Person | None:
    """Return who reads reports of harassment and danger: the one named for it, else who has been there longest.

    A report of a company goes to nobody who ever acted for it, as long as the operator has anybody else.
    """
    ranked = list(staff_of_operator().order_by(F("reads_reports_since").asc(nulls_last=True), "created_at", "id"))
    theirs = set(ever_in(company)) if company is not None else set()
    apart = [one for one in ranked if one.person.public_id not in theirs]
    return next((one.person for one in apart or ranked), None)


def staff_of_operator() -> QuerySet[Membership]:
    """Return who runs this instance, the longest there first."""
    held = acting_now().filter(organization__kind=Organization.Kind.OPERATOR)
    return held.order_by("created_at", "id")


def organization_with_key(key: int) -> Organization:
    """Return an organization by its primary key, for a context whose row points at it."""
    return reading.rows(Organization, "WHERE id = %s", [key])[0]


def people_with_keys(*keys: int | None) -> dict[int, Person]:
    """Return people by their primary keys, for a context whose row points at them. None is nobody."""
    found = reading.rows(Person, "WHERE id = ANY(%s)", [[key for key in keys if key is not None]])
    return {person.pk: person for person in found}


def next_keys(after: int, most: int) -> list[int]:
    """Return the keys of the next people, for going through all of them some at a time."""
    return list(Person.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])


def how_many_people() -> int:
    return Person.objects.count()


def visible_to(by: Actor) -> QuerySet[Organization]:
    """Organizations: verified companies and career centers for everyone, one's own, all for the operator."""
    if by.is_operator:
        return Organization.objects.all()
    seen = Q(verified_at__isnull=False) & ~Q(kind=Organization.Kind.OPERATOR)
    if by.organization_id is not None:
        seen |= Q(pk=by.organization_id)
    return Organization.objects.filter(seen)


def companies_visible_to(by: Actor) -> QuerySet[Organization]:
    """Return those of `visible_to` that post trials."""
    return visible_to(by).filter(kind=Organization.Kind.COMPANY)


def people_visible_to(by: Actor) -> QuerySet[Person]:
    """People: oneself, one's colleagues, all for the operator. Interns reach a company by their applications."""
    if by.is_operator:
        return Person.objects.all()
    if by.person_id is None:
        return Person.objects.none()
    own = Q(pk=by.person_id)
    if by.organization_id is not None:
        own |= Q(memberships__in=acting_now().filter(organization_id=by.organization_id))
    return Person.objects.filter(own).distinct()


def organization_of(by: Actor) -> Organization:
    """Return the organization the actor acts for; `NotFound` if none."""
    organization = Organization.objects.filter(pk=by.organization_id or 0).first()
    if organization is None:
        raise NotFound
    return organization


def operator_organization() -> Organization:
    """Return who runs this instance; `NotFound` before an operator was appointed."""
    runs = Organization.objects.filter(kind=Organization.Kind.OPERATOR).order_by("id").first()
    if runs is None:
        raise NotFound
    return runs


def company_with(public_id: str) -> Organization:
    """Return the company with this public id, as a document names it; `NotFound` if none."""
    company = Organization.objects.filter(kind=Organization.Kind.COMPANY, public_id=public_id).first()
    if company is None:
        raise NotFound
    return company


def person_of(by: Actor) -> Person:
    """Return the person the actor is; `NotFound` for a visitor, the clock and the provider."""
    person = Person.objects.filter(pk=by.person_id or 0).first()
    if person is None:
        raise NotFound
    return person


def colleagues_of(by: Actor) -> QuerySet[Membership]:
    """Return who acts for the actor's organization, in which role."""
    if by.organization_id is None:
        return Membership.objects.none()
    return acting_now().filter(organization_id=by.organization_id).order_by("person__name", "person_id", "role")


def host_in(company: Organization, person_id: str) -> Person | None:
    """Return the company's supervisor or recruiter with this public id: who may host."""
    roles = (Membership.Role.SUPERVISOR, Membership.Role.RECRUITER)
    held = acting_now().filter(organization=company, role__in=roles)
    return Person.objects.filter(public_id=person_id, memberships__in=held).distinct().first()


def intern_with(public_id: str) -> Person | None:
    """Return the intern with this public id: for invitations."""
    return Person.objects.filter(public_id=public_id, is_intern=True, is_active=True).first()


def profile_of(person: Person) -> InternProfile:
    """Return the intern's profile; an unsaved empty one where nothing was said yet."""
    return InternProfile.objects.filter(person=person).first() or InternProfile(person=person)


def public_ids_of_people(keys: Iterable[int]) -> dict[int, str]:
    """Return people's public ids by their primary keys."""
    return dict(Person.objects.filter(pk__in=list(keys)).values_list("pk", "public_id"))


def skills_of_interns(keys: Iterable[int] | None = None) -> dict[int, str]:
    """Return what active interns say they can do, by primary key: of these people, or of everyone.

    Skills that they confirmed come first, then their own words; commas stand between.
    """
    found = InternProfile.objects.filter(person__is_active=True, person__is_intern=True)
    if keys is not None:
        found = found.filter(person_id__in=list(keys))
    rows = found.values_list("person_id", "confirmed_skills", "skills")
    return {key: ", ".join([*(one.label for one in read(kept)), words]) for key, kept, words in rows}


def digest_of(secret: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    """Return the live token behind a secret, with its person; None where there is none."""
    token = (
        ApiToken.objects.filter(digest=digest_of(secret), revoked_at=None)
        .select_related("person", "acting_for")
        .first()
    )
    return token if token and token.person.is_active else None


def lacks_second_factor(person: Person, by: Actor) -> bool:
    """Whether somebody would run this instance with nothing but a mailbox: without a passkey or an app of codes."""
    if not by.is_operator or not settings.OPERATORS_NEED_A_SECOND_FACTOR:
        return False
    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user=person, type__in=strong).exists()


def actor_of_token(token: ApiToken) -> Actor:
    """Return in which roles the token acts: for its organization, or as the intern its person is."""
    if token.acting_for is not None:
        return actor_for(token.person, token.acting_for.public_id)
    return actor_for(token.person, as_intern=True)


def companies_run_by(by: Actor) -> int:
    """Return how many companies the person posts for."""
    held = acting_now().filter(person_id=by.person_id or 0, role=Membership.Role.RECRUITER)
    return held.filter(organization__kind=Organization.Kind.COMPANY).count()


def tokens_of(by: Actor) -> QuerySet[ApiToken]:
    if by.person_id is None:
        return ApiToken.objects.none()
    return ApiToken.objects.filter(person_id=by.person_id).order_by("-created_at", "-id")


def due_to_be_verified() -> QuerySet[Organization]:
    """Companies that wait for the operator, the oldest first."""
    return Organization.objects.filter(kind=Organization.Kind.COMPANY, verified_at=None, suspended_at=None).order_by(
        "created_at", "id"
    )


def suspended_companies() -> QuerySet[Organization]:
    """Return companies that may offer nothing now."""
    return Organization.objects.filter(suspended_at__isnull=False)


def has_people() -> bool:
    """Say whether anybody lives in this instance."""
    return Person.objects.exists()


def has_demo_people() -> bool:
    """Say whether the demo world's people live in this instance."""
    return Person.objects.filter(is_demo=True).exists()


def demo_people() -> dict[str, list[Person]]:
    """The people of a demo world by role, for one-click sign-in: interns, companies, operators."""
    people = Person.objects.filter(is_demo=True, is_active=True).order_by("id")
    groups: dict[str, list[Person]] = {"intern": [], "company": [], "operator": []}
    for person in people.prefetch_related("memberships__organization"):
        kinds = {
            one.organization.kind for one in person.memberships.all() if one.ended_at is None and not one.awaits_answer
        }
        if Organization.Kind.OPERATOR in kinds:
            groups["operator"].append(person)
        elif Organization.Kind.COMPANY in kinds:
            groups["company"].append(person)
        elif person.is_intern:
            groups["intern"].append(person)
    return {role: found for role, found in groups.items() if found}


def demo_person(public_id: str) -> Person | None:
    """Return one of the demo people; None for anybody else."""
    return Person.objects.filter(is_demo=True, is_active=True, public_id=public_id).first()
