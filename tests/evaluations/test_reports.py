"""Harassment and danger reach a named person, at once, and never the company."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import CLOCK, VISITOR
from foretaste.accounts.models import Person
from foretaste.accounts.queries import actor_for, safety_person
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.evaluations import refusals, reports
from foretaste.evaluations.models import SafetyReport
from foretaste.messaging.models import OutboxMail
from tests import at_state
from tests.at_state import Plan
from tests.jobs import run_all_jobs

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 9, 12, 0, tzinfo=dt.UTC)
WORDS = "He stood in the door and would not let me pass."


@pytest.fixture
def trial(hedy: Any, ines: Any, clock: Any) -> Any:
    clock.move_to(AT)
    return at_state.left(hedy, ines, Plan())


def send(trial: Any, by: Any, kind: str = "harassment", text: str = WORDS) -> SafetyReport:
    return reports.report_danger(trial_id=trial.public_id, kind=kind, text=text, by=by, at=AT)


def test_it_reaches_a_person_by_name_and_no_company(trial: Any, ines: Any, hedy: Any, otto: Any, odile: Any) -> None:
    report = send(trial, ines)
    assert report.person.name == "Odile Marchand"
    run_all_jobs("core.deliver")
    mails = OutboxMail.objects.filter(kind="safety_reported")
    assert [(one.to, WORDS in one.text) for one in mails] == [("odile@example.org", False)]
    assert [reports.visible_to(by).count() for by in (ines, odile, hedy, otto, VISITOR, CLOCK)] == [1, 1, 0, 0, 0, 0]
    client = Client()
    client.force_login(Person.objects.get(pk=hedy.person_id), backend="django.contrib.auth.backends.ModelBackend")
    for address in (f"/company/trials/{trial.public_id}/", "/company/", "/company/record/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "harass" not in page.text.lower()


def test_its_writer_sees_that_it_was_read_and_answered_once(trial: Any, ines: Any, hedy: Any, odile: Any) -> None:
    report = send(trial, ines)
    for by in (ines, hedy, VISITOR):
        with pytest.raises(NotFound):
            reports.read_report(report_id=report.public_id, by=by, at=AT)
        with pytest.raises(NotFound):
            reports.answer_report(report_id=report.public_id, text="Nothing.", by=by, at=AT)
    assert SafetyReport.objects.get().read_at is None
    reports.read_report(report_id=report.public_id, by=odile, at=AT)
    reports.answer_report(report_id=report.public_id, text="I called them; they may not post.", by=odile, at=AT)
    with pytest.raises(refusals.AlreadyReplied):
        reports.answer_report(report_id=report.public_id, text="Once more.", by=odile, at=AT)
    (seen,) = reports.of_trial(trial.public_id, ines)
    assert (seen.read_at, seen.answer) == (AT, "I called them; they may not post.")
    run_all_jobs("core.deliver")
    assert [one.to for one in OutboxMail.objects.filter(kind="safety_report_answered")] == ["ines@example.org"]


def test_it_is_refused_only_where_nobody_could_read_it(trial: Any, ines: Any, otto: Any, hedy: Any) -> None:
    with pytest.raises(refusals.NobodyIsThereToReadIt):
        send(trial, ines)
    for by in (otto, hedy, VISITOR):
        with pytest.raises(NotFound):
            send(trial, by)
    for kind, text in (("boredom", WORDS), ("danger", ""), ("danger", "x" * 5001)):
        with pytest.raises(NotAcceptable):
            send(trial, ines, kind, text)
    assert SafetyReport.objects.count() == 0


# --- who reads them -----------------------------------------------------------------------------------


@pytest.fixture
def orla(odile: Any) -> Any:
    """A second operator, there for less long."""
    person = accounts.appoint_operator(email="orla@example.org", name="Orla Byrne", by=CLOCK, at=AT)
    return actor_for(person)


def key_of(by: Any) -> str:
    return str(Person.objects.get(pk=by.person_id).public_id)


def test_the_operator_names_who_reads_them(trial: Any, ines: Any, odile: Any, orla: Any) -> None:
    """From then on: what was sent before stays with the person it was written to."""
    send(trial, ines)
    client = Client()
    client.force_login(Person.objects.get(pk=odile.person_id), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/operator/reports/reader", {"person": key_of(orla)})
    assert (answer.status_code, answer["Location"]) == (303, "/operator/reports/")
    assert f'<option value="{key_of(orla)}" selected>Orla Byrne</option>' in client.get("/operator/reports/").text
    send(trial, ines)
    names = [str(one.person) for one in SafetyReport.objects.order_by("id")]
    assert names == ["Odile Marchand", "Orla Byrne"]
    accounts.name_safety_person(person_id=key_of(odile), by=orla, at=AT)
    assert str(safety_person()) == "Odile Marchand"


def test_only_operators_name_one_and_only_of_their_own(ines: Any, hedy: Any, odile: Any, orla: Any) -> None:
    accounts.name_safety_person(person_id=key_of(orla), by=odile, at=AT)
    for by in (ines, hedy, CLOCK, VISITOR):
        with pytest.raises(NotAllowed):
            accounts.name_safety_person(person_id=key_of(odile), by=by, at=AT)
    for other in (key_of(ines), key_of(hedy), "000000000000", ""):
        with pytest.raises(NotFound):
            accounts.name_safety_person(person_id=other, by=odile, at=AT)
    assert str(safety_person()) == "Orla Byrne"


def test_who_acted_for_the_company_neither_gets_nor_finds_it(trial: Any, ines: Any, hedy: Any, odile: Any) -> None:
    """Where operator and company share people: the named one is Hedy herself, and the report is about her company."""
    person = Person.objects.get(pk=hedy.person_id)
    as_operator = actor_for(accounts.appoint_operator(email=person.email, by=CLOCK, at=AT))
    assert as_operator.is_operator
    accounts.name_safety_person(person_id=person.public_id, by=odile, at=AT)
    report = send(trial, ines)
    assert str(report.person) == "Odile Marchand"
    assert [reports.waiting(by).count() for by in (as_operator, odile)] == [0, 1]
    for act in (reports.read_report, lambda **rest: reports.answer_report(text="Nothing.", **rest)):
        with pytest.raises(NotFound):
            act(report_id=report.public_id, by=as_operator, at=AT)
    kept = SafetyReport.objects.get()
    assert (kept.read_at, kept.answer) == (None, "")
    run_all_jobs("core.deliver")
    assert [one.to for one in OutboxMail.objects.filter(kind="safety_reported")] == ["odile@example.org"]


def test_where_the_company_is_the_operator_it_still_reaches_the_named_person(trial: Any, ines: Any, hedy: Any) -> None:
    """And the page says to whom it goes, before anything is written."""
    person = Person.objects.get(pk=hedy.person_id)
    as_operator = actor_for(accounts.appoint_operator(email=person.email, by=CLOCK, at=AT))
    report = send(trial, ines)
    assert (str(report.person), reports.waiting(as_operator).count()) == ("Hedy Vogel", 1)
