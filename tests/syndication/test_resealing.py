"""After `reseal` the old key can go for what Indeed and Riipen sign with too."""

from __future__ import annotations

import io
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core import vault
from foretaste.core.refusals import NotAllowed
from foretaste.syndication import actions, resealing
from foretaste.syndication.models import CareerSite, Source
from tests.worlds import make_company

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
SECRETS = ["of-the-portal", "of-indeed"]


@pytest.fixture
def hedy(db: None, clock: Any, settings: Any) -> Actor:
    """One company with both secrets, one with neither, sealed with the old key."""
    settings.SEALING_KEYS = [OLD]
    company = make_company("Halden Instruments", clock.now, founder="Hedy Vogel")
    actions.connect_riipen(secret="of-the-portal", by=company, at=clock.now)
    actions.set_up_site(indeed_api_token="a-token", indeed_secret="of-indeed", by=company, at=clock.now)
    other = make_company("Otter Works", clock.now, founder="Ada Otter")
    actions.set_up_site(contact_email="jobs@otter.example", by=other, at=clock.now)
    settings.SEALING_KEYS = [NEW, OLD]
    return company


def blobs() -> list[bytes]:
    secrets = Source.objects.values_list("secret", flat=True)
    sealed = [*secrets, *CareerSite.objects.values_list("indeed_secret", flat=True)]
    return [bytes(one) for one in sealed if one]


def opened() -> list[str]:
    return [vault.unseal(one)["secret"] for one in blobs()]


def reseal() -> str:
    out = io.StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue()


def test_afterwards_the_old_key_can_go(hedy: Actor, settings: Any) -> None:
    lengths = [len(one) for one in blobs()]
    assert "career sites: 2 of 2\nsources: 1 of 1\n" in reseal()
    settings.SEALING_KEYS = [NEW]
    assert opened() == SECRETS
    assert [len(one) for one in blobs()] == lengths
    before = blobs()
    reseal()
    assert blobs() == before, "again it changes nothing"


def test_a_lost_key_stops_it_and_changes_nothing(hedy: Actor, settings: Any) -> None:
    before = blobs()
    settings.SEALING_KEYS = [NEW]
    with pytest.raises(CommandError, match="opens with none of SEALING_KEYS"):
        reseal()
    assert blobs() == before


@pytest.mark.parametrize("reseals", [resealing.reseal_sites, resealing.reseal_sources])
def test_only_the_clock_reseals_and_some_at_a_time(hedy: Actor, clock: Any, reseals: Any) -> None:
    before = blobs()
    with pytest.raises(NotAllowed):
        reseals(after=0, most=9, by=hedy, at=clock.now)
    assert blobs() == before
    reached, turns = 0, 0
    while (following := reseals(after=reached, most=1, by=CLOCK, at=clock.now)) is not None:
        reached, turns = following, turns + 1
    assert turns == (2 if reseals is resealing.reseal_sites else 1)
