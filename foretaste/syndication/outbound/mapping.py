"""The one mapping table, as data: our words in the words of each channel, and what each element may hold.

Sources stand beside each format. docs/reference/outward-formats.md says which limits were read second-hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foretaste.syndication.outbound.posting import Audience, Engagement, Place

KEYWORDS = ("micro-internship", "paid trial", "short-term project", "work trial")  # only for keyword fields


class Channel(StrEnum):
    """Where a company may show its postings beside its own career site."""

    GOOGLE = "google"
    INDEED = "indeed"
    LINKEDIN = "linkedin"
    HANDSHAKE = "handshake"
    TALENT = "talent"
    JOOBLE = "jooble"
    RIIPEN = "riipen"
    PARKER_DEWEY = "parker-dewey"


FEEDS = (Channel.INDEED, Channel.LINKEDIN, Channel.HANDSHAKE, Channel.TALENT, Channel.JOOBLE)
SHEETS = (Channel.RIIPEN, Channel.PARKER_DEWEY)


@dataclass(frozen=True, kw_only=True)
class Employment:
    """What each channel calls one kind of engagement."""

    google: tuple[str, ...]
    indeed: str
    linkedin: str
    linkedin_level: str
    talent: str
    handshake: str = "Temporary"


_STUDENT = Employment(
    google=("TEMPORARY", "INTERN"), indeed="temporary, internship", linkedin="INTERNSHIP",
    linkedin_level="INTERNSHIP", talent="temporary",
)  # fmt: skip
_CHANGER = Employment(  # LinkedIn's feed has no TEMPORARY
    google=("TEMPORARY",), indeed="temporary", linkedin="CONTRACT", linkedin_level="ENTRY_LEVEL", talent="temporary"
)
_CONTRACTOR = Employment(
    google=("CONTRACTOR",), indeed="contract", linkedin="CONTRACT", linkedin_level="ENTRY_LEVEL", talent="contract"
)
EMPLOYMENT: dict[tuple[Engagement, Audience], Employment] = {
    **{(kind, Audience.EVERYONE): _STUDENT for kind in (Engagement.EMPLOYEE, Engagement.EMPLOYER_OF_RECORD)},
    **{(kind, Audience.STUDENTS): _STUDENT for kind in (Engagement.EMPLOYEE, Engagement.EMPLOYER_OF_RECORD)},
    **{(kind, Audience.CAREER_CHANGERS): _CHANGER for kind in (Engagement.EMPLOYEE, Engagement.EMPLOYER_OF_RECORD)},
    **{(Engagement.CONTRACTOR, audience): _CONTRACTOR for audience in Audience},
}

INDEED_REMOTE = {Place.ONSITE: "", Place.HYBRID: "Hybrid remote", Place.REMOTE: "Fully remote"}
LINKEDIN_WORKPLACE = {Place.ONSITE: "On-site", Place.HYBRID: "Hybrid", Place.REMOTE: "Remote"}
TALENT_REMOTE = {Place.ONSITE: "no", Place.HYBRID: "no", Place.REMOTE: "yes"}


@dataclass(frozen=True, kw_only=True)
class Element:
    """What one element of a format may hold. `needed`: with a value; `stands`: at least blank on every posting."""

    name: str
    needed: bool = False
    stands: bool = False
    longest: int | None = None
    shortest: int | None = None
    allowed: frozenset[str] | None = None
    several: bool = False  # allowed values with commas between
    pattern: str = ""
    tags: frozenset[str] | None = None  # HTML that may stand inside
    entities: bool = True  # whether HTML entities may stand inside


@dataclass(frozen=True, kw_only=True)
class Format:
    """A feed: its root, the name of one posting's element, what identifies it, and its elements."""

    source: str
    root: str
    job: str
    identity: str  # the element, or @attribute, that is never the same twice
    together: tuple[str, ...] = ()  # elements of which all stand, or none: a place, unless one works from anywhere
    elements: tuple[Element, ...]


INDEED_TAGS = frozenset(
    ["b", "h1", "h2", "h3", "h4", "h5", "h6", "br", "p", "ul", "li", "strong", "em", "table", "thead", "tbody", "tr",
     "th", "td"]
)  # fmt: skip
LINKEDIN_TAGS = frozenset(["b", "strong", "u", "i", "br", "p", "ul", "li"])
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"
DATE = r"\d{4}-\d\d-\d\d"
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
WEB = r"https://\S+"
PLAIN_PAY = r"\D{0,4}[\d,]+(\.\d+)?( ?\D{1,4})? per (hour|day)"

