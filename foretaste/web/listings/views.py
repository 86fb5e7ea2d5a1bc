"""What comes from elsewhere, for everyone: a listing labelled by its source, a report, a draft. Search lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foretaste.core.refusals import NotFound
from foretaste.opportunities import actions as opportunities
from foretaste.syndication import actions, queries, words
from foretaste.syndication.inbound import lead
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.listings.forms import ReportForm
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.syndication.models import ImportedListing


def _visible(request: ActingRequest, listing_id: str) -> ImportedListing:
    found = queries.visible_to(request.actor).filter(public_id=listing_id).first()
    if found is None:
        raise NotFound
    return found


def _context(request: ActingRequest, listing: ImportedListing, form: ReportForm | None = None) -> dict[str, Any]:
    reasons = queries.reasons_of(listing)
    return {
        "listing": listing,
        "body": mark_safe(listing.body),  # noqa: S308 - sanitised when it was read: no link, no picture, no script
        "is_open": queries.is_open(listing, request.at),
        "is_private": listing.person_id is not None,
        "is_lead": listing.source.kind == lead.KIND,
        "has_page": lead.has_a_page(listing.url),
        "seen_at": [(label, url) for label, url in queries.seen_at(listing) if lead.has_a_page(url)],
        "period": words.PERIODS.get(listing.pay_per, ""),
        "kind_of_work": words.KINDS_OF_WORK.get(listing.employment, ""),
        "speaks_for": [words.said(reason) for reason in reasons if reason.speaks_for],
        "speaks_against": [words.said(reason) for reason in reasons if not reason.speaks_for],
        "age": request.at - listing.last_seen_at,
        "signed": words.SIGNED.get(queries.signature_of(listing), "") if listing.person_id else "",
        "may_draft": queries.may_draft_from(request.actor, listing),
        "form": form or ReportForm(),
    }


@require_safe
def listing(request: HttpRequest, listing_id: str) -> HttpResponse:
    """One listing: what its source says, what nobody knows, and the way there."""
    acting = cast(ActingRequest, request)
    return render(request, "listings/listing.html", _context(acting, _visible(acting, listing_id)))


@require_POST
def report(request: HttpRequest, listing_id: str) -> HttpResponse:
    """Say that something is wrong with it."""
    acting = cast(ActingRequest, request)
    found = _visible(acting, listing_id)
    if not request.user.is_authenticated:
        return see(f"/account/login/?next=/listings/{found.public_id}/")
    form = ReportForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: actions.report_listing(
            listing_id=listing_id,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            by=acting.actor,
            at=acting.at,
        ),
    ):
        try_to(request, lambda: None, _("Thank you. Somebody looks at it."))
        return see("listings:listing", listing_id)
    return page(request, "listings/listing.html", _context(acting, found, form))


@require_POST
def draft(request: HttpRequest, listing_id: str) -> HttpResponse:
    """Start the company's own posting from its listing elsewhere."""
    acting = cast(ActingRequest, request)
    found = _visible(acting, listing_id)
    if not queries.may_draft_from(acting.actor, found):
        raise NotFound
    made = opportunities.draft_opportunity(by=acting.actor, at=acting.at, **queries.draft_from(found))
    return see("company:describe", made.public_id)
