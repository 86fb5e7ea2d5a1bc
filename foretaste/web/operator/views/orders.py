"""The log of automated orders: when, for whom or of what, by which method, from which inputs, with its points."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from foretaste.core import calendars
from foretaste.matching import market, orders
from foretaste.web.answers import page
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator, looked_for

PER_PAGE = 30


@for_the_operator
@require_GET
def log(request: ActingRequest) -> HttpResponse:
    """Read it. By day: at what hour somebody looked is theirs."""
    text = looked_for(request)
    found = orders.orders_visible_to(request.actor)
    if text:
        found = orders.about(found, text)
    pages = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows: list[dict[str, Any]] = [
        {"order": one, "on": calendars.local_date(one.at, "UTC"), "lines": one.order} for one in pages
    ]
    fit = market.latest_fit()
    return page(request, "operator/orders.html", {"rows": rows, "pages": pages, "text": text, "fit": fit})
