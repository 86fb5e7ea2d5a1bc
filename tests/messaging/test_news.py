"""A day begins, a file is handed over, money arrives: told to the one it concerns, through the queue."""

import pytest
from django.db import transaction

from foretaste.core.clock import run_sweeps
from foretaste.core.events import publish
from foretaste.messaging.models import OutboxMail
from foretaste.money import actions as money
from foretaste.money import outgoing
from foretaste.money.events import ChargeDisputed, PaymentWasConverted, TransferIsShort
from foretaste.money.models import FundingOrder, PayrollDue, ProviderOperation, Refund
from foretaste.money.providers.base import Outcome, Word
from foretaste.opportunities.events import OpportunityAwaitsConfirmation
from foretaste.opportunities.models import Opportunity
from foretaste.trials import actions as trials
from tests import at_state
from tests.at_state import Plan
from tests.worlds import make_published_opportunity

pytestmark = pytest.mark.django_db


def mails(kind):
    return {(mail.to, mail.subject) for mail in OutboxMail.objects.filter(kind=kind)}


def lived(hedy, ines, clock, **plan):
    plan = Plan(**plan)
    trial = at_state.agreed(hedy, ines, plan)
    at = clock.move_to(plan.at(1, "09:00"))
    trials.check_in(trial_id=trial.public_id, day=1, by=ines, at=at)
    return trial


def test_a_day_that_begins_tells_the_intern_alone_that_its_pay_is_theirs(hedy, ines, clock, run_jobs):
    lived(hedy, ines, clock)
    run_jobs("core.deliver")
    assert mails("day_started") == {("ines@example.org", "Day 1 has begun: €140.00 is yours")}
    assert "Monday 9 March, 09:00 (Berlin time)" in OutboxMail.objects.get(kind="day_started").text


def test_a_deliverable_reaches_the_host_and_not_the_one_who_sent_it(hedy, ines, clock, run_jobs):
    trial = lived(hedy, ines, clock)
    content = b"What drifts, and why.\n"
    trials.upload_deliverable(
        trial_id=trial.public_id, name="drift.txt", content=content, note="My page", by=ines, at=clock.now
    )
    run_jobs("core.deliver")
    assert {to for to, _ in mails("deliverable_uploaded")} == {"hedy@example.org"}
    text = OutboxMail.objects.get(kind="deliverable_uploaded").text
    assert "drift.txt" in text
    assert "“My page”" in text
    assert "What drifts" not in text


def test_what_the_payroll_paid_is_told_to_the_intern(hedy, ines, clock, run_jobs):
    trial = lived(hedy, ines, clock, days=1, engagement="employee")
    at = clock.move_on(hours=1)
    left = {"trial_id": trial.public_id, "by": ines, "at": at}
    trials.exit_trial(expected_minor=14000, **left)
    money.confirm_payroll(due_id=PayrollDue.objects.get().public_id, by=hedy, at=clock.now)
    run_jobs("core.deliver")
    assert mails("payroll_confirmed") == {("ines@example.org", "The payroll has paid you €140.00, before tax")}


def test_a_refund_that_arrives_is_told_to_the_company_s_finance(hedy, ines, clock, run_jobs):
    trial = lived(hedy, ines, clock)
    trials.exit_trial(trial_id=trial.public_id, expected_minor=21000, by=ines, at=clock.move_on(hours=1))
    run_sweeps(clock.move_on(hours=25))
    money.send_refund(refund_id=Refund.objects.get().public_id, at=clock.now)
    operation = ProviderOperation.objects.get(kind="refund")
    with transaction.atomic():
        outgoing.note_refund(operation, Outcome(word=Word.SUCCEEDED), at=clock.now)
    run_jobs("core.deliver")
    assert Refund.objects.get().state == Refund.State.ARRIVED
    assert mails("refund_arrived") == {("hedy@example.org", "€231.00 has come back to you")}


def test_the_operator_is_told_that_a_pay_waits_for_a_word(hedy, ines, odile, clock, run_jobs):
    posting = at_state.posting(hedy, Plan())
    publish(OpportunityAwaitsConfirmation(opportunity_id=posting.public_id))
    run_jobs("core.deliver")
    title = Opportunity.objects.get().title
    assert mails("wage_to_confirm") == {("odile@example.org", f"A pay waits for your word: {title}")}


def order_of(hedy, clock):
    return FundingOrder.objects.get(
        seats__contains=[{"seat_id": make_published_opportunity(hedy, clock.now).seats.get().public_id}]
    )


def test_a_payment_asked_back_and_a_short_transfer_are_told_to_finance(hedy, clock, run_jobs):
    order = order_of(hedy, clock)
    with transaction.atomic():
        for _again in range(2):
            publish(
                ChargeDisputed(
                    dispute="dp_1",
                    order_id=order.public_id,
                    amount_minor=46200,
                    withdrawn_minor=46200,
                    fee_minor=1500,
                    currency="EUR",
                    reason="fraudulent",
                )
            )
        publish(TransferIsShort(order_id=order.public_id, missing_minor=200, currency="EUR"))
    run_jobs("core.deliver")
    assert mails("payment_asked_back") == {("hedy@example.org", "Your bank asks €462.00 back")}
    assert OutboxMail.objects.filter(kind="payment_asked_back").count() == 1
    assert {to for to, _ in mails("funding_is_short")} == {"hedy@example.org"}


def test_a_converted_payment_is_told_to_the_operator_alone(hedy, odile, clock, run_jobs):
    order = order_of(hedy, clock)
    with transaction.atomic():
        publish(
            PaymentWasConverted(
                order_id=order.public_id,
                amount_minor=46200,
                currency="EUR",
                settled_minor=50000,
                settled_currency="USD",
            )
        )
    run_jobs("core.deliver")
    assert {to for to, _ in mails("payment_was_converted")} == {"odile@example.org"}
    assert "USD" in OutboxMail.objects.get(kind="payment_was_converted").text
