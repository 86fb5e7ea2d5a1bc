"""The bank's page and the reconciliation's: from an uploaded statement to a released file, in two people's browsers."""

# ruff: noqa: F811 - fixtures are arguments
from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.money import reconciling
from foretaste.money.models import Difference, FundingOrder, PaymentFile, ProviderOperation, Refund, StatementEntry
from foretaste.money.providers.manual.references import creditor_reference, printed
from foretaste.web.company.views.funding import FundForm
from tests.money.bank_statements import COLUMNS, COMPANY_ACCOUNT, DAY, OWN_ACCOUNT, Booked, bulk, camt, comma, one_file
from tests.money.cast_of_money import World
from tests.money.conftest import manual_bank, two_people, world  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("manual_bank")
BANK = "operator:bank"


@pytest.fixture
def ordered(world: World, halden: Actor) -> FundingOrder:
    """Halden has ordered the money of a seat: 462.00."""
    from foretaste.accounts.queries import organization_of

    world.company = organization_of(halden).public_id
    order = world.order("bank_transfer")
    world.run_jobs()
    return order


def upload(client: Any, raw: bytes, **columns: str) -> Any:
    file = SimpleUploadedFile("day.xml", raw)
    return client.post(reverse(BANK), {"file": file, "currency": "EUR", **columns}, follow=True)


def test_a_statement_becomes_an_entry_that_is_confirmed_and_booked(
    ordered: FundingOrder,
    enter: Any,
    two_people: tuple[Actor, Actor],
) -> None:
    desk = enter(two_people[0])
    paid = Booked(46300, "B1", "Halden Instruments", COMPANY_ACCOUNT, creditor_reference(ordered.public_id))
    assert "1 new entry." in upload(desk, camt(paid)).content.decode()
    assert "0 new entries." in upload(desk, camt(paid)).content.decode()
    text = desk.get(reverse(BANK)).content.decode()
    assert "by reference, account" in text or "by reference" in text
    operation = re.search(r'name="operation" value="([0-9a-f-]+)"', text)
    assert operation is not None
    path = reverse("operator:settle_entry", args=[StatementEntry.objects.get().public_id])
    assert desk.post(path, {"operation": operation[1]}).status_code == 303
    ordered.refresh_from_db()
    assert (ordered.state, ordered.received_minor) == ("available", 46300)


def test_what_is_too_much_leaves_in_a_file_of_two_people(
    ordered: FundingOrder,
    world: World,
    enter: Any,
    two_people: tuple[Actor, Actor],
) -> None:
    odile, olaf = two_people
    upload(enter(odile), camt(Booked(46300, "B1", "Halden", COMPANY_ACCOUNT)))
    entry, charge = StatementEntry.objects.get(), ProviderOperation.objects.get(kind="charge")
    enter(odile).post(reverse("operator:settle_entry", args=[entry.public_id]), {"operation": str(charge.pk)})
    world.run_jobs()
    assert "Prepare a file in EUR" in enter(odile).get(reverse(BANK)).content.decode()
    enter(odile).post(reverse("operator:prepare_file"), {"currency": "EUR"})
    file = PaymentFile.objects.get()
    page, decide, fetch = (
        reverse("operator:bank_file", args=[file.public_id]),
        reverse("operator:decide_file", args=[file.public_id]),
        reverse("operator:fetch_file", args=[file.public_id, "xml"]),
    )
    assert "Release" not in enter(odile).get(page).content.decode()
    assert enter(odile).post(decide, {"how": "release"}).status_code == 303
    assert enter(odile).get(fetch).status_code == 409
    file.refresh_from_db()
    assert file.released_at is None
    assert "Release €1.00" in enter(olaf).get(page).content.decode()
    enter(olaf).post(decide, {"how": "release"})
    answer = enter(odile).get(fetch)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert COMPANY_ACCOUNT.encode() in answer.content


