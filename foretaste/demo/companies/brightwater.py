"""Brightwater Labs, Bristol."""

from __future__ import annotations

import datetime as dt

from foretaste.demo.companies.described import Company, Staff, Work, day

BRIGHTWATER = Company(
    key="brightwater",
    name="Brightwater Labs",
    country="GB",
    region="",
    city="Bristol",
    address="Unit 6, Paintworks Yard, Bristol BS4",
    time_zone="Europe/London",
    currency="GBP",
    website="https://brightwater.example",
    about="Water sensors for rivers that people swim in: twelve people, one lab, a van and 300 buoys.",
    mission="Anybody should be able to know whether the river is clean before they jump.",
    values="Publish the bad readings too. Nobody is on call alone. Wellies are provided.",
    recent_projects="A daily bathing forecast for nine rivers; a sensor that a volunteer can change in four minutes.",
    a_day_here="Mornings in the lab or on the bank, afternoons with the data. Tea at half past three is not optional.",
    welcome_kit="Come to the yard's blue door. Bring layers; we have waterproofs in all sizes. Lunch is soup and bread.",
    safety_contact="Owen Pritchard, +44 117 496 0112",
    staff=(
        Staff("Priya Raman", "Founder", ("recruiter", "supervisor", "finance")),
        Staff("Owen Pritchard", "Field lead", ("supervisor",)),
    ),
    works=(
        Work(
            key="buoys",
            title="Four days with river data",
            summary="Find out why three buoys disagree with the lab, and tell the people who swim there.",
            brief="Three of our buoys read higher than the lab samples. Look at a month of readings and the field "
            "notes, form one explanation, test it on the bank on Thursday.",
            deliverable="A notebook that others can run, and one paragraph for the swimmers' page.",
            field="nature",
            skills=("Python", "statistics", "plain writing"),
            could_lead_to="Field data scientist, spring",
            daily_pay="125.00",
            bonus=("90.00", "60.00", "30.00", "0.00"),
            starts=dt.time(9, 30),
            ends=dt.time(17, 0),
            days=(
                day(
                    "The lab and the numbers",
                    "How a sample becomes a number, and a month of readings.",
                    "09:30 Tea, keys, the lab tour with Priya",
                    "11:00 A month of readings: look before you model",
                    "13:00 Soup",
                    "14:00 Your first plots",
                    "16:30 What surprised you?",
                ),
                day(
                    "One explanation",
                    "Write down what would prove you wrong.",
                    "09:30 Field notes with Owen",
                    "13:00 Soup",
                    "14:00 One explanation, one page",
                ),
                day(
                    "On the bank",
                    "Test it where it happens.",
                    "09:30 Van leaves",
                    "10:30 Samples at three buoys",
                    "15:30 Tea, wherever we are",
                ),
                day(
                    "Tell the swimmers",
                    "One paragraph, no jargon.",
                    "09:30 Write",
                    "13:00 Soup with everyone",
                    "14:00 Show the team, ask the team",
                ),
            ),
        ),
        Work(
            key="volunteers",
            title="One day: write for volunteers",
            summary="Rewrite the four-minute sensor swap so that nobody needs to ring us.",
            brief="Volunteers change our sensors. The instructions assume an engineer. Try the swap, then write it.",
            deliverable="A one-page guide with four pictures.",
            field="writing",
            skills=("writing", "photography"),
            could_lead_to="Volunteer coordinator, part time",
            daily_pay="118.00",
            bonus=("0.00",),
            days=(
                day(
                    "Try it, write it, test it",
                    "In that order.",
                    "09:30 Change a sensor yourself, badly",
                    "11:00 Write the first version",
                    "13:00 Soup",
                    "14:00 Watch two volunteers follow it",
                    "15:30 Fix what they stumbled on",
                ),
            ),
        ),
    ),
)
