"""Issued documents and yearly totals in words: the same for the page and for the printed document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel import numbers
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foretaste.core.amounts import Amount
from foretaste.core.dates import dated, reader_locale
from foretaste.money.years import CompanyYear, EarnedYear
from foretaste.web.countries import countries
from foretaste.web.templatetags.ui import money as money_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foretaste.money.models import IssuedDocument

Line = dict[str, Any]


def percent(rate: str | Decimal) -> str:
    """Return a rate as the reader writes it: 19%; 19 %."""
    return numbers.format_percent(Decimal(rate) / 100, locale=reader_locale(), decimal_quantization=False)


def _row(line: Line) -> list[str]:
    return [line["label"], line.get("hint", ""), money_words(line["amount"])]


# --- an issued document -----------------------------------------------------------------------------
@dataclass(frozen=True)
class IssuedPaper:
    """An issued document, ready to be read."""

    title: str
    facts: list[tuple[str, str]]
    seller: list[str]
    buyer: list[str]
    heading: str
    lines: list[Line]
    total_label: str
    total: Amount
    notes: list[str]
    sha256: str
    issued_on: str

    def as_data(self) -> dict[str, Any]:
        """Return it as the printed document reads it."""
        return {
            "language": (get_language() or "en").split("-")[0],
            "title": self.title,
            "made": self.issued_on,
            "footer": f"{settings.INSTANCE_NAME} · {self.title}",
            "seller_heading": _("From"),
            "seller": self.seller,
            "buyer_heading": _("To"),
            "buyer": self.buyer,
            "facts": [list(fact) for fact in self.facts],
            "heading": self.heading,
            "head": [_("For what"), _("Sum")],
            "lines": [_row(line) for line in self.lines],
            "total": [self.total_label, money_words(self.total)],
            "notes": self.notes,
            "fingerprint": _("SHA-256 of what was issued: %(sha256)s") % {"sha256": self.sha256},
        }


def _names() -> dict[str, str]:
    return dict(countries())


def _party(facts: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    lines = [facts["name"], *facts["address"].splitlines(), names.get(facts["country"], facts["country"])]
    if facts["tax_id"]:
        lines.append(_("Tax number %(number)s") % {"number": facts["tax_id"]})
    lines += [facts.get("registration", ""), facts.get("email", "")]
    return [line.strip() for line in lines if line.strip()]


def issued_paper(document: IssuedDocument) -> IssuedPaper:
    """Put a document's facts into words."""
    facts = document.facts
    names = _names()
    kinds = {"receipt": _document_receipt, "invoice": _document_charge, "credit_note": _document_charge}
    heading, lines, total_label, notes = kinds[document.kind](document)
    about = facts["about"]
    pairs = [(_("Number"), document.number), (_("Issued"), dated(facts["issued_on"]))]
    if facts["supplied_on"] != facts["issued_on"]:
        pairs.append((_("Service of"), dated(facts["supplied_on"])))
    if "takes_back" in facts:
        pairs.append(
            (
                _("Takes back"),
                _("%(number)s of %(day)s")
                % {"number": facts["takes_back"]["number"], "day": dated(facts["takes_back"]["issued_on"])},
            )
        )
    if "trial" in about:
        pairs.append((_("Trial"), about["trial"]))
    if "order" in about:
        pairs.append((_("Order"), about["order"]))
    if facts["buyer"].get("reference"):
        pairs.append((_("Your reference"), facts["buyer"]["reference"]))
    return IssuedPaper(
        title=f"{document.get_kind_display()} {document.number}",
        facts=pairs,
        seller=_party(facts["seller"], names),
        buyer=_party(facts["buyer"], names),
        heading=heading,
        lines=lines,
        total_label=total_label,
        total=Amount(document.total_minor, document.currency),
        notes=notes,
        sha256=document.sha256,
        issued_on=dated(facts["issued_on"]),
    )


Words = tuple[str, list[Line], str, list[str]]


def _document_receipt(document: IssuedDocument) -> Words:
    facts, money = document.facts, document.currency
    labels = {"pay": _("Every day’s pay"), "fee": _("The fee on it")}
    seats: dict[str, int] = {}
    lines = []
    for line in facts["lines"]:
        number = seats.setdefault(line["seat"], len(seats) + 1)
        lines.append(
            {
                "label": labels[line["what"]],
                "hint": _("Seat %(number)s") % {"number": number},
                "amount": Amount(line["minor"], money),
            }
        )
    by_card = facts["about"]["method"] == "card"
    notes = [
        _("Paid by card and available at the payment provider.")
        if by_card
        else _("Paid by bank transfer and available at the payment provider."),
        _("It is kept for these seats. What a trial doesn’t use goes back to you, with the fee on it."),
        _("This is a receipt, not an invoice. The invoice of the fee follows when a trial is settled."),
    ]
    return _("What is set aside"), lines, _("Received"), notes


