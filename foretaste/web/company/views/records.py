"""The company's own record: what everybody reads of it, the badge and its rules, and the card for its own pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from foretaste.accounts import queries as accounts
from foretaste.insights import publishing
from foretaste.insights import queries as insights
from foretaste.syndication import queries as syndication
from foretaste.web.answers import page
from foretaste.web.company.access import for_the_company
from foretaste.web.middleware import ActingRequest


@for_the_company
@require_safe
def record(request: ActingRequest) -> HttpResponse:
    company = accounts.organization_of(request.actor)
    context = {
        "company": company,
        "record": insights.record_of(company.pk),
        "own": insights.own_figures(request.actor),
        "has_badge": insights.has_badge(company),
        "least_kept": round(100 * publishing.LEAST_KEPT),
        "least_back": round(100 * publishing.LEAST_BACK),
        "site": syndication.site_of(company, request.at, with_postings=False) if company.verified_at else None,
    }
    return page(request, "company/people/record.html", context)
