"""A company's own hires: brought in whole or not at all, again without doubling, seen by its recruiters alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.models import Person
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.evaluations.models import Conversion, Exchange
from foretaste.insights import hire_tables, hires
from foretaste.insights.models import Hire
from tests.worlds import make_company

TODAY = dt.date(2026, 3, 2)
HEAD = "reference,route,started_on,left_on,reason\n"
TABLE = HEAD + "A-1,trial,2025-01-06,,\nA-2,direct,2025-02-03,2025-06-30,own\n"


def read(text: str) -> hire_tables.Table:
    return hire_tables.read(text, today=TODAY)


def says(line: str, head: str = HEAD) -> str:
    (problem,) = read(f"{head}{line}\n").problems
    assert problem.line == 2
    return problem.says


# --- reading -----------------------------------------------------------------------------------------


def test_a_table_is_read_as_spreadsheets_write_it() -> None:
    german = 'Employee ID;Hire date;Source;Name;Leaving date\n"A 1";6.1.2025;Job board;Anna;\n'
    german += "A 2;03.02.2025;Referral;Ben;30.06.2025\n"
    for raw in (german.encode(), german.encode("utf-8-sig"), german.replace("\n", "\r\n").encode("utf-16")):
        table = read(hire_tables.text_of(raw))
        assert table.problems == ()
        assert table.unread == ("Name",)
        assert [(one.reference, one.route, one.started_on, one.left_on) for one in table.rows] == [
            ("A 1", "direct", dt.date(2025, 1, 6), None),
            ("A 2", "other", dt.date(2025, 2, 3), dt.date(2025, 6, 30)),
        ]


@pytest.mark.parametrize(
    ("line", "what_to_do"),
    [
        (",trial,2025-01-06,,", "Enter a number or code of your own"),
        ("anna@example.org,trial,2025-01-06,,", "Use a number or code"),
        ("=HYPERLINK(1),trial,2025-01-06,,", "begin with a letter or a digit"),
        ("A-1,carrier pigeon,2025-01-06,,", "Write one of: trial, internship, direct, agency, other"),
        ("A-1,trial,,,", "Enter the first day"),
        ("A-1,trial,03/04/2025,,", "Write the day as year-month-day"),
        ("A-1,trial,2025-02-30,,", "there is no such day"),
        ("A-1,trial,0025-02-03,,", "check the year"),
        ("A-1,trial,2026-03-03,,", "Bring them in once they have started"),
        ("A-1,trial,2025-01-06,2025-01-05,", "Check both days"),
        ("A-1,trial,2025-01-06,2026-03-03,", "Leave the day out until it has come"),
        ("A-1,trial,2025-01-06,2025-02-05,bored", "Leave it out or write one of: own, company, contract, other"),
        ("A-1,trial,2025-01-06,,own", "Enter left_on or leave the reason out"),
        ("A-1,trial,2025-01-06,,,more", "Put a cell that holds a separator in quotation marks"),
    ],
)
def test_each_mistake_says_what_to_do(line: str, what_to_do: str) -> None:
    assert what_to_do in says(line)


@pytest.mark.parametrize(
    ("text", "what_to_do"),
    [
        ("", "The first line names the columns"),
        (HEAD, "Each line is one hire"),
        ("reference,started_on\nA,2025-01-06\n", "names no column route"),
        ("id,ref,route,started_on\nA,B,trial,2025-01-06\n", "Keep one of them"),
        (HEAD + 'A,"trial,2025-01-06,,\n', "A quotation mark"),
        (HEAD + "A," + "x" * 3000 + ",2025-01-06,,\n", "very long cell"),
        (HEAD + "A,trial,2025-01-06,,\0\n", "This is no text"),
        (HEAD + "A,trial,2025-01-06,,\n" * 60_000, "larger than 1 MB"),
        (HEAD + "A,trial,2025-01-06,,\n" * 5_001, "more than 5000 lines"),
    ],
)
def test_a_table_that_can_t_be_read_says_why(text: str, what_to_do: str) -> None:
    table = read(text)
    assert what_to_do in table.problems[0].says
    assert (table.rows, len(table.problems)) == ((), 1)


def test_the_line_is_named_as_an_editor_counts_it() -> None:
    table = read(
        HEAD + 'A,trial,2025-01-06,,\n\n"B",nothing,2025-01-06,,\nA,direct,2025-01-06,,\nA,trial,2025-01-06,,\n'
    )
    assert [(one.line, one.says[:6]) for one in table.problems] == [(4, "The ro"), (5, "Line 2")]
    assert [one.reference for one in table.rows] == ["A"]  # the same line twice is one hire


def test_what_is_written_reads_back_as_it_was() -> None:
    rows = read(TABLE).rows
    assert read(hire_tables.written(rows)).rows == rows


# --- keeping -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_table_again_adds_nothing(hedy: Actor, clock: Any) -> None:
    assert hires.import_hires(text=TABLE, by=hedy, at=clock.now) == 2
    before = list(Hire.objects.values("reference", "route", "started_on", "left_on", "reason"))
    seen = hires.preview(text=TABLE, by=hedy, at=clock.now)
    assert (seen.new, seen.changed, seen.same, seen.others) == ((), (), 2, 0)
    hires.import_hires(text=TABLE, by=hedy, at=clock.move_on(days=30))
    assert list(Hire.objects.values("reference", "route", "started_on", "left_on", "reason")) == before
    assert set(Hire.objects.values_list("known_on", flat=True)) == {dt.date(2026, 4, 1)}


@pytest.mark.django_db
def test_a_leaver_told_later_changes_one_hire_and_leaves_the_others(hedy: Actor, clock: Any) -> None:
    hires.import_hires(text=TABLE, by=hedy, at=clock.now)
    later = HEAD + "A-1,trial,2025-01-06,2026-02-27,contract ended\nA-3,agency,2026-01-05,,\n"
    seen = hires.preview(text=later, by=hedy, at=clock.now)
    assert ([one.reference for one in seen.new], len(seen.changed), seen.same, seen.others) == (["A-3"], 1, 0, 1)
    hires.import_hires(text=later, by=hedy, at=clock.now)
    assert list(Hire.objects.order_by("reference").values_list("reference", "left_on", "reason")) == [
        ("A-1", dt.date(2026, 2, 27), "contract"),
        ("A-2", dt.date(2025, 6, 30), "own"),
        ("A-3", None, ""),
    ]


@pytest.mark.django_db
def test_one_wrong_line_keeps_nothing(hedy: Actor, clock: Any) -> None:
    with pytest.raises(NotAcceptable, match="carrier"):
        hires.import_hires(text=TABLE + "A-3,carrier pigeon,2025-01-06,,\n", by=hedy, at=clock.now)
    assert Hire.objects.count() == 0


@pytest.mark.django_db
def test_a_company_keeps_so_many_and_no_more(hedy: Actor, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hires, "MOST_HIRES", 2)
    hires.import_hires(text=TABLE, by=hedy, at=clock.now)
    with pytest.raises(hires.ThatIsMoreThanIsKept):
        hires.import_hires(text=HEAD + "A-3,trial,2025-01-06,,\n", by=hedy, at=clock.now)
    assert Hire.objects.count() == 2


@pytest.mark.django_db
def test_only_the_company_s_recruiters_see_and_change_them(hedy: Actor, ines: Actor, odile: Actor, clock: Any) -> None:
    hires.import_hires(text=TABLE, by=hedy, at=clock.now)
    rhea = make_company("Rival Works", clock.now, founder="Rhea Sommer")
    host = Actor(frozenset({Role.SUPERVISOR, Role.FINANCE, Role.COLLEAGUE}), hedy.person_id, hedy.organization_id)
    assert [hires.visible_to(who).count() for who in (hedy, rhea, host, ines, odile)] == [2, 0, 0, 0, 0]
    assert hires.table_of(rhea).count("\n") == 1
    for who, no in ((host, NotAllowed), (ines, NotFound), (odile, NotFound)):
        for ask in (
            lambda who=who: hires.retention(who),
            lambda who=who: hires.table_of(who),
            lambda who=who: hires.hired_here(who, clock.now),
            lambda who=who: hires.preview(text=TABLE, by=who, at=clock.now),
            lambda who=who: hires.import_hires(text=TABLE, by=who, at=clock.now),
            lambda who=who: hires.forget_hires(by=who, at=clock.now),
        ):
            with pytest.raises(no):
                ask()
    assert hires.forget_hires(by=rhea, at=clock.now) == 0
    assert Hire.objects.count() == 2


@pytest.mark.django_db
def test_two_companies_may_use_the_same_reference(hedy: Actor, clock: Any) -> None:
    rhea = make_company("Rival Works", clock.now, founder="Rhea Sommer")
    for who in (hedy, rhea):
        hires.import_hires(text=TABLE, by=who, at=clock.now)
    assert hires.forget_hires(reference=" A-1 ", by=rhea, at=clock.now) == 1
    assert (hires.visible_to(hedy).count(), hires.visible_to(rhea).count()) == (2, 1)
    with pytest.raises(NotAcceptable):
        hires.forget_hires(reference="A-1", by=rhea, at=clock.now)
    assert hires.forget_hires(by=hedy, at=clock.now) == 2
    assert (hires.visible_to(hedy).count(), hires.visible_to(rhea).count()) == (0, 1)


@pytest.mark.django_db
def test_today_is_where_the_recruiter_lives(hedy: Actor, clock: Any) -> None:
    """It is 23:30 in London: in Tokyo the first of July has begun, in New York it has not."""
    at = clock.move_to(dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC))
    text = HEAD + "A-1,trial,2026-07-01,,\n"
    Person.objects.filter(pk=hedy.person_id).update(time_zone="America/New_York")
    with pytest.raises(NotAcceptable):
        hires.import_hires(text=text, by=hedy, at=at)
    Person.objects.filter(pk=hedy.person_id).update(time_zone="Asia/Tokyo")
    hires.import_hires(text=text, by=hedy, at=at)
    assert Hire.objects.get().known_on == dt.date(2026, 7, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"left_on": dt.date(2025, 1, 5)}, {"reason": "own"}, {"reference": "A-1"}])
def test_the_database_refuses_it_too(hedy: Actor, clock: Any, wrong: dict[str, Any]) -> None:
    hires.import_hires(text=TABLE, by=hedy, at=clock.now)
    row = {"reference": "B", "route": "trial", "started_on": dt.date(2025, 1, 6), "known_on": TODAY, **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Hire.objects.create(organization_id=hedy.organization_id, **row)


# --- counting ----------------------------------------------------------------------------------------


def lines(route: str, days: list[int], reason: str = "", begin: int = 0) -> str:
    """So many who started on 6 January 2025 and left after so many days."""
    first = dt.date(2025, 1, 6)
    return "".join(
        f"{route}-{begin + number},{route},{first},{first + dt.timedelta(days=stay)},{reason}\n"
        for number, stay in enumerate(days)
    )


@pytest.mark.django_db
def test_fewer_than_five_are_no_figure(hedy: Actor, clock: Any) -> None:
    hires.import_hires(text=HEAD + lines("trial", [10, 20, 30, 40]), by=hedy, at=clock.now)
    found = hires.retention(hedy)
    assert (found.people, found.everyone, found.routes, found.ways) == (4, None, (), ())


@pytest.mark.django_db
def test_a_route_under_five_is_only_counted_among_all(hedy: Actor, clock: Any) -> None:
    text = HEAD + lines("trial", [10, 20, 30, 40]) + lines("direct", [10, 20, 30, 40, 50])
    hires.import_hires(text=text, by=hedy, at=clock.now)
    found = hires.retention(hedy)
    assert found.everyone is not None
    assert (found.everyone.people, [one.key for one in found.routes], found.difference) == (9, ["direct"], None)
    assert found.too_few == ("Reverse micro-internship",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "company", "contract", "told"),
    [
        (9, 5, 0, {"Left by their own choice": 9, "The company ended it": 5}),
        (9, 4, 0, {}),  # four by themselves would stand out
        (9, 5, 4, {"Left by their own choice": 9, "Other reasons together": 9}),
        (9, 3, 3, {"Left by their own choice": 9, "Other reasons together": 6}),
        (3, 3, 2, {}),
    ],
)
def test_ways_of_leaving_are_told_from_five_on(
    hedy: Actor, clock: Any, own: int, company: int, contract: int, told: dict[str, int]
) -> None:
    text = HEAD + lines("trial", [10] * own, "own") + lines("trial", [20] * company, "company", 20)
    text += lines("trial", [30] * contract, "contract", 40)
    hires.import_hires(text=text, by=hedy, at=clock.now)
    assert {way.name: way.people for way in hires.retention(hedy).ways} == told


@pytest.mark.django_db
def test_who_is_here_counts_up_to_the_day_they_were_told_of(hedy: Actor, clock: Any) -> None:
    """Nothing is known of the year in which nobody brought anything in."""
    text = HEAD + "".join(f"A-{number},trial,2026-02-02,,\n" for number in range(5))
    hires.import_hires(text=text, by=hedy, at=clock.now)
    clock.move_on(days=365)
    found = hires.retention(hedy)
    assert found.everyone is not None
    assert (found.everyone.last, found.everyone.at_risk(28), found.everyone.at_risk(29)) == (28, 5, 0)


@pytest.mark.django_db
def test_the_curve_of_a_table_is_the_published_one(hedy: Actor, clock: Any) -> None:
    """Freireich's weeks as days: five lines below stand for the whole of tests/insights/test_surviving.py."""
    from tests.insights.test_surviving import PLACEBO, PUBLISHED, SIX_MP

    end, out = dt.date(2026, 3, 2), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD.strip().split(","))
    for route, stays in (("trial", SIX_MP), ("direct", PLACEBO)):
        for number, stay in enumerate(stays):
            first = end - dt.timedelta(days=stay.days)
            writer.writerow([f"{route}-{number}", route, first, end if stay.ending else "", ""])
    hires.import_hires(text=out.getvalue(), by=hedy, at=clock.now)
    found = hires.retention(hedy)
    curve = next(one.curve for one in found.routes if one.key == "trial")
    assert [(one.day, round(one.share, 4)) for one in curve.steps] == [(row[0], row[3]) for row in PUBLISHED]
    assert found.difference is not None
    assert f"{found.difference.statistic:.3f} {found.difference.p:.2e}" == "16.793 4.17e-05"


