"""Kumo Transit Maps, Tokyo."""

from __future__ import annotations

import datetime as dt

from foretaste.demo.companies.described import Company, Staff, Work, day

KUMO = Company(
    key="kumo",
    name="Kumo Transit Maps",
    country="JP",
    region="",
    city="Tokyo",
    address="2-14-5 Yanaka, Taito-ku, Tokyo",
    time_zone="Asia/Tokyo",
    currency="JPY",
    website="https://kumo.example",
    about="Seven people who draw maps for buses that have never had one.",
    mission="A map for every bus stop.",
    values="Walk the route first. Show drafts to the driver.",
    recent_projects="Night bus maps for four wards; a type size that works under a street lamp.",
    a_day_here="Out on a bus by ten, drawing by two, quiet by six.",
    welcome_kit="Ring at the wooden door. A day pass for the buses is yours. English and Japanese are both fine.",
    safety_contact="Emi Sakamoto, +81 3 5550 0134",
    staff=(Staff("Emi Sakamoto", "Cartographer", ("recruiter", "supervisor", "finance")),),
    works=(
        Work(
            key="nightbus",
            title="Three days: map a night bus",
            summary="Ride it, draw it, show it to the driver.",
            brief="Line 23 changes its route after midnight and no map says so. Ride it, draw it, let the driver correct it.",
            deliverable="One map, A3, that works under a street lamp.",
            field="design",
            skills=("drawing", "patience", "vector graphics"),
            could_lead_to="Part-time cartographer",
            daily_pay="13000",
            bonus=("6000", "4000", "0"),
            starts=dt.time(13, 0),
            ends=dt.time(20, 0),
            days=(
                day("Ride", "All 41 stops.", "13:00 Tea and the network", "15:00 Ride line 23, both ways"),
                day("Draw", "Wrong first, then less wrong.", "13:00 First draft", "17:00 Review on the floor"),
                day("Ask the driver", "He has driven it for 19 years.", "13:00 At the depot", "17:00 Your questions"),
            ),
        ),
    ),
)
