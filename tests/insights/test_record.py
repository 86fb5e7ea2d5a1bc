"""The company record appears at five interns, on a monthly date, and moves only with five more."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress

from foretaste.accounts.actors import CLOCK
from foretaste.accounts.models import Organization, Person
from foretaste.core.refusals import NotAllowed
from foretaste.evaluations.models import Exchange, ExitNote
from foretaste.insights import actions, clock, queries
from foretaste.insights.models import Publication, PublishedFeedback, PublishedRecord
from foretaste.insights.publishing import Between
from foretaste.opportunities.models import Opportunity
from foretaste.trials.models import Trial, TrialDay

pytestmark = pytest.mark.django_db
APRIL = dt.datetime(2026, 4, 1, 0, 5, tzinfo=dt.UTC)
MAY = dt.datetime(2026, 5, 1, 0, 5, tzinfo=dt.UTC)


@pytest.fixture
def lived(hedy):
    """Let so many interns live a two-day trial at Hedy's company, planned for these days."""
    company = Organization.objects.get(pk=hedy.organization_id)
    at = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    posting = Opportunity.objects.create(
        organization=company, created_by_id=hedy.person_id, created_at=at, changed_at=at
    )

    def live(names, *, first_on=dt.date(2026, 3, 2), ending="completion", verified=True):
        for name in names:
            person, is_new = Person.objects.get_or_create(email=f"{name}@example.org", defaults={"name": name})
            if is_new and verified:
                EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
            starts = [dt.datetime.combine(first_on + dt.timedelta(days=n), dt.time(8), dt.UTC) for n in (0, 1)]
            days = [TrialDay(number=n + 1, on=s.date(), starts_at=s, pay_minor=1) for n, s in enumerate(starts)]
            ended_at = starts[0] + dt.timedelta(hours=3) if ending == "exit" else starts[1] + dt.timedelta(hours=8)
            trial = Trial.objects.create(
                opportunity=posting, organization=company, intern=person, offer_id=f"o{person.pk}{first_on:%m%d}",
                seat_id=f"s{person.pk}{first_on:%m%d}", state="ended", ending=ending, ended_at=ended_at,
                ended_after_day=1 if ending == "exit" else 2, terms={}, agreement_text="", agreement_sha256="",
                company_signed_by_id=hedy.person_id, company_signed_at=at, intern_signed_by=person,
                intern_signed_at=at, carries_bonus=True, title="T", country="DE", time_zone="Europe/Berlin",
                currency="EUR", exit_bonus_minor=[], kill_fee_minor=0, fee_basis_points=0,
            )  # fmt: skip
            for day in days:
                day.trial, day.ends_at, day.arrival_code = trial, day.starts_at + dt.timedelta(hours=8), "1"
                if day.number == 1 or ending != "exit":
                    day.checked_in_at, day.method = day.starts_at, "self"
                day.save()
        return company.pk

    return live


def test_four_interns_are_no_record(lived):
    company = lived(["a", "b", "c", "d"])
    lived(["a"], first_on=dt.date(2026, 3, 9))  # a second trial of the same person is no fifth person
    actions.publish_figures(by=CLOCK, at=APRIL)
    assert queries.record_of(company) is None


def test_people_without_a_confirmed_address_do_not_count(lived):
    company = lived("abcd")
    lived("e", verified=False)
    actions.publish_figures(by=CLOCK, at=APRIL)
    assert queries.record_of(company) is None


def test_five_interns_are_a_record(lived):
    company = lived("abc")
    lived("de", ending="exit")
    actions.publish_figures(by=CLOCK, at=APRIL)
    record = queries.record_of(company)
    assert (record.published_on, record.interns) == (dt.date(2026, 4, 1), 5)
    assert (record.started, record.told_of, record.finished, record.left_early) == (5, 5, Between(3, 3), Between(2, 2))


def test_one_more_intern_changes_nothing_and_five_more_do(lived):
    company = lived("abcde")
    actions.publish_figures(by=CLOCK, at=APRIL)
    before = queries.record_of(company)
    lived("f", first_on=dt.date(2026, 4, 6), ending="exit")
    actions.publish_figures(by=CLOCK, at=MAY)
    assert queries.record_of(company) == before
    lived("ghij", first_on=dt.date(2026, 5, 4))
    actions.publish_figures(by=CLOCK, at=dt.datetime(2026, 6, 3, tzinfo=dt.UTC))
    later = queries.record_of(company)
    assert (later.started, later.finished, later.left_early) == (10, Between(8, 10), Between(0, 2))
    assert PublishedRecord.objects.count() == 2


def test_within_a_month_nothing_new_appears(lived):
    company = lived("abcd")
    actions.publish_figures(by=CLOCK, at=APRIL)
    lived("e")
    clock.sweep(APRIL + dt.timedelta(days=20))
    assert (queries.record_of(company), Publication.objects.count()) == (None, 1)


@pytest.mark.parametrize("ending", ["exit", "completion"])
def test_a_trial_counts_from_its_planned_end_however_it_ended(lived, ending):
    """Who left on 31 March would else appear a month before who stayed until 1 April."""
    company = lived("abcd")
    lived("e", first_on=dt.date(2026, 3, 31), ending=ending)
    actions.publish_figures(by=CLOCK, at=APRIL)
    assert queries.record_of(company) is None
    actions.publish_figures(by=CLOCK, at=MAY)
    assert queries.record_of(company).started == 5


def test_only_the_clock_publishes(lived, odile, hedy):
    lived("abcde")
    for by in (odile, hedy):
        with pytest.raises(NotAllowed):
            actions.publish_figures(by=by, at=APRIL)
    assert PublishedRecord.objects.count() == 0


def notes(hedy, names):
    for name in names:
        person = Person.objects.get(email=f"{name}@example.org")
        ended = dt.datetime(2026, 3, 2, 11, tzinfo=dt.UTC)
        exchange = Exchange.objects.create(
            trial_id=f"trial{name}", organization_id=hedy.organization_id, intern=person, title="T", ending="exit",
            ended_by_exit=True, ended_at=ended, closes_at=ended, counts_from=ended,
        )  # fmt: skip
        ExitNote.objects.create(exchange=exchange, reasons=["people"], advice=["time"], is_signed=False, at=ended)


def test_why_and_when_they_left_is_for_the_company_s_own_eyes(lived, hedy, otto, odile):
    lived("abcde", ending="exit")
    notes(hedy, "abcde")
    actions.publish_figures(by=CLOCK, at=APRIL)
    own = queries.own_figures(hedy)
    assert own.reasons.rows == [("The people and I did not fit", 4)]  # of five: who gave no name keeps it
    assert own.exits_by_day.rows == [("1", 5)]
    assert own.advice is None  # needs ten
    for by in (otto, odile):
        seen = queries.own_figures(by)
        assert (seen.reasons, seen.exits_by_day, seen.advice, seen.evaluations) == (None, None, None, None)


def test_advice_appears_at_ten(lived, hedy):
    lived("abcdefghij", ending="exit")
    notes(hedy, "abcdefghij")
    actions.publish_figures(by=CLOCK, at=APRIL)
    assert queries.own_figures(hedy).advice.rows == [("Give the host more time for the intern", 9)]
    assert PublishedFeedback.objects.filter(topic="exit_notes").get().interns == 10
