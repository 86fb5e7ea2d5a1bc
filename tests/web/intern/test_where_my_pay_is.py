"""The first sentence of "My pay": where the money is, who owes it, and when it arrives. Pure: nothing is saved."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.core.amounts import Amount
from foretaste.money.models import Payout, PayoutAccount, PayrollDue
from foretaste.web.pay.lists import Row, where_it_is

AT = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
ACCOUNT = PayoutAccount(number="DE89370400440532013000")
OTHER = PayoutAccount(number="DE02120300000000202051")
REFUSED = PayoutAccount(number="DE89370400440532013000", refused_at=AT)
NOTHING = Amount.zero("EUR")
LATER = AT + dt.timedelta(days=2)


def payout(state: str, **more: object) -> Payout:
    made = {"amount_minor": 21000, "currency": "EUR", "not_before": AT, "created_at": AT, "person_id": "p"}
    return Payout(state=state, **made | more)


def said(
    *payouts: Payout,
    account: PayoutAccount | None = ACCOUNT,
    by_payroll: list[PayrollDue] | None = None,
    asks_first: bool = False,
    held: int = 0,
    so_far: tuple[Amount, ...] = (),
) -> str:
    rows = [row(held=Amount(held, "EUR"), is_settled=True)] if held else []
    rows += [row(still=one, is_settled=False) for one in so_far]
    return where_it_is(rows, {"t": list(payouts)}, account, by_payroll=by_payroll or [], asks_first=asks_first, at=AT)


def row(*, held: Amount = NOTHING, still: Amount = NOTHING, is_settled: bool) -> Row:
    return Row("t", "A trial", "Halden", "", "", [], "", still, [], is_settled, held, still)


@pytest.mark.parametrize(
    ("account", "payouts", "sentence"),
    [
        (ACCOUNT, [payout("waiting")], "€210.00 is on its way to the account ending 3000."),
        (
            ACCOUNT,
            [payout("waiting", not_before=LATER)],
            "€210.00 is yours and goes out by itself, on 12 March 2026 at the latest.",
        ),
        (
            ACCOUNT,
            [payout("sent", expected_at=AT + dt.timedelta(days=1))],
            "€210.00 is on its way to the account ending 3000, there by 11 March 2026.",
        ),
        (
            OTHER,  # given since; it goes where it was sent
            [payout("sent", account=ACCOUNT, expected_at=AT)],
            "€210.00 is on its way to the account ending 3000, there by 10 March 2026.",
        ),
        (
            ACCOUNT,
            [payout("sent", expected_at=AT - dt.timedelta(days=1))],
            "€210.00 is on its way to the account ending 3000. It was due there by 9 March 2026 and is late.",
        ),
        (
            REFUSED,
            [payout("returned")],
            "€210.00 is yours. Your bank sent it back: correct the account, and it goes out again.",
        ),
        (ACCOUNT, [payout("returned")], "€210.00 is yours. It goes out in a moment, to the account ending 3000."),
        (
            REFUSED,  # by the payout of another trial
            [payout("waiting", not_before=LATER)],
            "€210.00 is yours and waits for your account: add it, and it goes out on 12 March 2026.",
        ),
        (
            None,
            [payout("needs_account")],
            "€210.00 is yours and waits for your account: add it, and it goes out the same hour.",
        ),
        (
            None,
            [payout("needs_account", not_before=LATER)],
            "€210.00 is yours and waits for your account: add it, and it goes out on 12 March 2026.",
        ),
        (
            ACCOUNT,
            [payout("needs_account", not_before=LATER)],
            "€210.00 is yours and goes out by itself, on 12 March 2026 at the latest.",
        ),
        (
            ACCOUNT,
            [payout("unclaimed")],
            "€210.00 is yours. It goes out in a moment, to the account ending 3000.",
        ),
        (
            None,
            [payout("unclaimed"), payout("arrived"), payout("arrived", currency="USD")],
            "€210.00 is yours and waits for your account: add it, and it goes out the same hour.",
        ),
        (
            ACCOUNT,
            [payout("arrived"), payout("arrived"), payout("arrived", amount_minor=30000, currency="JPY")],
            "All of it has arrived: €420.00 + ¥30,000.",
        ),
    ],
)
def test_one_true_sentence(account: PayoutAccount | None, payouts: list[Payout], sentence: str) -> None:
    assert said(*payouts, account=account) == sentence


def test_what_is_not_decided_is_neither_nothing_nor_all() -> None:
    assert said(held=28000) == "€280.00 is held until a person has decided."
    assert said(payout("arrived"), held=28000) == (
        "€210.00 has arrived. €280.00 more is held until a person has decided."
    )


def test_trials_under_way_are_counted_together() -> None:
    so_far = Amount(14000, "EUR"), Amount(9000, "USD"), Amount(10000, "EUR")
    assert said(so_far=so_far) == (
        "€240.00 + $90.00 is yours already and is sent when the trial ends, however it ends."
    )


def test_a_provider_that_asks_first_is_named() -> None:
    words = "€210.00 is yours. The payment provider asks you for something first: answer it, and it goes out at once."
    assert said(payout("waiting"), asks_first=True) == words


def test_what_a_payroll_owes_is_never_nothing() -> None:
    due = PayrollDue(payer="employee", due_at=AT + dt.timedelta(days=14))
    assert said(account=None, by_payroll=[due]).endswith(" owes you this pay; it is due by 24 March 2026.")
    due.alarmed_at = AT
    assert "is late. The money is set aside" in said(account=None, by_payroll=[due])
    assert said() == "Nothing is owed to you just now."
