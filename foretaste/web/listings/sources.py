"""Sources and their health: a company's own, and all of them for the operator. One set of views, two doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foretaste.core.refusals import NotFound
from foretaste.syndication import actions, queries, words
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.listings.forms import HideForm, RiipenForm, SharedFileForm, SourceForm, taken
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.syndication.models import Source

PER_PAGE = 30
KINDS_OF_TAG = {"live": "in", "new": "note", "empty": "plain", "unverifiable": "now", "failing": "now"}


def _row(source: Source) -> dict[str, Any]:
    return {
        "source": source,
        "kind": "plain" if source.paused_at else KINDS_OF_TAG.get(source.health, "now"),
        "why": words.why(source.why),
    }


def _space(request: ActingRequest) -> str:
    return "operator" if request.actor.is_operator else "company"


def riipen(request: ActingRequest) -> HttpResponse:
    """Let Riipen's messages about the company's projects in."""
    form = RiipenForm(request.POST)
    made: list[Source] = []
    if form.is_valid() and done(
        form,
        lambda: made.append(
            actions.connect_riipen(secret=form.cleaned_data["secret"], by=request.actor, at=request.at)
        ),
    ):
        return see("company:source", made[0].public_id)
    return _sources_page(request, SourceForm(), riipen_form=form)


def share(request: ActingRequest) -> HttpResponse:
    """Show what an operator has in a file to everyone."""
    from foretaste.syndication import reading

    form = SharedFileForm(request.POST, request.FILES)
    made: list[int] = []
    content = taken(form, "file") if form.is_valid() else b""
    if content and done(
        form,
        lambda: made.append(
            actions.share_file(
                name=form.cleaned_data["called"],
                listings=reading.table_of(content, by=request.actor, at=request.at),
                by=request.actor,
                at=request.at,
            ).seen
        ),
    ):
        said = ngettext("%(count)d job was read.", "%(count)d jobs were read.", made[0])
        messages.success(request, said % {"count": made[0]})
        return see("operator:sources")
    return _sources_page(request, SourceForm(), file_form=form)


def sources(request: ActingRequest) -> HttpResponse:
    """List the sources; add one by its address."""
    form = SourceForm(request.POST if request.method == "POST" else None)
    space = _space(request)
    made: list[Source] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: made.append(
                actions.add_source(
                    address=form.cleaned_data["address"],
                    name=form.cleaned_data["name"],
                    by=request.actor,
                    at=request.at,
                )
            ),
        )
    ):
        return see(f"{space}:source", made[0].public_id)
    return _sources_page(request, form)


def _sources_page(request: ActingRequest, form: SourceForm, **more: forms.Form) -> HttpResponse:
    space = _space(request)
    found = Paginator(queries.sources_visible_to(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "space": space,
        "form": form,
        "riipen_form": RiipenForm(),
        "file_form": SharedFileForm(),
        **more,
        "pages": found,
        "rows": [_row(source) for source in found],
        "may_add": request.actor.has(*queries.KEEPERS) or request.actor.is_operator,
        "reports": queries.open_reports()[:PER_PAGE] if space == "operator" else [],
    }
    return page(request, "listings/sources.html", context)


def source(request: ActingRequest, source_id: str) -> HttpResponse:
    """One source: how well it is, when it is read next, what it shows."""
    found = queries.sources_visible_to(request.actor).filter(public_id=source_id).first()
    if found is None:
        raise NotFound
    shown = Paginator(queries.listings_of(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "space": _space(request),
        "hears_at": request.build_absolute_uri(f"/webhooks/riipen/{found.public_id}/")
        if found.kind == "riipen"
        else "",
        "pages": shown,
        "may_add": request.actor.has(*queries.KEEPERS) or request.actor.is_operator,
        **_row(found),
    }
    return page(request, "listings/source.html", context)


def read(request: ActingRequest, source_id: str) -> HttpResponse:
    """Read it now."""
    try_to(
        request,
        lambda: actions.read_now(source_id=source_id, by=request.actor, at=request.at),
        _("It is read in a moment. Load this page again to see what came of it."),
    )
    return see(f"{_space(request)}:source", source_id)


def stop(request: ActingRequest, source_id: str) -> HttpResponse:
    """Read it no more."""
    try_to(
        request,
        lambda: actions.stop_source(source_id=source_id, by=request.actor, at=request.at),
        _("It is read no more, and what it showed is closed."),
    )
    return see(f"{_space(request)}:source", source_id)


def hide(request: ActingRequest, listing_id: str) -> HttpResponse:
    """Take a listing off every page."""
    form = HideForm(request.POST)
    form.is_valid()
    because = form.cleaned_data.get("because", "")
    try_to(
        request,
        lambda: actions.hide_listing(listing_id=listing_id, because=because, by=request.actor, at=request.at),
        _("It is hidden."),
    )
    return see("operator:sources")


def keep(request: ActingRequest, listing_id: str) -> HttpResponse:
    """Find nothing wrong with it."""
    try_to(
        request,
        lambda: actions.keep_listing(listing_id=listing_id, by=request.actor, at=request.at),
        _("It stays, and its reports are answered."),
    )
    return see("operator:sources")
