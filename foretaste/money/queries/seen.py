"""Who may see a company's rows of money."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.core.refusals import NotFound

MONEY_ROLES = (Role.RECRUITER, Role.FINANCE)
M = TypeVar("M", bound=Model)


def _of_company(rows: QuerySet[M], by: Actor) -> QuerySet[M]:
    if by.is_operator:
        return rows
    if not by.has(*MONEY_ROLES):
        return rows.none()
    return rows.filter(company_id=accounts.organization_of(by).public_id)


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotFound
    return found
