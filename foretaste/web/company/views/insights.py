"""What a company learns from its trials: one page to read and print, and each of its tables for a spreadsheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Role
from foretaste.core.refusals import NotFound
from foretaste.core.spreadsheets import csv_lines
from foretaste.insights import publishing, queries
from foretaste.web.answers import page
from foretaste.web.company import insights as words
from foretaste.web.company.access import for_the_company
from foretaste.web.middleware import ActingRequest


@for_the_company
@require_safe
def insights(request: ActingRequest) -> HttpResponse:
    found = queries.insights_visible_to(request.actor)
    context = {
        "company": accounts.organization_of(request.actor),
        "found": found,
        "panels": words.panels(found),
        "history": words.history(found) if len(found.counts) > 1 else None,
        "sees_hires": request.actor.has(Role.RECRUITER),
        "next_on": publishing.next_month(request.at.date()),
    }
    return page(request, "company/insights/insights.html", context)


@for_the_company
@require_safe
def download(request: ActingRequest, name: str) -> HttpResponse:
    """Hand one table over. Where nothing is published yet it has a head and no rows."""
    tables = words.tables(queries.insights_visible_to(request.actor))
    if name not in tables:
        raise NotFound
    response = HttpResponse(
        "".join(csv_lines(tables[name].head, tables[name].rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
