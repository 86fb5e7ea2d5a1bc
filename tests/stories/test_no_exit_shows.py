"""Leaving leaves no trace that anyone else can see.

Two worlds are lived, the same but for one thing: in one Ines leaves on her first day, Bo between two days, Dana
before the start, and Nils never comes; in the other all four finish the same trial. At every interesting moment of
the clock everybody else fetches every address and every endpoint, byte for byte the same; and whatever they do is
answered the same. Everybody else: a visitor, another company (to which three of the four apply, and which welcomes
two), another intern, a career center, the operator away from the money and dispute desk.

Normalised are the token against forged forms, which is random on every answer, the header `Expires`, which tells the
machine's own clock, and the ids of one's notices, drawn by lot in the order in which everybody is told: each is its
place among one's own. Left out are two pages that show a fresh secret for a second factor, and the sums that are
published over at least five interns: so few live here that there are none (tests/insights has those).
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import CLOCK, Actor, Role
from foretaste.accounts.models import Organization, Person
from foretaste.core import clock as sweeps
from foretaste.core import identifiers
from foretaste.core.refusals import Refused
from foretaste.evaluations import actions as evaluations
from foretaste.evaluations.sealing import Side
from foretaste.matching import recommending
from foretaste.matching.models import MarketFit, Ordering
from foretaste.messaging import queries as messaging
from foretaste.messaging.models import Notice
from foretaste.opportunities import actions as opportunities
from foretaste.trials import actions as trials
from foretaste.trials import queries
from foretaste.trials.actions import agreeing
from foretaste.trials.models import Trial
from tests.jobs import run_all_jobs
from tests.small_world import SmallWorld, answered, known_wages, staff
from tests.worlds import (
    make_application,
    make_company,
    make_intern,
    make_offer,
    make_published_opportunity,
)

OTHERS = ("visitor", "rhea", "otto", "cora", "odile")
FORM_TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|x-csrftoken": ")[0-9A-Za-z]{64}')
# the operator's, for money and disputes
THE_DESK = {
    "overview",
    "disputes",
    "case",
    "ledger",
    "payouts",
    "unclaimed",  # the same as a table
    "documents",
    "corrections",
}
THE_DESK_OF_THE_API = re.compile(r"/(trials|cases|payouts)\b")
FRESH_SECRETS = {"mfa_activate_totp", "mfa_add_webauthn"}
# no story in them
STILL = re.compile(r"^(account_|mfa_|pages:(?!home)|accounts:(?!notices)|api-documentation|demo:|sandbox:)")
LAST = "the month turns again"


def berlin(day: int, hour: int, minute: int = 0, month: int = 3) -> dt.datetime:
    """Return a moment of spring 2026 on Berlin's wall: summer time begins on 29 March."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=1 if month == 3 else 2)))


