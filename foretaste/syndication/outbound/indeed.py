"""Indeed's XML feed, and what it asks for in order to send applications here.

https://docs.indeed.com/indeed-apply/xml-feed, https://docs.indeed.com/indeed-apply/add-indeed-apply
The feed holds all of a company's open postings, values in CDATA, no entities, the same elements on every posting.
"""

from __future__ import annotations

from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_symbol

from foretaste.core.amounts import Amount, exponent
from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.mapping import EMPLOYMENT, INDEED_REMOTE, KEYWORDS
from foretaste.syndication.outbound.posting import Posting, Site
from foretaste.syndication.outbound.xml import Node, document

CENTRAL = ZoneInfo("America/Chicago")  # Indeed reads dates as US Central
LONGEST_IN_APPLY = 50


def feed(site: Site, *, takes_applications: bool = False) -> bytes:
    """Return the feed. With `takes_applications` each posting says where Indeed sends what people write there."""
    head = [
        Node("publisher", site.instance_name),
        Node("publisherurl", site.home),
        Node("lastBuildDate", (site.changed_at.isoformat(timespec="seconds") if site.changed_at else "")),
    ]
    jobs = [Node("job", _job(one, takes_applications)) for one in site.postings]
    return document(Node("source", [*head, *jobs]))


def _job(posting: Posting, takes_applications: bool) -> list[Node]:
    company = posting.company
    said = [
        Node("title", posting.title),
        Node("date", posting.published_at.isoformat(timespec="seconds")),
        Node("referencenumber", posting.public_id),
        Node("requisitionid", posting.public_id),
        Node("url", address(posting)),
        Node("company", company.name),
        Node("sourcename", company.name),
        Node("city", posting.city),
        Node("state", posting.region),
        Node("country", posting.country),
        Node("email", company.contact_email),
        Node("description", text.as_html(posting.sections, entities=False)),
        Node("salary", f"{written(posting.daily_pay)} per day"),
        Node("jobtype", EMPLOYMENT[posting.engagement, company.audience].indeed),
        Node("expirationdate", posting.closes_at.astimezone(CENTRAL).date().isoformat()),
        Node("category", ", ".join((posting.field_name, *KEYWORDS))),
        Node("remotetype", INDEED_REMOTE[posting.place]),
    ]
    if takes_applications:
        said.append(Node("indeed-apply-data", apply_data(posting)))
    return said


def address(posting: Posting) -> str:
    return f"{posting.url}?source=Indeed"


def apply_data(posting: Posting) -> str:
    """Return the attributes of Indeed Apply: names and values with = and & between, each value encoded, none empty."""
    place = ", ".join(part for part in (posting.city, posting.region, posting.country) if part)
    values = {
        "apiToken": posting.company.indeed_api_token,
        "jobId": posting.public_id,
        "jobTitle": posting.title[:LONGEST_IN_APPLY],
        "jobCompanyName": posting.company.name[:LONGEST_IN_APPLY],
        "jobLocation": place[:LONGEST_IN_APPLY],
        "jobUrl": address(posting),
        "postUrl": f"{home_of(posting)}/at/{posting.company.slug}/indeed-apply",
        "name": "firstlastname",
        "phone": "hidden",
        "coverletter": "hidden",
    }
    return "&".join(f"indeed-apply-{name}={quote(value, safe='')}" for name, value in values.items() if value)


def home_of(posting: Posting) -> str:
    """Return the instance's address: applications arrive here, also for a company with a host of its own."""
    return posting.ask_url.split("/opportunities/", 1)[0]


def written(amount: Amount) -> str:
    """Return the sum as Indeed reads it: $160, €12.50."""
    symbol = get_currency_symbol(amount.currency, locale="en")
    decimals = 0 if amount.major == amount.major.to_integral_value() else exponent(amount.currency)
    return f"{symbol}{amount.major:.{decimals}f}" if len(symbol) < 3 else f"{amount.major:.{decimals}f} {symbol}"
