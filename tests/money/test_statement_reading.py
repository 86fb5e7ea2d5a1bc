"""A bank's statement is read from camt.053 and from CSV; what is no statement, or bites, is refused with its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from foretaste.money.providers.manual import reading, references
from foretaste.money.providers.manual.reading import TheStatementCannotBeRead, read
from tests.money.bank_statements import (
    COLUMNS,
    COMPANY_ACCOUNT,
    DAY,
    OWN_ACCOUNT,
    Booked,
    batch,
    camt,
    comma,
    one_file,
)

PAID = Booked(46200, "B1", "Halden & Söhne", COMPANY_ACCOUNT, "RF18 5390 0754 7034", "E2E-1")
LEFT = Booked(-21000, "B2", "Ines Brandt", "DE02120300000000202051", "FORETASTE PAY ABCD1234", "a" * 32)
BACK = Booked(21000, "B3", "Ines Brandt", "DE02120300000000202051", "", "a" * 32, reason="AC04")


@pytest.mark.parametrize("version", ["02", "08"])
def test_camt_says_who_what_and_why_it_came_back(version: str) -> None:
    found = read(camt(PAID, LEFT, BACK, version=version, opening=1000))
    assert (found.format, found.account, found.opening_minor, found.closing_minor) == (
        "camt.053", OWN_ACCOUNT, 1000, 47200
    )  # fmt: skip
    paid, left, back = found.entries
    assert (paid.amount_minor, paid.currency, paid.booked_on, paid.name) == (46200, "EUR", DAY, "Halden & Söhne")
    assert (paid.number, paid.reference, paid.end_to_end) == (COMPANY_ACCOUNT, "RF18 5390 0754 7034", "E2E-1")
    assert (left.amount_minor, left.name, left.end_to_end, left.return_reason) == (-21000, "Ines Brandt", "a" * 32, "")
    assert (back.amount_minor, back.name, back.return_reason) == (21000, "Ines Brandt", "AC04")


@pytest.mark.parametrize(
    ("instructed", "converted"),
    [("GBP 178.50", (17850, "GBP")), ("JPY 33000", (33000, "JPY")), ("EUR 210.00", (0, "")), ("GBP 1.234", (0, ""))],
)
def test_what_a_bank_made_of_it_is_a_memo(instructed: str, converted: tuple[int, str]) -> None:
    (entry,) = read(camt(replace(LEFT, instructed=instructed))).entries
    assert (entry.amount_minor, entry.currency) == (-21000, "EUR")
    assert (entry.converted_minor, entry.converted_currency) == converted


def test_what_is_only_announced_is_not_booked() -> None:
    assert read(camt(Booked(100, "P", status="PDNG"), PAID)).entries == read(camt(PAID)).entries


def test_entries_booked_as_one_are_told_apart() -> None:
    found = read(batch(LEFT, Booked(-100, "", "Otto Kranz", "DE89370400440532013000", "", "b" * 32)))
    assert [(one.amount_minor, one.name, one.bank_ref) for one in found.entries] == [
        (-21000, "Ines Brandt", "BATCH1/1"),
        (-100, "Otto Kranz", "BATCH1/2"),
    ]


def test_parts_that_are_not_the_whole_are_refused() -> None:
    raw = batch(LEFT, Booked(-100)).replace(b'<Ntry><Amt Ccy="EUR">211', b'<Ntry><Amt Ccy="EUR">212')
    with pytest.raises(TheStatementCannotBeRead, match="parts_differ"):
        read(raw)


def test_a_csv_is_read_by_the_columns_somebody_named() -> None:
    found = read(comma(PAID, LEFT), columns=COLUMNS)
    assert [(one.booked_on, one.amount_minor, one.name, one.number) for one in found.entries] == [
        (DAY, 46200, "Halden & Söhne", COMPANY_ACCOUNT),
        (DAY, -21000, "Ines Brandt", "DE02120300000000202051"),
    ]


@pytest.mark.parametrize(
    ("text", "minor"),
    [("1.234,56", 123456), ("1,234.56", 123456), ("-12", -1200), ("+0,5", 50), ("1 234,5", 123450), ("1.234", 123400),
     ("1'234.50", 123450), (",05", 5)],
)  # fmt: skip
def test_sums_are_read_as_people_write_them(text: str, minor: int) -> None:
    (entry,) = read(f"day;sum\n2026-03-02;{text}\n".encode(), columns={"date": "day", "amount": "sum"}).entries
    assert entry.amount_minor == minor


@pytest.mark.parametrize("text", ["", "twelve", "1.2.3,4,5x", "-", "1e5", "12,345,6"])
def test_no_sum_is_guessed(text: str) -> None:
    with pytest.raises(TheStatementCannotBeRead, match="no_row 2"):
        read(f"day;sum;note\n2026-03-02;{text};x\n".encode(), columns={"date": "day", "amount": "sum"})


@pytest.mark.parametrize(
    ("written", "day"), [("02.03.2026", 2), ("2026-03-02", 2), ("20260302", 2), ("31/03/2026", 31)]
)
def test_days_are_read_as_banks_write_them(written: str, day: int) -> None:
    (entry,) = read(f"day;sum\n{written};1\n".encode(), columns={"date": "day", "amount": "sum"}).entries
    assert entry.booked_on == dt.date(2026, 3, day)


LEGAL = b"<Id>1</Id><LglSeqNb>00012</LglSeqNb>"


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        (camt(PAID), (None, None)),
        (camt(PAID, number="12"), (12, 12)),
        (camt(PAID).replace(b"<Id>1</Id>", LEGAL), (12, 12)),
        (camt(PAID, number="7").replace(b"<Acct>", b"<LglSeqNb>12</LglSeqNb><Acct>"), (7, 7)),
        (camt(PAID, number="2026-12"), (None, None)),
        (camt(PAID, number="1" * 18), (None, None)),
        (one_file(camt(PAID, number="7"), camt(LEFT, number="9")), (7, 9)),
    ],
)
def test_a_statement_is_counted_where_the_bank_counts(raw: bytes, numbers: tuple[int | None, int | None]) -> None:
    found = read(raw)
    assert (found.first_number, found.last_number) == numbers


@pytest.mark.parametrize(
    ("numbers", "left_out"),
    [
        (["7"], ()),
        (["7", "8", "9"], ()),
        (["7", "9", "12"], (8, 10, 11)),
        (["12", "7", "9"], (8, 10, 11)),
        (["7", "7"], ()),
        (["20260302", "20270303"], ()),  # some banks write a date there
    ],
)
def test_numbers_left_out_inside_one_file_are_known(numbers: list[str], left_out: tuple[int, ...]) -> None:
    assert read(one_file(*(camt(PAID, number=one) for one in numbers))).left_out == left_out


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]><a b="&z;"/>'
OUTSIDE = b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (ENTITY, "document_type"),
        (LAUGHS, "document_type"),
        (OUTSIDE, "document_type"),
        (ENTITY.decode().replace("1.0\"", "1.0\" encoding=\"UTF-16\"").encode("utf-16"), "document_type"),
        (b"<a>" * 50 + b"</a>" * 50, "too_deep"),
        (b"<a><b></a>", "no_xml"),
        (b"<a/>", "no_statement"),
        (b" \n", "empty"),
        (b"x" * (reading.MOST_BYTES + 1), "too_large"),
        (camt(PAID).replace(b"46200", b"x").replace(b"462.00", b"much"), "no_amount"),
        (camt(PAID).replace(b"462.00", b"462.001"), "no_amount"),
        (camt(PAID).replace(b"<BookgDt><Dt>2026-03-02</Dt></BookgDt>", b""), "no_date"),
        (b"day;sum\n2026-03-02;1\n", "no_column"),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(TheStatementCannotBeRead) as refused:
        read(raw)
    assert refused.value.why == why


def test_the_same_entry_twice_in_a_file_is_two_and_in_two_files_is_one() -> None:
    first = {one.digest(OWN_ACCOUNT) for one in read(camt(PAID, PAID)).entries}
    again = {one.digest(OWN_ACCOUNT) for one in read(camt(LEFT, PAID, PAID, PAID)).entries}
    assert (len(first), len(again), len(first & again)) == (2, 4, 2)


def test_what_differs_in_a_memo_alone_is_two_entries() -> None:
    """Two payments of one sum to one account on one day: that the bank made another sum of each tells none apart."""
    raw = camt(Booked(-5000, instructed="GBP 42.50"), Booked(-5000, instructed="GBP 42.40"))
    assert len({one.digest("A") for one in read(raw).entries}) == 2


def test_a_reference_has_its_check_digits_and_is_found_however_it_is_spaced() -> None:
    from schwifty import IBAN  # the same sum as an IBAN's: a second opinion on the check digits

    reference = references.creditor_reference("k3v9mq2t0abc")
    assert reference[4:] == "K3V9MQ2T0ABC"
    assert int(reference[2:4]) == int(IBAN.from_bban("RF", reference[4:], validate_bban=False, allow_invalid=True)[2:4])
    spaced = f"Invoice 12, {references.printed(reference).lower()} thanks"
    assert references.found_in(spaced) == ["k3v9mq2t0abc"]
    wrong = reference[:-1] + ("D" if reference[-1] != "D" else "E")
    assert references.found_in(wrong) == []
