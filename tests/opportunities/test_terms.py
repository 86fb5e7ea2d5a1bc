"""Terms: frozen, the same after a round through JSON, and readable to the last figure."""

from __future__ import annotations

import dataclasses
import json

import pytest

from foretaste.core.places import address, told_region
from foretaste.opportunities.terms import (
    Contact,
    Day,
    Party,
    Place,
    Terms,
    WageFloor,
    sha256_of,
)


def terms(**other: object) -> Terms:
    fields = {
        "opportunity_id": "op0000000001",
        "seat_id": "se0000000001",
        "company": Party(id="co0000000001", name="Halden Instruments"),
        "intern": Party(id="in0000000001", name="Amara Okafor"),
        "signed_by": "Hedy Vogel",
        "title": "Redraw a measuring guide",
        "brief": "Rewrite it.",
        "deliverable": "Four pages.",
        "days": (
            Day(number=1, on="2026-03-09", starts="09:00", ends="17:00", starts_at="2026-03-09T08:00:00+00:00",
                ends_at="2026-03-09T16:00:00+00:00", break_minutes=60, pay_minor=14_000, title="Meet"),
            Day(number=2, on="2026-03-10", starts="09:00", ends="17:00", starts_at="2026-03-10T08:00:00+00:00",
                ends_at="2026-03-10T16:00:00+00:00", break_minutes=0, pay_minor=14_000,
                items=({"at": "09:00", "what": "Write", "note": ""},)),
        ),
        "currency": "EUR",
        "exit_bonus_minor": (6_000, 0),
        "kill_fee_minor": 14_000,
        "fee_basis_points": 1_000,
        "place": Place(kind="onsite", country="DE", region="BE", city="Berlin", address="Prinzenstrasse 12",
                       time_zone="Europe/Berlin"),
        "people": (Contact(name="Jonas Reimann", does="Calibrates", relation="meet"),
                   Contact(name="Hedy Vogel", does="", relation="host")),
        "host_id": "pe0000000001",
        "engagement_type": "contractor",
        "language": "en",
        "use_of_work": "The company.",
        "may_show": "The title.",
        "confidentiality": "",
        "expenses": "",
        "wage_floor": WageFloor(country="DE", region="BE", city="Berlin", hourly="13.90",
                                least_daily_minor=[9_730, 11_120], source="MiLoG", confirmed_by_operator=False),
    } | other  # fmt: skip
    return Terms(**fields)  # type: ignore[arg-type]


def test_terms_come_back_from_json_equal():
    assert Terms.from_json(json.loads(json.dumps(terms().to_json()))) == terms()


def test_terms_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        terms().currency = "USD"  # type: ignore[misc]


def test_an_unknown_version_is_refused():
    with pytest.raises(ValueError, match="version 6"):
        Terms.from_json(terms().to_json() | {"version": 6})


def test_what_was_signed_under_the_first_version_reads_as_it_did():
    earlier = Terms.from_json(terms().to_json() | {"version": 1})
    text = earlier.agreement_text().split("\n")
    assert earlier.version == 1
    assert "Company: Halden Instruments (co0000000001), signed by Hedy Vogel" in text
    assert "Intern: Amara Okafor (in0000000001)" in text
    assert "Place: at the company: Prinzenstrasse 12, Berlin, BE, DE. Times are those of Europe/Berlin." in text


def test_what_was_signed_under_the_second_version_reads_as_it_did():
    earlier = Terms.from_json(terms().to_json() | {"version": 2})
    lines = earlier.agreement_text().split("\n")
    assert "Place: at the company: Prinzenstrasse 12, Berlin, BE, Germany. Times are those of Europe/Berlin." in lines


def test_what_was_signed_under_the_third_version_reads_as_it_did():
    kept = terms(place=dataclasses.replace(terms().place, address="Prinzenstrasse 12, Berlin")).to_json()
    kept.pop("criteria")
    earlier = Terms.from_json(kept | {"version": 3})
    lines = earlier.agreement_text().split("\n")
    assert earlier.criteria == ()
    assert (
        "Place: at the company: Prinzenstrasse 12, Berlin, Berlin, Germany. Times are those of Europe/Berlin." in lines
    )


CONVERSION = (
    "It is owed and sent in EUR. For an account in another currency its bank or the payment provider converts it at its"
    " rate of the day; what that costs or brings is the intern's."
)


