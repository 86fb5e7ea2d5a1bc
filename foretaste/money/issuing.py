"""Issuing documents: after the commit of what they document, by a sweep. Numbered without gaps, never changed.

A funding receipt when an order's money is available; an invoice of the fee when a trial is settled. When a decision
changes a fee that was invoiced, a credit note takes the invoice back whole and a new invoice says what holds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.refusals import NotAllowed, Refused
from foretaste.core.transactions import action, step
from foretaste.money import issued, taxes
from foretaste.money.issued import CREDIT_NOTE, INVOICE, RECEIPT
from foretaste.money.models import (
    BillingDetails,
    DocumentSeries,
    FundingOrder,
    IssuedDocument,
    SellerDetails,
    Settlement,
    TaxRule,
)
from foretaste.money.movements import signature
from foretaste.money.queries import MONEY_ROLES
from foretaste.money.refusals import (
    TheDetailsAreIncomplete,
    TheRuleIsDatedBack,
    TheSellerIsUnknown,
    TheTaxIsUnknown,
)

log = logging.getLogger(__name__)

PREFIX = {RECEIPT: "REC", INVOICE: "INV", CREDIT_NOTE: "CRN"}
Facts = dict[str, Any]


# --- what documents are made from -----------------------------------------------------------------


@action
def write_seller(
    *,
    name: str,
    address: str,
    country: str,
    tax_id: str,
    registration: str = "",
    email: str = "",
    by: Actor,
    at: dt.datetime,
) -> SellerDetails:
    """Say who issues the documents from now on. What was issued keeps what stood on it."""
    if not by.is_operator:
        raise NotAllowed
    return SellerDetails.objects.create(
        **_complete(name=name, address=address, country=country, tax_id=tax_id),
        registration=registration.strip()[:120],
        email=email.strip()[:120],
        written_by=signature(by),
        written_at=at,
    )


@action
def write_billing(
    *, name: str, address: str, country: str, tax_id: str = "", reference: str = "", by: Actor, at: dt.datetime
) -> BillingDetails:
    """Say how one's company stands on its documents from now on."""
    if not by.has(*MONEY_ROLES):
        raise NotAllowed
    return BillingDetails.objects.create(
        company_id=accounts.organization_of(by).public_id,
        **_complete(name=name, address=address, country=country),
        tax_id=tax_id.strip()[:40],
        reference=reference.strip()[:60],
        written_by=signature(by),
        written_at=at,
    )


def _complete(**details: str) -> dict[str, str]:
    kept = {key: value.strip() for key, value in details.items()}
    missing = {key: _("This stands on every invoice: it can't be empty.") for key, value in kept.items() if not value}
    if missing:
        raise TheDetailsAreIncomplete(**missing)
    kept["country"] = kept["country"].upper()[:2]
    return kept


@action
def write_tax_rule(
    *,
    name: str,
    rate: Decimal,
    treatment: str,
    place: str = taxes.EVERYWHERE,
    needs_tax_id: bool = False,
    text: str = "",
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    by: Actor,
    at: dt.datetime,
) -> TaxRule:
    """Add a row to the tax table. It may begin in the past only where nothing was invoiced since."""
    if not by.is_operator:
        raise NotAllowed
    if treatment not in TaxRule.Treatment.values:
        raise TheDetailsAreIncomplete(treatment=_("Choose whether the tax is charged."))
    if not name.strip():
        raise TheDetailsAreIncomplete(name=_("Name the tax as it stands on the invoice."))
    charged = treatment == TaxRule.Treatment.CHARGED
    if not 0 <= rate <= 100 or (not charged and rate):
        raise TheDetailsAreIncomplete(rate=_("A rate is 0 to 100 percent, and 0 where the tax is not charged."))
    if not charged and not text.strip():
        raise TheDetailsAreIncomplete(text=_("Write the sentence that the law wants on such an invoice."))
    if valid_to is not None and valid_to < valid_from:
        raise TheDetailsAreIncomplete(valid_to=_("The last day comes after the first."))
    _hold_the_tax_table(alone=True)  # an invoice under way is committed first, or waits and reads the new row
    invoiced = IssuedDocument.objects.filter(kind=INVOICE, supplied_on__gte=valid_from)
    if valid_from < at.date() and invoiced.exists():
        raise TheRuleIsDatedBack
    return TaxRule.objects.create(
        name=name.strip()[:40],
        rate=rate,
        treatment=treatment,
        place=place.strip().upper()[:2],
        needs_tax_id=needs_tax_id,
        text=text.strip()[:300],
        valid_from=valid_from,
        valid_to=valid_to,
        written_by=signature(by),
        written_at=at,
    )


# --- issuing --------------------------------------------------------------------------------------


