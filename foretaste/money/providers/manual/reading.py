"""Reading a bank's statement: camt.053 in any of its versions, or CSV with the columns somebody has named. Pure.

What comes from outside is read with care: no document type (so no entities), no more than `MOST_BYTES`, no more
than `MOST_ENTRIES`. Only what the bank has booked counts; what it announces comes again when it is booked.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers import expat

from foretaste.core.amounts import Amount

MOST_BYTES = 5 * 1024 * 1024
MOST_ENTRIES = 20_000
DEEPEST = 40
MOST_DIGITS = 9  # of a statement's number
MOST_LEFT_OUT = 366  # of a file: more is no count of statements
COLUMNS = ("date", "amount", "currency", "name", "number", "reference", "end_to_end", "bank_ref")
NEEDED = ("date", "amount")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y%m%d")


class TheStatementCannotBeRead(ValueError):
    """What is wrong with a file, for the person who sent it; `where` is a line or place, where one is known."""

    def __init__(self, why: str, where: str = "") -> None:
        super().__init__(f"{why} {where}".strip())
        self.why, self.where = why, where


@dataclass(frozen=True)
class ReadEntry:
    """One movement on the account: positive in, negative out."""

    booked_on: dt.date
    amount_minor: int
    currency: str
    name: str = ""  # of the other side
    number: str = ""  # their account
    reference: str = ""
    end_to_end: str = ""
    bank_ref: str = ""
    return_reason: str = ""  # ISO's code, where it says that it came back
    nth: int = 0  # among entries of the file that say exactly the same
    payments: int = 1  # that the bank booked as one without saying what each of them is
    converted_minor: int = 0  # what it is in the other side's currency, where the bank says so
    converted_currency: str = ""

    def digest(self, account: str) -> str:
        """Return what makes it itself: the same entry in another file of the same account has the same digest."""
        said = (
            account,
            self.booked_on.isoformat(),
            str(self.amount_minor),
            self.currency,
            self.name,
            self.number,
            self.reference,
            self.end_to_end,
            self.bank_ref,
            self.return_reason,
            str(self.nth),
            *([f"{self.payments} payments"] if self.payments > 1 else []),
        )
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


@dataclass(frozen=True)
class ReadStatement:
    format: str
    entries: tuple[ReadEntry, ...]
    account: str = ""
    opening_minor: int | None = None
    closing_minor: int | None = None
    opens_on: dt.date | None = None
    closes_on: dt.date | None = None
    currency: str = ""  # of the balances
    first_number: int | None = None  # as the bank counts its statements
    last_number: int | None = None
    left_out: tuple[int, ...] = ()  # numbers between the two that no statement of the file has


def read(raw: bytes, *, columns: Mapping[str, str] | None = None, currency: str = "EUR") -> ReadStatement:
    """Read a file, whichever of the two it is."""
    if len(raw) > MOST_BYTES:
        raise TheStatementCannotBeRead("too_large")
    if not raw.strip():
        raise TheStatementCannotBeRead("empty")
    looks_like_xml = raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<"))
    found = read_camt(raw) if looks_like_xml else read_csv(raw, columns or {}, currency)
    if len(found.entries) > MOST_ENTRIES:
        raise TheStatementCannotBeRead("too_many_entries")
    return replace(found, entries=tuple(_numbered(found.entries)))


def _numbered(entries: Sequence[ReadEntry]) -> Iterator[ReadEntry]:
    """Count those that would be the same entry. What is a memo only, as the other side's currency, tells none apart."""
    seen: Counter[str] = Counter()
    for one in entries:
        said = one.digest("")
        yield replace(one, nth=seen[said])
        seen[said] += 1


# --- camt.053 -----------------------------------------------------------------------------------------


def tree_of(raw: bytes) -> Element:
    """Parse XML without a document type, and so without entities; no deeper than anything sensible is."""
    builder, depth = TreeBuilder(), 0
    parser = expat.ParserCreate(namespace_separator="}")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise TheStatementCannotBeRead("too_deep")
        builder.start(name.rpartition("}")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition("}")[2])

    def refuse(*_: object) -> None:
        raise TheStatementCannotBeRead("document_type")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(raw, True)
        return builder.close()
    except (expat.ExpatError, ParseError, AssertionError) as error:
        raise TheStatementCannotBeRead("no_xml", str(error)) from error


def read_camt(raw: bytes) -> ReadStatement:
    root = tree_of(raw)
    statements = root.findall("./BkToCstmrStmt/Stmt")
    if not statements:
        raise TheStatementCannotBeRead("no_statement")
    accounts = {_text(one, "Acct/Id/IBAN") or _text(one, "Acct/Id/Othr/Id") for one in statements}
    if len(accounts) > 1:
        raise TheStatementCannotBeRead("several_accounts")
    entries = [entry for one in statements for node in one.findall("Ntry") for entry in _entries(node)]
    return ReadStatement(
        format="camt.053",
        entries=tuple(entries),
        account="".join(accounts.pop().split()).upper(),
        **_balances(statements[0], statements[-1]),
        **_numbers(statements),
    )


