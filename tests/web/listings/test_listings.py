"""Pages of what comes from elsewhere: labelled, without the promise, private where it is private."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.matching.asking import in_words, read
from foretaste.opportunities.models import Opportunity
from foretaste.syndication import actions
from foretaste.syndication.clock import tell_the_search
from foretaste.syndication.inbound.listing import Employment, Listing, Pay, Per, Place
from foretaste.syndication.inbound.prose import body_of
from foretaste.syndication.models import ImportedListing, ListingReport, Source
from tests.jobs import run_all_jobs
from tests.small_world import known_wages
from tests.worlds import make_company, make_published_opportunity


def in_the_search(now: dt.datetime) -> str:
    """Return the list of what is found elsewhere, once the search has heard of it."""
    tell_the_search(now)
    return Client().get("/opportunities/?source=elsewhere").text


def a_listing(**fields: object) -> Listing:
    body, text = body_of("<p>Two days in the workshop.</p><script>alert(1)</script><img src=x onerror=alert(2)>")
    known = {
        "key": "7",
        "url": "https://halden.example/careers/7",
        "title": "Paid trial days, workshop",
        "company": "Halden Instruments",
        "body": body,
        "text": text,
        "place": Place(words="Berlin, Germany", city="Berlin", country="DE"),
        "employment": Employment.INTERN,
    }
    return Listing(**{**known, **fields})


@pytest.fixture
def source(hedy, now) -> Source:
    return actions.add_source(address="https://halden.example/careers", by=hedy, at=now)


@pytest.fixture
def listed(source, now):
    def take_in(**fields: object) -> ImportedListing:
        actions.take_in_reading(source_id=source.pk, listings=[a_listing(**fields)], at=now)
        return ImportedListing.objects.get()

    return take_in


def test_a_listing_says_where_it_is_from_and_what_nobody_knows(clock, listed):
    listing = listed()
    page = Client().get(f"/listings/{listing.public_id}/").content.decode()
    assert "This is not one of our trials. It stands at halden.example." in page
    assert "Pay unknown." in page
    assert "Leaving unknown." in page
    assert "It is called “Paid trial day”" in page or "It is called “Paid trial days”" in page
    assert "It lasts 2 days" in page
    assert 'href="https://halden.example/careers/7" rel="noopener noreferrer nofollow"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "application/ld+json" not in page
    assert "<p>Two days in the workshop.</p>" in page
    assert "alert(" not in page
    for promise in ("A day you start is a day you are paid", "held since", "Ask for this trial"):
        assert promise not in page


def test_stated_pay_is_said_to_be_theirs(clock, listed):
    listing = listed(pay=Pay(least_minor=12_000, most_minor=15_000, currency="EUR", per=Per.DAY))
    page = Client().get(f"/listings/{listing.public_id}/").content.decode()
    assert "They say they pay €120.00 to €150.00 a day. Nobody has set it aside here." in page.replace("\n", " ")


def test_a_title_is_text_whatever_it_holds(clock, listed):
    listing = listed(title='Trial day "><script>alert(3)</script>')
    page = in_the_search(clock.now)
    assert listing.title.startswith("Trial day")
    assert "<script>alert" not in page


def test_the_list_of_what_is_elsewhere_is_the_search_s_and_its_old_address_leads_there(clock, listed):
    listed()
    known_wages()
    own = make_published_opportunity(make_company("Roth Optik", clock.now, founder="Rhea Roth"), clock.now)
    run_all_jobs()
    assert "Paid trial days, workshop" in in_the_search(clock.now)
    assert own.title not in in_the_search(clock.now)
    assert "None of it carries our promise" in in_the_search(clock.now)
    assert "our own trial" not in in_the_search(clock.now)
    answer = Client().get("/listings/")
    assert (answer.status_code, answer["Location"]) == (301, "/opportunities/?source=elsewhere")
    here = Client().get("/opportunities/?source=here").text
    assert own.title in here
    assert "Paid trial days, workshop" not in here
    assert "None of it carries our promise" not in here
    both = Client().get("/opportunities/").text
    assert 'href="?source=elsewhere"' in both
    assert 'href="?source=here"' in both
    assert in_words(read("?source=elsewhere").question) == "on other boards and career pages"
    assert read("?source=nowhere").left_out == (("source", "nowhere"),)


def test_what_is_longer_is_in_no_list_but_the_source_s_own(clock, hedy, source, listed, signed_in):
    listed(title="Mechanical engineer", body="", text="Permanent position.")
    assert "Mechanical engineer" not in in_the_search(clock.now)
    assert "Mechanical engineer" in signed_in(hedy).get(f"/company/sources/{source.public_id}/").content.decode()


def test_a_company_starts_its_own_draft_from_its_listing(clock, hedy, otto, listed, signed_in):
    listing = listed()
    answer = signed_in(hedy).post(f"/listings/{listing.public_id}/draft")
    draft = Opportunity.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/company/opportunities/{draft.public_id}/describe")
    assert (draft.title, draft.brief) == ("Paid trial days, workshop", "Two days in the workshop.")
    assert (draft.city, draft.country, draft.state) == ("Berlin", "DE", "draft")
    assert signed_in(otto).post(f"/listings/{listing.public_id}/draft").status_code == 404
    assert Opportunity.objects.count() == 1


def test_another_company_s_listing_is_no_draft_of_ours(clock, listed, signed_in, now):
    from tests.worlds import make_company

    listing = listed()
    rhea = make_company("Roth Optik", now, founder="Rhea Roth")
    assert signed_in(rhea).post(f"/listings/{listing.public_id}/draft").status_code == 404
    assert Opportunity.objects.count() == 0


def test_a_report_reaches_the_operator_who_hides_the_listing(clock, ines, odile, listed, signed_in):
    listing = listed()
    client = signed_in(ines)
    assert client.post(f"/listings/{listing.public_id}/reports", {"reason": "unpaid"}).status_code == 303
    again = client.post(f"/listings/{listing.public_id}/reports", {"reason": "fraud"})
    assert (again.status_code, ListingReport.objects.count()) == (422, 1)
    desk = signed_in(odile)
    assert "It is unpaid" in desk.get("/operator/sources/").content.decode()
    desk.post(f"/operator/listings/{listing.public_id}/hiding", {"because": ""})
    assert Client().get(f"/listings/{listing.public_id}/").status_code == 200, "hidden with a reason only"
    desk.post(f"/operator/listings/{listing.public_id}/hiding", {"because": "Unpaid work"})
    assert Client().get(f"/listings/{listing.public_id}/").status_code == 404
    assert "Paid trial days" not in in_the_search(clock.now)
    assert "It is unpaid" not in desk.get("/operator/sources/").content.decode()


def test_a_visitor_signs_in_to_report(clock, listed):
    listing = listed()
    answer = Client().post(f"/listings/{listing.public_id}/reports", {"reason": "unpaid"})
    assert answer["Location"] == f"/account/login/?next=/listings/{listing.public_id}/"
    assert ListingReport.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ftp://halden.example/jobs", "Only addresses that begin with http:// or https:// can be read."),
        ("not an address", "This is no web address."),
        ("https://me:secret@halden.example/", "An address with a name or password in it is not read."),
        ("https://www.linkedin.com/company/acme/jobs", "This board lets no one read it."),
        ("https://de.indeed.com/jobs", "This board lets no one read it."),
    ],
)
def test_an_address_that_can_t_be_a_source_is_refused(clock, hedy, signed_in, address, says):
    answer = signed_in(hedy).post("/company/sources/", {"address": address})
    assert (answer.status_code, Source.objects.count()) == (422, 0)
    assert says in answer.content.decode()


def test_a_company_adds_its_board_and_has_it_read_again_after_a_while(clock, hedy, signed_in):
    client = signed_in(hedy)
    answer = client.post("/company/sources/", {"address": "https://boards.greenhouse.io/halden"})
    source = Source.objects.get()
    assert answer["Location"] == f"/company/sources/{source.public_id}/"
    assert (source.kind, source.address, source.next_read_at) == ("greenhouse", "halden", clock.now)
    assert client.post("/company/sources/", {"address": "boards.greenhouse.io/halden"}).status_code == 422
    actions.note_failed_reading(source_id=source.pk, why="gone", at=clock.now)
    page = client.get(f"/company/sources/{source.public_id}/").content.decode()
    assert "There is nothing at this address any more." in page
    client.post(f"/company/sources/{source.public_id}/reading")
    source.refresh_from_db()
    assert source.next_read_at == clock.now + dt.timedelta(hours=6), "it was tried a moment ago"
    clock.move_on(minutes=10)
    client.post(f"/company/sources/{source.public_id}/reading")
    source.refresh_from_db()
    assert source.next_read_at == clock.now
    run_all_jobs("core")


def test_a_stopped_source_closes_what_it_showed(clock, hedy, source, listed, signed_in):
    listed()
    signed_in(hedy).post(f"/company/sources/{source.public_id}/stop")
    source.refresh_from_db()
    assert (source.paused_at, source.next_read_at) == (clock.now, None)
    assert "Paid trial days" not in in_the_search(clock.now)
    assert ImportedListing.objects.get().closed_at is not None


TABLE = b"title,company,job_url,description\nPaid trial days,Halden,https://halden.example/9,Two days with us\n"


def a_file(content: bytes = TABLE) -> SimpleUploadedFile:
    return SimpleUploadedFile("jobs.csv", content)


def test_an_operator_s_file_is_listed_for_everyone(clock, odile, signed_in):
    desk = signed_in(odile)
    answer = desk.post("/operator/sources/files", {"called": "Campus list", "file": a_file()})
    assert (answer.status_code, answer["Location"]) == (303, "/operator/sources/")
    source = Source.objects.get()
    assert (source.kind, source.name, source.health, source.listings_count) == ("file", "Campus list", "live", 1)
    assert "From halden.example" in in_the_search(clock.now)
    desk.post(f"/operator/sources/{source.public_id}/stop")
    assert "Paid trial days" not in in_the_search(clock.now)
    clock.move_on(minutes=1)
    desk.post("/operator/sources/files", {"called": "Campus list", "file": a_file()})
    assert Source.objects.get().paused_at is None
    assert "Paid trial days" in in_the_search(clock.now)


@pytest.mark.parametrize(
    ("called", "content", "says"),
    [
        ("", TABLE, "Say what it is called"),
        ("List", b"[]", "There is no job in it."),
        ("List", b"no,known,column\n1,2,3\n", "This is no table with a header that we know."),
    ],
)
def test_a_file_that_cannot_be_listed_leaves_nothing(clock, odile, signed_in, called, content, says):
    answer = signed_in(odile).post("/operator/sources/files", {"called": called, "file": a_file(content)})
    assert answer.status_code == 422
    assert says in answer.text
    assert (Source.objects.count(), ImportedListing.objects.count()) == (0, 0)


def test_nobody_but_an_operator_lists_a_file(clock, hedy, otto, odile):
    for by in (hedy, otto):
        with pytest.raises(NotFound):
            actions.share_file(name="List", listings=[a_listing()], by=by, at=clock.now)
    for name, listings in ((" ", [a_listing()]), ("List", [])):
        with pytest.raises(NotAcceptable):
            actions.share_file(name=name, listings=listings, by=odile, at=clock.now)
    assert (Source.objects.count(), ImportedListing.objects.count()) == (0, 0)


def test_what_a_recruiter_brought_themselves_can_start_a_draft(clock, hedy, otto, signed_in):
    for who in (hedy, otto):
        signed_in(who).post("/me/listings/files", {"file": a_file()})
    hers, his = (ImportedListing.objects.get(person_id=who.person_id) for who in (hedy, otto))
    assert "Start a trial of your own from it" not in signed_in(otto).get(f"/listings/{his.public_id}/").text
    assert signed_in(otto).post(f"/listings/{his.public_id}/draft").status_code == 404
    assert signed_in(hedy).post(f"/listings/{his.public_id}/draft").status_code == 404
    assert not Opportunity.objects.exists()
    assert "Start a trial of your own from it" in signed_in(hedy).get(f"/listings/{hers.public_id}/").text
    assert signed_in(hedy).post(f"/listings/{hers.public_id}/draft").status_code == 303
    draft = Opportunity.objects.get()
    assert (draft.title, draft.brief, draft.state) == ("Paid trial days", "Two days with us", "draft")