def test_who_bears_a_conversion_is_a_term_since_the_fifth_version_where_foretaste_pays():
    assert CONVERSION in terms().agreement_text().split("\n")
    earlier = Terms.from_json(terms().to_json() | {"version": 4})
    for other in (earlier, terms(engagement_type="employee")):
        assert "converts" not in other.agreement_text()


def test_a_city_that_the_street_s_line_says_is_not_said_twice():
    lines = terms(place=dataclasses.replace(terms().place, address="Prinzenstrasse 12, Berlin")).agreement_text()
    assert "Place: at the company: Prinzenstrasse 12, Berlin, Germany. Times are those of Europe/Berlin." in lines


def test_criteria_are_part_of_what_is_signed():
    text = terms(criteria=("Finds the wrong rows", "Asks in time")).agreement_text()
    assert (
        "What the company says of the work afterwards, to the intern alone\n  Finds the wrong rows\n  Asks in time\n"
        in text
    )
    assert "of the work afterwards" not in terms().agreement_text()


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (("455 Spadina Avenue, Toronto", "Toronto"), "455 Spadina Avenue, Toronto, Canada"),
        (("455 Spadina Avenue, toronto", "Toronto", "ON"), "455 Spadina Avenue, toronto, ON, Canada"),
        (("9 rue des Tables, 69001 Lyon", "Lyon"), "9 rue des Tables, 69001 Lyon, Canada"),
        (("Toronto Street 5", "Toronto"), "Toronto Street 5, Toronto, Canada"),
        (("Bath Road 1, Bathford", "Bath"), "Bath Road 1, Bathford, Bath, Canada"),
        (("", "Toronto"), "Toronto, Canada"),
        (("Unit 1, Toronto, Canada", "Toronto"), "Unit 1, Toronto, Canada"),
    ],
)
def test_an_address_says_each_thing_once(parts, told):
    assert address(*parts, country="CA") == told


@pytest.mark.parametrize(
    ("region", "city", "country", "told"),
    [
        ("BE", "Berlin", "DE", ""),
        ("TX", "Austin", "US", "TX"),
        ("Hamburg", "hamburg", "DE", ""),
        ("Bavaria", "Munich", "DE", "Bavaria"),
        ("ENG", "London", "GB", ""),
        ("", "Ghent", "BE", ""),
    ],
)
def test_a_region_is_told_where_it_adds_something(region, city, country, told):
    assert told_region(region, city, country) == told


def test_no_party_is_called_by_an_id_or_a_place_by_a_code():
    text = terms().agreement_text()
    assert not [one for one in ("co0000000001", "in0000000001", "DE.") if one in text]


@pytest.mark.parametrize(
    "line",
    [
        "Company: Halden Instruments, signed by Hedy Vogel",
        "Intern: Amara Okafor",
        "The intern works as an independent contractor.",
        "Place: at the company: Prinzenstrasse 12, Berlin, Germany. Times are those of Europe/Berlin.",
        "Day 1: Monday 9 March 2026, 09:00 to 17:00, 60 minutes of break: Meet",
        "Day 2: 140.00 EUR",
        "Together: 280.00 EUR, before tax. All of it is set aside before anyone signs.",
        "The pay was checked against the minimum wage of 13.90 EUR an hour where the work is done (MiLoG).",
        "  leaving on day 1: 60.00 EUR goodbye bonus",
        "If the company withdraws at least 24 hours before day 1 starts, it pays 140.00 EUR; later, every day.",
        "Confidentiality: nothing beyond ordinary discretion.",
        "Expenses: none are expected; what the company asks for, the company pays.",
        "The company pays a fee of 10 % on what the intern is actually paid, set aside",
        "in advance (28.00 EUR).",
        "The company.",
        "The title.",
    ],
)
def test_the_agreement_says(line):
    assert line in terms().agreement_text().split("\n")


def test_what_differs_reads_and_hashes_differently():
    plain = terms().agreement_text()
    own = terms(operator_is_company=True).agreement_text()
    assert "The company also runs this marketplace." in own
    assert "There is no goodbye bonus in this agreement." in terms(exit_bonus_minor=(0, 0)).agreement_text()
    assert sha256_of(plain) != sha256_of(own)
    assert len(sha256_of(plain)) == 64


def test_yen_are_whole():
    text = terms(currency="JPY", kill_fee_minor=12_345).agreement_text()
    assert "it pays 12345 JPY; later" in text
