"""A company's yes to a moved day never tells whether the intern still has another trial."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.trials import actions, queries, refusals
from foretaste.trials.models import Trial
from tests import at_state
from tests.at_state import Plan
from tests.worlds import make_company

ELSEWHERE = Plan(first_on=dt.date(2026, 3, 12), days=2)  # Thursday and Friday; here it is Monday to Wednesday
TUESDAY = dt.date(2026, 3, 10)
AT = Plan().at(1, "10:00")


@pytest.fixture
def rhea(db: None) -> Actor:
    return make_company("Rival Works", ELSEWHERE.posted_at - dt.timedelta(days=9), founder="Rhea Sommer")


def here_and_elsewhere(hedy: Actor, rhea: Actor, ines: Actor) -> tuple[Trial, Trial]:
    return at_state.under_way(hedy, ines), at_state.agreed(rhea, ines, ELSEWHERE)


def move(trial: Trial, by: Actor, on: dt.date = TUESDAY) -> Any:
    return actions.propose_day_move(trial_id=trial.public_id, day=1, new_on=on, by=by, at=AT)


def test_the_intern_is_told_that_the_date_is_promised(hedy: Actor, rhea: Actor, ines: Actor) -> None:
    _here, elsewhere = here_and_elsewhere(hedy, rhea, ines)
    with pytest.raises(refusals.TheDayCannotMoveThere):
        move(elsewhere, ines)


def test_the_company_may_ask_for_any_date_and_the_intern_alone_hears_why_not(
    hedy: Actor, rhea: Actor, ines: Actor
) -> None:
    _here, elsewhere = here_and_elsewhere(hedy, rhea, ines)
    asked = move(elsewhere, rhea)
    with pytest.raises(refusals.TheDayCannotMoveThere):
        actions.answer_day_move(move_id=asked.public_id, accept=True, by=ines, at=AT)


def test_after_an_exit_the_date_is_free_and_the_company_s_yes_is_a_yes(hedy: Actor, rhea: Actor, ines: Actor) -> None:
    here, elsewhere = here_and_elsewhere(hedy, rhea, ines)
    at_state.leave(here, ines, AT)
    asked = move(elsewhere, ines)
    actions.answer_day_move(move_id=asked.public_id, accept=True, by=rhea, at=AT)
    assert queries.day_of(at_state.fresh(elsewhere), 1).on == TUESDAY


def test_a_date_asked_for_is_promised_until_it_is_answered(hedy: Actor, rhea: Actor, ines: Actor) -> None:
    here, elsewhere = here_and_elsewhere(hedy, rhea, ines)
    at_state.leave(here, ines, AT)
    asked = move(elsewhere, ines)
    slot = [(asked.new_starts_at, asked.new_ends_at)]
    assert queries.clash(ines.person_id or 0, slot) is not None
    actions.answer_day_move(move_id=asked.public_id, accept=False, by=rhea, at=AT)
    assert queries.clash(ines.person_id or 0, slot) is None
