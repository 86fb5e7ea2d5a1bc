"""The interns of the demo world, and what they say of themselves. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass


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
    account: str  # of the sandbox bank

    @property
    def email(self) -> str:
        plain = self.name.lower().translate(str.maketrans("éèëáàãçñöôüïōū ’'", "eeeaaacnoouiou.--"))
        return f"{plain}@demo.example"


def _intern(line: str) -> Intern:
    name, country, city, zone, headline, skills, free, account = (part.strip() for part in line.split("|"))
    return Intern(name, country, city, zone, "en", headline, tuple(skills.split(", ")), free, account)


# name | country | city | zone | headline | skills | free | account
_LINES = """
Amara Osei|BE|Ghent|Europe/Brussels|Second-year business student who likes messy spreadsheets|spreadsheets, asking questions, Dutch|Wednesdays to Fridays, and all of the winter break|BE71 0961 2345 4821
Bram Verbeke|BE|Ghent|Europe/Brussels|Mechanic turned engineering student|technical drawing, CAD, welding|Any two days in a row|BE68 5390 0754 7034
Chloé Lambert|FR|Lyon|Europe/Paris|Illustrator who wants to know what a studio is like|typography, drawing, layout|Mondays to Wednesdays|FR76 3000 6000 0112 3456 7890 189
Daniel Okoro|GB|Bristol|Europe/London|Geography graduate, learns Python at night|Python, maps, statistics|Any week until January|GB29 NWBK 6016 1331 9268 19
Elif Kaya|BE|Brussels|Europe/Brussels|Logistics student, three languages|spreadsheets, Dutch, Turkish, French|Thursdays and Fridays|BE43 0689 9999 9501
Farid Benali|FR|Lyon|Europe/Paris|Career changer: ten years in a kitchen, now design|layout, French, teamwork|Any day but Saturday|FR14 2004 1010 0505 0001 3M02 606
Grace Nakamura|US|Boston|America/New_York|Statistics junior who bakes|statistics, spreadsheets, R|Mondays, Tuesdays, weekends|US 021000021 4821 7730
Hugo Martins|BE|Leuven|Europe/Brussels|Industrial engineering, tired of theory|data cleaning, Python, CAD|Exam-free weeks|BE12 3456 7890 1234
Imani Clarke|GB|Bath|Europe/London|Science communicator in the making|plain writing, photography, biology|Any single day|GB33 BUKB 2020 1555 5555 55
Jun Watanabe|JP|Tokyo|Asia/Tokyo|Draws buses since the age of four|drawing, vector graphics, patience|Afternoons and evenings|JP 0001 123 4567890
Kofi Mensah|US|Boston|America/New_York|Returning to work after five years of care|talking to people, keeping calm|Weekends|US 011000138 5519 0042
Lena Fischer|BE|Ghent|Europe/Brussels|Exchange student from Leipzig|spreadsheets, data cleaning, German|Until the end of January|BE96 1111 2222 3333
Mateo Silva|CA|Toronto|America/Toronto|Self-taught developer, evenings of Django|Python, Django, listening|Full weeks|CA 003 10205 8821 774
Nadia Rahman|CA|Toronto|America/Toronto|Nurse who writes software|Python, listening, clinics|Full weeks from December|CA 004 15502 9017 331
Oscar Lindholm|GB|Bristol|Europe/London|Physics student, swims all year|Python, statistics, sensors|Reading week and weekends|GB82 WEST 1234 5698 7654 32
Paula Moreno|FR|Lyon|Europe/Paris|Museum studies, reads labels for fun|French, Spanish, typography|Tuesdays to Thursdays|FR76 1027 8060 3100 0214 2100 152
Quentin Maes|BE|Ghent|Europe/Brussels|First year, no idea yet, honest about it|spreadsheets, curiosity|Fridays|BE62 5100 0754 7061
Rosa Almeida|BE|Antwerp|Europe/Brussels|Fashion buyer moving to operations|asking suppliers, spreadsheets, negotiation|Any three days|BE90 9999 8888 7732
Sam Whitfield|US|Cambridge|America/New_York|Economics senior|statistics, curiosity, writing|Thursdays, Fridays|US 026009593 1100 2288
Tomoko Ishii|JP|Tokyo|Asia/Tokyo|Translator who wants to draw|drawing, Japanese, English|Weekday afternoons|JP 0005 221 7654321
Uma Patel|CA|Toronto|America/Toronto|Computer science, second year|Python, tests, listening|Reading week|CA 010 00304 5566 778
Victor Dumont|FR|Villeurbanne|Europe/Paris|Printer’s son, layout since school|layout, typography, French|Mondays, Tuesdays|FR76 1831 5100 0008 0001 2345 678
Wanjiru Kamau|GB|Bristol|Europe/London|Hydrology master’s|statistics, field work, Python|Any week|GB94 BARC 1020 1530 0934 59
Xander Bos|BE|Ghent|Europe/Brussels|Warehouse nights, business school days|spreadsheets, stock, Dutch|Mornings|BE39 0010 0000 0019
Yara Haddad|US|Boston|America/New_York|Public policy, counts everything|spreadsheets, writing, Arabic|Mondays and Tuesdays|US 031201360 7781 9004
Zoe Tremblay|CA|Toronto|America/Toronto|Support desk, wants to build|listening, Django, French|Full weeks|CA 815 92000 1020 304
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
            account=f"{country} {1000 + number} 4400 {2200 + 37 * number}",
        )
        for number, name in enumerate(names.split(", "))
    )


INTERNS = tuple(_intern(line) for line in _LINES.strip().splitlines())
EARLIER = {country: _earlier(country) for country in _EARLIER}
EVERYONE = INTERNS + tuple(intern for some in EARLIER.values() for intern in some)
BY_NAME = {intern.name: intern for intern in EVERYONE}
BY_FIRST_NAME = {intern.name.split()[0]: intern for intern in INTERNS}

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
