"""What other places offer, as the demo world's operator brought it in a file: invented, like everything here."""

from __future__ import annotations

import datetime as dt

from foretaste.accounts.actors import Actor
from foretaste.syndication import actions
from foretaste.syndication.inbound.listing import Employment, Listing, Pay, Per, Place, PlaceKind

DAY = dt.timedelta(days=1)


def listings(at: dt.datetime) -> list[Listing]:
    """Return five listings: three short ones, one that may be, one that is not."""
    return [
        _listing("1", "Trial day in the bicycle workshop", "Spoke & Sons", "You repair three bicycles with Mads. One day, paid 130 EUR per day.",
                 Place(words="Copenhagen, Denmark", city="Copenhagen", country="DK"), at - 2 * DAY,
                 pay=Pay(least_minor=13_000, most_minor=13_000, currency="EUR", per=Per.DAY)),
        _listing("2", "Schnuppertag in der Stadtbibliothek", "Stadtbibliothek Demostadt", "Ein Tag zwischen Ausleihe und Magazin.",
                 Place(words="Leipzig, Germany", city="Leipzig", country="DE"), at - 3 * DAY, language="de"),
        _listing("3", "Short-term project: rewrite ten help pages", "Clearly", "About 20 hours, from anywhere. What it pays is agreed with you.",
                 Place(), at - 4 * DAY, place_kind=PlaceKind.REMOTE, employment=Employment.CONTRACT),
        _listing("4", "Festival helper", "Harbour Lights", "Three days of set-up beside the harbour.",
                 Place(words="Gent, Belgium", city="Gent", country="BE"), at - 5 * DAY, employment=Employment.TEMPORARY),
        _listing("5", "Internship, six months", "Longhouse", "An internship of 6 months in the planning team.",
                 Place(words="Lyon, France", city="Lyon", country="FR"), at - 6 * DAY, employment=Employment.INTERN),
    ]  # fmt: skip


def _listing(key: str, title: str, company: str, text: str, place: Place, at: dt.datetime, **more: object) -> Listing:
    return Listing(
        key=key,
        url=f"https://jobs.elsewhere.example/{key}",
        title=title,
        company=company,
        body=f"<p>{text}</p>",
        text=text,
        place=place,
        published_at=at,
        **{"language": "en", **more},  # type: ignore[arg-type]
    )


def show(at: dt.datetime, by: Actor) -> None:
    """Let the operator's file be there, read just now."""
    actions.share_file(name="A board elsewhere", listings=listings(at), by=by, at=at)
