"""Is it a micro-internship? A list of rules, each with what it found, so that everyone can see why.

Pure. What speaks for it: the words of the field in several languages, a length of up to seven days or 40 hours, a
temporary kind of work, stated pay. What speaks against it: a longer time, no pay, permanent work. Whether one may leave
at any moment is never known of somebody else's posting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from foretaste.syndication.inbound.listing import Employment, Listing

MOST_DAYS = 7
MOST_HOURS = 40
LOOKED_THROUGH = 6_000  # characters of the description


class Verdict(StrEnum):
    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class Rule(StrEnum):
    WORDS = "words"  # what it is called
    SHORT_DAYS = "short_days"
    SHORT_HOURS = "short_hours"
    KIND = "kind"
    PAY_STATED = "pay_stated"
    TOO_LONG = "too_long"
    UNPAID = "unpaid"
    PERMANENT = "permanent"


FOR = frozenset({Rule.WORDS, Rule.SHORT_DAYS, Rule.SHORT_HOURS, Rule.KIND, Rule.PAY_STATED})


@dataclass(frozen=True)
class Reason:
    """One rule and what it found: the words, the number."""

    rule: Rule
    found: str = ""

    @property
    def speaks_for(self) -> bool:
        return self.rule in FOR


# Names of short work that one tries, by language. A listing that bears one in its title is one.
NAMES = (
    # English
    r"micro[- ]?internships?", r"(?:paid )?(?:work )?trial (?:day|week|shift)s?", r"paid trials?", r"work trials?",
    r"(?:paid )?job shadow(?:ing)?", r"externships?", r"short[- ]term projects?", r"project sprint", r"taster (?:day|week)s?",
    r"one[- ]day internships?", r"mini[- ]internships?", r"micro[- ]?projects?",
    # German
    r"schnuppertage?", r"schnupperwochen?", r"schnupper(?:praktikum|lehre)", r"probearbeit(?:en|stage?)", r"probetage?",
    r"mikropraktik(?:um|a)", r"kurzpraktik(?:um|a)", r"tagespraktik(?:um|a)", r"orientierungspraktikum",
    # French
    r"stages? (?:de )?d[ée]couverte", r"stages? d[’']observation", r"micro[- ]?stages?", r"mini[- ]?stages?",
    r"journ[ée]es? d[’']essai", r"immersion professionnelle", r"semaine d[’']essai",
    # Spanish, Portuguese, Italian
    r"micro[- ]?pr[áa]cticas?", r"d[ií]a de prueba", r"semana de prueba", r"micro[- ]?est[áa]gios?", r"dia de experi[êe]ncia",
    r"semana de experi[êe]ncia", r"micro[- ]?tirocini[oi]?", r"micro[- ]?stage", r"giornat[ae] di prova", r"settimana di prova",
    # Dutch, Swedish, Danish, Norwegian, Polish
    r"meeloopdag(?:en)?", r"proefdag(?:en)?", r"snuffelstages?", r"korte stage", r"provdag(?:ar)?", r"prova[- ]p[åa][- ]dag",
    r"mikropraktik", r"pr[øo]vedag(?:e|er)?", r"snusepraktik", r"mikropraksis", r"mikrosta[żz]e?", r"dzie[ńn] pr[óo]bny",
    r"kr[óo]tki sta[żz]",
)  # fmt: skip
NAMED = re.compile(r"(?<!\w)(?:" + "|".join(NAMES) + r")(?!\w)", re.I)

ONE_TO_SEVEN = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ein": 1, "eine": 1, "einen": 1,
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
    "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "due": 2, "tre": 3, "een": 1, "één": 1, "twee": 2, "drie": 3,
}  # fmt: skip
COUNT = r"(?P<count>\d{1,3}|" + "|".join(ONE_TO_SEVEN) + ")"
DAY = (
    r"(?:working |full |paid )?"
    r"(?:days?|tage?n?|jours?|journ[ée]es?|d[ií]as?|giorn[oi]|giornate|dag(?:en|ar|e|er)?|dni|dzie[ńn])"
)
WEEK = r"(?:weeks?|wochen?|semaines?|semanas?|settiman[ae]|wek(?:en)?|veck(?:a|or)|uger?|uker?|tygodni\w*|tydzie[ńn])"
MONTH = r"(?:months?|monat(?:e|en)?|mois|mes(?:es)?|mesi|maand(?:en)?|månad(?:er)?|m[åa]ned(?:er)?|miesi[ęa]c\w*)"
YEAR = r"(?:years?|jahre?n?|ans?|ann[ée]es?|años?|anni|jaar|år|lat|rok)"
HOUR = r"(?:hours?|hrs?|stunden|heures|horas|ore|uur|timmar|timer|godzin\w*)"
BETWEEN = r"[\s\u00a0-]{1,3}"
LENGTH = re.compile(rf"(?<![\w.,€$£]){COUNT}{BETWEEN}(?P<unit>{DAY}|{WEEK}|{MONTH}|{HOUR})(?!\w)", re.I)
RHYTHM = re.compile(  # "5 days a week", "40 hours per week": how it is shared out, not how long it lasts
    r"(?:\s[\w-]{1,15}){0,3}?\s{0,2}(?<!\w)(?:a|an|per|/|pro|par|por|alla|a la|à la|in der|i|om|på)\s{0,2}(?:week|month|year|woche|monat|jahr|semaine|mois|an\b|"
    r"semana|mes|settimana|maand|jaar|vecka|veckan|uge|uke|tydzie)", re.I,
)  # fmt: skip
HOLIDAY = re.compile(
    r"\s{0,2}(?:of )?(?:paid |annual |bezahlte[rn]? )?(?:vacation|holidays?|leave|pto|time off|urlaub|ferie|cong[ée]s|vacaciones|"
    r"vakantie|semester|parental|sick|onboarding|notice)|\s{0,2}(?:of |work(?:ing)? )?experience|\s{0,2}(?:berufs)?erfahrung|"
    r"\s{0,2}d[’']exp[ée]rience|\s{0,2}de experiencia|\s{0,2}ago\b|\s{0,2}old\b|\s(?:you|we|i|soon)\b", re.I,
)  # fmt: skip
UNPAID = re.compile(
    r"(?<!\w)(?:unpaid|without pay|no pay|unbezahlt\w*|unentgeltlich|ohne (?:bezahlung|verg[üu]tung)|non[- ]r[ée]mun[ée]r[ée]\w*|"
    r"no remunerad\w*|non retribuit\w*|onbetaald\w*|obetald\w*|ul[øo]nnet|bezp[łl]atn\w*)(?!\w)", re.I,
)  # fmt: skip
STANDING = re.compile(
    r"(?<!\w)(?:permanent position|permanent role|unbefristet\w*|festanstellung|cdi|contrato indefinido)(?!\w)", re.I
)


@dataclass(frozen=True)
class Judgement:
    """The verdict, why, and the length that was found."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    days: int | None = None
    hours: float | None = None


