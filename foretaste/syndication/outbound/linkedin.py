"""LinkedIn's XML feed of basic jobs, the link that shares a page, and the link that adds a credential to a profile.

https://learn.microsoft.com/en-us/linkedin/talent/job-postings/xml-feeds-development-guide
LinkedIn reads a feed only after it agreed with the company or its board; nothing here makes a posting appear alone.
"""

from __future__ import annotations

from urllib.parse import urlencode

from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.mapping import EMPLOYMENT, LINKEDIN_WORKPLACE
from foretaste.syndication.outbound.posting import Posting, Site
from foretaste.syndication.outbound.xml import Node, document

SHARE = "https://www.linkedin.com/sharing/share-offsite/"
# to be shown beside the switch, word by word
AGREED = "By posting your job to LinkedIn, you agree to LinkedIn's Jobs Terms & Conditions."


def feed(site: Site) -> bytes:
    """Return the feed: the whole list each time."""
    head = [
        Node("lastBuildDate", site.changed_at.isoformat(timespec="seconds") if site.changed_at else ""),
        Node("publisherURL", site.home),
        Node("publisher", site.instance_name),
        Node("expectedJobCount", str(len(site.postings))),
    ]
    return document(Node("source", [*head, *(Node("job", _job(one)) for one in site.postings)]))


def _job(posting: Posting) -> list[Node]:
    company, kind = posting.company, EMPLOYMENT[posting.engagement, posting.company.audience]
    amount = [
        Node("amount", str(int(posting.daily_pay.major))),  # of a day; LinkedIn takes whole numbers only
        Node("currencyCode", posting.daily_pay.currency),
    ]
    # what is done from elsewhere still needs a city there: the company's
    city = company.city if posting.is_remote else posting.city
    country = (company.country if posting.is_remote else "") or posting.country
    said = [
        Node("partnerJobId", posting.public_id),
        Node("company", company.name),
        Node("title", posting.title),
        Node("description", text.as_html(posting.sections)),
        Node("applyUrl", posting.url),
        Node("companyId", company.linkedin_company_id),
        Node("posterEmail", company.contact_email),
        Node("city", city),
        Node("state", "" if posting.is_remote else posting.region),
        Node("country", country),
        Node("workplaceTypes", LINKEDIN_WORKPLACE[posting.place]),
        Node("experienceLevel", kind.linkedin_level),
        Node("jobtype", kind.linkedin),
        Node(
            "salaries",
            [
                Node(
                    "salary",
                    [
                        Node("highEnd", amount),
                        Node("lowEnd", amount),
                        Node("period", "DAILY"),
                        Node("type", "BASE_SALARY"),
                    ],
                )
            ],
        ),
        Node("listDate", posting.published_at.date().isoformat()),
        Node("expirationDate", posting.closes_at.date().isoformat()),
    ]
    return [node for node in said if node.inside or node.name in ("companyId", "posterEmail", "city", "country")]


def share_link(url: str) -> str:
    """Return the page on LinkedIn that shares an address; it takes nothing but the address."""
    return f"{SHARE}?{urlencode({'url': url})}"
