"""Whose site is asked for: by the company's name in the address, or by the host the request came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from foretaste.core.refusals import NotFound
from foretaste.syndication import queries

if TYPE_CHECKING:
    from foretaste.accounts.models import Organization


def company_of(request: HttpRequest, slug: str) -> Organization:
    """Return the company; `NotFound` where there is none that may show anything."""
    mine: str | None = getattr(request, "career_slug", None)
    if not (mine or slug):
        raise NotFound
    return queries.company_at(mine or slug)
