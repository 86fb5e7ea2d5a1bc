"""Does the provider have what the ledger says: three totals, what differs, who looks after it, and since when."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foretaste.accounts import queries as accounts
from foretaste.core.amounts import Amount
from foretaste.money import reconciling
from foretaste.web.answers import page, see, try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator

PER_PAGE = 30


@for_the_operator
@require_GET
def reconciliation(request: ActingRequest) -> HttpResponse:
    """Show the last run and its differences: the open ones, or all of them."""
    everything = request.GET.get("show") == "all"
    found = reconciling.differences(request.actor)
    shown = Paginator(found if everything else found.filter(state="open"), PER_PAGE).get_page(request.GET.get("page"))
    owners = {one.owner_id for one in shown if one.owner_id}
    names = dict(accounts.people_visible_to(request.actor).filter(pk__in=owners).values_list("pk", "name"))
    last = reconciling.runs(request.actor).first()
    return page(
        request,
        "operator/reconciliation.html",
        {
            "last": last,
            "totals": [
                {name: None if minor is None else Amount(minor, currency) for name, minor in sums.items()}
                for currency, sums in (last.totals if last else {}).items()
            ],
            "shown": shown,
            "everything": everything,
            "differences": [
                {
                    "one": one,
                    "ours": Amount(one.ours_minor, one.currency),
                    "theirs": Amount(one.theirs_minor, one.currency),
                    "owner": names.get(one.owner_id or 0, ""),
                    "age": request.at - one.began_at,
                }
                for one in shown
            ],
        },
    )


@for_the_operator
@require_POST
def note_difference(request: ActingRequest, difference_id: str) -> HttpResponse:
    """Take a difference on, or say what it is."""
    told = request.POST
    try_to(
        request,
        lambda: reconciling.note_difference(
            difference_id=difference_id,
            state=told.get("state", ""),
            note=told.get("note", ""),
            mine=True,
            by=request.actor,
            at=request.at,
        ),
        _("Noted."),
    )
    return see("operator:reconciliation")


@for_the_operator
@require_GET
def report(request: ActingRequest) -> HttpResponse:
    """Hand every difference over as CSV."""
    lines = reconciling.report_csv(request.actor, request.at)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="differences.csv"'
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
