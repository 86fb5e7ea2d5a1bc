"""What can be read about documents: who may see which, what waits to be issued and why it waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.refusals import NotFound
from foretaste.money import taxes
from foretaste.money.models import (
    BillingDetails,
    FundingOrder,
    IssuedDocument,
    SellerDetails,
    Settlement,
    TaxRule,
)
from foretaste.money.queries import MONEY_ROLES

Kind = IssuedDocument.Kind
RECEIPT, INVOICE, CREDIT_NOTE = Kind.RECEIPT, Kind.INVOICE, Kind.CREDIT_NOTE


def visible_to(by: Actor) -> QuerySet[IssuedDocument]:
    """Documents: one's company's, for recruiters and finance; all for the operator."""
    if by.is_operator:
        return IssuedDocument.objects.all()
    if not by.has(*MONEY_ROLES):
        return IssuedDocument.objects.none()
    return IssuedDocument.objects.filter(company_id=accounts.organization_of(by).public_id)


def document_of(document_id: str, by: Actor) -> IssuedDocument:
    """Return one document; `NotFound` for everyone it doesn't concern."""
    found = visible_to(by).select_related("takes_back", "taken_back_by").filter(public_id=document_id).first()
    if found is None:
        raise NotFound
    return found


def seller() -> SellerDetails | None:
    """Return who issues the documents; None before an operator has said."""
    return SellerDetails.objects.order_by("-id").first()


def sellers() -> QuerySet[SellerDetails]:
    """Return every version, the one that holds first."""
    return SellerDetails.objects.order_by("-id")


@dataclass(frozen=True)
class Buyer:
    """A company as it stands on its documents."""

    name: str
    address: str
    country: str
    tax_id: str = ""
    reference: str = ""
    is_written: bool = False  # the company wrote it; else its public name and place


def buyer(company_id: str) -> Buyer:
    """Return a company's details as it wrote them, else its public name and place; `NotFound` where there is none."""
    row = BillingDetails.objects.filter(company_id=company_id).order_by("-id").first()
    if row is not None:
        return Buyer(row.name, row.address, row.country, row.tax_id, row.reference, is_written=True)
    company = accounts.company_with(company_id)
    return Buyer(company.name, company.city, company.country)


def tax_rules() -> QuerySet[TaxRule]:
    """Return the whole table, in the order it was written."""
    return TaxRule.objects.order_by("id")


def rules() -> list[taxes.Rule]:
    """Return the table as the pure rules read it."""
    return [
        taxes.Rule(
            name=row.name,
            rate=row.rate,
            treatment=row.treatment,
            place=row.place,
            needs_tax_id=row.needs_tax_id,
            text=row.text,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in tax_rules()
    ]


def due_for_receipt() -> QuerySet[FundingOrder]:
    """Return orders whose money is available and that have no receipt yet. A partial index holds just these."""
    return FundingOrder.objects.filter(state=FundingOrder.State.AVAILABLE, receipted_at=None).order_by("id")


def due_for_invoice() -> QuerySet[Settlement]:
    """Return settlements whose fee is not what was invoiced. A partial index holds just these."""
    return Settlement.objects.exclude(fee_minor=F("invoiced_fee_minor")).order_by("id")


@dataclass(frozen=True)
class Waiting:
    """What can't be issued, and what the operator has to say first."""

    receipts: int
    invoices: int
    needs_seller: bool
    needs_tax_for: list[str]  # countries of companies that no tax rule is for

    def __bool__(self) -> bool:
        return self.needs_seller or bool(self.needs_tax_for)


def waiting() -> Waiting:
    """Say what waits for the operator's own details or for a tax rule."""
    seen_as = seller()
    places: set[str] = set()
    if seen_as is not None:
        table = rules()
        for company_id, at in due_for_invoice().values_list("company_id", "settled_at")[:200]:
            try:
                to = buyer(company_id)
            except NotFound:
                continue
            if not taxes.applicable(
                table, country=to.country, has_tax_id=bool(to.tax_id), seller_country=seen_as.country, on=at.date()
            ):
                places.add(to.country)
    return Waiting(
        receipts=due_for_receipt().count(),
        invoices=due_for_invoice().count(),
        needs_seller=seen_as is None,
        needs_tax_for=sorted(places),
    )
