"""Stripe behind a story: messages go back and forth, time passes, an intern opens an account there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import person_of
from foretaste.core.jobs import run_waiting_jobs
from foretaste.money import clock as money_clock
from foretaste.money import hosting
from foretaste.money.ledger.posting import code
from foretaste.money.queries import balance
from foretaste.trials import clock as trials_clock
from tests.money.cast_of_money import books_are_right
from tests.stripe_fake import StripeFake
from tests.stripe_fake.instance import TOP_UP, deliver


def hear(fake: StripeFake) -> None:
    """Let jobs and messages go back and forth until all is quiet."""
    run_waiting_jobs("money")
    while deliver(fake):
        run_waiting_jobs()
    run_waiting_jobs()


def pass_time(fake: StripeFake, clock: Any, to: dt.datetime) -> None:
    clock.move_to(to)
    fake.sweep()
    hear(fake)
    trials_clock.sweep(to)
    money_clock.sweep(to)
    hear(fake)


def mirrored(fake: StripeFake) -> None:
    """Assert that every place of ours holds what Stripe says it holds, to the cent."""
    balances = fake.balance(), [fake.balance(account) for account in fake.accounts]
    own = sum(part["amount"] for part in (*balances[0]["available"], *balances[0]["pending"])) - TOP_UP
    interns = sum(part["amount"] for one in balances[1] for part in (*one["available"], *one["pending"]))
    on_its_way = sum(one["amount"] for one in fake.payouts.values() if one["status"] == "pending")
    cash, pending, connected = (
        -balance(code(kind, "stripe", "EUR")) for kind in ("ext:cash", "ext:pending", "ext:connected")
    )
    assert (cash + pending, connected) == (own, interns + on_its_way)
    books_are_right()


def open_account(fake: StripeFake, ines: Actor, at: dt.datetime) -> str:
    """Ines goes to Stripe's pages and comes back."""
    account = hosting.open_account(person_id=person_of(ines).public_id, country="DE", at=at)
    fake.fill_in(account.ref)
    hear(fake)
    return account.ref
