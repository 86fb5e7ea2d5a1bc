"""Every "no" around a trial: said in its own sentence, and nothing has changed."""

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK, Actor, Role
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.money.ledger.models import LedgerEntry
from foretaste.money.models import Refund
from foretaste.money.refusals import TheGoodwillLimitIsReached
from foretaste.trials import actions, clock, queries, refusals
from foretaste.trials.models import Case, Trial, TrialDay, TrialHistory
from tests import at_state
from tests.at_state import MONDAY, Plan
from tests.cast import make_member, make_person

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
P = Plan()


def everything():
    models = (Trial, TrialDay, TrialHistory, Case)
    return [list(model.objects.order_by("pk").values()) for model in models] + [LedgerEntry.objects.count()]


class refused:  # noqa: N801 - reads as a sentence: `with refused(TheDayIsOver): ...`
    """Expect this refusal, and that nothing has changed."""

    def __init__(self, refusal):
        self.refusal = refusal

    def __enter__(self):
        self.before = everything()
        self.raises = pytest.raises(self.refusal)
        return self.raises.__enter__()

    def __exit__(self, *error):
        said = self.raises.__exit__(*error)
        assert everything() == self.before
        return said


# --- who ------------------------------------------------------------------------------------------
def test_an_outsider_finds_nothing(hedy, ines, otto, cora):
    trial = at_state.under_way(hedy, ines)
    other = make_member(make_person("Ottilie Kranz"), hedy_company("Other"), Role.RECRUITER, Role.SUPERVISOR)
    for stranger in (otto, cora, other):
        for verb, more in [
            (actions.check_in, {"day": 2}),
            (actions.exit_trial, {"expected_minor": 21000}),
            (actions.end_early, {}),
            (actions.mark_arrived, {"day": 2}),
            (actions.log_work, {"day": 1, "text": "x"}),
        ]:
            with refused(NotFound):
                verb(trial_id=trial.public_id, by=stranger, at=P.at(1, "10:00"), **more)
        with pytest.raises(NotFound):
            queries.trial_of(trial.public_id, stranger)


def hedy_company(name):
    from foretaste.accounts.models import Organization

    return Organization.objects.create(kind="company", name=name, slug=name.lower(), country="DE", city="Berlin")


def test_the_company_cant_leave_for_the_intern_nor_the_intern_end_for_the_company(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(NotAllowed):
        actions.exit_trial(trial_id=trial.public_id, expected_minor=21000, by=hedy, at=P.at(1, "10:00"))
    with refused(NotAllowed):
        actions.end_early(trial_id=trial.public_id, by=ines, at=P.at(1, "10:00"))


def test_finance_sees_a_trial_but_ends_none(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    frida = make_member(make_person("Frida Bauer"), trial.organization, Role.FINANCE)
    assert queries.trial_of(trial.public_id, frida) == trial
    with refused(NotAllowed):
        actions.end_early(trial_id=trial.public_id, by=frida, at=P.at(1, "10:00"))


# --- the day ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("time", "refusal"), [("07:59", refusals.CheckInIsNotOpenYet), ("17:01", refusals.TheDayIsOver)]
)
def test_check_in_outside_its_window(hedy, ines, time, refusal):
    trial = at_state.agreed(hedy, ines)
    with refused(refusal):
        actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, time))


@pytest.mark.parametrize("time", ["08:00", "17:00"])
def test_check_in_at_the_edges_of_its_window(hedy, ines, time):
    trial = at_state.agreed(hedy, ines)
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, time))
    assert at_state.fresh(trial).state == "under_way"


def test_a_day_that_is_not_there(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    with refused(refusals.ThereIsNoSuchDay):
        actions.check_in(trial_id=trial.public_id, day=4, by=ines, at=P.at(1, "09:00"))


def test_a_wrong_code_is_refused_and_the_plain_check_in_is_not(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    with refused(refusals.TheCodeIsWrong):
        actions.check_in_with_code(trial_id=trial.public_id, day=1, code="no", by=ines, at=P.at(1, "09:00"))
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "09:00"))


def test_the_code_is_the_hosts_alone(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    with pytest.raises(NotAllowed):
        queries.arrival_code(trial, 1, ines)
    code = queries.arrival_code(trial, 1, hedy).upper().replace("-", " ")
    actions.check_in_with_code(trial_id=trial.public_id, day=1, code=code, by=ines, at=P.at(1, "09:00"))
    assert trial.days.get(number=1).method == "arrival_code"


def test_check_in_after_the_end(hedy, ines):
    trial = at_state.left(hedy, ines)
    with refused(refusals.TheTrialHasEnded):
        actions.check_in(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "09:00"))


