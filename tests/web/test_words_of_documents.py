"""Documents in the person's language: every word is translated and compiled, and only the document changes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.utils.translation import override

from foretaste.accounts.actors import Actor
from foretaste.core.dates import dated, weekday_dated
from foretaste.money import issuing
from foretaste.money.models import IssuedDocument
from foretaste.web.documents import words
from foretaste.web.templatetags.ui import day, when
from tests import at_state
from tests.at_state import Plan

PLACES = re.compile(r"%\(\w+\)s|%%")


def printed(made: bytes) -> str:
    document = pypdfium2.PdfDocument(made)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


@pytest.mark.parametrize("language", words.translated())
def test_every_word_of_a_document_is_translated_with_its_places_and_compiled(language: str) -> None:
    kept = words.known(language)
    assert len(list(kept)) > 100
    for message in kept:
        if message.id:
            assert message.string, message.id
            assert sorted(PLACES.findall(message.string)) == sorted(PLACES.findall(message.id)), message.id
    for ending, fresh in zip(("po", "mo"), words.update(language), strict=True):
        file = words.LOCALE / language / "LC_MESSAGES" / f"django.{ending}"
        assert file.read_bytes() == fresh, f"{file.name} is stale: foretaste manage write_words"


@pytest.mark.parametrize(
    ("language", "plain", "with_weekday", "near", "moment"),
    [
        (
            "en",
            "26 November 2026",
            "Thursday 26 November 2026",
            "Thu 26 Nov 2026",
            "Thursday 26 November 2026, 18:00 (UTC)",
        ),
        ("en-us", "26 November 2026", "Thursday 26 November 2026", "Thu 26 Nov 2026", None),
        ("de", "26. November 2026", "Donnerstag, 26. November 2026", "Do., 26. Nov. 2026", None),
        ("fr", "26 novembre 2026", "jeudi 26 novembre 2026", "jeu. 26 nov. 2026", None),
        ("es", "26 de noviembre de 2026", "jueves, 26 de noviembre de 2026", "jue, 26 de nov de 2026", None),
    ],
)
def test_a_day_is_written_one_way_in_each_language(
    language: str, plain: str, with_weekday: str, near: str, moment: str | None, clock: Any
) -> None:
    on = dt.date(2026, 11, 26)
    clock.move_to(dt.datetime(2028, 1, 1, tzinfo=dt.UTC))  # far enough for a year
    with override(language):
        assert (dated(on), weekday_dated(on), day(on, "short")) == (plain, with_weekday, near)
        if moment:
            assert when(dt.datetime(2026, 11, 26, 18, tzinfo=dt.UTC)) == moment
    clock.move_to(dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    with override(language):
        assert "2026" not in day(on)


@pytest.fixture
def ended(hedy: Actor, ines: Actor, odile: Actor, clock: Any) -> Any:
    """Ines left on day one, and the invoice of it is issued, with the tax that the operator wrote."""
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    issuing.write_seller(name="Weststadt", address="Hafen 1", country="DE", tax_id="DE1", by=odile, at=at)
    issuing.write_tax_rule(name="MwSt.", rate=Decimal(19), treatment="charged", valid_from=at.date(), by=odile, at=at)
    trial = at_state.left(hedy, ines, Plan())
    assert issuing.issue_what_is_due(clock.move_to(trial.ended_at + dt.timedelta(minutes=1))) == []
    return trial


def test_a_document_reads_in_the_browser_s_language_and_in_the_one_asked_for(
    signed_in: Callable[[Actor], Client], hedy: Actor, ended: Any
) -> None:
    company = signed_in(hedy)
    invoice = IssuedDocument.objects.get(kind="invoice")
    address = f"/company/documents/{invoice.public_id}/"
    german = {"Accept-Language": "fr, de-AT;q=0.9, en;q=0.5"}  # no French yet: the next best
    page = company.get(address, headers=german).content.decode()
    for said in ('lang="de"', "Rechnung", "Gebühr für das Praktikum, ohne Steuer", "9. März 2026", "MwSt., 19\u00a0%"):
        assert said in page, said
    assert '<html lang="en"' in page
    assert 'href="?language=en"' in page
    assert 'document.pdf?language=de"' in page
    english = company.get(address + "?language=en", headers=german).content.decode()
    assert "Fee for the trial, without tax" in english
    assert "9 March 2026" in english
    assert "Rechnung" not in english
    for query, said in (("?language=de", "Was berechnet wird"), ("", "What is charged"), ("?language=xx", "What is")):
        assert said in printed(company.get(address + "document.pdf" + query).content)


def test_an_intern_s_documents_read_in_german_too(
    signed_in: Callable[[Actor], Client], ines: Actor, ended: Any
) -> None:
    own = signed_in(ines)
    for address, said in (
        (f"/me/pay/{ended.public_id}/", "Abrechnung Ihrer Vergütung"),
        ("/me/pay/proof", "Zusammen im Jahr 2026"),
        ("/me/pay/years/2026/", "Was Sie in bezahlten Probepraktika verdient haben"),
    ):
        page = own.get(address + "?language=de").content.decode()
        assert said in page
        assert "210,00\u00a0€" in page
    assert "Montag, 9. März 2026" in own.get(f"/me/pay/{ended.public_id}/?language=de").content.decode()
    made = printed(own.get(f"/me/pay/{ended.public_id}/statement.pdf?language=de").content)
    assert "Was Sie verdient haben" in made
    assert "Von Ihrer Vergütung wird nichts abgezogen" in made
