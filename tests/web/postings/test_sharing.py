"""Telling somebody about a trial: they read who sent it; no name can be made up, and nothing is kept of it."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from tests.worlds import make_company, make_published_opportunity


def shared_link(page: str) -> str:
    (link,) = re.findall(r'<p id="share-link" class="code">(.*?)</p>', page)
    address = urlsplit(html.unescape(link))
    return f"{address.path}?{address.query}" if address.query else address.path


def test_whoever_opens_it_reads_who_sent_it(client, open_opportunity, ines, signed_in):
    link = shared_link(signed_in(ines).get(f"/opportunities/{open_opportunity.public_id}/").text)
    assert "Ines sent you this." in client.get(link).text
    assert "Brandt" not in client.get(link).text


def test_a_visitor_shares_the_bare_page(client, open_opportunity):
    link = shared_link(client.get(f"/opportunities/{open_opportunity.public_id}/").text)
    assert link == f"/opportunities/{open_opportunity.public_id}/"


def test_no_name_can_be_made_up(client, open_opportunity, ines, signed_in, posted_at):
    link = shared_link(signed_in(ines).get(f"/opportunities/{open_opportunity.public_id}/").text)
    for wrong in ("x", "eyJuYW1lIjoiSW5lcyJ9", link.partition("from=")[2][:-2]):
        assert "sent you this" not in client.get(f"/opportunities/{open_opportunity.public_id}/?from={wrong}").text


def test_a_link_names_its_sender_on_its_own_trial_alone(client, open_opportunity, ines, signed_in, posted_at, settings):
    from tests.small_world import known_wages

    known_wages()
    other = make_published_opportunity(make_company("Rival Works", posted_at), posted_at)
    link = shared_link(signed_in(ines).get(f"/opportunities/{open_opportunity.public_id}/").text)
    moved = link.replace(open_opportunity.public_id, other.public_id, 1)
    assert "sent you this" not in client.get(moved).text


def test_the_link_is_short_enough_to_read(client, open_opportunity, ines, signed_in):
    link = shared_link(signed_in(ines).get(f"/opportunities/{open_opportunity.public_id}/").text)
    assert "?from=Ines~" in link
    assert len(link.partition("~")[2]) == 16
