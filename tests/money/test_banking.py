"""Money by hand: a statement comes in, people say what each entry is, and two of them let payments leave."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foretaste.accounts.actors import Actor
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.money import actions, banking, payment_files
from foretaste.money.endings import Ending
from foretaste.money.models import (
    BankStatement,
    FundingOrder,
    ManualOrder,
    PaymentFile,
    Payout,
    ProviderOperation,
    Refund,
    StatementEntry,
)
from foretaste.money.providers.manual.references import creditor_reference
from foretaste.money.refusals import TheSumIsNotAcceptable, TwoPeopleMustSign
from tests.money.bank_statements import (
    COLUMNS,
    COMPANY_ACCOUNT,
    INTERN_ACCOUNT,
    Booked,
    bulk,
    camt,
    comma,
    next_statement,
)
from tests.money.cast_of_money import World, all_balances, books_are_right, count_entries
from tests.money.test_audit import broken
from tests.money.test_corrections_at_once import Meanwhile
from tests.trials.test_races import all_at_once

pytestmark = pytest.mark.usefixtures("manual_bank")


@pytest.fixture
def halden(world: World, hedy: Actor) -> World:
    """Ines's trial, at a company that there is."""
    from foretaste.accounts.queries import organization_of

    world.company = organization_of(hedy).public_id
    return world


class Desk:
    """The operator's two people at their bank."""

    def __init__(self, world: World, people: tuple[Actor, Actor]) -> None:
        self.world, (self.odile, self.olaf) = world, people
        self.booked = 0

    def upload(self, *entries: Booked) -> list[StatementEntry]:
        raw = next_statement(*entries)
        statement = banking.upload_statement(raw=raw, name="day.xml", by=self.odile, at=self.world.at)
        return list(statement.entries.order_by("id"))

    def confirm(self, entry: StatementEntry, operation: ProviderOperation) -> None:
        banking.confirm_entry(entry_id=entry.public_id, operation_id=str(operation.pk), by=self.odile, at=self.world.at)
        self.world.run_jobs()
        books_are_right()

    def seen(self, operation: ProviderOperation, amount: int, number: str = COMPANY_ACCOUNT, reason: str = "") -> None:
        """An entry stands on the next statement, and Odile says that it is this."""
        self.booked += 1
        entry = Booked(amount, f"B{self.booked}", "Halden Instruments", number, "", operation.pk.hex, reason)
        self.confirm(self.upload(entry)[0], operation)

    def fund(self) -> FundingOrder:
        order = self.world.order("bank_transfer")
        self.world.run_jobs()
        self.seen(operation_of("charge"), order.amount_minor)
        order.refresh_from_db()
        return order

    def prepare(self, by: Actor | None = None) -> PaymentFile:
        return payment_files.prepare_file(
            currency="EUR", execute_on=self.world.at.date(), by=by or self.odile, at=self.world.at
        )

    def release(self, file: PaymentFile, by: Actor | None = None) -> PaymentFile:
        return payment_files.release_file(file_id=file.public_id, by=by or self.olaf, at=self.world.at)


@pytest.fixture
def desk(halden: World, two_people: tuple[Actor, Actor]) -> Desk:
    return Desk(halden, two_people)


def operation_of(kind: str) -> ProviderOperation:
    return ProviderOperation.objects.filter(kind=kind).latest("created_at", "attempt")


def left_on_day_one(desk: Desk, ines: Actor, clock: Any) -> None:
    """Ines was there for a day and left: 210.00 are hers; 231.00 go back a day later."""
    desk.world.save_account(ines, INTERN_ACCOUNT)
    desk.fund()
    desk.world.commit()
    desk.world.start_day(1)
    desk.world.settle(Ending.EXIT)
    desk.world.run_jobs()


