"""LinkedIn's own export of one's data: a zip of CSV tables. Only six of them are opened; nothing is written anywhere.

Some tables begin with notes before their header, so a header is looked for. Messages, contacts and all the rest of the
archive stay closed.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from foretaste.accounts.resumes.decoding import text_in
from foretaste.accounts.resumes.found import (
    LONGEST_ABOUT,
    LONGEST_HEADLINE,
    Found,
    Gathering,
    LeftOut,
    line_of,
    text_of,
)
from foretaste.accounts.resumes.unreadable import Unreadable, Why

TABLES = {  # name in lower case -> a column by which its header is known
    "profile.csv": "headline",
    "positions.csv": "company name",
    "education.csv": "school name",
    "skills.csv": "name",
    "languages.csv": "name",
    "projects.csv": "title",
}
UNPLACED = {
    "certifications.csv": LeftOut.CERTIFICATES,
    "honors.csv": LeftOut.AWARDS,
    "volunteering.csv": LeftOut.VOLUNTEER,
}
CONTACT = ("first name", "last name", "maiden name", "address", "birth date", "zip code", "geo location",
           "twitter handles", "instant messengers")  # fmt: skip
DIRECTORY_ENTRY = b"PK\x01\x02"
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MOST_FILES = 2_000
LARGEST_TABLE = 2 * 2**20  # bytes, unpacked
MOST_ROWS = 500
NOTES = 12  # rows that may stand before the header
LONGEST_CELL = 100_000
WEBSITE = re.compile(r"https?://[^\s,\]]+")


def read(content: bytes) -> Found:
    """Return what a profile has a place for."""
    if content.count(DIRECTORY_ENTRY) > MOST_FILES:  # before each becomes an object
        raise Unreadable(Why.TOO_MANY_FILES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError):
        raise Unreadable(Why.BROKEN_ZIP) from None


def _read(archive: zipfile.ZipFile) -> Found:
    members = [one for one in archive.infolist() if not one.is_dir()]
    known: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        name = _name(member)
        if name in TABLES:
            known.setdefault(name, member)
    if not known:
        raise Unreadable(Why.NO_EXPORT)
    gathered = Gathering()
    gathered.leave_out(LeftOut.FILES, sum(_name(one) not in TABLES for one in members))
    for member in members:
        if what := UNPLACED.get(_name(member)):
            gathered.leave_out(what)
    for name, member in known.items():
        rows = _rows(_bytes(archive, member), TABLES[name])
        if rows is None:
            gathered.leave_out(LeftOut.UNREADABLE)
            continue
        for row in rows:
            _take(name, row, gathered)
    return gathered.found()


def _name(member: zipfile.ZipInfo) -> str:
    """Return the file's own name, without its folders; none where the path leads out of the archive."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "__MACOSX" in path.parts:
        return ""
    return path.name.lower()


def _bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack one table, never more than its limit: what the archive says of a size may be a lie."""
    if member.flag_bits & 1:
        raise Unreadable(Why.LOCKED_ZIP)
    if member.file_size > LARGEST_TABLE:
        raise Unreadable(Why.BOMB)
    if member.compress_type not in PACKED:
        raise Unreadable(Why.BROKEN_ZIP)
    with archive.open(member) as file:
        content = file.read(LARGEST_TABLE + 1)
    if len(content) > LARGEST_TABLE:
        raise Unreadable(Why.BOMB)
    return content


def _rows(content: bytes, column: str) -> list[dict[str, str]] | None:
    """Return a table's rows by the names of their columns; None where there is no such header."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text_in(content)))
    try:
        header = _header(reader, column)
        if header is None:
            return None
        rows: list[dict[str, str]] = []
        for row in reader:
            if len(rows) >= MOST_ROWS:
                break
            if any(cell.strip() for cell in row):
                rows.append(dict(zip(header, row, strict=False)))
    except csv.Error:
        return None
    return rows


def _header(reader: Iterator[list[str]], column: str) -> list[str] | None:
    for _number, row in zip(range(NOTES), reader, strict=False):
        names = [cell.strip().lower() for cell in row]
        if column in names:
            return names
    return None


def _take(name: str, row: dict[str, str], gathered: Gathering) -> None:
    match name:
        case "profile.csv":
            gathered.headline = gathered.headline or line_of(row.get("headline"), LONGEST_HEADLINE)
            gathered.about = gathered.about or text_of(row.get("summary"), LONGEST_ABOUT)
            for address in WEBSITE.findall(row.get("websites", "")):
                gathered.add_link(address)
            gathered.leave_out(LeftOut.CONTACT, sum(bool(row.get(one, "").strip()) for one in CONTACT))
        case "positions.csv":
            gathered.add_line(row.get("title"), row.get("company name"))
            gathered.leave_out(LeftOut.WORK, bool(row.get("description", "").strip()))
            _dates(row, gathered, "started on", "finished on")
        case "education.csv":
            gathered.add_line(row.get("degree name"), row.get("school name"))
            _dates(row, gathered, "start date", "end date")
        case "skills.csv" | "languages.csv":
            gathered.add_skill(row.get("name"))
        case "projects.csv":
            gathered.leave_out(LeftOut.WITHOUT_LINK, not gathered.add_link(row.get("url")))


def _dates(row: dict[str, str], gathered: Gathering, *columns: str) -> None:
    gathered.leave_out(LeftOut.DATES, sum(bool(row.get(one, "").strip()) for one in columns))
