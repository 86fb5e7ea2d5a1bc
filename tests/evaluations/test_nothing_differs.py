"""Until the reveal nothing that anyone can fetch, count, receive or log differs by what the other side has sealed."""

from __future__ import annotations

import datetime as dt
import logging
import random
import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from procrastinate.contrib.django.models import ProcrastinateJob

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import VISITOR, Actor
from foretaste.accounts.models import Organization, Person
from foretaste.core import identifiers
from foretaste.core.clock import run_sweeps
from foretaste.core.refusals import Refused
from foretaste.evaluations import queries
from foretaste.evaluations.sealing import Side
from foretaste.insights import queries as insights
from foretaste.messaging import queries as messaging
from foretaste.messaging.models import Notice, OutboxMail
from foretaste.money.audit import audit
from tests.evaluations.conftest import make_exchange, submit
from tests.messaging.conftest import left_on_day_one, trial  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unwatched_templates")]
ENDED = dt.datetime(2026, 3, 2, 11, 30, tzinfo=dt.UTC)
OVER = ENDED + dt.timedelta(days=7)
MOMENTS = [ENDED + dt.timedelta(hours=2), OVER - dt.timedelta(hours=23), OVER - dt.timedelta(seconds=1)]
# What is drawn by lot for each form: against forgery, and so that one sent twice counts once.
TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value=|name="key" value=|"x-csrftoken": )"[^"]*"')
VARYING = {"Set-Cookie", "Date", "Expires", "X-Request-Id"}


def routes(trial_id: str, patterns=None, before: str = "/") -> list[str]:
    """Every address that takes nothing, or one id, with this trial's in its place."""
    found = []
    for entry in get_resolver("config.urls_with_api").url_patterns if patterns is None else patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += routes(trial_id, entry.url_patterns, route)
        elif isinstance(entry, URLPattern) and re.fullmatch(r"[^<^]*(<(str:|slug:)?\w+>)?[^<]*", route):
            found.append(re.sub(r"<[^>]*>", trial_id, route))
    return [one for one in found if not one.startswith(("/account/", "/static/")) or one == "/account/notices/"]


def bearer(by: Actor) -> dict[str, str]:
    """A token of the API that may do all its person may: a page's session opens nothing there."""
    if by.person_id is None:
        return {}
    company = Organization.objects.filter(pk=by.organization_id).values_list("public_id", flat=True).first()
    scopes = ["read", "act", "money"]
    issued = accounts.issue_token(name="Mine", scopes=scopes, organization_id=company, by=by, at=ENDED)
    return {"Authorization": f"Bearer {issued.secret}"}


def fetched(people: dict[str, Actor], tokens: dict[str, dict[str, str]], addresses: list[str]) -> dict[str, object]:
    """What each person is answered at each address: status, headers, body. The API is asked with their token."""
    answers: dict[str, object] = {}
    for name, by in people.items():
        client = Client(raise_request_exception=False)
        person = Person.objects.filter(pk=by.person_id or 0).first()
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        for address in addresses:
            answer = client.get(address, headers=tokens[name] if address.startswith("/api/") else {})
            headers = {key: value for key, value in answer.headers.items() if key not in VARYING}
            body = TOKENS.sub(b"", b"".join(answer) if answer.streaming else answer.content)
            answers[f"{name} {address}"] = (answer.status_code, headers, body)
    return answers


def asked(actors, trial_id, at) -> dict[str, object]:
    """What each actor is answered by the queries."""
    answers: dict[str, object] = {}
    for name, by in actors.items():
        try:
            page = queries.evaluation_page(trial_id=trial_id, by=by, at=at)
        except Refused as refused:
            page = refused.name
        answers[name] = (
            page,
            [one.trial_id for one in queries.awaiting_evaluation_from(by, at=at)],
            [one.trial_id for one in queries.revealed_for(by)],
            messaging.unread_count(by),
            insights.own_figures(by),
        )
    return answers


@pytest.fixture
def world(left_on_day_one, ines, hedy, otto, odile, cora, clock):  # noqa: F811
    clock.move_to(ENDED)
    make_exchange(ines, hedy, trial_id=left_on_day_one.public_id, ended_at=ENDED)
    return left_on_day_one.public_id