def test_a_whole_life_by_hand_ends_to_the_cent(desk: Desk, ines: Actor, clock: Any) -> None:
    from foretaste.money import settling

    left_on_day_one(desk, ines, clock)
    desk.world.pass_time(clock, hours=25)
    with transaction.atomic():
        settling.release_returning(trial_id=desk.world.trial, at=desk.world.at)
    desk.world.pass_time(clock, hours=1)
    file = desk.release(desk.prepare())
    assert [(one.kind, one.amount_minor, one.number) for one in payment_files.orders_of(file)] == [
        ("payout", 21000, INTERN_ACCOUNT),
        ("refund", 23100, COMPANY_ACCOUNT),
    ]
    for kind, amount in (("payout", -21000), ("refund", -23100)):
        desk.seen(operation_of(kind), amount)
    assert all_balances() == {"ext:cash:manual:EUR": -2100, "op:fees:all:EUR": 2100}
    assert (Payout.objects.get().state, Refund.objects.get().state) == ("arrived", "arrived")
    assert broken() == set()


def test_what_the_bank_made_of_a_payout_in_another_currency_is_kept_beside_it(
    desk: Desk, ines: Actor, clock: Any
) -> None:
    """The ledger knows one currency; what arrived, and so the rate, is a memo."""
    left_on_day_one(desk, ines, clock)
    desk.release(desk.prepare())
    operation = operation_of("payout")
    left = Booked(-21000, "P1", "Ines Brandt", INTERN_ACCOUNT, "", operation.pk.hex, instructed="GBP 178.50")
    desk.confirm(desk.upload(left)[0], operation)
    payout = Payout.objects.get()
    assert (payout.state, payout.amount_minor, payout.currency) == ("arrived", 21000, "EUR")
    assert (payout.converted_minor, payout.converted_currency) == (17850, "GBP")
    assert {code.rpartition(":")[2] for code in all_balances()} == {"EUR"}
    assert broken() == set()


# --- the statement ------------------------------------------------------------------------------------


def test_the_same_file_and_the_same_entry_in_another_change_nothing(desk: Desk) -> None:
    first, second = Booked(100, "A"), Booked(200, "B")
    assert len(desk.upload(first, second)) == 2
    before = list(StatementEntry.objects.values_list("public_id", flat=True))
    desk.upload(first, second)
    assert desk.upload(Booked(300, "C"), first, second)[0].amount_minor == 300
    assert list(StatementEntry.objects.values_list("public_id", flat=True))[: len(before)] == before
    assert StatementEntry.objects.count() == 3


def test_the_columns_of_a_csv_are_remembered_for_who_named_them(desk: Desk) -> None:
    assert banking.columns_of(desk.odile) is None
    raw = comma(Booked(100, name="Halden"))
    banking.upload_statement(raw=raw, name="a.csv", by=desk.odile, at=desk.world.at, columns=COLUMNS)
    kept = banking.columns_of(desk.odile)
    assert kept is not None
    assert kept.columns == COLUMNS
    assert banking.columns_of(desk.olaf) is None


def test_a_statement_of_another_account_is_refused(desk: Desk) -> None:
    with pytest.raises(banking.TheFileIsNotOurAccount):
        banking.upload_statement(
            raw=camt(Booked(100), account=INTERN_ACCOUNT), name="x", by=desk.odile, at=desk.world.at
        )
    with pytest.raises(NotAcceptable, match="document type"):
        banking.upload_statement(raw=b"<!DOCTYPE a><a/>", name="x", by=desk.odile, at=desk.world.at)
    assert not StatementEntry.objects.exists()


def test_an_entry_is_suggested_by_reference_amount_and_name(desk: Desk) -> None:
    order = desk.world.order("bank_transfer")
    desk.world.run_jobs()
    reference = creditor_reference(order.public_id)
    desk.upload(
        Booked(order.amount_minor, "A", "HALDEN INSTRUMENTS GMBH", COMPANY_ACCOUNT, f"Trial {reference}"),
        Booked(order.amount_minor, "B", "Somebody"),
        Booked(order.amount_minor - 1, "C", "Halden Instruments"),
        Booked(-order.amount_minor, "D", "Halden Instruments", "", reference),
    )
    found = [[one.reasons for one in row.suggestions] for row in banking.entries_to_settle(desk.odile)]
    assert found == [[("reference", "amount", "name")], [("amount",)], [], []]


