"""The operator's desk opens for the operator alone, decides disputes, and never shows what is sealed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import CLOCK
from foretaste.accounts.models import Organization
from foretaste.accounts.queries import actor_for
from foretaste.core.refusals import NotAllowed
from foretaste.insights import actions as insights
from foretaste.trials import actions as trials
from foretaste.trials import queries as trial_queries
from foretaste.trials.models import Case
from foretaste.web.operator.jobs import NAMES
from foretaste.web.operator.urls import urlpatterns
from foretaste.web.templatetags.desk import PARTS, groups_of_the_desk

LISTS = ["overview", "disputes", "ledger", "payouts", "rules", "wages", "companies", "people"]


@pytest.fixture
def case(trial: Any, amara: Any, clock: Any) -> Case:
    """Amara was sent away on day 1 and says nothing yet; two days are held."""
    first = trial_queries.days_of(trial)[0]
    clock.move_to(first.starts_at)
    trials.check_in(trial_id=trial.public_id, day=1, by=amara, at=first.starts_at)
    trials.exit_trial(trial_id=trial.public_id, expected_minor=21_000, by=amara, at=first.starts_at)
    clock.move_on(hours=1)
    return trials.say_told_to_leave(trial_id=trial.public_id, reason="I was told to go home.", by=amara, at=clock.now)


@pytest.mark.parametrize("name", LISTS)
def test_a_page_opens_for_the_operator(name: str, enter: Any, odile: Any, trial: Any) -> None:
    answer = enter(odile).get(reverse(f"operator:{name}"))
    assert answer.status_code == 200
    assert "</html>" in answer.content.decode()


@pytest.mark.parametrize("name", PARTS)
def test_every_part_of_the_desk_stands_once_in_the_group_that_it_is_in(name: str) -> None:
    groups = groups_of_the_desk(name)
    assert sorted(part.name for group in groups for part in group.parts) == sorted(PARTS)
    assert [name in [part.name for part in group.parts] for group in groups] == [group.is_here for group in groups]
    assert len(groups) == 5


def test_the_desk_shows_five_tabs_and_below_them_the_parts_of_one(enter: Any, odile: Any, db: None) -> None:
    page = enter(odile).get(reverse("operator:bank")).text
    folded, wide = page.split("tabs-fold", 1)[1].split("</nav>", 1)[0].split("</details>", 1)
    named = re.findall(r'<p [^>]*id="desk-\d">([^<]*)</p>', folded)
    assert named == ["Disputes", "Companies and people", "Money"]
    assert len(re.findall("<a ", folded)) == len(PARTS)
    links = [" ".join(one.split()) for one in re.findall(r"<a [^>]*>.*?</a>", wide)]
    assert [re.sub("<[^>]*>", "", one) for one in links] == [
        "Overview", "Disputes", "Companies and people", "Money", "Rules",
        "Payouts", "Reconciliation", "Bank", "Ledger", "Documents",
    ]  # fmt: skip
    assert [re.sub("<[^>]*>", "", one) for one in links if "aria-current" in one] == ["Money", "Bank"]
    rules = enter(odile).get(reverse("operator:rules")).text
    assert "tabs--inner" not in rules


def test_a_payout_s_account_is_the_intern_s_not_the_reader_s(enter: Any, odile: Any, db: None) -> None:
    page = enter(odile).get(reverse("operator:payouts")).text
    assert "Needs the intern’s bank account" in page
    assert "your bank account" not in page


@pytest.mark.parametrize("name", LISTS)
def test_a_company_and_an_intern_find_nothing(name: str, enter: Any, halden: Any, amara: Any) -> None:
    for who in (halden, amara):
        assert enter(who).get(reverse(f"operator:{name}")).status_code == 404


def failed_job(lock: str | None = None) -> ProcrastinateJob:
    """A mail that could not be sent."""
    id_ = app.configure_task("core.deliver", queueing_lock=lock).defer(event="Nothing", subscriber="nobody", payload={})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [id_])
    return ProcrastinateJob.objects.get(pk=id_)


def test_a_failed_job_is_tried_again(enter: Any, odile: Any, clock: Any) -> None:
    job, desk = failed_job(), enter(odile)
    path = reverse("operator:try_job_again", args=[job.pk])
    assert path in desk.get(reverse("operator:overview")).content.decode()
    assert desk.post(path).status_code == 303
    tried = ProcrastinateJob.objects.get(pk=job.pk)
    assert (tried.status, tried.attempts, tried.scheduled_at) == ("todo", job.attempts + 1, clock.now)
    assert desk.post(path).status_code == 404  # it waits: nothing is to be tried again
    assert ProcrastinateJob.objects.get(pk=job.pk).attempts == tried.attempts


def test_a_job_is_called_by_what_it_does(enter: Any, odile: Any, clock: Any) -> None:
    ours = [name for name in app.tasks if not name.startswith(("builtin", "procrastinate", "tests."))]
    assert sorted(ours) == sorted(NAMES)
    id_ = app.configure_task("core.deliver").defer(
        event="TrialAgreed", subscriber="foretaste.messaging.subscribers.trials.say_that_it_is_signed", payload={}
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [id_])
    page = enter(odile).get(reverse("operator:overview")).text
    assert "Pass on news: trial agreed" in page
    assert "messaging.subscribers.trials.say_that_it_is_signed" in page
    assert "core.deliver" not in page


def test_a_failed_job_whose_like_waits_stays_failed(enter: Any, odile: Any, clock: Any) -> None:
    job = failed_job(lock="one at a time")
    app.configure_task("core.deliver", queueing_lock="one at a time").defer(event="", subscriber="", payload={})
    answer = enter(odile).post(reverse("operator:try_job_again", args=[job.pk]), follow=True)
    assert "The same job waits already" in answer.content.decode()
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "failed"


def test_nobody_but_the_operator_tries_a_job_again(enter: Any, halden: Any, amara: Any, clock: Any) -> None:
    job = failed_job()
    for who in (halden, amara):
        assert enter(who).post(reverse("operator:try_job_again", args=[job.pk])).status_code == 404
        with pytest.raises(NotAllowed):
            insights.try_job_again(job_id=job.pk, by=who, at=clock.now)
    tried = ProcrastinateJob.objects.get(pk=job.pk)
    assert (tried.status, tried.attempts) == (job.status, job.attempts)


def test_no_address_lets_a_visitor_in(db: None) -> None:
    for pattern in urlpatterns:
        values = dict.fromkeys(pattern.pattern.converters, 1 if "<int:" in str(pattern.pattern) else "0" * 12)
        assert Client().get(reverse(f"operator:{pattern.name}", kwargs=values)).status_code == 302, pattern.name


def test_a_dispute_is_decided_in_five_clicks(enter: Any, odile: Any, case: Case, clock: Any) -> None:
    desk = enter(odile)
    assert case.trial.intern.name in desk.get(reverse("operator:disputes")).content.decode()
    path = reverse("operator:case", args=[case.public_id])
    assert "I was told to go home." in desk.get(path).content.decode()
    clock.move_on(hours=5)
    decision = {"outcome": "for_intern", "reason": "The mails of that morning say so."}
    checked = desk.post(path, decision)
    assert "Decide and pay €210.00" in checked.content.decode()
    case.refresh_from_db()
    assert case.is_open
    assert desk.post(path, decision | {"decide": "1"}).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("ruled", "for_intern")
    case.trial.refresh_from_db()
    assert case.trial.paid_minor == 42_000
    desk = desk.get(reverse("operator:disputes")).content.decode()
    assert "No disputes" in desk
    assert "Half of those that a person decided lately took 5 hours or less." in desk


def test_a_decision_needs_its_reasons(enter: Any, odile: Any, case: Case) -> None:
    answer = enter(odile).post(reverse("operator:case", args=[case.public_id]), {"outcome": "for_intern", "reason": ""})
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.is_open


def test_a_company_cannot_decide_its_own_case(enter: Any, halden: Any, case: Case) -> None:
    path = reverse("operator:case", args=[case.public_id])
    assert enter(halden).post(path, {"outcome": "for_company", "reason": "no", "decide": "1"}).status_code == 404
    case.refresh_from_db()
    assert case.is_open


def test_a_case_tells_the_operator_who_did_what_before_it_asks(
    enter: Any, odile: Any, trial: Any, amara: Any, halden: Any, clock: Any
) -> None:
    """Both sides' story comes first, on a phone too; and "you" is never the operator in it."""
    first = trial_queries.days_of(trial)[0]
    clock.move_to(first.starts_at)
    trials.check_in(trial_id=trial.public_id, day=1, by=amara, at=first.starts_at)
    trials.send_away(trial_id=trial.public_id, reason="No shoes.", by=halden, at=first.starts_at)
    page = enter(odile).get(reverse("operator:case", args=[Case.objects.get().public_id])).content.decode()
    assert "The company sent the intern away" in page
    assert "You sent" not in page
    assert page.index("The company sent the intern away") < page.index('name="outcome"')
    assert "You sent the intern away" in enter(halden).get(f"/company/trials/{trial.public_id}/").content.decode()


