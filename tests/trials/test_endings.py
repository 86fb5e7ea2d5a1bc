"""Every row of the law's table of endings, lived by the real actions, on the real ledger, to the cent."""

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK
from foretaste.trials import actions, clock
from tests import at_state
from tests.at_state import Plan
from tests.trials.books import books, settlements

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
FUND = 46200  # three days of 140.00, and the fee of 10 %


def the_books(trial):
    found = books(trial)
    assert settlements(trial) == 1
    trial = at_state.fresh(trial)
    assert found["paid"] == trial.paid_minor
    assert found["fee"] == trial.fee_minor
    assert found["back"] + found["waiting"] == trial.back_minor
    assert found["held"] == trial.held_minor
    assert found["fund"] == 0
    return found


def split(trial):
    found = the_books(trial)
    return found["paid"], found["fee"], found["back"] + found["waiting"], found["held"]


def test_completion_pays_every_day(hedy, ines):
    assert split(at_state.completed(hedy, ines)) == (42000, 4200, 0, 0)


@pytest.mark.parametrize(("day", "paid", "fee"), [(1, 21000, 2100), (2, 35000, 3500), (3, 42000, 4200)])
def test_an_exit_on_day_k_pays_the_days_and_the_bonus_of_day_k(hedy, ines, day, paid, fee):
    trial = at_state.left(hedy, ines, days=day)
    assert trial.ending == "exit"
    assert split(trial) == (paid, fee, FUND - paid - fee, 0)


def test_an_exit_between_days_pays_as_on_the_day_before(hedy, ines):
    trial = at_state.left(hedy, ines, days=2, time="20:00")
    assert trial.ending == "exit_between_days"
    assert split(trial) == (35000, 3500, 7700, 0)


def test_an_exit_before_day_one_pays_nothing_and_the_company_gets_everything(hedy, ines):
    trial = at_state.left(hedy, ines, days=0)
    assert trial.ending == "exit_before_start"
    assert split(trial) == (0, 0, FUND, 0)


def test_the_companys_part_waits_a_day_after_an_exit(hedy, ines):
    trial = at_state.left(hedy, ines)
    assert books(trial)["waiting"] == 23100
    clock.sweep(trial.ended_at + DAY - HOUR)
    assert books(trial)["back"] == 0
    clock.sweep(trial.ended_at + DAY)
    assert (books(trial)["back"], books(trial)["waiting"]) == (23100, 0)


