"""Whom a fact is told, and with which sums and times."""

import datetime as dt
from types import SimpleNamespace

import pytest
from icalendar import Calendar

from foretaste.accounts import actions as accounts
from foretaste.accounts.events import ColleagueInvited
from foretaste.accounts.models import Organization, Person
from foretaste.core.events import deliver_now, publish
from foretaste.messaging import letters, sources
from foretaste.messaging.models import Notice, OutboxMail
from foretaste.messaging.subscribers import trials as subscribers
from foretaste.trials.events import DayMoved, TrialAgreed, TrialEnded
from foretaste.trials.models import DayMove, Trial
from tests.worlds import make_colleague

pytestmark = pytest.mark.django_db

LEFT = """\
You have left. €200.00 is yours

Sort the sensor archive

Day 1:             €140.00
Goodbye bonus:     €60.00
Yours, before tax: €200.00

Were you told to leave? Say so within 24 hours: then every day is paid.

See the statement:
http://localhost:8000/me/pay/{trial}/

--
Foretaste · http://localhost:8000
"""


def mail_to(address):
    return OutboxMail.objects.get(to=address)


def test_an_exit_is_confirmed_with_the_sums_of_the_statement(left_on_day_one, otto, odile):
    subscribers.say_that_it_is_over(TrialEnded(trial_id=left_on_day_one.public_id, ending="exit", days_started=1))
    assert mail_to("ines@example.org").text == LEFT.format(trial=left_on_day_one.public_id)
    assert "<td>€200.00</td>" in mail_to("ines@example.org").html
    assert set(OutboxMail.objects.values_list("to", flat=True)) == {"ines@example.org", "hedy@example.org"}


def test_the_company_is_told_that_she_has_gone_and_nothing_else(left_on_day_one):
    subscribers.say_that_it_is_over(TrialEnded(trial_id=left_on_day_one.public_id, ending="exit", days_started=1))
    mail = mail_to("hedy@example.org")
    assert mail.subject == "Ines Brandt has gone"
    said = mail.text.split("See the trial:")[0]
    assert said == "Ines Brandt has gone\n\nSort the sensor archive\n\n"
    assert "€" not in mail.text + mail.html + mail.calendar


def test_the_days_not_lived_leave_both_calendars(left_on_day_one):
    subscribers.say_that_it_is_over(TrialEnded(trial_id=left_on_day_one.public_id, ending="exit", days_started=1))
    calendar = Calendar.from_ical(mail_to("ines@example.org").calendar)
    assert calendar["method"] == "CANCEL"
    assert [str(event["uid"]) for event in calendar.walk("VEVENT")] == [f"{left_on_day_one.public_id}-day-2@foretaste"]


def test_a_fact_told_twice_is_one_mail_and_one_notice(left_on_day_one):
    event = TrialEnded(trial_id=left_on_day_one.public_id, ending="exit", days_started=1)
    subscribers.say_that_it_is_over(event)
    subscribers.say_that_it_is_over(event)
    assert (OutboxMail.objects.count(), Notice.objects.count()) == (2, 2)


def test_the_agreement_comes_with_every_day_in_the_place_s_own_time(trial):
    subscribers.say_that_it_is_signed(TrialAgreed(trial_id=trial.public_id))
    mail = mail_to("ines@example.org")
    assert "Day 1:" in mail.text
    assert "Monday 2 March 2026, 09:00–17:00, €140.00" in mail.text
    assert "Together, before tax:    €280.00" in mail.text
    calendar = Calendar.from_ical(mail.calendar)
    first = calendar.walk("VEVENT")[0]
    assert first["dtstart"].params["TZID"] == "Europe/Berlin"
    assert first["dtstart"].dt.isoformat() == "2026-03-02T09:00:00+01:00"
    assert str(first["location"]) == "Hof 3, Berlin, Germany"
    assert len(calendar.walk("VEVENT")) == 2
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_a_moved_day_replaces_itself_in_the_calendar(trial, hedy, clock):
    day = trial.days.get(number=2)
    new = day.starts_at + dt.timedelta(days=1), day.ends_at + dt.timedelta(days=1)
    move = DayMove.objects.create(
        trial=trial, day=2, proposed_by_id=hedy.person_id, proposed_by_intern=False, proposed_at=clock.now,
        old_on=day.on, old_starts_at=day.starts_at, old_ends_at=day.ends_at, state="accepted",
        new_on=dt.date(2026, 3, 4), new_starts_at=new[0], new_ends_at=new[1],
    )  # fmt: skip
    trial.days.filter(number=2).update(starts_at=new[0], ends_at=new[1])
    subscribers.say_that_a_day_moved(DayMoved(move_id=move.public_id, trial_id=trial.public_id, day=2))
    (event,) = Calendar.from_ical(mail_to("ines@example.org").calendar).walk("VEVENT")
    assert (str(event["uid"]), int(event["sequence"])) == (f"{trial.public_id}-day-2@foretaste", 1)
    assert event["dtstart"].dt.isoformat() == "2026-03-04T09:00:00+01:00"


