"""Saving a search and hearing of what is new in it; stopping the mails by one press."""

from __future__ import annotations

import ipaddress
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foretaste.core import limits
from foretaste.core.limits import ThatIsEnoughForToday
from foretaste.core.refusals import NotFound
from foretaste.matching import asking
from foretaste.matching.refusals import TheConfirmationIsOver
from foretaste.matching.saved import actions, queries
from foretaste.matching.saved.links import confirmed_by, stopped_by
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.searches.forms import MailedForm, SavedForm

ASKED_A_DAY_FROM_A_NETWORK = 50


def _acting(request: HttpRequest) -> ActingRequest:
    return cast(ActingRequest, request)


def _network(request: HttpRequest) -> str:
    """Return the network somebody asks from: one person may have many addresses of it."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Save the search one has before one: to one's list at once, or for an address that confirms it wants the mails."""
    acting = _acting(request)
    read = asking.read(request.META.get("QUERY_STRING", ""))
    is_known = request.user.is_authenticated
    zone = acting.user.time_zone if is_known else ""  # type: ignore[union-attr]
    first: dict[str, Any] = {"name": asking.in_words(read.question)[: actions.LONGEST_NAME]}
    first |= {"time_zone": zone} if zone else {}
    kind = SavedForm if is_known else MailedForm
    form = kind(request.POST, initial=first) if request.method == "POST" else kind(initial=first)
    if request.method == "POST" and form.is_valid():
        if is_known:
            if done(
                form,
                lambda: actions.save_search(query=read.canonical, by=acting.actor, at=acting.at, **form.said()),
            ):
                try_to(request, lambda: None, _("Saved. A mail comes when something new fits."))
                return see("searches:saved")
        else:
            _refuse_too_many(acting)
            actions.ask_for_mails(
                address=form.cleaned_data["email"],
                query=read.canonical,
                language=get_language() or "en",
                at=acting.at,
                **form.said(),
            )
            return see("searches:asked")
    context = {"form": form, "words": asking.in_words(read.question), "canonical": read.canonical}
    return page(request, "searches/save.html", context)


def _refuse_too_many(request: ActingRequest) -> None:
    network = _network(request)
    most = ASKED_A_DAY_FROM_A_NETWORK
    if wait := limits.over("search from a network", network, most=most, within=limits.DAY, at=request.at):
        raise ThatIsEnoughForToday(retry_after=wait)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way: the same for every address."""
    return render(request, "searches/asked.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, and take the yes by a press: programs that look after mails follow links, but press nothing."""
    at = _acting(request).at
    found = queries.of_an_address(confirmed_by(token, at))
    if found is None:
        raise TheConfirmationIsOver
    if request.method == "POST":
        found = actions.confirm_search(search_id=found.public_id, at=at)
    context = {
        "search": found,
        "words": asking.in_words(asking.read(found.query).question),
        "is_confirmed": found.next_at is not None,
    }
    return render(request, "searches/confirm.html", context)


@csrf_exempt  # the signed token is what opens it; mail programs post without a cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails of one search, for whoever holds one of them. A GET only asks."""
    search_id = stopped_by(token)
    if not search_id:
        raise NotFound
    found = queries.one(search_id)
    words = asking.in_words(asking.read(found.query).question) if found else ""
    if request.method == "POST":
        actions.stop_mails(search_id=search_id, at=_acting(request).at)
    is_stopped = request.method == "POST" or found is None or found.next_at is None
    return render(request, "searches/stop.html", {"words": words, "is_stopped": is_stopped})


@login_required
@never_cache
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """List one's saved searches: each with what to do with it."""
    return _saved(request)


def _saved(request: HttpRequest, changed: str = "", form: SavedForm | None = None) -> HttpResponse:
    rows = []
    for one in queries.visible_to(_acting(request).actor):
        own = form if one.public_id == changed else None
        first = {"name": one.name, "every": one.every, "time_zone": one.time_zone}
        rows.append(
            {
                "search": one,
                "words": asking.in_words(asking.read(one.query).question),
                "form": own or SavedForm(initial=first, auto_id=f"id_{one.public_id}_%s"),
            }
        )
    return render(
        request, "searches/saved.html", {"rows": rows, "form": form}, status=422 if form and form.errors else 200
    )


@login_required
@require_POST
def edit(request: HttpRequest, search_id: str) -> HttpResponse:
    acting = _acting(request)
    if not queries.visible_to(acting.actor).filter(public_id=search_id).exists():
        raise NotFound
    form = SavedForm(request.POST, auto_id=f"id_{search_id}_%s")
    if form.is_valid() and done(
        form, lambda: actions.edit_search(search_id=search_id, by=acting.actor, at=acting.at, **form.said())
    ):
        try_to(request, lambda: None, _("Saved."))
        return see("searches:saved")
    return _saved(request, search_id, form)


@login_required
@require_POST
def pause(request: HttpRequest, search_id: str) -> HttpResponse:
    acting = _acting(request)
    try_to(
        request,
        lambda: actions.pause_search(search_id=search_id, by=acting.actor, at=acting.at),
        _("Paused. No mail comes until you want it again."),
    )
    return see("searches:saved")


@login_required
@require_POST
def resume(request: HttpRequest, search_id: str) -> HttpResponse:
    acting = _acting(request)
    try_to(
        request,
        lambda: actions.resume_search(search_id=search_id, by=acting.actor, at=acting.at),
        _("Mails come again."),
    )
    return see("searches:saved")


@login_required
@require_POST
def remove(request: HttpRequest, search_id: str) -> HttpResponse:
    acting = _acting(request)
    try_to(request, lambda: actions.delete_search(search_id=search_id, by=acting.actor, at=acting.at), _("Deleted."))
    return see("searches:saved")