def _entries(node: Element) -> Iterator[ReadEntry]:
    """Return an entry, or each of its parts where the bank has booked several as one and says what each is."""
    status = _text(node, "Sts/Cd") or _text(node, "Sts")
    if status and status != "BOOK":
        return
    day = _text(node, "BookgDt/Dt") or _text(node, "BookgDt/DtTm") or _text(node, "ValDt/Dt")
    try:
        booked_on = dt.date.fromisoformat(day[:10])
    except ValueError as error:
        raise TheStatementCannotBeRead("no_date", day) from error
    whole = _amount(node, node)
    details = node.findall("NtryDtls/TxDtls")
    parts = [_amount(one, node) for one in details]
    if len(details) < 2 or any(one is None for one in parts):
        said = _entry(details[0] if len(details) == 1 else node, node, booked_on, whole or Amount.zero("XXX"))
        yield replace(said, **_bulk(node, len(details), said))
        return
    if sum(one.minor for one in parts if one) != (whole.minor if whole else 0):
        raise TheStatementCannotBeRead("parts_differ", _text(node, "AcctSvcrRef") or day)
    for number, (one, amount) in enumerate(zip(details, parts, strict=True), 1):
        if amount is not None:
            yield replace(_entry(one, node, booked_on, amount), bank_ref=_bank_ref(one, node, number))


def _bulk(node: Element, details: int, said: ReadEntry) -> dict[str, Any]:
    """Return how many payments the bank booked as one without saying what each is, and under which file's name."""
    told = "".join(_text(one, "Btch/NbOfTxs") for one in node.findall("NtryDtls"))
    number = int(told) if told.isdecimal() and len(told) < 7 else details
    if number < 2:
        return {}
    batch = [_text(node, f"NtryDtls/Btch/{name}") for name in ("MsgId", "PmtInfId")]
    named = " ".join(dict.fromkeys(one for one in (*batch, said.reference) if one))
    return {"payments": number, "reference": named[:400]}


def _entry(details: Element, node: Element, booked_on: dt.date, amount: Amount) -> ReadEntry:
    incoming = amount.minor > 0
    came_back = details.find("RtrInf") is not None
    side = "Dbtr" if incoming != came_back else "Cdtr"  # what comes back names the sides of the first way
    parties = details.find("RltdPties")
    told = [one.text or "" for one in details.findall("RmtInf/Ustrd")]
    told += [one.text or "" for one in details.findall("RmtInf/Strd/CdtrRefInf/Ref")]
    end_to_end = _text(details, "Refs/EndToEndId")
    return ReadEntry(
        booked_on=booked_on,
        amount_minor=amount.minor,
        currency=amount.currency,
        name=(_text(parties, f"{side}/Nm") or _text(parties, f"{side}/Pty/Nm"))[:140],
        number="".join((_text(parties, f"{side}Acct/Id/IBAN") or _text(parties, f"{side}Acct/Id/Othr/Id")).split())[
            :40
        ].upper(),
        reference=(" ".join(told) or _text(details, "AddtlTxInf") or _text(node, "AddtlNtryInf"))[:400],
        end_to_end="" if end_to_end == "NOTPROVIDED" else end_to_end[:40],
        bank_ref=_bank_ref(details, node, 0),
        **_converted(details, amount.currency),
        return_reason=(_text(details, "RtrInf/Rsn/Cd") or _text(details, "RtrInf/Rsn/Prtry") or "returned")[:35]
        if came_back
        else "",
    )


def _converted(details: Element, booked: str) -> dict[str, Any]:
    """Return the sum in the other side's currency: what was instructed, or its counter value."""
    for name in ("InstdAmt", "CntrValAmt", "TxAmt"):
        found = details.find(f"AmtDtls/{name}/Amt")
        if found is not None and found.text and (money := found.get("Ccy", "")) not in ("", booked):
            try:
                amount = Amount.from_major(Decimal(found.text.strip()), money)
            except (InvalidOperation, ValueError):
                return {}  # a memo only: what was booked is what counts
            return {"converted_minor": amount.minor, "converted_currency": amount.currency}
    return {}


def _bank_ref(details: Element, node: Element, number: int) -> str:
    own = _text(details, "Refs/AcctSvcrRef")
    whole = _text(node, "AcctSvcrRef") or _text(node, "NtryRef")
    return (own or (f"{whole}/{number}" if number and whole else whole))[:80]


