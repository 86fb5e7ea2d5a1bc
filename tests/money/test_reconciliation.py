"""The provider's money is compared with the ledger: every class of difference is found, and nothing that is right."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from foretaste.accounts.actors import Actor
from foretaste.core.clock import run_sweeps
from foretaste.core.jobs import run_waiting_jobs
from foretaste.core.refusals import NotAcceptable, NotAllowed
from foretaste.money import audit, banking, payment_files, reconciling
from foretaste.money.endings import Ending
from foretaste.money.models import (
    BankPayment,
    BankPayout,
    Difference,
    ManualOrder,
    ProviderLine,
    ProviderOperation,
    ReconciliationRun,
    StatementEntry,
)
from foretaste.money.providers import provider, sandbox
from foretaste.money.providers.base import Balance, MoneyLine
from tests.money.bank_statements import COMPANY_ACCOUNT, INTERN_ACCOUNT, Booked, bulk, camt, next_statement
from tests.money.cast_of_money import World, all_balances, books_are_right
from tests.stripe_fake import StripeFake
from tests.stripe_fake.instance import deliver

K = Difference.Kind
pytestmark = pytest.mark.django_db


def found(at: dt.datetime, since: dt.datetime | None = None) -> set[tuple[str, int, int]]:
    """Run it; return what is open: the kind, what the ledger says, what the provider says."""
    reconciling.run(at=at, since=since)
    return {(one.kind, one.ours_minor, one.theirs_minor) for one in Difference.objects.filter(state="open")}


@pytest.fixture
def lived(world: World, ines: Actor, clock: Any) -> World:
    """Funded, a day worked, left, paid out; the company's part has gone back: 462.00 in, 210.00 and 231.00 out."""
    from django.db import transaction

    from foretaste.money import settling

    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.pass_time(clock, hours=25)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    world.pass_time(clock, hours=1)
    world.pass_time(clock, hours=1)
    return world


def operation(kind: str) -> ProviderOperation:
    return ProviderOperation.objects.get(kind=kind)


# --- nothing that is right ------------------------------------------------------------------------------


def test_a_life_that_is_right_has_no_difference(lived: World) -> None:
    assert found(lived.at) == set()
    run = ReconciliationRun.objects.get()
    assert (run.lines, run.operations, run.open_differences) == (3, 3, 0)
    assert run.totals == {"EUR": {"ledger": 2100, "lines": 2100, "balance": 2100}}


def test_a_second_run_reads_ten_days_again_and_no_more(lived: World, clock: Any) -> None:
    found(lived.at)
    later = clock.move_on(days=40)
    assert found(later) == set()
    last = ReconciliationRun.objects.latest("at")
    assert (last.since, last.lines) == (lived.at - dt.timedelta(days=10), 3)
    much_later = clock.move_on(days=40)
    assert found(much_later) == set()
    assert ReconciliationRun.objects.latest("at").lines == 0


def test_what_we_have_not_heard_of_yet_is_no_difference_for_a_day(world: World, clock: Any) -> None:
    order = world.order()
    world.run_jobs()
    sandbox.pay_by_card(ref=order.pay_url.split("/")[3], number="4000000000000259", at=world.at)  # never told
    assert found(world.at) == set()
    assert found(clock.move_on(hours=25)) == {(K.NOT_BOOKED, 0, order.amount_minor)}


# --- every class, whoever the provider is --------------------------------------------------------------------

Lines = list[MoneyLine]


