"""The first sentence of "My pay": where the money is, who owes it, and when it arrives. Pure: nothing is saved."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.money.models import Payout, PayoutAccount, PayrollDue
from foretaste.web.pay.lists import where_it_is

AT = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
ACCOUNT = PayoutAccount(number="DE89370400440532013000")


def payout(state: str, **more: object) -> Payout:
    made = {"amount_minor": 21000, "currency": "EUR", "not_before": AT, "created_at": AT, "person_id": "p"}
    return Payout(state=state, **made | more)


def said(*payouts: Payout, by_payroll: list[PayrollDue] | None = None, asks_first: bool = False) -> str:
    account = None if by_payroll else ACCOUNT
    return where_it_is([], {"t": list(payouts)}, account, by_payroll=by_payroll or [], asks_first=asks_first, at=AT)


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (payout("waiting"), "€210.00 is on its way to the account ending 3000."),
        (
            payout("waiting", not_before=AT + dt.timedelta(days=2)),
            "€210.00 is yours and goes out by itself, on 12 March 2026 at the latest.",
        ),
        (
            payout("sent", expected_at=AT + dt.timedelta(days=1)),
            "€210.00 is on its way to the account ending 3000, there by 11 March 2026.",
        ),
        (
            payout("returned"),
            "€210.00 is yours. Your bank sent it back: correct the account, and it goes out again.",
        ),
        (payout("arrived"), "All of it has arrived: €210.00."),
    ],
    ids=["waits", "delayed", "sent", "returned", "arrived"],
)
def test_one_true_sentence(one: Payout, sentence: str) -> None:
    assert said(one) == sentence


def test_a_provider_that_asks_first_is_named() -> None:
    words = "€210.00 is yours. The payment provider asks you for something first: answer it, and it goes out at once."
    assert said(payout("waiting"), asks_first=True) == words


def test_what_a_payroll_owes_is_never_nothing() -> None:
    due = PayrollDue(payer="employee", due_at=AT + dt.timedelta(days=14))
    assert said(by_payroll=[due]).endswith(" owes you this pay; it is due by 24 March 2026.")
    due.alarmed_at = AT
    assert "is late. The money is set aside" in said(by_payroll=[due])
    assert said() == "Nothing is owed to you just now."
