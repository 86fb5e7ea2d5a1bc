"""What an address asks is read the same way everywhere; what can't be read is left out and named."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foretaste.core.amounts import Amount
from foretaste.matching import asking
from foretaste.web.postings.forms import SearchForm


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("", ""),
        ("?days=3&q=+maps+&days=1", "q=maps&days=1&days=3"),
        ("days=1&days=3&q=maps&after=soonest.1.2&page=4", "q=maps&days=1&days=3"),
        ("country=de&known=on&leave=false&kind=remote", "country=DE&kind=remote&known=1"),
        ("pay=120.4&currency=JPY&per=day", "pay=120&currency=JPY&per=day"),
        ("q=caf%C3%A9+%26+co", "q=caf%C3%A9+%26+co"),
    ],
)
def test_a_search_has_one_wording(said, canonical):
    assert asking.read(said).canonical == canonical
    assert asking.read(canonical).canonical == canonical


@pytest.mark.parametrize(
    "part",
    ["field=alchemy", "days=9", "when=noon", "kind=moon", "within=7", "country=Germany", "pay=lots", "pay=NaN",
     "pay=-1", "pay=9999999", "currency=XXX", "per=year", "starts_from=soon", "order=worst", "q=" + "x" * 101],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out_and_named(part):
    name, _equals, value = part.partition("=")
    told = asking.read(f"place=Ghent&{part}")
    assert (told.canonical, told.left_out) == ("place=Ghent", ((name, value),))


def test_the_page_s_form_offers_what_can_be_read():
    form = SearchForm({})
    assert set(form.fields) == set(asking.READ)
    for name, field in form.fields.items():
        for value, _label in getattr(field, "choices", ()):
            assert asking.read([(name, str(value))]).left_out == ()


def test_an_address_is_read_as_a_question():
    said = "q=maps&place=Ghent&within=50&days=2&when=evenings&pay=90&per=hour&starts_from=2026-03-09&order=pay"
    asked = asking.read(said).question
    assert (asked.text, asked.place, asked.days, asked.when, asked.order) == ("maps", "Ghent", [2], ["evenings"], "pay")
    assert (asked.least_hour, asked.within_km, asked.starts_from) == (Amount(9000, "EUR"), 50.0, dt.date(2026, 3, 9))


def test_a_search_is_told_in_words():
    said = "q=maps&place=Ghent&days=2&when=evenings&pay=90&currency=EUR&known=1"
    assert asking.in_words(asking.read(said).question) == (
        "“maps”, 2 days, Evenings, Ghent, at least 90 EUR a day, pay is known"
    )
    assert asking.in_words(asking.read("").question) == "All trials"


def test_a_search_whose_last_day_is_over_finds_nothing_more():
    asked = asking.read("starts_until=2026-03-09").question
    assert not asking.can_find_no_more(asked, dt.datetime(2026, 3, 10, 11, tzinfo=dt.UTC))  # the day has not ended
    assert asking.can_find_no_more(asked, dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC))  # anywhere


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*asking.READ, "after"]), st.text(max_size=12)), max_size=6))
def test_nothing_that_is_typed_breaks_it(pairs):
    told = asking.read(pairs)
    again = asking.read(told.canonical)
    assert (again.canonical, again.question, again.left_out) == (told.canonical, told.question, ())
