"""What a good hire costs, and how a trial is best cut: sourced figures, the company's own over them, nothing kept."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Membership
from foretaste.advice.comparing import band_of
from foretaste.advice.hiring import keeps_the_rule
from foretaste.evaluations import actions as evaluations
from foretaste.evaluations.sealing import Side
from foretaste.insights import hires
from foretaste.insights.models import PublishedRecord
from foretaste.web.advice.designer import FALLING, schedules
from foretaste.web.advice.sources import LOSS, ROUTES
from foretaste.web.templatetags.ui import percent
from tests.evaluations.conftest import LATER, TRIAL, make_exchange, submit


@pytest.fixture
def client(signed_in: Any, hedy: Actor) -> Client:
    own: Client = signed_in(hedy)
    return own


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_every_figure_stands_there_with_its_source(client: Client) -> None:
    page = words(client.get("/company/costs/"))
    for figure in (LOSS, *(one for way in ROUTES for one in way.figures)):
        assert str(figure.source) in page
    assert page.count("Assumption</span>") == sum(one.is_assumed for way in ROUTES for one in way.figures)
    assert "Nobody has measured yet how many do." in page


def test_what_is_entered_stands_over_the_source(client: Client) -> None:
    before = client.get("/company/costs/").context["rows"]
    answer = client.get(
        "/company/costs/?agency-per_hire-low=90000&agency-per_hire-likely=95000&agency-per_hire-high=99000"
    )
    after, page = answer.context["rows"], words(answer)
    assert after[3]["found"].middle > before[3]["found"].middle + 100_000
    assert after[0]["found"].middle == before[0]["found"].middle  # the same worlds
    assert page.count("Your figure</span>") == 1
    assert 'value="95000"' in page


def test_ones_own_share_can_be_put_in_with_its_doubt(client: Client, hedy: Actor, ines: Actor, clock: Any) -> None:
    assert client.get("/company/costs/").context["own"] is None
    make_exchange(ines, hedy)
    submit(Side.INTERN, ines)
    submit(Side.COMPANY, hedy)
    which = {"trial_id": TRIAL, "at": LATER}
    evaluations.offer_conversion(kind="job", role="Analyst", text="Come.", by=hedy, **which)
    evaluations.answer_conversion(accept=True, by=ines, **which)
    PublishedRecord.objects.create(
        organization_id=hedy.organization_id,
        on=dt.date(2026, 3, 1),
        interns=8,
        figures={"started": 8, "finished": 5, "left_early": 3, "median_hours_to_pay": 1},
    )
    answer = client.get("/company/costs/?loss-likely=9000")
    assert "1 hired of 8 who started a trial with you" in words(answer)
    band = band_of(1, 8)
    put_in = client.get(f"/company/costs/?{answer.context['own']['query']}").context["result"]["bands"]
    assert put_in["trial-hired"].likely == 12.5
    assert (put_in["trial-hired"].low, put_in["trial-hired"].high) == (
        pytest.approx(100 * band.low, abs=0.05),
        pytest.approx(100 * band.high, abs=0.05),
    )
    assert put_in["loss"].likely == 9000


def test_how_long_ones_own_hires_stay_can_be_put_in_with_its_doubt(client: Client, hedy: Actor, signed_in: Any) -> None:
    """Of ten direct hires two left in their first year, and eight are watched to this day; of the trial's, too few."""
    assert client.get("/company/costs/").context["stays"] is None
    at = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    lines = [f"D-{number},direct,2024-01-08,{'2024-06-03' if number < 2 else ''},\n" for number in range(10)]
    lines += [f"T-{number},trial,2025-12-01,2025-12-20,\n" for number in range(6)]
    hires.import_hires(text="reference,route,started_on,left_on,reason\n" + "".join(lines), by=hedy, at=at)
    answer = client.get("/company/costs/?loss-likely=9000")
    assert "Of your own hires, still here after a year: Direct hire 80%" in " ".join(words(answer).split())
    put_in = client.get(f"/company/costs/?{answer.context['stays']['query']}").context["result"]["bands"]
    assert put_in["direct-stays"].likely == 80.0
    assert (put_in["direct-stays"].low, put_in["direct-stays"].high) == (40.9, 94.6)
    assert put_in["loss"].likely == 9000
    Membership.objects.filter(person_id=hedy.person_id, role="recruiter").update(ended_at=at)
    assert signed_in(hedy).get("/company/costs/").context["stays"] is None  # finance reads costs, not hires


