"""What a company hands to its payroll: the exact table, nothing else in it, and for its own people alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.money import actions
from foretaste.money.models import PayrollDue
from tests import at_state
from tests.at_state import Plan

PLAN = Plan(engagement="employee")


@pytest.mark.django_db(transaction=True)
def test_the_payroll_gets_exactly_this_table(hedy: Actor, ines: Actor, otto: Actor, client: Client, clock: Any) -> None:
    clock.move_to(PLAN.posted_at)
    at_state.left(hedy, ines, PLAN, days=2)
    due = PayrollDue.objects.get()
    client.force_login(Person.objects.get(pk=hedy.person_id))
    clock.move_to(PLAN.at(3, "12:00"))
    answer = client.get("/company/money/payroll.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="payroll.csv"'
    due_on = due.due_at.date().isoformat()
    head = "reference,intern,trial,currency,gross,due,confirmed,pay slip\r\n"
    title = "Find out why the sensors drift"
    gross = "350.00"  # two days of 140 and the goodbye bonus of day 2
    assert answer.content.decode("utf-8-sig") == (
        f"{head}{due.public_id},Ines Brandt,{title},EUR,{gross},{due_on},,\r\n"
    )
    at = PLAN.at(3, "12:00") + dt.timedelta(days=1)
    actions.confirm_payroll(due_id=due.public_id, note="=SLIP-7", by=hedy, at=at)
    clock.move_to(at)
    answer = client.get("/company/money/payroll.csv")
    said = answer.content.decode("utf-8-sig").splitlines()[1]
    assert said == f"{due.public_id},Ines Brandt,{title},EUR,{gross},{due_on},{at.date().isoformat()},'=SLIP-7"
    client.force_login(Person.objects.get(pk=otto.person_id))
    assert client.get("/company/money/payroll.csv").status_code == 404
