"""The operator puts something right: its own money, a reason, two signatures above a sum, and never an intern's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from foretaste.accounts.actors import Actor, Role
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable, NotAllowed
from foretaste.money import correcting, queries, settling
from foretaste.money.endings import Ending
from foretaste.money.ledger.posting import LedgerRefusal, reverse
from foretaste.money.models import Correction, LedgerTransfer, Payout, Refund
from foretaste.money.providers import sandbox
from foretaste.money.refusals import (
    ItIsOtherPeoplesMoney,
    TheCompanyNeverPaid,
    TheCorrectionIsDone,
    TheDebtIsSmaller,
    TheReasonIsMissing,
    TwoPeopleMustSign,
)
from tests.money.cast_of_money import AT, World, all_balances, books_are_right, count_entries, what_the_audit_finds


def operator(person_id: int | None) -> Actor:
    return Actor(frozenset({Role.OPERATOR}), person_id=person_id)


@pytest.fixture(autouse=True)
def clean(db: None) -> Iterator[None]:
    yield
    books_are_right()
    assert what_the_audit_finds() == []


def propose(world: World, kind: str, minor: int, *, by: Actor | None = None, reason: str = "Ours.") -> Correction:
    return correcting.propose_correction(
        kind=kind,
        company_id=world.company,
        amount=Amount(minor, "EUR"),
        reason=reason,
        by=by or operator(1),
        at=world.at,
    )


def sign(world: World, one: Correction, person_id: int) -> Correction:
    return correcting.sign_correction(correction_id=one.public_id, by=operator(person_id), at=world.at)


def owing(world: World) -> None:
    order = world.fund()
    world.commit()
    sandbox.dispute(ref=order.pay_url.split("/")[3], at=world.at)
    sandbox.close_dispute(ref=order.pay_url.split("/")[3], won=False, at=world.at)
    world.run_jobs()


def test_above_the_sum_two_people_give_up_a_debt_and_the_trial_never_notices(world: World) -> None:
    owing(world)
    trial = world.balance("trial:held"), world.balance("trial:fee")
    one = propose(world, "write_off", 46200)
    assert (one.state, queries.debts_of(world.company)) == ("waiting", [Amount(46200, "EUR")])
    with pytest.raises(TwoPeopleMustSign):
        sign(world, one, 1)
    assert queries.debts_of(world.company) == [Amount(46200, "EUR")]
    sign(world, one, 2)
    assert (queries.debts_of(world.company), world.balance("op:loss")) == ([], -46200)
    assert (world.balance("trial:held"), world.balance("trial:fee")) == trial
    with pytest.raises(TheCorrectionIsDone):
        sign(world, one, 3)


def test_what_was_given_up_is_taken_back_once_by_its_exact_opposite(world: World) -> None:
    owing(world)
    before = all_balances()
    one = sign(world, propose(world, "write_off", 46200), 2)
    with pytest.raises(TwoPeopleMustSign):
        correcting.take_back_correction(correction_id=one.public_id, reason="They paid.", by=operator(2), at=world.at)
    correcting.take_back_correction(correction_id=one.public_id, reason="They paid.", by=operator(1), at=world.at)
    assert all_balances() == before
    assert LedgerTransfer.objects.get(movement="reverse").reverses_id == one.transfer_id
    with pytest.raises(TheCorrectionIsDone):
        correcting.take_back_correction(correction_id=one.public_id, reason="Again.", by=operator(1), at=world.at)
    assert all_balances() == before


def test_a_small_error_is_made_good_by_one_and_reaches_the_company(world: World, clock: Any) -> None:
    world.fund()
    world.commit()
    one = propose(world, "make_good", 5000)
    assert one.state == "done"
    world.run_jobs()
    world.pass_time(clock, hours=1)
    refund = Refund.objects.get()
    assert (refund.why, refund.amount_minor, refund.state) == ("correction", 5000, "arrived")
    assert all_balances() == {
        f"trial:held:{world.trial}:EUR": 42000,
        f"trial:fee:{world.trial}:EUR": 4200,
        "op:loss:all:EUR": -5000,
        "ext:cash:sandbox:EUR": -41200,
    }


@pytest.mark.parametrize("has_left", [False, True])
def test_what_was_made_good_by_mistake_is_owed_or_never_leaves(world: World, clock: Any, has_left: bool) -> None:
    """Before it has left its own refund pays the debt; afterwards whatever would go back to the company next does."""
    world.fund()
    world.commit()
    before = all_balances()
    one = propose(world, "make_good", 5000)
    if has_left:
        world.run_jobs()
        world.pass_time(clock, hours=1)
        assert Refund.objects.get().state == "arrived"
    books = all_balances()
    for by, reason, no in ((operator(1), "Another.", TwoPeopleMustSign), (operator(2), " ", TheReasonIsMissing)):
        with pytest.raises(no):
            correcting.take_back_correction(correction_id=one.public_id, reason=reason, by=by, at=world.at)
        assert all_balances() == books
    correcting.take_back_correction(correction_id=one.public_id, reason="Another.", by=operator(2), at=world.at)
    world.run_jobs()
    assert world.balance("op:loss") == 0
    if has_left:
        assert queries.debts_of(world.company) == [Amount(5000, "EUR")]
        assert (world.balance("trial:held"), world.balance("trial:fee")) == (42000, 4200)
    else:
        assert all_balances() == before
        assert [one.state for one in Refund.objects.all()] == ["set_off"]
    with pytest.raises(TheCorrectionIsDone):
        correcting.take_back_correction(correction_id=one.public_id, reason="Again.", by=operator(2), at=world.at)
    if has_left:
        world.settle(Ending.EXIT_BEFORE_START)
        world.pass_time(clock, hours=25)
        with transaction.atomic():
            settling.release_returning(trial_id=world.trial, at=world.at)
        for _ in range(2):
            world.pass_time(clock, hours=1)
        assert (queries.debts_of(world.company), world.balance("company:refunding")) == ([], 0)
        assert sum(one.amount_minor for one in Refund.objects.filter(state="arrived")) == 46200


def test_dropped_it_moves_nothing(world: World) -> None:
    world.fund()
    one = propose(world, "make_good", 5001)
    entries = count_entries()
    correcting.drop_correction(correction_id=one.public_id, by=operator(1), at=world.at)
    with pytest.raises(TheCorrectionIsDone):
        sign(world, one, 2)
    assert count_entries() == entries


@pytest.mark.parametrize(
    ("kind", "minor", "by", "reason", "no"),
    [
        ("write_off", 1, operator(1), "Ours.", TheDebtIsSmaller),
        ("write_off", 9999999, operator(1), "Ours.", TheDebtIsSmaller),
        ("make_good", 100, operator(1), " ", TheReasonIsMissing),
        ("make_good", 100, operator(None), "Ours.", TwoPeopleMustSign),
        ("make_good", 100, Actor(frozenset({Role.FINANCE}), person_id=1, organization_id=1), "Ours.", NotAllowed),
        ("make_good", 100, operator(1), "Ours.", TheCompanyNeverPaid),
    ],
)
def test_what_is_refused_changes_nothing(
    world: World, kind: str, minor: int, by: Actor, reason: str, no: type[Exception]
) -> None:
    with pytest.raises(no):
        propose(world, kind, minor, by=by, reason=reason)
    assert (Correction.objects.count(), count_entries()) == (0, 0)


def test_the_database_itself_knows_that_two_signatures_are_two_people(world: World) -> None:
    world.fund()
    one = propose(world, "make_good", 6000)
    with pytest.raises(IntegrityError, match="two_signatures_are_two_people"), transaction.atomic():
        Correction.objects.filter(pk=one.pk).update(signed_by=1)


def settled_trial(world: World, ines: Actor, clock: Any) -> None:
    """Ines stayed to the end and was paid: 42.00 of fees are the operator's."""
    world.save_account(ines)
    world.fund()
    world.commit()
    for day in (1, 2, 3):
        world.start_day(day)
    world.settle(Ending.COMPLETION)
    world.pass_time(clock, hours=3)
    world.pass_time(clock, hours=3)


