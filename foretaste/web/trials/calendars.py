"""The days of a trial as a calendar file."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from foretaste.trials.queries import days_of

if TYPE_CHECKING:
    from foretaste.trials.models import Trial


def days_as_ics(trial: Trial, at: dt.datetime) -> bytes:
    """One event a day, in UTC, with the place and the way out."""
    from icalendar import Calendar, Event  # loaded by those who ask for the file

    calendar = Calendar()
    calendar.add("prodid", "-//Foretaste//trial//EN")
    calendar.add("version", "2.0")
    place = trial.terms["place"]
    where = ", ".join(part for part in (place["address"], place["city"], place["country"]) if part)
    for day in days_of(trial):
        event = Event()
        event.add("uid", f"{trial.reference}-{day.number}@foretaste")
        event.add("dtstamp", at)
        event.add("dtstart", day.starts_at)
        event.add("dtend", day.ends_at)
        event.add("summary", _("%(title)s, %(company)s") % {"title": trial.title, "company": trial.organization.name})
        event.add("location", where)
        event.add("description", day.plan or _("Check in when you arrive. A day you start is a day you are paid."))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
