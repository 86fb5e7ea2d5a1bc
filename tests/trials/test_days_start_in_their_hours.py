"""A check-in stands in its day's hours, whoever writes it; only a claim comes later. So days start in their order."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from foretaste.accounts.actors import Actor
from foretaste.money.audit import audit
from foretaste.trials.models import TrialDay
from tests import at_state
from tests.at_state import Plan

P = Plan()


@pytest.mark.parametrize(
    ("day", "at"), [(1, P.at(1, "07:59")), (1, P.at(1, "17:01")), (2, P.at(1, "12:00")), (2, P.at(3, "09:00"))]
)
@pytest.mark.parametrize("method", ["self", "host", "arrival_code"])
def test_a_check_in_outside_its_hours_is_refused(
    hedy: Actor, ines: Actor, day: int, at: dt.datetime, method: str
) -> None:
    trial = at_state.agreed(hedy, ines)
    with pytest.raises(DatabaseError, match="in its hours"), transaction.atomic():
        trial.days.filter(number=day).update(checked_in_at=at, method=method)
    assert not trial.days.exclude(checked_in_at=None).exists()


def test_a_claim_comes_later_and_the_audit_knows(hedy: Actor, ines: Actor) -> None:
    trial = at_state.agreed(hedy, ines)
    trial.days.filter(number=1).update(checked_in_at=P.at(2, "12:00"), method="claim")

    def found() -> list[str]:
        return [
            one
            for line in audit()
            for check, finding in line.findings
            if check.title == "check-ins"
            for one in finding.offenders
        ]

    assert found() == []
    TrialDay.objects.filter(trial=trial, number=1).update(method="self")  # a claim told as a check-in
    assert found() == [f"{trial.public_id}:1"]
