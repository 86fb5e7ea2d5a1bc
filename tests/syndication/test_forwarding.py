"""Job alerts that come by themselves: to an address of one's own, signed by their sender, for oneself alone."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace

import pytest

from foretaste import cli
from foretaste.accounts.actors import VISITOR
from foretaste.accounts.models import Person
from foretaste.core.refusals import NotFound
from foretaste.syndication import actions, forwarding, queries, refusals
from foretaste.syndication.forwarding import Answer
from foretaste.syndication.inbound.alert_mail import MOST_BYTES
from foretaste.syndication.models import AlertAddress, ForwardedMail, ImportedListing, Source
from tests.syndication.mails import LINKEDIN, mail, published, signed, unreachable

LINKEDINS = "LinkedIn Job Alerts <jobalerts-noreply@linkedin.com>"
ALERT = signed(mail(LINKEDINS, text=LINKEDIN), "linkedin.com")
LINK = "https://mail-settings.google.com/mail/vf-%5BANGjdJ_x%5D-y"
GMAIL = mail(
    "Gmail Team <forwarding-noreply@google.com>",
    text=f"ines@example.org has asked to forward mail here.\n\nTo allow it, open:\n\n{LINK}\n\nor don't.",
)
GMAIL = signed(GMAIL.replace(b"New jobs for you", b"(#478123459) Gmail Forwarding Confirmation"), "google.com")


@pytest.fixture(autouse=True)
def an_address(settings):
    settings.ALERTS_ADDRESS = "alerts@in.foretaste.example"


@pytest.fixture
def to(clock, ines) -> str:
    return forwarding.address_of(actions.give_alert_address(by=ines, at=clock.now).token)


@pytest.fixture
def take(clock):
    def take(content: bytes, *recipients: str, look_up=published) -> Answer:
        return forwarding.take_mail(content, recipients=recipients, at=clock.now, look_up=look_up)

    return take


@pytest.fixture
def signed_in(client, ines):
    client.force_login(Person.objects.get(pk=ines.person_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def notes() -> list[tuple[str, str]]:
    return list(ForwardedMail.objects.order_by("id").values_list("outcome", "why"))


def test_the_jobs_of_a_signed_alert_are_kept_for_the_person_whose_address_it_is(take, to, ines, otto):
    assert take(ALERT, to) is Answer.TAKEN
    assert {one.title for one in queries.private_to(ines)} == {"Trial day, post room", "Short-term project: stamps"}
    assert not queries.private_to(otto).exists()
    assert not queries.visible_to(VISITOR).exists()
    note = queries.forwarded_to(ines).get()
    assert (note.outcome, note.board, note.seen, note.new) == ("taken", "linkedin", 2, 2)
    assert not queries.forwarded_to(otto).exists()


def test_said_twice_it_is_one(take, to):
    assert [take(ALERT, to), take(ALERT, to)] == [Answer.TAKEN, Answer.TAKEN]
    assert (ImportedListing.objects.count(), ForwardedMail.objects.count(), Source.objects.count()) == (2, 1, 1)


@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"])
def test_whom_a_mail_is_for_is_read_from_its_head_where_nobody_says_it(take, to, header):
    assert take(f"{header}: Ines <{to.upper()}>\r\n".encode() + ALERT) is Answer.TAKEN
    assert notes() == [("taken", "")]


def test_a_mail_for_two_is_kept_for_each(take, to, clock, ines, otto):
    other = forwarding.address_of(actions.give_alert_address(by=otto, at=clock.now).token)
    assert take(ALERT, to, other, to) is Answer.TAKEN
    assert (queries.private_to(ines).count(), queries.private_to(otto).count()) == (2, 2)


@pytest.mark.parametrize(
    "recipient",
    [
        "alerts@in.foretaste.example",
        "alerts+@in.foretaste.example",
        "alerts+00000000000000000000@in.foretaste.example",
        "other+TOKEN@in.foretaste.example",
        "alerts+TOKEN@in.foretaste.example.org",
        "alerts+TOKENx@in.foretaste.example",
        "nobody",
        "",
    ],
)
def test_an_address_that_nobody_has_takes_nothing(take, to, recipient):
    token = AlertAddress.objects.get().token
    assert take(ALERT, recipient.replace("TOKEN", token)) is Answer.NOBODY
    assert (ForwardedMail.objects.count(), ImportedListing.objects.count()) == (0, 0)


def test_an_address_that_was_changed_or_dropped_takes_nothing_more(take, to, clock, ines):
    newer = forwarding.address_of(actions.give_alert_address(by=ines, at=clock.now).token)
    assert (take(ALERT, to), take(ALERT, newer)) == (Answer.NOBODY, Answer.TAKEN)
    actions.drop_alert_address(by=ines, at=clock.now)
    assert take(ALERT, newer) is Answer.NOBODY
    assert (ForwardedMail.objects.count(), queries.private_to(ines).count()) == (0, 2)


def test_nobody_who_was_shut_out_is_sent_anything(take, to, ines):
    Person.objects.filter(pk=ines.person_id).update(is_active=False)
    assert take(ALERT, to) is Answer.NOBODY
    assert not ImportedListing.objects.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (mail(LINKEDINS, text=LINKEDIN), "not_signed"),
        (signed(mail(LINKEDINS, text=LINKEDIN), "evil.example"), "not_signed"),
        (ALERT.replace(b"Briefpost GmbH", b"Betrug GmbH"), "forged"),
        (signed(mail("a@evil.example", text=LINKEDIN), "evil.example"), "unknown_sender"),
        (b"\x00\xff no mail", "not_a_mail"),
        (b"", "not_a_mail"),
        (b"From: a@linkedin.com\n\n" + b"x" * MOST_BYTES, "too_large"),
        (GMAIL.replace(b"478123459", b"478123450"), "forged"),
        (GMAIL.partition(b"From: ")[1] + GMAIL.partition(b"From: ")[2], "unknown_sender"),
    ],
    ids=[
        "unsigned",
        "of another",
        "changed",
        "unknown",
        "no mail",
        "empty",
        "large",
        "changed question",
        "unsigned question",
    ],
)
def test_what_is_not_signed_or_not_readable_is_told_and_brings_nothing(take, to, content, why):
    assert take(content, to) is Answer.TAKEN
    assert notes() == [("refused", why)]
    assert not ImportedListing.objects.exists()
    assert not ForwardedMail.objects.exclude(code="", link="").exists()


def test_a_signature_whose_key_cannot_be_had_is_tried_again(take, to):
    assert take(ALERT, to, look_up=unreachable) is Answer.LATER
    assert (notes(), ImportedListing.objects.count()) == ([("later", "")], 0)
    assert take(ALERT, to) is Answer.TAKEN
    assert (notes(), ImportedListing.objects.count()) == ([("taken", "")], 2)


def test_an_alert_without_a_job_is_told(take, to):
    empty = signed(mail(LINKEDINS, text="Your week on LinkedIn"), "linkedin.com")
    assert take(empty, to) is Answer.TAKEN
    assert notes() == [("nothing", "")]


def test_what_gmail_asks_before_it_forwards_is_shown(take, to, ines):
    assert take(GMAIL, to) is Answer.TAKEN
    note = queries.forwarded_to(ines).get()
    assert (note.outcome, note.code, note.link) == ("confirming", "478123459", LINK)


def test_a_question_whose_key_cannot_be_had_brings_nothing(take, to):
    take(GMAIL, to, look_up=unreachable)
    assert not ForwardedMail.objects.exclude(code="", link="").exists()


def test_a_link_that_only_looks_like_googles_is_left_out(take, to, ines):
    bad = mail("forwarding-noreply@google.com", text="https://mail.google.com.evil.example/mail/vf-1", Subject2="x")
    bad = signed(bad.replace(b"New jobs for you", b"(#478123459) Gmail Forwarding Confirmation"), "google.com")
    take(bad, to)
    assert (ForwardedMail.objects.get().code, ForwardedMail.objects.get().link) == ("478123459", "")


def test_a_flood_is_put_off_and_keeps_nobody_from_bringing(take, to, settings, ines, clock):
    settings.BROUGHT_A_DAY = 2
    assert [take(ALERT, to) for _each in range(3)] == [Answer.TAKEN, Answer.TAKEN, Answer.LATER]
    actions.count_reading(by=ines, at=clock.now)
    clock.move_on(days=1)
    assert take(ALERT, to) is Answer.TAKEN


def test_the_newest_ten_are_noted(take, to):
    for number in range(12):
        take(mail("a@evil.example", text=str(number)), to)
    assert ForwardedMail.objects.count() == 10


def test_where_no_mail_is_taken_nobody_gets_an_address(settings, ines, take, to, clock):
    settings.ALERTS_ADDRESS = ""
    AlertAddress.objects.all().delete()
    with pytest.raises(refusals.NoMailIsTakenHere):
        actions.give_alert_address(by=ines, at=clock.now)
    assert take(ALERT, to) is Answer.NOBODY
    assert not AlertAddress.objects.exists()


def test_only_a_person_has_an_address(db, clock):
    for act in (actions.give_alert_address, actions.drop_alert_address):
        with pytest.raises(NotFound):
            act(by=VISITOR, at=clock.now)
    assert queries.alert_address_of(VISITOR) is None
    assert not queries.forwarded_to(VISITOR).exists()


def test_the_page_gives_changes_and_drops_the_address(signed_in, take):
    client = signed_in
    assert "Get my address" in client.get("/me/listings/").content.decode()
    client.post("/me/listings/address")
    shown = re.search(r"alerts\+\w{20}@in\.foretaste\.example", client.get("/me/listings/").content.decode())
    assert shown
    take(ALERT, shown[0])
    take(GMAIL, shown[0])
    page = client.get("/me/listings/").content.decode()
    assert all(one in page for one in ("2 jobs, 2 of them new", "Enter this code there: 478123459", LINK))
    assert "<small>LinkedIn · " in page
    client.post("/me/listings/address/gone")
    page = client.get("/me/listings/").content.decode()
    assert shown[0] not in page
    assert "Trial day, post room" in page


def test_without_an_address_of_its_own_the_site_offers_none(signed_in, settings):
    client = signed_in
    settings.ALERTS_ADDRESS = ""
    assert "by themselves" not in client.get("/me/listings/").content.decode()
    client.post("/me/listings/address")
    assert not AlertAddress.objects.exists()


def test_the_command_hands_over_what_it_reads_and_answers_as_mail_servers_expect(monkeypatch, to):
    class Nothing:
        def __init__(self, chosen: object) -> None: ...
        def __enter__(self) -> None: ...
        def __exit__(self, *error: object) -> None: ...

    monkeypatch.setattr(cli, "_django", Nothing)
    unsigned = mail(LINKEDINS, text=LINKEDIN)

    def run(*arguments: str) -> int:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(unsigned)))
        return cli.main(["take-mail", *arguments])

    assert (run(to), run("x@in.foretaste.example"), run()) == (0, 67, 67)
    assert notes() == [("refused", "not_signed")]
    monkeypatch.setattr(forwarding, "take_mail", lambda *_args, **_how: 1 / 0)
    assert run(to) == 75
