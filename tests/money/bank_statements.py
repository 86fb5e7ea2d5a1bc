"""Statements as banks write them: camt.053 of versions 02 and 08, and CSV."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

OWN_ACCOUNT = "DE75512108001245126199"
COMPANY_ACCOUNT = "DE89370400440532013000"
INTERN_ACCOUNT = "DE02120300000000202051"
DAY = dt.date(2026, 3, 2)


@dataclass(frozen=True)
class Booked:
    """One entry; the sum in cents, negative where money left."""

    amount: int
    bank_ref: str = ""
    name: str = ""
    number: str = ""
    reference: str = ""
    end_to_end: str = ""
    reason: str = ""
    on: dt.date = DAY
    status: str = "BOOK"
    instructed: str = ""  # in the other side's currency: "GBP 178.50"


def camt(
    *entries: Booked, account: str = OWN_ACCOUNT, version: str = "08", opening: int = 0, number: str = ""
) -> bytes:
    """A statement of the days of its entries; `opening` is what the account held before, `number` the bank's count."""
    closing = opening + sum(one.amount for one in entries if one.status == "BOOK")
    days = [one.on for one in entries] or [DAY]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>
<GrpHdr><MsgId>{account}-{len(entries)}</MsgId><CreDtTm>2026-03-02T20:00:00</CreDtTm></GrpHdr>
<Stmt><Id>1</Id>{f"<ElctrncSeqNb>{number}</ElctrncSeqNb>" if number else ""}<Acct><Id><IBAN>{account}</IBAN></Id></Acct>
{_balance("OPBD", opening, min(days))}{_balance("CLBD", closing, max(days))}
{"".join(_entry(one, version) for one in entries)}</Stmt></BkToCstmrStmt></Document>""".encode()


def one_file(*statements: bytes) -> bytes:
    """Several statements in one file, as many banks deliver a week."""
    inside = [re.findall(rb"<Stmt>.*</Stmt>", one, re.DOTALL)[0] for one in statements]
    return re.sub(rb"<Stmt>.*</Stmt>", lambda _: b"".join(inside), statements[0], flags=re.DOTALL)


def next_statement(*entries: Booked) -> bytes:
    """The statement that follows on all that were uploaded: it opens with what the account holds."""
    from foretaste.money.models import StatementEntry

    held = StatementEntry.objects.filter(parts=None).values_list("amount_minor", flat=True)
    return camt(*entries, opening=sum(held))


def _balance(code: str, amount: int, day: dt.date) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{_major(amount)}</Amt>'
        f"<CdtDbtInd>{_side(amount)}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(one: Booked, version: str) -> str:
    status = one.status if version == "02" else f"<Cd>{one.status}</Cd>"
    return (
        f'<Ntry><Amt Ccy="EUR">{_major(one.amount)}</Amt><CdtDbtInd>{_side(one.amount)}</CdtDbtInd>'
        f"<Sts>{status}</Sts><BookgDt><Dt>{one.on}</Dt></BookgDt><AcctSvcrRef>{one.bank_ref}</AcctSvcrRef>"
        f"<NtryDtls>{details(one, version)}</NtryDtls></Ntry>"
    )


def details(one: Booked, version: str, *, with_amount: bool = False) -> str:
    their = "Dbtr" if (one.amount > 0) != bool(one.reason) else "Cdtr"
    name = f"<Nm>{escape(one.name)}</Nm>" if version == "02" else f"<Pty><Nm>{escape(one.name)}</Nm></Pty>"
    amount = f'<Amt Ccy="EUR">{_major(one.amount)}</Amt><CdtDbtInd>{_side(one.amount)}</CdtDbtInd>'
    reason = f"<RtrInf><Rsn><Cd>{one.reason}</Cd></Rsn></RtrInf>" if one.reason else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{one.end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"{amount if with_amount else ''}{_instructed(one)}"
        f"<RltdPties><{their}>{name}</{their}><{their}Acct><Id><IBAN>{one.number}</IBAN></Id></{their}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{escape(one.reference)}</Ustrd></RmtInf>{reason}</TxDtls>"
    )


def _instructed(one: Booked) -> str:
    currency, _, sum_ = one.instructed.partition(" ")
    return f'<AmtDtls><InstdAmt><Amt Ccy="{currency}">{sum_}</Amt></InstdAmt></AmtDtls>' if one.instructed else ""


def bulk(amount: int, payments: int, message_id: str = "", *, opening: int = 0, on: dt.date = DAY) -> bytes:
    """Several booked as one entry, of which the bank says only how many they are, and which file they were in."""
    named = f"<MsgId>{message_id}</MsgId>" if message_id else ""
    told = f"<NtryDtls><Btch>{named}<NbOfTxs>{payments}</NbOfTxs></Btch></NtryDtls>"
    raw = camt(Booked(amount, "BULK", on=on), opening=opening).decode()
    return re.sub(r"<NtryDtls>.*</NtryDtls>", told, raw).encode()


def batch(*parts: Booked, bank_ref: str = "BATCH1") -> bytes:
    """Several booked as one entry, each said in its details."""
    total = sum(one.amount for one in parts)
    inside = "".join(details(one, "08", with_amount=True) for one in parts)
    entry = (
        f'<Ntry><Amt Ccy="EUR">{_major(total)}</Amt><CdtDbtInd>{_side(total)}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{DAY}</Dt></BookgDt><AcctSvcrRef>{bank_ref}</AcctSvcrRef><NtryDtls>{inside}</NtryDtls></Ntry>"
    )
    return camt().replace(b"</Stmt>", entry.encode() + b"</Stmt>")


def _major(amount: int) -> str:
    return str(Decimal(abs(amount)).scaleb(-2))


def _side(amount: int) -> str:
    return "DBIT" if amount < 0 else "CRDT"


COLUMNS = {
    "date": "Buchungstag",
    "amount": "Betrag",
    "name": "Beguenstigter/Zahlungspflichtiger",
    "number": "Kontonummer/IBAN",
    "reference": "Verwendungszweck",
}


def comma(*entries: Booked) -> bytes:
    """A German bank's CSV: semicolons, decimal commas, Windows letters."""
    head = ";".join(f'"{name}"' for name in COLUMNS.values())
    rows = [
        ";".join(
            f'"{cell}"'
            for cell in (f"{one.on:%d.%m.%Y}", f"{one.amount / 100:.2f}".replace(".", ","), one.name, one.number,
                         one.reference)
        )
        for one in entries
    ]  # fmt: skip
    return "\r\n".join([head, *rows, ""]).encode("cp1252")
