"""Both sides judge; both open together; a lone yes dies with the seal."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from foretaste.accounts.actors import CLOCK, VISITOR, Actor, Role
from foretaste.core import vault
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.evaluations import actions, queries, questions, refusals
from foretaste.evaluations.models import Conversion, Evaluation, ExitNote, Opening, Reply, Reveal, Submission
from foretaste.evaluations.sealing import Side
from tests.evaluations.conftest import ENDED, LATER, OVER, TRIAL, answers_of, make_exchange, submit

pytestmark = pytest.mark.django_db


def page(by, at=LATER):
    return queries.evaluation_page(trial_id=TRIAL, by=by, at=at)


def test_the_second_submission_opens_both(exchange, ines, hedy):
    submit(Side.INTERN, ines, good="The lab.")
    assert page(ines).sight.revealed is False
    submit(Side.COMPANY, hedy, good="Clean notes.")
    assert page(ines).other.answers["good"] == "Clean notes."
    assert page(hedy).other.answers["good"] == "The lab."
    assert page(ines).mutual_yes is page(hedy).mutual_yes is True
    assert Submission.objects.count() == 0
    assert list(Opening.objects.values_list("side", "what", "why", "at").order_by("side", "what")) == [
        ("company", "checkpoints", "both_in", LATER),
        ("company", "submission", "both_in", LATER),
        ("intern", "checkpoints", "both_in", LATER),
        ("intern", "submission", "both_in", LATER),
    ]


@pytest.mark.parametrize(("intern_says", "company_says"), [(True, False), (False, True), (False, False)])
def test_anything_but_two_yeses_opens_no_offer(exchange, ines, hedy, intern_says, company_says):
    submit(Side.INTERN, ines, yes=intern_says)
    submit(Side.COMPANY, hedy, yes=company_says)
    assert page(ines).mutual_yes is page(hedy).mutual_yes is False


@pytest.mark.parametrize("yes", [True, False])
def test_after_seven_days_one_side_opens_alone_and_its_decision_is_gone(exchange, ines, hedy, yes):
    submit(Side.INTERN, ines, yes=yes)
    actions.reveal(trial_id=TRIAL, by=CLOCK, at=OVER)
    assert page(hedy, OVER).other.answers == answers_of(Side.INTERN) | {"good": "", "better": "", "next": ""}
    assert page(ines, OVER).other is None
    assert page(ines, OVER).mutual_yes is page(hedy, OVER).mutual_yes is False
    assert Submission.objects.count() == 0
    assert "decision" not in str(list(Evaluation.objects.values()))


def test_nothing_can_be_added_after_the_window(exchange, hedy):
    with pytest.raises(refusals.TheWindowIsOver):
        submit(Side.COMPANY, hedy, at=OVER)
    actions.reveal(trial_id=TRIAL, by=CLOCK, at=OVER)
    with pytest.raises(refusals.TheWindowIsOver):
        submit(Side.COMPANY, hedy, at=OVER)
    assert (Submission.objects.count(), Evaluation.objects.count()) == (0, 0)


def test_the_clock_opens_nothing_early_and_nothing_twice(exchange, ines):
    submit(Side.INTERN, ines)
    with pytest.raises(refusals.NotYetRevealed):
        actions.reveal(trial_id=TRIAL, by=CLOCK, at=OVER - dt.timedelta(seconds=1))
    assert Submission.objects.count() == 1
    actions.reveal(trial_id=TRIAL, by=CLOCK, at=OVER)
    actions.reveal(trial_id=TRIAL, by=CLOCK, at=OVER)
    assert (Reveal.objects.count(), Opening.objects.filter(what="submission").count()) == (1, 1)


def test_a_side_seals_once(exchange, ines):
    submit(Side.INTERN, ines, good="first")
    before = bytes(Submission.objects.get().sealed)
    with pytest.raises(refusals.AlreadySealed):
        submit(Side.INTERN, ines, good="second")
    assert bytes(Submission.objects.get().sealed) == before


def test_what_is_sealed_has_one_length_and_no_time(exchange, ines, hedy):
    submit(Side.INTERN, ines, yes=False)
    other = make_exchange(ines, hedy, trial_id="tr1a1sta0002")
    widest = "\U0001f9ea" * questions.LONGEST_TEXT
    submit(Side.INTERN, ines, trial_id=other.trial_id, good=widest, better=widest, next=widest)
    short, long = (bytes(one.sealed) for one in Submission.objects.order_by("pk"))
    assert len(short) == len(long)
    assert short[:12] == long[:12]  # version and timestamp: zero in both
    assert vault.unseal(long)["answers"]["good"] == widest


@pytest.mark.parametrize("wrong", [{"people": "5"}, {"commitment": "4"}, {"good": "x" * 1201}, {"good": 7}])
def test_answers_that_were_not_asked_for_are_refused(exchange, ines, wrong):
    with pytest.raises(NotAcceptable) as refused:
        submit(Side.INTERN, ines, **wrong)
    assert refused.value.fields.keys() == wrong.keys()
    assert Submission.objects.count() == 0


def test_the_same_questions_are_asked_after_every_ending_and_none_of_commitment():
    words = str(questions.SCORECARDS).lower()
    assert not any(word in words for word in ("commit", "stay", "finish the", "reliab", "motivat", "loyal"))
    asked = {criterion.key for criterion in questions.OF_THE_INTERN.criteria}
    assert asked == {"brief", "work", "questions", "feedback", "together", "told_them"}


def test_outsiders_the_operator_and_campus_find_nothing(exchange, ines, hedy, otto, odile, cora):
    colleague = Actor(frozenset({Role.FINANCE, Role.COLLEAGUE}), person_id=1, organization_id=hedy.organization_id)
    for revealed in (False, True):
        for by in (otto, odile, cora, VISITOR, CLOCK, colleague):
            with pytest.raises(NotFound):
                page(by)
            with pytest.raises(NotFound):
                submit(Side.COMPANY, by)
            assert list(queries.revealed_for(by)) == list(queries.awaiting_evaluation_from(by, at=LATER)) == []
        if not revealed:
            submit(Side.INTERN, ines)
            submit(Side.COMPANY, hedy)
    assert Evaluation.objects.count() == 2


def test_each_side_replies_once_and_only_to_something(exchange, ines, hedy):
    submit(Side.INTERN, ines)
    with pytest.raises(refusals.NotYetRevealed):
        actions.reply_once(trial_id=TRIAL, text="But", by=hedy, at=LATER)
    actions.reveal(trial_id=TRIAL, by=CLOCK, at=OVER)
    with pytest.raises(refusals.NothingToReplyTo):
        actions.reply_once(trial_id=TRIAL, text="But", by=ines, at=OVER)
    actions.reply_once(trial_id=TRIAL, text="Thank you.", by=hedy, at=OVER)
    with pytest.raises(refusals.AlreadyReplied):
        actions.reply_once(trial_id=TRIAL, text="And", by=hedy, at=OVER)
    assert [(r.side, r.text) for r in Reply.objects.all()] == [("company", "Thank you.")]
    assert page(ines, OVER).other_reply.text == "Thank you."


def offer(by, at=LATER):
    return actions.offer_conversion(
        trial_id=TRIAL, kind="job", role="Junior engineer", text="32 hours, 3,100 EUR.", by=by, at=at
    )


def test_a_mutual_yes_opens_an_offer_and_the_intern_answers_it(exchange, ines, hedy):
    submit(Side.INTERN, ines)
    submit(Side.COMPANY, hedy)
    with pytest.raises(NotAllowed):
        offer(ines)
    offer(hedy)
    with pytest.raises(refusals.AlreadyOffered):
        offer(hedy)
    with pytest.raises(NotAllowed):
        actions.answer_conversion(trial_id=TRIAL, accept=True, by=hedy, at=LATER)
    answered = actions.answer_conversion(trial_id=TRIAL, accept=True, by=ines, at=LATER)
    assert (answered.state, answered.answered_at) == ("accepted", LATER)
    with pytest.raises(refusals.AlreadyAnswered):
        actions.answer_conversion(trial_id=TRIAL, accept=False, by=ines, at=LATER)
    assert Conversion.objects.get().state == "accepted"


def test_no_offer_opens_without_two_yeses(exchange, ines, hedy):
    with pytest.raises(refusals.NotYetRevealed):
        offer(hedy)
    submit(Side.INTERN, ines, yes=False)
    submit(Side.COMPANY, hedy)
    with pytest.raises(refusals.NoMutualYes):
        offer(hedy)
    assert Conversion.objects.count() == 0


def test_an_unsigned_note_is_never_shown_and_keeps_no_words(exchange, ines, hedy):
    with pytest.raises(refusals.WordsNeedAName):
        actions.write_exit_note(trial_id=TRIAL, reasons=["people"], text="Too loud.", by=ines, at=LATER)
    assert ExitNote.objects.count() == 0
    actions.write_exit_note(trial_id=TRIAL, reasons=["people"], advice=["time"], by=ines, at=LATER)
    assert queries.exit_note_of(trial_id=TRIAL, by=hedy) is None
    assert queries.exit_note_of(trial_id=TRIAL, by=ines).reasons == ["people"]
    with pytest.raises(refusals.AlreadyNoted):
        actions.write_exit_note(trial_id=TRIAL, reasons=["place"], by=ines, at=LATER)


def test_a_signed_note_reaches_the_company(exchange, ines, hedy):
    actions.write_exit_note(trial_id=TRIAL, reasons=[], text="Too loud.", signed=True, by=ines, at=LATER)
    assert queries.exit_note_of(trial_id=TRIAL, by=hedy).text == "Too loud."


def test_only_the_intern_who_left_writes_an_exit_note(exchange, ines, hedy):
    with pytest.raises(NotFound):
        actions.write_exit_note(trial_id=TRIAL, reasons=["people"], by=hedy, at=LATER)
    finished = make_exchange(ines, hedy, trial_id="tr1a1sta0003", ended_by_exit=False)
    with pytest.raises(refusals.NoExitToNote):
        actions.write_exit_note(trial_id=finished.trial_id, reasons=["people"], by=ines, at=LATER)
    assert ExitNote.objects.count() == 0


@pytest.mark.parametrize("sql", ["UPDATE evaluations_opening SET what = 'x'", "DELETE FROM evaluations_opening"])
def test_the_log_of_openings_only_grows(exchange, ines, hedy, sql):

    submit(Side.INTERN, ines)
    submit(Side.COMPANY, hedy)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Opening.objects.filter(what="submission").count() == 2


def test_what_waits_for_a_side_says_nothing_of_the_other(exchange, ines, hedy):
    assert [e.trial_id for e in queries.awaiting_evaluation_from(hedy, at=ENDED)] == [TRIAL]
    submit(Side.INTERN, ines)
    assert list(queries.awaiting_evaluation_from(ines, at=LATER)) == []
    assert [e.trial_id for e in queries.awaiting_evaluation_from(hedy, at=LATER)] == [TRIAL]
