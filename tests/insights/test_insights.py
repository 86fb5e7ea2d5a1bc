"""The company's own insights: the same numbers as counting one by one, and nobody to be found in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from foretaste.accounts.actors import CLOCK, Actor, Role
from foretaste.accounts.models import Organization, Person
from foretaste.core.refusals import NotAllowed
from foretaste.evaluations.models import ExitNote
from foretaste.evaluations.sealing import Side
from foretaste.insights import actions, publishing, queries
from foretaste.insights.audit import feedback_hides_single_people
from foretaste.insights.models import PublishedFeedback, PublishedRecord
from foretaste.web.charts import Line, Lines
from tests.evaluations.conftest import TRIAL, make_exchange, submit
from tests.insights.crowd import fill, people, reference
from tests.insights.test_record import lived, notes  # noqa: F401 - a fixture

APRIL = dt.datetime(2026, 4, 1, 0, 5, tzinfo=dt.UTC)
MAY = dt.datetime(2026, 5, 1, 0, 5, tzinfo=dt.UTC)
TOPICS = ("funnel", "times", "ways")
FILES = ("funnel", "times", "ways", "promise", "exits", "reasons", "advice")


def published(company: int) -> dict[str, Any]:
    """The last figures of each topic, as they are kept."""
    rows = PublishedFeedback.objects.filter(organization_id=company, topic__in=TOPICS).order_by("on")
    return {row.topic: row.figures for row in rows}


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "trials"), [(1, 12), (2, 40), (3, 90)])
def test_they_are_what_counting_one_by_one_gives(hedy: Actor, seed: int, trials: int) -> None:
    """Over random worlds, with another company's trials of the same interns beside them."""
    assert hedy.organization_id is not None
    assert hedy.person_id is not None
    other = Organization.objects.create(kind="company", name="Elsewhere", slug="elsewhere")
    interns = people(trials)
    fill(hedy.organization_id, hedy.person_id, interns, trials=trials, seed=seed)
    fill(other.pk, hedy.person_id, interns, trials=10, seed=seed + 100)
    actions.publish_figures(by=CLOCK, at=APRIL)
    actions.publish_figures(by=CLOCK, at=dt.datetime(2026, 6, 20, tzinfo=dt.UTC))
    record = PublishedRecord.objects.filter(organization_id=hedy.organization_id).latest("on")
    slow = reference(hedy.organization_id, dt.datetime.combine(record.on, dt.time(0), dt.UTC))
    assert record.interns == slow.pop("interns") >= 5
    assert published(hedy.organization_id) == slow
    assert feedback_hides_single_people().offenders == []


@pytest.mark.django_db
def test_they_move_only_with_the_record(lived: Any, hedy: Actor) -> None:  # noqa: F811
    """Two views that differ by one person: the record of April and insights of May would be such a pair."""
    company = lived("abcde")
    actions.publish_figures(by=CLOCK, at=APRIL)
    PublishedFeedback.objects.filter(topic="times").delete()  # as before these figures were published at all
    lived("f", first_on=dt.date(2026, 4, 6), ending="exit")
    actions.publish_figures(by=CLOCK, at=MAY)
    found = queries.insights_visible_to(hedy)
    assert [(one.published_on, one.started, one.left_early) for one in found.counts] == [(dt.date(2026, 4, 1), 5, 0)]
    assert found.times == []
    lived("ghij", first_on=dt.date(2026, 5, 4))
    actions.publish_figures(by=CLOCK, at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    newest, before = queries.insights_visible_to(hedy).counts
    assert (newest.started, newest.left_early, before.started) == (10, 1, 5)
    records = PublishedRecord.objects.filter(organization_id=company).values_list("on", "interns")
    assert list(records) == [(one.published_on, one.interns) for one in (before, newest)]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["exit", "completion"])
