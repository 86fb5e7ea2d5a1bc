"""What the company's forms take and refuse, with htmx and without; an outsider changes nothing."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from foretaste.accounts.models import Organization
from foretaste.opportunities import actions as opportunities
from foretaste.opportunities.models import Opportunity
from foretaste.trials import actions as trials
from foretaste.trials import queries as trial_queries
from foretaste.trials.models import Trial
from tests.worlds import make_application

PAY = {"currency": "EUR", "daily_pay": "140", "engagement_type": "contractor", "seats_wanted": "1"}


def test_the_cost_of_each_ending_is_worked_out_while_typing(enter: Any, halden: Any, draft: Any) -> None:
    path = reverse("company:pay_cost", args=[draft.public_id])
    part = enter(halden).post(path, PAY | {"daily_pay": "200", "bonus_1": "50", "bonus_2": "50"}).content.decode()
    assert "<html" not in part
    for figure in ("€660.00", "€275.00", "€495.00", "€220.00"):  # to the end, day 1, day 2, withdrawing
        assert figure in part
    draft.refresh_from_db()
    assert draft.daily_pay_minor == 14_000


def test_without_htmx_a_button_works_the_cost_out(enter: Any, halden: Any, draft: Any) -> None:
    path = reverse("company:pay", args=[draft.public_id])
    whole = enter(halden).post(path, PAY | {"daily_pay": "200", "work_out": "1"})
    assert whole.status_code == 200
    assert "€660.00" in whole.content.decode()


def test_pay_below_the_minimum_wage_is_refused_beside_its_field(enter: Any, halden: Any, draft: Any) -> None:
    answer = enter(halden).post(reverse("company:pay", args=[draft.public_id]), PAY | {"daily_pay": "60"})
    assert answer.status_code == 422
    assert "Error:" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.daily_pay_minor == 14_000


def test_a_bonus_that_pays_more_than_staying_is_refused(enter: Any, halden: Any, draft: Any) -> None:
    unfair = PAY | {"bonus_1": "400", "bonus_2": "0"}
    answer = enter(halden).post(reverse("company:pay", args=[draft.public_id]), unfair)
    assert answer.status_code == 422
    assert "Leaving may never pay more than staying" in answer.content.decode()


def test_pay_that_the_operator_has_confirmed_can_be_funded_on_the_page(
    enter: Any, halden: Any, draft: Any, odile: Any, at: Any
) -> None:
    Opportunity.objects.update(country="AQ", city="McMurdo")  # no table knows a wage there
    page, client = reverse("company:check", args=[draft.public_id]), enter(halden)
    assert "Have the pay confirmed" in client.get(page).text
    client.post(reverse("company:request_confirmation", args=[draft.public_id]))
    assert "The operator is confirming the pay." in client.get(page).text
    opportunities.confirm_wage(opportunity_id=draft.public_id, note="No law of its own.", by=odile, at=at)

    assert "Fund €462.00" in client.get(page).text
    tasks = client.get(reverse("company:opportunity", args=[draft.public_id])).text
    assert "The operator has confirmed the pay." in tasks
    assert "Fund Redraw a measuring guide" in client.get(reverse("company:dashboard")).text


def test_what_a_draft_lacks_stands_at_the_top_of_its_check(enter: Any, halden: Any, draft: Any) -> None:
    draft.days.all().delete()
    page = enter(halden).get(reverse("company:check", args=[draft.public_id])).text
    assert page.count("Not ready to fund yet.") == 1
    assert page.index("Not ready to fund yet.") < page.index("Plan the days</a>: ") < page.index("The work</h2>")


def test_why_the_operator_has_to_confirm_the_pay_is_said(
    enter: Any, halden: Any, draft: Any, odile: Any, at: Any
) -> None:
    """Unusually high, of a place without a table, or in another currency: each is its own reason."""
    page, client = reverse("company:check", args=[draft.public_id]), enter(halden)
    unknown, high = "No minimum wage is known", "The pay is unusually high for Berlin."
    least = 13.90 * 7  # seven hours
    pay = reverse("company:pay_cost", args=[draft.public_id])
    part = client.post(pay, PAY | {"daily_pay": "1000", "bonus_1": "0", "bonus_2": "0"}).text
    assert high in part
    assert f"It is more than 10 times the least for a day, €{least:.2f}." in part
    assert unknown not in part
    opportunities.set_pay(
        opportunity_id=draft.public_id, currency="EUR", daily_pay_minor=100_000, exit_bonus_minor=[0, 0, 0],
        kill_fee_minor=100_000, engagement_type="contractor", seats_wanted=1, by=halden, at=at,
    )  # fmt: skip
    assert high in client.get(page).text
    client.post(reverse("company:fund", args=[draft.public_id]), {"method": "card"})
    assert not draft.seats.exclude(state="unfunded").exists()
    opportunities.request_confirmation(opportunity_id=draft.public_id, by=halden, at=at)
    opportunities.confirm_wage(opportunity_id=draft.public_id, note="A surgeon.", by=odile, at=at)
    told = client.get(page).text
    assert "The operator has confirmed the pay." in told
    assert high not in told
    Opportunity.objects.update(currency="USD", wage_confirmed_at=None)
    assert "The minimum wage in Berlin is known in EUR alone." in client.get(page).text
    Opportunity.objects.update(country="AQ", city="McMurdo")
    assert "No minimum wage is known for McMurdo yet." in client.get(page).text


def test_a_new_company_has_its_trial_looked_at_where_the_rule_says_so(
    enter: Any, halden: Any, draft: Any, odile: Any, at: Any
) -> None:
    desk = enter(odile)
    desk.post(reverse("operator:rules"), {"table": "payout", "review_days": "3", "valid_from": f"{at:%Y-%m-%d}"})
    page, client = reverse("company:check", args=[draft.public_id]), enter(halden)
    assert "Have it looked at" in client.get(page).text
    assert client.post(reverse("company:fund", args=[draft.public_id]), {"method": "card"}).status_code == 422
    client.post(reverse("company:request_confirmation", args=[draft.public_id]))
    assert "The operator is looking at it." in client.get(page).text
    assert "New company" in desk.get(reverse("operator:wages")).text
    desk.post(reverse("operator:wages"), {"opportunity": draft.public_id, "note": "Called them.", "confirm": "1"})
    assert "Fund €462.00" in client.get(page).text


def test_the_time_zone_is_offered_where_a_country_has_one(enter: Any, halden: Any) -> None:
    Organization.objects.update(country="NL")
    assert '<option value="Europe/Amsterdam" selected>' in enter(halden).get(reverse("company:new")).text
    Organization.objects.update(country="US")
    assert "selected>America/" not in enter(halden).get(reverse("company:new")).text


def test_an_unfinished_description_is_kept_for_later(enter: Any, halden: Any) -> None:
    answer = enter(halden).post(
        reverse("company:new"), {"title": "Half a thought", "place_kind": "onsite", "country": "DE", "later": "1"}
    )
    assert answer.status_code == 303
    assert Opportunity.objects.get(title="Half a thought").state == "draft"


def test_an_advertisement_fills_a_draft(enter: Any, halden: Any) -> None:
    text = "Repair the museum clocks\n\nThree weeks with our restorers, cleaning and oiling the clocks of the museum."
    answer = enter(halden).post(reverse("company:from_advertisement"), {"text": text, "page": ""})
    assert answer.status_code == 303
    assert Opportunity.objects.get().title == "Repair the museum clocks"


def test_a_day_is_added_without_losing_what_was_typed(enter: Any, halden: Any, draft: Any) -> None:
    typed = {"day1-on": "2026-03-09", "day1-plan": "Only here", "add": "day"}
    page = enter(halden).post(reverse("company:days", args=[draft.public_id]), typed).content.decode()
    assert "Only here" in page
    assert 'name="day2-on"' in page
    assert lie_open(page) == [True, True]


def lie_open(page: str) -> list[bool]:
    """Say of each day's box whether it lies open."""
    return [bool(found) for found in re.findall(r'<details class="card more day-form"( open)?>', page)]


