"""How much one may bring for oneself: so often a day, so much in all, the same page not at once again."""

from __future__ import annotations

import pytest

from foretaste.core.models import Tally
from foretaste.syndication import actions, intake, reading, refusals
from foretaste.syndication.models import ImportedListing, Source
from tests.jobs import waiting_jobs
from tests.syndication.mails import LINKEDIN, mail
from tests.syndication.readers import PAGE

ALERT = mail("LinkedIn Job Alerts <jobalerts-noreply@linkedin.com>", text=LINKEDIN)
PAGE_THERE = "http://briefpost.example/jobs/4711"


def table(*numbers: int) -> bytes:
    return b"title,url\n" + b"".join(b"Job %d,https://a.example/%d\n" % (one, one) for one in numbers)


@pytest.fixture
def bring(clock, ines):
    """Bring one thing as Ines now, as her page does."""

    def link(address: str) -> None:
        actions.bring_link(address=address, by=ines, at=clock.now)

    def file(content: bytes) -> None:
        listings = reading.table_of(content, by=ines, at=clock.now)
        actions.bring_file(listings=listings, by=ines, at=clock.now)

    def alert(content: bytes) -> None:
        actions.bring_mail(alert=reading.mail_of(content, by=ines, at=clock.now), by=ines, at=clock.now)

    return {"link": link, "file": file, "mail": alert}


def everything() -> tuple[object, ...]:
    return list(Source.objects.values()), ImportedListing.objects.count(), waiting_jobs(), list(Tally.objects.values())


def refused(act, what: type[Exception]) -> Exception:
    """Expect this refusal, and that it left everything as it was."""
    before = everything()
    with pytest.raises(what) as refusal:
        act()
    assert everything() == before
    return refusal.value


def test_the_same_page_waits_a_moment(clock, web, bring, read_source):
    web.pages["briefpost.example/jobs/4711"] = PAGE.make([PAGE.entry])
    bring["link"](PAGE_THERE)
    bring["link"](PAGE_THERE)  # it waits to be read already
    read_source(Source.objects.get(), clock.now)
    refused(lambda: bring["link"](PAGE_THERE), refusals.ItWasJustRead)
    clock.move_on(minutes=5)
    bring["link"](PAGE_THERE)
    assert Source.objects.count() == 1


def test_links_mails_and_files_are_counted_together(clock, bring, otto, settings):
    settings.BROUGHT_A_DAY = 3
    bring["link"](PAGE_THERE)
    bring["file"](table(1))
    bring["mail"](ALERT)
    for act in (
        lambda: bring["link"]("http://briefpost.example/jobs/4712"),
        lambda: bring["file"](table(2)),
        lambda: bring["mail"](ALERT),
    ):
        refusal = refused(act, refusals.EnoughWasBroughtToday)
        assert refusal.details["retry_after"] > 0
    actions.bring_link(address=PAGE_THERE, by=otto, at=clock.now)
    clock.move_on(days=1)
    bring["file"](table(2))
    assert ImportedListing.objects.filter(title="Job 2").count() == 1


def test_what_can_t_be_read_is_counted_too(clock, bring, settings):
    settings.BROUGHT_A_DAY = 1
    with pytest.raises(refusals.ItCannotBeRead):
        bring["mail"](b"\x00 no mail")
    refused(lambda: bring["mail"](ALERT), refusals.EnoughWasBroughtToday)


def test_nobody_keeps_more_listings_than_may_be(clock, bring, otto, monkeypatch):
    monkeypatch.setattr(intake, "MOST_OF_A_PERSON", 3)
    bring["file"](table(1, 2))
    listings = reading.table_of(table(3, 4), by=otto, at=clock.now)
    before = ImportedListing.objects.count(), list(Source.objects.values())
    with pytest.raises(refusals.TooManyListings):
        bring["file"](table(3, 4))
    assert (ImportedListing.objects.count(), list(Source.objects.values())) == before
    actions.bring_file(listings=listings, by=otto, at=clock.now)
    bring["file"](table(1, 2, 3))
    assert ImportedListing.objects.count() == 5


def test_a_page_with_more_than_one_may_keep_says_so(clock, web, bring, read_source, monkeypatch):
    monkeypatch.setattr(intake, "MOST_OF_A_PERSON", 0)
    web.pages["briefpost.example/jobs/4711"] = PAGE.make([PAGE.entry])
    bring["link"](PAGE_THERE)
    source = read_source(Source.objects.get())
    assert (source.health, source.why, ImportedListing.objects.count()) == ("failing", "too_many", 0)


def test_nobody_keeps_more_links_than_may_be(clock, bring, monkeypatch):
    monkeypatch.setattr("foretaste.syndication.actions.bringing.MOST_LINKS", 1)
    bring["link"](PAGE_THERE)
    refused(lambda: bring["link"]("http://briefpost.example/jobs/4712"), refusals.TooManyLinks)
    bring["link"](PAGE_THERE)