def test_one_more_person_changes_no_table(lived: Any, hedy: Actor, ending: str) -> None:  # noqa: F811
    """The attacker downloads everything, lets one known person come, waits for the next count and compares."""
    lived("abcde", ending="exit")
    notes(hedy, "abcde")
    actions.publish_figures(by=CLOCK, at=APRIL)
    client = signed_in(hedy)
    before = {name: client.get(f"/company/insights/{name}.csv").text for name in FILES}
    lived("f", first_on=dt.date(2026, 4, 6), ending=ending)
    if ending == "exit":
        notes(hedy, "f")
    actions.publish_figures(by=CLOCK, at=MAY)
    assert {name: client.get(f"/company/insights/{name}.csv").text for name in FILES} == before
    assert len(before["exits"].splitlines()) == len(before["reasons"].splitlines()) == 2


@pytest.mark.django_db
def test_four_interns_are_no_insight(lived: Any, hedy: Actor) -> None:  # noqa: F811
    lived("abcd")
    lived("a", first_on=dt.date(2026, 3, 9))
    lived("e", verified=False)
    actions.publish_figures(by=CLOCK, at=APRIL)
    found = queries.insights_visible_to(hedy)
    assert (found.counts, found.times, found.signed) == ([], [], [])
    assert set(found.ways) == {"origin", "found_by", "field", "place_kind"}
    assert not any(found.ways.values())
    assert not PublishedFeedback.objects.exists()
    page = signed_in(hedy).get("/company/insights/").text
    assert "No figures yet" in page
    assert '<svg class="chart' not in page


GROUPS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), max_size=8)


@tried(max_examples=100, deadline=None)
@given(GROUPS)
def test_no_group_of_fewer_than_five_stands_alone(sizes: list[tuple[int, int]]) -> None:
    groups = [(f"way {number}", people, min(people, some)) for number, (people, some) in enumerate(sizes)]
    shown = publishing.together(groups)
    assert len(shown) != 1
    assert all(people >= 5 for _which, people, _some in shown)
    if shown:
        assert sum(people for _which, people, _some in shown) == sum(people for _which, people, _some in groups)
        assert sum(some for _which, _people, some in shown) == sum(some for _which, _people, some in groups)
    elif len(groups) > 1:
        assert sum(people >= 5 for _which, people, _some in groups) <= 1 or sum(p for _w, p, _s in groups) < 10
    assert all(group in groups for group in shown if group[0] != publishing.OTHERS)


def test_how_mixed_they_are_is_simpson_s() -> None:
    assert publishing.as_if([7, 7, 7]) == pytest.approx(3)
    assert publishing.as_if([20]) == 1
    assert publishing.as_if([8, 1, 1]) == pytest.approx(100 / 66)
    assert publishing.as_if([]) == 0


@pytest.mark.parametrize("values", [[], [0], [4, 2, 0], list(range(100))])
def test_lines_are_as_long_as_their_figures(values: list[int]) -> None:
    chart = Lines("slug", "said", [Line(f"{value}", value, f"{value}") for value in values])
    widths = [float(str(row["width"])[:-1]) for row in chart.drawn()]
    most = max(values, default=0) or 1
    assert widths == [pytest.approx(100 * value / most, abs=0.006) for value in values]
    assert chart.height >= 52 * len(values)


def with_roles(actor: Actor, *roles: Role) -> Actor:
    return Actor(frozenset(roles), person_id=actor.person_id, organization_id=actor.organization_id)


@pytest.mark.django_db
def test_they_are_for_the_company_s_own_people(lived: Any, hedy: Actor, otto: Actor, odile: Actor, cora: Actor) -> None:  # noqa: F811
    """Neither an intern, a campus nor the operator sees them; another company sees its own, which are none."""
    lived("abcde", ending="exit")
    actions.publish_figures(by=CLOCK, at=APRIL)
    for by in (otto, odile, cora, with_roles(hedy, Role.COLLEAGUE)):
        with pytest.raises(NotAllowed):
            queries.insights_visible_to(by)
    rival = Organization.objects.create(kind="company", name="Rival", slug="rival")
    seen = queries.insights_visible_to(Actor(frozenset({Role.RECRUITER}), hedy.person_id, rival.pk))
    assert (seen.counts, seen.own.exits_by_day) == ([], None)
    own = queries.insights_visible_to(with_roles(hedy, Role.FINANCE))
    assert own.own.exits_by_day is not None


