"""Fixtures of money's tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.queries import organization_of, person_of
from tests.cast import make_member, make_person
from tests.money.bank_statements import OWN_ACCOUNT
from tests.money.cast_of_money import World


@pytest.fixture
def world(ines: Actor, clock: Any, run_jobs: Callable[..., list[str]]) -> World:
    """Ines's trial: three days of 140.00 EUR, bonus 70, 35, 0. Only money's own jobs run."""
    return World(intern=person_of(ines).public_id, run_jobs=partial(run_jobs, "money"))


@pytest.fixture
def manual_bank(settings: Any) -> None:
    """An instance whose money moves by bank transfer and by hand."""
    settings.PAYMENT_PROVIDER = "manual"
    settings.MANUAL_ACCOUNT_HOLDER = "Weststadt Trials e.V."
    settings.MANUAL_ACCOUNT_NUMBER = OWN_ACCOUNT
    settings.MANUAL_ACCOUNT_BIC = "COBADEFFXXX"


@pytest.fixture
def two_people(odile: Actor) -> tuple[Actor, Actor]:
    """Odile, and a colleague of hers: both run the instance."""
    return odile, make_member(make_person("Olaf Berger"), organization_of(odile), Role.OPERATOR)