def test_a_file_that_is_no_statement_is_said_beside_the_field(enter: Any, odile: Actor) -> None:
    answer = upload(enter(odile), b"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>")
    assert answer.status_code == 422
    assert "document type" in answer.content.decode()
    assert not StatementEntry.objects.exists()


def test_the_columns_of_a_csv_are_filled_in_the_next_time(enter: Any, odile: Actor) -> None:
    upload(enter(odile), comma(Booked(-1250, name="The bank")), **COLUMNS)
    assert StatementEntry.objects.count() == 1
    assert 'value="Buchungstag"' in enter(odile).get(reverse(BANK)).content.decode()


def test_a_statement_missing_by_its_number_and_one_given_twice_are_said(enter: Any, odile: Actor) -> None:
    """Number 8 summed to nothing, so no balance misses it; the bank gave number 9 again, with another end."""
    desk, last = enter(odile), DAY + dt.timedelta(days=2)
    upload(desk, camt(Booked(500, "A"), number="7"))
    assert "missing" not in desk.get(reverse(BANK)).content.decode()
    upload(desk, camt(Booked(100, "B", on=last), opening=500, number="9"))
    text = desk.get(reverse(BANK)).content.decode()
    assert "the balance did not move, and yet a statement is missing" in text
    assert "By the bank’s count 1 statement is missing." in text
    assert "given a statement twice" not in text
    upload(desk, camt(Booked(100, "B", on=last), Booked(-30, "C", on=last), opening=500, number="9"))
    text = desk.get(reverse(BANK)).content.decode()
    assert "The bank has given a statement twice, and not alike." in text
    assert all(end in text for end in ("€5.70", "€6.00"))


def test_a_statement_left_out_inside_one_file_is_said_until_it_comes(enter: Any, odile: Actor) -> None:
    desk, last = enter(odile), DAY + dt.timedelta(days=2)
    first, third = camt(Booked(500, "A"), number="7"), camt(Booked(100, "B", on=last), opening=500, number="9")
    upload(desk, one_file(first, third))
    assert "By the bank’s count 1 statement is missing." in desk.get(reverse(BANK)).content.decode()
    between = DAY + dt.timedelta(days=1)
    second = camt(Booked(40, "C", on=between), Booked(-40, "D", on=between), opening=500, number="8")
    upload(desk, second)
    assert "missing" not in desk.get(reverse(BANK)).content.decode()


def test_an_entry_is_set_aside_with_a_note_only(enter: Any, odile: Actor) -> None:
    upload(enter(odile), camt(Booked(-1250, "FEE")))
    path = reverse("operator:settle_entry", args=[StatementEntry.objects.get().public_id])
    enter(odile).post(path, {"note": " "})
    assert StatementEntry.objects.get().settled_at is None
    enter(odile).post(path, {"note": "the bank's fee"})
    assert StatementEntry.objects.get().note == "the bank's fee"


def test_the_company_reads_where_to_transfer_to(ordered: FundingOrder) -> None:
    from django.template.loader import render_to_string

    from foretaste.money import banking

    told = banking.instructions_for(ordered)
    assert told is not None
    assert (told.number, told.reference) == (printed(OWN_ACCOUNT), printed(creditor_reference(ordered.public_id)))
    shown = {"stage": "to_pay", "transfer": told, "order": ordered, "amount": Amount(46200, "EUR")}
    text = render_to_string("company/posting/_funding.html", {**shown, "opportunity": {"public_id": "0" * 12}})
    assert told.reference in text
    assert [value for value, _ in FundForm().fields["method"].choices] == ["bank_transfer"]


