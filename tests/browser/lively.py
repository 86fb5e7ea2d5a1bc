"""The company's and the operator's pages: one lively company whose every page has something on it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from foretaste.accounts.actors import CLOCK, Actor, Role
from foretaste.accounts.models import Organization
from foretaste.core import calendars
from foretaste.evaluations import actions as evaluations
from foretaste.evaluations.questions import OF_THE_COMPANY, OF_THE_INTERN
from foretaste.money import issued, issuing
from foretaste.money.models import WageFloor
from foretaste.opportunities import actions as opportunities
from foretaste.trials import actions as trials
from foretaste.trials import queries
from tests.cast import make_member, make_person
from tests.jobs import run_all_jobs
from tests.worlds import (
    days_from,
    make_application,
    make_colleague,
    make_company,
    make_draft,
    make_intern,
    make_offer,
    make_published_opportunity,
)

ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland", "Atlantic/Azores", "Asia/Dubai")


def zone_at_work(at: dt.datetime) -> str:
    """Return a time zone where it is now about noon, so that somebody is at work."""
    return min(ZONES, key=lambda zone: abs(at.astimezone(ZoneInfo(zone)).hour - 12))


def sealed(side: Any, decision: bool) -> dict[str, Any]:
    answers = {one.key: one.values[min(2, len(one.values) - 1)] for one in side.criteria}
    return {"answers": answers | {"good": "Calm, exact, and asked before guessing."}, "decision": decision}


@pytest.fixture
def wages(transactional_db: None) -> None:
    """A wage floor of 13.90 EUR an hour in Germany."""
    WageFloor.objects.update_or_create(
        country="DE",
        region="",
        city="",
        valid_from=dt.date(2026, 1, 1),
        defaults={"currency": "EUR", "hourly_rate": "13.90", "source": "Minimum wage act"},
    )


@pytest.fixture
def lively(wages: None) -> SimpleNamespace:
    """Halden Instruments with a draft, a finished draft, candidates, a question, and trials in every state."""
    now = calendars.now()
    zone = zone_at_work(now)
    ago = now - dt.timedelta(days=12)
    today = calendars.local_date(now, zone)
    halden = make_company("Halden Instruments", ago, founder="Hedy Vogel")
    jonas = make_colleague("Jonas Reimann", halden, ago)
    amara, ben, chiara, deniz = (
        make_intern(name, ago) for name in ("Amara Okafor", "Ben Lindqvist", "Chiara Rossi", "Deniz Aydin")
    )
    noon = now.astimezone(ZoneInfo(zone))
    hours = {"starts": f"{max(noon.hour - 2, 0):02d}:00", "ends": f"{min(noon.hour + 5, 23):02d}:30"}
    before = dt.timedelta(days=9)

    def lived(title: str, intern: Actor, first_on: dt.date, count: int, agreed_at: dt.datetime) -> Any:
        with calendars.at_time(agreed_at):
            posting = make_published_opportunity(
                halden, agreed_at, title=title, days=days_from(first_on, count, **hours), time_zone=zone
            )
            offer = make_offer(posting, intern, halden, agreed_at)
            return trials.agree(offer_id=offer.public_id, by=intern, at=agreed_at)

    finished = lived("Sort the spare parts", ben, today - dt.timedelta(days=6), 1, now - before)
    left = lived("Draw the new frame", chiara, today - dt.timedelta(days=4), 3, now - before)
    running = lived("Redraw a measuring guide", amara, today, 3, now - dt.timedelta(days=3))
    agreed = lived("Plan the workshop", deniz, today + dt.timedelta(days=5), 2, now - dt.timedelta(days=2))

    first = finished.days.get(number=1)
    trials.check_in(trial_id=finished.public_id, day=1, by=ben, at=first.starts_at)
    trials.complete(trial_id=finished.public_id, by=CLOCK, at=first.ends_at + dt.timedelta(minutes=1))
    gone = left.days.get(number=1)
    trials.check_in(trial_id=left.public_id, day=1, by=chiara, at=gone.starts_at)
    pays = trials_pay(left, gone.starts_at + dt.timedelta(hours=2))
    trials.exit_trial(
        trial_id=left.public_id, expected_minor=pays, by=chiara, at=gone.starts_at + dt.timedelta(hours=2)
    )
    run_all_jobs("core.deliver")
    for who, side in ((ben, OF_THE_COMPANY), (halden, OF_THE_INTERN)):
        evaluations.submit_evaluation(
            trial_id=finished.public_id, by=who, at=first.ends_at + dt.timedelta(hours=2), **sealed(side, True)
        )
    trials.check_in(trial_id=running.public_id, day=1, by=amara, at=running.days.get(number=1).starts_at)
    trials.log_work(
        trial_id=running.public_id,
        day=1,
        text="Read the old guide with Jonas, marked what nobody uses.",
        by=amara,
        at=now,
    )

    opening = make_published_opportunity(
        halden, now - dt.timedelta(days=1), title="Measure twelve scales", seats=2, time_zone=zone
    )
    asked = now - dt.timedelta(hours=20)
    waiting = make_application(opening, chiara, asked, free_days="Monday to Thursday, and Friday mornings")
    make_application(opening, deniz, asked + dt.timedelta(hours=1))
    opportunities.shortlist(application_id=waiting.public_id, by=jonas, at=now)
    opportunities.ask_question(
        opportunity_id=opening.public_id, text="Is there a lift? I use a wheelchair.", by=ben, at=asked
    )
    case = trials.contest_start(
        trial_id=running.public_id, day=1, reason="Nobody saw her this morning.", by=jonas, at=now
    )
    ready = make_draft(halden, now, title="Photograph the catalogue")
    rough = opportunities.draft_opportunity(title="Write the shop signs", by=halden, at=now)
    operator = make_operator("Odile Marchand")
    issuing.write_seller(
        name="Weststadt Trials gGmbH", address="Hafenstrasse 12\n20457 Hamburg", country="DE", tax_id="DE287654321",
        by=operator, at=now,
    )  # fmt: skip
    issuing.write_tax_rule(
        name="MwSt.", rate=Decimal(19), treatment="charged", place="DE", valid_from=now.date() - dt.timedelta(days=90),
        by=operator, at=now,
    )  # fmt: skip
    assert issuing.issue_what_is_due(now) == []
    run_all_jobs("core.deliver")
    return SimpleNamespace(
        company=halden,
        colleague=jonas,
        intern=amara,
        ben=ben,
        opening=opening,
        waiting=waiting,
        ready=ready,
        rough=rough,
        running=running,
        agreed=agreed,
        left=left,
        finished=finished,
        case=case,
        company_id=running.organization.public_id,
        operator=operator,
        invoice=issued.visible_to(operator).filter(kind="invoice")[0],
    )


def make_operator(name: str) -> Actor:
    operator, _made = Organization.objects.get_or_create(kind="operator", name="Foretaste", slug="foretaste")
    return make_member(make_person(name), operator, Role.OPERATOR)


def trials_pay(trial: Any, at: dt.datetime) -> int:
    return queries.if_you_leave_now(type(trial).objects.get(pk=trial.pk), at).expected_minor


@pytest.fixture
def newcomer(transactional_db: None) -> Actor:
    """A company that has done nothing yet."""
    return make_company("Quiet Works", calendars.now())


PAGES = {
    "company-dashboard": lambda one: "/company/",
    "company-new": lambda one: "/company/opportunities/new/",
    "company-tasks": lambda one: f"/company/opportunities/{one.rough.public_id}/",
    "company-describe": lambda one: f"/company/opportunities/{one.ready.public_id}/describe",
    "company-days": lambda one: f"/company/opportunities/{one.ready.public_id}/days",
    "company-people-task": lambda one: f"/company/opportunities/{one.ready.public_id}/people",
    "company-pay": lambda one: f"/company/opportunities/{one.ready.public_id}/pay",
    "company-rules": lambda one: f"/company/opportunities/{one.ready.public_id}/rules",
    "company-check": lambda one: f"/company/opportunities/{one.ready.public_id}/check",
    "company-check-unfinished": lambda one: f"/company/opportunities/{one.rough.public_id}/check",
    "company-opportunity": lambda one: f"/company/opportunities/{one.opening.public_id}/",
    "company-invite": lambda one: f"/company/opportunities/{one.opening.public_id}/invite",
    "company-funded": lambda one: f"/company/opportunities/{one.opening.public_id}/funding/",
    "company-candidate": lambda one: f"/company/applications/{one.waiting.public_id}/",
    "company-welcome": lambda one: f"/company/applications/{one.waiting.public_id}/welcome",
    "company-not-this-time": lambda one: f"/company/applications/{one.waiting.public_id}/not-this-time",
    "company-today": lambda one: "/company/today/",
    "company-trial": lambda one: f"/company/trials/{one.running.public_id}/",
    "company-trial-left": lambda one: f"/company/trials/{one.left.public_id}/",
    "company-agreement": lambda one: f"/company/trials/{one.running.public_id}/agreement",
    "company-move": lambda one: f"/company/trials/{one.running.public_id}/moves",
    "company-contest": lambda one: f"/company/trials/{one.running.public_id}/days/1/contest",
    "company-withdraw": lambda one: f"/company/trials/{one.agreed.public_id}/end/withdrawal",
    "company-end-early": lambda one: f"/company/trials/{one.running.public_id}/end/early-end",
    "company-send-away": lambda one: f"/company/trials/{one.running.public_id}/end/sending-away",
    "company-evaluate": lambda one: f"/company/trials/{one.left.public_id}/evaluation",
    "company-opened": lambda one: f"/company/trials/{one.finished.public_id}/evaluation",
    "company-money": lambda one: "/company/money/",
    "company-documents": lambda one: "/company/documents/",
    "company-document": lambda one: f"/company/documents/{one.invoice.public_id}/",
    "company-billing": lambda one: "/company/documents/details",
    "company-year": lambda one: f"/company/documents/years/{one.invoice.year}/",
    "company-people": lambda one: "/company/people/",
    "company-profile": lambda one: "/company/profile/",
}
NEW = {
    "company-dashboard-empty": "/company/",
    "company-money-empty": "/company/money/",
    "company-today-empty": "/company/today/",
    "company-documents-empty": "/company/documents/",
}
DESK = {
    "operator-overview": lambda one: "/operator/",
    "operator-disputes": lambda one: "/operator/disputes/",
    "operator-case": lambda one: f"/operator/disputes/{one.case.public_id}/",
    "operator-ledger": lambda one: f"/operator/ledger/?q={one.left.public_id}",
    "operator-ledger-empty": lambda one: "/operator/ledger/?q=nothing",
    "operator-payouts": lambda one: "/operator/payouts/",
    "operator-documents": lambda one: "/operator/documents/",
    "operator-document": lambda one: f"/operator/documents/{one.invoice.public_id}/",
    "operator-taxes": lambda one: "/operator/documents/taxes",
    "operator-rules": lambda one: "/operator/rules/",
    "operator-wages": lambda one: "/operator/wages/",
    "operator-companies": lambda one: "/operator/companies/",
    "operator-company": lambda one: f"/operator/companies/{one.company_id}/",
    "operator-people": lambda one: "/operator/people/?q=amara",
}