def judge(listing: Listing) -> Judgement:
    """Say whether a listing is a micro-internship, with every reason for and against."""
    reasons: list[Reason] = []
    text = listing.text[:LOOKED_THROUGH]
    in_title, in_text = NAMED.search(listing.title), NAMED.search(text)
    named = in_title or in_text
    if named:
        reasons.append(Reason(Rule.WORDS, " ".join(named[0].split())))
    days, hours, longest = _length(listing, text)
    is_short = (days is not None and days <= MOST_DAYS) or (hours is not None and hours <= MOST_HOURS)
    if days is not None and days <= MOST_DAYS:
        reasons.append(Reason(Rule.SHORT_DAYS, str(days)))
    elif hours is not None and hours <= MOST_HOURS:
        reasons.append(Reason(Rule.SHORT_HOURS, f"{hours:g}"))
    if listing.employment in (Employment.INTERN, Employment.TEMPORARY, Employment.CONTRACT):
        reasons.append(Reason(Rule.KIND, listing.employment))
    if listing.pay is not None:
        reasons.append(Reason(Rule.PAY_STATED))
    if longest and not is_short:
        reasons.append(Reason(Rule.TOO_LONG, longest))
    is_unpaid = listing.pay is None and (
        UNPAID.search(listing.title) or UNPAID.search(text) or listing.employment is Employment.VOLUNTEER
    )
    if is_unpaid:
        reasons.append(Reason(Rule.UNPAID))
    if STANDING.search(listing.title) or STANDING.search(text):
        reasons.append(Reason(Rule.PERMANENT))
    return Judgement(_verdict(reasons, bool(in_title), is_short), tuple(reasons), days, hours)


def _verdict(reasons: list[Reason], is_in_title: bool, is_short: bool) -> Verdict:
    rules = {reason.rule for reason in reasons}
    if Rule.UNPAID in rules:
        return Verdict.NO  # there are no unpaid trials
    if Rule.TOO_LONG in rules or Rule.PERMANENT in rules:
        return Verdict.PERHAPS if is_in_title and Rule.PERMANENT not in rules else Verdict.NO
    if is_in_title or (Rule.WORDS in rules and (is_short or Rule.KIND in rules)):
        return Verdict.YES
    if is_short and (Rule.KIND in rules or Rule.PAY_STATED in rules):
        return Verdict.YES if {Rule.KIND, Rule.PAY_STATED} <= rules else Verdict.PERHAPS
    return Verdict.PERHAPS if Rule.WORDS in rules else Verdict.NO


def _length(listing: Listing, text: str) -> tuple[int | None, float | None, str]:
    """Return days and hours of a short length, and the words of a longer one. Data before title before text."""
    if listing.days is not None or listing.hours is not None:
        too_long = (listing.days or 0) > MOST_DAYS or (listing.hours or 0) > MOST_HOURS
        return listing.days, listing.hours, str(listing.days or f"{listing.hours:g} h") if too_long else ""
    if listing.starts_on and listing.ends_on and listing.ends_on >= listing.starts_on:
        lasts = (listing.ends_on - listing.starts_on).days + 1
        return (lasts, None, "") if lasts <= MOST_DAYS else (None, None, f"{listing.starts_on} – {listing.ends_on}")
    for words in (listing.title, text):
        days, hours, longest = _stated(words)
        if days is not None or hours is not None or longest:
            return days, hours, longest
    return None, None, ""


def _stated(words: str) -> tuple[int | None, float | None, str]:
    longest = ""
    for found in LENGTH.finditer(words):
        after = words[found.end() : found.end() + 60]
        if RHYTHM.match(after) or HOLIDAY.match(after):
            continue
        number, unit = found["count"], found["unit"]
        count = int(number) if number.isdecimal() else ONE_TO_SEVEN[number.casefold()]
        if not count:
            continue
        if re.fullmatch(HOUR, unit, re.I):
            if count <= MOST_HOURS and not longest:
                return None, float(count), ""
            continue
        days = count if re.fullmatch(DAY, unit, re.I) else count * (5 if re.fullmatch(WEEK, unit, re.I) else 21)
        if days <= MOST_DAYS:
            return days, None, ""
        longest = longest or found[0]
    return None, None, " ".join(longest.split())
