"""Notices: one's own, newest first, read when one says so."""

from __future__ import annotations

import pytest

from foretaste.accounts.models import Person
from foretaste.messaging import actions
from foretaste.messaging.letter import Letter
from foretaste.messaging.models import Notice

PAGE = "/account/notices/"


@pytest.fixture
def told(ines, clock):
    person = Person.objects.get(pk=ines.person_id)
    for number in (1, 2, 3):
        letter = Letter(kind="signed", subject=f"Line {number}", path="/me/" if number < 3 else "")
        actions.send(key=str(number), person=person, letter=letter, at=clock.now)


def test_they_are_listed_and_marked_one_by_one_and_all_at_once(signed_in, told, ines):
    client = signed_in(ines)
    page = client.get(PAGE).text
    assert page.index("Line 3") < page.index("Line 2") < page.index("Line 1")
    assert "3 are new." in page
    assert '<a href="/me/">Line 1</a>' in page
    assert '">Line 3</a>' not in page
    notice = Notice.objects.get(subject="Line 2")
    assert client.post(f"{PAGE}{notice.public_id}/reading")["Location"] == PAGE
    assert "2 are new." in client.get(PAGE).text
    client.post(f"{PAGE}reading")
    page = client.get(PAGE).text
    assert ("are new" in page, "Mark" in page, "Line 2" in page) == (False, False, True)


def test_nobody_else_sees_or_marks_them(signed_in, told, otto):
    client, notice = signed_in(otto), Notice.objects.first()
    assert "No notices yet" in client.get(PAGE).text
    assert client.post(f"{PAGE}{notice.public_id}/reading").status_code == 404
    client.post(f"{PAGE}reading")
    assert not Notice.objects.exclude(read_at=None).exists()


def test_the_account_leads_there(signed_in, ines):
    assert f'href="{PAGE}"' in signed_in(ines).get("/account/").text
