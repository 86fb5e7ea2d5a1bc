"""An agreement is read in other languages too: sentence by sentence what was signed, and marked as a translation."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pypdfium2
import pytest
from django.test import Client
from django.utils.translation import override

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.opportunities.terms import DEFAULT_MAY_SHOW, DEFAULT_USE_OF_WORK, Place, WageFloor
from foretaste.web.trials.shown import parts_of
from foretaste.web.trials.translated import parts_in_words
from tests import at_state
from tests.at_state import Plan
from tests.opportunities.test_terms import terms

REMOTE = Place(kind="remote", country="JP", region="", city="Osaka", address="", time_zone="Asia/Tokyo")
CONFIRMED = WageFloor(
    country="JP", region="", city="", hourly=None, least_daily_minor=None, source="Asked the labour office.",
    confirmed_by_operator=True,
)  # fmt: skip
SIGNED = {
    "plain": terms(),
    "with everything named": terms(
        criteria=("Care with figures", "asks when in doubt"), operator_is_company=True, confidentiality="Say nothing.",
        expenses="The train.", engagement_type="employee", fee_basis_points=1250,
    ),
    "our own defaults": terms(
        use_of_work=DEFAULT_USE_OF_WORK, may_show=DEFAULT_MAY_SHOW, engagement_type="employer_of_record",
        place=dataclasses.replace(terms().place, kind="hybrid"),
    ),
    "without a bonus, in yen": terms(
        currency="JPY", exit_bonus_minor=(0, 0), place=REMOTE, wage_floor=CONFIRMED, fee_basis_points=1000
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SIGNED)
def test_in_english_it_is_what_was_signed_word_for_word(name: str) -> None:
    with override("en"):
        assert parts_in_words(SIGNED[name]) == parts_of(SIGNED[name].agreement_text())[1:]


@pytest.mark.parametrize("name", SIGNED)
def test_in_german_every_sentence_of_ours_is_german(name: str) -> None:
    """What people wrote themselves stays; sums, days and countries are written as in German."""
    signed = SIGNED[name]
    own = {signed.title, signed.brief, *signed.criteria, signed.use_of_work, signed.may_show}
    own -= {DEFAULT_USE_OF_WORK, DEFAULT_MAY_SHOW}
    own |= {one.name for one in signed.people} | {f"{one.name}, {one.does}" for one in signed.people}
    with override("en"):
        english = parts_in_words(signed)
    with override("de"):
        german = parts_in_words(signed)
    assert [len(part["lines"]) for part in german] == [len(part["lines"]) for part in english]
    for before, after in zip(english, german, strict=True):
        assert before["heading"] != after["heading"]
        for one, other in zip(before["lines"], after["lines"], strict=True):
            assert (one == other) == (one in own), one
    text = str(german)
    assert ("14000 JPY" if signed.currency == "JPY" else "140,00 EUR") in text
    assert "Montag, 9. März 2026" in text
    assert "Japan" in text or "Deutschland" in text


@pytest.fixture
def signed(hedy: Actor, ines: Actor) -> at_state.Trial:
    return at_state.agreed(hedy, ines, Plan())


def printed(made: bytes) -> str:
    document = pypdfium2.PdfDocument(made)
    text = " ".join("\n".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    return text


@pytest.mark.parametrize("side", ["intern", "company"])
def test_a_translation_is_shown_where_it_is_asked_for_and_says_what_it_is(
    signed_in: Callable[[Actor], Client], hedy: Actor, ines: Actor, signed: at_state.Trial, side: str
) -> None:
    reader = signed_in(ines if side == "intern" else hedy)
    address = f"/trials/{signed.public_id}/agreement" if side == "intern" else (
        f"/company/trials/{signed.public_id}/agreement"
    )  # fmt: skip
    sentence = "A day that is started is a day that is paid, in full."
    german = "Ein begonnener Tag ist ein bezahlter Tag, ganz."
    page = reader.get(address, headers={"Accept-Language": "de"}).content.decode()
    assert sentence in page, "what was signed comes first, whatever the browser asks for"
    assert german not in page
    assert 'href="?language=de"' in page
    translated = reader.get(address + "?language=de").content.decode()
    assert german in translated
    assert sentence not in translated
    assert "Unterschrieben haben Sie beide den englischen Text." in translated
    assert 'lang="de"' in translated
    assert 'href="?language=en"' in translated
    assert signed.agreement_sha256 in translated
    assert "agreement.pdf?language=de" in translated
    if side == "intern":
        made = printed(reader.get(address + ".pdf?language=de").content)
        assert "Eine Übersetzung zum Lesen" in made
        assert made.index("Er allein gilt") < made.index("Ein begonnener Tag ist ein bezahlter Tag")
        assert sentence in printed(reader.get(address + ".pdf").content)


def test_a_paper_is_the_same_wherever_its_reader_is(
    signed_in: Callable[[Actor], Client], ines: Actor, signed: at_state.Trial
) -> None:
    made = []
    for zone in ("Europe/Berlin", "America/New_York"):
        Person.objects.filter(pk=ines.person_id).update(time_zone=zone)
        made.append(signed_in(ines).get(f"/trials/{signed.public_id}/agreement.pdf").content)
    assert made[0] == made[1]
    assert re.search(r"2026, \d\d:\d\d \(Berlin time\)", printed(made[0]))


def test_an_outsider_reads_neither(signed_in: Callable[[Actor], Client], otto: Actor, signed: at_state.Trial) -> None:
    for query in ("", "?language=de"):
        assert signed_in(otto).get(f"/trials/{signed.public_id}/agreement{query}").status_code == 404
