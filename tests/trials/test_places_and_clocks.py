"""Days are counted on the wall of the place of work: over daylight saving, over midnight, over the date line."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from foretaste.core.calendars import at_time
from foretaste.core.refusals import Refused
from foretaste.evaluations.models import Exchange
from foretaste.messaging.models import OutboxMail
from foretaste.trials import actions, clock, queries
from tests import at_state
from tests.at_state import Plan

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)

# Fridays and Mondays around a night in which clocks change, and when the two days start and end in UTC.
BERLIN_SPRING = Plan(dates=(dt.date(2026, 3, 27), dt.date(2026, 3, 30)))
BERLIN_AUTUMN = Plan(dates=(dt.date(2026, 10, 23), dt.date(2026, 10, 26)))
NEW_YORK = {"zone": "America/New_York", "country": "US", "city": "New York", "currency": "USD"}
NEW_YORK_SPRING = Plan(dates=(dt.date(2026, 3, 6), dt.date(2026, 3, 9)), **NEW_YORK)
NEW_YORK_AUTUMN = Plan(dates=(dt.date(2026, 10, 30), dt.date(2026, 11, 2)), **NEW_YORK)
CHANGES = {
    "Berlin, spring": (BERLIN_SPRING, (8, 16), (7, 15)),
    "Berlin, autumn": (BERLIN_AUTUMN, (7, 15), (8, 16)),
    "New York, spring": (NEW_YORK_SPRING, (14, 22), (13, 21)),
    "New York, autumn": (NEW_YORK_AUTUMN, (13, 21), (14, 22)),
}
changes = pytest.mark.parametrize(("plan", "first", "second"), CHANGES.values(), ids=CHANGES)

AUCKLAND = Plan(zone="Pacific/Auckland", country="NZ", city="Auckland", currency="NZD", pay=20000)
HONOLULU = Plan(zone="Pacific/Honolulu", country="US", city="Honolulu", currency="USD")
KIRITIMATI = Plan(zone="Pacific/Kiritimati", country="KI", city="London", currency="AUD")
LINE = {
    "Auckland": (AUCKLAND, "2026-03-08T20:00:00+00:00", "+13:00"),
    "Honolulu": (HONOLULU, "2026-03-09T19:00:00+00:00", "-10:00"),
    "Kiritimati": (KIRITIMATI, "2026-03-08T19:00:00+00:00", "+14:00"),
}
line = pytest.mark.parametrize(("plan", "starts", "offset"), LINE.values(), ids=LINE)


def utc(on, hour):
    return dt.datetime.combine(on, dt.time(hour), tzinfo=dt.UTC)


def check_in(trial, day, by, at):
    actions.check_in(trial_id=trial.public_id, day=day, by=by, at=at)


def started(trial):
    return [day.number for day in queries.days_of(at_state.fresh(trial)) if day.is_started]


@changes
def test_both_days_keep_their_hours_on_the_wall(hedy, ines, plan, first, second):
    days = queries.days_of(at_state.agreed(hedy, ines, plan))
    expected = [(utc(on, hours[0]), utc(on, hours[1])) for on, hours in zip(plan.on, (first, second), strict=True)]
    assert [(day.starts_at, day.ends_at) for day in days] == expected
    assert [day.on for day in days] == list(plan.on)


@changes
def test_check_in_opens_and_closes_by_that_wall(hedy, ines, plan, first, second):
    trial = at_state.agreed(hedy, ines, plan)
    check_in(trial, 1, ines, utc(plan.on[0], first[0]))
    opens, closes = utc(plan.on[1], second[0]) - HOUR, utc(plan.on[1], second[1])
    for at in (opens - SECOND, closes + SECOND):
        with pytest.raises(Refused):
            check_in(trial, 2, ines, at)
        assert started(trial) == [1]
    check_in(trial, 2, ines, closes)
    assert started(trial) == [1, 2]


@changes
def test_the_no_show_clock_runs_from_that_wall(hedy, ines, plan, first, second):
    trial = at_state.agreed(hedy, ines, plan)
    check_in(trial, 1, ines, utc(plan.on[0], first[0]))
    starts_at = utc(plan.on[1], second[0])
    check_in(trial, 2, ines, starts_at)
    which = {"trial_id": trial.public_id, "day": 2, "by": ines}
    with pytest.raises(Refused):
        actions.report_company_no_show(at=starts_at + dt.timedelta(minutes=30) - SECOND, **which)
    assert trial.cases.count() == 0
    case = actions.report_company_no_show(at=starts_at + dt.timedelta(minutes=30), **which)
    assert case.answer_due_at == starts_at + dt.timedelta(minutes=150)
    clock.sweep(case.answer_due_at)
    assert at_state.fresh(trial).ending == ""
    clock.sweep(case.answer_due_at + SECOND)
    assert at_state.fresh(trial).ending == "company_no_show"


@changes
def test_a_trial_completes_when_the_last_day_ends_on_that_wall(hedy, ines, plan, first, second):
    trial = at_state.under_way(hedy, ines, plan, days=2)
    ends_at = utc(plan.on[1], second[1])
    clock.sweep(ends_at - SECOND)
    assert at_state.fresh(trial).state == "under_way"
    clock.sweep(ends_at + SECOND)
    assert (at_state.fresh(trial).ending, at_state.fresh(trial).paid_minor) == ("completion", 2 * plan.pay)


@changes
def test_an_intern_who_never_comes_has_48_real_hours_to_say_otherwise(hedy, ines, plan, first, second):
    trial = at_state.under_way(hedy, ines, plan, days=1)
    closes = utc(plan.on[1], second[1]) + 48 * HOUR
    clock.sweep(closes)
    assert at_state.fresh(trial).ending == ""
    clock.sweep(closes + SECOND)
    assert at_state.fresh(trial).ending == "intern_no_show"


@changes
def test_a_refund_waits_24_real_hours_over_the_change(hedy, ines, plan, first, second):
    trial = at_state.under_way(hedy, ines, plan, days=1)
    left_at = utc(plan.on[0] + dt.timedelta(days=1), 20)  # the evening before the night of the change
    at_state.leave(trial, ines, left_at)
    clock.sweep(left_at + 24 * HOUR - SECOND)
    assert at_state.fresh(trial).refund_released_at is None
    clock.sweep(left_at + 24 * HOUR)
    assert at_state.fresh(trial).refund_released_at == left_at + 24 * HOUR


@changes
def test_evaluations_stay_sealed_for_seven_real_days_over_the_change(hedy, ines, plan, first, second, run_jobs):
    trial = at_state.under_way(hedy, ines, plan, days=1)
    left_at = utc(plan.on[0], first[1]) - HOUR
    at_state.leave(trial, ines, left_at)
    with at_time(left_at + SECOND):
        run_jobs("core.deliver")
    assert Exchange.objects.get().closes_at == left_at + 168 * HOUR


@changes
def test_mail_and_calendar_say_nine_o_clock_on_both_days(hedy, ines, plan, first, second, run_jobs):
    at_state.agreed(hedy, ines, plan)
    run_jobs("core.deliver")
    for mail in OutboxMail.objects.filter(kind="agreement_signed"):
        assert mail.text.count("09:00–17:00") == 2
        calendar = Calendar.from_ical(mail.calendar)
        starts = [event["dtstart"] for event in calendar.walk("VEVENT")]
        assert {one.params["TZID"] for one in starts} == {plan.zone}
        assert [one.dt.astimezone(dt.UTC) for one in starts] == [
            utc(plan.on[0], first[0]),
            utc(plan.on[1], second[0]),
        ]
        assert [one.dt.strftime("%H:%M") for one in starts] == ["09:00", "09:00"]
        assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == [plan.zone]
    assert OutboxMail.objects.filter(kind="agreement_signed").count() == 2


@line
def test_a_day_is_the_date_on_its_own_wall(hedy, ines, plan, starts, offset):
    trial = at_state.agreed(hedy, ines, plan)
    day = queries.day_of(trial, 1)
    assert (day.on, day.starts_at.isoformat()) == (dt.date(2026, 3, 9), starts)
    for at in (day.starts_at - HOUR - SECOND, day.ends_at + SECOND):
        with pytest.raises(Refused):
            check_in(trial, 1, ines, at)
    assert started(trial) == []
    check_in(trial, 1, ines, day.starts_at - HOUR)
    assert started(trial) == [1]


@line
def test_mail_and_calendar_tell_the_wall_s_date(hedy, ines, plan, starts, offset, run_jobs):
    at_state.agreed(hedy, ines, plan)
    run_jobs("core.deliver")
    mail = OutboxMail.objects.get(kind="agreement_signed", to="ines@example.org")
    assert "Monday 9 March 2026, 09:00–17:00" in mail.text
    first = Calendar.from_ical(mail.calendar).walk("VEVENT")[0]["dtstart"]
    assert (first.params["TZID"], first.dt.isoformat()) == (plan.zone, f"2026-03-09T09:00:00{offset}")


@line
def test_an_operator_elsewhere_reads_the_place_s_time(hedy, ines, odile, plan, starts, offset, run_jobs):
    trial = at_state.under_way(hedy, ines, plan, days=1)
    at = plan.at(1, "10:30")
    actions.contest_start(trial_id=trial.public_id, day=1, reason="Nobody was here.", by=hedy, at=at)
    run_jobs("core.deliver")
    case = trial.cases.get()
    assert queries.day_of(trial, 1).on <= case.due_at.astimezone(ZoneInfo(plan.zone)).date()
    text = OutboxMail.objects.get(kind="case_needs_a_decision", to="odile@example.org").text
    wall = case.due_at.astimezone(ZoneInfo(plan.zone))
    assert f"{wall:%A} {wall.day} {wall:%B}, {wall:%H:%M} (" in text
    assert " time)" in text


@pytest.mark.parametrize(
    ("on", "hours"),
    [(dt.date(2026, 3, 28), 7), (dt.date(2026, 10, 24), 9)],
    ids=["an hour is skipped", "an hour twice"],
)
def test_a_night_s_work_over_the_change_is_one_day(hedy, ines, on, hours):
    plan = Plan(days=1, dates=(on,), starts=dt.time(22), ends=dt.time(6))
    trial = at_state.agreed(hedy, ines, plan)
    day = queries.day_of(trial, 1)
    assert (day.on, day.ends_at - day.starts_at) == (on, hours * HOUR)
    check_in(trial, 1, ines, day.ends_at)
    clock.sweep(day.ends_at + SECOND)
    assert (at_state.fresh(trial).ending, at_state.fresh(trial).paid_minor) == ("completion", plan.pay)
