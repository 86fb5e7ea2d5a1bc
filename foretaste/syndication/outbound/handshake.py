"""Handshake's XML job feed. Every trial is Temporary, with both dates; the pay stands in the text.

https://support.joinhandshake.com/hc/en-us/articles/39456794930071
Only employers with an Enterprise account may connect a feed; schools that approve the employer get its jobs.
"""

from __future__ import annotations

from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.mapping import EMPLOYMENT
from foretaste.syndication.outbound.posting import Posting, Site
from foretaste.syndication.outbound.xml import Node, document


def feed(site: Site) -> bytes:
    """Return the feed; a posting that is missing is closed there."""
    return document(Node("jobs", [Node("job", _job(one)) for one in site.postings]))


def _job(posting: Posting) -> list[Node]:
    said = [
        Node("title", posting.title),
        Node("description", text.as_html(posting.sections)),
        Node("source_reference", posting.public_id),
        Node("duration", EMPLOYMENT[posting.engagement, posting.company.audience].handshake),
        Node("start_date", posting.first_on.isoformat()),
        Node("end_date", posting.last_on.isoformat()),
        Node("apply_url", posting.url),
    ]
    if not posting.is_remote:
        said += [Node("country", posting.country), Node("state", posting.region), Node("city", posting.city)]
    return [node for node in said if node.inside]
