"""After three unexplained no-shows, and only then, the operator may pause new applications: told, and with appeal."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.accounts.models import InternProfile, Person
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.messaging.models import OutboxMail
from foretaste.trials import actions, queries, refusals
from foretaste.trials.models import ApplicationPause, Trial
from tests import at_state
from tests.at_state import MONDAY, Plan

AT = dt.datetime(2026, 3, 26, 9, 0, tzinfo=dt.UTC)


def id_of(who):
    return Person.objects.get(pk=who.person_id).public_id


def pause(ines, odile, at=AT, because="We wrote to you twice."):
    return actions.pause_applications(person_id=id_of(ines), because=because, by=odile, at=at)


def is_paused(ines):
    return InternProfile.objects.filter(person_id=ines.person_id, applications_paused_at__isnull=False).exists()


def test_two_are_not_enough(hedy, ines, odile):
    at_state.missed(hedy, ines, Plan(days=1))
    at_state.missed(hedy, ines, Plan(days=1, first_on=MONDAY + dt.timedelta(weeks=1)))
    assert queries.may_be_paused(odile) == []
    with pytest.raises(refusals.ThreeNoShowsAreNeeded):
        pause(ines, odile)
    assert not ApplicationPause.objects.exists()
    assert not is_paused(ines)


def test_who_said_a_word_has_explained_it_whatever_was_decided(hedy, ines, odile):
    for week in range(2):
        at_state.missed(hedy, ines, Plan(days=1, first_on=MONDAY + dt.timedelta(weeks=week)))
    plan = Plan(days=1, first_on=MONDAY + dt.timedelta(weeks=2))
    third = at_state.agreed(hedy, ines, plan)
    case = actions.claim_check_in(
        trial_id=third.public_id, day=1, reason="I was there.", by=ines, at=plan.at(1, "18:00")
    )
    actions.rule_case(
        case_id=case.public_id, outcome="for_company", reason="Nobody saw you.", by=odile, at=plan.at(1, "19:00")
    )
    over = at_state.last_end(third) + dt.timedelta(hours=49)
    if at_state.fresh(third).is_running:
        actions.mark_intern_no_show(trial_id=third.public_id, by=at_state.CLOCK, at=over)
    assert Trial.objects.filter(ending="intern_no_show").count() == 3
    with pytest.raises(refusals.ThreeNoShowsAreNeeded):
        pause(ines, odile)
    assert not is_paused(ines)


def test_nobody_else_may_ask_or_pause(hedy, ines, otto, odile):
    at_state.missed_three(hedy, ines)
    for who in (hedy, ines, otto):
        with pytest.raises(NotAllowed):
            queries.may_be_paused(who)
        with pytest.raises(NotAllowed):
            pause(ines, who)
    with pytest.raises(NotAcceptable):
        pause(ines, odile, because=" ")
    assert [(str(person), missed) for person, missed in queries.may_be_paused(odile)] == [("Ines Brandt", 3)]
    assert not ApplicationPause.objects.exists()


def test_nobody_decides_a_matter_of_their_own(hedy, ines, odile):
    at_state.missed_three(hedy, ines)
    Trial.objects.update(host_id=odile.person_id)
    with pytest.raises(refusals.YouAreAPartyToIt):
        pause(ines, odile)
    assert not is_paused(ines)


def test_it_is_told_objected_to_once_answered_and_lifted(hedy, ines, otto, odile, clock, run_jobs):
    at_state.missed_three(hedy, ines)
    clock.move_to(AT)
    run_jobs("core.deliver")
    OutboxMail.objects.all().delete()
    made = pause(ines, odile)
    with pytest.raises(refusals.ApplicationsArePausedAlready):
        pause(ines, odile)
    assert is_paused(ines)
    assert queries.may_be_paused(odile) == []
    assert (queries.pause_of(ines), queries.pause_of(otto), queries.pause_of(hedy)) == (made, None, None)

    which = {"pause_id": made.public_id, "at": AT}
    with pytest.raises(NotFound):
        actions.object_to_pause(objection="Let her.", by=otto, **which)
    with pytest.raises(NotAllowed):
        actions.object_to_pause(objection="Let her.", by=odile, **which)
    with pytest.raises(refusals.NobodyHasObjected):
        actions.answer_objection(lift=False, answer="No.", by=odile, **which)
    actions.object_to_pause(objection="I was in hospital.", by=ines, **which)
    with pytest.raises(refusals.YouHaveObjected):
        actions.object_to_pause(objection="And more.", by=ines, **which)
    actions.answer_objection(lift=False, answer="Since when?", by=odile, **which)
    assert is_paused(ines)

    with pytest.raises(NotAllowed):
        actions.answer_objection(lift=True, answer="Fine.", by=ines, **which)
    later = AT + dt.timedelta(hours=1)
    actions.answer_objection(pause_id=made.public_id, lift=True, answer="Get well.", by=odile, at=later)
    assert not is_paused(ines)
    with pytest.raises(refusals.ThreeNoShowsAreNeeded):  # what it was about counts no more
        pause(ines, odile, at=later)

    run_jobs("core.deliver")
    told = list(OutboxMail.objects.order_by("pk").values_list("to", "kind"))
    assert told == [
        ("ines@example.org", "applications_paused"),
        ("odile@example.org", "pause_objected_to"),
        ("ines@example.org", "pause_answered"),
        ("ines@example.org", "pause_answered"),
    ]
    first = OutboxMail.objects.get(kind="applications_paused")
    assert "We wrote to you twice." in first.text
    assert "/me/pause/" in first.html
    assert "hospital" not in OutboxMail.objects.get(kind="pause_objected_to").text
    assert "Get well." in OutboxMail.objects.filter(kind="pause_answered").order_by("pk")[1].text
