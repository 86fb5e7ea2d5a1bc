"""A search as feeds and as a calendar of starts: what anybody finds with it, for programs that come again and again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import cast

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from foretaste.core import limits
from foretaste.matching import asking
from foretaste.syndication import queries
from foretaste.syndication.outbound import feeds, starts
from foretaste.web.career.views import read_by_machines
from foretaste.web.middleware import ActingRequest

MINUTE = dt.timedelta(minutes=1)
ASKED_A_MINUTE = 60  # from one address
KINDS: dict[str, tuple[Callable[[feeds.Channel], bytes], str, str]] = {
    "rss": (feeds.channel_as_rss, "application/rss+xml; charset=utf-8", "newest"),
    "atom": (feeds.channel_as_atom, "application/atom+xml; charset=utf-8", "newest"),
    "json": (feeds.channel_as_json, "application/feed+json; charset=utf-8", "newest"),
    "ics": (starts.calendar, "text/calendar; charset=utf-8", "soonest"),
}


@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the feed; 304 where nothing has changed since the reader last came."""
    at = cast(ActingRequest, request).at
    address = get_adapter().get_client_ip(request)
    if wait := limits.over("feed of a search", address, most=ASKED_A_MINUTE, within=MINUTE, at=at):
        return HttpResponse("Ask less often.", "text/plain", status=429, headers={"Retry-After": str(wait)})
    write, content_type, order = KINDS[kind]
    query = asking.read(request.META.get("QUERY_STRING", "")).canonical
    channel = queries.channel_of(query, kind, at, order=order)
    content = write(channel)
    answer = read_by_machines(content, content_type)
    answer["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer["Last-Modified"] = http_date(channel.changed_at.timestamp())
    # What leaves a feed changes it without a newer date: so only who sends the ETag is told that nothing has changed.
    same = get_conditional_response(request, answer["ETag"], None, answer)
    return cast(HttpResponse, same)


ASKED = "\ue000"  # what stands for the search while links are drawn: a character of the private use area


@lru_cache(maxsize=64)
def _drawn_once(template: str, language: str | None) -> str:
    return str(render_to_string(template, {"asked": ASKED}))


def _drawn(template: str, canonical: str) -> SafeString:
    asked = escape(f"?{canonical}") if canonical else ""
    return mark_safe(_drawn_once(template, get_language()).replace(ASKED, asked))  # noqa: S308 - escaped above


def links_in_head(canonical: str) -> SafeString:
    """Draw the links that browsers and readers find a search's feeds by."""
    return _drawn("postings/feeds_head.html", canonical)


def links_to_keep(canonical: str) -> SafeString:
    """Draw what one can do with a search besides reading it: save it, subscribe to it."""
    return _drawn("postings/keep.html", canonical)