@pytest.mark.django_db
def test_only_jobs_taken_after_a_trial_here_are_lines_to_begin_with(hedy: Actor, ines: Actor, clock: Any) -> None:
    """Offered is not hired, a further project is no job, and a first day ahead has not come."""
    for trial, kind, state, starts_on in (
        ("taken", "job", "accepted", dt.date(2026, 2, 2)),
        ("today", "job", "accepted", None),
        ("ahead", "job", "accepted", dt.date(2026, 4, 1)),
        ("offered", "job", "offered", None),
        ("project", "project", "accepted", dt.date(2026, 2, 2)),
    ):
        exchange = Exchange.objects.create(
            trial_id=trial, organization_id=hedy.organization_id, intern_id=ines.person_id, title="T",
            ending="completion", ended_by_exit=False, ended_at=clock.now, closes_at=clock.now, counts_from=clock.now,
        )  # fmt: skip
        Conversion.objects.create(
            exchange=exchange, kind=kind, role="R", starts_on=starts_on, text="", state=state,
            offered_by_id=hedy.person_id, offered_at=clock.now,
            answered_at=clock.now if state == "accepted" else None,
        )  # fmt: skip
    here = hires.hired_here(hedy, clock.now)
    assert [(one.reference, one.route, one.started_on) for one in here] == [
        ("taken", "trial", dt.date(2026, 2, 2)),
        ("today", "trial", TODAY),
    ]
    hires.import_hires(text=hire_tables.written(here), by=hedy, at=clock.now)
    assert hires.hired_here(hedy, clock.now) == []
