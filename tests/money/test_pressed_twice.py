"""A button pressed twice: the account where pay goes is saved, and nothing breaks."""

from __future__ import annotations

from functools import partial

import pytest

from foretaste.accounts.actors import Actor
from foretaste.core import calendars
from foretaste.money import actions
from foretaste.money.models import PayoutAccount
from tests.trials.test_races import all_at_once

IBAN = "DE89370400440532013000"


@pytest.mark.django_db(transaction=True)
def test_an_account_saved_four_times_at_once_is_one_account(ines: Actor) -> None:
    save = partial(actions.save_payout_account, holder="Ines Brandt", number=IBAN, by=ines, at=calendars.now())
    all_at_once(save, save, save, save)
    assert PayoutAccount.objects.filter(replaced_at=None).count() == 1
    assert set(PayoutAccount.objects.values_list("number", flat=True)) == {IBAN}
