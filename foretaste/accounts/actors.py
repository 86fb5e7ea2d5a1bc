"""Actor: a person in a role. Every action names one; every query asks one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    VISITOR = "visitor"
    INTERN = "intern"
    RECRUITER = "recruiter"
    SUPERVISOR = "supervisor"
    COLLEAGUE = "colleague"
    FINANCE = "finance"
    CAMPUS = "campus"
    OPERATOR = "operator"
    CLOCK = "clock"  # time itself: sweeps, deadlines
    PROVIDER = "provider"  # the payment provider's word


COMPANY_ROLES = frozenset({Role.RECRUITER, Role.SUPERVISOR, Role.COLLEAGUE, Role.FINANCE})


@dataclass(frozen=True)
class Actor:
    """Who asks. `person_id` and `organization_id` are primary keys, None where there is none.

    `roles` are all the roles the person holds in the organization they act for: a founder of a
    start-up is recruiter, supervisor and finance at once.
    """

    roles: frozenset[Role]
    person_id: int | None = None
    organization_id: int | None = None

    @property
    def is_intern(self) -> bool:
        return Role.INTERN in self.roles

    @property
    def is_company(self) -> bool:
        return bool(self.roles & COMPANY_ROLES)

    @property
    def is_operator(self) -> bool:
        return Role.OPERATOR in self.roles

    def has(self, *roles: Role) -> bool:
        return bool(self.roles & set(roles))


VISITOR = Actor(frozenset({Role.VISITOR}))
CLOCK = Actor(frozenset({Role.CLOCK}))
PROVIDER = Actor(frozenset({Role.PROVIDER}))