FORMATS: dict[Channel, Format] = {
    Channel.INDEED: Format(
        source="https://docs.indeed.com/indeed-apply/xml-feed",
        root="source",
        job="job",
        identity="referencenumber",
        elements=(
            Element(name="title", needed=True),
            Element(name="date", needed=True, pattern=MOMENT),
            Element(name="referencenumber", needed=True),
            Element(name="requisitionid", needed=True),
            Element(name="url", needed=True, pattern=r"https://\S+[?&]source=Indeed"),
            Element(name="company", needed=True, pattern=r"[^()]+"),
            Element(name="sourcename", needed=True),
            Element(name="city", needed=True),
            Element(name="state", needed=True),
            Element(name="country", needed=True, pattern=r"[A-Z]{2}"),
            Element(name="email", needed=True, pattern=EMAIL),
            Element(name="description", needed=True, tags=INDEED_TAGS, entities=False),
            Element(name="salary", needed=True, pattern=PLAIN_PAY),
            Element(
                name="jobtype", needed=True, several=True,
                allowed=frozenset(["fulltime", "parttime", "contract", "temporary", "internship"]),
            ),
            Element(name="expirationdate", needed=True, pattern=DATE),
            Element(name="category", stands=True),
            Element(
                name="remotetype", stands=True, allowed=frozenset(["Fully remote", "Hybrid remote", "COVID-19"])
            ),
            Element(name="indeed-apply-data"),
        ),
    ),
    Channel.LINKEDIN: Format(
        source="https://learn.microsoft.com/en-us/linkedin/talent/job-postings/xml-feeds-development-guide",
        root="source",
        job="job",
        identity="partnerJobId",
        elements=(
            Element(name="partnerJobId", needed=True, longest=40),
            Element(name="company", needed=True),
            Element(name="title", needed=True, longest=200),
            Element(name="description", needed=True, shortest=100, longest=25_000, tags=LINKEDIN_TAGS),
            Element(name="applyUrl", needed=True, pattern=WEB),
            Element(name="companyId", needed=True, pattern=r"\d+"),
            Element(name="posterEmail", needed=True, pattern=EMAIL),
            Element(name="city", needed=True),
            Element(name="state"),
            Element(name="country", needed=True, pattern=r"[A-Z]{2}"),
            Element(name="workplaceTypes", needed=True, allowed=frozenset(["Remote", "Hybrid", "On-site"])),
            Element(
                name="experienceLevel", needed=True,
                allowed=frozenset(
                    ["ENTRY_LEVEL", "MID_SENIOR_LEVEL", "DIRECTOR", "EXECUTIVE", "INTERNSHIP", "ASSOCIATE",
                     "NOT_APPLICABLE"]
                ),
            ),
            Element(
                name="jobtype", needed=True,
                allowed=frozenset(["FULL_TIME", "PART_TIME", "CONTRACT", "INTERNSHIP", "VOLUNTEER"]),
            ),
            Element(name="salaries/salary/lowEnd/amount", needed=True, pattern=r"\d+"),
            Element(name="salaries/salary/lowEnd/currencyCode", needed=True, pattern=r"[A-Z]{3}"),
            Element(name="salaries/salary/highEnd/amount", needed=True, pattern=r"\d+"),
            Element(name="salaries/salary/highEnd/currencyCode", needed=True, pattern=r"[A-Z]{3}"),
            Element(
                name="salaries/salary/period", needed=True,
                allowed=frozenset(
                    ["YEARLY", "MONTHLY", "SEMIMONTHLY", "BIWEEKLY", "WEEKLY", "DAILY", "HOURLY", "ONCE"]
                ),
            ),
            Element(
                name="salaries/salary/type", needed=True, allowed=frozenset(["BASE_SALARY", "TOTAL_ADDITIONAL"])
            ),
            Element(name="listDate", pattern=DATE),
            Element(name="expirationDate", pattern=DATE),
        ),
    ),
    Channel.HANDSHAKE: Format(
        source="https://support.joinhandshake.com/hc/en-us/articles/39456794930071",
        root="jobs",
        job="job",
        identity="source_reference",
        together=("country", "state", "city"),
        elements=(
            Element(name="title", needed=True, longest=150),
            Element(name="description", needed=True, longest=50_000),
            Element(name="source_reference", needed=True, longest=255, pattern=r"[A-Za-z0-9_-]+"),
            Element(name="duration", needed=True, allowed=frozenset(["Permanent", "Temporary"])),
            Element(name="start_date", needed=True, pattern=DATE),
            Element(name="end_date", needed=True, pattern=DATE),
            Element(name="country"),
            Element(name="state"),
            Element(name="city"),
            Element(name="apply_url", pattern=WEB),
        ),
    ),
    Channel.TALENT: Format(
        source="https://talent.com/integrations",
        root="source",
        job="job",
        identity="referencenumber",
        elements=(
            Element(name="referencenumber", needed=True),
            Element(name="title", needed=True),
            Element(name="company", needed=True),
            Element(name="city", needed=True),
            Element(name="state", stands=True),
            Element(name="country", needed=True, pattern=r"[A-Z]{2}"),
            Element(name="dateposted", needed=True, pattern=r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
            Element(name="url", needed=True, pattern=WEB),
            Element(name="description", needed=True, shortest=50),
            Element(name="expirationdate", pattern=r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
            Element(name="jobtype"),
            Element(name="isremote", allowed=frozenset(["yes", "no"])),
            Element(name="salary/salary_min", pattern=r"\d+(\.\d+)?"),
            Element(name="salary/salary_max", pattern=r"\d+(\.\d+)?"),
            Element(name="salary/salary_currency", pattern=r"[A-Z]{3}"),
            Element(name="salary/period"),
            Element(name="salary/type"),
        ),
    ),
    Channel.JOOBLE: Format(
        source="Jooble's specification of XML feeds",
        root="jobs",
        job="job",
        identity="@id",
        elements=(
            Element(name="link", needed=True, pattern=WEB),
            Element(name="name", needed=True),
            Element(name="region", needed=True),
            Element(name="description", needed=True),
            Element(name="pubdate", needed=True, pattern=r"\d\d\.\d\d\.\d{4}"),
            Element(name="updated", needed=True, pattern=r"\d\d\.\d\d\.\d{4}"),
            Element(name="salary"),
            Element(name="company", needed=True),
            Element(name="expire", pattern=r"\d\d\.\d\d\.\d{4}"),
            Element(name="jobtype"),
        ),
    ),
}  # fmt: skip
