"""What somebody was told by word of mouth: written down by hand, found and read by themselves alone."""

from __future__ import annotations

import pytest
from django.test import Client

from foretaste.accounts.models import Person
from foretaste.core.refusals import NotAcceptable
from foretaste.matching.models import Entry
from foretaste.syndication import actions, queries, reading, refusals
from foretaste.syndication.actions import bringing
from foretaste.syndication.clock import tell_the_search
from foretaste.syndication.inbound.lead import has_a_page, read_lead
from foretaste.syndication.models import ImportedListing, Source
from tests.syndication.test_every_reader import HOSTILE, assert_is_bounded

LEAD = {"title": "Trial day at the bindery", "company": "Markenhaus", "place": "Leipzig, Germany", "link": "",
        "note": "Lena says: ask for Mr Roth.\n\nThey pay 120 EUR per day."}  # fmt: skip


def signed_in(who) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=who.person_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_what_is_typed_becomes_a_listing():
    one = read_lead(**LEAD, home="https://trials.example.org")
    assert (one.title, one.company, one.place.city, one.place.country) == (
        "Trial day at the bindery", "Markenhaus", "Leipzig", "DE",
    )  # fmt: skip
    assert (one.pay.least_minor, one.pay.currency, one.pay.per) == (12_000, "EUR", "day")
    assert one.body == "<p>Lena says: ask for Mr Roth.</p><p>They pay 120 EUR per day.</p>"
    assert not has_a_page(one.url)
    with_link = read_lead(
        **LEAD | {"link": "https://info.parkerdewey.example/school?utm_source=x"}, home="https://x.example"
    )
    assert (with_link.url, has_a_page(with_link.url)) == ("https://info.parkerdewey.example/school", True)
    assert with_link.key != one.key


@pytest.mark.parametrize("field", list(LEAD))
def test_a_hostile_value_comes_out_harmless_or_not_at_all(field):
    for other in map(str, HOSTILE):
        try:
            one = read_lead(**LEAD | {field: other}, home="https://trials.example.org")
        except reading.Unreadable:
            continue
        if one.title and one.url:
            assert_is_bounded(one)


def test_a_lead_is_found_by_its_person_alone_and_forgotten_by_itself(clock, ines, otto):
    client = signed_in(ines)
    assert client.post("/me/listings/leads", LEAD).status_code == 303
    assert (
        client.post("/me/listings/leads", LEAD | {"title": "Another one", "link": "https://a.example/1"}).status_code
        == 303
    )
    first, second = ImportedListing.objects.order_by("id")
    page = client.get(f"/listings/{first.public_id}/").text
    assert "You were told about it, and nobody has confirmed it here." in page
    assert "From word of mouth" in page
    assert "What you wrote down" in page
    assert "Go to its page" not in page
    assert "#job-" not in page
    assert 'href="https://a.example/1"' in client.get(f"/listings/{second.public_id}/").text
    tell_the_search(clock.now)
    assert "Trial day at the bindery" in client.get("/opportunities/?source=elsewhere").text
    for other in (signed_in(otto), Client()):
        assert "Trial day at the bindery" not in other.get("/opportunities/?source=elsewhere").text
        assert other.get(f"/listings/{first.public_id}/").status_code == 404
    source = Source.objects.get(name=LEAD["title"])
    assert signed_in(otto).post(f"/me/listings/{source.public_id}/forgetting").status_code == 404
    client.post(f"/me/listings/{source.public_id}/forgetting")
    assert [one.title for one in queries.private_to(ines)] == ["Another one"]
    assert Entry.objects.filter(only_for=ines.person_id).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": " \u200b "}, {"link": "javascript:alert(1)"}, {"title": "<script>x</script>"}]
)
def test_what_cannot_be_kept_leaves_nothing(clock, ines, wrong):
    answer = signed_in(ines).post("/me/listings/leads", LEAD | wrong)
    assert answer.status_code == 422
    assert (Source.objects.count(), ImportedListing.objects.count()) == (0, 0)


def test_leads_have_their_bounds(clock, ines, settings, monkeypatch):
    monkeypatch.setattr(bringing, "MOST_LINKS", 1)
    listing = reading.lead_of(**LEAD, by=ines, at=clock.now)
    for _again in range(2):
        actions.bring_lead(listing=listing, by=ines, at=clock.now)  # the same again is the same
    before = list(ImportedListing.objects.values())
    other = reading.lead_of(**LEAD | {"title": "Another"}, by=ines, at=clock.now)
    with pytest.raises(refusals.TooManyLinks):
        actions.bring_lead(listing=other, by=ines, at=clock.now)
    settings.BROUGHT_A_DAY = 2
    with pytest.raises(refusals.EnoughWasBroughtToday):
        reading.lead_of(**LEAD, by=ines, at=clock.now)
    with pytest.raises(NotAcceptable):
        actions.bring_lead(listing=read_lead(**LEAD | {"title": ""}, home=""), by=ines, at=clock.now)
    assert list(ImportedListing.objects.values()) == before
