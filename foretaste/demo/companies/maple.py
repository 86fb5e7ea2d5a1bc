"""Maple Street Clinic Software, Toronto."""

from __future__ import annotations

from foretaste.demo.companies.described import Company, Staff, Work, day

MAPLE = Company(
    key="maple",
    name="Maple Street Clinic Software",
    country="CA",
    region="ON",
    city="Toronto",
    address="455 Spadina Avenue, Toronto",
    time_zone="America/Toronto",
    currency="CAD",
    website="https://maplestreet.example",
    about="Scheduling software for 60 family clinics, made by fifteen people who have all sat in a waiting room.",
    mission="Nobody should wait an hour for a ten-minute visit.",
    values="Watch the receptionist before you write code. Ship on Tuesday. Go home.",
    recent_projects="Text reminders in eleven languages; a waiting list that fills a cancelled slot in six minutes.",
    a_day_here="Pairing in the morning, support desk in turns, cake on release day.",
    welcome_kit="Fourth floor, ask for Sanjay. A laptop is ready. You may also work from home; we say where people sit.",
    safety_contact="Grace Lindqvist, +1 416 555 0175",
    staff=(
        Staff("Grace Lindqvist", "People", ("recruiter", "finance")),
        Staff("Sanjay Mehta", "Engineering lead", ("supervisor", "recruiter")),
    ),
    works=(
        Work(
            key="waitlist",
            title="Five days: make the waiting list kinder",
            summary="Pair with the team on one small feature that a real clinic gets on Friday.",
            brief="When a slot frees up, the waiting list texts whoever is first. Clinics want fairness for people who "
            "can't answer within a minute. Talk to one clinic, build the smallest thing, ship it behind a switch.",
            deliverable="A merged change, and a note on what the clinic said.",
            field="software",
            skills=("Python", "Django", "listening"),
            could_lead_to="Junior developer, full time",
            daily_pay="190.00",
            bonus=("120.00", "120.00", "80.00", "40.00", "0.00"),
            engagement_type="employee",
            place_kind="hybrid",
            seats=2,
            days=(
                day(
                    "Watch",
                    "A morning at a reception desk.",
                    "09:00 Clinic on Bathurst Street",
                    "14:00 The code, with Sanjay",
                ),
                day("Choose", "The smallest thing.", "09:00 Three ideas, one hour each", "15:00 Choose one"),
                day("Build", "Pairing all day.", "09:00 Pair with Noor", "14:00 Tests first"),
                day("Build and show", "To the receptionist.", "09:00 Pair", "14:00 Show it by video"),
                day("Ship", "Behind a switch.", "09:00 Last fixes", "11:00 Ship", "14:00 Cake, and your questions"),
            ),
        ),
    ),
)