def test_a_transfer_that_is_short_funds_nothing_until_the_rest_is_there(desk: Desk) -> None:
    order = desk.world.order("bank_transfer")
    desk.world.run_jobs()
    desk.seen(operation_of("charge"), 46000)
    order.refresh_from_db()
    assert (order.state, order.missing_minor) == ("captured", 200)
    desk.seen(operation_of("charge"), 200)
    order.refresh_from_db()
    assert order.state == "available"


def test_what_is_too_much_goes_back_to_the_account_that_paid(desk: Desk) -> None:
    desk.world.order("bank_transfer")
    desk.world.run_jobs()
    desk.seen(operation_of("charge"), 46300)
    assert [(one.amount_minor, one.number) for one in payment_files.payments_waiting(desk.odile)] == [
        (100, COMPANY_ACCOUNT)
    ]


def test_an_entry_is_said_to_be_something_once(desk: Desk) -> None:
    desk.fund()
    entry, before = StatementEntry.objects.get(), count_entries()
    with pytest.raises(banking.TheEntryIsSettled):
        desk.confirm(entry, operation_of("charge"))
    with pytest.raises(banking.TheEntryIsSettled):
        banking.set_entry_aside(entry_id=entry.public_id, note="ours", by=desk.odile, at=desk.world.at)
    assert count_entries() == before


@pytest.mark.parametrize("amount", [-20999, -21001, 21000])
def test_a_payment_is_confirmed_by_exactly_its_sum_and_direction(
    desk: Desk, ines: Actor, clock: Any, amount: int
) -> None:
    left_on_day_one(desk, ines, clock)
    desk.release(desk.prepare())
    (entry,), before = desk.upload(Booked(amount, "X")), count_entries()
    with pytest.raises(banking.TheEntryDoesNotFit):
        desk.confirm(entry, operation_of("payout"))
    entry.refresh_from_db()
    assert (entry.settled_at, count_entries()) == (None, before)


def test_a_payment_booked_twice_by_the_bank_is_confirmed_once(desk: Desk, ines: Actor, clock: Any) -> None:
    left_on_day_one(desk, ines, clock)
    desk.release(desk.prepare())
    desk.seen(operation_of("payout"), -21000, INTERN_ACCOUNT)
    (again,) = desk.upload(Booked(-21000, "X"))
    with pytest.raises(banking.TheEntryDoesNotFit):
        desk.confirm(again, operation_of("payout"))


def test_what_is_nothing_of_ours_is_set_aside_with_a_reason(desk: Desk) -> None:
    (entry,) = desk.upload(Booked(-1250, "FEE", "The bank", reference="Account fee"))
    with pytest.raises(NotAcceptable):
        banking.set_entry_aside(entry_id=entry.public_id, note=" ", by=desk.odile, at=desk.world.at)
    banking.set_entry_aside(entry_id=entry.public_id, note="the bank's fee", by=desk.odile, at=desk.world.at)
    assert banking.entries_to_settle(desk.odile) == []
    assert count_entries() == 0


# --- payments leave ---------------------------------------------------------------------------------


def test_one_prepares_and_another_releases(desk: Desk, ines: Actor, clock: Any) -> None:
    left_on_day_one(desk, ines, clock)
    file = desk.prepare()
    with pytest.raises(payment_files.TheFileIsNotReleased):
        payment_files.content(file, "xml")
    with pytest.raises(TwoPeopleMustSign):
        desk.release(file, by=desk.odile)
    file.refresh_from_db()
    assert file.state == "prepared"
    with pytest.raises(IntegrityError, match="two_people_let_money_leave"), transaction.atomic():
        PaymentFile.objects.filter(pk=file.pk).update(released_by=file.prepared_by, released_at=desk.world.at)
    file = desk.release(file)
    assert b"<EndToEndId>" + operation_of("payout").pk.hex.encode() in payment_files.content(file, "xml")
    assert INTERN_ACCOUNT.encode() in payment_files.content(file, "csv")
    with pytest.raises(payment_files.TheFileIsOver):
        payment_files.withdraw_file(file_id=file.public_id, by=desk.odile, at=desk.world.at)


