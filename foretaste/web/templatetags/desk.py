"""The operator's desk: its parts, each a page, in five groups."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()
PARTS: dict[str, Promise] = {
    "overview": _("Overview"),
    "disputes": _("Disputes"),
    "no_shows": _("No-shows"),
    "reports": _("Harassment and danger"),
    "wages": _("Pay to confirm"),
    "companies": _("Companies"),
    "sources": _("Sources"),
    "people": _("People"),
    "payouts": _("Payouts"),
    "reconciliation": _("Reconciliation"),
    "bank": _("Bank"),
    "ledger": _("Ledger"),
    "documents": _("Documents"),
    "rules": _("Rules"),
    "orders": _("How lists were ordered"),
}


GROUPS: tuple[tuple[Promise | None, tuple[str, ...]], ...] = (  # without a name: a part by itself
    (None, ("overview",)),
    (None, ("disputes", "no_shows", "reports")),
    (_("Companies and people"), ("companies", "wages", "people", "sources", "orders")),
    (_("Money"), ("payouts", "reconciliation", "bank", "ledger", "documents")),
)  # what stands in none is in the last, with the rules


class Part(NamedTuple):
    name: str
    label: str
    url: str


class Group(NamedTuple):
    """Some parts under one tab; the tab leads to the first."""

    label: str
    parts: list[Part]
    is_here: bool

    @property
    def url(self) -> str:
        return self.parts[0].url


@register.simple_tag
def groups_of_the_desk(at: str) -> list[Group]:
    """Return all parts of the desk by group; the group that the page is in says so."""
    named = {name for _label, names in GROUPS for name in names}
    rest = tuple(name for name in PARTS if name not in named)
    return [_group(label, names, at) for label, names in (*GROUPS, (PARTS["rules"], rest))]


def _group(label: Promise | None, names: tuple[str, ...], at: str) -> Group:
    parts = [Part(name, str(PARTS[name]), reverse(f"operator:{name}")) for name in names]
    return Group(str(label or PARTS[names[0]]), parts, at in names)
