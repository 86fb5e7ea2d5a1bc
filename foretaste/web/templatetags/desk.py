"""The operator's desk: its parts, each a page."""

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
}


class Part(NamedTuple):
    name: str
    label: str
    url: str


@register.simple_tag
def parts_of_the_desk() -> list[Part]:
    return [Part(name, str(label), reverse(f"operator:{name}")) for name, label in PARTS.items()]