def about_an_intern(world: World, minor: int, trial: str | None = None) -> Correction:
    return correcting.propose_correction(
        kind="pay_intern",
        trial_id=world.trial if trial is None else trial,
        amount=Amount(minor, "EUR"),
        reason="A bonus of the first version.",
        by=operator(1),
        at=world.at,
    )


def own(world: World, kind: str, minor: int) -> Correction:
    return correcting.propose_correction(
        kind=kind, amount=Amount(minor, "EUR"), reason="Ours.", by=operator(1), at=world.at
    )


def test_an_intern_is_paid_for_an_error_by_two_and_it_is_theirs(world: World, ines: Actor, clock: Any) -> None:
    settled_trial(world, ines, clock)
    one = about_an_intern(world, 700)
    assert one.state == "waiting", "however small"
    with pytest.raises(TwoPeopleMustSign):
        sign(world, one, 1)
    assert world.balance("intern:earned") == 0
    sign(world, one, 2)
    assert (world.balance("op:loss"), world.balance("intern:earned")) == (-700, 700)
    with pytest.raises(LedgerRefusal), transaction.atomic():
        reverse(one.transfer_id or 0, at=world.at, actor="operator:1", reason="no")
    world.run_jobs()
    for _ in range(2):
        world.pass_time(clock, hours=3)
    paid = Payout.objects.get(trial_id="")
    assert (paid.person_id, paid.amount_minor, paid.state) == (world.intern, 700, "arrived")
    assert (world.balance("intern:earned"), world.balance("intern:transit")) == (0, 0)


