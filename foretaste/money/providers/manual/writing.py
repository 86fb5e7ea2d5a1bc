"""Writing what a bank is to do: ISO 20022 pain.001.001.09, and the same as CSV. Pure.

Each payment is booked by itself (`BtchBookg` false), and carries our own name for it as `EndToEndId`: the bank's
statement names it again, and that is how each is found.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from foretaste.core.amounts import Amount
from foretaste.core.spreadsheets import csv_lines

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
SPELLED = {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "&": "+"}


@dataclass(frozen=True)
class Payer:
    """The account that pays: the operator's."""

    name: str
    number: str
    bic: str = ""


@dataclass(frozen=True)
class Payment:
    """One payment of a file."""

    end_to_end: str
    amount: Amount
    name: str
    number: str
    routing: str
    reference: str


def plain_letters(text: str, most: int) -> str:
    """Return a text in the letters that every bank takes."""
    spelled = "".join(SPELLED.get(letter, letter) for letter in text)
    parts = unicodedata.normalize("NFKD", spelled)
    kept = "".join(
        letter if letter in ALLOWED else "." for letter in parts if not unicodedata.combining(letter)
    ).strip()
    return " ".join(kept.split())[:most].strip() or "."


def pain_001(
    payments: Sequence[Payment], *, payer: Payer, message_id: str, made_at: dt.datetime, execute_on: dt.date
) -> bytes:
    """Return the file. The same payments give the same bytes."""
    total = sum((one.amount for one in payments[1:]), payments[0].amount)
    document = Element("Document", xmlns=NAMESPACE)
    body = SubElement(document, "CstmrCdtTrfInitn")
    head = SubElement(body, "GrpHdr")
    _say(head, "MsgId", message_id)
    _say(head, "CreDtTm", made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _say(head, "NbOfTxs", str(len(payments)))
    _say(head, "CtrlSum", _major(total))
    _say(SubElement(head, "InitgPty"), "Nm", plain_letters(payer.name, 70))
    block = SubElement(body, "PmtInf")
    _say(block, "PmtInfId", message_id)
    _say(block, "PmtMtd", "TRF")
    _say(block, "BtchBookg", "false")
    _say(block, "NbOfTxs", str(len(payments)))
    _say(block, "CtrlSum", _major(total))
    if total.currency == "EUR":
        _say(block, "PmtTpInf/SvcLvl/Cd", "SEPA")
    _say(block, "ReqdExctnDt/Dt", execute_on.isoformat())
    _say(block, "Dbtr/Nm", plain_letters(payer.name, 70))
    _account(SubElement(block, "DbtrAcct"), payer.number)
    if payer.bic:
        _say(block, "DbtrAgt/FinInstnId/BICFI", payer.bic)
    else:
        _say(block, "DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED")
    _say(block, "ChrgBr", "SLEV" if total.currency == "EUR" else "SHAR")
    for one in payments:
        _payment(SubElement(block, "CdtTrfTxInf"), one)
    indent(document)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(document, encoding="unicode")}\n'.encode()


def _payment(node: Element, one: Payment) -> None:
    names = SubElement(node, "PmtId")
    _say(names, "InstrId", one.end_to_end)
    _say(names, "EndToEndId", one.end_to_end)
    _say(node, "Amt/InstdAmt", _major(one.amount)).set("Ccy", one.amount.currency)
    routing = "".join(one.routing.split()).upper()
    if routing and len(routing) in (8, 11) and routing[:6].isalpha():
        _say(node, "CdtrAgt/FinInstnId/BICFI", routing)
    elif routing and not one.number[:2].isalpha():
        _say(node, "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId", plain_letters(routing, 35))
    _say(node, "Cdtr/Nm", plain_letters(one.name, 70))
    _account(SubElement(node, "CdtrAcct"), one.number)
    _say(node, "RmtInf/Ustrd", plain_letters(one.reference, 140))


def _account(node: Element, number: str) -> None:
    if number[:2].isalpha():
        _say(node, "Id/IBAN", number)
    else:
        _say(node, "Id/Othr/Id", number)


def _say(node: Element, path: str, text: str) -> Element:
    """Write a text at a path below a node, made where it is missing."""
    for name in path.split("/"):
        node = SubElement(node, name)
    node.text = text
    return node


def _major(amount: Amount) -> str:
    return f"{amount.major:f}"


def as_csv(payments: Sequence[Payment]) -> bytes:
    """Return the same payments for a bank's page that takes no XML."""
    head = ["name", "account", "bank", "amount", "currency", "reference", "end_to_end"]
    rows = (
        [
            plain_letters(one.name, 70),
            one.number,
            one.routing,
            _major(one.amount),
            one.amount.currency,
            plain_letters(one.reference, 140),
            one.end_to_end,
        ]
        for one in payments
    )
    return "".join(csv_lines(head, rows)).encode()
