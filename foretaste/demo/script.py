"""What happens in the demo world: who posts what, who comes, and how it ends. Weeks count back from the demo's today.

The demo's today is always a Thursday, 11:10 in Ghent, so that the second day of a Wednesday-to-Friday trial is under way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)


@dataclass(frozen=True)
class Part:
    """One intern's part in a posting. `fate` is a method of `world.Fates`; `after` what both said afterwards."""

    intern: str
    fate: str = "completes"
    intern_yes: bool | None = None  # None: never evaluates
    company_yes: bool | None = None
    hired: bool = False
    note: str = ""  # reason of an exit note


@dataclass(frozen=True)
class Plot:
    """One posting of one company: the work, its first day, and the people in it."""

    company: str
    work: str
    week: int  # 0 is this week, -3 three weeks ago
    weekday: int
    parts: tuple[Part, ...] = ()
    askers: tuple[str, ...] = ()  # who asks and is not taken: answered "not this time"
    waiting: tuple[str, ...] = ()  # who asked and still waits for the answer
    shortlisted: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()  # of the parts: whom the company asked first
    questions: tuple[tuple[str, str, str], ...] = ()  # who, question, public answer ("" while unanswered)
    hide_names: bool = False
    key: str = field(default="")


def _p(line: str) -> Part:
    """Read "Elif Kaya | completes | yes yes | hired | reason"."""
    name, fate, said, *more = (part.strip() for part in f"{line} | | | |".split("|"))
    answers: list[bool | None] = [{"yes": True, "no": False}.get(word) for word in said.split()]
    answers += [None] * (2 - len(answers))
    return Part(name, fate or "completes", answers[0], answers[1], "hired" in more, more[1] if len(more) > 1 else "")


