"""What a career center asks of an employer before it approves one, and what is known here: for anyone, to print."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foretaste.core.amounts import Amount
from foretaste.insights import queries as insights
from foretaste.syndication import queries as syndication
from foretaste.syndication.outbound.posting import Engagement
from foretaste.web.middleware import ActingRequest

ENGAGED = {
    Engagement.EMPLOYEE: _("an employee of the company"),
    Engagement.EMPLOYER_OF_RECORD: _("an employee of an employer of record"),
    Engagement.CONTRACTOR: _("an independent contractor"),
}


@require_safe
def packet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show it of a verified company; there is none of any other."""
    company = syndication.company_at(slug)
    site = syndication.site_of(company, cast(ActingRequest, request).at)
    trials = [
        {
            "posting": one,
            "an_hour": Amount(one.full_pay.minor * 60 // one.minutes, one.full_pay.currency) if one.minutes else None,
            "engaged": ENGAGED[one.engagement],
        }
        for one in site.postings
    ]
    context = {"company": company, "site": site, "trials": trials, "record": insights.record_of(company.pk)}
    return render(request, "postings/packet.html", context)
