"""A small world with one of everything, for whoever asks what each role may open: made through the real actions.

It is Monday 9 March 2026, 10:00 in Berlin. Ines is on her first of three days at Halden Instruments; a day there last
week is over and opened. She has asked for another trial, was offered one and invited to one. Otto, Rhea of another
company and Cora of a career center have nothing to do with any of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import CLOCK, Actor, Role
from foretaste.accounts.models import Organization, Person
from foretaste.advice import actions as advice
from foretaste.advice.private import Wish
from foretaste.core.calendars import at_time
from foretaste.evaluations import actions as evaluations
from foretaste.evaluations import questions, reports
from foretaste.evaluations.sealing import Side
from foretaste.matching.saved import actions as searches
from foretaste.messaging.models import Notice
from foretaste.money import issuing
from foretaste.money.models import FundingOrder, IssuedDocument, PayrollDue, ProviderOperation, Refund, WageFloor
from foretaste.opportunities import actions as opportunities
from foretaste.opportunities.models import Seat
from foretaste.records import actions as records
from foretaste.records import asking
from foretaste.syndication import actions as syndication
from foretaste.syndication.inbound.listing import Listing
from foretaste.syndication.models import ImportedListing, Source
from foretaste.trials import actions as trials
from foretaste.trials.models import Trial
from tests import at_state
from tests.at_state import Plan
from tests.cast import make_member, make_person
from tests.database import kept
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

ROLES = ("visitor", "ines", "otto", "hedy", "jonas", "franka", "rhea", "cora", "odile")
NOW = dt.datetime(2026, 3, 9, 9, 0, tzinfo=dt.UTC)
LAST_WEEK = dt.date(2026, 3, 4)
PRIVATE = "Quillwort"  # stands in what Ines writes for herself
BEFORE = dt.datetime(2026, 2, 24, 9, 0, tzinfo=dt.UTC)


@dataclass
class SmallWorld:
    """Who is in it, and the public ids that stand in addresses."""

    people: dict[str, Actor]
    ids: dict[str, Any]

    def client(self, role: str) -> Client:
        """Return a client signed in as the role; the visitor's is signed in as nobody."""
        client = Client()
        if role != "visitor":
            person = Person.objects.get(pk=self.people[role].person_id)
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client


def known_wages() -> None:
    """A wage floor of 13.90 EUR an hour in Germany."""
    WageFloor.objects.filter(country="DE").delete()
    WageFloor.objects.create(
        country="DE", currency="EUR", hourly_rate="13.90", valid_from=dt.date(2026, 1, 1), source="the tests"
    )


def answered(side: Side) -> dict[str, str]:
    """Every question of a side answered."""
    return {one.key: one.values[-1] for one in questions.SCORECARDS[side].criteria} | {"good": "Calm and exact."}


def staff(kind: str, name: str, person: str, role: Role) -> Actor:
    """Somebody of a career center or of the operator."""
    organization = Organization.objects.create(kind=kind, name=name, slug=name.lower().replace(" ", "-"))
    return make_member(make_person(person), organization, role)


