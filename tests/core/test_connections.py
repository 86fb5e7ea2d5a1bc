"""Connections ask the server less than Django's do, and notice as well that a server has gone."""

import psycopg
import pytest
from django.db import NotSupportedError, OperationalError, connection, connections

from foretaste.core import reading
from foretaste.core.postgresql.base import SILENCE_IS_TRUSTED_FOR, DatabaseWrapper, PreparedCursor

ASKED = "SELECT %s::int + 1"


@pytest.fixture
def own(transactional_db):
    """Return a connection beside the test's own, as a web process holds one, and close it afterwards."""
    made = connections.create_connection("default")
    made.health_check_enabled = True
    made.ensure_connection()
    yield made
    made.close()


def asks(wrapper, monkeypatch):
    """Note what the wrapper asks the server only to see whether it lives."""
    asked = []
    usable = wrapper.is_usable
    monkeypatch.setattr(wrapper, "is_usable", lambda: asked.append(1) or usable())
    return asked


def backend_of(wrapper):
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_it_is_the_backend_of_every_settings_module(db):
    assert isinstance(connections["default"], DatabaseWrapper)
    assert connection.vendor == "postgresql"


def test_a_silent_connection_is_used_without_a_question(own, monkeypatch):
    asked = asks(own, monkeypatch)
    own.health_check_done = False
    same = backend_of(own)
    assert (asked, own.health_check_done) == ([], True)
    assert backend_of(own) == same


def test_one_that_lay_idle_for_long_is_asked(own, monkeypatch):
    """A firewall or a machine that took another's place drops a connection without a word to this side."""
    asked = asks(own, monkeypatch)
    same = backend_of(own)
    own.used_at -= SILENCE_IS_TRUSTED_FOR + 1
    own.health_check_done = False
    assert (backend_of(own), asked) == (same, [1])
    own.health_check_done = False
    assert (backend_of(own), asked) == (same, [1])


@pytest.fixture
def word(own):
    """Return what reads a word of a table by a statement that is kept, and what a migration does to the word."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept_words (word varchar(5)); INSERT INTO kept_words VALUES ('bolts')")

    def read():
        with own.prepared_cursor() as cursor:
            cursor.execute("SELECT word FROM kept_words")
            return cursor.fetchall()

    def lengthen():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE kept_words ALTER word TYPE varchar(9)")

    yield read, lengthen
    own.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kept_words")


def test_a_migration_that_changes_a_column_is_no_error_of_who_is_served_meanwhile(word):
    """PostgreSQL refuses a kept plan whose result has changed: the statement is planned anew."""
    read, lengthen = word
    assert read() == [("bolts",)]
    lengthen()
    assert read() == [("bolts",)]


def test_inside_a_transaction_it_is_one_error_and_over_with_it(word, own):
    read, lengthen = word
    assert read() == [("bolts",)]
    lengthen()
    own.set_autocommit(False)
    with pytest.raises(NotSupportedError):
        read()
    own.rollback()
    assert read() == [("bolts",)]
    own.rollback()
    own.set_autocommit(True)


def test_a_connection_that_the_server_has_ended_is_made_anew(own, monkeypatch):
    old = backend_of(own)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [old])
    asked = asks(own, monkeypatch)
    own.health_check_done = False
    assert backend_of(own) != old
    assert asked == [1]


def test_a_connection_that_was_closed_here_is_made_anew(own):
    own.connection.close()
    own.health_check_done = False
    assert backend_of(own)


def test_without_health_checks_an_ended_connection_is_an_error(own):
    """What the two before show is the check's doing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend_of(own)])
    own.health_check_done = True
    with pytest.raises(OperationalError):
        backend_of(own)


@pytest.mark.django_db
def test_a_text_is_planned_once_for_all_values_of_a_kind():
    assert [reading.found(ASKED, [number]) for number in (1, 2, 3, 40_000)] == [[(2,)], [(3,)], [(4,)], [(40_001,)]]
    kept = reading.found(
        "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement = %s ORDER BY prepare_time",
        ["SELECT $1::int + 1"],
    )
    assert kept == [(3,), (1,)]  # short numbers, and longer ones


@pytest.mark.django_db
def test_its_statements_are_noted_with_their_values(django_assert_num_queries):
    with django_assert_num_queries(1) as noted:
        reading.found(ASKED, [7])
    assert noted.captured_queries[0]["sql"] == "SELECT 7::int + 1"


@pytest.mark.django_db
def test_nothing_else_is_kept_by_the_server():
    with connection.cursor() as cursor:
        for _ in range(10):
            cursor.execute("SELECT 'asked ten times'")
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%ten times%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_an_error_is_djangos_and_what_is_kept_outlives_a_rollback():
    from django.db import DataError, transaction

    with pytest.raises(DataError), transaction.atomic():
        reading.found("SELECT 1 / %s", [0])
    assert reading.found("SELECT 4 / %s", [2]) == [(2,)]


def test_a_cursor_may_still_be_told_not_to_keep(own):
    with PreparedCursor(own.connection) as cursor:
        assert cursor.execute("SELECT 'once'", prepare=False).fetchone() == ("once",)
        assert isinstance(cursor, psycopg.Cursor)
        kept = cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT ''once'''")
        assert kept.fetchone() == (0,)