def _amount(part: Element, node: Element) -> Amount | None:
    """Return a signed amount: of an entry, or of one of its parts."""
    found = part.find("Amt")
    if found is None:
        found = part.find("AmtDtls/TxAmt/Amt")
    if found is None or not found.text:
        return None
    out = (_text(part, "CdtDbtInd") or _text(node, "CdtDbtInd")) == "DBIT"
    try:
        amount = Amount.from_major(Decimal(found.text.strip()), found.get("Ccy", ""))
    except (InvalidOperation, ValueError) as error:
        raise TheStatementCannotBeRead("no_amount", found.text[:20]) from error
    return Amount(-amount.minor, amount.currency) if out else amount


def _balances(first: Element, last: Element) -> dict[str, Any]:
    """Return what was there before the first entry and after the last, and on which days."""
    opening, opened = _balance(first, "OPBD")
    if opening is None:
        opening, opened = _balance(first, "PRCD")
        opened = opened + dt.timedelta(days=1) if opened else None  # it closed the day before
    closing, closed = _balance(last, "CLBD")
    return {
        "opening_minor": opening.minor if opening else None,
        "closing_minor": closing.minor if closing else None,
        "opens_on": opened,
        "closes_on": closed,
        "currency": closing.currency if closing else "",
    }


def _numbers(statements: Sequence[Element]) -> dict[str, Any]:
    """Return how the bank has numbered the first and the last: each by the same count, or none at all."""
    for name in ("ElctrncSeqNb", "LglSeqNb"):
        told = [_text(one, name) for one in statements]
        if all(one.isdecimal() and len(one) <= MOST_DIGITS for one in told):
            numbers = sorted(map(int, told))
            return {"first_number": numbers[0], "last_number": numbers[-1], "left_out": _left_out(numbers)}
    return {"first_number": None, "last_number": None}


def _left_out(numbers: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers between the lowest and the highest that are not there."""
    if numbers[-1] - numbers[0] - len(set(numbers)) >= MOST_LEFT_OUT:
        return ()
    return tuple(sorted(set(range(numbers[0], numbers[-1])) - set(numbers)))


def _balance(statement: Element, code: str) -> tuple[Amount | None, dt.date | None]:
    for node in statement.findall("Bal"):
        if _text(node, "Tp/CdOrPrtry/Cd") == code:
            day = _text(node, "Dt/Dt") or _text(node, "Dt/DtTm")
            try:
                return _amount(node, node), dt.date.fromisoformat(day[:10])
            except ValueError:
                return _amount(node, node), None
    return None, None


def _text(node: Element | None, path: str) -> str:
    found = None if node is None else node.find(path)
    return "" if found is None or not found.text else found.text.strip()


# --- CSV -------------------------------------------------------------------------------------------------


def read_csv(raw: bytes, columns: Mapping[str, str], currency: str) -> ReadStatement:
    rows = _rows(raw)
    header = next(rows, [])
    place = {}
    for name in COLUMNS:
        wanted = columns.get(name, "").strip()
        if wanted and wanted in header:
            place[name] = header.index(wanted)
        elif wanted or name in NEEDED:
            raise TheStatementCannotBeRead("no_column", f"{wanted or name}: {', '.join(header)[:200]}")
    entries = []
    for number, row in enumerate(rows, 2):
        told = {name: row[at].strip() if at < len(row) else "" for name, at in place.items()}
        if not any(told.values()):
            continue
        try:
            in_currency = told.get("currency", "").upper() or currency
            entries.append(
                ReadEntry(
                    booked_on=_date(told["date"]),
                    amount_minor=Amount.from_major(_decimal(told["amount"]), in_currency).minor,
                    currency=in_currency,
                    name=told.get("name", "")[:140],
                    number="".join(told.get("number", "").split())[:40].upper(),
                    reference=told.get("reference", "")[:400],
                    end_to_end=told.get("end_to_end", "")[:40],
                    bank_ref=told.get("bank_ref", "")[:80],
                )
            )
        except (ValueError, InvalidOperation) as error:
            raise TheStatementCannotBeRead("no_row", str(number)) from error
    return ReadStatement("csv", tuple(entries))


def _rows(raw: bytes) -> Iterator[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise TheStatementCannotBeRead("no_csv", str(error)) from error


def _date(text: str) -> dt.date:
    for shape in DATES:
        try:
            return dt.datetime.strptime(text, shape).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise ValueError(text)


def _decimal(text: str) -> Decimal:
    """Read 1.234,56 and 1,234.56 and -12 alike: the last mark with one or two digits behind it is the decimal one."""
    plain = re.sub(r"[\s'\u00a0\u202f]", "", text).replace("\u2212", "-")
    if found := re.fullmatch(r"([+-]?)(\d*|\d{1,3}(?:[.,]\d{3})+)(?:([.,])(\d{1,2}))?", plain):
        sign, whole, mark, rest = found.groups()
        if mark and mark in whole:
            raise ValueError(text)
        digits = whole.replace(".", "").replace(",", "")
        if digits or rest:
            return Decimal(f"{sign}{digits or '0'}.{rest or '0'}")
    raise ValueError(text)
