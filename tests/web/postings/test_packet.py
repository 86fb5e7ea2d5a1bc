"""What career centers ask of an employer, on a page that anybody reads; of no company that nobody checked."""

from __future__ import annotations

from foretaste.accounts import actions as accounts
from foretaste.accounts.queries import organization_of
from tests.small_world import known_wages
from tests.worlds import OPERATOR, make_company, make_published_opportunity


def test_a_center_reads_all_that_is_known_without_an_account(client, db, posted_at):
    known_wages()
    halden = make_company("Halden Instruments", posted_at, founder="Hedy Vogel", website="https://halden.example")
    make_published_opportunity(halden, posted_at)
    page = client.get("/c/halden-instruments/for-career-centers/").text
    for words in (
        "Berlin, Germany", "https://halden.example", "By a person who runs this site", "Redraw a measuring guide",
        "€420.00", "an independent contractor", "/at/halden-instruments/postings.csv", "What is not known here",
    ):  # fmt: skip
        assert words in page, words
    assert "Prinzenstrasse" not in page
    assert 'href="/c/halden-instruments/for-career-centers/"' in client.get("/c/halden-instruments/").text


def test_there_is_none_of_a_company_that_is_suspended_or_nobody_s(client, db, posted_at):
    rival = organization_of(make_company("Rival Works", posted_at))
    assert client.get("/c/rival-works/for-career-centers/").status_code == 200
    accounts.suspend_company(organization_id=rival.public_id, because="A check.", by=OPERATOR, at=posted_at)
    assert client.get("/c/rival-works/for-career-centers/").status_code == 404
    assert "for-career-centers" not in client.get("/c/rival-works/").text.partition("<footer")[0]
    assert client.get("/c/nobody/for-career-centers/").status_code == 404