def test_what_is_released_is_what_was_prepared(desk: Desk, ines: Actor, clock: Any) -> None:
    left_on_day_one(desk, ines, clock)
    file = desk.prepare()
    ManualOrder.objects.filter(kind="payout").update(number=COMPANY_ACCOUNT)
    with pytest.raises(payment_files.TheFileHasChanged):
        desk.release(file)
    file.refresh_from_db()
    assert file.released_at is None


def test_a_payment_is_in_one_file_and_a_withdrawn_one_gives_it_back(desk: Desk, ines: Actor, clock: Any) -> None:
    left_on_day_one(desk, ines, clock)
    file = desk.prepare()
    with pytest.raises(payment_files.NothingToPay):
        desk.prepare()
    payment_files.withdraw_file(file_id=file.public_id, by=desk.odile, at=desk.world.at)
    with pytest.raises(payment_files.TheFileIsOver):
        desk.release(file)
    assert desk.prepare().payments == 1


def two_payments(desk: Desk, ines: Actor, clock: Any) -> PaymentFile:
    """A released file of Ines's pay and Halden's refund."""
    from foretaste.money import settling

    left_on_day_one(desk, ines, clock)
    desk.world.pass_time(clock, hours=25)
    with transaction.atomic():
        settling.release_returning(trial_id=desk.world.trial, at=desk.world.at)
    desk.world.pass_time(clock, hours=1)
    return desk.release(desk.prepare())


def booked_as_one(desk: Desk, amount: int, payments: int, named: str = "") -> StatementEntry:
    raw = bulk(amount, payments, named, opening=46200)
    return banking.upload_statement(raw=raw, name="bulk.xml", by=desk.odile, at=desk.world.at).entries.get()


def test_a_file_booked_as_one_is_confirmed_as_a_whole(desk: Desk, ines: Actor, clock: Any) -> None:
    file = two_payments(desk, ines, clock)
    entry = booked_as_one(desk, -44100, 2)
    offered = banking.entries_to_settle(desk.odile)[0]
    assert (offered.files, offered.suggestions) == ([file], [])
    banking.confirm_file(entry_id=entry.public_id, file_id=file.public_id, by=desk.odile, at=desk.world.at)
    desk.world.run_jobs()
    assert (Payout.objects.get().state, Refund.objects.get().state) == ("arrived", "arrived")
    assert sorted(entry.parts.values_list("amount_minor", flat=True)) == [-23100, -21000]
    assert banking.entries_to_settle(desk.odile) == []
    with pytest.raises(banking.TheEntryIsSettled):
        banking.confirm_file(entry_id=entry.public_id, file_id=file.public_id, by=desk.odile, at=desk.world.at)
    assert entry.parts.count() == 2
    desk.seen(operation_of("payout"), 21000, INTERN_ACCOUNT, "AC04")  # one of them comes back by itself
    assert Payout.objects.get().state == "returned"
    books_are_right()
    assert broken() == set()


@pytest.mark.parametrize(
    ("amount", "payments"), [(-44099, 2), (-44100, 3), (44100, 2)], ids=["another sum", "more payments", "came in"]
)
def test_an_entry_that_is_not_the_whole_file_is_refused(
    desk: Desk, ines: Actor, clock: Any, amount: int, payments: int
) -> None:
    file = two_payments(desk, ines, clock)
    entry = booked_as_one(desk, amount, payments)
    before = all_balances()
    assert banking.entries_to_settle(desk.odile)[0].files == []
    with pytest.raises(banking.TheEntryDoesNotFit):
        banking.confirm_file(entry_id=entry.public_id, file_id=file.public_id, by=desk.odile, at=desk.world.at)
    assert all_balances() == before
    assert not entry.parts.exists()
    assert {one.state for one in (*Payout.objects.all(), *Refund.objects.all())} == {"sent"}


