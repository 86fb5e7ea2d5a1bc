"""The people of the tests: Ines (intern), Hedy (company), Cora (campus), Odile (operator), Otto (always refused)."""

from __future__ import annotations

import pytest
from django.db import connection

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import CLOCK, VISITOR, Actor, Role
from foretaste.accounts.models import Membership, Organization, Person
from foretaste.accounts.queries import actor_for
from foretaste.core.calendars import now

__all__ = ["cora", "hedy", "ines", "odile", "otto"]


def make_person(name: str, *, is_intern: bool = False) -> Person:
    email = f"{name.split()[0].lower()}@example.org"
    return Person.objects.create_user(email, name=name, is_intern=is_intern)


def make_member(person: Person, organization: Organization, *roles: Role) -> Actor:
    """Let the person act for the organization in these roles; return them as an actor."""
    for role in roles:
        held = "staff" if role in {Role.CAMPUS, Role.OPERATOR} else role.value
        Membership.objects.create(person=person, organization=organization, role=held)
    return Actor(frozenset(roles), person_id=person.pk, organization_id=organization.pk)


def make_organization(name: str, kind: str = "company") -> Organization:
    """An organization by its name alone: nobody acts for it yet."""
    where = {"country": "DE", "city": "Berlin"} if kind == "company" else {}
    return Organization.objects.create(kind=kind, name=name, slug=name.lower().replace(" ", "-"), **where)


def as_intern(person: Person) -> Actor:
    return Actor(frozenset({Role.INTERN}), person_id=person.pk)


def old_news() -> None:
    """Let what the making of the cast has queued be told already: a test begins with an empty queue."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo'")


def registered(name: str, *, is_intern: bool) -> Person:
    """Open an account by the real action."""
    return accounts.register_person(
        email=f"{name.split()[0].lower()}@example.org",
        name=name,
        is_intern=is_intern,
        address_is_verified=True,
        by=VISITOR,
        at=now(),
    )


@pytest.fixture
def ines(db: None) -> Actor:
    """An intern."""
    return as_intern(registered("Ines Brandt", is_intern=True))


@pytest.fixture
def otto(db: None) -> Actor:
    """An outsider: an intern with nothing to do with anyone else's trial."""
    return as_intern(registered("Otto Kranz", is_intern=True))


@pytest.fixture
def hedy(db: None) -> Actor:
    """The founder of Halden Instruments, a verified company: recruiter, supervisor and finance at once."""
    person = registered("Hedy Vogel", is_intern=False)
    company = accounts.register_company(
        name="Halden Instruments", country="DE", city="Berlin", by=as_intern(person), at=now()
    )
    accounts.verify_company(organization_id=company.public_id, by=Actor(frozenset({Role.OPERATOR})), at=now())
    old_news()
    return actor_for(person, company.public_id)


@pytest.fixture
def cora(db: None) -> Actor:
    """A career center's advisor."""
    campus = Organization.objects.create(
        kind=Organization.Kind.CAMPUS, name="Weststadt College", slug="weststadt-college"
    )
    return make_member(make_person("Cora Lind"), campus, Role.CAMPUS)


@pytest.fixture
def odile(db: None) -> Actor:
    """The operator of the instance."""
    person = accounts.appoint_operator(email="odile@example.org", name="Odile Marchand", by=CLOCK, at=now())
    old_news()
    return actor_for(person)
