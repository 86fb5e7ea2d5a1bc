"""Each of the twelve guarantees, broken in the data with every trigger off: the audit's line for it says so."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Organization
from foretaste.insights.models import PublishedRecord
from foretaste.money import audit, providers
from foretaste.money.models import FundingOrder, ProviderOperation
from foretaste.trials import actions as trials
from tests import at_state
from tests.at_state import Plan
from tests.jobs import run_all_jobs
from tests.worlds import make_application

pytestmark = pytest.mark.django_db
PLAN = Plan()

TAMPERINGS: list[tuple[int, str]] = [
    (1, 'UPDATE trials_trialday SET "on" = "on" + 10 WHERE number = 3'),
    (1, 'UPDATE opportunities_opportunityday SET "on" = "on" + 10 WHERE number = 3'),
    (2, "UPDATE ledger_account SET balance = balance - 1 WHERE kind = 'seat:held' AND balance > 0"),
    (2, "UPDATE trials_trialday SET pay_minor = pay_minor + 1 WHERE number = 3"),
    (3, "DELETE FROM ledger_entry WHERE transfer_id IN (SELECT id FROM ledger_transfer WHERE movement = 'earn_day')"),
    (3, "UPDATE trials_trialday SET checked_in_at = now(), method = 'self' WHERE number = 3"),
    (4, "UPDATE money_settlement SET settled_at = settled_at + interval '1 second'"),
    (4, "UPDATE trials_trialhistory SET role = 'recruiter' WHERE transition = 'exit'"),
    (5, "UPDATE trials_trial SET exit_bonus_minor = '[42000, 0, 0]'"),
    (5, "UPDATE money_settlement SET fee_minor = fee_minor + 1"),
    (6, "UPDATE opportunities_seat SET state = 'funded' WHERE state = 'taken'"),
    (6, "UPDATE trials_trial SET carries_bonus = false"),
    (7, "UPDATE money_settlement SET ending = 'early_end'"),
    (7, "UPDATE trials_trial SET held_minor = 5"),
    (8, "UPDATE trials_checkpoint SET sealed = 'more'"),
    (8, "UPDATE evaluations_exchange SET closes_at = closes_at - interval '30 days'"),
    (9, 'UPDATE insights_publishedrecord SET "on" = "on" + 1'),
    (10, "UPDATE ledger_entry SET amount = amount + 1 WHERE id = (SELECT max(id) FROM ledger_entry)"),
    (10, "UPDATE trials_trial SET back_minor = back_minor + 1"),
    (11, "UPDATE money_wagefloor SET source = '' WHERE country = 'GB'"),
    (11, "UPDATE trials_trial SET terms = jsonb_set(terms, '{wage_floor,least_daily_minor}', '[14001, 14001, 14001]')"),
    (12, "UPDATE opportunities_application SET answer_due_at = answer_due_at - interval '60 days'"),
]


def broken() -> dict[int, str]:
    """Return the guarantees that do not hold, and what their lines say."""
    return {line.guarantee: str(line) for line in audit.audit() if not line.holds}


@pytest.fixture
def lived(hedy: Actor, ines: Actor, otto: Actor, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ines left on day one; Otto waits for an answer; a record was published."""
    clock.move_to(PLAN.posted_at)
    trial = at_state.under_way(hedy, ines, PLAN)
    trials.seal_checkpoint(trial_id=trial.public_id, day=1, mark="more", by=ines, at=PLAN.at(1, "10:00"))
    at_state.leave(trial, ines, PLAN.at(1, "11:00"))
    clock.move_to(PLAN.at(1, "11:05"))
    make_application(at_state.posting(hedy, Plan(first_on=PLAN.first_on + dt.timedelta(days=21))), otto, clock.now)
    company = Organization.objects.get(pk=hedy.organization_id)
    PublishedRecord.objects.create(organization=company, on=dt.date(2026, 2, 1), interns=5, figures={})
    run_all_jobs("core.deliver")
    monkeypatch.setattr(providers, "provider", FundedByHand)


class FundedByHand:
    """The bank of a world that was funded past it: what it has on its list is what we were told."""

    name = "sandbox"  # kept on this instance, so that each audit reads its whole list

    def list_money(self, since: dt.datetime) -> list[SimpleNamespace]:
        charges = {row.subject_id: row.pk for row in ProviderOperation.objects.filter(kind="charge")}
        return [
            SimpleNamespace(operation_id=charges[order.public_id], amount_minor=order.received_minor)
            for order in FundingOrder.objects.all()
        ]


def tamper(sql: str) -> int:
    """Change rows past every trigger; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE money_settlement DROP CONSTRAINT a_settlement_splits_the_fund_to_the_cent")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        changed: int = cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = origin")
    return changed


def test_every_guarantee_has_its_line_and_its_tamperings() -> None:
    """Twelve, no fewer: in the audit, in the rules people read, and here."""
    from foretaste.web.pages.rules import CURRENT

    twelve = list(range(1, 13))
    assert sorted(audit.GUARANTEES) == twelve
    assert [line.guarantee for line in audit.audit()] == twelve
    assert all(line.findings for line in audit.audit())
    assert [rule.number for rule in CURRENT.rules] == twelve
    assert sorted({guarantee for guarantee, _sql in TAMPERINGS}) == twelve


def test_untouched_data_holds_all_twelve(lived: None) -> None:
    assert broken() == {}


@pytest.mark.parametrize(("guarantee", "sql"), TAMPERINGS)
def test_a_broken_guarantee_is_named(lived: None, guarantee: int, sql: str) -> None:
    assert tamper(sql) > 0
    said = broken()
    assert guarantee in said
    assert said[guarantee].startswith(f"{guarantee} ")
    assert "BROKEN" in said[guarantee]
    assert audit.run_audit(lambda line: None) == 1
