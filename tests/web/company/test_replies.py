"""A company's one public reply to each publication of its record; reported, and taken down by a person."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.utils.html import strip_tags

from foretaste.accounts.actors import CLOCK, Actor, Role
from foretaste.accounts.models import Organization
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.insights import actions, replies
from foretaste.insights.models import RecordReply, ReplyReport
from tests.api.conftest import token_of
from tests.insights.test_attacks import month
from tests.insights.test_record import lived  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC)
WORDS = "Thank you. Since March each intern has a desk of their own."


@pytest.fixture
def published(lived: Any) -> int:  # noqa: F811
    company: int = lived(["Amara", "Bo Lindqvist", "c", "d", "e"])
    actions.publish_figures(by=CLOCK, at=month(0))
    return company


def say(by: Actor, text: str = WORDS) -> RecordReply:
    return replies.reply_to_record(text=text, by=by, at=AT)


def test_it_stands_under_the_record_once_and_until_the_next(
    published: int,
    hedy: Actor,
    lived: Any,  # noqa: F811
    client: Any,
    signed_in: Any,
    clock: Any,
) -> None:
    clock.move_to(AT)
    ours = signed_in(hedy)
    assert "Reply to it" in ours.get("/company/record/").text
    assert ours.post("/company/record/reply", {"text": WORDS}).status_code == 303
    page = client.get("/c/halden-instruments/").text
    assert WORDS in page
    assert "Halden Instruments, Thursday 2 April" in page
    with pytest.raises(replies.AlreadyReplied):
        say(hedy, "And more.")
    assert ours.post("/company/record/reply", {"text": "And more."}).status_code == 422
    assert [one.text for one in RecordReply.objects.all()] == [WORDS]
    assert "Reply to it" not in ours.get("/company/record/").text
    lived("fghij", first_on=dt.date(2026, 4, 6))
    actions.publish_figures(by=CLOCK, at=month(1))
    assert WORDS not in client.get("/c/halden-instruments/").text
    assert say(hedy, "Now there is a second host, too.").record.on == month(1).date()


@pytest.mark.parametrize(
    "text", ["", "x" * 601, "Amara was kind.", "As Lindqvist knows.", "Ask a@b.example.", "Four left, one stayed."]
)
def test_names_addresses_and_endings_are_refused(published: int, hedy: Actor, text: str, signed_in: Any) -> None:
    with pytest.raises(NotAcceptable):
        say(hedy, text)
    page = signed_in(hedy).post("/company/record/reply", {"text": text})
    assert page.status_code == 422
    assert page.context["reply_form"].errors.keys() == {"text"}
    assert page.context["reply_form"]["text"].value() == text  # what was typed is kept
    assert not RecordReply.objects.exists()


def test_the_refusal_says_which_words_were_the_reason_beside_the_field(
    published: int, hedy: Actor, signed_in: Any
) -> None:
    typed = "Thanks to Amara & <b>Lindqvist</b>. We host since 2023-2026."
    page = signed_in(hedy).post("/company/record/reply", {"text": typed})
    assert page.status_code == 422
    assert page.context["reply_form"].errors["text"] == [
        "Leave out “Amara”, “Lindqvist”: it names somebody, or reads so. Say it without a name."
    ]
    assert "Thanks to Amara &amp; &lt;b&gt;Lindqvist" in page.text
    page = signed_in(hedy).post("/company/record/reply", {"text": "Ring <b>030 / 123 456</b>."})
    assert "Leave out “030 / 123 456”." in page.text
    assert not RecordReply.objects.exists()


def test_only_its_recruiters_reply_and_only_to_what_is_published(published: int, hedy: Actor, ines: Actor) -> None:
    finance = Actor(frozenset({Role.FINANCE}), hedy.person_id, hedy.organization_id)
    with pytest.raises(NotAllowed):
        say(finance)
    rival = Organization.objects.create(kind="company", name="Rival", slug="rival")
    for by in (ines, Actor(frozenset({Role.RECRUITER}), hedy.person_id, rival.pk)):
        with pytest.raises(NotFound):
            say(by)
    assert not RecordReply.objects.exists()


def waiting_at(desk: Any) -> int:
    (row,) = [
        one for one in desk.get("/operator/").context["queues"] if one["title"] == "Public replies that were reported"
    ]
    return int(row["count"])


def test_a_reported_reply_is_kept_or_taken_down_by_a_person(
    published: int, hedy: Actor, ines: Actor, odile: Actor, client: Any, signed_in: Any
) -> None:
    reply = say(hedy)
    assert client.post("/c/halden-instruments/reply/reports", {"note": "Untrue."})["Location"].startswith(
        "/account/login"
    )
    its_reader = signed_in(ines)
    assert f'name="reply" value="{reply.public_id}"' in its_reader.get("/c/halden-instruments/").text

    def report(note: str = "It is untrue.") -> list[str]:
        sent = {"note": note, "reply": reply.public_id}
        answer = its_reader.post("/c/halden-instruments/reply/reports", sent)
        assert answer.status_code == 303
        return [str(one) for one in its_reader.get("/c/halden-instruments/").context["messages"]]

    assert report("") == ["Say what is wrong with it, in a few sentences."]
    assert not ReplyReport.objects.exists()
    assert report() == ["Thank you. Somebody looks at it."]
    assert report() == ["You have reported it already. Somebody looks at it."]
    assert ReplyReport.objects.count() == 1
    assert list(replies.reported(ines)) == []
    desk = signed_in(odile)
    assert waiting_at(desk) == 1
    page = desk.get("/operator/reports/").text
    assert "It is untrue." in page
    whose = "the reply of Halden Instruments of Thursday 2 April"
    buttons = re.findall(r'<button[^>]* name="do" value="(\w+)">(.*?)</button>', page)
    assert [(do, strip_tags(said)) for do, said in buttons] == [
        ("keep", f"Keep it: {whose}"),  # the safe one first, in a form of its own: Enter in the reason takes down
        ("remove", f"Take it down: {whose}"),
    ]
    assert page.index("</form>", page.index('value="keep"')) < page.index('name="because"')
    settle = f"/operator/reports/replies/{reply.public_id}"
    desk.post(settle, {"do": "remove", "because": ""})
    assert RecordReply.objects.get().removed_at is None
    for by in (hedy, ines):
        with pytest.raises(NotFound):
            replies.settle_reply(reply_id=reply.public_id, remove=True, because="No.", by=by, at=AT)
    desk.post(settle, {"do": "keep"})
    assert list(replies.reported(odile)) == []
    assert waiting_at(desk) == 0
    assert WORDS in client.get("/c/halden-instruments/").text
    assert report("I say so again.") == [
        "You have reported it before. Somebody looked at it and decided that it stays."
    ]
    assert (waiting_at(desk), ReplyReport.objects.get().note) == (0, "It is untrue.")
    desk.post(settle, {"do": "remove", "because": "It tells of one person."})
    assert WORDS not in client.get("/c/halden-instruments/").text
    assert "It tells of one person." in signed_in(hedy).get("/company/record/").text
    assert report("Again.") == ["The reply you read stands there no more, so there is nothing to report."]
    assert ReplyReport.objects.count() == 1
    with pytest.raises(replies.AlreadyReplied):
        say(hedy)


def test_a_report_is_of_the_reply_that_was_read(
    published: int,
    hedy: Actor,
    ines: Actor,
    lived: Any,  # noqa: F811
) -> None:
    """Another publication came while somebody read: neither its reply nor the older one is reported."""
    read = say(hedy)
    lived("fghij", first_on=dt.date(2026, 4, 6))
    actions.publish_figures(by=CLOCK, at=month(1))
    newer = say(hedy, "Now there is a second host, too.")
    with pytest.raises(replies.ItStandsNoMore):
        replies.report_reply(slug="halden-instruments", reply_id=read.public_id, note="Untrue.", by=ines, at=AT)
    rival = Organization.objects.create(kind="company", name="Rival", slug="rival", verified_at=AT)
    for slug, reply_id in ((rival.slug, newer.public_id), ("halden-instruments", ""), ("nowhere", newer.public_id)):
        with pytest.raises(NotFound):
            replies.report_reply(slug=slug, reply_id=reply_id, note="Untrue.", by=ines, at=AT)
    assert not ReplyReport.objects.exists()
    replies.report_reply(slug="halden-instruments", reply_id=newer.public_id, note="Untrue.", by=ines, at=AT)
    assert ReplyReport.objects.get().reply == newer


def test_nobody_decides_about_a_company_they_acted_for(published: int, hedy: Actor, odile: Actor) -> None:
    reply = say(hedy)
    both = Actor(odile.roles, hedy.person_id)
    with pytest.raises(NotAllowed):
        replies.settle_reply(reply_id=reply.public_id, remove=True, because="No.", by=both, at=AT)
    assert RecordReply.objects.get().removed_at is None


def test_the_api_gives_the_record_and_takes_the_reply(published: int, hedy: Actor, client: Any) -> None:
    key = {"HTTP_AUTHORIZATION": f"Bearer {token_of(hedy)}"}
    made = client.post("/api/v1/company/record/reply", {"text": WORDS}, content_type="application/json", **key)
    assert (made.status_code, made.json()["text"]) == (201, WORDS)
    again = client.post("/api/v1/company/record/reply", {"text": "More."}, content_type="application/json", **key)
    assert again.status_code == 409
    read = client.get("/api/v1/companies/halden-instruments/record").json()
    assert (read["interns"], read["finished"], read["left_early"]) == (
        5,
        {"least": 4, "most": 5},
        {"least": 0, "most": 1},
    )
    assert read["reply"]["text"] == WORDS
    assert client.get("/api/v1/companies/nowhere/record").status_code == 404
