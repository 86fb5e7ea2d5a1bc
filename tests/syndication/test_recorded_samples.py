"""Samples recorded or written by others, where they lie beside the project; they are no part of it.

`shared/data` has `feeds/ats-json/{greenhouse,lever,ashby}/` and `feeds/in/`, as shapes of real answers.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from foretaste.syndication.inbound.alert_mail import read_mail
from foretaste.syndication.inbound.fetching import Answer
from foretaste.syndication.inbound.listing import Listing
from foretaste.syndication.inbound.micro import judge
from foretaste.syndication.inbound.reading import bounded
from foretaste.syndication.inbound.sources import KINDS
from foretaste.syndication.inbound.table import read_table
from foretaste.syndication.inbound.unreadable import Unreadable
from tests.beside import missing, shared

FOLDER = shared("feeds") or Path("feeds")
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=missing("feeds"))


def read(kind: str, name: str, address: str = "acme") -> list[Listing]:
    body = (FOLDER / name).read_bytes()
    return list(bounded(KINDS[kind].reader()(address, lambda url: Answer(url, body))))


@pytest.mark.parametrize(("kind", "count"), [("greenhouse", 5), ("lever", 6), ("ashby", 7)])
def test_a_recorded_board(kind, count):
    found = read(kind, f"ats-json/{kind}/normal.json")
    assert len(found) == count
    assert all(one.title and one.company and one.text and one.published_at.year == 2026 for one in found)
    assert read(kind, f"ats-json/{kind}/empty.json") == []
    assert {judge(one).verdict.value for one in found} == {"no"}


@pytest.mark.parametrize("kind", ["greenhouse", "lever", "ashby"])
def test_the_body_of_a_board_that_is_gone_is_no_board(kind):
    for name in (FOLDER / "ats-json" / kind).glob("dead*"):
        with pytest.raises(Unreadable):
            read(kind, f"ats-json/{kind}/{name.name}")


def test_a_multi_zone_salary_is_no_salary_of_one_place():
    assert [one.pay for one in read("greenhouse", "ats-json/greenhouse/normal.json")] == [None] * 5


def test_a_salary_of_ashby():
    pays = [one.pay for one in read("ashby", "ats-json/ashby/normal.json")]
    assert (pays[0].least_minor, pays[0].most_minor, pays[0].currency, pays[0].per) == (
        18_000_000,
        22_000_000,
        "USD",
        "year",
    )
    assert pays[2] is None, "two tiers"


@pytest.mark.parametrize(
    ("kind", "name", "title", "city", "country", "verdict"),
    [
        ("personio", "personio.xml", "Schnuppertag Datenanalyse (bezahlt)", "Berlin", "", "yes"),
        ("teamtailor", "teamtailor.rss", "Paid trial day, customer support", "Stockholm", "SE", "yes"),
        ("recruitee", "recruitee_offers.json", "Paid trial week, marketing", "Amsterdam", "NL", "yes"),
    ],
)
def test_a_sample_of(kind, name, title, city, country, verdict):
    (one,) = read(kind, f"in/{name}")
    assert (one.title, one.place.city, one.place.country, judge(one).verdict) == (title, city, country, verdict)


def test_an_empty_feed_is_healthy():
    assert read("personio", "in/personio_empty.xml") == []


def test_an_alert_mail_s_text():
    content = (FOLDER / "in/linkedin_job_alert.txt").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    alert = read_mail(content, lambda name: None)
    assert [(one.key, one.title, one.company) for one in alert.listings] == [
        ("4000000001", "Data Intern (paid trial)", "Acme GmbH"),
        ("4000000002", "Short-term project: newsletter", "Beispiel AG"),
    ]


def test_a_list_of_listings():
    (one,) = read_table((FOLDER / "in/simplify_listings.json").read_bytes())
    assert (one.title, one.company, one.place.city, one.place.region) == (
        "Winter micro-internship",
        "Acme",
        "Austin",
        "TX",
    )