PLOTS: tuple[Plot, ...] = (
    # --- Vela Cargo Bikes: a long history, and the trial under way -------------------------------
    Plot("vela", "parts", -13, WEDNESDAY, (_p("Jef Claeys | completes | yes yes | hired"),), ("Noor De Backer",)),
    Plot("vela", "parts", -12, WEDNESDAY, (_p("Noor De Backer | leaves_on_day_one | no no | | not_the_work"),)),
    Plot("vela", "frames", -12, MONDAY, (_p("Samira El Amrani | completes | yes no"),), invited=("Samira El Amrani",)),
    Plot("vela", "parts", -11, WEDNESDAY, (_p("Wout Goossens | completes | no yes"),), ("Fien Lemmens",)),
    Plot("vela", "parts", -10, TUESDAY, (_p("Fien Lemmens | leaves_on_day_two | yes yes | | not_as_described"),)),
    Plot("vela", "frames", -10, THURSDAY, (_p("Ilias Bouazza | completes | yes yes | hired"),), invited=("Ilias Bouazza",)),
    Plot("vela", "parts", -9, WEDNESDAY, (_p("Marthe Pauwels | leaves_on_day_two | yes yes | | not_as_described"),), ("Seppe Willems",), invited=("Marthe Pauwels",)),
    Plot("vela", "parts", -8, WEDNESDAY, (_p("Seppe Willems | leaves_between_days | no yes | | place"),)),
    Plot("vela", "frames", -8, MONDAY, (_p("Hajar Idrissi | leaves_on_day_one | no yes | | not_as_described"),), invited=("Hajar Idrissi",)),
    Plot("vela", "parts", -7, TUESDAY, (_p("Lotte Segers | leaves_on_day_one | no no | | not_as_described"),), invited=("Lotte Segers",)),
    Plot("vela", "parts", -6, WEDNESDAY, (_p("Milan Dierckx | ended_early | no no"),)),
    Plot("vela", "parts", -5, WEDNESDAY, (_p("Ayla Demir | leaves_on_day_one | no no | | no_guidance"),), ("Robbe Hendrickx",)),
    Plot("vela", "frames", -5, THURSDAY, (_p("Robbe Hendrickx | completes | yes no"),)),
    Plot("vela", "parts", -4, WEDNESDAY, (_p("Emma Thys | completes | yes yes | hired"),), invited=("Emma Thys",)),
    Plot("vela", "parts", -3, TUESDAY, (_p("Viktor Aerts | completes | yes yes"),), invited=("Viktor Aerts",)),
    Plot("vela", "parts", -2, WEDNESDAY, (_p("Rosa Almeida | completes | yes"),), ("Xander Bos",)),
    Plot("vela", "frames", -1, THURSDAY, (_p("Hugo Martins | completes"),)),
    Plot(
        "vela",
        "parts",
        0,
        WEDNESDAY,
        (_p("Amara Osei | under_way_on_day_two"),),
        ("Quentin Maes",),
        questions=(
            ("Amara Osei", "Do I need to speak Dutch?", "No. The invoices are in three languages, the team helps."),
            ("Quentin Maes", "Is there a bus to the gate?", "Bus 5 stops at the gate; it takes 14 minutes from the station."),
        ),
    ),
    Plot(
        "vela",
        "parts",
        2,
        WEDNESDAY,
        (_p("Elif Kaya | agreed"),),
        waiting=("Lena Fischer", "Xander Bos"),
        shortlisted=("Quentin Maes",),
        questions=(("Lena Fischer", "Can I leave at 15:30 on Friday for a train?", ""),),
        key="december",
    ),
    Plot("vela", "frames", 3, TUESDAY, (_p("Bram Verbeke | offered"),), waiting=("Hugo Martins",)),
    Plot("vela", "parts", 3, WEDNESDAY, waiting=("Rosa Almeida",)),
    Plot("vela", "frames", 2, TUESDAY),
    # --- Brightwater Labs ------------------------------------------------------------------------
    Plot("brightwater", "volunteers", -11, TUESDAY, (_p("Aisha Begum | completes | yes yes"),)),
    Plot("brightwater", "buoys", -10, MONDAY, (_p("Callum Reid | leaves_on_day_two | yes no | | learnt_enough"),)),
    Plot("brightwater", "buoys", -8, MONDAY, (_p("Freya Nolan | completes | yes yes | hired"),), ("George Adeyemi",)),
    Plot("brightwater", "volunteers", -7, WEDNESDAY, (_p("George Adeyemi | completes | no yes"),)),
    Plot("brightwater", "buoys", -6, MONDAY, (_p("Harriet Boyle | company_absent"),)),
    Plot("brightwater", "buoys", -4, MONDAY, (_p("Idris Evans | completes | yes yes"),)),
    Plot("brightwater", "buoys", -3, MONDAY, (_p("Molly Sheridan | told_to_leave_upheld | no no"),)),
    Plot("brightwater", "volunteers", -2, THURSDAY, (_p("Rhys Morgan | never_comes"),)),
    Plot("brightwater", "buoys", 0, MONDAY, (_p("Wanjiru Kamau | waits_for_day_four"),)),
    Plot("brightwater", "volunteers", 0, WEDNESDAY, (_p("Imani Clarke | completes"),)),
    Plot("brightwater", "buoys", 2, MONDAY, waiting=("Daniel Okoro", "Oscar Lindholm"), hide_names=True),
    Plot("brightwater", "volunteers", 1, FRIDAY, waiting=("Oscar Lindholm",)),
    Plot("brightwater", "volunteers", 3, WEDNESDAY),
    # --- Atelier Mirabelle -----------------------------------------------------------------------
    Plot("atelier", "labels", -12, MONDAY, (_p("Camille Roux | completes | yes yes | hired"),)),
    Plot("atelier", "labels", -10, TUESDAY, (_p("Inès Fabre | leaves_on_day_one | no yes | | people"),)),
    Plot("atelier", "labels", -9, MONDAY, (_p("Léo Marchand | completes | yes no"),), ("Manon Perrin",)),
    Plot("atelier", "labels", -7, MONDAY, (_p("Manon Perrin | completes | yes yes"),)),
    Plot("atelier", "labels", -5, TUESDAY, (_p("Noé Gauthier | leaves_on_day_two | yes yes | | other_offer"),)),
    Plot("atelier", "labels", -3, MONDAY, (_p("Sarah Cohen | withdrawn_in_time"),)),
    Plot("atelier", "labels", -2, TUESDAY, (_p("Théo Blanc | completes | yes yes"),)),
    Plot("atelier", "labels", 0, TUESDAY, (_p("Chloé Lambert | left_this_morning"),), ("Farid Benali",)),
    Plot("atelier", "labels", 1, TUESDAY, (_p("Farid Benali | agreed"),), waiting=("Victor Dumont",)),
    Plot("atelier", "labels", 3, MONDAY, waiting=("Paula Moreno",)),
    Plot("atelier", "labels", 2, TUESDAY),
    # --- Harbor & Pine Bakery --------------------------------------------------------------------
    Plot("harbor", "forecast", -11, MONDAY, (_p("Alicia Gomez | completes | yes yes"),)),
    Plot("harbor", "saturday", -9, SATURDAY, (_p("Ben Carver | completes | no yes"),)),
    Plot("harbor", "forecast", -8, WEDNESDAY, (_p("Dana Whitaker | leaves_on_day_one | no no | | not_the_work"),)),
    Plot("harbor", "saturday", -6, SATURDAY, (_p("Eli Rosen | completes | yes yes | hired"),)),
    Plot("harbor", "forecast", -4, MONDAY, (_p("Maya Thompson | completes | yes yes"),)),
    Plot("harbor", "saturday", -3, SATURDAY, (_p("Noah Petersen | withdrawn_late"),)),
    Plot("harbor", "forecast", -1, MONDAY, (_p("Tess Nguyen | claims_a_day | yes"),)),
    Plot("harbor", "forecast", 0, MONDAY, (_p("Yara Haddad | sent_away"),)),
    Plot("harbor", "saturday", 1, SATURDAY, (_p("Kofi Mensah | agreed"),), waiting=("Sam Whitfield",)),
    Plot("harbor", "forecast", 2, MONDAY, (_p("Grace Nakamura | offered"),), waiting=("Sam Whitfield",)),
    Plot("harbor", "saturday", 2, SATURDAY, waiting=("Yara Haddad",)),
    Plot("harbor", "saturday", 3, SATURDAY),
    # --- Kumo Transit Maps -----------------------------------------------------------------------
    Plot("kumo", "nightbus", -9, TUESDAY, (_p("Aoi Tanaka | charged_back_and_won | yes yes"),)),
    Plot("kumo", "nightbus", -7, TUESDAY, (_p("Haruto Mori | leaves_on_day_one | no yes | | not_the_work"),)),
    Plot("kumo", "nightbus", -6, WEDNESDAY, (_p("Mei Kobayashi | completes | yes yes"),)),
    Plot("kumo", "nightbus", -4, TUESDAY, (_p("Ren Fujita | completes | no yes"),)),
    Plot("kumo", "nightbus", -3, TUESDAY, (_p("Sora Hayashi | completes | yes yes"),)),
    Plot("kumo", "nightbus", -1, TUESDAY, (_p("Jun Watanabe | told_to_leave_open"),)),
    Plot("kumo", "nightbus", 2, TUESDAY, waiting=("Tomoko Ishii",)),
    Plot("kumo", "nightbus", 3, WEDNESDAY),
    # --- Maple Street Clinic Software (employees: paid by its payroll) -----------------------------
    Plot("maple", "waitlist", -9, MONDAY, (_p("Anika Bose | completes | yes yes | hired"), _p("Dylan Roy | leaves_on_day_two | no no | | learnt_enough"))),
    Plot("maple", "waitlist", -6, MONDAY, (_p("Fatima Sheikh | completes | yes yes"), _p("Gabriel Côté | completes | yes no"))),
    Plot("maple", "waitlist", -3, MONDAY, (_p("Priyanka Nair | completes | yes yes"), _p("Theo MacLeod | leaves_between_days | no yes | | health"))),
    Plot("maple", "waitlist", 0, MONDAY, (_p("Mateo Silva | start_contested"), _p("Nadia Rahman | waits_for_day_four"))),
    Plot("maple", "waitlist", 2, MONDAY, (_p("Zoe Tremblay | agreed"),), waiting=("Uma Patel",)),
    Plot("maple", "waitlist", 3, MONDAY),
)  # fmt: skip