def test_a_band_that_runs_backwards_is_said(client: Client) -> None:
    answer = client.get("/company/costs/?loss-low=50000")
    assert answer.status_code == 422
    assert "low, likely, high, in this order" in words(answer)


def test_the_table_holds_results_and_assumptions(client: Client) -> None:
    answer = client.get("/company/costs.csv?currency=eur&loss-likely=9000")
    rows = list(csv.DictReader(io.StringIO(words(answer).lstrip("\N{ZERO WIDTH NO-BREAK SPACE}"))))
    assert len(rows) == 4 + 1 + 16
    assert {row["figure"] for row in rows[:4]} == {"cost per good hire"}
    assert (rows[4]["middle or likely"], rows[4]["currency or unit"], rows[4]["source"]) == (
        "9000.0",
        "EUR",
        "your own figure",
    )


@pytest.mark.parametrize("days", range(1, 6))
@pytest.mark.parametrize("bonus", [0, 60, 140, 200, 5000])
def test_every_schedule_the_designer_tries_keeps_guarantee_five(days: int, bonus: float) -> None:
    for schedule in schedules(days, 140, bonus).values():
        assert keeps_the_rule([140] * days, schedule)


def test_the_designer_says_what_its_figures_say(client: Client) -> None:
    answer = client.get("/company/designer/")
    page, rows = words(answer), answer.context["rows"]
    by_days = {row["days"]: row["found"].cost for row in rows if row["words"] == "Falling to nothing"}
    by_days[1] = rows[0]["found"].cost
    assert answer.context["best"] == min(by_days, key=lambda days: by_days[days])
    assert "What speaks against advertising a bonus" in page
    assert page.count('<svg class="chart bands"') == 3
    assert len(rows) == 1 + 4 * 3


@pytest.mark.parametrize(("asked", "days"), [("", 3), ("days=1", 1), ("days=5&bonus=0", 5)])
def test_when_they_leave_is_answered_over_its_table(client: Client, asked: str, days: int) -> None:
    answer = client.get(f"/company/designer/?{asked}")
    page, rows, said = words(answer), answer.context["evenings"], answer.context["when_they_leave"]
    assert [row["words"] for row in rows] == [*(f"After day {day}" for day in range(1, days)), "After the last day"]
    here = [row["here"] + row["leave"] for row in rows]
    assert here[0] <= 1
    assert here[1:] == pytest.approx([row["here"] for row in rows[:-1]])
    most = max(rows, key=lambda row: row["leave"])
    assert most["words"].removeprefix("After ").casefold() in said.casefold()
    assert f'<h2 id="by-evening">{said}</h2>' in page
    for row in rows:
        cells = f"<td>{percent(row['leave'])}</td><td>{percent(row['here'])}</td>"
        assert f'<th scope="row">{row["words"]}</th>{cells}' in page


def test_a_bonus_beyond_the_rule_is_lowered_and_said(client: Client) -> None:
    answer = client.get("/company/designer/?days=3&pay=100&bonus=900")
    assert "lowered to what the rules allow" in words(answer)
    assert schedules(3, 100, 900)[FALLING] == (200, 100, 0)


@pytest.mark.parametrize("wrong", ["days=6", "pay=x", "good=10", "currency=12"])
def test_what_cannot_be_read_is_said(client: Client, wrong: str) -> None:
    answer = client.get(f"/company/designer/?{wrong}")
    assert answer.status_code == 422
    assert "rows" not in answer.context


def test_interns_find_nothing_there(signed_in: Any, ines: Actor) -> None:
    for path in ("/company/costs/", "/company/costs.csv", "/company/designer/"):
        assert signed_in(ines).get(path).status_code in (302, 404)
