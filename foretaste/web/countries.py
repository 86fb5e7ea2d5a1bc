"""Countries by their name in the reader's language, and by their time zone."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib import resources

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foretaste.core.calendars import known_zones

NOT_PLACES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
NOWHERE = "UTC"  # the time zone of whoever has not said where they are


def countries() -> list[tuple[str, str]]:
    """Return (code, name), by name."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    known = [
        (code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NOT_PLACES
    ]
    return sorted(known, key=lambda pair: pair[1])


def countries_to_choose() -> list[tuple[str, str]]:
    """Return what a field offers that begins with no country chosen."""
    return [("", str(_("Choose a country"))), *countries()]


@cache
def _zones() -> dict[str, list[str]]:
    """Return the zones of each country, as the time zone database lists them."""
    found: dict[str, list[str]] = defaultdict(list)
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _where, zone, *_comment = line.split("\t")
            found[country].append(zone)
    return found


def zone_of(country: str) -> str:
    """Return the time zone of a country that has only one; where there are several, somebody has to choose."""
    zones = _zones().get(country, [])
    return zones[0] if len(zones) == 1 else ""


@cache
def zones() -> list[tuple[str, str]]:
    """Return the time zones that are named after a place, and the one of none."""
    not_places = ("Etc", "SystemV", "posix", "right")
    places = sorted(zone for zone in known_zones() if "/" in zone and not zone.startswith(not_places))
    return [(NOWHERE, NOWHERE), *((zone, zone.replace("_", " ")) for zone in places)]


def country_name(code: str) -> str:
    """Return the country's name in the reader's language; the code where there is none."""
    name: str = Locale.parse(get_language() or "en", sep="-").territories.get(code.upper(), code.upper())
    return name