def test_planned_days_are_folded_but_for_the_first_and_where_something_is_to_be_put_right(
    enter: Any, halden: Any, draft: Any
) -> None:
    client, path = enter(halden), reverse("company:days", args=[draft.public_id])
    page = client.get(path).text
    assert lie_open(page) == [True, False, False]
    assert re.search(r'Day 2 <small class="soft">\w+ 10 March</small></summary>', page)
    draft.days.filter(number=3).update(plan="")  # it is still to be written
    assert lie_open(client.get(path).text) == [True, False, True]
    same = {"starts": "09:00", "ends": "16:00", "plan": "Work"}
    typed = {f"day{number}-{name}": value for number in (1, 2, 3) for name, value in same.items()}
    typed |= {f"day{number}-on": f"2026-03-{8 + number:02}" for number in (1, 2, 3)}
    wrong_date = client.post(path, typed | {"day2-on": "soon"})
    assert (wrong_date.status_code, lie_open(wrong_date.text)) == (422, [True, True, False])
    too_long = client.post(path, typed | {"day2-on": "2026-03-30"})  # not within one week: it may be any of them
    assert (too_long.status_code, lie_open(too_long.text)) == (422, [True, True, True])
    assert [str(day.on) for day in draft.days.all()] == ["2026-03-09", "2026-03-10", "2026-03-11"]
    draft.days.all().delete()
    assert lie_open(client.get(path).text) == [True, True, True]  # nothing to press before one can plan