def make_small_world(move_clock: Any) -> SmallWorld:
    """Make it; `move_clock` sets the tests' clock, which ends at NOW."""
    move_clock(BEFORE)
    known_wages()
    hedy = make_company("Halden Instruments", BEFORE, founder="Hedy Vogel")
    people = {
        "ines": make_intern("Ines Brandt", BEFORE),
        "otto": make_intern("Otto Kranz", BEFORE),
        "hedy": hedy,
        "jonas": make_colleague("Jonas Reimann", hedy, BEFORE, "supervisor"),
        "franka": make_colleague("Franka Huber", hedy, BEFORE, "finance"),
        "rhea": make_company("Rival Works", BEFORE, founder="Rhea Sommer"),
        "cora": staff("campus", "Weststadt College", "Cora Lind", Role.CAMPUS),
        "odile": staff("operator", "Foretaste", "Odile Marchand", Role.OPERATOR),
    }
    ines = people["ines"]
    finished = _finished(hedy, ines)
    left = at_state.left(hedy, make_intern("Emil Sand", BEFORE), Plan(first_on=LAST_WEEK, engagement="employee"))
    trials.release_refund(trial_id=left.public_id, by=CLOCK, at=left.ended_at + dt.timedelta(hours=25))
    run_all_jobs("core.deliver")
    asked = make_published_opportunity(hedy, BEFORE, title="Sort the archive", first_on=dt.date(2026, 3, 23), seats=2)
    offered = make_published_opportunity(hedy, BEFORE, title="Draw a frame", first_on=dt.date(2026, 3, 16))
    inviting = make_published_opportunity(hedy, BEFORE, title="Count the bolts", first_on=dt.date(2026, 3, 18))
    at = dt.datetime(2026, 3, 8, 9, 0, tzinfo=dt.UTC)
    move_clock(at)
    application = make_application(asked, ines, at)
    offer = make_offer(offered, ines, hedy, at)
    invitation = opportunities.invite(
        opportunity_id=inviting.public_id, intern_id=_person(ines).public_id, words="Come and see.", by=hedy, at=at
    )
    question = opportunities.ask_question(opportunity_id=asked.public_id, text="Is there a lift?", by=ines, at=at)
    running, move, file, case = _running(hedy, ines, move_clock)
    draft = make_draft(hedy, NOW, title="Paint the signs")
    _writes_for_herself(ines, running)
    token = accounts.issue_token(name="Mine", scopes=["read"], by=ines, at=NOW).token
    seat = Seat.objects.filter(opportunity=asked).order_by("number")[0]
    order = FundingOrder.objects.filter(seats__contains=[{"seat_id": seat.public_id}])[0]
    source, listing = _listed_elsewhere(hedy)
    brought, private = _brought_by(ines)
    _issue_documents(people["odile"])
    run_all_jobs("core.deliver")
    return SmallWorld(
        people=people,
        ids={
            "trial": running.public_id,
            "finished": finished.public_id,
            "left": left.public_id,
            "move": move.public_id,
            "file": file.public_id,
            "case": case.public_id,
            "asked": asked.public_id,
            "draft": draft.public_id,
            "application": application.public_id,
            "invitation": invitation.public_id,
            "offer": offer.public_id,
            "question": question.public_id,
            "seat": seat.public_id,
            "order": order.public_id,
            "charge": ProviderOperation.objects.get(subject_id=order.public_id, kind="charge").pk,
            "refund": Refund.objects.filter(trial_id=left.public_id)[0].public_id,
            "due": PayrollDue.objects.filter(trial_id=left.public_id)[0].public_id,
            "company": Organization.objects.get(pk=hedy.organization_id).public_id,
            "slug": "halden-instruments",
            "person": _person(people["jonas"]).public_id,
            "token": token.public_id,
            "document": IssuedDocument.objects.filter(kind="invoice", trial_id=finished.public_id)[0].public_id,
            "source": source.public_id,
            "brought": brought.public_id,
            "private": private.public_id,
            "listing": listing.public_id,
            "search": searches.save_search(query="q=bolts", time_zone="Europe/Berlin", by=ines, at=NOW).public_id,
            "report": reports.report_danger(
                trial_id=finished.public_id, kind="danger", text="A loose cable.", by=ines, at=NOW
            ).public_id,
            "feedback": asking.ask_for_feedback(
                trial_id=running.public_id, asked_of="Jonas", question="What went well?", by=ines, at=NOW
            ).link_key,
            "record": _shared_record(finished, ines),
            "notice": Notice.objects.filter(person_id=ines.person_id)[0].public_id,
            "nothing": "000000000000",
        },
    )


@pytest.fixture(scope="module")
def kept_small_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SmallWorld]:
    """Made once for all tests of a module; each sets its own clock to NOW, as `small_world` does."""
    with kept(django_db_blocker):
        with django_db_blocker.unblock(), ExitStack() as frozen:

            def move(at: dt.datetime) -> dt.datetime:
                frozen.close()
                return frozen.enter_context(at_time(at))

            world = make_small_world(move)
        yield world


@pytest.fixture
def small_world(kept_small_world: SmallWorld, db: None, clock: Any) -> SmallWorld:
    """The module's world, at NOW; what a test changes in it is undone."""
    clock.move_to(NOW)
    return kept_small_world


def _writes_for_herself(ines: Actor, running: Trial) -> None:
    """A plan of one trial, and the first day of her journal: which nobody else may see."""
    marks = {"work": 4, "people": 5, "place": 2}
    advice.note_day(trial_id=running.public_id, day=1, marks=marks, note=PRIVATE, by=ines, at=NOW)
    wish = Wish(number=0, name=PRIVATE, pay=140, days=2, hope=7)
    advice.put_wish(wish=wish, currency="EUR", by=ines, at=NOW)


