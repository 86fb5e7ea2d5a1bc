"""The page of thanks and contacts, for both sides; it is the same to the byte whether the other side has wished."""

from __future__ import annotations

import re

import pytest

from foretaste.evaluations.models import KeptContact, ThankYou
from tests import at_state


@pytest.fixture
def finished(hedy, ines, plan, clock, run_jobs):
    trial = at_state.completed(hedy, ines, plan)
    clock.move_to(plan.at(3, "17:30"))
    run_jobs()
    return trial


def page(client, trial) -> str:
    html = client.get(f"/trials/{trial.public_id}/farewell").content.decode()
    return re.sub(r"\b\w{64}\b", "", html)  # the token of its forms


def test_both_ways_through_the_pages(as_ines, signed_in, hedy, finished):
    address = f"/trials/{finished.public_id}/farewell"
    as_hedy = signed_in(hedy)
    assert address in as_ines.get(f"/trials/{finished.public_id}/left").content.decode()
    assert address in as_hedy.get(f"/company/trials/{finished.public_id}/").content.decode()
    before = page(as_hedy, finished), as_hedy.get(f"/company/trials/{finished.public_id}/").content
    assert as_ines.post(f"{address}/contact", {"contact": "<b>ines@away.example</b>"}).url == address
    after = page(as_hedy, finished), as_hedy.get(f"/company/trials/{finished.public_id}/").content
    assert before[0] == after[0]
    assert len(before[1]) == len(after[1])
    as_hedy.post(f"{address}/contact", {"contact": "Hedy, at the lab"})
    assert "Hedy, at the lab" in page(as_ines, finished)
    assert "&lt;b&gt;ines@away.example" in page(as_hedy, finished)
    assert "Hedy, at the lab" in as_ines.get("/contacts/").content.decode()
    assert as_ines.post(f"{address}/contact/back").url == address
    assert "ines@away.example" not in page(as_hedy, finished)


def test_after_the_ending_the_company_is_shown_no_address_that_was_not_kept(
    signed_in, hedy, ines, plan, clock, run_jobs
):
    trial = at_state.under_way(hedy, ines, plan)
    clock.move_to(plan.at(1, "10:00"))
    client, address = signed_in(hedy), f"/company/trials/{trial.public_id}/"
    assert "ines@example.org" in client.get(address).content.decode()
    at_state.leave(trial, ines, plan.at(1, "11:00"))
    clock.move_to(plan.at(1, "11:01"))
    run_jobs()
    assert "ines@example.org" not in client.get(address).content.decode()


def test_a_note_and_its_report(as_ines, signed_in, hedy, odile, finished):
    address = f"/trials/{finished.public_id}/farewell"
    assert signed_in(hedy).post(f"{address}/thanks", {"text": "Thank you!"}).url == address
    assert "Thank you!" in page(as_ines, finished)
    assert as_ines.post(f"{address}/report", {"text": ""}).status_code == 422
    assert as_ines.post(f"{address}/report", {"text": "Odd."}).url == address
    assert "You reported this note" in page(as_ines, finished)
    assert "reported" not in page(signed_in(hedy), finished).lower()
    assert "A note that I was sent" in signed_in(odile).get("/operator/reports/").content.decode()


def test_an_outsider_finds_nothing_and_changes_nothing(signed_in, otto, finished):
    client, address = signed_in(otto), f"/trials/{finished.public_id}/farewell"
    assert client.get(address).status_code == 404
    for what, data in (("thanks", {"text": "x"}), ("contact", {"contact": "x"}), ("report", {"text": "x"})):
        assert client.post(f"{address}/{what}", data).status_code == 404
    assert client.post(f"{address}/contact/back").status_code == 404
    assert (KeptContact.objects.count(), ThankYou.objects.count()) == (0, 0)
