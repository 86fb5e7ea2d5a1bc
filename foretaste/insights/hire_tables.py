"""A company's own table of hires and leavers: read line by line, and written so that it reads back as it was.

Every line that can't be taken is said with what to do about it. Only five columns are read; names, salaries and
whatever else a personnel table holds are left where they are.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foretaste.core.dates import dated
from foretaste.core.spreadsheets import csv_lines
from foretaste.insights.models import Hire

MOST_BYTES = 2**20
MOST_ROWS = 5_000
MOST_PROBLEMS = 50  # said at once
LONGEST_CELL = 2_000
EARLIEST = dt.date(1950, 1, 1)
HEAD = ("reference", "route", "started_on", "left_on", "reason")
NEEDED = ("reference", "route", "started_on")
COLUMNS = {
    "reference": ("reference", "ref", "id", "number", "employee_id", "employee_number", "personnel_number"),
    "route": ("route", "way", "source", "hired_by", "channel"),
    "started_on": ("started_on", "started", "start", "start_date", "hire_date", "hired_on"),
    "left_on": ("left_on", "left", "leaving_date", "end_date", "ended_on", "termination_date", "exit_date"),
    "reason": ("reason", "left_because", "reason_for_leaving", "leaving_reason"),
}
ROUTES: dict[str, tuple[str, ...]] = {
    Hire.Route.TRIAL.value: ("trial", "work trial", "reverse micro-internship", "micro-internship", "foretaste"),
    Hire.Route.INTERNSHIP.value: ("internship", "traditional internship", "intern"),
    Hire.Route.DIRECT.value: ("direct", "direct hire", "application", "job board"),
    Hire.Route.AGENCY.value: ("agency", "recruiter", "headhunter"),
    Hire.Route.OTHER.value: ("other", "another way", "referral"),
}
REASONS: dict[str, tuple[str, ...]] = {
    Hire.Reason.OWN.value: ("own", "own choice", "resigned", "resignation", "quit", "voluntary"),
    Hire.Reason.COMPANY.value: ("company", "dismissed", "dismissal", "let go", "redundancy", "involuntary"),
    Hire.Reason.CONTRACT.value: ("contract", "contract ended", "end of contract", "fixed term"),
    Hire.Reason.OTHER.value: ("other", "another reason", "retirement"),
}
REFERENCE = re.compile(r"[^\W_][\w ./#:\-]{0,63}")  # begins with a letter or a digit: no spreadsheet reads a formula
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


@dataclass(frozen=True)
class Told:
    """One hire as a line tells it."""

    reference: str
    route: str
    started_on: dt.date
    left_on: dt.date | None = None
    reason: str = ""

    @property
    def route_name(self) -> str:
        return str(Hire.Route(self.route).label)

    @property
    def reason_name(self) -> str:
        return str(Hire.Reason(self.reason).label) if self.reason else ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line, and what to do; line 0 is the table as a whole."""

    line: int
    says: str


@dataclass(frozen=True)
class Table:
    rows: tuple[Told, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...] = ()  # columns that were not looked at

    @property
    def is_right(self) -> bool:
        return bool(self.rows) and not self.problems


class NotARow(ValueError):
    """A line that can't be taken; it says what to do."""


def text_of(raw: bytes) -> str:
    """Read a file as a spreadsheet program saves it: UTF-8, UTF-16 with its mark, else Western European."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def read(text: str, *, today: dt.date) -> Table:
    """Read a table. Nothing is guessed: what is not clear is a problem of its line."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").strip("\n")
    if not text.strip():
        return _wrong(_("There is nothing in it. The first line names the columns, each further line is one hire."))
    if len(text.encode()) > MOST_BYTES:
        return _wrong(_("It is larger than 1 MB. Send it in parts: what is there already stays."))
    if "\0" in text:
        return _wrong(_("This is no text. Save the table as CSV (UTF-8) and choose that file."))
    head = text.split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=head.count)
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = list(_lines(csv.reader(io.StringIO(text), delimiter=separator, strict=True)))
    except csv.Error as failure:
        return _wrong(_("A quotation mark or a very long cell is in the way: %(why)s.") % {"why": failure})
    return _read(lines, today)


