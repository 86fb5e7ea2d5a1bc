"""Is it a micro-internship? Each rule speaks in its languages, and says what it found."""

from __future__ import annotations

import pytest

from foretaste.syndication.inbound.listing import Employment, Listing, Pay, Per
from foretaste.syndication.inbound.micro import Reason, Rule, Verdict, judge

DAILY = Pay(least_minor=12_000, most_minor=12_000, currency="EUR", per=Per.DAY)


def judged(title: str, text: str = "", **fields: object):
    return judge(Listing(key="1", url="https://a.example/1", title=title, text=text, **fields))


@pytest.mark.parametrize(
    "title",
    [
        "Micro-internship: newsletter", "Paid trial day, support", "Work trial in our kitchen", "Externship, law",
        "Short-term project: price sheet", "Schnuppertag Daten", "Probearbeiten als Koch", "Kurzpraktikum Verlag",
        "Stage découverte 3e", "Journée d’essai en cuisine", "Micro-stage graphisme", "Día de prueba en taller",
        "Micro-estágio em design", "Giornata di prova in bottega", "Meeloopdag bij de bakker", "Snuffelstage techniek",
        "Provdag i butiken", "Prøvedag i værkstedet", "Mikropraktik", "Dzień próbny w kuchni", "Mikrostaż: dane",
    ],
)  # fmt: skip
def test_its_name_says_so(title):
    found = judged(title)
    assert found.verdict is Verdict.YES
    assert found.reasons[0].rule is Rule.WORDS
    assert found.reasons[0].found.casefold() in title.casefold()


@pytest.mark.parametrize(
    ("text", "days", "hours"),
    [
        ("It takes three days.", 3, None),
        ("Dauer: 2 Tage", 2, None),
        ("une semaine de travail", 5, None),
        ("Duración: 4 días", 4, None),
        ("una settimana", 5, None),
        ("een week meedraaien", 5, None),
        ("20 hours of work in all", None, 20.0),
        ("insgesamt 30 Stunden", None, 30.0),
        ("5 days a week", None, None),
        ("30 days of paid vacation", None, None),
        ("2 years of experience", None, None),
        ("40 hours per week", None, None),
        ("One day you will lead a team", None, None),
        ("two days remote per week", None, None),
    ],
)
def test_a_length_is_found_and_a_rhythm_is_none(text, days, hours):
    found = judged("Intern", text, employment=Employment.INTERN)
    assert (found.days, found.hours) == (days, hours)
    is_short = days is not None or hours is not None
    assert found.verdict is (Verdict.PERHAPS if is_short else Verdict.NO)
    assert judged("Intern", text, employment=Employment.INTERN, pay=DAILY).verdict is (
        Verdict.YES if is_short else Verdict.NO
    )


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("Marketing intern (6 months)", "", Reason(Rule.TOO_LONG, "6 months")),
        ("Praktikum", "Dauer: 3 Monate", Reason(Rule.TOO_LONG, "3 Monate")),
        ("Micro-internship, unpaid", "", Reason(Rule.UNPAID)),
        ("Schnuppertag", "Der Tag ist unbezahlt.", Reason(Rule.UNPAID)),
        ("Stage découverte", "non rémunéré", Reason(Rule.UNPAID)),
        ("Engineer", "We begin with a work trial of one week. A permanent position.", Reason(Rule.PERMANENT)),
    ],
)
def test_what_speaks_against_it_wins_and_is_said(title, text, reason):
    found = judged(title, text, employment=Employment.INTERN)
    assert found.verdict is Verdict.NO
    assert reason in found.reasons
    assert not reason.speaks_for


def test_data_comes_before_words():
    assert judged("Trial day", "It takes 6 months.", days=2).days == 2
    assert judged("Project", days=30, employment=Employment.CONTRACT).verdict is Verdict.NO


def test_every_reason_has_words():
    from foretaste.syndication.words import said

    for rule in Rule:
        sentence = said(Reason(rule, "2" if "short" in rule else "intern"))
        assert sentence
        assert "%" not in sentence