@action
def issue_receipt(*, order_id: str, by: Actor = CLOCK, at: dt.datetime) -> IssuedDocument | None:
    """Say in a document that a company's money is available and set aside, seat by seat. Once per order."""
    order = FundingOrder.objects.select_for_update(no_key=True).get(public_id=order_id)
    if order.receipted_at is not None or order.state != FundingOrder.State.AVAILABLE or order.available_at is None:
        return None
    funds = list(order.funds.exclude(funded_at=None).order_by("id"))
    total = sum(fund.total_minor for fund in funds)
    facts: Facts = {
        "seller": _seller(),
        "buyer": _buyer(order.company_id),
        "about": {"order": order.public_id, "method": order.method},
        "lines": [
            {"what": what, "seat": fund.seat_id, "minor": minor}
            for fund in funds
            for what, minor in (("pay", fund.pay_minor), ("fee", fund.fee_minor))
        ],
        "taxes": [],
        "total_minor": total,
    }
    made = _issue(
        RECEIPT,
        company_id=order.company_id,
        subject=order.public_id,
        order_id=order.public_id,
        currency=order.currency,
        net_minor=total,
        supplied_on=order.available_at.date(),
        facts=facts,
        at=at,
    )
    FundingOrder.objects.filter(pk=order.pk).update(receipted_at=at)
    return made


@action
def issue_invoice(*, trial_id: str, by: Actor = CLOCK, at: dt.datetime) -> list[IssuedDocument]:
    """Bring the invoices of a trial in line with its fee: nothing, an invoice, or a credit note and what now holds.

    The lock on the settlement keeps a decision about it from coming between.
    """
    settlement = Settlement.objects.select_for_update(no_key=True).get(trial_id=trial_id)
    if settlement.fee_minor == settlement.invoiced_fee_minor:
        return []
    made = []
    before = list(IssuedDocument.objects.filter(kind=INVOICE, trial_id=trial_id).order_by("id"))
    if settlement.invoiced_fee_minor:
        made.append(_take_back(before[-1], at=at))
    if settlement.fee_minor:
        made.append(_invoice(settlement, number=len(before) + 1, at=at))
    Settlement.objects.filter(pk=settlement.pk).update(invoiced_fee_minor=settlement.fee_minor)
    return made


@step
def _invoice(settlement: Settlement, *, number: int, at: dt.datetime) -> IssuedDocument:
    fee = settlement.fee_minor
    days = [line.on for line in settlement.lines.all() if line.on]
    supplied_on = min(max(days, default=settlement.settled_at.date()), settlement.settled_at.date())
    _hold_the_tax_table(alone=False)
    seller, buyer = _seller(), _buyer(settlement.company_id)
    rules = taxes.applicable(
        issued.rules(),
        country=buyer["country"],
        has_tax_id=bool(buyer["tax_id"]),
        seller_country=seller["country"],
        on=supplied_on,
    )
    if not rules:
        raise TheTaxIsUnknown(country=buyer["country"])
    lines = taxes.inside(fee, rules)
    tax = sum(line.minor for line in lines)
    facts: Facts = {
        "seller": seller,
        "buyer": buyer,
        "about": {"trial": settlement.trial_id, "settled_at": settlement.settled_at.isoformat()},
        "lines": [
            {
                "what": "fee",
                "on_minor": settlement.paid_minor,
                "basis_points": settlement.fee_basis_points,
                "minor": fee,
            }
        ],
        "taxes": [
            {
                "name": line.rule.name,
                "rate": f"{line.rule.rate.normalize():f}",
                "treatment": line.rule.treatment,
                "text": line.rule.text,
                "net_minor": fee - tax,
                "minor": line.minor,
            }
            for line in lines
        ],
        "passed_on_minor": settlement.paid_minor,
        "total_minor": fee,
    }
    return _issue(
        INVOICE,
        company_id=settlement.company_id,
        subject=f"{settlement.trial_id}/{number}",
        trial_id=settlement.trial_id,
        currency=settlement.currency,
        net_minor=fee - tax,
        tax_minor=tax,
        supplied_on=supplied_on,
        facts=facts,
        at=at,
    )


