"""What fits me: what I say, the trials that fit with their reasons, what is not for me, and the log of these orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foretaste.core.refusals import NotFound
from foretaste.matching import orders, recommending
from foretaste.matching.reason_words import for_a_company, for_the_person
from foretaste.matching.reasons import Reason
from foretaste.opportunities import queries as opportunities
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.me.forms import WishForm
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.matching.models import Ordering

LOGGED = 50


def _interns_only(request: ActingRequest) -> None:
    if not request.actor.is_intern:
        raise NotFound


def lines(request: ActingRequest, most: int | None = None) -> list[dict[str, Any]]:
    """Return the trials that fit whoever asks, with the reasons in words; their order is made where it is not yet."""
    recommending.recommend(by=request.actor, at=request.at)
    found = orders.recommended_to(request.actor, request.at, most)
    tells = not all(one.is_scarce for one in found)  # said of every line, it would say nothing
    return [
        {
            "trial": one.trial,
            "reasons": [for_the_person(why) for why in one.reasons],
            "is_scarce": tells and one.is_scarce,
        }
        for one in found
    ]


@login_required
@require_safe
def trials(request: ActingRequest) -> HttpResponse:
    """Every trial that fits, with its reasons."""
    _interns_only(request)
    return page(
        request,
        "me/trials_that_fit.html",
        {
            "lines": lines(request),
            "aside": orders.put_aside_of(request.actor, request.at),
            "has_said": orders.wish_of(request.actor) is not None,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: ActingRequest) -> HttpResponse:
    """What fits me: all of it optional."""
    _interns_only(request)
    known = orders.wish_of(request.actor)
    form = WishForm(request.POST if request.method == "POST" else None, initial=WishForm.of(known))
    if form.is_bound and form.is_valid():
        said = form.said()
        if done(form, lambda: recommending.say_what_fits(**said, by=request.actor, at=request.at)):
            messages.success(request, _("Saved. These fit what you said."))
            return see("me:trials_that_fit")
    return page(request, "me/what_fits.html", {"form": form, "known": known})


@login_required
@require_POST
def forget(request: ActingRequest) -> HttpResponse:
    """Delete it all."""
    _interns_only(request)
    try_to(
        request,
        lambda: recommending.forget_what_fits(by=request.actor, at=request.at),
        _("Deleted, with the orders that were made from it."),
    )
    return see("me:what_fits")


@login_required
@require_POST
def aside(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Not for me: hidden here only, until it is taken back."""
    _interns_only(request)
    try_to(
        request,
        lambda: recommending.put_aside(opportunity_id=opportunity_id, by=request.actor, at=request.at),
        _("Put aside. The search still shows it, and you can take it back below."),
    )
    return see("me:trials_that_fit")


@login_required
@require_POST
def back_in(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Let it be recommended again."""
    _interns_only(request)
    try_to(
        request,
        lambda: recommending.take_back_in(opportunity_id=opportunity_id, by=request.actor, at=request.at),
        _("Back among the trials that may fit."),
    )
    return see("me:trials_that_fit")


@login_required
@require_safe
def log(request: ActingRequest) -> HttpResponse:
    """Every order that was made for me, or that I stood in."""
    _interns_only(request)
    found = list(orders.orders_visible_to(request.actor)[:LOGGED])
    return page(request, "me/orders.html", {"orders": [_logged(one, request) for one in found]})


def _logged(one: Ordering, request: ActingRequest) -> dict[str, Any]:
    if one.kind == "candidates":
        stood = orders.place_in(one, request.actor.person_id or 0)
        return {
            "order": one,
            "place": stood["place"],
            "reasons": [for_a_company(Reason.from_json(why)) for why in stood["line"]["reasons"]],
            "points": stood["line"]["score"],
        }
    titles = dict(
        opportunities.visible_to(request.actor)
        .filter(public_id__in=[line["id"] for line in one.order])
        .values_list("public_id", "title")
    )
    return {
        "order": one,
        "lines": [
            {
                "id": line["id"],
                "title": titles.get(line["id"], line["id"]),
                "percent": f"{100 * line['score']:.0f}",
                "reasons": [for_the_person(Reason.from_json(why)) for why in line["reasons"]],
            }
            for line in one.order
        ],
    }
