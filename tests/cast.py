"""The people of the tests: Ines (intern), Hedy (company), Cora (campus), Odile (operator), Otto (always refused)."""

from __future__ import annotations

import pytest

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.models import Membership, Organization, Person

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


def as_intern(person: Person) -> Actor:
    return Actor(frozenset({Role.INTERN}), person_id=person.pk)


@pytest.fixture
def ines(db: None) -> Actor:
    """An intern."""
    return as_intern(make_person("Ines Brandt", is_intern=True))


@pytest.fixture
def otto(db: None) -> Actor:
    """An outsider: an intern with nothing to do with anyone else's trial."""
    return as_intern(make_person("Otto Kranz", is_intern=True))


@pytest.fixture
def hedy(db: None) -> Actor:
    """A company's founder: recruiter, supervisor and finance at once."""
    company = Organization.objects.create(
        kind=Organization.Kind.COMPANY,
        name="Halden Instruments",
        slug="halden-instruments",
        country="DE",
        city="Berlin",
    )
    return make_member(make_person("Hedy Vogel"), company, Role.RECRUITER, Role.SUPERVISOR, Role.FINANCE)


@pytest.fixture
def cora(db: None) -> Actor:
    """A career center's advisor."""
    campus = Organization.objects.create(
        kind=Organization.Kind.CAMPUS, name="Weststadt College", slug="weststadt-college"
    )
    return make_member(make_person("Cora Lind"), campus, Role.CAMPUS)


@pytest.fixture
def odile(db: None) -> Actor:
    """An operator of the instance."""
    operator = Organization.objects.create(kind=Organization.Kind.OPERATOR, name="Foretaste", slug="foretaste")
    return make_member(make_person("Odile Marchand"), operator, Role.OPERATOR)