def test_a_withdrawal_a_day_before_pays_the_kill_fee(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    actions.withdraw_company(trial_id=trial.public_id, by=hedy, at=Plan().at(1, "09:00") - DAY)
    assert at_state.fresh(trial).ending == "company_withdraws"
    assert split(trial) == (14000, 1400, 30800, 0)


def test_a_later_withdrawal_pays_every_day(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    at = Plan().at(1, "09:00") - DAY + dt.timedelta(seconds=1)
    actions.withdraw_company(trial_id=trial.public_id, by=hedy, at=at)
    assert at_state.fresh(trial).ending == "company_withdraws_late"
    assert split(trial) == (42000, 4200, 0, 0)


def test_a_higher_kill_fee_is_paid_as_agreed(hedy, ines):
    trial = at_state.agreed(hedy, ines, Plan(kill_fee=20000))
    actions.withdraw_company(trial_id=trial.public_id, by=hedy, at=Plan().at(1, "09:00") - 2 * DAY)
    assert split(trial) == (20000, 2000, 24200, 0)


def test_a_one_day_trial_that_is_withdrawn_pays_the_day(hedy, ines):
    plan = Plan(days=1)
    trial = at_state.agreed(hedy, ines, plan)
    actions.withdraw_company(trial_id=trial.public_id, by=hedy, at=plan.at(1, "09:00") - 2 * DAY)
    assert split(trial) == (14000, 1400, 0, 0)


def test_an_early_end_pays_every_remaining_day(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.end_early(trial_id=trial.public_id, by=hedy, at=Plan().at(1, "10:00"))
    assert split(trial) == (42000, 4200, 0, 0)


def test_an_unanswered_company_no_show_pays_every_day(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=Plan().at(1, "09:30"))
    clock.sweep(Plan().at(1, "11:30"))
    assert at_state.fresh(trial).state == "under_way"
    clock.sweep(Plan().at(1, "11:31"))
    assert at_state.fresh(trial).ending == "company_no_show"
    assert split(trial) == (42000, 4200, 0, 0)


def test_an_exit_while_a_no_show_is_contested_pays_at_once_and_holds_the_rest(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    case = actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=Plan().at(1, "09:30"))
    actions.answer_no_show(
        case_id=case.public_id, agrees=False, answer="We are upstairs.", by=hedy, at=Plan().at(1, "10:00")
    )
    at_state.leave(trial, ines, Plan().at(1, "10:30"))
    assert split(trial) == (21000, 2100, 0, 23100)
    actions.rule_case(
        case_id=case.public_id, outcome="for_intern", reason="Nobody was.", by=odile, at=Plan().at(2, "10:00")
    )
    assert at_state.fresh(trial).ending == "company_no_show"
    assert split(trial) == (42000, 4200, 0, 0)


def test_a_no_show_that_was_none_gives_the_rest_back(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    case = actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=Plan().at(1, "09:30"))
    actions.answer_no_show(case_id=case.public_id, agrees=False, by=hedy, at=Plan().at(1, "10:00"))
    at_state.leave(trial, ines, Plan().at(1, "10:30"))
    actions.rule_case(
        case_id=case.public_id, outcome="for_company", reason="They were.", by=odile, at=Plan().at(2, "14:00")
    )
    clock.sweep(Plan().at(2, "15:00"))
    assert at_state.fresh(trial).ending == "exit"
    assert split(trial) == (21000, 2100, 23100, 0)


def test_an_intern_no_show_is_found_after_the_claim_window(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    clock.sweep(Plan().at(2, "17:00") + 2 * DAY)
    assert at_state.fresh(trial).state == "under_way"
    clock.sweep(Plan().at(2, "17:00") + 2 * DAY + dt.timedelta(seconds=1))
    assert at_state.fresh(trial).ending == "intern_no_show"
    held = 14000 + 1400  # day 3 can still be claimed
    assert split(trial) == (14000, 1400, FUND - 15400 - held, held)
    clock.sweep(Plan().at(3, "17:00") + 2 * DAY + HOUR)
    assert split(trial) == (14000, 1400, 30800, 0)


def test_someone_who_never_came_is_paid_nothing(hedy, ines):
    trial = at_state.agreed(hedy, ines, Plan(days=1))
    clock.sweep(Plan().at(1, "17:00") + 2 * DAY + HOUR)
    assert at_state.fresh(trial).ending == "intern_no_show"
    assert split(trial) == (0, 0, 15400, 0)


@pytest.mark.parametrize(
    ("outcome", "award", "paid", "back"),
    [("for_intern", None, 42000, 0), ("for_company", None, 14000, 30800), ("for_intern", 10000, 24000, 19800)],
)
def test_sent_away_holds_the_rest_until_a_person_decides(hedy, ines, odile, outcome, award, paid, back):
    trial = at_state.under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe at the press.", by=hedy, at=Plan().at(1, "15:00"))
    assert split(trial) == (14000, 1400, 0, 30800)
    case = trial.cases.get()
    actions.rule_case(
        case_id=case.public_id,
        outcome=outcome,
        award_minor=award,
        reason="Heard both.",
        by=odile,
        at=Plan().at(2, "10:00"),
    )
    assert split(trial) == (paid, paid // 10, back, 0)


def test_sent_away_with_no_decision_pays_the_intern(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe at the press.", by=hedy, at=Plan().at(1, "15:00"))
    due = trial.cases.get().due_at
    assert due == dt.datetime(2026, 3, 16, 23, tzinfo=dt.UTC)  # the end of the fifth working day in Berlin
    clock.sweep(due)
    assert at_state.fresh(trial).held_minor == 30800
    clock.sweep(due + HOUR)
    assert split(trial) == (42000, 4200, 0, 0)


def test_told_to_leave_upheld_pays_every_day_from_what_was_going_back(hedy, ines, odile):
    trial = at_state.left(hedy, ines)
    case = actions.say_told_to_leave(
        trial_id=trial.public_id, reason="Hedy sent me home.", by=ines, at=trial.ended_at + DAY
    )
    clock.sweep(trial.ended_at + DAY + HOUR)
    assert books(trial)["waiting"] == 23100
    actions.rule_case(
        case_id=case.public_id, outcome="for_intern", reason="So it was.", by=odile, at=trial.ended_at + 2 * DAY
    )
    assert at_state.fresh(trial).ending == "told_to_leave"
    assert split(trial) == (42000, 4200, 0, 0)


def test_told_to_leave_not_upheld_gives_the_rest_back(hedy, ines, odile):
    trial = at_state.left(hedy, ines)
    case = actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=trial.ended_at + HOUR)
    actions.rule_case(
        case_id=case.public_id, outcome="for_company", reason="No.", by=odile, at=trial.ended_at + 2 * DAY
    )
    clock.sweep(trial.ended_at + 2 * DAY + HOUR)
    assert split(trial) == (21000, 2100, 23100, 0)
    assert books(trial)["back"] == 23100


def test_yen_are_whole_and_the_fee_rounds_down(hedy, ines):
    plan = Plan(days=2, country="JP", city="Tokyo", zone="Asia/Tokyo", currency="JPY", pay=12345, bonus=(4444, 0))
    trial = at_state.left(hedy, ines, plan)
    assert split(trial) == (16789, 1678, 24690 + 2469 - 16789 - 1678, 0)


def test_a_claimed_day_stays_held_over_an_exit_and_is_then_the_interns(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.check_in(trial_id=trial.public_id, day=3, by=ines, at=Plan().at(3, "08:30"))
    case = actions.claim_check_in(
        trial_id=trial.public_id, day=2, reason="I was there.", by=ines, at=Plan().at(3, "08:40")
    )
    at_state.leave(trial, ines, Plan().at(3, "12:00"))
    assert split(trial) == (28000, 2800, 0, 15400)
    actions.answer_claim(case_id=case.public_id, agrees=True, by=hedy, at=Plan().at(3, "13:00"))
    assert split(trial) == (42000, 4200, 0, 0)


def test_a_claim_that_is_refused_by_a_person_gives_its_day_back(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    case = actions.claim_check_in(trial_id=trial.public_id, day=2, by=ines, at=Plan().at(2, "18:00"))
    at_state.leave(trial, ines, Plan().at(2, "19:00"))
    assert split(trial) == (21000, 2100, 7700, 15400)  # days 1 and 2 with the bonus of day 2 would be 350.00
    actions.answer_claim(case_id=case.public_id, agrees=False, answer="Nobody came.", by=hedy, at=Plan().at(2, "20:00"))
    actions.rule_case(
        case_id=case.public_id, outcome="for_company", reason="An empty log.", by=odile, at=Plan().at(3, "12:00")
    )
    assert split(trial) == (21000, 2100, 23100, 0)


def test_a_forgotten_check_in_can_still_be_claimed_after_leaving_in_the_evening(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    at_state.leave(trial, ines, Plan().at(1, "18:00"))
    assert split(trial) == (0, 0, FUND - 23100, 23100)  # a day and its bonus, should the claim hold
    case = actions.claim_check_in(trial_id=trial.public_id, day=1, by=ines, at=Plan().at(1, "19:00"))
    actions.answer_claim(case_id=case.public_id, agrees=True, by=hedy, at=Plan().at(2, "09:00"))
    assert split(trial) == (21000, 2100, 23100, 0)


def test_an_unclaimed_day_goes_back_when_its_window_closes(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    at_state.leave(trial, ines, Plan().at(1, "18:00"))
    clock.sweep(Plan().at(1, "17:00") + 2 * DAY + HOUR)
    assert split(trial) == (0, 0, FUND, 0)


def test_leaving_after_a_complete_last_day_is_completing(hedy, ines):
    trial = at_state.under_way(hedy, ines, days=3)
    left = at_state.leave(trial, ines, Plan().at(3, "17:30"))
    assert (left.ending, left.paid_minor) == ("completion", 42000)


def test_an_employees_pay_is_owed_by_the_payroll_and_counted_the_same(hedy, ines):
    trial = at_state.left(hedy, ines, Plan(engagement="employee"))
    assert split(trial) == (21000, 2100, 23100, 0)


def test_a_trial_closes_once_nothing_waits(hedy, ines):
    trial = at_state.left(hedy, ines)
    clock.sweep(trial.ended_at + DAY)
    assert at_state.fresh(trial).state == "ended"
    clock.sweep(trial.ended_at + 2 * DAY)
    assert at_state.fresh(trial).state == "closed"


def test_repeating_an_exit_answers_the_same_settlement(hedy, ines):
    trial = at_state.left(hedy, ines)
    again = actions.exit_trial(trial_id=trial.public_id, expected_minor=1, by=ines, at=trial.ended_at + HOUR)
    assert (again.pk, again.paid_minor) == (trial.pk, 21000)
    assert split(trial) == (21000, 2100, 23100, 0)


def test_completing_twice_is_refused(hedy, ines):
    from foretaste.trials.refusals import TheTrialHasEnded

    trial = at_state.completed(hedy, ines)
    with pytest.raises(TheTrialHasEnded):
        actions.complete(trial_id=trial.public_id, by=CLOCK, at=at_state.last_end(trial) + HOUR)
    assert split(trial) == (42000, 4200, 0, 0)


def claimed_and_under_way(hedy, ines):
    trial = at_state.under_way(hedy, ines, days=[2])
    claim = actions.claim_check_in(trial_id=trial.public_id, day=1, by=ines, at=Plan().at(2, "09:00"))
    return trial, claim


def test_an_early_end_makes_an_open_claim_needless(hedy, ines):
    trial, claim = claimed_and_under_way(hedy, ines)
    actions.end_early(trial_id=trial.public_id, by=hedy, at=Plan().at(2, "10:00"))
    claim.refresh_from_db()
    assert (claim.state, split(trial)) == ("moot", (42000, 4200, 0, 0))


def test_a_claim_upheld_after_a_sending_away_leaves_the_rest_held(hedy, ines, odile):
    trial, claim = claimed_and_under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe.", by=hedy, at=Plan().at(2, "10:00"))
    actions.answer_claim(case_id=claim.public_id, agrees=True, by=hedy, at=Plan().at(2, "11:00"))
    assert split(trial) == (28000, 2800, 0, 15400)
    away = trial.cases.get(kind="sent_away")
    actions.rule_case(
        case_id=away.public_id, outcome="for_company", reason="Heard both.", by=odile, at=Plan().at(3, "10:00")
    )
    assert split(trial) == (28000, 2800, 15400, 0)


def test_a_sending_away_decided_first_keeps_what_a_claim_may_need(hedy, ines, odile):
    trial, claim = claimed_and_under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe.", by=hedy, at=Plan().at(2, "10:00"))
    away = trial.cases.get(kind="sent_away")
    actions.rule_case(
        case_id=away.public_id, outcome="for_company", reason="Heard both.", by=odile, at=Plan().at(2, "12:00")
    )
    assert split(trial) == (14000, 1400, 15400, 15400)
    actions.answer_claim(case_id=claim.public_id, agrees=True, by=hedy, at=Plan().at(2, "13:00"))
    assert split(trial) == (28000, 2800, 15400, 0)


def test_two_claims_are_decided_apart(hedy, ines, odile):
    trial, first = claimed_and_under_way(hedy, ines)
    second = actions.claim_check_in(trial_id=trial.public_id, day=3, by=ines, at=Plan().at(3, "17:30"))
    at_state.leave(trial, ines, Plan().at(3, "18:00"))
    assert split(trial) == (21000, 2100, 0, 23100)
    for claim, outcome in ((second, "for_company"), (first, "for_intern")):
        actions.rule_case(case_id=claim.public_id, outcome=outcome, reason="So.", by=odile, at=Plan().at(3, "20:00"))
    assert split(trial) == (35000, 3500, 7700, 0)
