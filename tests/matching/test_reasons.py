"""Why a trial fits: only what was said and what stands on the posting, each with its words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from foretaste.matching.reason_words import for_a_company, for_the_person
from foretaste.matching.reasons import (
    ALL_POINTS,
    Offered,
    Reason,
    Said,
    Why,
    before_a_company,
    gain,
    misses,
    points,
    reasons,
    skills_in,
)

BERLIN, POTSDAM, HAMBURG = (52.52, 13.40), (52.40, 13.07), (53.55, 9.99)


def trial(**changes: Any) -> Offered:
    offered: dict[str, Any] = {
        "public_id": "abc", "title": "Redraw a measuring guide", "skills": ["Technical writing", "Interviewing"],
        "field": "writing", "place_kind": "onsite", "city": "Berlin", "latitude": BERLIN[0], "longitude": BERLIN[1],
        "when": ["weekdays"], "days": 3, "first_on": dt.date(2026, 3, 9), "last_on": dt.date(2026, 3, 11),
        "currency": "EUR", "day_pay_minor": 14_000, "seats": 1,
    }  # fmt: skip
    return Offered(**{**offered, **changes})


def why(said: Said, offered: Offered | None = None) -> dict[str, float]:
    return {str(one.why): one.points for one in reasons(said, offered or trial())}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {}),
        ({"skills": ["interviewing"]}, {"skills": 1.5}),  # one of two
        ({"skills": ["Writing", "Interviewing", "Chess"]}, {"skills": 3.0}),  # "Writing" stands in "Technical writing"
        ({"skills": ["Chess"]}, {}),
        ({"learn": ["measuring"]}, {"learn": 2.0}),
        ({"learn": ["measuring birds"]}, {}),
        ({"fields": ["data", "writing"]}, {"field": 2.0}),
        ({"fields": ["data"]}, {}),
        ({"city": "Berlin", "latitude": BERLIN[0], "longitude": BERLIN[1]}, {"place": 2.0}),
        ({"city": "Potsdam", "latitude": POTSDAM[0], "longitude": POTSDAM[1], "within_km": 50}, {"place": 2.0}),
        ({"city": "Potsdam", "latitude": POTSDAM[0], "longitude": POTSDAM[1], "within_km": 10}, {}),
        ({"city": "Hamburg", "latitude": HAMBURG[0], "longitude": HAMBURG[1], "within_km": 200}, {}),
        ({"place_kinds": ["onsite"]}, {"place": 1.0}),
        ({"place_kinds": ["remote"], "city": "Berlin"}, {}),
        ({"free_from": dt.date(2026, 3, 9)}, {"dates": 2.0}),
        ({"free_from": dt.date(2026, 3, 1), "free_until": dt.date(2026, 3, 10)}, {}),
        ({"when": ["weekdays", "weekends"]}, {"when": 1.0}),
        ({"when": ["weekends"]}, {}),
        ({"most_days": 3}, {"length": 1.0}),
        ({"most_days": 2}, {}),
        ({"currency": "EUR", "least_day_minor": 14_000}, {"pay": 1.0}),
        ({"currency": "EUR", "least_day_minor": 14_001}, {}),
        ({"currency": "GBP", "least_day_minor": 1}, {}),
    ],
)
def test_each_thing_said_is_a_reason_or_none(said, expected):
    assert why(Said(**said)) == expected


def test_a_trial_from_anywhere_fits_whoever_wishes_that():
    remote = trial(place_kind="remote", city="")
    assert why(Said(place_kinds=["remote"]), remote) == {"place": 2.0}
    assert why(Said(city="Berlin"), remote) == {}


def test_everything_that_fits_is_all_the_points():
    said = Said(
        skills=["Writing", "Interviewing"], learn=["measuring"], fields=["writing"], city="Berlin", when=["weekdays"],
        most_days=5, free_from=dt.date(2026, 3, 1), currency="EUR", least_day_minor=1,
    )  # fmt: skip
    found = reasons(said, trial())
    assert points(found) == ALL_POINTS
    assert gain(found) == pytest.approx(2.0)
    assert found[0].why == Why.SKILLS  # the weightiest first


def test_a_company_never_learns_what_pay_somebody_hopes_for():
    found = reasons(Said(currency="EUR", least_day_minor=100, fields=["writing"]), trial())
    assert {one.why for one in found} == {Why.PAY, Why.FIELD}
    assert [one.why for one in before_a_company(found)] == [Why.FIELD]
    assert for_a_company(next(one for one in found if one.why == Why.PAY)) == ""


def test_what_was_named_and_is_missed_is_not_recommended():
    far = Said(city="Hamburg", latitude=HAMBURG[0], longitude=HAMBURG[1], fields=["writing"], when=["weekends"])
    assert misses(far, reasons(far, trial())) == {Why.PLACE, Why.WHEN}
    assert (
        misses(Said(fields=["data"], currency="EUR", least_day_minor=99_999), []) == frozenset()
    )  # hopes are no musts


def test_every_reason_has_its_words_for_both():
    said = Said(
        skills=["Writing", "Interviewing"], learn=["measuring"], fields=["writing"], city="Potsdam",
        latitude=POTSDAM[0], longitude=POTSDAM[1], within_km=50, when=["weekdays"], most_days=3,
        free_from=dt.date(2026, 3, 1), currency="EUR", least_day_minor=1,
    )  # fmt: skip
    found = [Reason.from_json(one.as_json()) for one in reasons(said, trial())]
    assert [for_the_person(one) for one in found] == [
        "It asks for what you can: Technical writing and Interviewing",
        "You would try what you want to learn: measuring",
        "It is in a field you chose: Writing and editing",
        "In Berlin, 26 km from Potsdam",
        "All of its days lie where you are free",
        "It takes place on weekdays, as you wish",
        "It lasts 3 days, no longer than you wish",
        "It pays what you hope for, or more",
    ]
    assert [for_a_company(one) for one in before_a_company(found)] == [
        "Can do: Technical writing and Interviewing",
        "Wants to learn: measuring",
        "Looks for: Writing and editing",
        "Wants to work in or near Berlin",
        "Is free on all of its days",
        "Would like to work on weekdays",
        "Looks for a trial of this length",
    ]


def test_skills_are_read_from_free_text_once_each():
    assert skills_in("Python,  maps\nPython; plain   writing,") == ["Python", "maps", "plain writing"]


def test_two_skills_that_say_the_same_are_named_once():
    skills = ["use spreadsheets software", "Spreadsheets", "Interviewing"]
    reason = Reason(Why.SKILLS, 3.0, {"skills": skills})
    assert for_the_person(reason) == "It asks for what you can: use spreadsheets software and Interviewing"
    assert for_a_company(reason) == "Can do: use spreadsheets software and Interviewing"
