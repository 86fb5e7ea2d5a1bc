"""Every page that is looked at: an address, and who looks.

To add one: write a function with fixtures as its arguments that returns the address, or the address and
the actor who looks, and give it `@visit`. `make test` opens each once; `make pages` at every width in both
themes, with a picture of each in pictures/.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.accounts.queries import actor_for
from foretaste.advice import actions as advice
from foretaste.advice.private import Wish
from foretaste.core import calendars
from foretaste.matching import actions as matching
from foretaste.matching.models import SkillReading
from foretaste.opportunities import actions as opportunities
from foretaste.skills import queries as skills
from tests.browser.lively import make_operator
from tests.worlds import make_draft

Address = str | tuple[str, Actor]


@dataclass(frozen=True)
class Visit:
    name: str
    find: Callable[..., Address]
    status: int = 200

    @property
    def needs(self) -> list[str]:
        """The fixtures that the page needs."""
        return list(inspect.signature(self.find).parameters)

    def of(self, request: pytest.FixtureRequest) -> tuple[str, Actor | None]:
        """Return the address and who looks, with what the page needs made first."""
        needed = {name: request.getfixturevalue(name) for name in self.needs}
        found = self.find(**needed)
        return (found, None) if isinstance(found, str) else found


VISITS: list[Visit] = []


def visit(function: Callable[..., Address] | None = None, *, status: int = 200) -> Any:
    def register(function: Callable[..., Address]) -> Callable[..., Address]:
        VISITS.append(Visit(function.__name__.replace("_", "-"), function, status))
        return function

    return register(function) if function else register


def plain(path: str) -> Callable[[], Address]:
    """Return a page that anyone may look at, and that needs nothing made first."""
    return lambda: path


for name, path in {
    "home-empty": "/",
    "rules": "/rules/",
    "compare": "/compare/",
    "guide": "/guide/",
    "check": "/check/",
    "check-good": "/check/?a=yyyyyn",
    "check-partly": "/check/?a=unnnnn",
    "check-rather-not": "/check/?a=nnnnuy",
    "how-ordering-works": "/how-ordering-works/",
    "help": "/help/",
    "for-companies": "/for-companies/",
    "for-career-centers": "/for-career-centers/",
    "preferences": "/preferences/",
    "trials-empty": "/opportunities/",
    "sign-in": "/account/login/",
    "sign-up": "/account/signup/",
    "mail-me-a-code": "/account/login/code/",
    "mail-me-a-link": "/account/link/",
    "link-sent": "/account/link/sent/",
    "link": "/account/link/anything/",
    "password-forgotten": "/account/password/reset/",
}.items():
    VISITS.append(Visit(name, plain(path)))


@visit(status=404)
def nothing_here() -> Address:
    return "/nothing/here/"


@visit
def account(ines: Actor) -> Address:
    return "/account/", ines


@visit
def register_company(otto: Actor) -> Address:
    return "/account/company/", otto


@visit
def tokens(hedy: Actor) -> Address:
    return "/account/tokens/", hedy


@visit
def second_factor(ines: Actor) -> Address:
    return "/account/2fa/", ines


@visit
def second_factor_app(ines: Actor) -> Address:
    return "/account/2fa/totp/activate/", ines


@visit
def second_factor_key(ines: Actor) -> Address:
    return "/account/2fa/webauthn/add/", ines


@visit
def ask_password_again(ines: Actor) -> Address:
    person = Person.objects.get(pk=ines.person_id)
    person.set_password("a quiet green door")
    person.save()
    return "/account/reauthenticate/", ines


@visit
def email_addresses(ines: Actor) -> Address:
    return "/account/email/", ines


@visit
def sign_out(ines: Actor) -> Address:
    return "/account/logout/", ines


@visit
def planner(ines: Actor) -> Address:
    at = calendars.now()
    for wish in (
        Wish(0, "Museum shop", 128, 2, 6, "much", at.date() + dt.timedelta(days=8), costs=150),
        Wish(0, "Tax office", 165, 3, 7, starts_on=at.date() + dt.timedelta(days=9), costs=600),
    ):
        advice.put_wish(wish=wish, currency="EUR", by=ines, at=at)
    return "/me/planner/", ines


def read_and_found(**subject: int) -> None:
    """Let a text have been read, as the worker does: what it found waits to be confirmed."""
    reading = SkillReading.objects.get(**subject)
    found = skills.with_labels(["statistics", "use spreadsheets software", "perform data cleansing", "typography"])
    reading.codes, reading.read_at = [one.code for one in found], calendars.now()
    reading.save()


@visit
def own_skills(ines: Actor) -> Address:
    at = calendars.now()
    accounts.edit_profile(headline="Likes tidy data", by=ines, at=at)
    codes = [one.code for one in skills.with_labels(["SQL", "Python (computer programming)"])]
    accounts.confirm_own_skills(codes=codes, by=ines, at=at)
    matching.read_profile_for_skills(by=ines, at=at)
    read_and_found(person_id=ines.person_id or 0)
    return "/me/profile/skills/", ines


@visit
def skills_to_try(hedy: Actor) -> Address:
    draft = make_draft(hedy, calendars.now(), title="Photograph the catalogue")
    matching.read_posting_for_skills(opportunity_id=draft.public_id, by=hedy, at=calendars.now())
    read_and_found(opportunity_id=draft.pk)
    return f"/company/opportunities/{draft.public_id}/skills/", hedy


@visit
def journal(lively: Any) -> Address:
    trial, ines = lively.running, actor_for(lively.running.intern, as_intern=True)
    marks = {"work": 4, "people": 3, "place": 5}
    advice.note_day(trial_id=trial.public_id, day=1, marks=marks, by=ines, at=calendars.now())
    return f"/trials/{trial.public_id}/journal/", ines


@visit
def company_costs(hedy: Actor) -> Address:
    return "/company/costs/", hedy


@visit
def company_designer(hedy: Actor) -> Address:
    return "/company/designer/", hedy


@visit
def demo(demo_mode: None, hedy: Actor, ines: Actor, odile: Actor) -> Address:
    Person.objects.update(is_demo=True)
    return "/demo/"


@visit
def mailbox_empty(demo_mode: None) -> Address:
    return "/mailbox/"


@visit
def gallery(demo_mode: None) -> Address:
    return "/gallery/"


@visit
def home(open_opportunity: Any) -> Address:
    return "/"


@visit
def trials(open_opportunity: Any) -> Address:
    return "/opportunities/"


@visit
def closest_trials(open_opportunity: Any) -> Address:
    return "/opportunities/?place=Atlantis&days=5"


@visit
def posting(open_opportunity: Any) -> Address:
    return f"/opportunities/{open_opportunity.public_id}/"


@visit
def posting_seen_by_an_intern(open_opportunity: Any, otto: Actor) -> Address:
    return f"/opportunities/{open_opportunity.public_id}/", otto


@visit
def preview(wages: None, hedy: Actor) -> Address:
    draft = make_draft(hedy, calendars.now(), title="Photograph the catalogue")
    return f"/opportunities/{draft.public_id}/", hedy


@visit
def preview_of_nothing(hedy: Actor) -> Address:
    draft = opportunities.draft_opportunity(title="Write the shop signs", by=hedy, at=calendars.now())
    return f"/opportunities/{draft.public_id}/", hedy


@visit
def provider_account(stripe_fake: Any, ines: Actor) -> Address:
    return "/me/pay/account", ines


@visit
def failed_jobs(transactional_db: None) -> Address:
    for subscriber in ("messaging.letters", "insights.counts"):
        app.configure_task("core.deliver").defer(event="TrialCompleted", subscriber=subscriber, payload={})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    return "/operator/", make_operator("Odile Marchand")


@visit
def company_record(open_opportunity: Any) -> Address:
    return f"/c/{open_opportunity.organization.slug}/"


@visit
def packet_for_career_centers(open_opportunity: Any) -> Address:
    return f"/c/{open_opportunity.organization.slug}/for-career-centers/"


@visit
def own_finds(ines: Actor) -> Address:
    return "/me/listings/", ines


@visit(status=403)
def operator_without_second_factor(settings: Any, transactional_db: None) -> Address:
    settings.OPERATORS_NEED_A_SECOND_FACTOR = True
    return "/operator/", make_operator("Odile Marchand")


@visit
def proof(transactional_db: None) -> Address:
    from foretaste.accounts.actors import CLOCK
    from foretaste.insights.models import PublishedProof
    from foretaste.money.actions import record_audit

    figures = {"days_started": 41, "days_paid": 41, "paid_minor": {"EUR": 478500, "USD": 120000}}
    figures |= {"longest_seconds_to_settlement": 0, "median_hours_to_payout": 19.5}
    for month in (1, 3):
        PublishedProof.objects.create(
            month=dt.date(2026, month, 1), on=dt.date(2026, month + 1, 1), interns=12, figures=figures
        )
    lines = [{"guarantee": number, "holds": number != 6, "says": ""} for number in range(1, 13)]
    record_audit(lines=lines, by=CLOCK, at=dt.datetime(2026, 4, 2, 3, tzinfo=dt.UTC))
    return "/proof/"


@visit
def proof_empty(transactional_db: None) -> Address:
    return "/proof/"
