"""What a search finds among our own postings, as a channel to subscribe to: the same for everyone who asks.

Listings from elsewhere are never in it: they aren't ours to pass on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foretaste.accounts.actors import VISITOR
from foretaste.matching import asking
from foretaste.matching import queries as matching
from foretaste.opportunities import queries as opportunities
from foretaste.syndication.outbound.feeds import Channel
from foretaste.syndication.outbound.posting import Posting
from foretaste.syndication.queries.sites import canonicals_of, home

MOST_IN_A_FEED = 50


def channel_of(query: str, kind: str, at: dt.datetime, *, order: str = "newest") -> Channel:
    """Return what fits a search in its one wording; `kind` is the ending of the feed's address."""
    question = asking.read(query).question
    words, asked = asking.in_words(question), f"?{query}" if query else ""
    return Channel(
        id=f"{home()}/opportunities/{asked}",
        title=f"{settings.INSTANCE_NAME}: {words}",
        description=_(
            "Paid work trials of one to five days. Leave any time and keep the pay. Only what is posted here."
        ),
        page=f"{home()}/opportunities/{asked}",
        own=f"{home()}/opportunities/feed.{kind}{asked}",
        language=get_language() or "en",
        author=None,
        postings=_open(replace(question, own_only=True, order=order), at),
    )


def _open(question: matching.Question, at: dt.datetime) -> tuple[Posting, ...]:
    numbers = [hit.public_id for hit in matching.search(question, by=VISITOR, at=at, size=MOST_IN_A_FEED).hits]
    open_now = opportunities.offered().filter(closes_at__gt=at, public_id__in=numbers)
    rows = {row.public_id: row for row in opportunities.whole(open_now)}
    postings = canonicals_of([rows[number] for number in numbers if number in rows])
    return tuple(replace(one, url=f"{home()}/opportunities/{one.public_id}/") for one in postings)
