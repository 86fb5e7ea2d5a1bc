"""A company's statement never says anything of the intern's bank account: whether there is one, or what it did."""

import re

import pytest

from foretaste.accounts.models import Person
from foretaste.money import actions, queries
from foretaste.money.models import Payout
from tests import at_state

pytestmark = pytest.mark.django_db
IBAN = "DE89370400440532013000"
STATES = list(Payout.State)
FORM_TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|x-csrftoken": ")[0-9A-Za-z]{64}')
SENTENCE = "What the intern has earned is theirs."


def of_company(trial, hedy):
    statement = queries.statement_of(trial.public_id, hedy)
    rows = [(line.kind, line.label, line.amount, line.day_number, line.on) for line in statement.lines]
    sums = (statement.paid, statement.fee, statement.back, statement.held)
    payroll = [(due.amount_minor, due.payer) for due in statement.payroll]
    return rows, sums, statement.payouts, statement.sentence, payroll


def save_account(ines, at):
    actions.save_payout_account(holder="Ines Brandt", country="DE", number=IBAN, by=ines, at=at)


def test_with_and_without_an_account_it_is_the_same(hedy, ines):
    trial = at_state.left(hedy, ines)
    before = of_company(trial, hedy)
    assert queries.statement_of(trial.public_id, ines).payouts[0].state == "needs_account"
    save_account(ines, trial.ended_at)
    actions.send_payout(payout_id=Payout.objects.get().public_id, at=trial.ended_at)
    assert queries.statement_of(trial.public_id, ines).payouts[0].state == "sent"
    assert of_company(trial, hedy) == before


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_of_a_payout_it_is_the_same(hedy, ines, state):
    trial = at_state.left(hedy, ines)
    Payout.objects.update(state=state)
    _rows, _sums, payouts, sentence, _payroll = of_company(trial, hedy)
    assert (payouts, sentence) == ([], SENTENCE)
    assert len(queries.statement_of(trial.public_id, ines).payouts) == 1


@pytest.mark.parametrize("state", STATES)
def test_no_page_or_answer_of_the_company_tells(hedy, ines, client, clock, state):
    clock.move_to(at_state.Plan().at(1, "12:00"))
    trial = at_state.left(hedy, ines)
    save_account(ines, clock.now)
    client.force_login(Person.objects.get(pk=hedy.person_id), backend="django.contrib.auth.backends.ModelBackend")

    def told():
        return [
            FORM_TOKEN.sub(b"", client.get(path).content)
            for path in (f"/company/trials/{trial.public_id}/", "/company/money/", "/company/")
        ]

    before = told()
    Payout.objects.update(state=state)
    assert told() == before
    assert not any(b"ending 3000" in page for page in before)