def test_a_rival_changes_nothing(enter: Any, rival: Any, trial: Trial, opportunity: Any) -> None:
    door = enter(rival)
    for name, args in (
        ("copy", [opportunity.public_id]),
        ("close", [opportunity.public_id]),
        ("add_seat", [opportunity.public_id]),
        ("arrived", [trial.public_id, 1]),
        ("end", [trial.public_id, "withdrawal"]),
    ):
        answer = door.post(reverse(f"company:{name}", args=args), {"note": ""})
        assert answer.status_code in (303, 403, 404), name
    opportunity.refresh_from_db()
    trial.refresh_from_db()
    assert (opportunity.state, trial.state) == ("published", "agreed")
    assert Opportunity.objects.count() == 1
    assert opportunity.seats.count() == 1


def test_the_host_marks_an_arrival_in_place(enter: Any, halden: Any, trial: Trial, clock: Any) -> None:
    first = trial_queries.days_of(trial)[0]
    clock.move_to(first.starts_at)
    path = reverse("company:arrived", args=[trial.public_id, 1])
    part = enter(halden).post(path, headers={"hx-request": "true"}).content.decode()
    assert "Here since 09:00" in part
    assert "<html" not in part
    first.refresh_from_db()
    assert first.method == "host"


def test_withdrawing_says_its_cost_before_and_costs_it_after(enter: Any, halden: Any, trial: Trial) -> None:
    door = enter(halden)
    path = reverse("company:end", args=[trial.public_id, "withdrawal"])
    assert "Withdraw for €154.00" in door.get(path).content.decode()
    assert door.post(path, {"note": ""}).status_code == 303
    trial.refresh_from_db()
    assert (trial.ending, trial.paid_minor, trial.fee_minor) == ("company_withdraws", 14_000, 1_400)


def test_the_dashboard_asks_as_much_for_many_as_for_few(
    enter: Any, halden: Any, opportunity: Any, amara: Any, at: Any, django_assert_max_num_queries: Any
) -> None:
    make_application(opportunity, amara, at)
    door = enter(halden)
    with django_assert_max_num_queries(60):
        door.get(reverse("company:dashboard"))


def test_the_window_of_the_evaluation_closes_in_the_hour_of_the_place(
    enter: Any, halden: Any, amara: Any, trial: Any, clock: Any, run_jobs: Any
) -> None:
    first = trial_queries.days_of(trial)[0]
    clock.move_to(first.starts_at)  # 09:00 in Berlin, 08:00 in UTC
    trials.check_in(trial_id=trial.public_id, day=1, by=amara, at=clock.now)
    trials.exit_trial(trial_id=trial.public_id, expected_minor=21_000, by=amara, at=clock.now)
    run_jobs()
    page = enter(halden).get(reverse("company:evaluation", args=[trial.public_id])).text
    assert "Monday 16 March, 09:00" in page
