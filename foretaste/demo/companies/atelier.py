"""Atelier Mirabelle, Lyon."""

from __future__ import annotations

import datetime as dt

from foretaste.demo.companies.described import Company, Staff, Work, day

ATELIER = Company(
    key="atelier",
    name="Atelier Mirabelle",
    country="FR",
    region="",
    city="Lyon",
    address="9 rue des Tables Claudiennes, 69001 Lyon",
    time_zone="Europe/Paris",
    currency="EUR",
    website="https://mirabelle.example",
    about="A print and exhibition studio of nine: museum labels, city maps, books that children can draw in.",
    mission="Make public places readable.",
    values="One idea a page. Test with a seven-year-old. No free pitches, for us or for you.",
    recent_projects="Wayfinding for a hospital garden; the labels of a small museum of silk.",
    a_day_here="Screens off until ten: we draw. Reviews at the wall at eleven and four. Long lunch, honest talk.",
    welcome_kit="Third floor, no lift; tell us if that is a problem and we meet downstairs. Pencils are here.",
    safety_contact="Louise Garnier, +33 4 55 50 01 12",
    staff=(
        Staff("Louise Garnier", "Studio head", ("recruiter", "supervisor", "finance")),
        Staff("Karim Haddad", "Designer", ("colleague",)),
    ),
    works=(
        Work(
            key="labels",
            title="Three days of museum labels",
            summary="Set twelve labels that a child and a curator both like.",
            brief="Twelve objects of the silk museum need labels: forty words each, in two languages. Text is written; "
            "the hierarchy, size and tone are yours to find.",
            deliverable="Twelve labels as print files, and a photo of them on the wall.",
            field="design",
            skills=("typography", "layout", "French"),
            could_lead_to="Six-month design internship",
            daily_pay="105.00",
            bonus=("50.00", "40.00", "0.00"),
            starts=dt.time(9, 30),
            ends=dt.time(17, 30),
            days=(
                day(
                    "Look",
                    "At the museum, with a ruler.",
                    "09:30 Coffee, draw, no screens",
                    "11:00 Silk museum: measure, read, watch visitors",
                    "13:00 Lunch with Karim and Louise",
                    "14:30 Three rough ideas on the wall",
                ),
                day(
                    "Set",
                    "Twelve labels, two languages.",
                    "09:30 Draw",
                    "11:00 Wall review",
                    "14:30 Set, print, cut, pin",
                    "16:00 Wall review",
                ),
                day(
                    "Test",
                    "With a seven-year-old and a curator.",
                    "09:30 Corrections",
                    "11:00 The two judges arrive",
                    "14:30 Last prints; your questions",
                ),
            ),
        ),
    ),
)