@pytest.mark.parametrize(("limit", "offered"), [(1_000_000, "140.00"), (5_000, "50.00"), (0, "")])
def test_goodwill_is_offered_as_far_as_it_can_be_signed(
    enter: Any, odile: Any, trial: Any, amara: Any, halden: Any, clock: Any, settings: Any, limit: int, offered: str
) -> None:
    settings.GOODWILL_A_YEAR_MINOR = {"EUR": limit}
    at = clock.move_to(trial_queries.days_of(trial)[0].starts_at)
    trials.check_in(trial_id=trial.public_id, day=1, by=amara, at=at)
    case = trials.contest_start(trial_id=trial.public_id, day=1, reason="Nobody came.", by=halden, at=at)
    trials.rule_case(case_id=case.public_id, outcome="for_company", reason="The door says so.", by=odile, at=at)
    desk, path = enter(odile), reverse("operator:case", args=[case.public_id])
    page = desk.get(path).content.decode()
    assert ("Make the company good?" in page, "Goodwill is not possible" in page) == (bool(offered), not offered)
    if offered:
        assert f'value="{offered}"' in page
        desk.post(path + "goodwill", {"amount": offered})
        case.refresh_from_db()
        assert case.goodwill.proposed_by_id == odile.person_id


def test_one_place_at_a_time_is_marked_as_where_one_is(enter: Any, odile: Any, db: None) -> None:
    desk = enter(odile)
    heads = {name: desk.get(reverse(f"operator:{name}")).context["main_links"] for name in LISTS}
    marked = {name: [str(link.label) for link in links if link.current] for name, links in heads.items()}
    assert marked["overview"] == ["The desk"]
    assert (marked["payouts"], marked["rules"], marked["disputes"]) == ([], [], [])  # the tabs say it


