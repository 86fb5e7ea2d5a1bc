"""What a page of a search may still show is what `open_to` has, though it is asked by SQL of its own."""

import datetime as dt
import itertools

import pytest

from foretaste.accounts.actors import VISITOR
from foretaste.syndication import queries
from foretaste.syndication.models import FRESH_FOR, ImportedListing, Source

pytestmark = pytest.mark.django_db


def test_what_is_shown_is_what_is_open_to_whoever_asks(ines, otto, clock):
    """Every mixture of whose it is, how it was judged, closed, hidden, its last day, and when it was last seen."""
    at = clock.now
    source = Source.objects.create(kind="greenhouse", address="shown", name="Shown", created_at=at)
    mixtures = itertools.product(
        (None, ines.person_id, otto.person_id),
        ImportedListing.Verdict.values,
        (None, at),
        (None, at),
        (None, at.date() - dt.timedelta(days=1), at.date()),
        (at - FRESH_FOR, at - FRESH_FOR + dt.timedelta(seconds=1)),
    )
    made = ImportedListing.objects.bulk_create(
        ImportedListing(
            source=source, public_id=str(number), url_key=str(number), url=f"https://jobs.example/{number}",
            title="One", company="One", person_id=person, verdict=verdict, closed_at=closed, hidden_at=hidden,
            closes_on=last, first_seen_at=at, last_seen_at=seen, published_at=at, in_search="in",
        )
        for number, (person, verdict, closed, hidden, last, seen) in enumerate(mixtures)
    )  # fmt: skip
    every = [one.public_id for one in made]
    for asks in (VISITOR, ines, otto):
        open_ = set(queries.open_to(asks, at).values_list("public_id", flat=True))
        assert queries.shown_of(every, asks, at) == open_ != set()
    assert queries.shown_of(every, ines, at) - queries.shown_of(every, VISITOR, at), "what one brought oneself"
    assert queries.shown_of(every[:5], VISITOR, at) <= set(every[:5])
