"""What can't stand in a public reply: addresses, names, how a trial ended."""

from __future__ import annotations

import pytest

from foretaste.evaluations.public_words import Found, Wrong, says, wrong_with

INTERNS = ["Ines Brandt", "Will de la Cruz", "Jo Li", "Ada von der Heide", "amara okoye", "Zo\u00eb Maes"]


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
        ("More at halden.example/jobs", Wrong.ADDRESS),
        ("Write to Halden.de, please.", Wrong.ADDRESS),
        ("We use Node.js and v1.2.de-facto.standards, e.g. for sensors.It works.", None),
        ("Call +49 30 1234567.", Wrong.ADDRESS),
        ("Call 030/123 45 67.", Wrong.ADDRESS),
        ("Ines was a great help.", Wrong.NAME),
        ("Thanks to Ms. BRANDT.", Wrong.NAME),
        ("Will told us so.", Wrong.NAME),
        ("We will tell you so.", None),
        ("Das haben wir von der Arbeit gelernt.", None),
        ("Auf der Heide ist es schön.", Wrong.NAME),
        ("Amara told us so.", Wrong.NAME),
        ("Three of them left on Monday.", Wrong.ENDING),
        ("Everybody stayed.", Wrong.ENDING),
        ("She finished early.", Wrong.ENDING),
        ("He dropped out.", Wrong.ENDING),
        ("I worked there on all days.", Wrong.ENDING),
        ("Two quit because of the heat.", Wrong.ENDING),
        ("Einer hat abgebrochen.", Wrong.ENDING),
        ("Elle a quitté le stage.", Wrong.ENDING),
        ("Abandonaron el segundo día.", Wrong.ENDING),
        ("Giving up was not his thing.", Wrong.ENDING),
        ("She resigned.", Wrong.ENDING),
        ("Sie blieb bis zum Schluss.", Wrong.ENDING),
        ("Elle a termine\u0301.", Wrong.ENDING),  # the accent is a letter of its own
        ("Everybody \uff4c\uff45\uff46\uff54.", Wrong.ENDING),  # wide letters
        ("Zoe\u0308 was a great help.", Wrong.NAME),
    ],
)
def test_a_rule_reads_the_words(text: str, wrong: Wrong | None) -> None:
    found = wrong_with(text, INTERNS)
    assert (found and found.wrong) == wrong
    if found:
        assert says(found)


def test_a_name_of_two_letters_is_no_rule() -> None:
    assert wrong_with("Jo and Li are words in some languages.", INTERNS) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Everybody stayed, Bo left and then Li left.", ("stayed", "left")),
        ("Thanks to Ines and Ms. BRANDT.", ("Ines", "BRANDT")),
        ("Ask jobs@halden.example, or see https://halden.example/jobs.",
         ("jobs@halden.example", "https://halden.example/jobs")),
        ("Ring +49 (0) 30 / 123 45 67 on weekdays.", ("+49 (0) 30 / 123 45 67",)),
    ],
)  # fmt: skip
def test_it_says_which_words_were_the_reason(text: str, parts: tuple[str, ...]) -> None:
    found = wrong_with(text, INTERNS)
    assert found is not None
    assert found.parts == parts
    assert ", ".join(f"“{part}”" for part in parts) in says(found)


@pytest.mark.parametrize(
    "number",
    [
        "+49 30 1234567", "+49 (0)30 123 45 67", "+49 (0) 30 / 123 45 67", "0049-30-1234567", "030/1234567",
        "030 / 12 34 56", "030 - 123456", "(030) 123 45 67", "030 123-4567", "0171.1234567", "0171 2023-2026",
        "+49 171 2023-2026", "01.23.45.67.89", "01 23 45 67 89", "01-02-03-04-05", "01/02/03/04/05", "01.02.03 04 05",
        "555-1234", "555.123.4567", "(555) 123-4567", "+1 (555) 123–4567", "1-800-555-0199", "020 7946 0958",
        "06-12345678", "06·12·34·56·78", "030_1234567", "20 12 26 45", "20.12.26.45", "2123 4567", "2012 2034",
        "2026-2023", "2023-2026-12", "2023-2026 12 34", "9876 54321",
        "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667",
    ],
)  # fmt: skip
def test_telephone_numbers_are_refused_however_they_are_spelled(number: str) -> None:
    found = wrong_with(f"You reach us: {number}, on weekdays.")
    assert found is not None
    assert found == Found(Wrong.ADDRESS, (number,))


@pytest.mark.parametrize(
    "when",
    [
        "2023-2026", "2023–2026", "2023 - 2026", "2023/2024", "2023/24", "1998–2026", "01.03.2026", "2026-04-01",
        "1.3.2026", "3/14/2026", "14-03-2026", "01.03.2026–05.04.2026", "01.–05.03.2026", "28.02.–05.03.2026",
        "2026-03-01 – 2026-04-01", "01.03.26–05.03.26", "2023-2026 (12", "2026 12",
    ],
)  # fmt: skip
def test_years_and_dates_are_no_telephone_numbers(when: str) -> None:
    assert wrong_with(f"Since {when} people host here.") is None