def _hold_the_tax_table(*, alone: bool) -> None:
    """Until the commit: invoices read the table together, whoever writes it does so while none is being made."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtextextended('tax table', 0))")


@step
def _take_back(invoice: IssuedDocument, *, at: dt.datetime) -> IssuedDocument:
    """Take an invoice back, whole: the same lines with the opposite sign, under a number of its own."""
    facts: Facts = {key: value for key, value in invoice.facts.items() if key not in _OF_THE_DOCUMENT}
    facts |= {
        "lines": [line | {"minor": -line["minor"]} for line in facts["lines"]],
        "taxes": [line | {"minor": -line["minor"], "net_minor": -line["net_minor"]} for line in facts["taxes"]],
        "total_minor": -facts["total_minor"],
        "takes_back": {"number": invoice.number, "issued_on": invoice.issued_on.isoformat()},
    }
    facts.pop("passed_on_minor", None)
    return _issue(
        CREDIT_NOTE,
        company_id=invoice.company_id,
        subject=invoice.number,
        trial_id=invoice.trial_id,
        takes_back=invoice,
        currency=invoice.currency,
        net_minor=-invoice.net_minor,
        tax_minor=-invoice.tax_minor,
        supplied_on=invoice.supplied_on,
        facts=facts,
        at=at,
    )


_OF_THE_DOCUMENT = {"kind", "number", "issued_on", "supplied_on", "currency"}


@step
def _issue(
    kind: str,
    *,
    company_id: str,
    currency: str,
    net_minor: int,
    tax_minor: int = 0,
    supplied_on: dt.date,
    facts: Facts,
    at: dt.datetime,
    **about: Any,
) -> IssuedDocument:
    """Give the next number and keep the document as it is now. Both are undone together, so no number is lost.

    The series' row is locked until the commit: whoever comes next waits for it and counts on from it.
    """
    year = at.date().year
    DocumentSeries.objects.get_or_create(
        kind=kind, company_id=company_id, year=year, defaults={"code": _code(company_id)}
    )
    series = DocumentSeries.objects.select_for_update(no_key=True).get(kind=kind, company_id=company_id, year=year)
    series.last += 1
    series.last_on = max(at.date(), series.last_on or at.date())  # dates never run against the numbers
    series.save(update_fields=["last", "last_on"])
    number = f"{PREFIX[IssuedDocument.Kind(kind)]}-{year}-{series.code}-{series.last:04d}"
    facts |= {
        "kind": str(kind),
        "number": number,
        "issued_on": series.last_on.isoformat(),
        "supplied_on": supplied_on.isoformat(),
        "currency": currency,
    }
    return IssuedDocument.objects.create(
        kind=kind,
        number=number,
        company_id=company_id,
        year=year,
        sequence=series.last,
        currency=currency,
        net_minor=net_minor,
        tax_minor=tax_minor,
        total_minor=net_minor + tax_minor,
        supplied_on=supplied_on,
        issued_on=series.last_on,
        issued_at=at,
        facts=facts,
        sha256=fingerprint(facts),
        **about,
    )


def fingerprint(facts: Facts) -> str:
    """Return the SHA-256 of a document's facts, written in one way only."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _code(company_id: str) -> str:
    """Return a company's part of its numbers: the shortest beginning of its id that no other company has."""
    own = DocumentSeries.objects.filter(company_id=company_id).order_by("id").first()
    if own is not None:
        return own.code
    others = DocumentSeries.objects.exclude(company_id=company_id)
    lengths = range(6, len(company_id) + 1)
    found = next((company_id[:n].upper() for n in lengths if not others.filter(code=company_id[:n].upper())), None)
    return found or company_id.upper()


def _seller() -> dict[str, str]:
    row = issued.seller()
    if row is None:
        raise TheSellerIsUnknown
    return {
        "name": row.name,
        "address": row.address,
        "country": row.country,
        "tax_id": row.tax_id,
        "registration": row.registration,
        "email": row.email,
    }


def _buyer(company_id: str) -> dict[str, str]:
    found = asdict(issued.buyer(company_id))
    found.pop("is_written")
    return found


def issue_what_is_due(at: dt.datetime) -> list[Exception]:
    """Issue every document that is due; return what went wrong. What waits for the operator's details waits on."""
    failures: list[Exception] = []
    if issued.seller() is None:
        return failures
    for order_id in list(issued.due_for_receipt().values_list("public_id", flat=True)):
        attempt(failures, partial(issue_receipt, order_id=order_id, at=at))
    unknown: set[tuple[str, dt.date]] = set()
    due = list(issued.due_for_invoice().values_list("trial_id", "company_id", "settled_at"))
    for trial_id, company_id, settled_at in due:
        if (company_id, settled_at.date()) in unknown:
            continue
        if not attempt(failures, partial(issue_invoice, trial_id=trial_id, at=at)):
            unknown.add((company_id, settled_at.date()))
    return failures


def attempt(failures: list[Exception], issue: Callable[[], object]) -> bool:
    """Issue one; keep what went wrong. False where it was not issued."""
    try:
        issue()
    except Refused:
        return False
    except Exception as failure:
        log.exception("A document could not be issued")
        failures.append(failure)
        return False
    return True
