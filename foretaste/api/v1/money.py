"""Where the money is: statements, the ledger's lines of a trial, payouts, where payouts go."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from foretaste.accounts import queries as accounts
from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import money, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.money import actions, queries

router = Router(tags=["money"])
Limit = Annotated[int, Field(ge=1, le=100)]


class Line(Schema):
    kind: str
    label: str
    amount_minor: int
    to_intern: bool


class Statement(Schema):
    """How a trial's fund was split. `paid + fee + back + held` is the fund, to the cent."""

    trial: str
    ending: str
    currency: str
    lines: list[Line]
    paid_minor: int
    fee_minor: int
    back_minor: int
    held_minor: int
    fund_minor: int
    sentence: str = Field(description="where the intern's money is, and when it arrives")


class LedgerLine(Schema):
    transfer: int
    at: dt.datetime
    movement: str
    reference: str
    account: str
    amount_minor: int
    currency: str


class Payout(Schema):
    id: str
    state: str
    amount_minor: int
    currency: str


class Payouts(Page):
    items: list[Payout]


class Account(Schema):
    """Where your pay goes. Spaces don't matter."""

    holder: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(shapes.plain)]
    country: shapes.Country | None = Field(None, description="of the bank; an IBAN names it itself")
    number: Annotated[str, Field(min_length=6, max_length=60), AfterValidator(shapes.plain)] = Field(
        description="IBAN, or the country's own number"
    )
    routing: Annotated[str, Field(max_length=20), AfterValidator(shapes.plain)] = Field(
        "", description="sort code, routing number or BIC"
    )


class Saved(Schema):
    ending_in: str


@router.get("/trials/{trial_id}/statement", response=Statement, auth=read, summary="How a trial's fund was split")
def statement(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    found = queries.statement_of(trial_id, actor(request))
    return {
        "trial": trial_id,
        "ending": found.settlement.ending,
        "currency": found.paid.currency,
        "lines": [
            {
                "kind": line.kind,
                "label": str(line.label),
                "amount_minor": line.amount.minor,
                "to_intern": line.to_intern,
            }
            for line in found.lines
        ],
        "paid_minor": found.paid.minor,
        "fee_minor": found.fee.minor,
        "back_minor": found.back.minor,
        "held_minor": found.held.minor,
        "fund_minor": found.fund.minor,
        "sentence": str(found.sentence),
    }


@router.get("/trials/{trial_id}/ledger", response=list[LedgerLine], auth=read, summary="The ledger's lines of a trial")
def ledger(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    lines = queries.ledger_lookup(trial_id, actor(request))
    # Counted within the trial: the ledger's own numbers would tell how much else was posted meanwhile.
    numbers = {transfer: number for number, transfer in enumerate(dict.fromkeys(one.transfer_id for one in lines), 1)}
    return [
        {
            "transfer": numbers[line.transfer_id],
            "at": line.at,
            "movement": line.movement,
            "reference": line.reference,
            "account": line.account,
            "amount_minor": line.amount.minor,
            "currency": line.amount.currency,
        }
        for line in lines
    ]


@router.get("/payouts", response=Payouts, auth=read, summary="Your payouts, newest first")
def payouts(request: HttpRequest, after: shapes.Line | None = None, limit: Limit = 20) -> Any:
    rows, following = page_of(queries.payouts_of(accounts.person_of(actor(request)).public_id), after, limit)
    return {"items": [_payout(row) for row in rows], "next": following}


@router.post(
    "/payouts", response={201: list[Payout]}, auth=money, summary="Send what is yours of trials that still run"
)
def ask_for_payouts(request: HttpRequest) -> Any:
    return Status(201, [_payout(row) for row in actions.request_payout(by=actor(request), at=at(request))])


def _payout(row: Any) -> dict[str, Any]:
    return {"id": row.public_id, "state": row.state, "amount_minor": row.amount_minor, "currency": row.currency}


@router.put("/payout-account", response=Saved, auth=money, summary="Say where your pay goes")
def account(request: HttpRequest, account: Account) -> Any:
    saved = actions.save_payout_account(**account.dict(exclude_none=True), by=actor(request), at=at(request))
    return {"ending_in": saved.number[-4:]}
