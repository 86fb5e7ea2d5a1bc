"""What every page knows: the instance, the reader's theme, the links in its head."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from foretaste.accounts.actors import VISITOR
from foretaste.web.navigation import Link, links_for

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "")

    def links() -> list[Link]:
        actor = getattr(request, "actor", VISITOR)
        person = getattr(request, "user", None)
        name = person.get_short_name() if person is not None and person.is_authenticated else ""
        return links_for(actor, request.path, name)

    return {
        "instance_name": settings.INSTANCE_NAME,
        "held_word": settings.MONEY_HELD_WORD,
        "demo": settings.DEMO,
        "theme": theme if theme in THEMES else "",
        "main_links": SimpleLazyObject(links),
    }
