"""The interns of the demo world, and what they say of themselves. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foretaste.core.amounts import Amount

IBAN_BODIES = {"BE": "{:012d}", "GB": "NWBK60{:012d}", "FR": "30006{:018d}"}


@dataclass(frozen=True)
class Intern:
    name: str
    country: str
    city: str
    time_zone: str
    language: str
    headline: str
    skills: tuple[str, ...]
    free_days: str

    @property
    def account(self) -> str:
        """An account of the sandbox bank: an IBAN with its right check digits where the country has them."""
        number = int.from_bytes(self.name.encode()[:6], "big") % 10**9 * 10 + 8
        if self.country not in IBAN_BODIES:
            return f"{number:012d}"
        body = IBAN_BODIES[self.country].format(number)
        turned = "".join(str(int(sign, 36)) for sign in f"{body}{self.country}00")
        return f"{self.country}{98 - int(turned) % 97:02d}{body}"

    @property
    def email(self) -> str:
        plain = self.name.lower().translate(str.maketrans("éèëáàãçñöôüïōū ’'", "eeeaaacnoouiou.--"))
        return f"{plain}@demo.example"


def _intern(line: str) -> Intern:
    name, country, city, zone, headline, skills, free = (part.strip() for part in line.split("|"))
    return Intern(name, country, city, zone, "en", headline, tuple(skills.split(", ")), free)


# name | country | city | zone | headline | skills | free
_LINES = """
Amara Osei|BE|Ghent|Europe/Brussels|Second-year business student who likes messy spreadsheets|spreadsheets, asking questions, Dutch|Wednesdays to Fridays, and all of the winter break
Bram Verbeke|BE|Ghent|Europe/Brussels|Mechanic turned engineering student|technical drawing, CAD, welding|Any two days in a row
Chloé Lambert|FR|Lyon|Europe/Paris|Illustrator who wants to know what a studio is like|typography, drawing, layout|Mondays to Wednesdays
Daniel Okoro|GB|Bristol|Europe/London|Geography graduate, learns Python at night|Python, maps, statistics|Any week until January
Elif Kaya|BE|Brussels|Europe/Brussels|Logistics student, three languages|spreadsheets, Dutch, Turkish, French|Thursdays and Fridays
Farid Benali|FR|Lyon|Europe/Paris|Career changer: ten years in a kitchen, now design|layout, French, teamwork|Any day but Saturday
Grace Nakamura|US|Boston|America/New_York|Statistics junior who bakes|statistics, spreadsheets, R|Mondays, Tuesdays, weekends
Hugo Martins|BE|Leuven|Europe/Brussels|Industrial engineering, tired of theory|data cleaning, Python, CAD|Exam-free weeks
Imani Clarke|GB|Bath|Europe/London|Science communicator in the making|plain writing, photography, biology|Any single day
Jun Watanabe|JP|Tokyo|Asia/Tokyo|Draws buses since the age of four|drawing, vector graphics, patience|Afternoons and evenings
Kofi Mensah|US|Boston|America/New_York|Returning to work after five years of care|talking to people, keeping calm|Weekends
Lena Fischer|BE|Ghent|Europe/Brussels|Exchange student from Leipzig|spreadsheets, data cleaning, German|Until the end of January
Mateo Silva|CA|Toronto|America/Toronto|Self-taught developer, evenings of Django|Python, Django, listening|Full weeks
Nadia Rahman|CA|Toronto|America/Toronto|Nurse who writes software|Python, listening, clinics|Full weeks from December
Oscar Lindholm|GB|Bristol|Europe/London|Physics student, swims all year|Python, statistics, sensors|Reading week and weekends
Paula Moreno|FR|Lyon|Europe/Paris|Museum studies, reads labels for fun|French, Spanish, typography|Tuesdays to Thursdays
Quentin Maes|BE|Ghent|Europe/Brussels|First year, no idea yet, honest about it|spreadsheets, curiosity|Fridays
Rosa Almeida|BE|Antwerp|Europe/Brussels|Fashion buyer moving to operations|asking suppliers, spreadsheets, negotiation|Any three days
Sam Whitfield|US|Cambridge|America/New_York|Economics senior|statistics, curiosity, writing|Thursdays, Fridays
Tomoko Ishii|JP|Tokyo|Asia/Tokyo|Translator who wants to draw|drawing, Japanese, English|Weekday afternoons
Uma Patel|CA|Toronto|America/Toronto|Computer science, second year|Python, tests, listening|Reading week
Victor Dumont|FR|Villeurbanne|Europe/Paris|Printer’s son, layout since school|layout, typography, French|Mondays, Tuesdays
Wanjiru Kamau|GB|Bristol|Europe/London|Hydrology master’s|statistics, field work, Python|Any week
Xander Bos|BE|Ghent|Europe/Brussels|Warehouse nights, business school days|spreadsheets, stock, Dutch|Mornings
Yara Haddad|US|Boston|America/New_York|Public policy, counts everything|spreadsheets, writing, Arabic|Mondays and Tuesdays
Zoe Tremblay|CA|Toronto|America/Toronto|Support desk, wants to build|listening, Django, French|Full weeks
"""

# those who were here before: they fill the companies' histories
_EARLIER = {
    "BE": ("Ghent", "Europe/Brussels", "Jef Claeys, Noor De Backer, Samira El Amrani, Wout Goossens, Fien Lemmens, "
           "Ilias Bouazza, Marthe Pauwels, Seppe Willems, Hajar Idrissi, Lotte Segers, Milan Dierckx, Ayla Demir, "
           "Robbe Hendrickx, Emma Thys, Viktor Aerts"),
    "GB": ("Bristol", "Europe/London", "Aisha Begum, Callum Reid, Freya Nolan, George Adeyemi, Harriet Boyle, Idris Evans, "
           "Molly Sheridan, Rhys Morgan"),
    "FR": ("Lyon", "Europe/Paris", "Camille Roux, Inès Fabre, Léo Marchand, Manon Perrin, Noé Gauthier, Sarah Cohen, "
           "Théo Blanc"),
    "US": ("Boston", "America/New_York", "Alicia Gomez, Ben Carver, Dana Whitaker, Eli Rosen, Maya Thompson, "
           "Noah Petersen, Tess Nguyen"),
    "JP": ("Tokyo", "Asia/Tokyo", "Aoi Tanaka, Haruto Mori, Mei Kobayashi, Ren Fujita, Sora Hayashi, Yui Matsuda"),
    "CA": ("Toronto", "America/Toronto", "Anika Bose, Dylan Roy, Fatima Sheikh, Gabriel Côté, Priyanka Nair, "
           "Theo MacLeod, William Chen"),
}  # fmt: skip


def _earlier(country: str) -> tuple[Intern, ...]:
    city, zone, names = _EARLIER[country]
    return tuple(
        Intern(
            name=name,
            country=country,
            city=city,
            time_zone=zone,
            language="en",
            headline="Looks before choosing",
            skills=("curiosity", "writing"),
            free_days="Any days",
        )
        for name in names.split(", ")
    )


INTERNS = tuple(_intern(line) for line in _LINES.strip().splitlines())
EARLIER = {country: _earlier(country) for country in _EARLIER}
EVERYONE = INTERNS + tuple(intern for some in EARLIER.values() for intern in some)
BY_NAME = {intern.name: intern for intern in EVERYONE}

WHY = (
    "I want to know what the job is on an ordinary day, and your plan reads like one.",
    "I have done this in class and never for somebody who needed it.",
    "The people you name do the job that I think I want. I would rather find out in three days than in three years.",
    "Your page says what is hard about it. That made me trust it.",
    "I changed direction this year and need to see the inside before I choose.",
)
TRY = (
    "Finishing something small and showing it to people who will say what is wrong with it.",
    "Asking suppliers the awkward question without hiding behind an email.",
    "Working next to somebody good, and noticing how they decide.",
    "Whether I can sit with data for a whole morning and still like it.",
    "Explaining what I did in five sentences.",
)
ABOUT = (
    "Last spring I sorted two years of a choir’s accounts and found the missing 300.",
    "I ran the stock of a student bar for a year; nothing ran out except patience.",
    "I rebuilt a bicycle from two dead ones, and wrote down how.",
    "I made a map of every drinking fountain on my way to school, then of the city.",
    "I organised the repair day in our street: 41 things came, 29 left working.",
)

FOUND = ("search", "search", "campus", "search", "", "campus", "person")  # how they found a trial; not all say it

# what some of them say would fit; the others leave it at their skills
WISHES: dict[str, dict[str, Any]] = {
    "Amara Osei": {"fields": ["operations", "data"], "learn": "stock, data cleaning", "city": "Ghent", "within_km": 50,
                   "when": ["weekdays"], "least_day": Amount(12_000, "EUR")},
    "Quentin Maes": {"fields": ["operations", "craft", "data"], "city": "Ghent", "most_days": 2},
    "Lena Fischer": {"fields": ["data", "operations"], "city": "Ghent", "within_km": 100, "place_kinds": ["onsite", "hybrid"]},
    "Daniel Okoro": {"fields": ["data", "nature"], "learn": "sensors", "place_kinds": ["remote", "hybrid"]},
    "Chloé Lambert": {"fields": ["design", "culture"], "learn": "typography", "city": "Lyon", "within_km": 50},
    "Kofi Mensah": {"fields": ["sales", "people"], "city": "Boston", "when": ["weekends", "evenings"]},
    "Mateo Silva": {"fields": ["software"], "place_kinds": ["remote"], "most_days": 5},
}  # fmt: skip
