"""The tests' own tools: the clock stands still, jobs run to the end, a commit leaves nothing behind."""

import datetime as dt

import pytest
from django.db import connection

from foretaste.accounts.models import Person
from foretaste.core import calendars
from foretaste.core.transactions import action


def test_the_clock_stands_still_until_it_is_moved(clock):
    assert calendars.now() == dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
    clock.move_on(days=1, hours=1)
    assert calendars.now() == dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


def test_the_cast_is_there(ines, hedy, otto, cora, odile):
    assert Person.objects.count() == 5


@action
def _register(*, email: str) -> Person:
    return Person.objects.create_user(email)


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_a_committing_test_leaves_is_gone_for_the_next(time):
    assert Person.objects.count() == 0
    _register(email="ines@example.org")


@pytest.mark.django_db
def test_an_action_runs_inside_a_rolled_back_test():
    _register(email="ines@example.org")
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_the_application_role_can_not_make_tables():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE foretaste_app")
        cursor.execute(
            "SELECT has_schema_privilege('public', 'CREATE'), has_table_privilege('accounts_person', 'INSERT')"
        )
        assert cursor.fetchone() == (False, True)
