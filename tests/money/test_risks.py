"""The same hands on both sides gain nothing; a risk rule delays a payout, never an earning."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from foretaste.accounts.actors import Actor, Role
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed
from foretaste.money import actions, movements, queries, risks
from foretaste.money.endings import Ending
from foretaste.money.models import Payout, PayoutAccount, SeatFund
from foretaste.money.providers import sandbox
from foretaste.money.refusals import (
    TheCompanyOwesUs,
    ThePayoutWaitsForNobody,
    TheRuleIsDatedBack,
    TheSamePersonOnBothSides,
)
from tests.cast import as_intern, make_person
from tests.money.cast_of_money import AT, World, all_balances, books_are_right, count_entries, what_the_audit_finds

IBAN = "DE02120300000000202051"  # the sandbox's payer


def sign(world: World, *, staff: tuple[str, ...] = (), own_companies: tuple[str, ...] = ()) -> None:
    with transaction.atomic():
        risks.refuse_the_same_on_both_sides(
            seat_id=world.seat, intern_id=world.intern, staff=staff, own_companies=own_companies
        )


def fund_by_transfer(world: World, clock: Any) -> None:
    order = world.order("bank_transfer")
    world.run_jobs()
    sandbox.pay_by_transfer(ref=order.pay_url.split("/")[3], at=world.at)
    world.pass_time(clock, hours=2)


# --- the same person, account or card on both sides ---------------------------------------------------


def test_the_same_person_on_both_sides_cannot_sign(world: World) -> None:
    world.fund()
    with pytest.raises(TheSamePersonOnBothSides):
        sign(world, staff=(world.intern,))
    assert SeatFund.objects.get().state == "funded"
    sign(world, staff=("s0mebodye15e",))


def test_the_account_that_pays_cannot_be_the_one_that_is_paid(world: World, ines: Actor, clock: Any) -> None:
    world.save_account(ines, IBAN)
    fund_by_transfer(world, clock)
    with pytest.raises(TheSamePersonOnBothSides):
        sign(world)
    world.save_account(ines)  # changing it afterwards hides nothing
    with pytest.raises(TheSamePersonOnBothSides):
        sign(world)


def test_the_account_that_paid_is_refused_from_the_signature_on(world: World, ines: Actor, clock: Any) -> None:
    """Not only from the first day on: what was signed with one account would be paid to the one that paid for it."""
    world.save_account(ines)
    fund_by_transfer(world, clock)
    sign(world)
    world.commit()
    with pytest.raises(TheSamePersonOnBothSides):
        actions.save_payout_account(holder="Ines Brandt", country="DE", number=IBAN, by=ines, at=world.at)
    assert [(one.number[-4:], one.replaced_at) for one in PayoutAccount.objects.all()] == [("3000", None)]
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.run_jobs()
    world.pass_time(clock, hours=1)
    assert [(one.state, one.account and one.account.number[-4:]) for one in Payout.objects.all()] == [
        ("arrived", "3000")
    ]


def test_the_account_of_a_colleague_cannot_be_the_intern_s(world: World, ines: Actor) -> None:
    colleague = make_person("Otto")
    world.fund()
    for somebody in (ines, as_intern(colleague)):
        world.save_account(somebody)
    with pytest.raises(TheSamePersonOnBothSides):
        sign(world, staff=(colleague.public_id,))
    sign(world, staff=())


def test_a_card_that_pays_for_the_intern_s_own_company_cannot_pay_for_the_intern(world: World) -> None:
    world.fund()
    mine = World(intern=world.intern, run_jobs=world.run_jobs)
    mine.fund()  # the same card
    with pytest.raises(TheSamePersonOnBothSides):
        sign(world, own_companies=(mine.company,))
    sign(world)


# --- contests, chargebacks and goodwill as a second pay ----------------------------------------------


@pytest.mark.parametrize("ending", [Ending.COMPLETION, Ending.EXIT, Ending.EARLY_END, Ending.INTERN_NO_SHOW])
def test_two_who_share_everything_only_lose_the_fee(world: World, ines: Actor, clock: Any, ending: Ending) -> None:
    world.save_account(ines)
    world.fund()
    world.commit()
    for day in (1, 2, 3) if ending is Ending.COMPLETION else (1,):
        world.start_day(day)
    settlement = world.settle(ending)
    assert settlement.paid_minor + settlement.back_minor == 46200 - settlement.fee_minor
    assert settlement.fee_minor > 0


def test_no_goodwill_while_a_payment_is_charged_back_or_owed_for(world: World, ines: Actor) -> None:
    world.save_account(ines)
    order = world.fund()
    world.commit()
    world.start_day(1)
    sandbox.dispute(ref=order.pay_url.split("/")[3], at=world.at)
    world.run_jobs()
    entries = count_entries()
    with pytest.raises(TheCompanyOwesUs), transaction.atomic():
        movements.pay_goodwill(
            trial_id=world.trial,
            day=1,
            company_id=world.company,
            amount=Amount(14000, "EUR"),
            proposed_by=1,
            at=world.at,
            by=Actor(frozenset({Role.OPERATOR}), person_id=2),
            reason="Nobody came.",
        )
    assert count_entries() == entries


# --- a first trial between new parties -----------------------------------------------------------------


def rule(odile: Actor, days: int = 3) -> None:
    actions.set_payout_rule(review_days=days, valid_from=AT.date(), by=odile, at=AT)


def test_a_first_trial_between_new_parties_is_earned_at_once_and_paid_out_after_a_look(
    world: World, ines: Actor, odile: Actor, clock: Any
) -> None:
    rule(odile)
    world.save_account(ines)
    world.fund()
    assert queries.payout_waits_for(world.seat, world.intern, world.at) == (0, 3)  # said before the signature
    world.commit()
    for day in (1, 2, 3):
        world.start_day(day)
    assert world.balance("intern:earned") == 42000
    world.settle(Ending.COMPLETION)
    world.pass_time(clock, hours=1)
    payout = Payout.objects.get()
    assert (payout.state, list(queries.payouts_to_review(world.at))) == ("waiting", [payout])
    with pytest.raises(NotAllowed):
        actions.let_payout_go(payout_id=payout.public_id, by=ines, at=world.at)
    payout.refresh_from_db()
    assert payout.reviewed_at is None
    actions.let_payout_go(payout_id=payout.public_id, by=odile, at=world.at)
    world.run_jobs()
    world.pass_time(clock, hours=1)
    payout.refresh_from_db()
    assert payout.state == "arrived"
    with pytest.raises(ThePayoutWaitsForNobody):
        actions.let_payout_go(payout_id=payout.public_id, by=odile, at=world.at)
    assert all_balances() == {"ext:cash:sandbox:EUR": -4200, "op:fees:all:EUR": 4200}
    books_are_right()
    assert what_the_audit_finds() == []


def test_unlooked_at_it_goes_out_by_itself(world: World, ines: Actor, odile: Actor, clock: Any) -> None:
    rule(odile)
    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.pass_time(clock, days=2, hours=23)
    assert Payout.objects.get().state == "waiting"
    world.pass_time(clock, hours=1)
    world.pass_time(clock, hours=1)
    assert Payout.objects.get().state == "arrived"


def test_a_rule_begins_today_or_later_and_spares_what_was_signed(
    world: World, ines: Actor, odile: Actor, clock: Any
) -> None:
    world.save_account(ines)
    world.fund()
    world.commit()
    with pytest.raises(TheRuleIsDatedBack):
        actions.set_payout_rule(review_days=3, valid_from=AT.date() - dt.timedelta(days=1), by=odile, at=AT)
    actions.set_payout_rule(review_days=3, valid_from=AT.date() + dt.timedelta(days=1), by=odile, at=AT)
    world.pass_time(clock, days=2)
    world.start_day(1)
    world.settle(Ending.EXIT)
    assert Payout.objects.get().review_until is None


def test_whoever_is_known_waits_for_nobody(world: World, ines: Actor, odile: Actor, clock: Any) -> None:
    rule(odile)
    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    assert Payout.objects.get().review_until is not None
    second = World(intern=world.intern, run_jobs=world.run_jobs, at=world.at)
    second.fund()
    second.commit()
    second.start_day(1)
    second.settle(Ending.EXIT)
    assert Payout.objects.get(trial_id=second.trial).review_until is None