def test_where_a_provider_moves_the_money_the_bank_asks_for_nothing(enter: Any, odile: Any, db: None) -> None:
    page = enter(odile).get(reverse("operator:bank")).content.decode()
    assert "A payment provider moves this instance’s money." in page
    assert "Upload" not in page


@pytest.mark.parametrize("whose", ["intern", "host"])
def test_nobody_decides_their_own_matter(enter: Any, case: Case, clock: Any, whose: str) -> None:
    """Who runs the instance may also be on one side of a trial; then somebody else decides."""
    person = getattr(case.trial, whose)
    accounts.appoint_operator(email=person.email, by=CLOCK, at=clock.now)
    desk, path = enter(actor_for(person)), reverse("operator:case", args=[case.public_id])
    answer = desk.post(path, {"outcome": "for_intern", "reason": "I was there.", "decide": "1"})
    assert answer.status_code == 422
    assert "This is about you." in answer.content.decode()
    case.refresh_from_db()
    case.trial.refresh_from_db()
    assert (case.is_open, case.trial.paid_minor) == (True, 21_000)


def test_the_ledger_is_found_by_trial(enter: Any, odile: Any, trial: Any) -> None:
    page = enter(odile).get(reverse("operator:ledger"), {"q": trial.public_id}).content.decode()
    assert "commit_seat_to_trial" in page
    assert "<h3>Both signed: the trial takes the seat&#x27;s fund</h3>" in page
    assert "Held for a trial: days not started" in page
    assert f"trial:held:{trial.public_id}:EUR, €420.00 afterwards" in page


