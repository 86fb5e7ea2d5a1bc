"""Vela Cargo Bikes, Ghent."""

from __future__ import annotations

from foretaste.demo.companies.described import Company, Staff, Work, day

VELA = Company(
    key="vela",
    name="Vela Cargo Bikes",
    country="BE",
    region="",
    city="Ghent",
    address="Koopvaardijlaan 14, 9000 Ghent, second gate",
    time_zone="Europe/Brussels",
    currency="EUR",
    website="https://vela.example",
    about="Forty people who build electric cargo bikes, from the frame to the spare part that arrives two years later.",
    mission="Get vans out of old towns by making a bike that a plumber would choose.",
    values="Repair before replace. Say the awkward thing early. Lunch is at the long table, phones are not.",
    recent_projects="A parts catalogue that mechanics can search by photo; a frame that carries 200 kg and still fits "
    "through a garden gate.",
    a_day_here="Stand-up at the bench at nine, quiet until lunch, questions after it. Most people leave at five.",
    welcome_kit="Ring at the green gate and ask for Jonas. Wear closed shoes for the workshop. Lunch is on us; tell us "
    "what you don't eat. There is a locker, a desk and a laptop with your name on it.",
    safety_contact="Mieke Claes, +32 9 555 01 40",
    staff=(
        Staff("Hanne De Smet", "People and purchasing", ("recruiter", "finance")),
        Staff("Jonas Peeters", "Planning lead", ("supervisor", "recruiter")),
        Staff("Lina Wouters", "Parts planner", ("colleague",)),
    ),
    works=(
        Work(
            key="parts",
            title="Three days in spare-parts data",
            summary="Sit with the people who decide which parts to stock, do a small real piece of their work, and find "
            "out whether you would want this on a Monday.",
            brief="Our catalogue lists 400 part numbers whose maker nobody wrote down. Match them to their suppliers "
            "with what you find in old invoices, and say which ones we should stop stocking. You get the spreadsheet, "
            "the invoices and somebody who sits next to you.",
            deliverable="A cleaned list of 400 part numbers with supplier, confidence and a one-page note on the odd ones.",
            field="operations",
            skills=("spreadsheets", "data cleaning", "asking suppliers"),
            could_lead_to="Junior parts planner, from February",
            criteria=(
                "Finds the part numbers that can’t be right",
                "Marks what is guessed and what is known",
                "Explains the list to somebody who was not there",
            ),
            daily_pay="140.00",
            bonus=("60.00", "60.00", "0.00"),
            days=(
                day(
                    "Meet the parts",
                    "A tour of the workshop and the stock room, then a morning next to Lina, who does this job.",
                    "09:00 Coffee and keys, with Jonas",
                    "09:30 Workshop and stock room, with Lina",
                    "11:00 Read twenty old invoices together",
                    "13:00 Lunch with the team, paid by Vela",
                    "14:00 Your first fifty part numbers | Brief and spreadsheet are in the shared folder.",
                    "15:30 Your questions, to anyone you like",
                ),
                day(
                    "Do the work",
                    "Match 400 part numbers to their suppliers. Real data, a clear brief, someone to ask.",
                    "09:00 Coffee and keys, with Jonas",
                    "09:30 Where spare-parts data comes from",
                    "11:00 Match 400 part numbers to suppliers | Brief and spreadsheet in the shared folder. Lina sits "
                    "next to you.",
                    "13:00 Lunch with the team, paid by Vela",
                    "14:00 Compare notes with Lina",
                    "15:30 Your questions, to anyone you like",
                ),
                day(
                    "Show and ask",
                    "Show what you found. Then an hour in which you question the team.",
                    "09:00 Finish the odd ones",
                    "11:00 Show what you found, to five people",
                    "13:00 Lunch with the team, paid by Vela",
                    "14:00 An hour in which you question us",
                    "15:30 What we both think, and keys back",
                ),
            ),
        ),
        Work(
            key="frames",
            title="Two days of frame drawings",
            summary="Bring one bracket from a sketch to a drawing that the welder accepts.",
            brief="Our rear rack bracket has three drawings that disagree. Measure the part, draw it once, and take the "
            "drawing to the welder until she nods.",
            deliverable="One dimensioned drawing and the list of what was wrong in the old ones.",
            field="engineering",
            skills=("technical drawing", "CAD", "measuring"),
            could_lead_to="Thesis project or junior designer",
            daily_pay="155.00",
            bonus=("70.00", "0.00"),
            days=(
                day(
                    "Measure and draw",
                    "Calipers, the part, and the old drawings.",
                    "09:00 Coffee and keys, with Jonas",
                    "09:30 The part on the bench, with Pieter",
                    "13:00 Lunch at the long table",
                    "14:00 Draw, with somebody to ask",
                ),
                day(
                    "Take it to the welder",
                    "Four rounds are normal.",
                    "09:00 Round one with Ines at the bench",
                    "11:00 Correct, and again",
                    "13:00 Lunch at the long table",
                    "14:00 Your questions to the design team",
                ),
            ),
        ),
    ),
)
