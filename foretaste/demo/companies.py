"""The companies of the demo world and the work they offer. All of them are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Staff:
    """Somebody who acts for a company. `roles` are `accounts.Membership.Role` values."""

    name: str
    title: str
    roles: tuple[str, ...]

    @property
    def email(self) -> str:
        return self.name.lower().replace(" ", ".").replace("'", "").replace("é", "e") + "@demo.example"


@dataclass(frozen=True)
class Day:
    """A planned day: what it is about, and its hours (place's own time)."""

    title: str
    plan: str
    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Work:
    """A piece of work that a company posts, again and again with new dates."""

    key: str
    title: str
    summary: str
    brief: str
    deliverable: str
    field: str
    skills: tuple[str, ...]
    could_lead_to: str
    days: tuple[Day, ...]
    daily_pay: str  # in major units
    bonus: tuple[str, ...]
    starts: dt.time = dt.time(9, 0)
    ends: dt.time = dt.time(16, 0)
    break_minutes: int = 60
    place_kind: str = "onsite"
    engagement_type: str = "contractor"
    seats: int = 1
    weekend: bool = False


@dataclass(frozen=True)
class Company:
    key: str
    name: str
    country: str
    region: str
    city: str
    address: str
    time_zone: str
    currency: str
    website: str
    about: str
    mission: str
    values: str
    recent_projects: str
    a_day_here: str
    welcome_kit: str
    safety_contact: str
    staff: tuple[Staff, ...]
    works: tuple[Work, ...] = field(default=())

    @property
    def host(self) -> Staff:
        return next(person for person in self.staff if "supervisor" in person.roles)

    @property
    def owner(self) -> Staff:
        return self.staff[0]


def _day(title: str, plan: str, *items: str) -> Day:
    """Read "09:00 Coffee and keys, with Jonas | a note" lines."""
    rows = []
    for item in items:
        at, _, rest = item.partition(" ")
        what, _, note = rest.partition(" | ")
        rows.append((at, what, note))
    return Day(title, plan, tuple(rows))


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
            daily_pay="140.00",
            bonus=("60.00", "60.00", "0.00"),
            days=(
                _day(
                    "Meet the parts",
                    "A tour of the workshop and the stock room, then a morning next to Lina, who does this job.",
                    "09:00 Coffee and keys, with Jonas",
                    "09:30 Workshop and stock room, with Lina",
                    "11:00 Read twenty old invoices together",
                    "13:00 Lunch with the team, paid by Vela",
                    "14:00 Your first fifty part numbers | Brief and spreadsheet are in the shared folder.",
                    "15:30 Your questions, to anyone you like",
                ),
                _day(
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
                _day(
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
                _day(
                    "Measure and draw",
                    "Calipers, the part, and the old drawings.",
                    "09:00 Coffee and keys, with Jonas",
                    "09:30 The part on the bench, with Pieter",
                    "13:00 Lunch at the long table",
                    "14:00 Draw, with somebody to ask",
                ),
                _day(
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
                _day(
                    "The lab and the numbers",
                    "How a sample becomes a number, and a month of readings.",
                    "09:30 Tea, keys, the lab tour with Priya",
                    "11:00 A month of readings: look before you model",
                    "13:00 Soup",
                    "14:00 Your first plots",
                    "16:30 What surprised you?",
                ),
                _day(
                    "One explanation",
                    "Write down what would prove you wrong.",
                    "09:30 Field notes with Owen",
                    "13:00 Soup",
                    "14:00 One explanation, one page",
                ),
                _day(
                    "On the bank",
                    "Test it where it happens.",
                    "09:30 Van leaves",
                    "10:30 Samples at three buoys",
                    "15:30 Tea, wherever we are",
                ),
                _day(
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
                _day(
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
                _day(
                    "Look",
                    "At the museum, with a ruler.",
                    "09:30 Coffee, draw, no screens",
                    "11:00 Silk museum: measure, read, watch visitors",
                    "13:00 Lunch with Karim and Louise",
                    "14:30 Three rough ideas on the wall",
                ),
                _day(
                    "Set",
                    "Twelve labels, two languages.",
                    "09:30 Draw",
                    "11:00 Wall review",
                    "14:30 Set, print, cut, pin",
                    "16:00 Wall review",
                ),
                _day(
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
                _day(
                    "Two years of bread",
                    "Look, guess, commit by three.",
                    "08:00 Side door, coffee, the ovens with Denise",
                    "09:00 Two years of sales with Tom",
                    "12:00 Lunch: whatever came out uneven",
                    "14:30 Commit to tomorrow's numbers",
                ),
                _day(
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
                _day(
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
                _day("Ride", "All 41 stops.", "13:00 Tea and the network", "15:00 Ride line 23, both ways"),
                _day("Draw", "Wrong first, then less wrong.", "13:00 First draft", "17:00 Review on the floor"),
                _day("Ask the driver", "He has driven it for 19 years.", "13:00 At the depot", "17:00 Your questions"),
            ),
        ),
    ),
)

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
                _day(
                    "Watch",
                    "A morning at a reception desk.",
                    "09:00 Clinic on Bathurst Street",
                    "14:00 The code, with Sanjay",
                ),
                _day("Choose", "The smallest thing.", "09:00 Three ideas, one hour each", "15:00 Choose one"),
                _day("Build", "Pairing all day.", "09:00 Pair with Noor", "14:00 Tests first"),
                _day("Build and show", "To the receptionist.", "09:00 Pair", "14:00 Show it by video"),
                _day("Ship", "Behind a switch.", "09:00 Last fixes", "11:00 Ship", "14:00 Cake, and your questions"),
            ),
        ),
    ),
)

COMPANIES = (VELA, BRIGHTWATER, ATELIER, HARBOR, KUMO, MAPLE)
