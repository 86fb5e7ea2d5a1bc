"""A file that somebody made: CSV or JSON lines, as job-collecting tools write them, or a JSON list of the same rows.

The columns' names may be any of those in `COLUMNS`; what isn't among them is left alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from typing import Any

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import data_of, text_of
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing, Pay
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import MOST_LISTINGS, address, key, listed, objects
from foretaste.syndication.inbound.unreadable import Unreadable, Why

COLUMNS = {
    "url": ("job_url_direct", "url", "link", "job_url", "apply_url", "absolute_url"),
    "key": ("id", "job_id", "reference", "referencenumber"),
    "title": ("title", "job_title", "position", "name"),
    "company": ("company", "company_name", "employer", "organization"),
    "place": ("location", "locations", "place"),
    "city": ("city",),
    "country": ("country", "country_code"),
    "text": ("description", "text", "body", "summary"),
    "kind": ("job_type", "employment_type", "type"),
    "remote": ("is_remote", "remote", "remotetype"),
    "least": ("min_amount", "pay_min", "salary_min", "pay", "salary"),
    "most": ("max_amount", "pay_max", "salary_max"),
    "currency": ("currency", "salary_currency"),
    "period": ("interval", "pay_period", "salary_period", "period"),
    "published": ("date_posted", "published_at", "date", "posted", "date_published"),
    "starts": ("starts_on", "start_date", "starts"),
    "ends": ("ends_on", "end_date", "ends"),
    "closes": ("closes_on", "deadline", "expires", "valid_through"),
    "skills": ("skills", "tags"),
    "language": ("language", "lang"),
    "days": ("days",),
    "hours": ("hours",),
}
MOST_COLUMNS = 200
LONGEST_CELL = 200_000


def read_table(body: bytes) -> Iterator[Listing]:
    """Yield the rows of a file; its shape is found by looking at it."""
    text = text_of(body).strip()
    if not text:
        return
    if text.startswith("["):
        rows = objects(data_of(body))
    elif text.startswith("{"):
        rows = list(_lines(text))
    else:
        rows = list(_csv(text))
    if len(rows) > MOST_LISTINGS * 2:
        raise Unreadable(Why.TOO_MANY, str(len(rows)))
    for row in rows:
        if row.get("active") is False or row.get("is_visible") is False:
            continue
        listing = _listing(row)
        if listing.url and listing.title:
            yield listing


def _lines(text: str) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(text.splitlines(), 1):
        if not one.strip():
            continue
        row = data_of(one.encode("utf-8", errors="replace"))
        if not isinstance(row, dict):
            raise Unreadable(Why.OTHER_SHAPE, f"line {number}")
        yield row


def _csv(text: str) -> Iterator[dict[str, Any]]:
    head = text.split("\n", 1)[0]
    if len(head) > 20_000:
        raise Unreadable(Why.NOT_A_TABLE)
    separator = max((",", ";", "\t"), key=head.count)
    csv.field_size_limit(LONGEST_CELL)
    try:
        reader = csv.DictReader(io.StringIO(text), delimiter=separator, strict=True)
        names = [(name or "").strip().lower() for name in reader.fieldnames or []]
        known = {name for some in COLUMNS.values() for name in some}
        if not known.intersection(names) or len(names) > MOST_COLUMNS:
            raise Unreadable(Why.NOT_A_TABLE)
        reader.fieldnames = names
        for count, row in enumerate(reader):
            if count > MOST_LISTINGS * 2:
                raise Unreadable(Why.TOO_MANY)
            yield {name: value for name, value in row.items() if isinstance(name, str) and value not in (None, "")}
    except csv.Error as failure:
        raise Unreadable(Why.NOT_A_TABLE, str(failure)) from failure


def _listing(row: dict[str, Any]) -> Listing:
    def said(field: str) -> Any:
        return next((row[name] for name in COLUMNS[field] if row.get(name) not in (None, "", "nan")), None)

    body, text = body_of(said("text"))
    url = address(said("url"))
    where = next(iter(listed(said("place"))), "")
    remote = str(said("remote") or "").casefold()
    return Listing(
        key=key(said("key")) or hashlib.sha256(url.encode()).hexdigest()[:32],
        url=url,
        title=title_of(said("title")),
        company=line(said("company"), LONGEST_NAME),
        body=body,
        text=text,
        language=line(said("language"), 2).lower(),
        place=values.place(where, city=said("city"), in_country=said("country")),
        place_kind=values.place_kind(where, remote, is_remote=remote in ("true", "yes", "1")),
        employment=values.employment(said("kind")),
        pay=_pay(said("least"), said("most"), said("currency"), said("period")) or values.pay_in(text),
        days=_number(said("days")),
        hours=_number(said("hours")),
        starts_on=values.day(said("starts")),
        ends_on=values.day(said("ends")),
        closes_on=values.day(said("closes")),
        skills=line(", ".join(str(one) for one in listed(said("skills"))), 400),
        published_at=values.moment(_numeric(said("published"))),
    )


def _pay(least: Any, most: Any, currency: Any, period: Any) -> Pay | None:
    return values.pay(least, most, currency, period)


def _number(value: Any) -> int | None:
    try:
        number = int(float(str(value)))
    except (ValueError, OverflowError):
        return None
    return number if 0 < number < 10_000 else None


def _numeric(value: Any) -> Any:
    """Seconds since 1970 come as text out of a CSV."""
    return float(value) if isinstance(value, str) and value.isdecimal() and 9 <= len(value) <= 13 else value


__all__ = ["COLUMNS", "read_table"]