def test_a_file_is_not_booked_as_one_when_a_payment_of_it_is_booked_or_nobody_released_it(
    desk: Desk, ines: Actor, clock: Any
) -> None:
    file = two_payments(desk, ines, clock)
    entry = booked_as_one(desk, -44100, 2)
    desk.seen(operation_of("payout"), -21000, INTERN_ACCOUNT)
    with pytest.raises(banking.TheEntryDoesNotFit):
        banking.confirm_file(entry_id=entry.public_id, file_id=file.public_id, by=desk.odile, at=desk.world.at)
    with pytest.raises(NotFound):
        banking.confirm_file(entry_id=entry.public_id, file_id="0" * 12, by=desk.odile, at=desk.world.at)
    with pytest.raises(NotAllowed):
        banking.confirm_file(entry_id=entry.public_id, file_id=file.public_id, by=ines, at=desk.world.at)
    assert Refund.objects.get().state == "sent"
    assert not entry.parts.exists()


def test_a_payment_that_comes_back_is_the_interns_as_before(desk: Desk, ines: Actor, clock: Any) -> None:
    left_on_day_one(desk, ines, clock)
    desk.release(desk.prepare())
    out, back = (Booked(sum_, name, "Ines", INTERN_ACCOUNT, reason=why) for sum_, name, why in (
        (-21000, "OUT", ""), (21000, "BACK", "AC04")))  # fmt: skip
    first, second = desk.upload(out, back)
    payout = operation_of("payout")
    StatementEntry.objects.filter(pk=first.pk).update(operation=payout, settled_by=1, settled_at=desk.world.at)
    desk.confirm(second, payout)
    assert (Payout.objects.get().state, Payout.objects.get().return_reason) == ("returned", "account_closed")
    assert desk.world.balance("intern:earned") == 21000
    assert broken() == set()


def test_a_payment_the_bank_refused_needs_another_person_and_is_not_yet_paid(
    desk: Desk, ines: Actor, clock: Any
) -> None:
    left_on_day_one(desk, ines, clock)
    file, payout = desk.prepare(), operation_of("payout")
    refuse = {"operation_id": str(payout.pk), "note": "account unknown", "at": desk.world.at}
    with pytest.raises(payment_files.TheFileIsNotReleased):
        payment_files.note_refused(**refuse, by=desk.odile)
    desk.release(file)
    with pytest.raises(TwoPeopleMustSign):
        payment_files.note_refused(**refuse, by=desk.olaf)
    payment_files.note_refused(**refuse, by=desk.odile)
    assert (Payout.objects.get().state, desk.world.balance("intern:earned")) == ("returned", 21000)


def test_a_refund_without_an_account_waits_until_somebody_names_it(desk: Desk) -> None:
    desk.world.order("bank_transfer")
    desk.world.run_jobs()
    desk.seen(operation_of("charge"), 46300, number="")
    (order,) = payment_files.payments_waiting(desk.odile)
    with pytest.raises(payment_files.NothingToPay):
        desk.prepare()
    about = {"operation_id": str(order.pk), "holder": "Halden", "by": desk.odile, "at": desk.world.at}
    with pytest.raises(NotAcceptable):
        payment_files.name_account(**about, number="DE00370400440532013000")
    payment_files.name_account(**about, number=COMPANY_ACCOUNT)
    assert desk.prepare().payments == 1


def test_a_card_is_not_taken(desk: Desk) -> None:
    with pytest.raises(TheSumIsNotAcceptable):
        desk.world.order("card")
    assert not FundingOrder.objects.exists()


def test_only_the_operators_people_touch_the_bank(desk: Desk, ines: Actor, hedy: Actor, clock: Any) -> None:
    left_on_day_one(desk, ines, clock)
    at, file = desk.world.at, desk.prepare()
    entry = desk.upload(Booked(1, "Z"))[0].public_id
    before = list(StatementEntry.objects.values()), list(PaymentFile.objects.values()), count_entries()
    for who in (ines, hedy):
        for act in (
            lambda by: banking.upload_statement(raw=camt(Booked(5, "Q")), name="x", by=by, at=at),
            lambda by: banking.confirm_entry(entry_id=entry, operation_id=str(operation_of("charge").pk), by=by, at=at),
            lambda by: banking.set_entry_aside(entry_id=entry, note="x", by=by, at=at),
            lambda by: payment_files.prepare_file(currency="EUR", execute_on=at.date(), by=by, at=at),
            lambda by: payment_files.release_file(file_id=file.public_id, by=by, at=at),
            lambda by: payment_files.withdraw_file(file_id=file.public_id, by=by, at=at),
            lambda by: banking.entries_to_settle(by),
            lambda by: payment_files.files(by),
        ):
            with pytest.raises((NotAllowed, NotFound)):
                act(who)
    assert (list(StatementEntry.objects.values()), list(PaymentFile.objects.values()), count_entries()) == before


