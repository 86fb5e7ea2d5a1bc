"""Places in words: a country by its name, an address as people write it."""

from __future__ import annotations

from babel import Locale


def country_name(code: str, language: str = "en") -> str:
    """Return a country's name in a language; a code that is not known stays as it is."""
    return str(Locale.parse(language.replace("-", "_"), sep="_").territories.get(code, code))


def address(*parts: str, country: str, language: str = "en") -> str:
    """Return the parts that there are, and the country by its name: "Voorhaven 12, Ghent, Belgium"."""
    return ", ".join(part for part in (*parts, country_name(country, language) if country else "") if part)
