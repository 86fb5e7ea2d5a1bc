"""The posting kit: texts, links, a QR code and a picture, for what takes no feed."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foretaste.accounts import queries as accounts
from foretaste.core.refusals import NotFound
from foretaste.syndication import queries, telling
from foretaste.syndication.outbound import kit as kits
from foretaste.syndication.outbound.posting import Posting
from foretaste.web import documents
from foretaste.web.answers import page
from foretaste.web.company.access import for_the_company
from foretaste.web.middleware import ActingRequest


@for_the_company
@require_safe
def kit(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Copy what a network takes by hand, and share it."""
    posting = _open_one(request, opportunity_id)
    context = {"posting": posting, "kit": kits.of_posting(posting, _pay_line(posting))}
    return page(request, "company/channels/kit.html", context)


@for_the_company
@require_safe
def qr(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    return HttpResponse(kits.qr_svg(_open_one(request, opportunity_id).url), content_type="image/svg+xml")


@for_the_company
@require_safe
def picture(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Draw the trial as a picture of 1200 by 630 points."""
    posting = _open_one(request, opportunity_id)
    locale = (get_language() or "en").replace("-", "_")
    drawn = documents.png(
        "picture",
        {
            "language": (get_language() or "en")[:2],
            "company": posting.company.name,
            "title": posting.title,
            "where": _("Remote") if posting.is_remote else posting.city,
            "promise": _("Leave any time. Keep the pay."),
            "paid": _("You are paid"),
            "sum": telling.money(posting.full_pay, locale),
            "days": _days(posting),
        },
    )
    return HttpResponse(drawn, content_type="image/png")


def _open_one(request: ActingRequest, opportunity_id: str) -> Posting:
    posting = queries.posting_on(accounts.organization_of(request.actor), opportunity_id, request.at)
    if posting is None:
        raise NotFound
    return posting


def _days(posting: Posting) -> str:
    return ngettext("for {count} day", "for {count} days", len(posting.days)).format(count=len(posting.days))


def _pay_line(posting: Posting) -> str:
    locale = (get_language() or "en").replace("-", "_")
    tax = "" if posting.engagement == "contractor" else f" {_('before tax')}"
    return _("Paid {sum}{tax} {days}. Leave any time and keep the pay.").format(
        sum=telling.money(posting.full_pay, locale), tax=tax, days=_days(posting)
    )