def test_the_account_that_pays_is_never_the_one_that_is_paid(desk: Desk, ines: Actor) -> None:
    from foretaste.money.refusals import TheSamePersonOnBothSides

    desk.fund()
    desk.world.commit()
    desk.world.start_day(1)
    with pytest.raises(TheSamePersonOnBothSides):
        actions.save_payout_account(holder="Ines", number=COMPANY_ACCOUNT, by=ines, at=desk.world.at)


# --- at once ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_payment_confirmed_while_its_whole_file_is_is_confirmed_once(
    desk: Desk, ines: Actor, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Olaf says which payment an entry is, after which Odile says that another entry is the whole file."""
    file = two_payments(desk, ines, clock)
    whole = booked_as_one(desk, -44100, 2)
    (part,) = desk.upload(Booked(-21000, "P1", "Ines Brandt", INTERN_ACCOUNT, "", operation_of("payout").pk.hex))
    odile = Meanwhile(
        lambda: banking.confirm_file(entry_id=whole.public_id, file_id=file.public_id, by=desk.odile, at=desk.world.at)
    )
    book = banking._book

    def booked(*args: Any) -> None:
        monkeypatch.setattr(banking, "_book", book)
        odile.come()
        book(*args)

    monkeypatch.setattr(banking, "_book", booked)
    payout = operation_of("payout")
    banking.confirm_entry(entry_id=part.public_id, operation_id=str(payout.pk), by=desk.olaf, at=desk.world.at)
    odile.thread.join()
    assert isinstance(odile.answer, banking.TheEntryDoesNotFit)
    assert [one.pk for one in StatementEntry.objects.filter(operation=payout)] == [part.pk]
    whole.refresh_from_db()
    assert (whole.settled_at, whole.parts.count()) == (None, 0)
    assert (Payout.objects.get().state, Refund.objects.get().state) == ("arrived", "sent")
    books_are_right()


@pytest.mark.django_db(transaction=True)
def test_the_same_entries_brought_by_two_at_once_are_kept_once(desk: Desk) -> None:
    day = camt(Booked(5000, "A"), Booked(7000, "B"))
    more = camt(Booked(5000, "A"), Booked(7000, "B"), Booked(9000, "C"))
    bring = [
        partial(banking.upload_statement, raw=raw, name="day.xml", by=by, at=desk.world.at)
        for raw, by in ((day, desk.odile), (day, desk.olaf), (more, desk.odile), (more, desk.olaf))
    ]
    all_at_once(*bring)
    assert sorted(StatementEntry.objects.values_list("amount_minor", flat=True)) == [5000, 7000, 9000]
    assert BankStatement.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_files_prepared_at_once_each_payment_is_in_one(desk: Desk, ines: Actor, clock: Any) -> None:
    left_on_day_one(desk, ines, clock)
    answers = all_at_once(*[partial(desk.prepare, by) for by in (desk.odile, desk.olaf, desk.odile, desk.olaf)])
    assert sum(isinstance(one, PaymentFile) for one in answers) == 1
    assert sum(isinstance(one, payment_files.NothingToPay) for one in answers) == 3
    assert [one.total_minor for one in PaymentFile.objects.all()] == [21000]


@pytest.mark.django_db(transaction=True)
def test_a_file_released_and_withdrawn_at_once_is_one_of_the_two(desk: Desk, ines: Actor, clock: Any) -> None:
    left_on_day_one(desk, ines, clock)
    file = desk.prepare()
    withdraw = partial(payment_files.withdraw_file, file_id=file.public_id, by=desk.odile, at=desk.world.at)
    all_at_once(partial(desk.release, file), withdraw, partial(desk.release, file), withdraw)
    file.refresh_from_db()
    in_it = file.orders.count()
    assert (file.state, in_it) in {("released", 1), ("withdrawn", 0)}
