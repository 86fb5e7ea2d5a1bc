"""A search as an address says it: one reading for the page, its feeds and what somebody has saved.

What can't be read is left out and named. The canonical words of a search are the same whoever typed it, in whatever
order: they are what is saved, and what two searches are compared by.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foretaste.core.amounts import Amount
from foretaste.matching.findable import MOST_DAYS, PLACE_KINDS, WHEN
from foretaste.matching.queries import NEAR, ORDERS, Question
from foretaste.opportunities.words import FIELDS

CURRENCIES = ("EUR", "GBP", "USD", "CHF", "JPY")
WITHIN = (5, 10, 25, 50, 100, 200)  # km
MOST_PAY = 1_000_000
LONGEST = 1_000  # characters of a search, as an address says it
WHENS = {
    "weekdays": gettext_lazy("Weekdays"),
    "evenings": gettext_lazy("Evenings"),
    "weekends": gettext_lazy("Weekends"),
}
PLACES = {
    "onsite": gettext_lazy("At their place"),
    "hybrid": gettext_lazy("Partly at their place"),
    "remote": gettext_lazy("From anywhere"),
}
SOURCES = {"here": gettext_lazy("Posted here"), "elsewhere": gettext_lazy("On other boards and career pages")}

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Reading:
    """What a search asks, the words it is saved by, and what of it could not be read."""

    question: Question
    canonical: str
    left_out: tuple[tuple[str, str], ...]


NOTHING = Reading(Question(), "", ())


class _Unreadable(ValueError):
    pass


def _line(longest: int) -> Callable[[str], str]:
    def read(value: str) -> str:
        value = value.strip()
        if len(value) > longest or "\x00" in value:
            raise _Unreadable
        return value

    return read


def _one_of(known: Iterable[str]) -> Callable[[str], str]:
    some = frozenset(known)

    def read(value: str) -> str:
        if value not in some:
            raise _Unreadable
        return value

    return read


def _country(value: str) -> str:
    if len(value) != 2 or not (value.isascii() and value.isalpha()):
        raise _Unreadable
    return value.upper()


def _yes(value: str) -> str:
    return "" if value.strip().lower() in ("", "0", "false") else "1"


def _date(value: str) -> str:
    return dt.date.fromisoformat(value.strip()).isoformat()


def _pay(value: str) -> str:
    try:
        sum_ = Decimal(value.strip())
        if not (sum_.is_finite() and 0 <= sum_ <= MOST_PAY):
            raise _Unreadable
        return str(sum_.quantize(Decimal(1)))
    except InvalidOperation as wrong:
        raise _Unreadable from wrong


# In the order the canonical words have them. Those of MANY may stand several times.
READ: dict[str, Callable[[str], str]] = {
    "q": _line(100),
    "place": _line(80),
    "within": _one_of(str(one) for one in WITHIN),
    "country": _country,
    "kind": _one_of(PLACE_KINDS[1:]),
    "field": _one_of(FIELDS),
    "skill": _line(80),
    "days": _one_of(str(one) for one in range(1, MOST_DAYS + 1)),
    "when": _one_of(WHEN),
    "pay": _pay,
    "currency": _one_of(CURRENCIES),
    "per": _one_of(("day", "hour")),
    "known": _yes,
    "leave": _yes,
    "source": _one_of(SOURCES),
    "starts_from": _date,
    "starts_until": _date,
    "order": _one_of(ORDERS),
}
MANY = ("kind", "skill", "days", "when")


def read(asked: str | Pairs) -> Reading:
    """Return what is asked. Parameters of other things (a cursor, a page) are not part of it."""
    pairs = parse_qsl(asked.removeprefix("?")) if isinstance(asked, str) else asked
    found: dict[str, list[str]] = {}
    left_out: list[tuple[str, str]] = []
    for name, value in pairs:
        if name not in READ or not value.strip():
            continue
        try:
            told = READ[name](value)
        except ValueError:
            left_out.append((name, value))
            continue
        if told and told not in found.setdefault(name, []):
            found[name] = [*found[name], told] if name in MANY else [told]
    kept = [(name, one) for name in READ for one in sorted(found.get(name, ()))]
    return Reading(_question(found), urlencode(kept), tuple(left_out))


def _question(found: dict[str, list[str]]) -> Question:
    def one(name: str) -> str:
        return found[name][-1] if found.get(name) else ""

    def date(name: str) -> dt.date | None:
        return dt.date.fromisoformat(one(name)) if one(name) else None

    currency, least = one("currency"), None
    if one("pay"):
        least = Amount.from_major(Decimal(one("pay")), currency or CURRENCIES[0])
    is_hourly = one("per") == "hour"
    return Question(
        text=one("q"),
        place=one("place"),
        within_km=float(one("within") or NEAR),
        days=[int(day) for day in sorted(found.get("days", ()))],
        when=[name for name in WHEN if name in found.get("when", ())],
        place_kinds=[name for name in PLACE_KINDS[1:] if name in found.get("kind", ())],
        fields=found.get("field", []),
        country=one("country"),
        skills=sorted(found.get("skill", ())),
        currency=currency,
        least_day=None if is_hourly else least,
        least_hour=least if is_hourly else None,
        is_pay_known=bool(one("known")),
        may_leave=bool(one("leave")),
        own_only=one("source") == "here",
        listed_only=one("source") == "elsewhere",
        starts_from=date("starts_from"),
        starts_until=date("starts_until"),
        order=one("order"),
    )


def in_words(question: Question) -> str:
    """Return what is looked for as one line people read; "all trials" where nothing is asked."""
    parts: list[Any] = [f"“{question.text}”" if question.text else "", *question.skills]
    parts += [FIELDS[one] for one in question.fields if one in FIELDS]
    parts += [ngettext("%(n)s day", "%(n)s days", number) % {"n": number} for number in question.days]
    parts += [WHENS[one] for one in question.when]
    parts += [PLACES[one] for one in question.place_kinds]
    parts += [question.place, question.country]
    least = question.least_day or question.least_hour
    if least is not None:
        said = _("at least %(sum)s an hour") if question.least_hour else _("at least %(sum)s a day")
        parts.append(said % {"sum": f"{least.major:.0f} {least.currency}"})
    elif question.currency:
        parts.append(question.currency)
    parts += [_("pay is known")] if question.is_pay_known else []
    parts += [_("leave any time, paid")] if question.may_leave else []
    parts += [_("posted here")] if question.own_only else []
    parts += [_("on other boards and career pages")] if question.listed_only else []
    parts += [_("from %(day)s") % {"day": question.starts_from}] if question.starts_from else []
    parts += [_("until %(day)s") % {"day": question.starts_until}] if question.starts_until else []
    return ", ".join(str(part) for part in parts if part) or _("All trials")


def can_find_no_more(question: Question, at: dt.datetime) -> bool:
    """Say whether nothing that fits can ever come: its last day has passed everywhere."""
    return question.starts_until is not None and question.starts_until < (at - dt.timedelta(hours=12)).date()
