"""A payment that has not come is given up on its page: the draft is free again, and money that comes late goes back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from foretaste.core.jobs import run_waiting_jobs
from foretaste.money.models import FundingOrder, Refund, SeatFund
from foretaste.money.providers import sandbox
from foretaste.opportunities.models import Seat


def test_another_way_to_pay_is_chosen_and_the_late_transfer_goes_back(
    enter: Any, halden: Any, rival: Any, draft: Any, clock: Any
) -> None:
    client = enter(halden)
    client.post(reverse("company:fund", args=[draft.public_id]), {"method": "bank_transfer"})
    run_waiting_jobs()
    order = FundingOrder.objects.get()
    about = [draft.public_id, order.public_id]
    waits, give_up = reverse("company:funding", args=about), reverse("company:cancel_funding", args=about)
    assert "Give this payment up" in client.get(waits).text
    assert enter(rival).post(give_up).status_code == 404
    assert FundingOrder.objects.get().state == "started"

    assert "This payment is given up." in client.post(give_up, follow=True).text
    run_waiting_jobs()
    assert ({one.state for one in Seat.objects.all()}, FundingOrder.objects.get().state) == ({"unfunded"}, "cancelled")
    assert "Give this payment up" not in client.get(waits).text
    assert (
        'action="' + reverse("company:fund", args=[draft.public_id])
        in client.get(reverse("company:check", args=[draft.public_id])).text
    )

    client.post(reverse("company:fund", args=[draft.public_id]), {"method": "card"})
    run_waiting_jobs()
    sandbox.pay_by_transfer(ref=FundingOrder.objects.get(pk=order.pk).pay_url.split("/")[3], at=clock.now)
    clock.move_on(hours=3)
    sandbox.sweep(clock.now)
    run_waiting_jobs()
    assert [(one.order_id, one.why, one.amount_minor) for one in Refund.objects.all()] == [
        (order.pk, "late", order.amount_minor)
    ]
    paid = FundingOrder.objects.exclude(pk=order.pk).get()
    sandbox.pay_by_card(ref=paid.pay_url.split("/")[3], number=sandbox.GOOD_CARD, at=clock.now)
    run_waiting_jobs()
    assert {one.state for one in SeatFund.objects.filter(order=paid)} == {"funded"}


def test_what_was_paid_is_not_given_up(enter: Any, halden: Any, draft: Any, clock: Any, at: dt.datetime) -> None:
    client = enter(halden)
    client.post(reverse("company:fund", args=[draft.public_id]), {"method": "card"})
    run_waiting_jobs()
    order = FundingOrder.objects.get()
    sandbox.pay_by_card(ref=order.pay_url.split("/")[3], number=sandbox.GOOD_CARD, at=at)
    run_waiting_jobs()
    before = [(one.state, one.received_minor) for one in FundingOrder.objects.all()]
    about = [draft.public_id, order.public_id]
    assert "Give this payment up" not in client.get(reverse("company:funding", args=about)).text
    answer = client.post(reverse("company:cancel_funding", args=about), follow=True)
    assert "This payment is given up." not in answer.text
    assert [(one.state, one.received_minor) for one in FundingOrder.objects.all()] == before
    assert {one.state for one in Seat.objects.all()} == {"funded"}