@pytest.mark.parametrize(
    "ending",
    ["completion", "early_end", "company_withdraws", "company_withdraws_late", "company_no_show", "intern_no_show",
     "sent_away", "told_to_leave"],
)  # fmt: skip
def test_every_other_ending_has_its_words(left_on_day_one, ending):
    subscribers.say_that_it_is_over(TrialEnded(trial_id=left_on_day_one.public_id, ending=ending, days_started=1))
    assert mail_to("hedy@example.org").subject == "Sort the sensor archive: over"
    assert mail_to("ines@example.org").subject == "It is over. €200.00 is yours"


def test_a_host_who_is_no_longer_there_is_not_told(left_on_day_one, hedy):
    Trial.objects.get().organization.memberships.update(ended_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    subscribers.say_that_it_is_over(TrialEnded(trial_id=left_on_day_one.public_id, ending="exit", days_started=1))
    assert set(OutboxMail.objects.values_list("to", flat=True)) == {"ines@example.org"}


def test_events_reach_the_mail_server_through_the_queue(hedy, otto, run_jobs, mailoutbox):
    publish(
        ColleagueInvited(
            organization_id=Organization.objects.get().public_id,
            person_id=Person.objects.get(pk=otto.person_id).public_id,
            invited_by=Person.objects.get(pk=hedy.person_id).public_id,
        )
    )
    run_jobs()
    assert [(m.to, m.subject) for m in mailoutbox] == [(["otto@example.org"], "Halden Instruments asks you in")]


def test_a_company_s_people_read_that_it_is_suspended_why_and_when_it_is_over(hedy, odile, clock, run_jobs, mailoutbox):
    company = Organization.objects.get(pk=hedy.organization_id)
    for _again in range(2):
        clock.move_on(hours=1)
        accounts.suspend_company(organization_id=company.public_id, because="A bill is open.", by=odile, at=clock.now)
        run_jobs()
        clock.move_on(hours=1)
        accounts.reinstate_company(organization_id=company.public_id, by=odile, at=clock.now)
        run_jobs()
    halves = ["Halden Instruments is suspended", "Halden Instruments is no longer suspended"]
    assert [(one.to, one.subject) for one in mailoutbox] == [(["hedy@example.org"], subject) for subject in halves * 2]
    assert "A bill is open." in mailoutbox[0].body
    assert "every check-in go on" in mailoutbox[0].body


def test_a_posting_s_mails_go_to_those_still_there(hedy, otto, clock):
    jonas = make_colleague("Jonas Reimann", hedy, clock.now, "supervisor", "recruiter")
    posting = SimpleNamespace(
        organization_id=hedy.organization_id,
        created_by=Person.objects.get(pk=hedy.person_id),
        host=Person.objects.get(pk=jonas.person_id),
    )
    assert {one.pk for one in sources.posters_of(posting)} == {hedy.person_id, jonas.person_id}
    company = posting.created_by.memberships.get(role="recruiter").organization.public_id
    accounts.leave_company(organization_id=company, by=jonas, at=clock.now)
    assert [one.pk for one in sources.posters_of(posting)] == [hedy.person_id]
    posting.created_by = posting.host
    assert [one.pk for one in sources.posters_of(posting)] == [hedy.person_id]  # else its recruiters


def test_a_job_from_before_the_subscribers_parted_is_still_delivered(left_on_day_one):
    payload = {"trial_id": left_on_day_one.public_id, "ending": "exit", "days_started": 1}
    with pytest.raises(LookupError):
        deliver_now("TrialEnded", "foretaste.messaging.subscriber.say_that_it_is_over", payload)
    assert not OutboxMail.objects.exists()
    deliver_now("TrialEnded", "foretaste.messaging.subscribers.say_that_it_is_over", payload)
    assert OutboxMail.objects.count() == 2


def test_a_reminder_says_today_where_it_is_today():
    """Who signs in the morning is reminded at once; a clock that leapt reminds late. In the zone of the work."""
    starts_at = dt.datetime(2026, 12, 9, 14, tzinfo=dt.UTC)  # 09:00 in Toronto
    said = {
        hours: letters.day_before(
            trial_id="t", title="A queue", who="Zoe", day=1, starts_at=starts_at, zone="America/Toronto",
            place="Toronto", of_company=False, at=starts_at - dt.timedelta(hours=hours),
        ).subject
        for hours in (24, 10, 3)
    }  # fmt: skip
    assert said == {24: "Tomorrow, 09:00: A queue", 10: "Tomorrow, 09:00: A queue", 3: "Today, 09:00: A queue"}
