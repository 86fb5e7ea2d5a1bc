"""Harbor & Pine Bakery, Boston."""

from __future__ import annotations

import datetime as dt

from foretaste.demo.companies.described import Company, Staff, Work, day

HARBOR = Company(
    key="harbor",
    name="Harbor & Pine Bakery",
    country="US",
    region="MA",
    city="Boston",
    address="212 Dorchester Avenue, Boston",
    time_zone="America/New_York",
    currency="USD",
    website="https://harborpine.example",
    about="Three bakeries, one oven crew, and a spreadsheet that decides how many loaves tomorrow needs.",
    mission="Bread that is gone by six, and nobody throwing any away.",
    values="Everybody can read the numbers. Everybody sweeps.",
    recent_projects="Cut unsold bread by a third with a one-page forecast; a schedule that people swap by text message.",
    a_day_here="The office wakes at eight; the ovens have been up since three. You smell of bread when you leave.",
    welcome_kit="Side door on Dorchester Avenue. Hair tie if you go near the ovens. Bread to take home, always.",
    safety_contact="Denise Okafor, +1 617 555 0134",
    staff=(
        Staff("Denise Okafor", "Owner", ("recruiter", "supervisor", "finance")),
        Staff("Tom Brandt", "Numbers", ("supervisor", "colleague")),
    ),
    works=(
        Work(
            key="forecast",
            title="Two days: forecast tomorrow's loaves",
            summary="Use two years of sales to guess tomorrow, then see at six o'clock how wrong you were.",
            brief="We forecast by weekday and gut. Try one better idea on two years of sales; we bake by it on day two.",
            deliverable="A one-page forecast, and what you would do with a third day.",
            field="data",
            skills=("spreadsheets", "statistics", "curiosity"),
            could_lead_to="Operations analyst, half time during the term",
            daily_pay="150.00",
            bonus=("75.00", "0.00"),
            starts=dt.time(8, 0),
            ends=dt.time(15, 0),
            break_minutes=30,
            days=(
                day(
                    "Two years of bread",
                    "Look, guess, commit by three.",
                    "08:00 Side door, coffee, the ovens with Denise",
                    "09:00 Two years of sales with Tom",
                    "12:00 Lunch: whatever came out uneven",
                    "14:30 Commit to tomorrow's numbers",
                ),
                day(
                    "How wrong were you?",
                    "The shelves will say.",
                    "08:00 See your numbers being sold",
                    "10:00 Improve one thing",
                    "12:00 Lunch",
                    "14:00 Show the crew; ask the crew",
                ),
            ),
        ),
        Work(
            key="saturday",
            title="A Saturday at the counter and behind it",
            summary="One Saturday: the line at the door, the till, and the decision when to stop baking.",
            brief="Stand at the counter for the rush, then sit with Denise as she decides the afternoon's last bake.",
            deliverable="A page on what you would change about Saturday.",
            field="sales",
            skills=("talking to people", "keeping calm"),
            could_lead_to="Weekend shift lead",
            daily_pay="135.00",
            bonus=("0.00",),
            starts=dt.time(7, 0),
            ends=dt.time(14, 0),
            break_minutes=30,
            weekend=True,
            days=(
                day(
                    "Saturday",
                    "Rush, lull, decide.",
                    "07:00 Apron, coffee, the list",
                    "08:00 The rush",
                    "11:00 The lull: count, compare, talk",
                    "12:30 Decide the last bake with Denise",
                ),
            ),
        ),
    ),
)
