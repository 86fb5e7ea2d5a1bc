"""Indeed Apply: the signature is checked over the raw body, then the person is asked to go on here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from foretaste.api.webhooks import forgeries
from foretaste.core import calendars
from foretaste.core.refusals import Refused
from foretaste.syndication import actions, queries, refusals
from foretaste.syndication.outbound.indeed_apply import MOST_BYTES


@csrf_exempt
@require_POST
def receive(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one application. 200 taken, 400 no signature, 401 wrong, 404 unknown, 409 again, 410 closed, 413, 422, 429.

    Nothing of a body is read for a company that takes no applications, nor from an address that forges.
    """
    if answer := forgeries.refused(request):
        return answer
    try:
        company = queries.company_at(slug)
        if not queries.takes_applications(company):
            raise refusals.NothingIsTakenHere
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length[:18]) > MOST_BYTES:
            return _problem(413, "The application is too large.", "too-large")
        body = request.read(MOST_BYTES + 1)  # a CV may be inside, larger than any form of ours
        if len(body) > MOST_BYTES:
            return _problem(413, "The application is too large.", "too-large")
        actions.receive_from_indeed(
            organization_id=company.pk,
            body=body,
            signature=request.headers.get("X-Indeed-Signature", ""),
            at=calendars.now(),
        )
    except Refused as refusal:
        if isinstance(refusal, refusals.TheSignatureIsMissing | refusals.TheSignatureIsWrong):
            forgeries.count(request)
        answer = _problem(refusal.status, refusal.text, refusal.name)
        if wait := refusal.details.get("retry_after"):
            answer["Retry-After"] = str(wait)
        return answer
    return HttpResponse(status=200)


def _problem(status: int, title: str, name: str) -> HttpResponse:
    problem = {"type": "about:blank", "title": title, "status": status, "name": name}
    return JsonResponse(problem, status=status, content_type="application/problem+json")
