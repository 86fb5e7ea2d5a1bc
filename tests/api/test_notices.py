"""Notices over the API: one's own, newest first, each marked as read once."""

from __future__ import annotations

import pytest

from foretaste.accounts.models import Person
from foretaste.messaging import actions
from foretaste.messaging.letter import Letter
from foretaste.messaging.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(ines, clock):
    """Three things that Ines was told."""
    person = Person.objects.get(pk=ines.person_id)
    for number in (1, 2, 3):
        letter = Letter(kind="signed", subject=f"Line {number}", path="/me/")
        actions.send(key=str(number), person=person, letter=letter, at=clock.now)


def test_they_come_page_by_page_and_are_read_once(call, told, ines, clock):
    mine = call(ines)
    first = mine("get", "/me/notices?limit=2").json()
    assert [one["subject"] for one in first["items"]] == ["Line 3", "Line 2"]
    assert (first["unread"], first["items"][0]["kind"], first["items"][0]["path"]) == (3, "signed", "/me/")
    rest = mine("get", f"/me/notices?limit=2&after={first['next']}").json()
    assert ([one["subject"] for one in rest["items"]], rest["next"]) == (["Line 1"], None)
    path = f"/me/notices/{first['items'][0]['id']}/reading"
    read = mine("post", path).json()["read_at"]
    clock.move_on(minutes=5)
    assert mine("post", path).json()["read_at"] == read
    assert mine("get", "/me/notices").json()["unread"] == 2
    assert mine("post", "/me/notices/reading", key="all").json() == {"notices": 2}
    assert mine("get", "/me/notices").json()["unread"] == 0


def test_nobody_else_reads_or_marks_them(call, told, ines, otto):
    other, notice = call(otto), Notice.objects.first()
    assert other("get", "/me/notices").json() == {"items": [], "next": None, "unread": 0}
    assert other("post", f"/me/notices/{notice.public_id}/reading").status_code == 404
    assert other("post", "/me/notices/reading").json() == {"notices": 0}
    assert call(ines, ("read",))("post", "/me/notices/reading").status_code == 403
    assert not Notice.objects.exclude(read_at=None).exists()
