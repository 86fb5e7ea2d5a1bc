"""What happened stays written: hostile SQL against every table of history, as the owner and as the application."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from foretaste.accounts.actors import Actor
from foretaste.opportunities import actions as opportunities
from foretaste.opportunities.models import Opportunity, OpportunityHistory
from tests import at_state
from tests.at_state import Plan

ROLE = "foretaste_app"
TABLES = (
    "trials_trialhistory",
    "opportunities_opportunityhistory",
    "opportunities_seathistory",
    "opportunities_applicationhistory",
    "opportunities_offerhistory",
)
ATTACKS = (
    "UPDATE {} SET note = 'other'",
    "UPDATE {} SET at = at - interval '1 day', actor_id = NULL",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
)


def rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return cursor.fetchall()


def attack(statement: str, role: str = "") -> DatabaseError:
    """Run hostile SQL; return how the database refused it."""

    def run() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing is pending that would refuse instead
            if role:
                cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute(statement)

    with pytest.raises(DatabaseError) as refusal:
        run()
    return refusal.value


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ATTACKS)
def test_not_even_the_owner_changes_what_happened(hedy: Actor, ines: Actor, table: str, statement: str) -> None:
    at_state.left(hedy, ines)
    before = rows(table)
    refused = attack(statement.format(table))
    assert isinstance(refused.__cause__, psycopg.errors.RestrictViolation)
    assert "is append-only" in str(refused)
    assert before
    assert rows(table) == before


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ATTACKS)
def test_the_application_has_no_right_to(hedy: Actor, ines: Actor, table: str, statement: str) -> None:
    at_state.left(hedy, ines)
    before = rows(table)
    refused = attack(statement.format(table), ROLE)
    of_a_draft = table in ("opportunities_opportunityhistory", "opportunities_seathistory")
    by_trigger = of_a_draft and statement.startswith("DELETE")
    expected = psycopg.errors.RestrictViolation if by_trigger else psycopg.errors.InsufficientPrivilege
    assert isinstance(refused.__cause__, expected)
    assert rows(table) == before


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["ALTER TABLE {} DISABLE TRIGGER ALL", "DROP TRIGGER history_rows_stay ON {}"])
def test_the_application_cannot_switch_the_guard_off(db: None, table: str, statement: str) -> None:
    refused = attack(statement.format(table), ROLE)
    assert isinstance(refused.__cause__, psycopg.errors.InsufficientPrivilege)


def test_the_application_adds_to_it(hedy: Actor, ines: Actor) -> None:
    trial = at_state.agreed(hedy, ines)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        cursor.execute(
            "INSERT INTO trials_trialhistory (trial_id, transition, from_state, to_state, ending, at, role, note)"
            " VALUES (%s, 'start_first_day', 'agreed', 'under_way', '', now(), 'intern', '')",
            [trial.pk],
        )
        cursor.execute("SET LOCAL ROLE NONE")
    assert trial.history.count() == 2


def test_a_draft_that_never_held_money_goes_with_what_it_wrote(hedy: Actor) -> None:
    at = Plan().posted_at
    draft = opportunities.draft_opportunity(title="Never mind", by=hedy, at=at)
    assert OpportunityHistory.objects.count() == 1
    opportunities.discard_draft(opportunity_id=draft.public_id, by=hedy, at=at)
    assert (Opportunity.objects.count(), OpportunityHistory.objects.count()) == (0, 0)
