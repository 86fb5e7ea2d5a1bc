"""Places in words: a country by its name, an address as people write it."""

from __future__ import annotations

import re

from babel import Locale


def country_name(code: str, language: str = "en") -> str:
    """Return a country's name in a language; a code that is not known stays as it is."""
    return str(Locale.parse(language.replace("-", "_"), sep="_").territories.get(code, code))


ADDRESSES_NAME_REGIONS = frozenset({"AU", "BR", "CA", "IN", "MX", "US"})  # by its code: "Austin, TX"


def told_region(region: str, city: str, country: str) -> str:
    """Return what a region adds to a place in words: nothing where it repeats the city, or nobody writes its code."""
    is_code = len(region) <= 3 and region == region.upper()
    if region.casefold() == city.casefold() or (is_code and country not in ADDRESSES_NAME_REGIONS):
        return ""
    return region


def told_once(*parts: str) -> list[str]:
    """Return the parts that there are, without those that an earlier one says after its first comma.

    Many write the city into the street's line: "455 Spadina Avenue, Toronto" and "Toronto". A street that is called
    after its city says nothing of it.
    """
    told: list[str] = []
    for part in filter(None, (one.strip() for one in parts)):
        said = " , ".join(piece for one in told for piece in (one.split(",")[1:] if one is told[0] else [one]))
        if not re.search(rf"(?<!\w){re.escape(part)}(?!\w)", said, re.IGNORECASE):
            told.append(part)
    return told


def address(*parts: str, country: str, language: str = "en") -> str:
    """Return the parts that there are, and the country by its name: "Voorhaven 12, Ghent, Belgium"."""
    return ", ".join(told_once(*parts, country_name(country, language) if country else ""))
