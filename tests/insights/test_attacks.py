"""Attempts to learn of one person from what is published: by difference, by small answers, by false voices, by date.

The attacker reads everything that was ever published of a company and knows who was there, and when. Each test is one
attempt; it fails if the attempt succeeds.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foretaste.accounts.actors import CLOCK
from foretaste.accounts.models import Person
from foretaste.evaluations.models import Evaluation, Exchange, Reveal
from foretaste.insights import actions, publishing, queries
from foretaste.insights.models import PublishedFeedback, PublishedShare
from tests.insights.test_record import lived  # noqa: F401 - a fixture

FIRST = dt.date(2026, 4, 1)


def month(number: int) -> dt.datetime:
    """The moment of the monthly publication, so many months after April 2026."""
    years, months = divmod(3 + number, 12)
    return dt.datetime(2026 + years, months + 1, 1, 0, 5, tzinfo=dt.UTC)


def answer(company: int, name: str, *, at: dt.datetime, **ticks: str) -> None:
    """An opened evaluation of the company by one of its interns."""
    person = Person.objects.get(email=f"{name}@example.org")
    exchange = Exchange.objects.create(
        trial_id=f"{name}{at:%y%m%d%H}", organization_id=company, intern=person, title="T", ending="exit",
        ended_by_exit=True, ended_at=at, closes_at=at, counts_from=at,
    )  # fmt: skip
    Reveal.objects.create(exchange=exchange, at=at, mutual_yes=False)
    given_ = dict.fromkeys(publishing.GOOD, "not_seen") | {"go_back": "yes"} | ticks
    Evaluation.objects.create(exchange=exchange, side="intern", answers=given_)


MARCH = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_four_who_did_not_see_it_don_t_give_the_fifth_away(lived: Any) -> None:  # noqa: F811
    """Five answered, but only one of them said anything of the promise: that answer alone is no figure."""
    company = lived("abcde")
    for name in "abcd":
        answer(company, name, at=MARCH)
    answer(company, "e", at=MARCH, promise="1")
    actions.publish_figures(by=CLOCK, at=month(0))
    record = queries.record_of(company)
    assert record is not None
    assert [one.topic for one in record.shares] == ["go_back"], "of the promise there is no figure"


@pytest.mark.django_db
def test_five_more_interns_with_one_more_answer_tell_nothing_of_that_answer(lived: Any) -> None:  # noqa: F811
    """The attacker subtracts two publications: five new interns stand behind the company, one behind the question."""
    company = lived("abcde")
    for name in "abcde":
        answer(company, name, at=MARCH, promise="4")
    actions.publish_figures(by=CLOCK, at=month(0))
    lived("fghij", first_on=dt.date(2026, 4, 6))
    later = dt.datetime(2026, 4, 10, tzinfo=dt.UTC)
    for name in "ghij":
        answer(company, name, at=later)
    answer(company, "f", at=later, promise="1")
    actions.publish_figures(by=CLOCK, at=month(1))
    kept = [(one.interns, one.good) for one in PublishedShare.objects.filter(topic="promise").order_by("on")]
    asked = [one.interns for one in PublishedShare.objects.filter(topic="go_back").order_by("on")]
    assert (kept, asked) == ([(5, 4)], [5, 10])  # 4 to 5 of 5


@pytest.mark.django_db
def test_a_company_that_adds_one_person_at_a_time_sees_one_publication(lived: Any) -> None:  # noqa: F811
    """One known person a month joins: for four months nothing moves, whatever they say."""
    company = lived("abcde")
    for name in "abcde":
        answer(company, name, at=MARCH)
    actions.publish_figures(by=CLOCK, at=month(0))
    before = queries.record_of(company)
    for number, name in enumerate("fghi", 1):
        first_on = month(number - 1).date() + dt.timedelta(days=4)
        lived(name, first_on=first_on, ending="exit")
        answer(company, name, at=dt.datetime.combine(first_on, dt.time(16), dt.UTC), go_back="no")
        actions.publish_figures(by=CLOCK, at=month(number))
        assert queries.record_of(company) == before


@pytest.mark.django_db
def test_one_person_with_many_trials_is_one_voice(lived: Any) -> None:  # noqa: F811
    company = lived("abcd")
    for number in range(6):
        lived("a", first_on=dt.date(2026, 3, 3 + number))
        answer(company, "a", at=MARCH + dt.timedelta(hours=number), go_back="no")
    for name in "bcd":
        answer(company, name, at=MARCH)
    actions.publish_figures(by=CLOCK, at=month(0))
    assert (queries.record_of(company), PublishedShare.objects.count()) == (None, 0)


@pytest.mark.django_db
def test_voices_that_nobody_verified_lift_nobody_over_the_threshold(lived: Any) -> None:  # noqa: F811
    company = lived("a")
    lived("bcdefgh", verified=False)
    for name in "abcdefgh":
        answer(company, name, at=MARCH)
    actions.publish_figures(by=CLOCK, at=month(0))
    assert (queries.record_of(company), PublishedShare.objects.count(), PublishedFeedback.objects.count()) == (
        None,
        0,
        0,
    )


@pytest.mark.django_db
def test_the_badge_goes_with_the_figures_that_gave_it_and_not_with_exits(lived: Any) -> None:  # noqa: F811
    from foretaste.accounts.models import Organization

    company = lived("abcde", ending="exit")
    for name in "abcde":
        answer(company, name, at=MARCH, promise="4")
    Organization.objects.filter(pk=company).update(verified_at=MARCH)
    actions.publish_figures(by=CLOCK, at=month(0))
    assert queries.has_badge(Organization.objects.get(pk=company))  # five of five have left
    Organization.objects.filter(pk=company).update(suspended_at=MARCH)
    assert not queries.has_badge(Organization.objects.get(pk=company))
    Organization.objects.filter(pk=company).update(suspended_at=None)
    lived("fghij", first_on=dt.date(2026, 4, 6))
    for name in "fghij":
        answer(company, name, at=dt.datetime(2026, 4, 10, tzinfo=dt.UTC), promise="1", go_back="no")
    assert queries.has_badge(Organization.objects.get(pk=company))  # until the monthly date
    actions.publish_figures(by=CLOCK, at=month(1))
    assert not queries.has_badge(Organization.objects.get(pk=company))


@pytest.mark.django_db
def test_a_company_s_own_page_tells_reasons_only_together(lived: Any, hedy: Any, client: Any) -> None:  # noqa: F811
    """Retaliation: the company looks for who gave which reason. It is told neither name nor trial nor date."""
    from tests.insights.test_record import notes

    lived("abcde", ending="exit")
    notes(hedy, "abcde")
    actions.publish_figures(by=CLOCK, at=month(0))
    client.force_login(Person.objects.get(pk=hedy.person_id), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/company/record/").text
    assert "The people and I did not fit" in page
    assert [name for name in "abcde" if f"{name}@example.org" in page or f"trial{name}" in page] == []


LIVES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 30), st.sampled_from(["1", "4", "not_seen"])), max_size=60
)


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_whatever_is_said_two_publications_never_differ_by_fewer_than_five(said: list[tuple[int, int, str]]) -> None:
    """Random voices over a year: (month, intern, what they said of the promise)."""
    published: list[tuple[frozenset[int], publishing.Share]] = []
    counted: list[tuple[int, dict[str, str]]] = []
    for number in range(12):
        until = [(intern, {"promise": tick}) for when, intern, tick in sorted(said) if when <= number]
        new = publishing.new_share(until, "promise", counted)
        if new.interns >= publishing.LEAST_MORE:
            share = publishing.told_share(new, published[-1][1] if published else None)
            published.append((frozenset(publishing.voices(until, "promise")), share))
            counted = until
    assert all(share.interns == len(voices) >= 5 for voices, share in published)
    assert all(len(after - before) >= 5 for (before, _one), (after, _other) in pairwise(published))
