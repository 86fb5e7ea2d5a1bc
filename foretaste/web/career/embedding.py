"""A company's trials inside somebody else's page: an iframe, a script that makes one, and oEmbed.

The widget is the one page of an instance that others may frame: it knows nobody, sets no cookie and takes no form.
"""

from __future__ import annotations

import json
from typing import cast
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from foretaste.core.refusals import NotFound
from foretaste.insights import queries as insights
from foretaste.syndication import queries
from foretaste.web.career.access import company_of
from foretaste.web.career.views import read_by_machines
from foretaste.web.middleware import ActingRequest

WIDTH, HEIGHT = 640, 480
SCRIPT = """(() => {
  const here = document.currentScript;
  const frame = document.createElement("iframe");
  frame.src = new URL("widget/", here.src).href;
  frame.title = here.dataset.title || TITLE;
  frame.loading = "lazy";
  frame.width = "100%";
  frame.height = here.dataset.height || "480";
  frame.style.border = "0";
  here.after(frame);
})();
"""


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@require_safe
def widget(request: HttpRequest, slug: str = "") -> HttpResponse:
    """List what is open, small, for an iframe; `?only=` shows one posting."""
    company, at, only = company_of(request, slug), cast(ActingRequest, request).at, request.GET.get("only")
    site = queries.site_of(company, at, with_postings=only is None)
    found = None if only is None else queries.posting_on(company, only, at)
    postings = site.postings if only is None else [found] if found else []
    return render(request, "career/widget.html", {"site": site, "postings": postings})


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@require_safe
def record(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The company's record as last published, small, for an iframe on its own career page."""
    company = company_of(request, slug)
    site = queries.site_of(company, cast(ActingRequest, request).at, with_postings=False)
    found = insights.record_of(company.pk)
    context = {"site": site, "company": company, "record": found, "has_badge": insights.has_badge(company)}
    return render(request, "career/record.html", context)


@require_safe
def badge(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Draw the company's badge, or that it has none: where it is lost, every page that shows it shows that."""
    company = company_of(request, slug)
    site = queries.site_of(company, cast(ActingRequest, request).at, with_postings=False)
    drawn = render_to_string("career/badge.svg", {"site": site, "has_badge": insights.has_badge(company)})
    return read_by_machines(drawn.encode(), "image/svg+xml; charset=utf-8")


@require_safe
def script(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Put the widget where the script stands."""
    title = json.dumps(f"{company_of(request, slug).name}: paid trials").replace("<", "\\u003c")
    return read_by_machines(SCRIPT.replace("TITLE", title).encode(), "text/javascript; charset=utf-8")


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """https://oembed.com: the widget of a career site or of one posting, for its address."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    slug, posting_id = _asked_for(request.GET.get("url", ""))
    company, at = queries.company_at(slug), cast(ActingRequest, request).at
    site = queries.site_of(company, at, with_postings=False)
    title, source = f"{site.company.name}: paid trials", f"{site.base}widget/"
    if posting_id:
        found = queries.posting_on(company, posting_id, at)
        if found is None:
            raise NotFound
        title, source = found.title, f"{source}?only={posting_id}"
    width = min(WIDTH, _whole(request.GET.get("maxwidth"), WIDTH))
    height = min(HEIGHT if not posting_id else HEIGHT // 2, _whole(request.GET.get("maxheight"), HEIGHT))
    frame = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>', source, title, width, height
    )
    answer = JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": site.instance_name,
            "provider_url": site.home,
            "author_name": site.company.name,
            "author_url": site.base,
            "cache_age": 300,
            "html": frame,
            "width": width,
            "height": height,
        }
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _asked_for(address: str) -> tuple[str, str]:
    """Return the company and the posting an address of ours names."""
    try:
        asked = urlsplit(address)
        host, home = asked.hostname or "", urlsplit(queries.home()).hostname
    except ValueError:
        raise NotFound from None
    if host != home:
        slug = queries.company_with_host(host)
        if slug is None:
            raise NotFound
        return slug, asked.path.strip("/")
    try:
        found = resolve(asked.path, "foretaste.web.career.urls")
    except Resolver404:
        raise NotFound from None
    if found.url_name not in ("site", "posting"):
        raise NotFound
    return found.kwargs["slug"], found.kwargs.get("posting_id", "")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and 0 < len(text) < 5 else otherwise