def _lines(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of its first line: a cell in quotation marks may hold line ends."""
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, [cell.strip() for cell in cells]
        begins = reader.line_num + 1  # type: ignore[attr-defined]


def _read(lines: list[tuple[int, list[str]]], today: dt.date) -> Table:
    names = [_plain(name).replace(" ", "_").replace("-", "_") for name in lines[0][1]]
    places: dict[str, int] = {}
    for column, known in COLUMNS.items():
        found = [place for place, name in enumerate(names) if name in known]
        if len(found) > 1:
            both = ", ".join(lines[0][1][place] for place in found)
            return _wrong(
                _("Several columns could be %(column)s: %(both)s. Keep one of them.")
                % {"column": column, "both": both},
                1,
            )
        if found:
            places[column] = found[0]
    missing = [column for column in NEEDED if column not in places]
    if missing:
        return _wrong(
            _("The first line names no column %(missing)s. It may read: %(head)s")
            % {"missing": ", ".join(missing), "head": ",".join(HEAD)},
            1,
        )
    unread = tuple(name for place, name in enumerate(lines[0][1]) if place not in places.values() and name)
    if len(lines) - 1 > MOST_ROWS:
        return _wrong(
            _("It has more than %(most)d lines. Send it in parts: what is there already stays.") % {"most": MOST_ROWS}
        )
    told: dict[str, tuple[int, Told]] = {}
    problems: list[Problem] = []
    for line, cells in lines[1:]:
        try:
            one = _told({column: cells[place] if place < len(cells) else "" for column, place in places.items()}, today)
            if len(cells) > len(names):
                raise NotARow(
                    _("It has more cells than the first line. Put a cell that holds a separator in quotation marks.")
                )
            before = told.setdefault(one.reference, (line, one))
            if before[1] != one:
                raise NotARow(
                    _("Line %(line)d tells %(reference)s otherwise. Keep one of the two.")
                    % {"line": before[0], "reference": one.reference}
                )
        except NotARow as failure:
            problems.append(Problem(line, str(failure)))
    if not told and not problems:
        return _wrong(_("There is no line below the first. Each line is one hire."))
    return Table(tuple(one for _line, one in told.values()), tuple(problems), unread)


def _wrong(says: str, line: int = 0) -> Table:
    return Table((), (Problem(line, says),))


def _told(cells: Mapping[str, str], today: dt.date) -> Told:
    reference = cells["reference"]
    if not reference:
        raise NotARow(_("The reference is empty. Enter a number or code of your own, a different one for each hire."))
    if "@" in reference:
        raise NotARow(_("The reference is a mail address. Use a number or code that says nothing to others."))
    if len(reference) > 64 or not REFERENCE.fullmatch(reference):
        raise NotARow(
            _(
                "The reference can’t be taken: begin with a letter or a digit, then at most 63 letters, digits, "
                "spaces or . / # : - _"
            )
        )
    route = _one_of(cells["route"], ROUTES)
    if not route:
        raise NotARow(_("The route is “%(said)s”. Write one of: %(words)s") % _words(cells["route"], ROUTES))
    started_on = _day(cells["started_on"], "started_on")
    if started_on is None:
        raise NotARow(_("started_on is empty. Enter the first day, for example 2026-03-02."))
    if started_on > today:
        raise NotARow(
            _("They start on %(on)s, and today is %(today)s. Bring them in once they have started.")
            % {"on": dated(started_on), "today": dated(today)}
        )
    left_on = _day(cells.get("left_on", ""), "left_on")
    if left_on is not None and left_on < started_on:
        raise NotARow(
            _("They leave on %(left)s, before they start on %(started)s. Check both days.")
            % {"left": dated(left_on), "started": dated(started_on)}
        )
    if left_on is not None and left_on > today:
        raise NotARow(
            _("They leave on %(on)s, which lies ahead. Leave the day out until it has come.") % {"on": dated(left_on)}
        )
    said = cells.get("reason", "")
    reason = _one_of(said, REASONS)
    if said and not reason:
        raise NotARow(_("The reason is “%(said)s”. Leave it out or write one of: %(words)s") % _words(said, REASONS))
    if reason and left_on is None:
        raise NotARow(_("There is a reason for leaving and no day. Enter left_on or leave the reason out."))
    return Told(reference, route, started_on, left_on, reason)


def _words(said: str, known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {"said": said[:40], "words": ", ".join(words[0] for words in known.values())}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _one_of(said: str, known: Mapping[str, tuple[str, ...]]) -> str:
    plain = _plain(said).replace("_", " ")
    return next((key for key, words in known.items() if plain in words), "")


def _day(said: str, column: str) -> dt.date | None:
    """Read 2026-03-02 or 2.3.2026. Slashes mean two things in two countries: they are asked about."""
    if not said:
        return None
    if match := YEAR_FIRST.fullmatch(said):
        year, month, day = map(int, match.groups())
    elif match := DAY_FIRST.fullmatch(said):
        day, month, year = map(int, match.groups())
    else:
        raise NotARow(
            _("%(column)s is “%(said)s”. Write the day as year-month-day, for example 2026-03-02.")
            % {"column": column, "said": said[:40]}
        )
    try:
        found = dt.date(year, month, day)
    except ValueError:
        raise NotARow(
            _("%(column)s is “%(said)s”: there is no such day.") % {"column": column, "said": said[:40]}
        ) from None
    if found < EARLIEST:
        raise NotARow(_("%(column)s is “%(said)s”: check the year.") % {"column": column, "said": said[:40]})
    return found


def written(hires: Iterable[Told | Hire]) -> str:
    """Return a table as it is read: brought in again, it changes nothing."""
    rows = ([one.reference, one.route, one.started_on, one.left_on, one.reason] for one in hires)
    return "".join(csv_lines(HEAD, rows))
