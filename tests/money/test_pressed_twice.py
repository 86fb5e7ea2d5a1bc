"""A button pressed twice: the account where pay goes is saved, and nothing breaks."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.core import calendars
from foretaste.money import actions, sending
from foretaste.money.endings import Ending
from foretaste.money.models import Payout, PayoutAccount
from tests.money.cast_of_money import World, books_are_right
from tests.money.test_corrections_at_once import Meanwhile
from tests.trials.test_races import all_at_once

IBAN = "DE89370400440532013000"


@pytest.mark.django_db(transaction=True)
def test_an_account_saved_four_times_at_once_is_one_account(ines: Actor) -> None:
    save = partial(actions.save_payout_account, holder="Ines Brandt", number=IBAN, by=ines, at=calendars.now())
    all_at_once(save, save, save, save)
    assert PayoutAccount.objects.filter(replaced_at=None).count() == 1
    assert set(PayoutAccount.objects.values_list("number", flat=True)) == {IBAN}


@pytest.mark.django_db(transaction=True)
def test_a_day_asked_for_as_its_trial_ends_is_sent_once(
    world: World, ines: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit comes after the request has looked and before it has committed: together they send what is earned."""
    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    exits = Meanwhile(lambda: world.settle(Ending.EXIT))
    make = sending.make_payout

    def made(**how: Any) -> Payout | None:
        monkeypatch.setattr(sending, "make_payout", make)
        exits.come()
        return make(**how)

    monkeypatch.setattr(sending, "make_payout", made)
    assert [one.amount_minor for one in actions.request_payout(by=ines, at=world.at)] == [14000]
    exits.thread.join()
    assert not isinstance(exits.answer, Exception)
    assert sorted(Payout.objects.values_list("amount_minor", flat=True)) == [7000, 14000]
    assert world.balance("intern:earned") == 21000
    books_are_right()
