"""Postings as values, for whoever asks what a format makes of them. Nothing here touches a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from foretaste.core.amounts import Amount
from foretaste.syndication.outbound.posting import Company, Day, Engagement, Place, Posting, Section, Site

HOME = "https://www.trials.example.org"
BERLIN = ZoneInfo("Europe/Berlin")
HALDEN = Company(
    public_id="hadenhadenha", name="Halden Instruments", slug="halden-instruments", country="DE", city="Berlin",
    website="https://halden.example", record_url=f"{HOME}/c/halden-instruments/", contact_email="jobs@halden.example",
    linkedin_company_id="4711", indeed_api_token="a-token",
)  # fmt: skip
BASE = f"{HOME}/at/halden-instruments/"


def days(zone: ZoneInfo, count: int, *, first_on: dt.date = dt.date(2026, 3, 9), hours: int = 8) -> tuple[Day, ...]:
    return tuple(
        Day(
            number=number + 1,
            on=first_on + dt.timedelta(days=number),
            starts_at=dt.datetime.combine(first_on + dt.timedelta(days=number), dt.time(9), tzinfo=zone),
            ends_at=dt.datetime.combine(first_on + dt.timedelta(days=number), dt.time(9 + hours), tzinfo=zone),
            minutes=(hours - 1) * 60,
            title=f"Part {number + 1}",
            plan="Meet the team and work on the project together.",
        )
        for number in range(count)
    )


GUIDE = Posting(
    public_id="gvdegvdegvde",
    company=HALDEN,
    url=f"{BASE}gvdegvdegvde/",
    ask_url=f"{HOME}/opportunities/gvdegvdegvde/ask",
    title="Technical writer",
    summary="Turn twelve pages of instructions into four that people follow.",
    deliverable="A four-page guide, tried out with two technicians.",
    field="writing",
    field_name="Writing and editing",
    skills=("Writing", "Interviewing"),
    could_lead_to="Technical writer",
    language="en",
    place=Place.ONSITE,
    country="DE",
    country_name="Germany",
    region="BE",
    city="Berlin",
    time_zone="Europe/Berlin",
    days=days(BERLIN, 3),
    daily_pay=Amount(14_000, "EUR"),
    exit_bonus_minor=(7_000, 7_000, 0),
    engagement=Engagement.EMPLOYEE,
    seats=2,
    published_at=dt.datetime(2026, 3, 2, 9, tzinfo=BERLIN),
    changed_at=dt.datetime(2026, 3, 2, 9, tzinfo=BERLIN),
    closes_at=dt.datetime(2026, 3, 8, 12, tzinfo=BERLIN),
    sections=(
        Section("", ("Turn twelve pages of instructions into four that people follow.",)),
        Section("The work", ("Our guide to scales was written by engineers. Rewrite it with the people who use it.",)),
        Section("What there will be at the end", ("A four-page guide, tried out with two technicians.",)),
        Section("Pay", ("€420.00 for 3 days, €140.00 for each day.",), ("Leave on day 1: €140.00 and €70.00.",)),
        Section("Skills to try", (), ("Writing", "Interviewing")),
    ),
)
NEW_YORK = ZoneInfo("America/New_York")
REMOTE = replace(
    GUIDE,
    public_id="remqteremqte",
    url=f"{BASE}remqteremqte/",
    ask_url=f"{HOME}/opportunities/remqteremqte/ask",
    title="Data analyst",
    place=Place.REMOTE,
    country="US",
    country_name="United States",
    region="NY",
    city="",
    time_zone="America/New_York",
    days=days(NEW_YORK, 5),
    daily_pay=Amount(18_050, "USD"),
    exit_bonus_minor=(0, 0, 0, 0, 0),
    engagement=Engagement.CONTRACTOR,
    seats=1,
    published_at=dt.datetime(2026, 3, 1, 9, tzinfo=NEW_YORK),
    changed_at=dt.datetime(2026, 3, 3, 9, tzinfo=NEW_YORK),
    closes_at=dt.datetime(2026, 3, 6, 12, tzinfo=NEW_YORK),
)
ODD = replace(
    GUIDE,
    public_id="xddoddxddodd",
    url=f"{BASE}xddoddxddodd/",
    ask_url=f"{HOME}/opportunities/xddoddxddodd/ask",
    title="Engineer for R&D",
    place=Place.HYBRID,
    days=days(BERLIN, 1, first_on=dt.date(2026, 3, 12)),
    daily_pay=Amount(12_345, "EUR"),
    exit_bonus_minor=(0,),
    sections=(
        Section("The <work> & more", ("Where a < b > c, ]]> ends nothing, nor </p>. \x0bÅse’s 日本語 & &amp; stay.",)),
        Section("", ("Enough words for the channels that ask for a hundred characters of description, at the least.",)),
    ),
)
SITE = Site(
    company=HALDEN, base=BASE, home=HOME, instance_name="Foretaste", language="en", postings=(GUIDE, REMOTE, ODD)
)
ONE = replace(SITE, postings=(GUIDE,))
EMPTY = replace(SITE, postings=())