@pytest.mark.parametrize("trial", ["", "no-such-one"])
def test_an_intern_is_paid_only_for_a_settled_trial(world: World, trial: str) -> None:
    world.fund()
    entries = count_entries()
    with pytest.raises(NotAcceptable):
        about_an_intern(world, 700, trial)
    with pytest.raises(NotAcceptable):
        about_an_intern(world, 700)
    assert (Correction.objects.count(), count_entries()) == (0, entries)


def test_fees_are_taken_out_by_two_above_the_line_and_put_back(world: World, ines: Actor, clock: Any) -> None:
    settled_trial(world, ines, clock)
    assert queries.own_moneys() == [Amount(4200, "EUR")]
    with pytest.raises(ItIsOtherPeoplesMoney):
        sign(world, own(world, "withdraw_fees", 4201), 2)
    assert queries.own_money("EUR") == Amount(4200, "EUR")
    one = own(world, "withdraw_fees", 4200)
    assert one.state == "waiting", "however small"
    sign(world, one, 2)
    assert (queries.own_money("EUR").minor, world.balance("op:fees")) == (0, 0)
    correcting.take_back_correction(correction_id=one.public_id, reason="Not sent.", by=operator(1), at=world.at)
    assert (queries.own_money("EUR").minor, world.balance("op:fees")) == (4200, 4200)


def test_a_loss_is_covered_by_the_operators_own_money(world: World) -> None:
    owing(world)
    sign(world, propose(world, "write_off", 46200), 2)
    short = queries.own_money("EUR").minor
    assert short < 0
    sign(world, own(world, "put_in_own_money", -short), 2)
    assert queries.own_money("EUR").minor == 0
    assert own(world, "put_in_own_money", 5000).state == "done", "up to the sum for one"


def test_a_correction_sent_twice_is_one(world: World) -> None:
    """The form was sent, no answer came, and it was sent again."""
    world.fund()
    sent = {"kind": "make_good", "company_id": world.company, "reason": "Ours.", "key": "f0rm", "at": world.at}
    first = correcting.propose_correction(amount=Amount(1000, "EUR"), by=operator(1), **sent)
    again = correcting.propose_correction(amount=Amount(1000, "EUR"), by=operator(1), **sent)
    assert (again.pk, Correction.objects.count(), world.balance("op:loss")) == (first.pk, 1, -1000)
    with pytest.raises(TheCorrectionIsDone):
        correcting.propose_correction(amount=Amount(2000, "EUR"), by=operator(1), **sent)
    assert (Correction.objects.count(), world.balance("op:loss")) == (1, -1000)


def reverse_now(one: Correction) -> None:
    reverse(Correction.objects.get(pk=one.pk).transfer_id or 0, at=AT, actor="operator:1", reason="Mine.")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_was_put_in_comes_out_again_only_above_other_peoples_money(world: World) -> None:
    """The last word is the database's, also where the opposite movement takes it out."""
    owing(world)
    loss = propose(world, "write_off", 46200)
    sign(world, loss, 2)
    put_in = correcting.propose_correction(
        kind="put_in_own_money", amount=Amount(60000, "EUR"), reason="For the loss.", by=operator(1), at=world.at
    )
    sign(world, put_in, 2)
    entries = count_entries()
    with pytest.raises(ItIsOtherPeoplesMoney):
        correcting.take_back_correction(correction_id=put_in.public_id, reason="Mine.", by=operator(1), at=world.at)
    with pytest.raises(DatabaseError, match="other people's"), transaction.atomic():
        reverse_now(put_in)
    assert (count_entries(), Correction.objects.get(pk=put_in.pk).state) == (entries, "done")