def test_a_suspended_company_blocks_no_check_in(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    trial.organization.suspended_at = P.at(1, "07:00")
    trial.organization.save()
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "09:00"))
    assert trial.days.get(number=1).is_started


def test_checking_in_again_changes_nothing(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    before = everything()
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "10:00"))
    assert everything() == before


@pytest.mark.parametrize(
    ("time", "refusal"),
    [("16:00", refusals.TheDayIsNotOver), ("17:00", refusals.TheDayIsNotOver), (None, refusals.TheClaimComesTooLate)],
)
def test_a_claim_outside_its_window(hedy, ines, time, refusal):
    trial = at_state.agreed(hedy, ines)
    at = P.at(1, time) if time else P.at(1, "17:00") + 2 * DAY + MINUTE
    with refused(refusal):
        actions.claim_check_in(trial_id=trial.public_id, day=1, by=ines, at=at)


def test_a_claim_of_a_started_day_or_twice(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheDayHasStarted):
        actions.claim_check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "18:00"))
    actions.claim_check_in(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "18:00"))
    with refused(refusals.ThisIsClaimedAlready):
        actions.claim_check_in(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "18:01"))


# --- leaving ----------------------------------------------------------------------------------------
def test_a_sum_that_has_changed_is_refused_with_the_new_one(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    seen = queries.if_you_leave_now(trial, P.at(1, "18:00")).expected_minor
    actions.check_in(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "08:30"))
    with refused(refusals.TheSumHasChanged) as said:
        actions.exit_trial(trial_id=trial.public_id, expected_minor=seen, by=ines, at=P.at(2, "08:31"))
    assert said.value.details == {"expected_minor": 35000, "currency": "EUR", "ending": "exit"}


def test_leaving_what_has_ended_otherwise(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.end_early(trial_id=trial.public_id, by=hedy, at=P.at(1, "10:00"))
    with refused(refusals.TheTrialHasEnded):
        actions.exit_trial(trial_id=trial.public_id, expected_minor=21000, by=ines, at=P.at(1, "10:01"))
    with pytest.raises(refusals.TheTrialHasEnded):
        queries.if_you_leave_now(at_state.fresh(trial), P.at(1, "10:01"))


def test_told_to_leave_after_a_day_or_while_it_runs_or_when_everything_is_paid(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheTrialHasNotEnded):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=P.at(1, "10:00"))
    trial = at_state.leave(trial, ines, P.at(1, "11:00"))
    with refused(refusals.ItIsTooLateToSay):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=trial.ended_at + DAY + MINUTE)


def test_told_to_leave_when_everything_is_paid(hedy, ines):
    trial = at_state.left(hedy, ines, days=3)
    with refused(refusals.EverythingIsPaid):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=trial.ended_at + HOUR)


def test_told_to_leave_twice(hedy, ines):
    trial = at_state.left(hedy, ines)
    actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=trial.ended_at + HOUR)
    with refused(refusals.ThisIsClaimedAlready):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=trial.ended_at + HOUR)


def test_told_to_leave_after_an_early_end(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.end_early(trial_id=trial.public_id, by=hedy, at=P.at(1, "10:00"))
    with refused(refusals.TheTrialHasEnded):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=P.at(1, "11:00"))


# --- ending -----------------------------------------------------------------------------------------
def test_withdrawing_what_has_started_and_ending_what_has_not(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    with refused(refusals.TheTrialHasNotStarted):
        actions.end_early(trial_id=trial.public_id, by=hedy, at=P.at(1, "07:00"))
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "09:00"))
    with refused(refusals.TheTrialHasStarted):
        actions.withdraw_company(trial_id=trial.public_id, by=hedy, at=P.at(1, "10:00"))


def test_sending_away_without_a_reason(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.AReasonIsNeeded):
        actions.send_away(trial_id=trial.public_id, reason=" ", by=hedy, at=P.at(1, "10:00"))


@pytest.mark.parametrize(
    ("time", "refusal"), [("09:29", refusals.ItIsTooEarlyToReport), ("17:01", refusals.TheDayIsOver)]
)
def test_reporting_a_no_show_outside_its_window(hedy, ines, time, refusal):
    trial = at_state.under_way(hedy, ines)
    with refused(refusal):
        actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, time))


