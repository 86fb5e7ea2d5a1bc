"""Thanks and contacts after a trial: both ways or not at all, and nobody learns of a wish that isn't shared."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK, VISITOR, Actor, Role
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.evaluations import farewells, refusals, reports
from foretaste.evaluations.models import KeptContact, SafetyReport, ThankYou
from foretaste.evaluations.sealing import Side
from foretaste.messaging.models import OutboxMail
from tests.evaluations.conftest import ENDED, LATER, TRIAL, make_exchange
from tests.jobs import waiting_jobs

pytestmark = pytest.mark.django_db


def seen(by):
    return farewells.farewell_of(trial_id=TRIAL, by=by)


def wish(by, contact="ines@away.example", at=LATER):
    return farewells.keep_in_touch(trial_id=TRIAL, contact=contact, by=by, at=at)


def thank(by, text="Thank you for the patience.", at=LATER):
    return farewells.send_thanks(trial_id=TRIAL, text=text, by=by, at=at)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (KeptContact, ThankYou, SafetyReport)]


@pytest.mark.parametrize(("first", "second"), [("ines", "hedy"), ("hedy", "ines")])
def test_a_wish_that_is_not_shared_is_told_to_nobody(exchange, request, first, second):
    first, second = request.getfixturevalue(first), request.getfixturevalue(second)
    before, jobs = (seen(second), farewells.contacts_of(second)), waiting_jobs()
    wish(first)
    assert (seen(second), farewells.contacts_of(second)) == before
    assert waiting_jobs() == jobs
    assert (seen(first).own_contact, seen(first).kept) == ("ines@away.example", None)
    assert farewells.contacts_of(first) == []


def test_where_both_wish_it_each_sees_the_other_s(exchange, ines, hedy):
    wish(ines)
    wish(hedy, "  Hedy,\n at the lab ")
    assert (seen(ines).kept.name, seen(ines).kept.contact) == ("Hedy Vogel", "Hedy, at the lab")
    assert (seen(hedy).kept.name, seen(hedy).kept.contact) == ("Ines Brandt", "ines@away.example")
    assert [one.contact for one in farewells.contacts_of(ines)] == ["Hedy, at the lab"]
    wish(ines, "ines@elsewhere.example")
    assert farewells.contacts_of(hedy)[0].contact == "ines@elsewhere.example"


def test_a_wish_taken_back_takes_both_back(exchange, ines, hedy):
    wish(ines)
    wish(hedy, "Hedy")
    farewells.take_contact_back(trial_id=TRIAL, by=ines, at=LATER)
    assert seen(ines).kept is seen(hedy).kept is None
    assert farewells.contacts_of(ines) == farewells.contacts_of(hedy) == []
    farewells.take_contact_back(trial_id=TRIAL, by=ines, at=LATER)
    assert seen(hedy).own_contact == "Hedy"


def test_a_kept_contact_tells_nothing_of_the_ending(ines, hedy):
    """An exit on Monday, or the completion of the same trial: the same month, the same fields."""
    planned = dt.datetime(2026, 4, 1, 16, tzinfo=dt.UTC)
    told = []
    for trial_id, ended_at, is_exit in (("tr1a1sta0001", ENDED, True), ("tr1a1sta0002", planned, False)):
        exchange = make_exchange(ines, hedy, trial_id=trial_id, ended_at=ended_at, ended_by_exit=is_exit)
        exchange.counts_from = planned + dt.timedelta(days=7)
        exchange.save(update_fields=["counts_from"])
        for by in (ines, hedy):
            farewells.keep_in_touch(trial_id=trial_id, contact="here", by=by, at=planned)
        kept = farewells.farewell_of(trial_id=trial_id, by=ines).kept
        told.append({name: value for name, value in vars(kept).items() if name != "trial_id"})
    assert told[0] == told[1]
    assert told[0]["month"] == dt.date(2026, 4, 1)


def test_a_note_is_sent_once_each_way(exchange, ines, hedy):
    thank(ines)
    thank(hedy, "Come\x07 by any time.\r\nJonas says hello.")
    assert seen(ines).received.text == "Come by any time.\nJonas says hello."
    assert (seen(hedy).received.text, seen(hedy).sent.side) == ("Thank you for the patience.", Side.COMPANY)
    before = everything()
    with pytest.raises(refusals.AlreadyThanked):
        thank(ines, "And once more.")
    assert everything() == before


@pytest.mark.parametrize("text", ["", " \x07\n ", "x" * 1201])
def test_a_note_has_words_and_not_too_many(exchange, ines, text):
    with pytest.raises(NotAcceptable):
        thank(ines, text)
    with pytest.raises(NotAcceptable):
        wish(ines, text)
    assert everything() == [[], [], []]


def test_nothing_before_the_ending_and_nothing_for_anybody_else(ines, hedy, otto, odile, cora):
    finance = Actor(
        frozenset({Role.FINANCE, Role.COLLEAGUE}), person_id=hedy.person_id, organization_id=hedy.organization_id
    )

    def refused(*whom):
        for by in whom:
            for act in (lambda by=by: seen(by), lambda by=by: wish(by), lambda by=by: thank(by)):
                with pytest.raises(NotFound):
                    act()
            assert farewells.contacts_of(by) == []

    refused(ines, hedy)
    make_exchange(ines, hedy)
    refused(otto, odile, cora, VISITOR, CLOCK, finance)
    assert everything() == [[], [], []]


@pytest.mark.parametrize(("writer", "reader"), [("ines", "hedy"), ("hedy", "ines")])
def test_either_side_may_report_the_note_it_was_sent(exchange, odile, request, writer, reader):
    writer, reader = request.getfixturevalue(writer), request.getfixturevalue(reader)
    with pytest.raises(NotFound):
        farewells.report_thanks(trial_id=TRIAL, text="Rude.", by=reader, at=LATER)
    thank(writer, "Not a thank you at all.")
    told_to_the_writer = seen(writer)
    farewells.report_thanks(trial_id=TRIAL, text="This is rude.", by=reader, at=LATER)
    report = reports.waiting(odile).get()
    assert (report.kind, report.reported_by_id, report.person_id) == ("note", reader.person_id, odile.person_id)
    assert "This is rude." in report.text
    assert "Not a thank you at all." in report.text
    assert seen(writer) == told_to_the_writer
    assert list(reports.visible_to(writer)) == []
    with pytest.raises(refusals.AlreadyReported):
        farewells.report_thanks(trial_id=TRIAL, text="Again.", by=reader, at=LATER)
    assert SafetyReport.objects.count() == 1


def test_a_note_is_no_kind_to_report_of_a_trial():
    assert "note" not in dict(reports.KINDS)


def test_both_are_told_of_what_both_wish_and_each_of_a_note(hedy, ines, plan_of_three, run_jobs):
    trial, at = plan_of_three
    run_jobs()
    for by in (ines, hedy):
        farewells.keep_in_touch(trial_id=trial, contact="here", by=by, at=at)
    farewells.send_thanks(trial_id=trial, text="Thank you.", by=ines, at=at)
    run_jobs()
    mails = OutboxMail.objects.filter(kind__in=["contacts_exchanged", "thanks_sent"])
    assert sorted(mails.values_list("kind", "person__name")) == [
        ("contacts_exchanged", "Hedy Vogel"),
        ("contacts_exchanged", "Ines Brandt"),
        ("thanks_sent", "Hedy Vogel"),
    ]


@pytest.fixture
def plan_of_three(hedy, ines, clock, run_jobs):
    """A trial that is over, by its real actions: mails need its people."""
    from tests import at_state

    plan = at_state.Plan()
    trial = at_state.completed(hedy, ines, plan)
    clock.move_to(plan.at(3, "17:30"))
    run_jobs()
    return trial.public_id, clock.now
