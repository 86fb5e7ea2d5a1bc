"""What one brings for oneself: read, checked, and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foretaste.accounts.actors import VISITOR
from foretaste.accounts.models import Person
from foretaste.matching.models import Entry
from foretaste.matching.queries import listed_in_turn
from foretaste.syndication import actions, queries
from foretaste.syndication.clock import forget_in_the_search, tell_the_search
from foretaste.syndication.inbound import alert_mail
from foretaste.syndication.inbound.alert_mail import Signed, read_mail
from foretaste.syndication.inbound.reading import bounded
from foretaste.syndication.inbound.table import read_table
from foretaste.syndication.inbound.unreadable import Unreadable, Why
from foretaste.syndication.models import ImportedListing, Sighting, Source
from tests.syndication.mails import (
    GLASSDOOR,
    HANDSHAKE,
    INDEED,
    LINKEDIN,
    mail,
    published,
    signed,
    unreachable,
)

ALERT = mail("LinkedIn Job Alerts <jobalerts-noreply@linkedin.com>", text=LINKEDIN)


def rows(alert) -> list[tuple[str, str, str, str, str]]:
    return [(one.key, one.title, one.company, one.place.city, one.url) for one in alert.listings]


def test_a_linkedin_alert_is_read_block_by_block():
    alert = read_mail(signed(ALERT, "linkedin.com"), published)
    assert (alert.kind, alert.signed) == ("linkedin", Signed.YES)
    assert rows(alert) == [
        ("4700000001", "Trial day, post room", "Briefpost GmbH", "Leipzig", "https://www.linkedin.com/jobs/view/4700000001"),
        ("4700000002", "Short-term project: stamps", "Markenhaus", "Greater Leipzig Area",
         "https://www.linkedin.com/jobs/view/4700000002"),
    ]  # fmt: skip
    assert alert.listings[1].place_kind == "remote"


@pytest.mark.parametrize(
    ("sender", "html", "found"),
    [
        ("alert@indeed.com", INDEED,
         ("0f00ba4700000001", "Trial day, post room", "Briefpost", "Leipzig", "https://www.indeed.com/viewjob?jk=0f00ba4700000001")),
        ("noreply@glassdoor.com", GLASSDOOR,
         ("470000001", "Briefpost", "x", "", "https://www.glassdoor.com/partner/jobListing.htm?jl=470000001")),
        ("handshake@m.joinhandshake.com", HANDSHAKE,
         ("470001", "Trial day, post room", "", "", "https://app.joinhandshake.com/jobs/470001")),
    ],
)  # fmt: skip
def test_other_alerts_are_read_by_their_links(sender, html, found):
    alert = read_mail(mail(sender, html=html), unreachable)
    assert rows(alert)[0] == found
    assert len(alert.listings) == 1
    assert alert.signed is Signed.UNSIGNED


def test_a_signature_that_can_t_be_checked_is_said_to_be_unchecked():
    assert read_mail(signed(ALERT, "linkedin.com"), unreachable).signed is Signed.UNCHECKED
    assert read_mail(ALERT, published).signed is Signed.UNSIGNED


def test_a_signature_of_somebody_else_or_of_a_part_says_nothing():
    assert read_mail(signed(ALERT, "evil.example"), published).signed is Signed.UNSIGNED
    assert read_mail(signed(ALERT, "linkedin.com", length=True), published).signed is Signed.UNSIGNED
    assert read_mail(signed(ALERT, "com"), published).signed is Signed.UNSIGNED


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (signed(ALERT, "linkedin.com").replace(b"Trial day", b"Trial job"), Why.FORGED),
        (signed(ALERT, "linkedin.com").replace(b"jobalerts-noreply@", b"messages-noreply@"), Why.FORGED),
        (mail("jobs@linkedin.com.evil.example", text=LINKEDIN), Why.UNKNOWN_SENDER),
        (mail("LinkedIn <jobs@evil.example>", text=LINKEDIN), Why.UNKNOWN_SENDER),
        (b"From: jobs@linkedin.com\r\n" + ALERT, Why.NOT_A_MAIL),
        (b"", Why.NOT_A_MAIL),
        (b"\x00\xff" * 500, Why.NOT_A_MAIL),
        (b"To: x\r\n\r\nhello", Why.NOT_A_MAIL),
        (b"x" * (5 * 2**20 + 1), Why.TOO_LARGE),
        (mail("jobs@linkedin.com", text=LINKEDIN.replace("Trial day", "<script>x</script>")), Why.SCRIPT),
    ],
    ids=range(10),
)  # fmt: skip
def test_a_mail_that_is_not_what_it_says_is_refused(content, why):
    with pytest.raises(Unreadable, match=why):
        read_mail(content, published)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def key_is_published(monkeypatch):
    monkeypatch.setattr(alert_mail, "key_from_dns", published)


@pytest.fixture
def as_ines(db, ines):
    return signed_in(ines)


def signed_in(who) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=who.person_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_what_a_mail_brought_is_seen_by_nobody_else(clock, key_is_published, as_ines, ines, otto, hedy, odile):
    answer = as_ines.post("/me/listings/mails", {"mail": upload("a.eml", signed(ALERT, "linkedin.com"))}, follow=True)
    said = answer.content.decode()
    assert "2 jobs, 2 of them new. Its sender’s signature was checked and fits." in said
    assert "Trial day, post room" in said
    listing = ImportedListing.objects.order_by("id")[0]
    page = f"/listings/{listing.public_id}/"
    assert "Its sender’s signature was checked and fits." in as_ines.get(page).content.decode()
    tell_the_search(clock.now)
    assert "Trial day" in as_ines.get("/opportunities/?source=elsewhere").text
    for other in (otto, hedy, odile):
        client = signed_in(other)
        assert client.get(page).status_code == 404
        assert client.post(f"{page}reports", {"reason": "fraud"}).status_code == 404
        assert "Trial day" not in client.get("/opportunities/?source=elsewhere").text
        assert "Trial day" not in client.get("/me/listings/").content.decode()
    assert Client().get(page).status_code == 404
    assert queries.open_to(VISITOR, clock.now).count() == 0
    assert queries.open_to(otto, clock.now).count() == 0
    assert queries.open_to(ines, clock.now).count() == 2
    assert queries.sources_visible_to(odile).count() == 0


def test_a_mail_that_is_refused_leaves_nothing(clock, key_is_published, as_ines):
    forged = signed(ALERT, "linkedin.com").replace(b"Trial day", b"Trial job")
    answer = as_ines.post("/me/listings/mails", {"mail": upload("a.eml", forged)})
    assert answer.status_code == 422
    assert "this was not sent by whom it names, or was changed since" in answer.content.decode()
    assert (Source.objects.count(), ImportedListing.objects.count()) == (0, 0)


CSV = b"""site,job_url,title,company,location,date_posted,job_type,interval,min_amount,max_amount,currency,is_remote,description
indeed,https://www.indeed.com/viewjob?jk=1,Trial day,Briefpost,"Leipzig, Germany",2026-02-20,internship,daily,120,120,EUR,False,One day
zip,https://zip.example/2,Stamps,Markenhaus,,2026-02-21,contract,,,,,True,Forty hours
"""


def test_a_table_of_a_collecting_tool_is_read():
    first, second = bounded(read_table(CSV))
    assert (first.title, first.company, first.place.city, first.place.country) == (
        "Trial day",
        "Briefpost",
        "Leipzig",
        "DE",
    )
    assert (first.pay.least_minor, first.pay.per, first.employment) == (12_000, "day", "intern")
    assert (second.place_kind, second.employment, second.pay) == ("remote", "contract", None)
    lines = b'{"title": "Trial day", "url": "https://a.example/1", "date_posted": 1771578000}\n\n'
    (third,) = read_table(lines * 1)
    assert third.published_at.date().isoformat() == "2026-02-20"
    assert list(read_table(b"[]")) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no,known,column\n1,2,3\n", Why.NOT_A_TABLE),
        (b"title,url\n\"never closed,https://a.example/1\n", Why.NOT_A_TABLE),
        (b"\xff\xfetitle", Why.WRONG_ENCODING),
        (b"title,url\nA\x00B,https://a.example/1\n", Why.WRONG_ENCODING),
        (b'{"title": "A"\n', Why.NOT_JSON),
        (b'[1, 2', Why.NOT_JSON),
        (b"title,url\n" + b"T,https://a.example/1\n" * 10_002, Why.TOO_MANY),
        (b"title," + b"x," * 15_000 + b"\n", Why.NOT_A_TABLE),
        (b"title,url\n" + b"x" * 300_000 + b",https://a.example/1\n", Why.NOT_A_TABLE),
        (b"title,url\n<script>x</script>,https://a.example/1\n", Why.SCRIPT),
    ],
)  # fmt: skip
def test_a_table_that_can_t_be_read_is_refused(content, why):
    with pytest.raises(Unreadable, match=why):
        list(read_table(content))


def test_a_file_is_brought_and_forgotten(clock, as_ines, otto, ines):
    as_ines.post("/me/listings/files", {"file": upload("jobs.csv", CSV)})
    tell_the_search(clock.now)
    assert Entry.objects.filter(only_for=ines.person_id).count() == 2
    assert [one.title for one in queries.private_to(ines)] == ["Trial day", "Stamps"]
    source = Source.objects.get()
    assert signed_in(otto).post(f"/me/listings/{source.public_id}/forgetting").status_code == 404
    assert (ImportedListing.objects.count(), Entry.objects.count()) == (2, 2)
    as_ines.post(f"/me/listings/{source.public_id}/forgetting")
    assert Entry.objects.count() == 0
    assert (Source.objects.count(), ImportedListing.objects.count(), Sighting.objects.count()) == (0, 0, 0)


def test_what_the_search_takes_up_while_it_is_forgotten_is_gone_too(clock, as_ines, monkeypatch):
    as_ines.post("/me/listings/files", {"file": upload("jobs.csv", CSV)})
    forget = actions.forget_brought

    def after_the_sweep(**given):
        tell_the_search(clock.now)
        return forget(**given)

    monkeypatch.setattr(actions, "forget_brought", after_the_sweep)
    as_ines.post(f"/me/listings/{Source.objects.get().public_id}/forgetting")
    assert (ImportedListing.objects.count(), Entry.objects.count()) == (0, 0)


def test_what_is_left_in_the_search_without_a_listing_is_swept_away(clock, as_ines, ines, otto):
    as_ines.post("/me/listings/files", {"file": upload("jobs.csv", CSV)})
    signed_in(otto).post("/me/listings/files", {"file": upload("jobs.csv", CSV)})
    tell_the_search(clock.now)
    Person.objects.get(pk=ines.person_id).delete()
    before = set(Entry.objects.exclude(only_for=ines.person_id).values_list("key", flat=True))
    assert Entry.objects.count() == len(before) + 2
    for minute in range(Entry.objects.latest("pk").pk // 1_000 + 1):
        forget_in_the_search(clock.now + dt.timedelta(minutes=minute))
    assert set(Entry.objects.values_list("key", flat=True)) == before


def test_every_listing_of_the_search_has_its_turn(clock, as_ines):
    as_ines.post("/me/listings/files", {"file": upload("jobs.csv", CSV)})
    tell_the_search(clock.now)
    newest = Entry.objects.latest("pk").pk
    turns = [listed_in_turn(turn, size=newest) for turn in range(4)]  # what is before the newest, it, and again
    assert turns[:2] == turns[2:]
    seen = [key for keys in turns[:2] for key in keys]
    assert seen == list(Entry.objects.filter(key__startswith="listed/").order_by("pk").values_list("key", flat=True))
    assert len(seen) == 2


def test_a_file_without_a_job_is_refused(clock, as_ines):
    answer = as_ines.post("/me/listings/files", {"file": upload("jobs.json", b"[]")})
    assert (answer.status_code, Source.objects.count()) == (422, 0)
    assert "There is no job in it." in answer.content.decode()


def test_a_link_is_read_for_one_person_alone(clock, web, as_ines, ines, otto, read_source):
    from tests.syndication.readers import PAGE

    web.pages["briefpost.example/jobs/4711"] = PAGE.make([PAGE.entry])
    assert as_ines.post("/me/listings/", {"address": "http://briefpost.example/jobs/4711"}).status_code == 303
    source = read_source(Source.objects.get())
    assert (source.health, source.why) == ("live", "")
    assert [one.title for one in queries.open_to(ines, clock.now)] == ["Trial week, post room"]
    assert queries.open_to(otto, clock.now).count() == 0
    assert queries.visible_to(otto).count() == 0


def test_the_same_job_brought_by_two_stays_two_private_listings(clock, as_ines, otto):
    as_ines.post("/me/listings/files", {"file": upload("jobs.csv", CSV)})
    signed_in(otto).post("/me/listings/files", {"file": upload("jobs.csv", CSV)})
    assert ImportedListing.objects.count() == 4
    assert {one.person_id for one in queries.private_to(otto)} == {otto.person_id}


@pytest.mark.parametrize(
    "address", ["https://www.linkedin.com/jobs/view/1", "indeed.com/viewjob?jk=1", "ftp://a.example/"]
)
def test_a_link_that_nobody_may_read_is_refused(clock, as_ines, address):
    assert as_ines.post("/me/listings/", {"address": address}).status_code == 422
    assert Source.objects.count() == 0


def test_one_s_account_takes_what_one_brought_with_it(clock, as_ines, ines):
    as_ines.post("/me/listings/files", {"file": upload("jobs.csv", CSV)})
    Person.objects.get(pk=ines.person_id).delete()
    assert (Source.objects.count(), ImportedListing.objects.count(), Sighting.objects.count()) == (0, 0, 0)
