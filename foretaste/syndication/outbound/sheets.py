"""Export sheets as CSV: for marketplaces without a feed, in their own terms, and one for everybody else.

Parker Dewey has no API or feed; Riipen's API needs a key, and its fields for writing projects are not published.
Career centers and clubs that take no feed take the plain sheet: it stands on the career site for anyone.
"""

from __future__ import annotations

from collections.abc import Sequence

from foretaste.core.spreadsheets import csv_lines
from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.google import number
from foretaste.syndication.outbound.posting import Posting, Site

PARKER_DEWEY = (
    "title", "description", "deliverable", "fixed_fee", "currency", "estimated_hours", "start_date", "due_date",
    "skills", "location", "link",
)  # fmt: skip
RIIPEN = (
    "name", "details", "deliverables", "hours", "start_date", "end_date", "payment_required", "payment_type",
    "payment_amount_cents", "payment_currency", "location_preference", "skills", "link",
)  # fmt: skip
PLAIN = (  # names that the reader of files knows, too: `inbound.table`
    "id", "title", "company", "summary", "starts_on", "ends_on", "days", "hours", "pay", "period", "currency",
    "pay_in_all", "before_tax", "engagement", "city", "region", "country", "remote", "field", "skills", "seats",
    "deadline", "url",
)  # fmt: skip


def plain(site: Site) -> bytes:
    """What is open, in words that anybody who keeps a list reads."""
    return _csv(
        PLAIN,
        [
            [
                one.public_id,
                one.title,
                one.company.name,
                one.summary,
                one.first_on.isoformat(),
                one.last_on.isoformat(),
                str(len(one.days)),
                hours(one),
                str(number(one.daily_pay)),
                "day",
                one.daily_pay.currency,
                str(number(one.full_pay)),
                "no" if one.engagement.value == "contractor" else "yes",
                one.engagement.value,
                one.city,
                one.region,
                one.country,
                "yes" if one.is_remote else "no",
                one.field_name,
                ", ".join(one.skills),
                str(one.seats),
                one.closes_at.isoformat(timespec="minutes"),
                one.url,
            ]
            for one in site.postings
        ],
    )


def parker_dewey(site: Site) -> bytes:
    """Deliverable, fixed fee, hours, due date."""
    return _csv(
        PARKER_DEWEY,
        [
            [
                one.title,
                text.as_text(one.sections),
                one.deliverable,
                str(number(one.full_pay)),
                one.full_pay.currency,
                hours(one),
                one.first_on.isoformat(),
                one.last_on.isoformat(),
                ", ".join(one.skills),
                "Remote" if one.is_remote else one.city,
                one.url,
            ]
            for one in site.postings
        ],
    )


def riipen(site: Site) -> bytes:
    """The fields that an experience on Riipen is seen with."""
    return _csv(
        RIIPEN,
        [
            [
                one.title,
                text.as_text(one.sections),
                one.deliverable,
                hours(one),
                one.first_on.isoformat(),
                one.last_on.isoformat(),
                "true",
                "fixed",
                str(one.full_pay.minor),
                one.full_pay.currency,
                {"remote": "remote", "onsite": "in_person"}.get(one.place.value, "hybrid"),
                ", ".join(one.skills),
                one.url,
            ]
            for one in site.postings
        ],
    )


def hours(posting: Posting) -> str:
    """Return the hours of work: 21, 22.5."""
    return f"{posting.minutes / 60:.2f}".rstrip("0").rstrip(".")


def _csv(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Write it as spreadsheets read it, with the mark that tells them it is UTF-8."""
    return "".join(csv_lines(names, rows)).encode("utf-8-sig")
