"""One form for both: what is confirmed is ticked; what was read out of the text, or found by typing, is not.

Nothing counts before it is sent with "Confirm". Without a script, "Find" sends the form and comes back with what was
found beside everything that is ticked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.matching.suggesting import Suggested
from foretaste.skills import queries as skills
from foretaste.skills.confirmed import Confirmed
from foretaste.web.answers import done, page, see
from foretaste.web.rendering import PlainForm


class SkillsForm(PlainForm):
    find = forms.CharField(
        label=gettext_lazy("Find another"),
        help_text=gettext_lazy("Its beginning is enough"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # what is ticked; drawn by the page, each under the heading it came by
    skills = forms.Field(required=False, widget=forms.MultipleHiddenInput)


@dataclass(frozen=True)
class Offered:
    """One box to tick."""

    code: str
    label: str
    is_ticked: bool = False


@dataclass(frozen=True)
class Chooser:
    """Whose skills are chosen: what the page says, what is there, and what is done."""

    template: str
    address: str
    kept: Sequence[Confirmed]
    suggested: Suggested
    confirm: Callable[[list[str]], object]
    said: str

    def answer(self, request: HttpRequest, **context: Any) -> HttpResponse:
        """Draw the page, or the part of it that htmx asks for; confirm what is ticked."""
        form = SkillsForm(request.POST if request.method == "POST" else None)
        is_finding = "look" in request.POST or request.headers.get("HX-Target") == "found"
        ticked = request.POST.getlist("skills") if request.method == "POST" else [one.code for one in self.kept]
        is_confirming = "confirm" in request.POST and not is_finding
        if is_confirming and form.is_valid() and done(form, lambda: self.confirm(ticked)):
            messages.success(request, self.said)
            return see(self.address)
        typed = request.POST.get("find", "")
        parts = self._parts(ticked, typed)
        template = {"suggested": "skills/_suggested.html", "found": "skills/_found.html"}.get(
            request.headers.get("HX-Target", ""), self.template
        )
        shown = context | parts | {"form": form, "chooser": self, "typed": typed.strip(), "suggested": self.suggested}
        if not is_confirming:  # nothing to put right yet
            shown["form"] = SkillsForm(initial={"find": typed})
        response = page(request, template, shown)
        response["Vary"] = "HX-Request, HX-Target, Cookie"
        return response

    def _parts(self, ticked: Sequence[str], typed: str) -> dict[str, list[Offered]]:
        """Return the boxes under their headings, each skill once: kept, read out of the text, found."""
        seen: set[str] = set()

        def offered(some: Iterable[Any]) -> list[Offered]:
            new = [one for one in some if one.code not in seen]
            seen.update(one.code for one in new)
            return [Offered(one.code, one.label, one.code in ticked) for one in new]

        kept = offered(self.kept)
        read = offered(self.suggested.skills)
        besides = skills.with_codes(code for code in ticked if code not in seen)
        return {"kept": kept, "read": read, "found": [*offered(besides), *offered(skills.found(typed))]}


def waiting(request: HttpRequest, draw: Callable[[], HttpResponse], *address: str) -> HttpResponse:
    """Answer who had a text read: htmx with the part that waits, a plain form with the page."""
    return draw() if request.headers.get("HX-Target") == "suggested" else see(*address)


def of_posting(**parts: Any) -> Chooser:
    return Chooser(template="company/posting/skills.html", said=_("Saved. These skills count from now on."), **parts)


def of_person(**parts: Any) -> Chooser:
    return Chooser(template="me/skills.html", said=_("Saved. These skills count from now on."), **parts)
