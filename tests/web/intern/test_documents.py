"""Printed documents are tagged, archivable, and the same bytes for the same data."""

import datetime as dt

import pytest

from foretaste.web.documents import pdf

MADE_AT = dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC)


def statement(name: str = "Ines Łukasz") -> dict[str, object]:
    return {
        "language": "en",
        "title": "Statement of your pay",
        "made": "Made on 27 November 2026",
        "footer": "Statement",
        "facts": [["For", name]],
        "earned_heading": "What you earned",
        "head": ["For what", "Sum"],
        "lines": [["Day 1", "Started at 09:02", "€140.00"], ["Fees", "", "€0.00"]],
        "total": ["You get", "€140.00"],
        "payments_heading": "Where it went",
        "payments_head": ["Payout", "Sum"],
        "payments": [],
        "notes": ["All sums are before tax."],
        "fingerprint": "SHA-256 00",
    }


def test_a_statement_is_tagged_and_archivable():
    made = pdf("statement", statement(), made_at=MADE_AT)
    assert made.startswith(b"%PDF")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"<pdfaid:part>2</pdfaid:part>" in made


def test_the_same_data_gives_the_same_bytes():
    assert pdf("statement", statement(), made_at=MADE_AT) == pdf("statement", statement(), made_at=MADE_AT)


@pytest.mark.parametrize("name", ["Ελένη Παππά", "Иван Иванов", "李小龍"])
def test_a_name_in_any_script_still_gets_its_statement(name: str):
    assert pdf("statement", statement(name), made_at=MADE_AT).startswith(b"%PDF")


def test_income_proof_and_agreement_are_tagged_too():
    shared = {"language": "en", "made": "", "footer": ""}
    proof = pdf(
        "proof",
        {
            **shared,
            "title": "Proof of income",
            "says": "Paid work.",
            "facts": [["For", "Ines"]],
            "head": ["Month", "Sum"],
            "groups": [{"heading": "2026", "lines": [["November", "", "€340.00"]], "total": ["2026", "€340.00"]}],
            "notes": [],
        },
        made_at=MADE_AT,
    )
    agreement = pdf(
        "agreement",
        {
            **shared,
            "title": "Agreement",
            "parts": [{"heading": "Who", "lines": ["Company: Vela"]}],
            "signed_heading": "Signed",
            "signatures": [["Ines", "27 November 2026"]],
            "fingerprint": "SHA-256 00",
        },
        made_at=MADE_AT,
    )
    assert b"<pdfuaid:part>1</pdfuaid:part>" in proof
    assert b"<pdfuaid:part>1</pdfuaid:part>" in agreement
