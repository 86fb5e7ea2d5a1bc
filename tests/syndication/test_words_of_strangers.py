"""Titles, descriptions, places and pay out of strangers' words; what can't be read stays unknown."""

from __future__ import annotations

import pytest

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.json_ld import _planned
from foretaste.syndication.inbound.language import language_of
from foretaste.syndication.inbound.listing import Listing, Place, canonical_address
from foretaste.syndication.inbound.prose import body_of, line, title_of


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Big Data: dashboards & more", "Big Data: dashboards & more"),
        ("R&amp;D helper", "R&D helper"),
        ("Trial <b>day</b>", "Trial day"),
        ("Salary < 20 €", "Salary 20 €"),
        ("Tria\u202el d\u200bay", "Trial day"),
        ("a" * 300, "a" * 199 + "…"),
    ],
)
def test_a_title_is_one_line_of_text(title, read):
    assert title_of(title) == read


@pytest.mark.parametrize(
    ("markup", "body", "text"),
    [
        ("One day.\n\nPaid.", "<p>One day.</p><p>Paid.</p>", "One day.\n\nPaid."),
        ("<h1>Work</h1><p>One <a href='x'>day</a></p>", "<h3>Work</h3><p>One day</p>", "Work\n\nOne day"),
        ("<p onclick='x()'>Hi<img src=x></p><style>p{}</style>", "<p>Hi</p>", "Hi"),
        ("&lt;p&gt;Hi&lt;/p&gt;", "<p>Hi</p>", "Hi"),
        ("5 < 6 & 7 > 3", "<p>5 &lt; 6 &amp; 7 &gt; 3</p>", "5 < 6 & 7 > 3"),
        (None, "", ""),
    ],
)
def test_a_description_keeps_its_paragraphs_and_nothing_that_acts(markup, body, text):
    assert body_of(markup) == (body, text)


@pytest.mark.parametrize(
    ("words", "city", "region", "country"),
    [
        ("Berlin, Germany", "Berlin", "", "DE"),
        ("Austin, TX", "Austin", "TX", "US"),
        ("San Francisco, California, United States", "San Francisco", "California", "US"),
        ("Remote - United States", "", "", "US"),
        ("Paris", "Paris", "", ""),
        ("München, Deutschland", "München", "", "DE"),
        ("Toronto, ON, CA", "Toronto", "ON", "CA"),
        ("", "", "", ""),
    ],
)
def test_a_place_out_of_words(words, city, region, country):
    found = values.place(words)
    assert (found.city, found.region, found.country) == (city, region, country)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("We pay 120 EUR per day.", (12_000, "EUR", "day")),
        ("150 € pro Tag, brutto", (15_000, "EUR", "day")),
        ("$1,250.50 per week", (125_050, "USD", "week")),
        ("£14/hour", (1_400, "GBP", "hour")),
        ("13,90 € je Stunde", (1_390, "EUR", "hour")),
        ("130 € par jour", (13_000, "EUR", "day")),
        ("Salary: 60,000 per year", None),
        ("120 visitors a day", None),
        ("EUR 0 per day", None),
    ],
)
def test_pay_that_a_text_states(text, stated):
    found = values.pay_in(text)
    assert (found and (found.least_minor, found.currency, found.per.value)) == stated


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://www.acme.example/jobs/1/?utm_source=x&gh_src=y", "http://acme.example/jobs/1"),
        (
            "https://www.linkedin.com/comm/jobs/view/4000000001/?trackingId=1",
            "https://linkedin.com/jobs/view/4000000001",
        ),
        ("https://de.linkedin.com/jobs/view/trial-at-acme-4000000001", "https://linkedin.com/jobs/view/4000000001"),
        ("https://acme.example/?b=2&a=1#top", "https://acme.example?a=1&b=2"),
    ],
)
def test_one_page_has_one_canonical_address(first, second):
    assert canonical_address(first) == canonical_address(second)


def test_different_jobs_keep_different_addresses():
    assert canonical_address("https://a.example/?gh_jid=1") != canonical_address("https://a.example/?gh_jid=2")
    assert canonical_address("https://a.example/#/jobs/1") != canonical_address("https://a.example/#/jobs/2")


def test_the_second_key_folds_case_accents_and_legal_forms():
    one = Listing(
        key="1", url="https://a.example/1", title="Société: Trial-Day", company="ACME GmbH", place=Place(city="Köln")
    )
    two = Listing(
        key="2", url="https://b.example/2", title="societe trial day", company="Acme", place=Place(city="Koln")
    )
    other = Listing(
        key="3", url="https://b.example/3", title="societe trial day", company="Acme", place=Place(city="Bonn")
    )
    unknown = Listing(key="4", url="https://b.example/4", title="societe trial day")
    assert one.job_key == two.job_key
    assert one.job_key != other.job_key
    assert unknown.job_key == ""


def test_a_line_never_holds_another():
    assert line("a\nb\r\n\tc\x00\x1b", 50) == "a b c"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You sit with the team that plans the routes and we pay you for each of the days at our workshop."),
        ("de", "Du sitzt bei uns im Team und wir planen mit dir die Wege der Woche; auch die Pausen sind bezahlt."),
        ("fr", "Vous êtes avec nous dans le bureau et vous préparez les routes de la semaine pour votre équipe."),
        ("es", "Te sientas con el equipo que planea las rutas de la semana y al final hay una hoja para los demás."),
        ("nl", "Je zit bij ons in het team en je plant de routes van de week met een kaart voor onze rijders."),
        ("pl", "Siedzisz z nami w biurze i planujesz trasy na tydzień oraz mapy dla nas, a to jest dobrze płatne."),
        ("", "Python, SQL, dbt"),
        ("", ""),
    ],
)
def test_the_language_of_a_text_is_known_where_it_is_clear(language, text):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ("2026-03-09 09:00-17:00; 2026-03-10 09:00-17:00", [9, 10]),
        ("2026-03-10 13:00-17:00; 2026-03-10 09:00-12:00", [10]),
        ("2026-03-09 to 2026-06-01, 09:00-17:00", []),
        ("2026-03-09 09:00-17:00; and so on", []),
        ("9-5, Monday to Friday", []),
        ("2026-13-45 09:00-17:00", []),
        ("", []),
    ],
)
def test_days_are_read_out_of_hours_only_where_each_is_said(hours, days):
    """A stretch of months is not two days."""
    assert [one.day for one in _planned(hours)] == days
