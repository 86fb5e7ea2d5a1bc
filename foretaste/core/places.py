"""Places in words: a country by its name, an address as people write it."""

from __future__ import annotations

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


def address(*parts: str, country: str, language: str = "en") -> str:
    """Return the parts that there are, and the country by its name: "Voorhaven 12, Ghent, Belgium"."""
    return ", ".join(part for part in (*parts, country_name(country, language) if country else "") if part)
