"""The career site's pages and what machines read there. Nothing here knows who asks: it is the same for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from foretaste.core.refusals import NotFound
from foretaste.syndication import queries
from foretaste.syndication.outbound import feeds, google, public, sheets
from foretaste.syndication.outbound import sitemap as sitemaps
from foretaste.syndication.outbound.posting import Posting, Site
from foretaste.web.career.access import company_of
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.accounts.models import Organization

FEEDS = {
    "rss": (feeds.rss, "application/rss+xml; charset=utf-8"),
    "atom": (feeds.atom, "application/atom+xml; charset=utf-8"),
    "json": (feeds.json_feed, "application/feed+json; charset=utf-8"),
}
FIVE_MINUTES = "public, max-age=300"


def shown(request: HttpRequest, slug: str) -> tuple[Organization, Site]:
    """Return whose site it is, and the site with what is open."""
    company = company_of(request, slug)
    return company, queries.site_of(company, cast(ActingRequest, request).at)


def markup(posting: Posting) -> SafeString:
    """Return the JobPosting for the page's data block; `google.script` lets nothing end it."""
    return mark_safe(google.script(posting))  # noqa: S308 - every < > & in it is escaped


@require_safe
def site(request: HttpRequest, slug: str = "") -> HttpResponse:
    """List what is open at the company. No markup here: it belongs on a posting's own page only."""
    _company, site = shown(request, slug)
    return render(request, "career/site.html", {"site": site})


@require_safe
def posting(request: HttpRequest, posting_id: str, slug: str = "") -> HttpResponse:
    """Show one posting with its markup; 410 once it is closed, so that search engines forget it."""
    company = company_of(request, slug)
    at = cast(ActingRequest, request).at
    found = queries.posting_on(company, posting_id, at)
    if found is not None:
        site = queries.site_of(company, at, with_postings=False)
        return render(request, "career/posting.html", {"site": site, "posting": found, "markup": markup(found)})
    if queries.was_open_on(company, posting_id):
        return render(request, "career/closed.html", {"site": queries.site_of(company, at)}, status=410)
    raise NotFound


@require_safe
def feed(request: HttpRequest, kind: str, slug: str = "") -> HttpResponse:
    write, content_type = FEEDS[kind]
    return read_by_machines(write(shown(request, slug)[1]), content_type)


@require_safe
def as_json(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Answer what is open as JSON, to any page of any site."""
    return read_by_machines(public.as_json(shown(request, slug)[1]), "application/json")


@require_safe
def as_csv(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Answer what is open as a sheet, for lists that are kept by hand."""
    return read_by_machines(sheets.plain(shown(request, slug)[1]), "text/csv; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest, slug: str = "", is_packed: bool = False) -> HttpResponse:
    content = sitemaps.of_site(shown(request, slug)[1])
    if is_packed:
        return read_by_machines(sitemaps.packed(content), "application/gzip")
    return read_by_machines(content, "application/xml; charset=utf-8")


@require_safe
def channel_feed(request: HttpRequest, channel: str, slug: str = "") -> HttpResponse:
    """Answer one channel's feed; while the company has it switched off there is nothing here."""
    content = queries.feed_of(company_of(request, slug), channel, cast(ActingRequest, request).at)
    return read_by_machines(content, "application/xml; charset=utf-8")


def read_by_machines(content: bytes, content_type: str) -> HttpResponse:
    """Answer something public that holds for five minutes and that pages elsewhere may read."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Cache-Control"] = FIVE_MINUTES
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
