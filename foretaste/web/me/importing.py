"""Bringing a profile from elsewhere: the file is read, what was found is shown to tick, and only that is kept.

Between the two pages nothing lies with us: what was found travels in the page itself, signed for its owner, for an
hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.accounts import bringing
from foretaste.accounts.queries import person_of, profile_of
from foretaste.accounts.resumes.found import Found, LeftOut
from foretaste.accounts.resumes.reading import MOST_BYTES
from foretaste.skills import queries as skills
from foretaste.skills.confirmed import MOST
from foretaste.web.answers import done, page, see
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import PlainForm

if TYPE_CHECKING:
    from foretaste.accounts.models import InternProfile
    from foretaste.skills.models import Skill

AN_HOUR = dt.timedelta(hours=1)


class FileForm(PlainForm):
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("LinkedIn’s archive (.zip) or a JSON Resume (.json), at most 5 MB"),
        widget=forms.FileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
        allow_empty_file=True,  # said by its reader
        error_messages={"required": gettext_lazy("Choose the file")},
    )


class TickForm(PlainForm):
    """What was found, each thing with a box."""

    found = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, found: Found, profile: InternProfile, known: Sequence[Skill], *args: Any, **kwargs: Any) -> None:
        room = max(0, MOST - len(profile.skills_confirmed))
        has = {one.code for one in profile.skills_confirmed}
        new = [one for one in known if one.code not in has]
        kwargs.setdefault("initial", {}).update(
            headline=[] if profile.headline else ["0"],
            about=["0"],
            lines=_numbers(found.lines),
            links=_numbers(found.links),
            codes=[one.code for one in new[:room]],
            skills=_numbers(found.skills),
        )
        super().__init__(*args, **kwargs)
        replaces = _("In place of “%(headline)s”") % {"headline": profile.headline} if profile.headline else ""
        self._add("headline", _("In one line"), [("0", found.headline)] if found.headline else [], replaces)
        self._add("about", _("A little more"), [("0", found.about)] if found.about else [])
        self._add("lines", _("Work and education, as lines below it"), _numbered(found.lines))
        self._add(
            "codes",
            _("Skills that companies look for by name"),
            [(one.code, one.label) for one in new],
            _("Confirmed at once. At most %(most)d in all; you have %(has)d.") % {"most": MOST, "has": len(has)},
        )
        self._add(
            "skills",
            _("What you can do, in your own words"),
            _numbered(found.skills),
            _("More skills are read out of these words afterwards, for you to confirm."),
        )
        self._add("links", _("What you made"), _numbered(found.links))

    def _add(self, name: str, label: str, choices: list[tuple[str, str]], help_text: str = "") -> None:
        if choices:
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                help_text=help_text,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("Tick what stands here.")},
            )

    def ticked(self, found: Found) -> dict[str, Any]:
        """Return what was ticked, as the action takes it."""

        def chosen(name: str, values: Sequence[str]) -> list[str]:
            return [values[int(number)] for number in self.cleaned_data.get(name, [])]

        return {
            "headline": "".join(chosen("headline", [found.headline])),
            "about": "".join(chosen("about", [found.about])),
            "lines": chosen("lines", found.lines),
            "skill_words": chosen("skills", found.skills),
            "links": chosen("links", found.links),
            "skill_codes": self.cleaned_data.get("codes", []),
        }


def _numbers(values: Sequence[str]) -> list[str]:
    return [str(number) for number in range(len(values))]


def _numbered(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(str(number), value) for number, value in enumerate(values)]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: ActingRequest) -> HttpResponse:
    """Choose a file; see what is in it. Nothing is kept."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    read: list[Found] = []
    if form.is_bound and form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        if done(form, lambda: read.append(bringing.read_file(content, by=request.actor, at=request.at))):
            return _preview(request, read[0])
    return page(request, "me/import_profile.html", {"form": form})


@login_required
@require_POST
def keep(request: ActingRequest) -> HttpResponse:
    """Keep what was ticked, and nothing else."""
    try:
        signed = signing.loads(request.POST.get("found", ""), salt=_salt(request), max_age=AN_HOUR)
    except signing.BadSignature:
        messages.error(request, _("What was read is forgotten after an hour. Choose the file again."))
        return see("me:import_profile")
    found = Found.from_json(signed)
    form = _form(request, found, request.POST)
    if form.is_valid():
        ticked = form.ticked(found)
        if done(form, lambda: bringing.take_over(**ticked, by=request.actor, at=request.at)):
            messages.success(request, _("Kept what you ticked. The file is gone."))
            return see("me:skills" if ticked["skill_words"] else "me:profile")
    return _preview(request, found, form)


def _salt(request: ActingRequest) -> str:
    return f"foretaste.profile-import:{person_of(request.actor).public_id}"


def _form(request: ActingRequest, found: Found, data: Any = None) -> TickForm:
    profile = profile_of(person_of(request.actor))
    signed = signing.dumps(found.to_json(), salt=_salt(request), compress=True)
    return TickForm(found, profile, skills.with_names(found.skills), data, initial={"found": signed})


def _preview(request: ActingRequest, found: Found, form: TickForm | None = None) -> HttpResponse:
    context = {"form": form or _form(request, found), "left_out": _left_out(found)}
    response = page(request, "me/import_preview.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _left_out(found: Found) -> list[str]:
    """Say what a profile has no place for, by kind and number: what it said is not shown, and nowhere kept."""
    many = {LeftOut(what): number for what, number in found.left_out.items()}
    said = {
        LeftOut.CONTACT: _("Name, picture, address, telephone, birthday: whatever was there of these."),
        LeftOut.DATES: _("When you worked and studied: a profile here tells no age."),
        LeftOut.WORK: _("What you did at each place, beyond its line."),
        LeftOut.VOLUNTEER: _("Volunteering."),
        LeftOut.CERTIFICATES: _("Certificates."),
        LeftOut.AWARDS: _("Awards."),
        LeftOut.REFERENCES: _("What others wrote of you."),
        LeftOut.INTERESTS: _("Interests."),
        LeftOut.WITHOUT_LINK: ngettext(
            "%(number)d project or publication without an address.",
            "%(number)d projects or publications without an address.",
            many.get(LeftOut.WITHOUT_LINK, 0),
        )
        % {"number": many.get(LeftOut.WITHOUT_LINK, 0)},
        LeftOut.FILES: ngettext(
            "%(number)d other file of the archive. It was not opened.",
            "%(number)d other files of the archive. They were not opened.",
            many.get(LeftOut.FILES, 0),
        )
        % {"number": many.get(LeftOut.FILES, 0)},
        LeftOut.TOO_MANY: ngettext(
            "%(number)d entry more than a profile could hold.",
            "%(number)d entries more than a profile could hold.",
            many.get(LeftOut.TOO_MANY, 0),
        )
        % {"number": many.get(LeftOut.TOO_MANY, 0)},
        LeftOut.UNREADABLE: ngettext(
            "%(number)d table that could not be read.",
            "%(number)d tables that could not be read.",
            many.get(LeftOut.UNREADABLE, 0),
        )
        % {"number": many.get(LeftOut.UNREADABLE, 0)},
    }
    return [words for what, words in said.items() if many.get(what)]