@pytest.fixture
def dice(monkeypatch):
    """Let public ids depend on nothing but the moment: they are drawn by lot, and stand beside notices."""
    thrown = random.Random()
    monkeypatch.setattr(identifiers, "secrets", SimpleNamespace(choice=lambda letters: thrown.choice(letters)))
    return thrown


@pytest.fixture
def tokens(world, ines, hedy, otto, odile, cora):
    everyone = {"ines": ines, "hedy": hedy, "otto": otto, "odile": odile, "cora": cora, "visitor": VISITOR}
    return {name: bearer(by) for name, by in everyone.items()}


def life(world, actors, tokens, dice, sender, sends, clock, caplog, *, web):
    """Live the seven days with the sender silent or not; return everything that could be observed, then undo it."""
    observed: list[object] = []
    caplog.clear()
    before = transaction.savepoint()
    for step, at in enumerate(MOMENTS):
        clock.move_to(at)
        if step == 0 and sends is not None:
            side, by = sender
            submit(side, by, at=at, trial_id=world, **sends)
        dice.seed(step)
        run_sweeps(at)
        observed.append(asked(actors, world, at))
        if web and at == MOMENTS[-1]:
            observed.append(fetched(actors, tokens, routes(world)))
        observed.append(list(OutboxMail.objects.order_by("key").values("key", "subject", "text", "at")))
        observed.append(list(Notice.objects.order_by("key").values("key", "subject", "at")))
        observed.append(list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "queue_name")))
    observed.append([str(line) for line in audit()])
    observed.append([(r.name, r.levelno, r.getMessage()) for r in caplog.records])
    transaction.savepoint_rollback(before)
    return observed


def differences(one: list[object], other: list[object]) -> list[object]:
    """Name what differs, so that a failure says where to look."""
    found: list[object] = []
    for here, there in zip(one, other, strict=True):
        if isinstance(here, dict) and isinstance(there, dict):
            found += [(key, here[key], there[key]) for key in here if here[key] != there[key]]
        elif here != there:
            found.append((here, there))
    return found


LONG = "x" * 1200
VARIANTS = [{"yes": True}, {"yes": False}, {"yes": True, "tick": "1", "good": LONG, "better": LONG, "next": LONG}]


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("web", [False, True], ids=["queries", "pages"])
def test_nothing_differs(world, tokens, dice, ines, hedy, otto, odile, cora, clock, caplog, side, web):
    caplog.set_level(logging.INFO)
    everyone = {"ines": ines, "hedy": hedy, "otto": otto, "odile": odile, "cora": cora, "visitor": VISITOR}
    sender = {Side.INTERN: ("ines", ines), Side.COMPANY: ("hedy", hedy)}[side]
    others = {name: by for name, by in everyone.items() if name != sender[0]}
    if web:
        others = {name: by for name, by in others.items() if name not in {"cora", "visitor"}}
    silent = life(world, others, tokens, dice, (side, sender[1]), None, clock, caplog, web=web)
    for sends in VARIANTS[:1] if web else VARIANTS:
        sent = life(world, others, tokens, dice, (side, sender[1]), sends, clock, caplog, web=web)
        assert differences(silent, sent) == []


def test_the_observer_would_see_a_difference(world, tokens, dice, ines, hedy, clock, caplog):
    """The sender's own answers, pages and answers of the API differ, so the comparison is not blind."""
    silent = life(world, {"ines": ines}, tokens, dice, (Side.INTERN, ines), None, clock, caplog, web=True)
    sent = life(world, {"ines": ines}, tokens, dice, (Side.INTERN, ines), {"yes": True}, clock, caplog, web=True)
    where = {found[0] for found in differences(silent, sent)}
    assert {"ines", f"ines /trials/{world}/evaluation", f"ines /api/v1/trials/{world}/evaluation"} <= where


def test_the_reminder_goes_to_both_whoever_has_sent(world, ines, hedy, clock):
    submit(Side.INTERN, ines, at=MOMENTS[0], trial_id=world)
    run_sweeps(clock.move_to(MOMENTS[1]))
    reminded = OutboxMail.objects.filter(kind="evaluation_closes").values_list("to", flat=True)
    assert set(reminded) == {"ines@example.org", "hedy@example.org"}