class World:
    """One of the two worlds: its people, its clock, and everything that everybody else was answered."""

    def __init__(
        self,
        how: str,
        move_clock: Callable[[dt.datetime], Any],
        monkeypatch: pytest.MonkeyPatch,
        known: frozenset[tuple[str, str]],
    ) -> None:
        self.leaves = how == "exits"
        self.move_clock = move_clock
        self.heard: dict[tuple[str, ...], Any] = {}
        self.dice = random.Random()
        for module in (identifiers, agreeing):
            monkeypatch.setattr(module, "secrets", SimpleNamespace(choice=lambda letters: self.dice.choice(letters)))
        self.ids: dict[str, list[str]] = {}
        self.known = known
        self.found = set(known)

    @contextmanager
    def step(self, what: str, at: dt.datetime) -> Iterator[dt.datetime]:
        """A step of the story: its public ids depend on nothing but its name."""
        self.dice.seed(what)
        self.move_clock(at)
        yield at
        run_all_jobs("core.deliver")

    def pass_to(self, at: dt.datetime) -> None:
        with self.step(f"time passes to {at}", at):
            sweeps.run_sweeps(at)
        sweeps.run_sweeps(at)
        run_all_jobs("core.deliver")
        run_all_jobs("matching.fit")

    def does(self, what: str, act: Callable[[], Any]) -> Any:
        """Somebody else does something: what they are answered is heard too."""
        try:
            done = act()
        except Refused as refusal:
            self.heard["does", what] = (refusal.name, refusal.text)
            return None
        self.heard["does", what] = str(getattr(done, "state", "done"))
        return done

    # --- the story ------------------------------------------------------------------------------------
    def begin(self) -> None:
        at = berlin(1, 9)
        with self.step("people", at):
            known_wages()
            self.halden = make_company("Halden Instruments", at, founder="Hedy Vogel")
            self.rhea = make_company("Rival Works", at, founder="Rhea Sommer")
            self.interns = {name: make_intern(name, at) for name in ("Ines", "Bo", "Dana", "Nils", "Otto")}
            people = {
                "rhea": self.rhea,
                "otto": self.interns["Otto"],
                "cora": staff("campus", "Weststadt College", "Cora Lind", Role.CAMPUS),
                "odile": staff("operator", "Foretaste", "Odile Marchand", Role.OPERATOR),
            }
            self._say_what_fits(at)
        self.people = people
        self.clients = {role: SmallWorld(people, {}).client(role) for role in OTHERS}
        self.bearers = {role: _token(who, at) for role, who in people.items()}
        with self.step("postings", at):
            first_on = dt.date(2026, 3, 9)
            self.left = make_published_opportunity(self.halden, at, seats=5, days=3, first_on=first_on)
            self.signed = make_published_opportunity(
                self.rhea, at, title="Draw a map", days=2, first_on=dt.date(2026, 3, 12)
            )
            self.open = make_published_opportunity(
                self.rhea, at, title="Count the bolts", days=1, first_on=dt.date(2026, 3, 17), seats=2
            )
        with self.step("signatures", berlin(2, 9)) as at:
            self.trials = {name: self._sign(self.left, self.interns[name], self.halden, at) for name in _FOUR}
            self.map = self._sign(self.signed, self.interns["Ines"], self.rhea, at)
        with self.step("asking", berlin(7, 9)) as at:
            self.asked = {
                name: make_application(self.open, self.interns[name], at, free_days="All of them")
                for name in ("Ines", "Nils", "Otto")
            }
            make_application(self.left, self.interns["Otto"], at)
            opportunities.ask_question(opportunity_id=self.open.public_id, text="A lift?", by=self.interns["Bo"], at=at)
        self.ids = {
            "trial_id": [self.trials["Ines"].public_id, self.map.public_id],
            "opportunity_id": [self.left.public_id, self.open.public_id],
            "application_id": [self.asked["Ines"].public_id, self.asked["Nils"].public_id],
            "offer_id": [self.map.offer_id],
            "company_id": list(Organization.objects.order_by("pk").values_list("public_id", flat=True)),
            "slug": ["halden-instruments", "rival-works"],
            "person_id": [Person.objects.get(pk=self.interns["Ines"].person_id).public_id],
        }

    def _say_what_fits(self, at: dt.datetime) -> None:
        """So that the four stand in orders of candidates, and everybody's wishes in the night's fit."""
        for name, skills in (("Ines", "Interviewing"), ("Bo", "writing"), ("Nils", ""), ("Otto", "writing, chess")):
            accounts.edit_profile(skills=skills, by=self.interns[name], at=at)
            recommending.say_what_fits(fields=["writing"], most_days=3, by=self.interns[name], at=at)

    def live(self) -> None:
        """The days of the four, and what Rival Works does meanwhile."""
        ines, bo, dana = (self.interns[name] for name in _FOUR[:3])
        self.listen("before", berlin(8, 12), everything=not self.known)
        self._know_the_place()
        if self.leaves:
            self._leaves("Dana", berlin(8, 15))
        with self.step("day 1", berlin(9, 8, 55)):
            self._is_here("Ines", "Bo", day=1)
            self._stays("Dana", "Nils", day=1)
        with self.step("Ines asks Rival Works to move her day there", berlin(9, 9, 30)) as at:
            move = _tried(
                lambda: trials.propose_day_move(
                    trial_id=self.map.public_id, day=1, new_on=dt.date(2026, 3, 10), by=ines, at=at
                )
            )
        if self.leaves:
            self._leaves("Ines", berlin(9, 11))
        self.listen("an hour after the first has left", berlin(9, 12))
        with self.step("Rival Works answers the move", berlin(9, 12, 30)) as at:
            if move is not None:
                which = {"move_id": move.public_id, "by": self.rhea, "at": at}
                self.does("move", lambda: trials.answer_day_move(accept=True, **which))
        if self.leaves:
            self._leaves("Bo", berlin(9, 20))
        with self.step("day 2", berlin(10, 8, 55)):
            self._stays(*_FOUR, day=2)
        self.listen("during the second day", berlin(10, 10))
        with self.step("Rival Works welcomes", berlin(10, 11)) as at:
            asked = make_application(self.open, bo, at)
            offer = self.does("welcome", lambda: self._welcome(asked, at))
            self.does("welcome Nils", lambda: self._welcome(self.asked["Nils"], at))
            self.does(
                "invite",
                lambda: opportunities.invite(
                    opportunity_id=self.open.public_id, intern_id=_public(dana), by=self.rhea, at=at
                ),
            )
        with self.step("Bo signs", berlin(10, 12)) as at:
            trials.agree(offer_id=offer.public_id, by=bo, at=at)
        with self.step("day 3", berlin(11, 8, 55)):
            self._stays(*_FOUR, day=3)
        self.listen("after the planned end", berlin(11, 18))
        with self.step("Ines is at Rival Works", berlin(12, 8, 55)) as at:
            day = next(day for day in queries.days_of(Trial.objects.get(pk=self.map.pk)) if not day.is_started)
            if day.check_in_is_open(at):
                trials.check_in(trial_id=self.map.public_id, day=day.number, by=ines, at=at)
        self.listen("a day after", berlin(12, 12))
        with self.step("and the day after", berlin(13, 8, 55)) as at:
            trials.check_in(trial_id=self.map.public_id, day=2, by=ines, at=at)
        self.listen("two days after", berlin(13, 19))
        with self.step("Rival Works and Ines judge each other", berlin(13, 20)) as at:
            for who, side in ((ines, Side.INTERN), (self.rhea, Side.COMPANY)):
                evaluations.submit_evaluation(
                    trial_id=self.map.public_id, answers=answered(side), decision=True, by=who, at=at
                )
        self.listen("a week after", berlin(18, 19))
        self.listen("the month turns", berlin(1, 9, month=4))
        self.listen(LAST, berlin(1, 9, month=5), everything=True)

    def _sign(self, opportunity: Any, who: Actor, company: Actor, at: dt.datetime) -> Trial:
        return trials.agree(offer_id=make_offer(opportunity, who, company, at).public_id, by=who, at=at)

    def _welcome(self, application: Any, at: dt.datetime) -> Any:
        return opportunities.make_offer(application_id=application.public_id, by=self.rhea, at=at)

    def _leaves(self, name: str, at: dt.datetime) -> None:
        with self.step(f"{name} leaves", at):
            trial = Trial.objects.get(pk=self.trials[name].pk)
            trials.exit_trial(
                trial_id=trial.public_id,
                expected_minor=queries.if_you_leave_now(trial, at).expected_minor,
                by=self.interns[name],
                at=at,
            )

    def _is_here(self, *names: str, day: int) -> None:
        for name in names:
            trial = Trial.objects.get(pk=self.trials[name].pk)
            at = queries.day_of(trial, day).starts_at
            trials.check_in(trial_id=trial.public_id, day=day, by=self.interns[name], at=at)

    def _stays(self, *names: str, day: int) -> None:
        if not self.leaves:
            self._is_here(*names, day=day)

    # --- what everybody else can fetch -------------------------------------------------------------------
    def listen(self, moment: str, at: dt.datetime, *, everything: bool = False) -> None:
        """Let time pass, then ask every address as everybody else: all of them, or those that told something."""
        self.pass_to(at)
        for role, path in self.paths(moment, everything):
            answer = self.clients[role].get(path)
            self._hear(moment, role, path, answer)
        for role, path in self.endpoints(everything):
            headers = {"Authorization": f"Bearer {self.bearers[role]}"} if role in self.bearers else {}
            self._hear(moment, role, path, self.clients["visitor"].get(path, headers=headers))

    def _know_the_place(self) -> None:
        """Until somebody leaves both worlds are one: the first asks everywhere, the other where something was told."""
        self.known = frozenset(self.found)
        self.heard = {key: answer for key, answer in self.heard.items() if self._tells(key[1], key[2])}

    def _hear(self, moment: str, role: str, path: str, answer: Any) -> None:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        head = tuple((name, value) for name, value in sorted(answer.items()) if name != "Expires")
        if "/notices" in path:
            for place, public_id in enumerate(self._notices_of(role)):
                body = body.replace(public_id.encode(), b"NOTICE%d" % place)
        self.heard[moment, role, path] = (answer.status_code, head, FORM_TOKEN.sub(rb"\1TOKEN", body))
        if answer.status_code == 200:
            self.found.add((role, path))

    def _notices_of(self, role: str) -> list[str]:
        own = messaging.notices_of(self.people[role]) if role in self.people else Notice.objects.none()
        return list(own.order_by("pk").values_list("public_id", flat=True))

    def paths(self, moment: str, everything: bool) -> Iterator[tuple[str, str]]:
        for name, pattern in _addresses():
            for role, arguments in product(OTHERS, self._arguments(pattern)):
                if role == "odile" and name.startswith("operator:") and name.split(":")[1] in THE_DESK:
                    continue
                path = reverse(name, kwargs=arguments)
                if STILL.match(name):
                    if moment == LAST and role in ("visitor", "rhea"):
                        yield role, path
                elif everything or self._tells(role, path):
                    yield role, path

    def endpoints(self, everything: bool) -> Iterator[tuple[str, str]]:
        for pattern in _endpoints():
            for role in OTHERS:
                if role == "odile" and THE_DESK_OF_THE_API.search(pattern):
                    continue
                for arguments in self._arguments(pattern):
                    path = pattern.format(**arguments)
                    if everything or self._tells(role, path):
                        yield role, path

    def _tells(self, role: str, path: str) -> bool:
        """Whether the role found something there, and not what every visitor finds."""
        return (role, path) in self.found and (role == "visitor" or ("visitor", path) not in self.found)

    def _arguments(self, pattern: str) -> Iterator[dict[str, Any]]:
        names = re.findall(r"[<{](?:\w+:)?(\w+)[>}]", pattern.replace("?P", ""))
        values = [[1] if name in _NUMBERS else self.ids.get(name, ["000000000000"]) for name in names]
        for chosen in product(*values):
            yield dict(zip(names, chosen, strict=True))


