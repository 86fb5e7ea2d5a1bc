"""Rows read by written SQL are the rows the ORM reads, JSON and links included."""

import pytest

from foretaste.accounts import queries as accounts
from foretaste.core import reading
from foretaste.opportunities.models import Opportunity, OpportunityDay, Seat
from foretaste.trials.models import Trial, TrialDay
from tests.at_state import agreed

pytestmark = pytest.mark.django_db


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def trial(hedy, ines):
    return Trial.objects.get(pk=agreed(hedy, ines).pk)


@pytest.mark.parametrize("model", [Trial, TrialDay, Opportunity, OpportunityDay, Seat])
def test_the_same_rows_as_the_orm(trial, model):
    ours, theirs = reading.rows(model, "ORDER BY id"), list(model.objects.order_by("id"))
    assert [values(one) for one in ours] == [values(one) for one in theirs] != []


def test_none_where_nothing_is_found(trial):
    assert reading.row(TrialDay, "WHERE trial_id = %s ORDER BY number", [trial.pk + 1000]) is None


def test_children_are_remembered_and_know_their_parent(trial, django_assert_num_queries):
    with django_assert_num_queries(1):
        reading.with_rows(trial, "days", TrialDay, "ORDER BY number")
        days = list(trial.days.all())
        assert all(day.trial is trial for day in days)
    assert [day.pk for day in days] == [day.pk for day in TrialDay.objects.filter(trial=trial).order_by("number")]


def test_people_are_found_by_key_and_nobody_is_nobody(trial):
    assert accounts.people_with_keys(trial.intern_id, None) == {trial.intern_id: trial.intern}