class Meddled:
    """A provider whose list says something else than what happened. Its balances follow, and hide `more`."""

    def __init__(self, change: Callable[[Lines], Lines], more: int = 0) -> None:
        self.bank, self.change, self.more = provider(), change, more
        self.name = self.bank.name

    def list_money(self, since: dt.datetime) -> Lines:
        return self.change(self.bank.list_money(since))

    def balances(self) -> tuple[Balance, ...]:
        true = self.bank.list_money(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        held = {one.currency: one.available_minor + one.pending_minor + one.connected_minor
                for one in self.bank.balances()}  # fmt: skip
        for sign, lines in ((1, self.change(true)), (-1, true)):
            for line in lines:
                if line.kind not in ("transfer", "reversal"):
                    held[line.currency] = held.get(line.currency, 0) + sign * (line.amount_minor - line.fee_minor)
        return tuple(Balance(currency, held[currency] + self.more) for currency in sorted(held))


def drop(kind: str) -> Callable[[Lines], Lines]:
    return lambda lines: [one for one in lines if one.kind != kind]


def alter(kind: str, by: int) -> Callable[[Lines], Lines]:
    return lambda lines: [
        replace(one, amount_minor=one.amount_minor + by) if one.kind == kind else one for one in lines
    ]


def twice(kind: str) -> Callable[[Lines], Lines]:
    return lambda lines: [*lines, *(replace(one, ref=f"{one.ref}_2") for one in lines if one.kind == kind)]


def in_dollars(kind: str) -> Callable[[Lines], Lines]:
    return lambda lines: [replace(one, currency="USD") if one.kind == kind else one for one in lines]


def more(kind: str, amount: int, operation_id: uuid.UUID | None = None) -> Callable[[Lines], Lines]:
    return lambda lines: [*lines, MoneyLine(lines[-1].at, operation_id, kind, amount, "EUR", "by_hand_1")]


CLASSES: dict[str, tuple[Callable[[Lines], Lines], int, set[tuple[str, int, int]]]] = {
    "booked without a movement": (drop("payout"), 0, {(K.NO_MOVEMENT, -21000, 0)}),
    "a refund without a movement": (drop("refund"), 0, {(K.NO_MOVEMENT, -23100, 0)}),
    "less came in": (alter("charge", -100), 0, {(K.AMOUNT, 46200, 46100)}),
    "more went out": (alter("payout", -100), 0, {(K.AMOUNT, -21000, -21100)}),
    "less went back": (alter("refund", 1), 0, {(K.AMOUNT, -23100, -23099)}),
    "paid out twice": (twice("payout"), 0, {(K.TWICE, -21000, -42000)}),
    "sent back twice": (twice("refund"), 0, {(K.TWICE, -23100, -46200)}),
    "another currency": (in_dollars("payout"), 0, {(K.CURRENCY, -21000, 0)}),
    "a refund by hand": (more("refund", -500), 0, {(K.BY_HAND, 0, -500)}),
    "a payout by hand": (more("payout", -500), 0, {(K.BY_HAND, 0, -500)}),
    "a fee": (more("fee", -35), 0, {(K.UNKNOWN_MOVEMENT, 0, -35)}),
    "an unknown operation": (more("refund", -500, uuid.UUID(int=7)), 0, {(K.UNKNOWN_OPERATION, 0, -500)}),
    "an untold chargeback": (more("dispute", -900), 0, {(K.NOT_BOOKED, 0, -900)}),
    "a hidden movement": (lambda lines: lines, -700, {(K.BALANCE, 0, -700)}),
}


@pytest.fixture
def lived_by_hand(manual_bank: None, world: World, ines: Actor, two_people: tuple[Actor, Actor], clock: Any) -> World:
    """The same life, by bank transfer and two people."""
    from django.db import transaction

    from foretaste.money import settling

    odile, olaf = two_people

    def seen(kind: str, amount: int, number: str) -> None:
        key = operation(kind).pk
        raw = next_statement(Booked(amount, kind, "X", number, "", key.hex, on=world.at.date()))
        banking.upload_statement(raw=raw, name="x", by=odile, at=world.at)
        entry = StatementEntry.objects.get(bank_ref=kind)
        banking.confirm_entry(entry_id=entry.public_id, operation_id=str(key), by=odile, at=world.at)
        world.run_jobs()

    world.save_account(ines, INTERN_ACCOUNT)
    world.order("bank_transfer")
    world.run_jobs()
    seen("charge", 46200, COMPANY_ACCOUNT)
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.pass_time(clock, hours=25)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    world.pass_time(clock, hours=1)
    file = payment_files.prepare_file(currency="EUR", execute_on=world.at.date(), by=odile, at=world.at)
    payment_files.release_file(file_id=file.public_id, by=olaf, at=world.at)
    seen("payout", -21000, INTERN_ACCOUNT)
    seen("refund", -23100, COMPANY_ACCOUNT)
    return world


@pytest.fixture(params=["sandbox", "manual"])
def life(request: pytest.FixtureRequest) -> World:
    world: World = request.getfixturevalue({"sandbox": "lived", "manual": "lived_by_hand"}[request.param])
    return world


def meddle(monkeypatch: pytest.MonkeyPatch, change: Callable[[Lines], Lines], more: int = 0) -> None:
    bank = Meddled(change, more)
    monkeypatch.setattr(reconciling, "provider", lambda: bank)


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_found_and_nothing_else(
    life: World, clock: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    change, hidden, expected = CLASSES[name]
    meddle(monkeypatch, change, hidden)
    at = clock.move_on(days=2)
    assert found(at) == expected
    assert found(at) == expected  # said again, it is the same rows
    assert Difference.objects.count() == len(expected)


def test_a_life_by_hand_has_no_difference(lived_by_hand: World) -> None:
    assert found(lived_by_hand.at) == set()


def test_a_line_that_changes_or_vanishes_afterwards_is_found(lived: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(lived.at) == set()
    meddle(monkeypatch, alter("refund", -5))
    assert found(lived.at) == {(K.CHANGED, -23100, -23105)}  # whether it is a difference too, the next day says
    meddle(monkeypatch, drop("payout"))
    assert (K.CHANGED, -21000, 0) in found(lived.at)


# --- in the providers' own books ------------------------------------------------------------------------------


def test_the_sandboxs_own_books(lived: World, clock: Any) -> None:
    BankPayout.objects.all().delete()
    payment = BankPayment.objects.get()
    BankPayment.objects.filter(pk=payment.pk).update(amount_minor=payment.amount_minor - 1)
    assert found(clock.move_on(days=2)) == {(K.NO_MOVEMENT, -21000, 0), (K.AMOUNT, 46200, 46199)}


def test_an_operation_that_failed_here_and_moved_there(lived: World, clock: Any) -> None:
    again = operation("payout")
    again.pk, again.attempt, again.state, again.subject_id = uuid.uuid4(), 9, "failed", "x" * 12
    again.save(force_insert=True)
    BankPayout.objects.create(
        operation_id=again.pk, ref="po_x", amount_minor=900, currency="EUR", account_number="1", statement_text="x",
        state="arrived", created_at=lived.at, ends_at=lived.at,
    )  # fmt: skip
    assert found(clock.move_on(days=2)) == {(K.FAILED_BUT_MOVED, 0, -900)}


def test_a_payout_whose_word_never_comes_is_stuck_after_ten_days(world: World, ines: Actor, clock: Any) -> None:
    world.save_account(ines, "10000002")
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.run_jobs()
    BankPayout.objects.update(ends_at=world.at + dt.timedelta(days=90))
    assert found(clock.move_on(days=9)) == set()
    assert found(clock.move_on(days=2)) == {(K.STUCK, -21000, 0)}


def test_a_trial_that_does_not_clear_is_found_after_thirty_days(world: World, clock: Any) -> None:
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.SENT_AWAY)
    assert found(clock.move_on(days=29)) == set()
    assert found(clock.move_on(days=2)) == {(K.NOT_CLEARED, 30800, 0)}


def test_a_chargeback_that_is_booked_is_no_difference(world: World, clock: Any) -> None:
    order = world.fund()
    sandbox.dispute(ref=order.pay_url.split("/")[3], at=world.at)
    world.run_jobs()
    assert found(clock.move_on(days=2)) == set()
    sandbox.close_dispute(ref=order.pay_url.split("/")[3], won=True, at=clock.now)
    world.run_jobs()
    assert found(clock.move_on(days=2)) == set()


def test_a_statement_that_is_missing_is_a_difference_until_it_comes(
    lived_by_hand: World, two_people: tuple[Actor, Actor], clock: Any
) -> None:
    """Between two statements 12.50 left: the balances say so, though no entry does."""
    odile, _ = two_people
    day = lived_by_hand.at.date()
    missing = camt(Booked(-1250, "FEE", on=day + dt.timedelta(days=1)), opening=2100)
    later = camt(Booked(500, "TOPUP", on=day + dt.timedelta(days=2)), opening=850)
    at = clock.move_on(days=3)
    entry = banking.upload_statement(raw=later, name="x", by=odile, at=at).entries.get()
    banking.set_entry_aside(entry_id=entry.public_id, note="our own", by=odile, at=at)
    assert found(at) == {(K.BALANCE, 0, -1250)}
    entry = banking.upload_statement(raw=missing, name="y", by=odile, at=at).entries.get()
    banking.set_entry_aside(entry_id=entry.public_id, note="fee", by=odile, at=at)
    assert found(at) == set()


def test_a_statement_uploaded_weeks_late_is_read_all_the_same(
    lived_by_hand: World, two_people: tuple[Actor, Actor], clock: Any
) -> None:
    odile, _ = two_people
    assert found(lived_by_hand.at) == set()
    late = next_statement(Booked(-1250, "FEE", on=lived_by_hand.at.date()))
    at = clock.move_on(days=40)
    assert found(at) == set()
    banking.upload_statement(raw=late, name="x", by=odile, at=at)
    assert found(at) == set()  # it waits for a person
    assert found(clock.move_on(days=2)) == {(K.UNKNOWN_MOVEMENT, 0, -1250)}


def test_a_file_that_the_bank_booked_as_one_is_told_apart_without_a_difference(
    manual_bank: None, world: World, ines: Actor, two_people: tuple[Actor, Actor], clock: Any
) -> None:
    """A night comes between: the one line of the bank has been seen, then it is said to be two payments."""
    from django.db import transaction

    from foretaste.money import settling

    odile, olaf = two_people
    world.save_account(ines, INTERN_ACCOUNT)
    world.order("bank_transfer")
    world.run_jobs()
    key = operation("charge").pk
    paid = next_statement(Booked(46200, "PAID", "X", COMPANY_ACCOUNT, "", key.hex, on=world.at.date()))
    entry = banking.upload_statement(raw=paid, name="x", by=odile, at=world.at).entries.get()
    banking.confirm_entry(entry_id=entry.public_id, operation_id=str(key), by=odile, at=world.at)
    world.run_jobs()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.pass_time(clock, hours=25)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    world.pass_time(clock, hours=1)
    file = payment_files.prepare_file(currency="EUR", execute_on=world.at.date(), by=odile, at=world.at)
    payment_files.release_file(file_id=file.public_id, by=olaf, at=world.at)
    raw = bulk(-44100, 2, f"FT-{file.public_id.upper()}", opening=46200, on=world.at.date())
    whole = banking.upload_statement(raw=raw, name="y", by=odile, at=world.at).entries.get()
    assert (whole.payments, file.public_id.upper() in whole.reference) == (2, True)
    assert found(world.at) == set()  # seen, and waiting for a person
    banking.confirm_file(entry_id=whole.public_id, file_id=file.public_id, by=odile, at=world.at)
    world.run_jobs()
    assert found(clock.move_on(days=2)) == set()
    assert {one.operation_id for one in ProviderLine.objects.filter(amount_minor__lt=0)} == {
        operation("payout").pk,
        operation("refund").pk,
    }
    assert all_balances() == {"ext:cash:manual:EUR": -2100, "op:fees:all:EUR": 2100}
    books_are_right()


def test_a_statements_own_entries(lived_by_hand: World, two_people: tuple[Actor, Actor], clock: Any) -> None:
    odile, _ = two_people
    again = Booked(-21000, "AGAIN", "Ines", INTERN_ACCOUNT, "", operation("payout").pk.hex, on=lived_by_hand.at.date())
    raw = next_statement(again)
    banking.upload_statement(raw=raw, name="x", by=odile, at=lived_by_hand.at)
    assert found(lived_by_hand.at) == set()  # it waits for a person
    assert found(clock.move_on(days=2)) == {(K.UNKNOWN_MOVEMENT, 0, -21000)}
    entry = StatementEntry.objects.get(bank_ref="AGAIN")
    banking.set_entry_aside(entry_id=entry.public_id, note="the bank paid twice", by=odile, at=clock.now)
    assert found(clock.now) == set()
    assert [(one.state, one.note) for one in Difference.objects.all()] == [("explained", "the bank paid twice")]


def test_a_manual_payment_confirmed_behind_the_ledgers_back(lived_by_hand: World, clock: Any) -> None:
    StatementEntry.objects.filter(bank_ref="refund").update(amount_minor=-23000)
    assert found(clock.move_on(days=2)) == {
        (K.AMOUNT, -23100, -23000),
        (K.BALANCE, 0, -100),  # the statement's own balance says so too
    }
    assert ManualOrder.objects.count() == 3


# --- rows with an owner and a state ---------------------------------------------------------------------------


@pytest.fixture
def by_hand(lived: World, monkeypatch: pytest.MonkeyPatch) -> Difference:
    """A refund made by hand."""
    meddle(monkeypatch, more("refund", -500))
    found(lived.at)
    return Difference.objects.get()


def say(one: Difference, state: str, by: Actor, at: dt.datetime, note: str = "Agreed with Hedy.") -> None:
    reconciling.note_difference(difference_id=one.public_id, state=state, note=note, mine=True, by=by, at=at)


def test_explained_it_stays_explained_until_its_sums_change(
    by_hand: Difference, odile: Actor, lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(by_hand, "explained", odile, lived.at)
    assert found(lived.at) == set()
    by_hand.refresh_from_db()
    assert (by_hand.state, by_hand.owner_id, by_hand.note) == ("explained", odile.person_id, "Agreed with Hedy.")
    meddle(monkeypatch, more("refund", -600))
    assert (K.BY_HAND, 0, -600) in found(lived.at)


def test_resolved_but_still_there_it_opens_again_and_gone_it_is_resolved(
    by_hand: Difference, odile: Actor, lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(by_hand, "resolved", odile, lived.at)
    assert found(lived.at) == {(K.BY_HAND, 0, -500)}
    ProviderLine.objects.filter(ref="by_hand_1").delete()
    meddle(monkeypatch, lambda lines: lines)
    assert found(lived.at) == set()
    by_hand.refresh_from_db()
    assert by_hand.state == "resolved"


def test_only_the_operator_says_what_it_is_and_says_why(by_hand: Difference, ines: Actor, odile: Actor, lived: World):
    before = Difference.objects.values().get()
    with pytest.raises(NotAllowed):
        say(by_hand, "explained", ines, lived.at)
    with pytest.raises(NotAllowed):
        list(reconciling.report_csv(ines, lived.at))
    for state, note in (("explained", " "), ("gone", "x")):
        with pytest.raises(NotAcceptable):
            say(by_hand, state, odile, lived.at, note)
    assert Difference.objects.values().get() == before


def test_the_file_says_it_all(by_hand: Difference, odile: Actor, lived: World) -> None:
    head, row = list(reconciling.report_csv(odile, lived.at + dt.timedelta(days=3)))
    told = dict(zip(head.strip().split(","), row.strip().split(","), strict=True))
    assert (told["kind"], told["ledger"], told["provider_says"], told["difference"]) == (
        "by_hand", "0.00", "-5.00", "-5.00"
    )  # fmt: skip
    assert (told["age_days"], told["state"]) == ("3", "open")


# --- every night, and on demand -------------------------------------------------------------------------------


def test_it_runs_once_a_night(lived: World, clock: Any) -> None:
    for hours, runs in ((0, 1), (1, 1), (24, 2)):
        at = clock.move_on(hours=hours)
        run_sweeps(at, only=("reconciliation",))
        run_waiting_jobs("money.reconcile")
        assert ReconciliationRun.objects.count() == runs


def test_on_demand_it_ends_with_what_it_found(lived: World, monkeypatch: pytest.MonkeyPatch) -> None:
    said = StringIO()
    call_command("reconcile", stdout=said)
    assert "sandbox: 3 lines since" in said.getvalue()
    assert said.getvalue().endswith("Nothing is open.\n")
    meddle(monkeypatch, more("payout", -500))
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("reconcile", "--since", "2026-03-01", stdout=said)
    assert ended.value.code == 1
    assert "by_hand payout by_hand_1: ledger 0.00, provider -5.00 EUR" in said.getvalue()


# --- at Stripe ------------------------------------------------------------------------------------------------


def explain_the_reserve(at: dt.datetime) -> None:
    """The operator's own top-up is nothing that anybody asked for: it is explained once."""
    assert found(at) == {(K.UNKNOWN_MOVEMENT, 0, 100_000)}
    Difference.objects.update(state="explained", note="our reserve")


def test_stripes_own_books(world: World, stripe_fake: StripeFake, clock: Any) -> None:
    def hear() -> None:
        world.run_jobs()
        while deliver(stripe_fake):
            world.run_jobs()

    with_fee = 46200 - (46200 * 150 // 10_000 + 25)
    order = world.order()
    hear()
    order.refresh_from_db()
    stripe_fake.pay_by_card(order.pay_url.rsplit("/", 1)[1])
    hear()
    at = clock.move_on(days=2)
    explain_the_reserve(at)
    charge = next(iter(stripe_fake.charges.values()))
    refund = stripe_fake._refund({"payment_intent": charge["payment_intent"], "amount": "700"}, "")  # by hand
    stripe_fake._book("", "payout", -900, 0, "po_by_hand")
    stripe_fake.dispute(charge["id"], 1000)
    stripe_fake._book("", "stripe_fee", -35, 0, "fee_1")
    clock.move_on(hours=1)
    stripe_fake.sweep()
    stripe_fake.events.clear()  # nothing of it is told
    at = clock.move_on(days=2)
    assert found(at) == {
        (K.BY_HAND, 0, -700), (K.BY_HAND, 0, -900), (K.NOT_BOOKED, 0, -2500), (K.UNKNOWN_MOVEMENT, 0, -35)
    }  # fmt: skip
    assert refund["metadata"] == {}
    audited = audit.the_provider_has_what_the_ledger_says()  # asks Stripe for nothing: last night's run has said it
    assert len(audited.offenders) == 4
    line = next(one for one in stripe_fake.lines if one["source"] == charge["id"])
    stripe_fake.lines.append({**line, "id": "txn_999999"})
    assert (K.AMOUNT, with_fee, 2 * with_fee) in found(clock.move_on(days=2))


def test_a_run_that_comes_while_another_one_reads_calls_nothing_gone(
    lived: World, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    """By hand, while the night's run waits for its list: what only the later list has is no line that went."""
    asked = reconciling.reconciliation.read

    def read_slowly(bank: Any, since: dt.datetime) -> Any:
        monkeypatch.setattr(reconciling.reconciliation, "read", asked)
        before = asked(bank, since)
        new = World(intern=lived.intern, run_jobs=lived.run_jobs, at=lived.at)
        new.fund()
        assert found(lived.at) == set()
        return before

    monkeypatch.setattr(reconciling.reconciliation, "read", read_slowly)
    assert found(lived.at) == set()
    assert ProviderLine.objects.count() == 4
    assert not ProviderLine.objects.exclude(gone_at=None).exists()