def test_the_ledger_is_found_by_what_an_intern_reads_out(enter: Any, odile: Any, trial: Any) -> None:
    by_id = enter(odile).get(reverse("operator:ledger"), {"q": trial.public_id})
    by_reference = enter(odile).get(reverse("operator:ledger"), {"q": trial.reference.upper()})
    assert by_reference.context["lines"]
    assert by_reference.context["lines"] == by_id.context["lines"]


def test_every_account_and_movement_of_the_ledger_has_words(enter: Any, odile: Any) -> None:
    from foretaste.money.ledger.kinds import ACCOUNTS
    from foretaste.money.movements import CATALOGUE
    from foretaste.web.operator import ledger_words

    assert {rule.kind for rule in ACCOUNTS} == ledger_words.ACCOUNTS.keys()
    assert {one.name for one in CATALOGUE} == ledger_words.MEANS.keys()
    assert ledger_words.names_of(["clock", f"operator:{odile.person_id}", "operator:999999999", "x"], odile) == {
        "clock": "The clock",
        f"operator:{odile.person_id}": "Odile Marchand",
        "operator:999999999": "operator:999999999",
        "x": "x",
    }


def test_a_fee_is_added_from_a_day_on(enter: Any, odile: Any, clock: Any) -> None:
    from foretaste.money.queries import fee_basis_points_on

    on = clock.now.date() + dt.timedelta(days=30)
    sent = {"table": "fee", "percent": "12.5", "valid_from": on.isoformat(), "note": "New year"}
    assert enter(odile).post(reverse("operator:rules"), sent).status_code == 303
    assert fee_basis_points_on(on) == 1250
    assert fee_basis_points_on(on - dt.timedelta(days=1)) == 1000


def test_a_fee_dated_back_is_refused(enter: Any, odile: Any, clock: Any) -> None:
    on = clock.now.date() - dt.timedelta(days=1)
    sent = {"table": "fee", "percent": "1", "valid_from": on.isoformat()}
    assert enter(odile).post(reverse("operator:rules"), sent).status_code == 422


def test_a_company_is_suspended_with_a_reason_and_reinstated(enter: Any, odile: Any, halden: Any) -> None:
    company = Organization.objects.get(pk=halden.organization_id)
    path = reverse("operator:company", args=[company.public_id])
    desk = enter(odile)
    assert desk.post(path, {"because": ""}).status_code == 422
    assert desk.post(path, {"because": "Nobody answers."}).status_code == 303
    company.refresh_from_db()
    assert company.suspended_because == "Nobody answers."
    desk.post(reverse("operator:reinstate", args=[company.public_id]))
    company.refresh_from_db()
    assert company.suspended_at is None


def test_nothing_sealed_is_ever_asked_for(
    enter: Any,
    odile: Any,
    trial: Any,
    amara: Any,
    clock: Any,
) -> None:
    """No page of the desk touches a table that holds what is sealed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = trial_queries.days_of(trial)[0]
    clock.move_to(first.starts_at)
    trials.check_in(trial_id=trial.public_id, day=1, by=amara, at=first.starts_at)
    desk = enter(odile)
    with CaptureQueriesContext(connection) as asked:
        for name in LISTS:
            desk.get(reverse(f"operator:{name}"))
    told = " ".join(one["sql"] for one in asked)
    assert "trials_checkpoint" not in told
    assert "evaluations_" not in told.replace("evaluations_safetyreport", "")  # which is written to the operator


def test_a_late_payroll_names_its_company(enter: Any, odile: Any, hedy: Any, ines: Any, clock: Any) -> None:
    from foretaste.accounts.queries import organization_of, person_of
    from foretaste.money.models import PayrollDue

    PayrollDue.objects.create(
        trial_id="trialtrialtr",
        person_id=person_of(ines).public_id,
        company_id=organization_of(hedy).public_id,
        payer="employee",
        amount_minor=31000,
        currency="EUR",
        due_at=clock.now - dt.timedelta(days=1),
        created_at=clock.now - dt.timedelta(days=15),
    )
    said = enter(odile).get(reverse("operator:payouts")).content.decode()
    assert f"The company’s payroll, {organization_of(hedy).name}, due by" in said