def _listed_elsewhere(hedy: Actor) -> tuple[Source, ImportedListing]:
    """The company's career page elsewhere, and the one listing it was read to hold."""
    source = syndication.add_source(address="https://halden.example/careers", by=hedy, at=BEFORE)
    found = Listing(
        key="1", url="https://halden.example/careers/1", title="Paid trial day", company="Halden Instruments"
    )
    syndication.take_in_reading(source_id=source.pk, listings=[found], at=NOW)
    return source, ImportedListing.objects.get(url_key=found.url_key)


def _brought_by(ines: Actor) -> tuple[Source, ImportedListing]:
    """A page that the intern found elsewhere, for herself alone."""
    source = syndication.bring_link(address="https://halden.example/2", by=ines, at=NOW)
    found = Listing(key="2", url="https://halden.example/2", title="Paid trial week", company="Halden Instruments")
    syndication.take_in_reading(source_id=source.pk, listings=[found], at=NOW)
    return source, ImportedListing.objects.get(url_key=found.url_key, person_id=ines.person_id)


def _shared_record(finished: Trial, ines: Actor) -> str:
    """Her record of last week's day, issued when it is due and shown."""
    at = NOW + dt.timedelta(days=7)
    record = records.issue_record(trial_id=finished.public_id, by=CLOCK, at=at)
    assert record is not None
    records.choose_what_shows(
        record_id=record.public_id, keys=[], own_words="I sorted readings.", is_shared=True, by=ines, at=at
    )
    run_all_jobs("core.deliver")
    return record.public_id


def _issue_documents(odile: Actor) -> None:
    """The operator says who sells and which tax applies; what is due is issued."""
    seller = {
        "name": "Foretaste e. V.",
        "address": "Hafen 1",
        "country": "DE",
        "tax_id": "DE123",
        "by": odile,
        "at": NOW,
    }
    issuing.write_seller(**seller)
    issuing.write_tax_rule(
        name="MwSt.", rate=Decimal(19), treatment="charged", valid_from=BEFORE.date(), by=odile, at=NOW
    )
    assert issuing.issue_what_is_due(NOW) == []


def _person(who: Actor) -> Person:
    return Person.objects.get(pk=who.person_id)


def _finished(hedy: Actor, ines: Actor) -> Trial:
    """A day last week, judged by both sides, both yes; the longer role is offered."""
    trial = at_state.completed(hedy, ines, Plan(days=1, first_on=LAST_WEEK))
    run_all_jobs("core.deliver")
    at = trial.ended_at + dt.timedelta(hours=1)
    which = {"trial_id": trial.public_id, "decision": True, "at": at}
    evaluations.submit_evaluation(answers=answered(Side.INTERN), by=ines, **which)
    evaluations.submit_evaluation(answers=answered(Side.COMPANY), by=hedy, **which)
    run_all_jobs("core.deliver")
    evaluations.offer_conversion(
        trial_id=trial.public_id, kind="internship", role="Measuring intern", text="Six months.", by=hedy, at=at
    )
    return trial


def _running(hedy: Actor, ines: Actor, move_clock: Any) -> tuple[Any, Any, Any, Any]:
    """Today is her first of three days: a file is there, a move is asked for, the start is contested."""
    plan = Plan(first_on=dt.date(2026, 3, 9))
    posting = make_published_opportunity(
        hedy, BEFORE, title="Find out why the sensors drift", days=days_from(plan.first_on, 3)
    )
    at = dt.datetime(2026, 3, 7, 9, 0, tzinfo=dt.UTC)
    offer = make_offer(posting, ines, hedy, at)
    trial = trials.agree(offer_id=offer.public_id, by=ines, at=at)
    move_clock(NOW)
    which = {"trial_id": trial.public_id, "by": ines}
    trials.check_in(day=1, at=plan.at(1, "08:55"), **which)
    file = trials.upload_deliverable(name="notes.txt", content=b"What drifts, and when.", at=NOW, **which)
    move = trials.propose_day_move(day=3, new_on=dt.date(2026, 3, 12), at=NOW, **which)
    case = trials.contest_start(trial_id=trial.public_id, day=1, reason="Nobody saw her.", by=hedy, at=NOW)
    return trial, move, file, case