def test_differences_are_shown_noted_and_fetched(
    ordered: FundingOrder,
    world: World,
    enter: Any,
    odile: Actor,
    clock: Any,
) -> None:
    upload(enter(odile), camt(Booked(-1250, "FEE", "The bank")))
    reconciling.run(at=world.at)
    reconciling.run(at=clock.move_on(days=2))
    found = Difference.objects.get()
    text = enter(odile).get(reverse("operator:reconciliation")).content.decode()
    assert "A movement at the provider that nothing here explains" in text
    enter(odile).post(
        reverse("operator:note_difference", args=[found.public_id]), {"state": "explained", "note": "the bank's fee"}
    )
    found.refresh_from_db()
    assert (found.state, found.owner_id) == ("explained", odile.person_id)
    assert "Nothing differs" in enter(odile).get(reverse("operator:reconciliation")).content.decode()
    fetched = b"".join(enter(odile).get(reverse("operator:reconciliation_report")).streaming_content).decode()
    assert "unknown_movement" in fetched


def test_a_gap_between_statements_is_said_and_a_whole_file_is_confirmed(
    ordered: FundingOrder, world: World, enter: Any, two_people: tuple[Actor, Actor]
) -> None:
    desk = enter(two_people[0])
    upload(desk, camt(Booked(46300, "B1", "Halden", COMPANY_ACCOUNT)))
    assert "leave something out" not in desk.get(reverse(BANK)).content.decode()
    upload(desk, camt(Booked(-500, "FEE", on=DAY + dt.timedelta(days=2)), opening=46000))
    said = desk.get(reverse(BANK)).content.decode()
    assert "3 March 2026 to 4 March 2026: the balance moved by -€3.00 that no entry here explains." in said
    upload(desk, camt(Booked(-300, "FEE", on=DAY + dt.timedelta(days=1)), opening=46300))
    assert "leave something out" not in desk.get(reverse(BANK)).content.decode()


def test_a_file_booked_as_one_is_offered_and_confirmed_on_the_page(
    ordered: FundingOrder, enter: Any, two_people: tuple[Actor, Actor], world: World
) -> None:
    odile, olaf = two_people
    desk = enter(odile)
    charge = ProviderOperation.objects.get(kind="charge")
    for bank_ref, amount in (("B1", 46250), ("B2", 50)):  # too much, twice: two refunds leave in one file
        upload(desk, camt(Booked(amount, bank_ref, "Halden", COMPANY_ACCOUNT)))
        entry = StatementEntry.objects.get(bank_ref=bank_ref)
        desk.post(reverse("operator:settle_entry", args=[entry.public_id]), {"operation": str(charge.pk)})
        world.run_jobs()
    desk.post(reverse("operator:prepare_file"), {"currency": "EUR"})
    file = PaymentFile.objects.get()
    assert (file.payments, file.total_minor) == (2, 100)
    decide = reverse("operator:decide_file", args=[file.public_id])
    enter(olaf).post(decide, {"how": "release"})
    desk = enter(odile)
    upload(desk, bulk(-100, 2, f"FT-{file.public_id.upper()}"))
    said = desk.get(reverse(BANK)).content.decode()
    assert "2 payments that the bank booked as one" in said
    assert "The file of 2 payments, released" in said
    entry = StatementEntry.objects.get(payments=2)
    desk.post(reverse("operator:settle_entry", args=[entry.public_id]), {"file": "0" * 12})
    assert StatementEntry.objects.get(pk=entry.pk).settled_at is None
    desk.post(reverse("operator:settle_entry", args=[entry.public_id]), {"file": file.public_id})
    world.run_jobs()
    assert [one.state for one in Refund.objects.all()] == ["arrived", "arrived"]
    assert "Every entry is settled" in desk.get(reverse(BANK)).content.decode()


def test_what_came_back_says_why_in_words(ordered: FundingOrder, enter: Any, odile: Actor) -> None:
    known, other = Booked(100, "R1", "Ines", reason="AC04"), Booked(100, "R2", "Ines", reason="XX99")
    upload(enter(odile), camt(known, other))
    said = enter(odile).get(reverse(BANK)).content.decode()
    assert "Came back: the account is closed (AC04)" in said
    assert "Came back: the bank gives no reason (XX99)" in said
