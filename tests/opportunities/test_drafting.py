"""A draft grows task by task; what breaks a guarantee is refused even in a draft."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.core.refusals import NotAcceptable, NotAllowed
from foretaste.opportunities import actions, queries, refusals
from foretaste.opportunities.models import Opportunity
from foretaste.opportunities.posting_rules import Problem, Task
from tests.worlds import days_from, make_draft, make_published_opportunity


def test_an_empty_draft_is_kept_and_says_what_is_missing(halden, at):
    draft = actions.draft_opportunity(by=halden, at=at)
    tasks = queries.tasks_of(draft, at)
    assert tasks[Task.DAYS] == [Problem.NO_DAYS, Problem.NO_ANSWER_DATE]
    assert (tasks[Task.PEOPLE], tasks[Task.PAY]) == ([Problem.NO_HOST], [Problem.NO_CURRENCY])
    assert tasks[Task.RULES] == [Problem.RULES_NOT_ACCEPTED]
    assert tasks[Task.DESCRIBE][0] == Problem.NO_TITLE


def test_a_title_adds_no_paragraph_to_what_both_sign(halden, at):
    draft = actions.draft_opportunity(title="Guide\n\nPay\nNone.", brief="One.\n\nTwo.", by=halden, at=at)
    assert (draft.title, draft.brief) == ("Guide Pay None.", "One.\n\nTwo.")


def test_a_company_keeps_only_so_many_drafts(halden, at, settings):
    settings.DRAFTS_OF_A_COMPANY = 2
    first, _second = (actions.draft_opportunity(title="A draft", by=halden, at=at) for _ in range(2))
    for start in (
        lambda: actions.draft_opportunity(title="One more", by=halden, at=at),
        lambda: actions.draft_from_advertisement(text="Clerk wanted", by=halden, at=at),
        lambda: actions.copy_opportunity(opportunity_id=first.public_id, by=halden, at=at),
    ):
        with pytest.raises(refusals.ThatIsManyDrafts):
            start()
    assert Opportunity.objects.count() == 2
    actions.discard_draft(opportunity_id=first.public_id, by=halden, at=at)
    actions.draft_opportunity(title="One more", by=halden, at=at)


def test_a_finished_draft_has_nothing_left(halden, at):
    assert not any(queries.tasks_of(make_draft(halden, at), at).values())


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ([9, 10, 11, 12, 13, 14], "days"),  # six days
        ([9, 16], "days"),  # eight calendar days
        ([9, 9], "days"),  # one date twice
        ([1], "days"),  # yesterday
    ],
)
def test_days_that_break_the_first_guarantee_are_refused(halden, at, dates, field):
    draft = make_draft(halden, at)
    days = [days_from(dt.date(2026, 3, day), 1)[0] for day in dates]
    with pytest.raises(refusals.SomethingIsMissing) as refused:
        actions.plan_days(opportunity_id=draft.public_id, days=days, by=halden, at=at)
    assert list(refused.value.fields) == [field]
    assert [day.on.day for day in Opportunity.objects.get().days.all()] == [9, 10, 11]


def test_a_week_from_monday_to_sunday_is_short_enough(halden, at):
    days = [days_from(dt.date(2026, 3, day), 1)[0] for day in (15, 9)]
    draft = make_draft(halden, at, days=days)
    assert [(day.number, day.on.day) for day in draft.days.all()] == [(1, 9), (2, 15)]
    assert (draft.on_weekdays, draft.on_weekends, draft.in_evenings) == (True, True, False)


def test_an_evening_may_end_after_midnight(halden, at):
    days = [{**days_from(dt.date(2026, 3, 28), 1, starts="20:00", ends="04:00")[0], "break_minutes": 0}]
    draft = make_draft(halden, at, days=days)  # the clocks go forward in this night: seven hours
    assert queries.planned_days(draft)[0].working_minutes("Europe/Berlin") == 420
    assert draft.days.get().ends_at == dt.datetime(2026, 3, 29, 2, 0, tzinfo=dt.UTC)
    assert draft.in_evenings is True


@pytest.mark.parametrize(
    ("pay", "field"),
    [
        ({"daily_pay_minor": 0}, "daily_pay"),
        ({"daily_pay_minor": 9_729}, "daily_pay"),  # seven hours at 13.90 are 97.30
        ({"exit_bonus_minor": [28_001, 0, 0]}, "exit_bonus"),  # leaving pays more than staying
        ({"exit_bonus_minor": [28_000, 0, 0]}, "exit_bonus"),  # the sums fall on day 2
        ({"exit_bonus_minor": [7_000, 7_000, 1]}, "exit_bonus"),  # a bonus on the last day
        ({"exit_bonus_minor": [7_000, 0]}, "exit_bonus"),
        ({"kill_fee_minor": 13_999}, "kill_fee"),
        ({"kill_fee_minor": 42_001}, "kill_fee"),
        ({"currency": "XXZ"}, "currency"),
        ({"seats_wanted": 51}, "seats_wanted"),
    ],
)
def test_pay_that_breaks_a_guarantee_is_refused(halden, at, pay, field):
    draft = make_draft(halden, at)
    asked = {"currency": "EUR", "daily_pay_minor": 14_000} | pay
    with pytest.raises(NotAcceptable) as refused:
        actions.set_pay(opportunity_id=draft.public_id, by=halden, at=at, **asked)
    assert list(refused.value.fields) == [field]
    draft.refresh_from_db()
    assert (draft.currency, draft.daily_pay_minor, draft.kill_fee_minor) == ("EUR", 14_000, 14_000)


def test_the_floor_itself_is_enough(halden, at):
    assert make_draft(halden, at, daily_pay_minor=9_730).daily_pay_minor == 9_730


def test_the_cost_of_every_ending_is_told(halden, at):
    rows = queries.costs_of(make_draft(halden, at, exit_bonus_minor=[6_000, 6_000, 0]))
    told = [(str(row.ending), row.days_started, row.sums.paid_total, row.sums.fee, row.sums.back) for row in rows]
    assert told == [
        ("completion", 3, 42_000, 4_200, 0),
        ("exit", 1, 20_000, 2_000, 24_200),
        ("exit", 2, 34_000, 3_400, 8_800),
        ("exit", 3, 42_000, 4_200, 0),
        ("exit_before_start", 0, 0, 0, 46_200),
        ("company_withdraws", 0, 14_000, 1_400, 30_800),
        ("company_withdraws_late", 0, 42_000, 4_200, 0),
        ("early_end", 1, 42_000, 4_200, 0),
        ("company_no_show", 1, 42_000, 4_200, 0),
        ("intern_no_show", 0, 0, 0, 46_200),
        ("sent_away", 1, 14_000, 1_400, 0),
    ]


def test_a_copy_lies_ahead_on_the_same_weekdays_and_holds_no_money(halden, at):
    old = make_published_opportunity(halden, at)
    later = dt.datetime(2026, 4, 1, 8, 0, tzinfo=dt.UTC)
    new = actions.copy_opportunity(opportunity_id=old.public_id, by=halden, at=later)
    assert [day.on for day in new.days.all()] == [dt.date(2026, 4, 13), dt.date(2026, 4, 14), dt.date(2026, 4, 15)]
    assert (new.state, new.answer_by, new.rules_accepted_at) == ("draft", dt.date(2026, 4, 12), None)
    assert [seat.state for seat in new.seats.all()] == ["unfunded"]
    assert queries.tasks_of(new, later)[Task.RULES] == [Problem.RULES_NOT_ACCEPTED]
    assert sum(map(len, queries.tasks_of(new, later).values())) == 1


def test_only_who_posts_may_draft(halden, amara, at):
    from tests.worlds import make_colleague

    supervisor = make_colleague("Sam Host", halden, at, "supervisor")
    for somebody in (supervisor, amara):
        with pytest.raises(NotAllowed):
            actions.draft_opportunity(by=somebody, at=at)
    assert Opportunity.objects.count() == 0


def test_a_host_is_of_the_company(halden, amara, at):
    from foretaste.accounts.models import Person

    draft = make_draft(halden, at)
    stranger = Person.objects.get(pk=amara.person_id)
    with pytest.raises(NotAcceptable):
        actions.name_people(opportunity_id=draft.public_id, host_id=stranger.public_id, by=halden, at=at)
    assert Opportunity.objects.get().host_id == halden.person_id


def test_holidays_are_said_and_not_refused(halden, at):
    draft = make_draft(halden, at, first_on=dt.date(2026, 4, 3), days=1)
    assert list(queries.holidays_of(draft)) == [dt.date(2026, 4, 3)]  # Good Friday


def test_a_draft_may_start_from_an_advertisement(halden, at):
    page = """<html><script type="application/ld+json">{"@graph": [{"@type": "JobPosting", "title": "Sound editor",
      "description": "<p>Cut three radio pieces.</p><p>With us in the studio.</p>", "inLanguage": "en",
      "jobLocation": {"@type": "Place", "address": {"addressLocality": "Hamburg", "addressCountry": "Germany"}},
      "baseSalary": {"currency": "EUR", "value": {"unitText": "DAY", "value": 150}}}]}</script></html>"""
    draft = actions.draft_from_advertisement(html=page, by=halden, at=at)
    assert (draft.title, draft.city, draft.country, draft.currency) == ("Sound editor", "Hamburg", "DE", "EUR")
    assert draft.brief == "Cut three radio pieces.\nWith us in the studio."
    assert Problem.NO_DELIVERABLE in queries.tasks_of(draft, at)[Task.DESCRIBE]


@pytest.mark.parametrize(
    ("line", "currency", "minor"),
    [
        ("Pay: 120 EUR a day", "EUR", 12_000),
        ("Pay: €120.50 per day", "EUR", 12_050),
        ("Pay: 13,000 JPY per day", "JPY", 13_000),
        ("Pay: 1.200 SEK a day", "SEK", 120_000),  # a thousand's point, as much of the world writes it
        ("Pay: 1.200,50 SEK a day", "SEK", 0),  # asked rather than guessed
        ("Pay: negotiable", "", 0),
    ],
)
def test_the_pay_of_an_advertisement_is_taken_and_stays_to_be_set(halden, at, line, currency, minor):
    text = f"Repair the museum clocks\n\nClean and oil the clocks with our restorers.\nLocation: Utrecht\n{line}"
    draft = actions.draft_from_advertisement(text=text, by=halden, at=at)
    assert (draft.currency, draft.daily_pay_minor) == (currency, minor)
    assert draft.brief == "Clean and oil the clocks with our restorers."
    assert queries.tasks_of(draft, at)[Task.PAY]
