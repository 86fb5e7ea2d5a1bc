"""Asking: three short answers, and a final answer by the date, or the clock says so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from foretaste.accounts import actions as accounts
from foretaste.accounts.models import Person
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.matching import recommending
from foretaste.opportunities import actions, clock, queries, refusals
from foretaste.opportunities.models import Application, Question
from tests.worlds import OPERATOR, make_application, make_company, make_offer, make_published_opportunity


def test_asking_is_three_answers(opportunity, amara, at):
    application = make_application(opportunity, amara, at, free_days="Mondays, and all of March")
    assert (application.state, application.origin, application.free_days) == (
        "submitted", "application", "Mondays, and all of March",
    )  # fmt: skip
    assert application.answer_by == dt.date(2026, 3, 8)
    assert application.answer_due_at == dt.datetime(2026, 3, 8, 23, 0, tzinfo=dt.UTC)  # midnight in Berlin


def test_an_empty_answer_is_named(opportunity, amara, at):
    with pytest.raises(NotAcceptable) as refused:
        make_application(opportunity, amara, at, answer_try=" ", answer_about="x" * 2_001)
    assert sorted(refused.value.fields) == ["answer_about", "answer_try"]
    assert Application.objects.count() == 0


def test_nobody_asks_twice_but_may_ask_again_after_taking_it_back(opportunity, amara, at):
    first = make_application(opportunity, amara, at)
    with pytest.raises(refusals.YouHaveAskedAlready):
        make_application(opportunity, amara, at)
    actions.withdraw_application(application_id=first.public_id, by=amara, at=at)
    again = make_application(opportunity, amara, at)
    assert list(Application.objects.order_by("id").values_list("state", flat=True)) == ["withdrawn", "submitted"]
    assert queries.earlier_answers(amara) == again


def test_one_asks_until_noon_of_the_answer_date(opportunity, amara, ben, at):
    noon = dt.datetime(2026, 3, 8, 11, 0, tzinfo=dt.UTC)
    make_application(opportunity, amara, noon - dt.timedelta(seconds=1))
    with pytest.raises(refusals.ItIsNotOpen):
        make_application(opportunity, ben, noon)
    assert Application.objects.count() == 1


def test_a_company_does_not_ask_itself(opportunity, halden, at):
    founder = Person.objects.get(pk=halden.person_id)
    from foretaste.accounts.queries import actor_for

    with pytest.raises(refusals.YouCannotAskYourOwnCompany):
        make_application(opportunity, actor_for(founder, as_intern=True), at)
    with pytest.raises(NotAllowed):
        make_application(opportunity, halden, at)
    assert Application.objects.count() == 0


def test_the_operator_may_pause_new_applications(opportunity, amara, at):
    which = {"person_id": Person.objects.get(pk=amara.person_id).public_id, "by": OPERATOR, "at": at}
    with transaction.atomic():
        accounts.pause_applications(**which)
    with pytest.raises(refusals.NewApplicationsArePaused):
        make_application(opportunity, amara, at)
    assert Application.objects.count() == 0
    with transaction.atomic():
        accounts.resume_applications(**which)
    assert make_application(opportunity, amara, at).state == "submitted"


def test_somebody_whose_new_applications_are_paused_may_say_yes_to_an_invitation(opportunity, halden, amara, at):
    person = Person.objects.get(pk=amara.person_id)
    with transaction.atomic():
        accounts.pause_applications(person_id=person.public_id, by=OPERATOR, at=at)
    actions.invite(opportunity_id=opportunity.public_id, intern_id=person.public_id, by=halden, at=at)
    assert make_application(opportunity, amara, at).origin == "invitation"


def test_an_answer_that_never_came_is_closed_by_the_clock_and_counted(opportunity, halden, amara, ben, at):
    kept = make_application(opportunity, ben, at)
    application = make_application(opportunity, amara, at)
    actions.say_not_this_time(application_id=kept.public_id, note="We chose someone nearer.", by=halden, at=at)
    clock.sweep(application.answer_due_at - dt.timedelta(seconds=1))
    application.refresh_from_db()
    assert application.state == "submitted"
    clock.sweep(application.answer_due_at)
    application.refresh_from_db()
    assert (application.state, application.no_answer_came, application.answered_on_time) == ("lapsed", True, False)
    record = queries.record_of(halden.organization_id)
    assert (record.answers_due, record.answers_on_time, record.on_time_percent) == (2, 1, None)


def test_withdrawing_a_welcomed_application_frees_the_seat(opportunity, halden, amara, at):
    offer = make_offer(opportunity, amara, halden, at)
    actions.withdraw_application(application_id=offer.application.public_id, by=amara, at=at)
    offer.refresh_from_db()
    assert (offer.state, opportunity.seats.get().state, Application.objects.get().state) == (
        "declined", "funded", "withdrawn",
    )  # fmt: skip


def test_an_invitation_becomes_an_application(opportunity, halden, amara, at):
    actions.invite(
        opportunity_id=opportunity.public_id, email="amara.okafor@example.org", words="Come!", by=halden, at=at
    )
    application = make_application(opportunity, amara, at)
    assert (application.state, application.origin, application.invitation) == ("submitted", "invitation", "Come!")
    assert Application.objects.count() == 1


def test_an_invitation_tells_nobody_who_is_behind_an_address(opportunity, halden, amara, at):
    address = "amara.okafor@example.org"
    accounts.edit_profile(headline="Curious", skills="Interviewing", by=amara, at=at)
    sent = actions.invite(opportunity_id=opportunity.public_id, email=address, by=halden, at=at)
    assert [(one.label, one.is_named) for one in queries.candidates_of(opportunity, halden)] == [(address, False)]
    assert (queries.label_of(sent, halden), recommending.order_candidates(
        opportunity_id=opportunity.public_id, by=halden, at=at
    )[0][1]) == (address, [])  # fmt: skip
    make_application(opportunity, amara, at)
    assert [one.label for one in queries.candidates_of(opportunity, halden)] == ["Amara Okafor"]


def test_an_invitation_may_be_declined_and_counts_for_nothing(opportunity, halden, amara, at):
    intern = Person.objects.get(pk=amara.person_id)
    sent = actions.invite(opportunity_id=opportunity.public_id, intern_id=intern.public_id, by=halden, at=at)
    with pytest.raises(refusals.YouHaveAskedAlready):
        actions.invite(opportunity_id=opportunity.public_id, intern_id=intern.public_id, by=halden, at=at)
    actions.decline_invitation(application_id=sent.public_id, by=amara, at=at)
    assert (Application.objects.get().state, queries.record_of(halden.organization_id).answers_due) == ("declined", 0)


def test_an_outsider_finds_no_application(opportunity, halden, amara, ben, cora, at):
    application = make_application(opportunity, amara, at)
    other = make_company("Sund Media", at)
    for outsider in (ben, other, cora):
        for act in (actions.shortlist, actions.say_not_this_time, actions.withdraw_application):
            with pytest.raises(NotFound):
                act(application_id=application.public_id, by=outsider, at=at)
    with pytest.raises(NotAllowed):
        actions.shortlist(application_id=application.public_id, by=amara, at=at)
    with pytest.raises(NotAllowed):
        actions.withdraw_application(application_id=application.public_id, by=halden, at=at)
    application.refresh_from_db()
    assert application.state == "submitted"


def test_a_public_answer_stands_on_the_posting(opportunity, halden, jonas, amara, ben, at):
    question = actions.ask_question(opportunity_id=opportunity.public_id, text="Is there a lift?", by=amara, at=at)
    assert not queries.questions_visible_to(ben).exists()
    with pytest.raises(NotFound):
        actions.answer_question(question_id=question.public_id, answer="Yes.", by=ben, at=at)
    actions.answer_question(question_id=question.public_id, answer="Yes, at the back.", by=halden, at=at)
    assert queries.questions_visible_to(ben).get().answer == "Yes, at the back."
    with pytest.raises(refusals.TheQuestionIsAnswered):
        actions.answer_question(question_id=question.public_id, answer="No.", by=jonas, at=at)
    assert Question.objects.get().answer == "Yes, at the back."


def test_a_private_answer_is_for_the_asker(opportunity, halden, amara, ben, at):
    question = actions.ask_question(opportunity_id=opportunity.public_id, text="May I bring a dog?", by=amara, at=at)
    actions.answer_question(question_id=question.public_id, answer="Sadly not.", is_public=False, by=halden, at=at)
    assert queries.questions_visible_to(amara).get() == question
    assert not queries.questions_visible_to(ben).exists()


def test_what_nobody_took_closes_on_its_first_day(opportunity, halden, at):
    clock.sweep(opportunity.starts_at - dt.timedelta(seconds=1))
    opportunity.refresh_from_db()
    assert opportunity.state == "published"
    clock.sweep(opportunity.starts_at)
    opportunity.refresh_from_db()
    assert (opportunity.state, opportunity.close_reason) == ("closed", "dates_passed")
    assert opportunity.seats.get().state == "withdrawn"


def test_the_on_time_share_needs_five_people(halden, at):
    from tests.worlds import make_intern

    opportunity = make_published_opportunity(halden, at)
    people = [make_intern(f"Person {number}", at) for number in range(5)]
    for person in people[:4]:
        make_application(opportunity, person, at)
    clock.sweep(opportunity.applications.first().answer_due_at)
    again = make_published_opportunity(halden, at)
    for person in people[:4]:
        application = make_application(again, person, at)
        actions.say_not_this_time(application_id=application.public_id, by=halden, at=at)
    record = queries.record_of(halden.organization_id)
    assert (record.answers_due, record.answers_on_time, record.people_answered) == (8, 4, 4)
    assert record.on_time_percent is None  # eight answers, and four people
    application = make_application(again, people[4], at)
    actions.say_not_this_time(application_id=application.public_id, by=halden, at=at)
    assert queries.record_of(halden.organization_id).on_time_percent == 55
