"""The components: what they say, and in which words."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from foretaste.core.amounts import Amount
from foretaste.web import stylesheets
from foretaste.web.charts import Bar, Chart
from foretaste.web.templatetags import ui

WEB = Path(stylesheets.__file__).parent


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "short", "explicit"),
    [
        (Amount(14000, "EUR"), "€140.00", "€140.00 EUR"),
        (Amount(5, "USD"), "$0.05", "$0.05 USD"),
        (Amount(123456789, "GBP"), "£1,234,567.89", "£1,234,567.89 GBP"),
        (Amount(12000, "JPY"), "¥12,000", "¥12,000 JPY"),
        (Amount(-4200, "EUR"), "-€42.00", "-€42.00 EUR"),
    ],
)
def test_money_is_said_to_the_cent(amount, short, explicit):
    assert ui.money(amount) == short
    assert ui.money(amount, "explicit") == explicit


def test_money_is_said_in_the_readers_way():
    with translation.override("de"):
        assert ui.money(Amount(123450, "EUR")) == "1.234,50\N{NO-BREAK SPACE}€"


def test_a_moment_is_said_in_the_zone_of_the_place(clock):
    moment = dt.datetime(2026, 3, 6, 17, 0, tzinfo=dt.UTC)

    assert ui.when(moment, "Europe/Berlin") == "Friday 6 March, 18:00"
    assert ui.when(moment, "Asia/Tokyo short") == "Sat 7 Mar, 02:00"
    assert ui.day(moment, "Asia/Tokyo") == "Saturday 7 March"
    assert ui.hour(moment, "Europe/Berlin") == "18:00"


def test_a_date_of_another_year_names_it(clock):
    assert ui.day(dt.date(2024, 3, 6)) == "Wednesday 6 March 2024"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([dt.date(2026, 3, 9)], "Mon 9 March"),
        ([dt.date(2026, 3, 11), dt.date(2026, 3, 9)], "Mon 9 to Wed 11 March"),
        ([dt.date(2026, 3, 30), dt.date(2026, 4, 1)], "Mon 30 March to Wed 1 April"),
        ([], ""),
    ],
)
def test_a_span_of_days_says_the_month_once(clock, days, words):
    assert ui.span_of(days) == words


@pytest.mark.parametrize(("name", "letters"), [("Ines Brandt", "IB"), ("Ada", "A"), ("A b c D", "AD"), ("", "?")])
def test_initials(name, letters):
    assert ui.initials(name) == letters


def test_there_is_no_door_in_another_state():
    with pytest.raises(ValueError, match="no door"):
        rendered('{% door "ajar" %}')


def test_sums_end_in_their_total():
    lines = [("Wednesday", Amount(14000, "EUR"), "Worked"), ("Fees", Amount(0, "EUR"))]
    page = rendered('{% sums lines "You get" total %}', lines=lines, total=Amount(14000, "EUR"))

    assert page.count("€140.00") == 2
    assert '<div class="total"><dt>You get</dt>' in page


def test_words_of_people_are_escaped_everywhere():
    evil = "<script>alert(1)</script>"
    page = rendered(
        "{% tag evil %}{% notice heading=evil %}{{ evil }}{% endnotice %}{% card evil %}{{ evil }}{% endcard %}"
        "{% empty_state evil evil %}{{ evil }}{% endempty_state %}{% task_row evil url='/x' hint=evil tag_text=evil %}"
        "{% sums lines %}{% share 1 1 evil %}",
        evil=evil,
        lines=[(evil, evil, evil)],
    )

    assert "<script>" not in page


@pytest.mark.parametrize("count", [0, 1, 2, 100])
def test_a_chart_of_any_length_has_its_table(count):
    bars = [Bar(f"Day {number}", number, number % 3) for number in range(count)]
    page = rendered("{% chart chart %}", chart=Chart("slug", "What it shows.", bars, ("Moment", "In", "Out")))

    assert page.count('<th scope="row">') == count
    assert not re.search(r"\d,\d+%", page)


IN_ONE_TABLE = {"by_days", "by_bonus"}  # the designer's: their figures stand in its table of all designs


def test_no_chart_stands_without_a_table():
    drawn = 0
    for template in (WEB / "templates").rglob("*.html"):
        for section in template.read_text().split("<section")[1:]:
            charts = set(re.findall(r"{% (?:bands|lines|curve) ([\w.]+) %}", section)) - IN_ONE_TABLE
            drawn += len(charts)
            assert not charts or "<table" in section, (template, charts)
    assert drawn >= 9


def test_whatever_is_fetched_into_a_page_can_say_that_it_takes_long_or_never_came(client, db):
    page = client.get("/opportunities/").text
    for name, words in (("waits", "One moment"), ("no-answer", "No answer came")):
        (inside,) = re.findall(rf'<template id="{name}">(.*?)</template>', page, re.S)
        assert words in inside
    assert page.count('<div class="posting__words skeleton">') == 3
    assert '<p id="say" class="visually-hidden" role="status"></p>' in page


def test_every_icon_asked_for_is_there():
    sources = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    text = "".join(source.read_text() for source in sources)
    asked = set(re.findall(r"""{% icon ["']([a-z0-9-]+)["']""", text))
    there = {path.stem for path in (WEB / "icons").glob("*.svg")}

    assert asked <= there, sorted(asked - there)


def test_every_icon_is_asked_for_somewhere():
    text = "".join(source.read_text() for source in [*WEB.rglob("*.html"), *WEB.rglob("*.py")])
    idle = [path.stem for path in (WEB / "icons").glob("*.svg") if not re.search(rf"""["']{path.stem}["']""", text)]

    assert idle == []


def test_no_template_holds_a_style_or_a_script_of_its_own():
    for template in (WEB / "templates").rglob("*.html"):
        text = template.read_text()
        markup = re.sub(r"\{%.*?%\}", "", text)
        assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", markup), template
        for body in re.findall(r"<script(?![^>]*type=.application/(?:ld\+)?json)[^>]*>(.*?)</script>", text, re.S):
            assert not body.strip(), template


def test_htmx_attributes_stand_where_they_work():
    """Written ready for htmx 4: nothing is inherited but the headers on the body."""
    for template in (WEB / "templates").rglob("*.html"):
        for tag in re.findall(r"<[a-z]+\b[^<]*?\bhx-(?:target|swap|push-url|trigger)=[^<]*?>", template.read_text()):
            assert re.search(r"\bhx-(get|post|put|patch|delete)=", tag) or "hx-swap-oob" in tag, (template, tag)


def test_stylesheets_know_no_left_and_right():
    physical = re.compile(r"(?<![\w-])(?:margin|padding|border|inset)-(?:left|right)\b|text-align: (?:left|right)")
    for sheet in (WEB / "static" / "css").glob("*.css"):
        assert not physical.search(sheet.read_text()), sheet