def _document_charge(document: IssuedDocument) -> Words:
    facts, money = document.facts, document.currency
    is_credit = document.kind == "credit_note"
    fee = facts["lines"][0]
    lines: list[Line] = [
        {
            "label": _("Fee for the trial, without tax") if facts["taxes"] else _("Fee for the trial"),
            "hint": _("%(percent)s of %(sum)s that the intern is paid")
            % {
                "percent": percent(Decimal(fee["basis_points"]) / 100),
                "sum": money_words(Amount(fee["on_minor"], money)),
            },
            "amount": Amount(document.net_minor, money),
        }
    ]
    notes = []
    for tax in facts["taxes"]:
        if tax["treatment"] == "charged":
            words = {"name": tax["name"], "percent": percent(tax["rate"])}
            lines.append(
                {
                    "label": _("%(name)s, %(percent)s") % words,
                    "hint": _("on %(sum)s") % {"sum": money_words(Amount(tax["net_minor"], money))},
                    "amount": Amount(tax["minor"], money),
                }
            )
        if tax["text"]:
            notes.append(tax["text"])
    if is_credit:
        notes.append(_("It takes the invoice back, whole. Where a fee still holds, a new invoice says which."))
        return _("What is taken back"), lines, _("Taken back"), notes
    passed_on = Amount(facts["passed_on_minor"], money)
    notes += [
        _("Taken from the fund you had paid in: nothing is left to pay."),
        _("%(sum)s of pay was passed on to the intern. It is not part of this invoice.")
        % {"sum": money_words(passed_on)},
    ]
    return _("What is charged"), lines, _("Invoiced and paid"), notes


# --- a year -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class YearPaper:
    """A year's totals, one group for each currency."""

    title: str
    says: str
    facts: list[tuple[str, str]]
    groups: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)

    def as_data(self, at: dt.datetime) -> dict[str, Any]:
        return {
            "language": (get_language() or "en").split("-")[0],
            "title": self.title,
            "made": _("Made on %(day)s") % {"day": dated(at.date())},
            "footer": f"{settings.INSTANCE_NAME} · {self.title}",
            "says": self.says,
            "facts": [list(fact) for fact in self.facts],
            "head": [_("What"), _("Sum")],
            "groups": [
                {
                    "heading": group["heading"],
                    "lines": [_row(line) for line in group["lines"]],
                    "total": [group["total_label"], money_words(group["total"])],
                }
                for group in self.groups
            ],
            "notes": self.notes,
        }


def earned_year(name: str, year: int, found: list[EarnedYear], trials: Mapping[str, tuple[str, str]]) -> YearPaper:
    """Return an intern's year. `trials` are (title, company) by trial."""
    groups, notes = [], []
    for one in found:
        lines = []
        for settlement in one.settlements:
            title, company = trials.get(settlement.trial_id, (settlement.trial_id, ""))
            hint = _("%(company)s, settled on %(day)s") % {
                "company": company,
                "day": dated(settlement.settled_on),
            }
            lines.append({"label": title, "hint": hint, "amount": Amount(settlement.paid_minor, one.currency)})
        groups.append(
            {
                "heading": _("Earned in %(currency)s") % {"currency": one.currency},
                "lines": lines,
                "total_label": _("Earned in %(year)s") % {"year": year},
                "total": one.earned,
            }
        )
        notes.append(
            _("%(sum)s arrived in your bank account in %(year)s.") % {"sum": money_words(one.arrived), "year": year}
        )
        if one.by_payroll:
            notes.append(
                _("%(sum)s of it was paid through a payroll: its pay slips say what was withheld.")
                % {"sum": money_words(one.by_payroll)}
            )
    notes.append(_("Sums are gross, before tax, by the day on which they were settled where the work was done."))
    title = _("Your year %(year)s") % {"year": year}
    says = _("What you earned in paid work trials, each with the company that paid for it.")
    return YearPaper(title, says, [(_("For"), name), (_("Year"), str(year))], groups, notes)


def company_year(name: str, year: int, found: list[CompanyYear]) -> YearPaper:
    """Return a company's year: it opens with what was held and closes with what is held."""
    groups = []
    for one in found:
        zero = Amount.zero(one.currency)
        fees = _("of it tax: %(sum)s") % {"sum": money_words(one.tax)} if one.tax else ""
        lines: list[Line] = [
            {"label": _("Held for you when the year began"), "hint": "", "amount": one.opening},
            {"label": _("Paid in"), "hint": "", "amount": one.paid_in},
            {"label": _("Pay of interns"), "hint": "", "amount": zero - one.pay},
            {"label": _("Fees"), "hint": fees, "amount": zero - one.fees},
            {"label": _("Sent back to you"), "hint": "", "amount": zero - one.back},
        ]
        if one.goodwill:
            lines.insert(4, {"label": _("Goodwill from the operator"), "hint": "", "amount": one.goodwill})
        groups.append(
            {
                "heading": one.currency,
                "lines": lines,
                "total_label": _("Held for you when it ended"),
                "total": one.closing,
            }
        )
    title = _("The year %(year)s") % {"year": year}
    says = _("Every cent you paid in, and where it went: out of the ledger, so it adds up.")
    notes = [_("By the moment of each movement, in UTC. Pay that your payroll paid and got back is not counted twice.")]
    return YearPaper(title, says, [(_("Company"), name), (_("Year"), str(year))], groups, notes)
