"""Every row of the law's table of endings, to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretaste.money.endings import (
    TABLE,
    Ending,
    Sums,
    bonus_schedule_is_fair,
    exit_sum,
    fee_on,
    full_fund,
    kill_fee_is_valid,
    released,
    sums,
)

THREE_DAYS = {"day_pay": [14000, 14000, 14000], "bonus": [10000, 5000, 0], "kill_fee": 14000, "fee_bp": 1000}


@pytest.mark.parametrize(
    ("ending", "started", "paid", "fee", "back", "held"),
    [
        (Ending.COMPLETION, 3, 42000, 4200, 0, 0),
        (Ending.EXIT, 1, 24000, 2400, 19800, 0),
        (Ending.EXIT, 2, 33000, 3300, 9900, 0),
        (Ending.EXIT, 3, 42000, 4200, 0, 0),
        (Ending.EXIT_BETWEEN_DAYS, 1, 24000, 2400, 19800, 0),
        (Ending.EXIT_BEFORE_START, 0, 0, 0, 46200, 0),
        (Ending.COMPANY_WITHDRAWS, 0, 14000, 1400, 30800, 0),
        (Ending.COMPANY_WITHDRAWS_LATE, 0, 42000, 4200, 0, 0),
        (Ending.EARLY_END, 1, 42000, 4200, 0, 0),
        (Ending.COMPANY_NO_SHOW, 1, 42000, 4200, 0, 0),
        (Ending.INTERN_NO_SHOW, 1, 14000, 1400, 30800, 0),
        (Ending.INTERN_NO_SHOW, 0, 0, 0, 46200, 0),
        (Ending.SENT_AWAY, 1, 14000, 1400, 0, 30800),
        (Ending.TOLD_TO_LEAVE, 1, 42000, 4200, 0, 0),
    ],
)
def test_an_ending_pays(ending, started, paid, fee, back, held):
    split = sums(ending, days_started=started, **THREE_DAYS)
    assert (split.paid_total, split.fee, split.back, split.held) == (paid, fee, back, held)


def test_every_ending_has_its_row():
    assert set(TABLE) == set(Ending)


def test_a_one_day_trial_has_no_bonus_and_its_kill_fee_is_all_of_it():
    assert exit_sum([14000], [0], 1) == 14000
    assert not kill_fee_is_valid([14000], 13999)
    assert sums(Ending.COMPANY_WITHDRAWS, day_pay=[14000], kill_fee=14000, fee_bp=1000).back == 0


def test_yen_have_no_decimals_and_the_fee_rounds_down():
    split = sums(Ending.EXIT, day_pay=[12345, 12345], bonus=[1, 0], days_started=1, fee_bp=1000)
    assert (split.paid_total, split.fee, split.back) == (12346, 1234, 24690 + 2469 - 12346 - 1234)


def test_the_fee_on_the_paid_part_never_exceeds_what_was_set_aside():
    assert full_fund([999, 999], 333) == 1998 + 66
    assert fee_on(999, 333) == 33


def test_an_agreement_without_bonus_pays_the_days_only():
    assert sums(Ending.EXIT, day_pay=[100, 100], days_started=1, fee_bp=0).paid_total == 100


def test_a_missed_day_in_between_pays_nothing_and_the_bonus_is_that_of_the_last_day_started():
    split = sums(Ending.EXIT, day_pay=[100] * 4, bonus=[60, 40, 20, 0], days_started={1, 3}, fee_bp=0)
    assert split == Sums(days=200, bonus=20, paid_total=220, back=180)


def test_a_claimed_day_stays_held_with_its_fee():
    split = sums(Ending.INTERN_NO_SHOW, day_pay=[1000] * 3, days_started={1}, days_claimed={2}, fee_bp=1000)
    assert split == Sums(days=1000, paid_total=1000, fee=100, held=1100, back=1100)


def test_held_money_is_released_with_the_fee_on_what_is_paid():
    assert released(1000, paid_before=1000, held=1100, fee_bp=1000) == Sums(remaining=1000, paid_total=1000, fee=100)
    assert released(0, paid_before=1000, held=1100, fee_bp=1000) == Sums(back=1100)


def test_no_ending_can_pay_more_than_the_full_pay():
    with pytest.raises(ValueError, match="more than the full pay"):
        sums(Ending.EXIT, day_pay=[100, 100], bonus=[101, 0], days_started=1, fee_bp=0)


@pytest.mark.parametrize(
    ("bonus", "fair"),
    [([60, 40, 0], True), ([200, 100, 0], True), ([201, 0, 0], False), ([150, 49, 0], False), ([0, 0, 1], False)],
)
def test_a_fair_schedule(bonus, fair):
    assert bonus_schedule_is_fair([100, 100, 100], bonus) is fair


@st.composite
def terms(draw):
    day_pay = draw(st.lists(st.integers(1, 10**7), min_size=1, max_size=5))
    exits = sorted(draw(st.lists(st.integers(0, sum(day_pay)), min_size=len(day_pay), max_size=len(day_pay))))
    bonus = [max(0, exits[k] - sum(day_pay[: k + 1])) for k in range(len(day_pay) - 1)] + [0]
    return day_pay, bonus, draw(st.integers(day_pay[0], sum(day_pay))), draw(st.integers(0, 10_000))


@given(terms(), st.data())
def test_the_fund_is_always_fully_accounted_for(drawn, data):
    day_pay, bonus, kill_fee, fee_bp = drawn
    ending = data.draw(st.sampled_from(Ending))
    started = data.draw(st.sets(st.integers(1, len(day_pay))))
    claimed = data.draw(st.sets(st.integers(1, len(day_pay))))
    if TABLE[ending].pays == "the kill fee" or ending is Ending.EXIT_BEFORE_START:
        started = set()
    try:
        split = sums(
            ending,
            day_pay=day_pay,
            bonus=bonus,
            kill_fee=kill_fee,
            days_started=started,
            days_claimed=claimed,
            fee_bp=fee_bp,
            rest_is_disputed=data.draw(st.booleans()),
        )
    except ValueError:
        assert not bonus_schedule_is_fair(day_pay, bonus)
        return
    assert split.fund == full_fund(day_pay, fee_bp)
    assert min(split.back, split.held, split.fee, split.remaining, split.bonus) >= 0
    assert split.fee == fee_on(split.paid_total, fee_bp)
    assert split.paid_total == split.days + split.to_intern_now <= sum(day_pay)


@given(terms())
def test_leaving_never_pays_more_than_staying_under_a_fair_schedule(drawn):
    day_pay, bonus, _, fee_bp = drawn
    if not bonus_schedule_is_fair(day_pay, bonus):
        return
    paid = [
        sums(
            Ending.EXIT if k else Ending.EXIT_BEFORE_START,
            day_pay=day_pay,
            bonus=bonus,
            days_started=k,
            fee_bp=fee_bp,
        ).paid_total
        for k in range(len(day_pay) + 1)
    ]
    assert paid == sorted(paid)
    assert paid[-1] == sum(day_pay)


@given(terms(), st.data())
def test_releasing_what_is_held_accounts_for_every_cent_of_it(drawn, data):
    day_pay, bonus, _, fee_bp = drawn
    split = sums(Ending.SENT_AWAY, day_pay=day_pay, bonus=bonus, days_started=1, fee_bp=fee_bp)
    award = data.draw(st.integers(0, sum(day_pay) - split.paid_total))
    more = released(award, paid_before=split.paid_total, held=split.held, fee_bp=fee_bp)
    assert more.fund == split.held
    assert split.fee + more.fee == fee_on(split.paid_total + award, fee_bp)