_FOUR = ("Ines", "Bo", "Dana", "Nils")
_NUMBERS = {"day", "number", "pk"}


@lru_cache(maxsize=1)
def _endpoints() -> list[str]:
    from foretaste.api.v1 import api

    paths = api.get_openapi_schema(path_prefix="/api/v1")["paths"]
    return [pattern for pattern, methods in paths.items() if "get" in methods and "/demo/" not in pattern]


@lru_cache(maxsize=1)
def _addresses() -> list[tuple[str, str]]:
    from tests.web.test_every_address import addresses, rows

    readable = {row.name for row in rows() if set(row.get.values()) - {302, 404, 405}} - FRESH_SECRETS
    return [(name, pattern) for name, pattern in addresses() if name in readable and "uidb36" not in pattern]


def _token(who: Actor, at: dt.datetime) -> str:
    organization = Organization.objects.filter(pk=who.organization_id).first()
    which = {"organization_id": organization.public_id} if organization else {}
    return accounts.issue_token(name="Mine", scopes=["read"], by=who, at=at, **which).secret


def _public(who: Actor) -> str:
    return str(Person.objects.get(pk=who.person_id).public_id)


def _tried(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Refused:
        return None


def lived(how: str, clock: Any, known: frozenset[tuple[str, str]]) -> World:
    """Live one world whole, and undo it."""
    cache.clear()
    savepoint = transaction.savepoint()
    with pytest.MonkeyPatch.context() as monkeypatch:
        world = World(how, clock.move_to, monkeypatch, known)
        world.begin()
        world.live()
        ended = {trial.ending for trial in queries.visible_to(CLOCK).filter(opportunity=world.left)}
        assert ("completion" in ended) is (how == "completions"), ended
        assert len(ended) == (1 if how == "completions" else 4), ended
    assert MarketFit.objects.count() > 1, "The market was not fitted"
    assert {kind for (kind,) in Ordering.objects.values_list("kind")} == {"trials", "candidates"}
    transaction.savepoint_rollback(savepoint)
    return world


@pytest.mark.usefixtures("unwatched_templates")
def test_nobody_else_can_tell_an_exit_from_a_completion(db: None, clock: Any) -> None:
    one = lived("exits", clock, frozenset())
    other = lived("completions", clock, one.known)
    left, finished = one.heard, other.heard
    assert left.keys() == finished.keys()
    told = [
        f"{' | '.join(key)}\n    {_difference(left[key], finished[key])}" for key in left if left[key] != finished[key]
    ]
    assert not told, "An exit shows:\n" + "\n".join(told[:40])
    assert sum(answer[0] == 200 for key, answer in left.items() if key[0] != "does") > 300


def _difference(one: Any, other: Any) -> str:
    """Say the first place where two answers differ."""
    if not isinstance(one[-1], bytes) or one[:-1] != other[:-1]:
        return f"{one!r:.300} / {other!r:.300}"
    place = next((n for n, (a, b) in enumerate(zip(one[-1], other[-1], strict=False)) if a != b), 0)
    return f"{one[-1][max(0, place - 60) : place + 80]!r} / {other[-1][max(0, place - 60) : place + 80]!r}"
