"""A second opinion, where it is at hand: Stripe's own sample objects, and an older copy of its specification.

They are not ours to distribute, so a checkout that has none beside it skips these tests and says so; the own types of
the SDK hold everywhere.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.money.endings import Ending
from tests.beside import missing, shared
from tests.money.cast_of_money import World
from tests.money.providers.test_stripe import Life
from tests.stripe_fake import StripeFake

pytestmark = pytest.mark.django_db
SAMPLES, SPECIFICATION = "stripe-openapi-fixtures3.json", "stripe-trimmed-connect-2023-08-16.json"

# Parameters that came after the copy of 2023, each read in the pinned SDK's own types.
NEWER = {
    ("/v1/accounts", "controller"),
    ("/v1/account_links", "collection_options"),
    ("/v1/checkout/sessions", "allowed_payment_method_types"),
}


@cache
def opinion(name: str) -> Any:
    found = shared(f"stripe/{name}")
    if found is None:
        pytest.skip(missing(f"stripe/{name}"))
    return json.loads(found.read_text())


@pytest.fixture
def lived(world: World, stripe_fake: StripeFake, clock: Any, ines: Actor) -> StripeFake:
    """Everything once: by card and by transfer, an account, a day, an end, a payout, a refund, a dispute."""
    life = Life(world, stripe_fake, clock)
    life.fund()
    life.open()
    life.start()
    life.world.settle(Ending.EXIT)
    life.hear()
    life.pass_time(hours=1)
    stripe_fake.dispute(next(iter(stripe_fake.charges)))
    life.world.seat = "anotherseat1"
    life.order("bank_transfer")
    stripe_fake.receive_transfer(life.session(), 46000)
    life.hear()
    refund = {"payment_intent": next(iter(stripe_fake.intents)), "amount": "100"}
    stripe_fake._refund(refund, "")
    return stripe_fake


def test_every_object_of_the_fake_has_only_fields_of_the_sample(lived: StripeFake) -> None:
    samples = opinion(SAMPLES)["resources"]
    wrong = {}
    kinds = (
        lived.sessions, lived.customers, lived.intents, lived.charges, lived.refunds, lived.transfers,
        lived.payouts, lived.accounts, lived.disputes, {line["id"]: line for line in lived.lines},
    )  # fmt: skip
    seen = set()
    for things in kinds:
        for thing in things.values():
            seen.add(thing["object"])
            known = {*samples[thing["object"]], "failure_reason", "next_action"}
            if more := {name for name in thing if not name.startswith("_")} - known:
                wrong[thing["object"]] = sorted(more)
    assert wrong == {}
    assert seen >= {
        "checkout.session",
        "payment_intent",
        "charge",
        "transfer",
        "payout",
        "refund",
        "account",
        "dispute",
    }


def test_every_event_is_shaped_like_the_sample(lived: StripeFake) -> None:
    sample = opinion(SAMPLES)["resources"]["event"]
    lived._tell("account.updated", next(iter(lived.accounts.values())), next(iter(lived.accounts)))
    for _, raw in lived.events:
        assert set(json.loads(raw)) - {"account"} <= set(sample)


def test_every_parameter_stands_in_the_older_specification_or_is_known_to_be_newer(lived: StripeFake) -> None:
    paths = opinion(SPECIFICATION)["paths"]
    newer, checked = set(), set()
    for method, path, sent, _ in lived.requests:
        if method != "post":
            continue
        pattern = next((one for one in paths if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", one), path)), None)
        if pattern is None or "post" not in paths[pattern]:
            continue
        body = next(iter(paths[pattern]["post"]["requestBody"]["content"].values()))["schema"]
        checked.add(pattern)
        newer |= {(pattern, name) for name in sent if name not in body["properties"]}
        assert set(body.get("required", [])) <= set(sent) | {"success_url", "line_items"}, pattern
    assert newer <= NEWER
    assert checked >= {"/v1/checkout/sessions", "/v1/transfers", "/v1/payouts", "/v1/accounts"}
