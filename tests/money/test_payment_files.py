"""The file for the bank is what ISO 20022's own schema allows, in letters every bank takes; the same always."""

from __future__ import annotations

import csv
import datetime as dt
import io
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from foretaste.core.amounts import Amount
from foretaste.money.providers.manual.writing import ALLOWED, Payer, Payment, as_csv, pain_001, plain_letters

SCHEMA = etree.XMLSchema(etree.fromstring((files("sepaxml") / "schemas" / "pain.001.001.09.xsd").read_bytes()))
OWN = Payer("Weststadt Trials e.V.", "DE75512108001245126199", "COBADEFFXXX")
AT = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
INES = Payment("a" * 32, Amount(21000, "EUR"), "Inès Brándt", "DE02120300000000202051", "", "FORETASTE PAY ABCD1234")
HUGO = Payment("b" * 32, Amount(5, "EUR"), "Hugo Groß & Co", "FR7630006000011234567890189", "AGRIFRPP", "x" * 300)
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def written(*payments: Payment, payer: Payer = OWN) -> etree._Element:
    raw = pain_001(payments, payer=payer, message_id="FT-K3V9MQ2T0ABC", made_at=AT, execute_on=AT.date())
    document = etree.fromstring(raw)
    SCHEMA.assertValid(document)
    return document


def said(document: etree._Element, path: str) -> list[str]:
    return [one.text for one in document.findall(f".//p:{path.replace('/', '/p:')}", NS)]


def test_it_holds_what_the_bank_is_to_do() -> None:
    document = written(INES, HUGO)
    assert said(document, "GrpHdr/NbOfTxs") == said(document, "PmtInf/NbOfTxs") == ["2"]
    assert said(document, "GrpHdr/CtrlSum") == said(document, "PmtInf/CtrlSum") == ["210.05"]
    assert said(document, "BtchBookg") == ["false"]
    assert said(document, "EndToEndId") == ["a" * 32, "b" * 32]
    assert said(document, "InstdAmt") == ["210.00", "0.05"]
    assert said(document, "Cdtr/Nm") == ["Ines Brandt", "Hugo Gross + Co"]
    assert said(document, "CdtrAcct/Id/IBAN") == [INES.number, HUGO.number]
    assert said(document, "CdtrAgt/FinInstnId/BICFI") == ["AGRIFRPP"]
    assert said(document, "DbtrAcct/Id/IBAN") == [OWN.number]
    assert [len(one) for one in said(document, "Ustrd")] == [22, 140]


def test_a_bank_without_bic_and_an_account_without_iban_are_said_too() -> None:
    abroad = Payment("c" * 32, Amount(100, "USD"), "Amy Poe", "12345678", "021000021", "PAY")
    document = written(abroad, payer=Payer("W", OWN.number))
    assert said(document, "DbtrAgt/FinInstnId/Othr/Id") == ["NOTPROVIDED"]
    assert said(document, "CdtrAcct/Id/Othr/Id") == ["12345678"]
    assert said(document, "ClrSysMmbId/MmbId") == ["021000021"]
    assert said(document, "ChrgBr") == ["SHAR"]


@given(name=st.text(max_size=200), reference=st.text(max_size=300), amount=st.integers(1, 10**11))
def test_any_name_and_reference_make_a_file_that_fits_the_schema(name: str, reference: str, amount: int) -> None:
    document = written(Payment("d" * 32, Amount(amount, "EUR"), name, INES.number, "", reference))
    assert set(said(document, "Cdtr/Nm")[0]) <= ALLOWED


def test_the_same_payments_give_the_same_bytes() -> None:
    first, again = (
        pain_001([INES, HUGO], payer=OWN, message_id="M", made_at=AT, execute_on=AT.date()) for _ in range(2)
    )
    assert first == again


def test_the_csv_says_the_same_and_no_cell_is_a_formula() -> None:
    evil = Payment("e" * 32, Amount(100, "EUR"), "=1+1", INES.number, "", "-2")
    rows = list(csv.reader(io.StringIO(as_csv([INES, evil]).decode())))
    assert rows[1] == ["Ines Brandt", INES.number, "", "210.00", "EUR", "FORETASTE PAY ABCD1234", "a" * 32]
    assert (rows[2][0], rows[2][5]) == (".1+1", "'-2")


@pytest.mark.parametrize(("text", "plain"), [("Łódź Ø", "Lodz O"), ("王", "."), ("", "."), ("a\n\tb", "a..b")])
def test_letters_become_the_nearest_that_banks_take(text: str, plain: str) -> None:
    assert plain_letters(text, 70) == plain
