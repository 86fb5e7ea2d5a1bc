"""What crawlers ask for at the root: robots.txt, the index of sitemaps, the sitemap of the pages about Foretaste."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from foretaste.syndication import queries
from foretaste.syndication.outbound import sitemap
from foretaste.web.career.access import company_of
from foretaste.web.career.views import read_by_machines
from foretaste.web.middleware import ActingRequest

XML = "application/xml; charset=utf-8"
CLOSED = ("/account/", "/api/", "/company/", "/me/", "/operator/", "/trials/", "/searches/", "/opportunities/feed.")
PAGES = ("home", "rules", "proof", "compare", "guide", "check", "help", "for_companies", "for_career_centers")


@require_safe
def robots(request: HttpRequest, slug: str = "") -> HttpResponse:
    """On the instance's own host: all but what belongs to somebody. On a company's host: everything."""
    if getattr(request, "career_slug", None):
        company = company_of(request, slug)
        base = queries.base_of(company, queries.settings_of(company))
        return _text(sitemap.robots(sitemap=f"{base}sitemap.xml"))
    return _text(sitemap.robots(sitemap=f"{queries.home()}/sitemap.xml", closed=CLOSED))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the companies' sitemaps, each with when it last changed. Those on hosts of their own name theirs there."""
    home = queries.home()
    found = queries.sites_with_postings(cast(ActingRequest, request).at)
    entries: list[sitemap.Entry] = [(f"{home}{reverse('career:sitemap_pages')}", None)]
    entries += [(f"{home}{reverse('career:sitemap_packed', args=[slug])}", changed) for slug, changed in found]
    return read_by_machines(sitemap.index(entries), XML)


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    entries: list[sitemap.Entry] = [(f"{queries.home()}{reverse(f'pages:{name}')}", None) for name in PAGES]
    return read_by_machines(sitemap.written("urlset", "url", entries), XML)


def _text(content: bytes) -> HttpResponse:
    return read_by_machines(content, "text/plain; charset=utf-8")
