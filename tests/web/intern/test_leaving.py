"""Two taps, the same sum both times, and nothing asked."""

from __future__ import annotations

from foretaste.evaluations.models import ExitNote
from foretaste.trials.models import Case, Trial
from tests import at_state


def words(answer) -> str:
    return answer.content.decode()


def test_the_second_page_says_the_same_sum(as_ines, day_one):
    day = words(as_ines.get(f"/trials/{day_one.public_id}/"))
    confirm = words(as_ines.get(f"/trials/{day_one.public_id}/exit"))
    assert "Leave with €200.00" in day
    assert "Leave with €200.00" in confirm
    assert '<input type="hidden" name="sum" value="20000">' in confirm
    assert "textarea" not in confirm


def test_leaving_settles_and_has_its_own_page(as_ines, day_one):
    answer = as_ines.post(f"/trials/{day_one.public_id}/exit", {"sum": "20000"})
    assert (answer.status_code, answer.url) == (302, f"/trials/{day_one.public_id}/left")
    trial = Trial.objects.get()
    assert (trial.ending, trial.paid_minor) == ("exit", 20000)
    page = words(as_ines.get(answer.url))
    assert "You have left. €200.00 is yours." in page
    assert trial.reference in page
    assert page.count('<a href="/me/pay/account">Add your account</a>') == 2  # what comes next, and beside the sums
    assert '<a rel="nofollow" href="/searches/save">Have a mail when one opens</a>' in page  # no other is open


def test_a_sum_that_changed_is_shown_again_and_nothing_is_done(as_ines, day_one):
    answer = as_ines.post(f"/trials/{day_one.public_id}/exit", {"sum": "14000"})
    assert answer.status_code == 409
    assert "The sum has changed while you looked." in words(answer)
    assert "Leave with €200.00" in words(answer)
    assert Trial.objects.get().state == "under_way"


def test_a_missing_sum_leaves_nothing(as_ines, day_one):
    assert as_ines.post(f"/trials/{day_one.public_id}/exit").status_code == 409
    assert Trial.objects.get().state == "under_way"


def test_leaving_twice_is_leaving_once(as_ines, day_one):
    as_ines.post(f"/trials/{day_one.public_id}/exit", {"sum": "20000"})
    again = as_ines.post(f"/trials/{day_one.public_id}/exit", {"sum": "20000"})
    assert again.url == f"/trials/{day_one.public_id}/left"
    assert as_ines.get(f"/trials/{day_one.public_id}/exit").url == f"/trials/{day_one.public_id}/left"
    assert Trial.objects.get().history.filter(to_state="ended").count() == 1


def test_before_the_first_day_it_is_let_go(as_ines, agreed):
    page = words(as_ines.get(f"/trials/{agreed.public_id}/exit"))
    assert "Let this trial go" in page
    as_ines.post(f"/trials/{agreed.public_id}/exit", {"sum": "0"})
    assert Trial.objects.get().ending == "exit_before_start"
    assert "You have let this trial go." in words(as_ines.get(f"/trials/{agreed.public_id}/left"))


def test_i_was_told_to_leave_waits_for_a_person(as_ines, left):
    assert "I was told to leave" in words(as_ines.get(f"/trials/{left.public_id}/left"))
    answer = as_ines.post(f"/trials/{left.public_id}/told-to-leave", {"reason": "They packed my bag."})
    assert answer.status_code == 302
    assert Case.objects.get().kind == "told_to_leave"
    assert "You said you were told to leave." in words(as_ines.get(f"/trials/{left.public_id}/left"))


def test_told_to_leave_wants_a_line(as_ines, left):
    assert as_ines.post(f"/trials/{left.public_id}/told-to-leave", {"reason": ""}).status_code == 422
    assert not Case.objects.exists()


def test_an_exit_note_is_counted_unless_signed(as_ines, left, run_jobs):
    run_jobs()
    as_ines.post(f"/trials/{left.public_id}/exit-note", {"reasons": ["not_the_work"], "signed": ""})
    note = ExitNote.objects.get()
    assert (note.reasons, note.is_signed) == (["not_the_work"], False)
    assert "counted among at least five" in words(as_ines.get(f"/trials/{left.public_id}/left"))


def test_words_need_a_name(as_ines, left, run_jobs):
    run_jobs()
    answer = as_ines.post(f"/trials/{left.public_id}/exit-note", {"reasons": [], "text": "Boring.", "signed": ""})
    assert answer.status_code == 422
    assert not ExitNote.objects.exists()


def test_a_running_trial_has_no_page_for_the_end(as_ines, day_one):
    assert as_ines.get(f"/trials/{day_one.public_id}/left").url == f"/trials/{day_one.public_id}/"


def test_a_finished_trial_says_so(as_ines, hedy, ines, plan, clock):
    trial = at_state.completed(hedy, ines, plan)
    clock.move_to(plan.at(3, "18:00"))
    assert "You have finished. €420.00 is yours." in words(as_ines.get(f"/trials/{trial.public_id}/"))