def test_reporting_a_no_show_without_a_check_in_or_twice(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheDayHasNotStarted):
        actions.report_company_no_show(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "10:00"))
    actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "10:00"))
    with refused(refusals.ThisIsClaimedAlready):
        actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "10:01"))


def test_an_answer_to_a_no_show_that_comes_too_late(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    case = actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "10:00"))
    with refused(refusals.TheAnswerComesTooLate):
        actions.answer_no_show(case_id=case.public_id, agrees=False, by=hedy, at=P.at(1, "12:01"))


@pytest.mark.parametrize("what", ["complete", "mark_intern_no_show", "release_refund", "release_unclaimed"])
def test_the_clock_does_nothing_before_its_time(hedy, ines, what):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.NotNow):
        getattr(actions, what)(trial_id=trial.public_id, by=CLOCK, at=P.at(1, "12:00"))
    for other in (hedy, ines):
        with refused(NotAllowed):
            getattr(actions, what)(trial_id=trial.public_id, by=other, at=P.at(1, "12:00"))


# --- cases ------------------------------------------------------------------------------------------
def test_contesting_too_late_or_without_a_reason_or_a_day_not_started(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    which = {"trial_id": trial.public_id, "by": hedy}
    with refused(refusals.ItIsTooLateToContest):
        actions.contest_start(day=1, reason="Nobody was here.", at=P.at(2, "08:56"), **which)
    with refused(refusals.AReasonIsNeeded):
        actions.contest_start(day=1, reason="", at=P.at(1, "12:00"), **which)
    with refused(refusals.TheDayHasNotStarted):
        actions.contest_start(day=2, reason="Nobody was here.", at=P.at(1, "12:00"), **which)


def test_contesting_what_the_host_marked_or_the_code_proves(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    actions.mark_arrived(trial_id=trial.public_id, day=1, by=hedy, at=P.at(1, "09:00"))
    code = queries.arrival_code(trial, 2, hedy)
    actions.check_in_with_code(trial_id=trial.public_id, day=2, code=code, by=ines, at=P.at(2, "09:00"))
    for day in (1, 2):
        with refused(refusals.TheStartIsCertain):
            actions.contest_start(trial_id=trial.public_id, day=day, reason="Nobody.", by=hedy, at=P.at(day, "12:00"))


def test_a_case_is_decided_once_by_the_operator_alone(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    case = actions.contest_start(trial_id=trial.public_id, day=1, reason="Nobody.", by=hedy, at=P.at(1, "12:00"))
    which = {"case_id": case.public_id, "outcome": "for_company", "at": P.at(1, "13:00")}
    for other in (hedy, ines):
        with refused(NotAllowed):
            actions.rule_case(reason="So.", by=other, **which)
    with refused(refusals.AReasonIsNeeded):
        actions.rule_case(reason="", by=odile, **which)
    actions.rule_case(reason="So.", by=odile, **which)
    with refused(refusals.TheCaseIsDecided):
        actions.rule_case(reason="So.", by=odile, **which)


def test_an_award_above_what_is_held(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe.", by=hedy, at=P.at(1, "12:00"))
    with refused(refusals.TheAwardIsTooHigh):
        actions.rule_case(
            case_id=trial.cases.get().public_id,
            outcome="for_intern",
            award_minor=28001,
            reason="So.",
            by=odile,
            at=P.at(2, "12:00"),
        )


def test_an_interns_answer_gives_no_pay_away(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe.", by=hedy, at=P.at(1, "12:00"))
    case = actions.answer_case(
        case_id=trial.cases.get().public_id, agrees=True, answer="Fine.", by=ines, at=P.at(1, "13:00")
    )
    assert (case.state, at_state.fresh(trial).held_minor) == ("answered", 30800)


def upheld_contest(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    case = actions.contest_start(trial_id=trial.public_id, day=1, reason="Nobody.", by=hedy, at=P.at(1, "12:00"))
    actions.rule_case(case_id=case.public_id, outcome="for_company", reason="So.", by=odile, at=P.at(1, "13:00"))
    return trial, case


def test_an_upheld_contest_leaves_the_interns_pay(hedy, ines, odile):
    trial, _ = upheld_contest(hedy, ines, odile)
    assert trial.days.get(number=1).is_started
    at_state.leave(trial, ines, P.at(1, "14:00"))
    assert at_state.fresh(trial).paid_minor == 21000


def test_goodwill_needs_two_people_and_stays_within_the_days_pay(hedy, ines, odile):
    _trial, case = upheld_contest(hedy, ines, odile)
    which = {"case_id": case.public_id, "at": P.at(1, "14:00")}
    with refused(refusals.TheGoodwillIsTooHigh):
        actions.propose_goodwill(amount_minor=14001, by=odile, **which)
    actions.propose_goodwill(amount_minor=14000, by=odile, **which)
    with refused(refusals.ASecondPersonMustSign):
        actions.approve_goodwill(by=odile, **which)
    olga = Actor(frozenset({Role.OPERATOR}), person_id=make_person("Olga Meier").pk)
    before = LedgerEntry.objects.count()
    actions.approve_goodwill(by=olga, **which)
    assert LedgerEntry.objects.count() == before + 2


def test_goodwill_goes_on_its_way_to_the_company(hedy, ines, odile):
    trial, case = upheld_contest(hedy, ines, odile)
    which = {"case_id": case.public_id, "at": P.at(1, "14:00")}
    actions.propose_goodwill(amount_minor=9000, by=odile, **which)
    olga = Actor(frozenset({Role.OPERATOR}), person_id=make_person("Olga Meier").pk)
    for _twice in range(2):
        actions.approve_goodwill(by=olga, **which)
    refund = Refund.objects.get()
    assert (refund.company_id, refund.amount_minor, refund.currency) == (trial.organization.public_id, 9000, "EUR")
    assert (refund.state, refund.why, refund.trial_id) == ("waiting", "ruling", "")


def test_goodwill_stays_within_the_companys_yearly_sum(hedy, ines, odile, settings):
    _trial, case = upheld_contest(hedy, ines, odile)
    settings.GOODWILL_A_YEAR_MINOR = {"EUR": 9000}
    which = {"case_id": case.public_id, "at": P.at(1, "14:00")}
    with refused(refusals.TheGoodwillIsTooHigh):
        actions.propose_goodwill(amount_minor=9001, by=odile, **which)
    actions.propose_goodwill(amount_minor=9000, by=odile, **which)
    settings.GOODWILL_A_YEAR_MINOR = {"EUR": 8999}
    olga = Actor(frozenset({Role.OPERATOR}), person_id=make_person("Olga Meier").pk)
    before = LedgerEntry.objects.count()
    with refused(TheGoodwillLimitIsReached):
        actions.approve_goodwill(by=olga, **which)
    assert LedgerEntry.objects.count() == before
    assert case.goodwill.approved_at is None


def test_goodwill_for_a_contest_that_was_not_upheld(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    case = actions.contest_start(trial_id=trial.public_id, day=1, reason="Nobody.", by=hedy, at=P.at(1, "12:00"))
    with refused(refusals.NotNow):
        actions.propose_goodwill(case_id=case.public_id, amount_minor=1, by=odile, at=P.at(1, "13:00"))


# --- agreeing ---------------------------------------------------------------------------------------
def test_a_date_that_is_promised_already_names_the_agreement(hedy, ines):
    first = at_state.agreed(hedy, ines)
    other = make_member(
        make_person("Ottilie Kranz"), hedy_company("Other"), Role.RECRUITER, Role.SUPERVISOR, Role.FINANCE
    )
    offer_id = at_state.offered(at_state.posting(other, P), other, ines, P.signed_at)
    with refused(refusals.TheDatesClash) as said:
        actions.agree(offer_id=offer_id, by=ines, at=P.signed_at)
    assert said.value.details["trial_id"] == first.public_id
    assert "Halden Instruments" in said.value.text


def test_agreeing_again_answers_the_same_trial(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    assert actions.agree(offer_id=trial.offer_id, by=ines, at=P.signed_at).pk == trial.pk


def test_agreeing_to_somebody_elses_offer(hedy, ines, otto):
    offer_id = at_state.offered(at_state.posting(hedy, P), hedy, ines, P.signed_at)
    with refused(NotFound):
        actions.agree(offer_id=offer_id, by=otto, at=P.signed_at)
    with refused(NotAllowed):
        actions.agree(offer_id=offer_id, by=hedy, at=P.signed_at)


def next_weeks(number):
    return Plan(first_on=MONDAY + dt.timedelta(weeks=number), days=1)


def another(hedy, ines, plan):
    return at_state.agreed(hedy, ines, plan)


def test_the_same_two_need_a_mutual_yes_and_stop_at_two_in_90_days(hedy, ines):
    first = at_state.completed(hedy, ines, next_weeks(0))
    offer_id = at_state.offered(at_state.posting(hedy, next_weeks(1)), hedy, ines, next_weeks(1).signed_at)
    with refused(refusals.YouHaveTriedThisCompany):
        actions.agree(offer_id=offer_id, by=ines, at=next_weeks(1).signed_at)
    actions.allow_another_trial(trial_id=first.public_id, by=CLOCK, at=next_weeks(1).signed_at)
    second = actions.agree(offer_id=offer_id, by=ines, at=next_weeks(1).signed_at)
    assert (second.carries_bonus, second.used_allowance) == (False, first.allowance)
    actions.check_in(trial_id=second.public_id, day=1, by=ines, at=next_weeks(1).at(1, "09:00"))
    clock.sweep(next_weeks(1).at(1, "18:00"))
    actions.allow_another_trial(trial_id=second.public_id, by=CLOCK, at=next_weeks(2).signed_at)
    third = at_state.offered(at_state.posting(hedy, next_weeks(2)), hedy, ines, next_weeks(2).signed_at)
    with refused(refusals.TwoTrialsAreEnough):
        actions.agree(offer_id=third, by=ines, at=next_weeks(2).signed_at)


def test_a_trial_that_never_started_is_no_first_trial(hedy, ines):
    trial = at_state.agreed(hedy, ines, next_weeks(0))
    actions.withdraw_company(trial_id=trial.public_id, by=hedy, at=next_weeks(0).signed_at + HOUR)
    assert at_state.agreed(hedy, ines, next_weeks(1)).carries_bonus is False


def test_nobody_writes_a_mutual_yes_by_hand(hedy, ines, odile):
    trial = at_state.completed(hedy, ines)
    for other in (hedy, ines, odile):
        with refused(NotAllowed):
            actions.allow_another_trial(trial_id=trial.public_id, by=other, at=P.at(3, "20:00"))


def test_the_first_three_agreements_in_90_days_carry_the_bonus_however_they_end(ines):
    carried = []
    for number in range(4):
        hedy = make_member(
            make_person(f"Hedy{number} Vogel"),
            hedy_company(f"Company {number}"),
            Role.RECRUITER,
            Role.SUPERVISOR,
            Role.FINANCE,
        )
        plan = Plan(first_on=MONDAY + dt.timedelta(weeks=number), days=2)
        said = queries.will_carry_bonus(
            intern_id=ines.person_id, organization_id=hedy.organization_id, at=plan.signed_at
        )
        trial = at_state.agreed(hedy, ines, plan)
        assert trial.carries_bonus is said
        carried.append((trial.carries_bonus, trial.exit_bonus_minor))
    assert carried == [(True, [7000, 0])] * 3 + [(False, [])]


# --- moving a day -------------------------------------------------------------------------------------
def test_a_day_moves_by_both_for_the_same_money(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    move = actions.propose_day_move(
        trial_id=trial.public_id, day=2, new_on=MONDAY + 3 * DAY, by=ines, at=P.at(1, "12:00")
    )
    with refused(NotAllowed):
        actions.answer_day_move(move_id=move.public_id, accept=True, by=ines, at=P.at(1, "12:01"))
    actions.answer_day_move(move_id=move.public_id, accept=True, by=hedy, at=P.at(1, "12:02"))
    assert [(day.number, day.on.day, day.pay_minor) for day in trial.days.all()] == [
        (1, 9, 14000),
        (2, 11, 14000),
        (3, 12, 14000),
    ]


@pytest.mark.parametrize("on", [MONDAY, MONDAY + 7 * DAY, MONDAY - DAY])
def test_a_day_cant_move_onto_another_nor_beyond_the_week_nor_back(hedy, ines, on):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheDayCannotMoveThere):
        actions.propose_day_move(trial_id=trial.public_id, day=2, new_on=on, by=ines, at=P.at(1, "12:00"))


def test_a_started_day_and_a_day_that_is_over_dont_move(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheDayHasStarted):
        actions.propose_day_move(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "12:00"))
    with refused(refusals.TheDayIsOver):
        actions.propose_day_move(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "17:01"))


def test_someone_ill_whose_day_doesnt_move_has_left_between_days(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    move = actions.propose_day_move(trial_id=trial.public_id, day=2, is_illness=True, by=ines, at=P.at(2, "07:00"))
    assert move.new_on == MONDAY + 3 * DAY
    actions.answer_day_move(move_id=move.public_id, accept=False, by=hedy, at=P.at(2, "09:00"))
    clock.sweep(P.at(2, "17:00") + 2 * DAY + HOUR)
    trial = at_state.fresh(trial)
    assert (trial.ending, trial.paid_minor) == ("exit_between_days", 21000)


# --- work ---------------------------------------------------------------------------------------------
def test_files_are_checked_by_their_content(hedy, ines, otto, settings):
    trial = at_state.under_way(hedy, ines)
    which = {"trial_id": trial.public_id, "by": ines, "at": P.at(1, "12:00")}
    for name, content in [("a.pdf", b"<html>"), ("a.html", b"<html>"), ("a", b"x"), ("a.txt", b"\xff\xfe\x00")]:
        with refused(refusals.TheFileCannotBeTaken):
            actions.upload_deliverable(name=name, content=content, **which)
    settings.DELIVERABLE_MAX_BYTES = 10
    with refused(refusals.TheFileIsTooLarge):
        actions.upload_deliverable(name="a.txt", content=b"x" * 11, **which)
    kept = actions.upload_deliverable(name="../../etc/notes.txt", content=b"found it", **which)
    assert (kept.name, kept.content_type, kept.size) == ("notes.txt", "text/plain", 8)
    assert queries.deliverables_visible_to(hedy).get() == kept
    assert not queries.deliverables_visible_to(otto).exists()


def test_a_checkpoint_is_sealed_until_the_evaluations_open(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    which = {"trial_id": trial.public_id, "day": 1, "at": P.at(1, "17:00")}
    actions.seal_checkpoint(mark="more", note="The press!", by=ines, **which)
    actions.seal_checkpoint(mark="not_for_me", by=hedy, **which)
    lengths = {len(row.sealed) for row in trial.checkpoints.all()}
    assert len(lengths) == 1
    for reader in (ines, hedy, odile):
        assert queries.opened_checkpoints(at_state.fresh(trial), reader) == []
    with refused(refusals.TheTrialHasNotEnded):
        actions.open_checkpoints(trial_id=trial.public_id, by=CLOCK, at=P.at(1, "18:00"))
    at_state.leave(trial, ines, P.at(1, "17:30"))
    actions.open_checkpoints(trial_id=trial.public_id, by=CLOCK, at=P.at(3, "18:00"))
    opened = queries.opened_checkpoints(at_state.fresh(trial), ines)
    assert [(one.side, one.mark, one.note) for one in opened] == [
        ("company", "not_for_me", ""),
        ("intern", "more", "The press!"),
    ]
    assert queries.opened_checkpoints(at_state.fresh(trial), odile) == []
    with refused(refusals.ItIsSealed):
        actions.seal_checkpoint(mark="fine", by=ines, **which)


def test_nothing_tells_whether_the_other_side_has_marked(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    before = everything()
    actions.seal_checkpoint(trial_id=trial.public_id, day=1, mark="more", by=ines, at=P.at(1, "17:00"))
    assert everything() == before
    assert queries.own_checkpoint_days(trial, hedy) == set()
    assert queries.own_checkpoint_days(trial, ines) == {1}


def test_a_work_log_that_is_full(hedy, ines, monkeypatch):
    monkeypatch.setattr("foretaste.trials.actions.working.MOST_LINES", 2)
    trial = at_state.under_way(hedy, ines, P)
    which = {"trial_id": trial.public_id, "day": 1, "by": ines, "at": P.at(1, "10:00")}
    for text in ("Read the brief.", "Drew it."):
        actions.log_work(text=text, **which)
    with refused(refusals.TheWorkLogIsFull):
        actions.log_work(text="And again.", **which)
    assert [line.text for line in queries.work_log_of(trial).order_by("id")] == ["Read the brief.", "Drew it."]


def test_an_empty_log_entry(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.NothingWasWritten):
        actions.log_work(trial_id=trial.public_id, day=1, text=" ", by=ines, at=P.at(1, "12:00"))
