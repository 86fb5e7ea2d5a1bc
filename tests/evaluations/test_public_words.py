"""What can't stand in a public reply: addresses, names, how a trial ended."""

from __future__ import annotations

import pytest

from foretaste.evaluations.public_words import Wrong, says, wrong_with

INTERNS = ["Ines Brandt", "Will de la Cruz", "Jo Li"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Thank you. Since March each intern has a desk and a host from the first hour.", None),
        ("We will pay within 3 hours, and answer within 5 days; 12 people host now.", None),
        ("Seit dem 01.03.2026 gibt es einen zweiten Host, und 2026-04-01 kommt ein dritter.", None),
        ("", Wrong.EMPTY),
        ("x" * 601, Wrong.TOO_LONG),
        ("Write to jobs@halden.example.", Wrong.ADDRESS),
        ("See www.halden.example/jobs", Wrong.ADDRESS),
        ("More at https://halden.example", Wrong.ADDRESS),
        ("Call +49 30 1234567.", Wrong.ADDRESS),
        ("Call 030/123 45 67.", Wrong.ADDRESS),
        ("Ines was a great help.", Wrong.NAME),
        ("Thanks to Ms. BRANDT.", Wrong.NAME),
        ("Will told us so.", Wrong.NAME),
        ("We will tell you so.", None),
        ("Three of them left on Monday.", Wrong.ENDING),
        ("Everybody stayed.", Wrong.ENDING),
        ("She finished early.", Wrong.ENDING),
        ("He dropped out.", Wrong.ENDING),
        ("I worked there on all days.", Wrong.ENDING),
        ("Two quit because of the heat.", Wrong.ENDING),
        ("Einer hat abgebrochen.", Wrong.ENDING),
        ("Elle a quitté le stage.", Wrong.ENDING),
        ("Abandonaron el segundo día.", Wrong.ENDING),
    ],
)
def test_a_rule_reads_the_words(text: str, wrong: Wrong | None) -> None:
    assert wrong_with(text, INTERNS) == wrong
    if wrong:
        assert says(wrong)


def test_a_name_of_two_letters_is_no_rule() -> None:
    assert wrong_with("Jo and Li are words in some languages.", INTERNS) is None
