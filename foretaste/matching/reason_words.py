"""The reasons for a fit, in words: one sentence each, as the person reads them and as a company does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import pgettext as _p

from foretaste.matching.reasons import Reason, Why
from foretaste.matching.words import words_of
from foretaste.opportunities.words import FIELDS

WHAT_COUNTS = {
    Why.SKILLS: gettext_lazy("Skills of yours that the trial names; three of them, or all, give full points"),
    Why.LEARN: gettext_lazy("Something that you want to learn, in its title or skills"),
    Why.FIELD: gettext_lazy("A field you would like to try"),
    Why.PLACE: gettext_lazy("The place: a city you can get to, or from anywhere"),
    Why.DATES: gettext_lazy("All its days lie where you said you are free"),
    Why.WHEN: gettext_lazy("Weekdays, evenings or weekends, as you wish"),
    Why.LENGTH: gettext_lazy("No longer than you wish"),
    Why.PAY: gettext_lazy("The pay you hope for"),
}


def for_the_person(reason: Reason) -> str:
    """Say the reason to the person it was found for. Sums are said by the page, which knows how to write them."""
    return _SAID[reason.why](reason.says)


def for_a_company(reason: Reason) -> str:
    """Say it to a company of somebody else."""
    return _TOLD[reason.why](reason.says)


def _both(some: list[str]) -> str:
    if len(some) < 2:
        return "".join(some)
    return _("%(first)s and %(last)s") % {"first": ", ".join(some[:-1]), "last": some[-1]}


def _named(skills: list[str]) -> str:
    """Name the skills; of two that say the same only the longer: "spreadsheets" beside "use spreadsheets"."""
    words = [frozenset(words_of(one)) for one in skills]
    return _both([one for one, own in zip(skills, words, strict=True) if not any(own < other for other in words)])


def _field(says: dict[str, Any]) -> str:
    return str(FIELDS.get(says["field"], says["field"]))


def _where(says: dict[str, Any]) -> str:
    if says["kind"] == "remote":
        return _("From anywhere, as you wish")
    if "km" in says:
        return _("In %(city)s, %(km)s km from %(from)s") % says
    if says.get("city"):
        return _("In %(city)s, as you wish") % says
    return _("At their place, as you wish") if says["kind"] == "onsite" else _("Partly at their place, as you wish")


def _times(says: dict[str, Any]) -> str:
    names = {"weekdays": _("on weekdays"), "evenings": _("in the evening"), "weekends": _("at the weekend")}
    return _both([names.get(one, one) for one in says["when"]])


def _days(says: dict[str, Any]) -> str:
    return ngettext("%(days)s day", "%(days)s days", says["days"]) % says


_SAID: dict[Why, Callable[[dict[str, Any]], str]] = {
    Why.SKILLS: lambda says: _("It asks for what you can: %(skills)s") % {"skills": _named(says["skills"])},
    Why.LEARN: lambda says: _("You would try what you want to learn: %(skills)s") % {"skills": _named(says["skills"])},
    Why.FIELD: lambda says: _("It is in a field you chose: %(field)s") % {"field": _field(says)},
    Why.PLACE: _where,
    Why.DATES: lambda says: _("All of its days lie where you are free"),
    Why.WHEN: lambda says: _("It takes place %(when)s, as you wish") % {"when": _times(says)},
    Why.LENGTH: lambda says: _("It lasts %(days)s, no longer than you wish") % {"days": _days(says)},
    Why.PAY: lambda says: _("It pays what you hope for, or more"),
}
_TOLD: dict[Why, Callable[[dict[str, Any]], str]] = {
    Why.SKILLS: lambda says: _("Can do: %(skills)s") % {"skills": _named(says["skills"])},
    Why.LEARN: lambda says: _("Wants to learn: %(skills)s") % {"skills": _named(says["skills"])},
    Why.FIELD: lambda says: _("Looks for: %(field)s") % {"field": _field(says)},
    Why.PLACE: lambda says: (
        _("Wants to work from anywhere")
        if says["kind"] == "remote"
        else _("Wants to work in or near %(city)s") % says
        if says.get("city")
        else _p("of a candidate", "Wants to work at your place")
    ),
    Why.DATES: lambda says: _("Is free on all of its days"),
    Why.WHEN: lambda says: _("Would like to work %(when)s") % {"when": _times(says)},
    Why.LENGTH: lambda says: _("Looks for a trial of this length"),
    Why.PAY: lambda says: "",  # theirs alone
}
