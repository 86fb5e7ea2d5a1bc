"""Receipts, invoices and credit notes, as they were issued."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor
from foretaste.money import issued

router = Router(tags=["documents"])


class Document(Schema):
    """`net + tax = total`; on a credit note all three are negative."""

    id: str
    number: str = Field(description="consecutive for each kind, company and year; never given twice")
    kind: str = Field(description="receipt, invoice or credit_note")
    issued_on: dt.date
    supplied_on: dt.date
    trial: str | None
    order: str | None
    takes_back: str | None = Field(description="the id of the invoice that a credit note takes back")
    currency: str
    net_minor: int
    tax_minor: int
    total_minor: int
    sha256: str = Field(description="of the facts: JSON with sorted keys, no spaces, UTF-8")


class Documents(Page):
    items: list[Document]


class WholeDocument(Document):
    facts: dict[str, Any] = Field(description="what was issued: seller, buyer, lines, taxes")


def _shape(one: Any) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "number": one.number,
        "kind": one.kind,
        "issued_on": one.issued_on,
        "supplied_on": one.supplied_on,
        "trial": one.trial_id or None,
        "order": one.order_id or None,
        "takes_back": one.takes_back.public_id if one.takes_back else None,
        "currency": one.currency,
        "net_minor": one.net_minor,
        "tax_minor": one.tax_minor,
        "total_minor": one.total_minor,
        "sha256": one.sha256,
    }


@router.get("/documents", response=Documents, auth=read, summary="Receipts, invoices and credit notes, newest first")
def documents(
    request: HttpRequest,
    after: shapes.Line | None = None,
    limit: Annotated[int, Field(ge=1, le=100)] = 20,
) -> Any:
    rows, following = page_of(issued.visible_to(actor(request)).select_related("takes_back"), after, limit)
    return {"items": [_shape(one) for one in rows], "next": following}


@router.get("/documents/{document_id}", response=WholeDocument, auth=read, summary="One document, as it was issued")
def document(request: HttpRequest, document_id: shapes.PublicId) -> Any:
    found = issued.document_of(document_id, actor(request))
    return _shape(found) | {"facts": found.facts}