@pytest.mark.django_db
def test_only_signed_words_are_quoted_and_only_to_who_may_read_them(lived: Any, hedy: Actor) -> None:  # noqa: F811
    lived("abcdefghij", ending="exit")
    notes(hedy, "abcdefghij")
    ExitNote.objects.filter(exchange__trial_id="triala").update(is_signed=True, text="Label the bins by hand first.")
    actions.publish_figures(by=CLOCK, at=APRIL)
    page = signed_in(hedy).get("/company/insights/").text
    assert "Label the bins by hand first." in page
    assert "Give the host more time for the intern" in page
    assert [name for name in "bcdefghij" if f"{name}@example.org" in page or f"trial{name}" in page] == []
    assert queries.insights_visible_to(with_roles(hedy, Role.FINANCE)).signed == []


@pytest.mark.django_db
def test_fresh_ideas_are_the_words_of_open_evaluations(hedy: Actor, ines: Actor) -> None:
    """Sealed they are nowhere; open, they stand together for who may read them one by one, and for nobody else."""
    make_exchange(ines, hedy)
    submit(Side.INTERN, ines, better="Label the bins.", next="Ask for the key.")
    client = signed_in(hedy)
    assert queries.insights_visible_to(hedy).ideas == []
    assert "Label the bins." not in client.get("/company/insights/").text
    submit(Side.COMPANY, hedy, better="Our own words.")
    page = client.get("/company/insights/").text
    assert "Label the bins." in page
    assert f'href="/company/trials/{TRIAL}/evaluation"' in page
    assert "Our own words." not in page
    rows = client.get("/company/insights/words.csv").text.splitlines()
    assert rows[1:] == [
        f"{TRIAL},Sort the sensor archive,Ines Brandt,evaluation: better,Label the bins.",
        f"{TRIAL},Sort the sensor archive,Ines Brandt,evaluation: next,Ask for the key.",
    ]
    rival = Organization.objects.create(kind="company", name="Rival", slug="rival")
    for by in (with_roles(hedy, Role.FINANCE), Actor(frozenset({Role.RECRUITER}), hedy.person_id, rival.pk)):
        assert queries.insights_visible_to(by).ideas == []


@pytest.mark.django_db
def test_the_page_and_its_tables_say_the_same_by_few_queries(hedy: Actor) -> None:
    assert hedy.organization_id is not None
    assert hedy.person_id is not None
    fill(hedy.organization_id, hedy.person_id, people(160), trials=160, seed=5)
    actions.publish_figures(by=CLOCK, at=dt.datetime(2026, 6, 20, tzinfo=dt.UTC))
    client = signed_in(hedy)
    client.get("/company/insights/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/company/insights/")
    assert page.status_code == 200
    assert len(asked) <= 20
    found = queries.insights_visible_to(hedy)
    assert found.latest is not None
    assert f"Of {found.latest.asked} who asked, {found.latest.started} started" in page.text
    assert page.text.count('<svg class="chart') == page.text.count("Download as CSV") == 10
    for name in FILES:
        table = client.get(f"/company/insights/{name}.csv")
        assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert len(table.text.splitlines()) > 1, name
    rows = client.get("/company/insights/funnel.csv").text.splitlines()
    assert rows[1].split(",")[:4] == [
        "2026-06-01",
        str(found.latest.interns),
        str(found.latest.asked),
        str(found.latest.welcomed),
    ]
    assert client.get("/company/insights/people.csv").status_code == 404
    assert "@example.org" not in page.text.replace("hedy@example.org", "")
