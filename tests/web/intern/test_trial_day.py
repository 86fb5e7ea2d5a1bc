"""A trial's page before the day and on it: every form a plain POST."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar

from foretaste.accounts.models import InternProfile
from foretaste.trials.models import Case, Checkpoint, DayMove, Deliverable, TrialDay, WorkLogEntry

MOST_QUERIES = 14


def words(answer) -> str:
    return answer.content.decode()


def test_before_the_day_it_says_where_who_and_what_it_pays(as_ines, agreed):
    page = words(as_ines.get(f"/trials/{agreed.public_id}/"))
    for part in ("Add to calendar", "Lindenstrasse 4", "Hedy Vogel", "Questions worth asking", "€420.00", "In 4 days"):
        assert part in page


def test_the_calendar_file_has_every_day(as_ines, agreed):
    answer = as_ines.get(f"/trials/{agreed.public_id}/calendar.ics")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["dtstart"].dt.date()) for event in events] == ["2026-03-09", "2026-03-10", "2026-03-11"]


def test_the_agreement_is_shown_word_for_word_and_printed(as_ines, agreed):
    page = words(as_ines.get(f"/trials/{agreed.public_id}/agreement"))
    assert agreed.agreement_sha256 in page
    assert "A day that is started is a day that is paid, in full." in page
    printed = as_ines.get(f"/trials/{agreed.public_id}/agreement.pdf")
    assert printed.content.startswith(b"%PDF")


def test_needs_are_read_by_the_company_until_the_end(as_ines, signed_in, hedy, agreed):
    needs = {"access_needs": "No stairs", "emergency_contact": "Mum"}
    assert as_ines.post(f"/trials/{agreed.public_id}/needs", needs).status_code == 302
    profile = InternProfile.objects.get()
    assert (profile.access_needs, profile.emergency_contact) == ("No stairs", "Mum")
    company = signed_in(hedy)
    page = words(company.get(f"/company/trials/{agreed.public_id}/"))
    assert "No stairs" in page
    assert "In an emergency: Mum" in page
    as_ines.post(f"/trials/{agreed.public_id}/exit", {"sum": "0"})
    page = words(company.get(f"/company/trials/{agreed.public_id}/"))
    assert "No stairs" not in page
    assert "In an emergency" not in page


def test_i_am_here_makes_the_day_theirs(as_ines, agreed, plan, clock):
    clock.move_to(plan.at(1, "08:30"))
    assert "I am here" in words(as_ines.get(f"/trials/{agreed.public_id}/"))
    answer = as_ines.post(f"/trials/{agreed.public_id}/days/1/check-in")
    assert (answer.status_code, answer.url) == (302, f"/trials/{agreed.public_id}/")
    page = words(as_ines.get(answer.url))
    assert "Leave with €200.00" in page
    assert TrialDay.objects.get(number=1).method == "self"


def test_too_early_is_said_and_nothing_starts(as_ines, agreed, plan, clock):
    clock.move_to(plan.at(1, "07:00"))
    answer = as_ines.post(f"/trials/{agreed.public_id}/days/1/check-in")
    assert answer.status_code == 422
    assert "Check-in opens 60 minutes before the day starts." in words(answer)
    assert not TrialDay.objects.filter(checked_in_at__isnull=False).exists()


def test_the_hosts_code_makes_the_start_certain(as_ines, agreed, plan, clock):
    clock.move_to(plan.at(1, "09:00"))
    code = TrialDay.objects.get(number=1).arrival_code
    as_ines.post(f"/trials/{agreed.public_id}/days/1/check-in", {"code": code})
    assert TrialDay.objects.get(number=1).method == "arrival_code"


def test_a_wrong_code_is_refused(as_ines, agreed, plan, clock):
    clock.move_to(plan.at(1, "09:00"))
    answer = as_ines.post(f"/trials/{agreed.public_id}/days/1/check-in", {"code": "0000-0000"})
    assert answer.status_code == 422
    assert "You can also check in without it." in words(answer)


def test_the_page_never_shows_the_hosts_code(as_ines, day_one):
    codes = TrialDay.objects.values_list("arrival_code", flat=True)
    page = words(as_ines.get(f"/trials/{day_one.public_id}/"))
    assert not [code for code in codes if code in page]


def test_work_is_logged(as_ines, day_one):
    assert as_ines.post(f"/trials/{day_one.public_id}/log", {"text": "Plotted it."}).status_code == 302
    assert WorkLogEntry.objects.get().text == "Plotted it."
    assert as_ines.post(f"/trials/{day_one.public_id}/log", {"text": ""}).status_code == 422


def test_a_file_is_taken_and_handed_only_to_the_two_sides(as_ines, signed_in, otto, hedy, day_one, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent = SimpleUploadedFile("found.csv", b"sensor,drift\n1,2\n")
    assert as_ines.post(f"/trials/{day_one.public_id}/files", {"file": sent}).status_code == 302
    url = f"/trials/{day_one.public_id}/files/{Deliverable.objects.get().public_id}"
    answer = as_ines.get(url)
    assert (answer.content, answer["Content-Disposition"]) == (
        b"sensor,drift\n1,2\n",
        'attachment; filename="found.csv"',
    )
    assert signed_in(hedy).get(url).status_code == 200
    assert signed_in(otto).get(url).status_code == 404


def test_a_program_is_no_deliverable(as_ines, day_one, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    answer = as_ines.post(f"/trials/{day_one.public_id}/files", {"file": SimpleUploadedFile("x.exe", b"MZ\x90\x00")})
    assert answer.status_code == 422
    assert not Deliverable.objects.exists()


def test_a_checkpoint_is_sealed(as_ines, day_one):
    assert as_ines.post(f"/trials/{day_one.public_id}/days/1/checkpoint", {"mark": "fine"}).status_code == 302
    assert Checkpoint.objects.get().side == "intern"
    assert "Sealed for today." in words(as_ines.get(f"/trials/{day_one.public_id}/"))


def test_a_missed_check_in_is_claimed(as_ines, day_one, plan, clock):
    clock.move_to(plan.at(2, "18:00"))
    assert "Were you there on Tuesday 10 March?" in words(as_ines.get(f"/trials/{day_one.public_id}/"))
    as_ines.post(f"/trials/{day_one.public_id}/days/2/claim", {"text": "I measured all day."})
    assert (Case.objects.get().kind, Case.objects.get().day) == ("missed_check_in", 2)


def test_nobody_here_is_reported(as_ines, day_one):
    assert "Nobody is here" in words(as_ines.get(f"/trials/{day_one.public_id}/"))
    as_ines.post(f"/trials/{day_one.public_id}/no-show")
    assert Case.objects.get().kind == "company_no_show"
    assert "You reported that nobody came." in words(as_ines.get(f"/trials/{day_one.public_id}/"))


def test_a_day_is_asked_to_move_for_illness(as_ines, day_one):
    answer = as_ines.post(f"/trials/{day_one.public_id}/days/2/move", {"on": "2026-03-13", "is_illness": "on"})
    assert answer.status_code == 302
    move = DayMove.objects.get()
    assert (move.new_on, move.is_illness) == (dt.date(2026, 3, 13), True)
    assert "You asked to move day 2" in words(as_ines.get(f"/trials/{day_one.public_id}/"))


def test_a_day_does_not_move_out_of_the_week(as_ines, day_one):
    answer = as_ines.post(f"/trials/{day_one.public_id}/days/2/move", {"on": "2026-03-20"})
    assert answer.status_code == 422
    assert not DayMove.objects.exists()


PAGES = ["", "agreement", "agreement.pdf", "calendar.ics", "exit", "left"]
FORMS = ["needs", "questions", "days/1/check-in", "days/1/claim", "days/2/move", "days/1/checkpoint", "log", "files",
         "no-show", "exit", "told-to-leave", "moves/xxxxxxxxxxxx", "cases/xxxxxxxxxxxx/answer"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_an_outsider_sees_no_page_of_it(page, signed_in, otto, day_one):
    assert signed_in(otto).get(f"/trials/{day_one.public_id}/{page}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("who", ["otto", "hedy", "odile"])
def test_nobody_else_does_anything_there(form, who, request, signed_in, day_one):
    before = list(day_one.history.values_list("pk", flat=True))
    answer = signed_in(request.getfixturevalue(who)).post(f"/trials/{day_one.public_id}/{form}", {"sum": "20000"})
    assert answer.status_code == 404
    assert list(day_one.history.values_list("pk", flat=True)) == before
    assert not any(kind.objects.exists() for kind in (Case, DayMove, Checkpoint))


def test_the_company_is_led_to_its_own_page(signed_in, hedy, day_one):
    assert signed_in(hedy).get(f"/trials/{day_one.public_id}/").url == f"/company/trials/{day_one.public_id}/"


def test_the_day_is_read_in_few_queries(as_ines, day_one, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        as_ines.get(f"/trials/{day_one.public_id}/")
