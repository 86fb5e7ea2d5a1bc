"""Begin a posting, from nothing, an advertisement or an earlier one; describe the work, with a preview."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.accounts import queries as accounts
from foretaste.opportunities import actions, queries
from foretaste.opportunities import lifecycle as states
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.company.access import for_the_company
from foretaste.web.company.drafts import hints, onwards, own, seen
from foretaste.web.company.forms.posting import (
    AdvertisementForm,
    DescribeForm,
)
from foretaste.web.countries import zone_of
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.accounts.models import Organization
    from foretaste.opportunities.models import Opportunity


DESCRIBED = (
    "title", "summary", "brief", "deliverable", "field", "skills", "could_lead_to", "criteria", "place_kind", "address",
    "city", "region", "country", "time_zone", "language", "hide_names",
)  # fmt: skip


def blank(**known: str) -> SimpleNamespace:
    """Return what stands beside the first form before there is a draft."""
    empty: dict[str, Any] = dict.fromkeys(DESCRIBED, "") | {"skills": [], "criteria": []}
    return SimpleNamespace(
        **{
            **empty,
            "pk": None,
            "place_kind": "onsite",
            "language": "en",
            "hide_names": False,
            **known,
        },
        currency="",
        daily_pay_minor=0,
    )


@for_the_company
@require_http_methods(["GET", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Begin with the first task; the draft exists once something is entered."""
    company = accounts.organization_of(request.actor)
    form = _describe_form(
        request, blank(city=company.city, country=company.country, time_zone=_zone_of(request, company))
    )
    if request.method == "POST" and form.is_valid():
        made: list[Opportunity] = []
        if done(
            form,
            lambda: made.append(actions.draft_opportunity(by=request.actor, at=request.at, **_described(form))),
        ):
            return onwards(request, made[0])
    return _new_page(request, company, form, AdvertisementForm(auto_id="ad_%s"))


def _new_page(
    request: ActingRequest, company: Organization, form: DescribeForm, advertisement: AdvertisementForm
) -> HttpResponse:
    nothing = blank(city=company.city)
    return page(
        request,
        "company/posting/new.html",
        {
            "form": form,
            "advertisement": advertisement,
            "earlier": _earlier(request)[:5],
            "seen": seen(nothing),
            "hints": hints(nothing),
        },
    )


def _earlier(request: ActingRequest) -> QuerySet[Opportunity]:
    return queries.own(request.actor).exclude(state=states.Opportunity.DRAFT)


def _zone_of(request: ActingRequest, company: Organization) -> str:
    """Offer the zone of the company's last posting, else the person's own, else the only one of its country."""
    last = queries.own(request.actor).exclude(time_zone="").values_list("time_zone", flat=True).first()
    zone = last or getattr(request.user, "time_zone", "")
    return str(zone) if zone and zone != "UTC" else zone_of(company.country)


def _describe_form(request: ActingRequest, opportunity: Any) -> DescribeForm:
    return DescribeForm(
        request.POST if request.method == "POST" else None,
        for_later="later" in request.POST,
        initial={name: getattr(opportunity, name) for name in DESCRIBED}
        | {"time_zone": opportunity.time_zone or zone_of(opportunity.country)},
    )


def _described(form: DescribeForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in DESCRIBED}


@for_the_company
@require_POST
def from_advertisement(request: ActingRequest) -> HttpResponse:
    """Fill a draft from an existing advertisement, pasted or as a page."""
    form = AdvertisementForm(request.POST, request.FILES, auto_id="ad_%s")
    made: list[Opportunity] = []
    if form.is_valid() and done(
        form,
        lambda: made.append(
            actions.draft_from_advertisement(
                text=form.cleaned_data["text"], html=form.cleaned_data["page"], by=request.actor, at=request.at
            )
        ),
    ):
        return see("company:describe", made[0].public_id)
    company = accounts.organization_of(request.actor)
    empty = DescribeForm(initial={"city": company.city, "country": company.country})
    return _new_page(request, company, empty, form)


@for_the_company
@require_POST
def copy(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Post an earlier trial again: everything but its dates."""
    own(request, opportunity_id)
    copied = actions.copy_opportunity(opportunity_id=opportunity_id, by=request.actor, at=request.at)
    return see("company:days", copied.public_id)


@for_the_company
@require_POST
def discard(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Throw a draft away."""
    own(request, opportunity_id)
    if try_to(
        request,
        lambda: actions.discard_draft(opportunity_id=opportunity_id, by=request.actor, at=request.at),
        _("The draft is gone."),
    ):
        return see("company:dashboard")
    return see("company:opportunity", opportunity_id)


@for_the_company
@require_http_methods(["GET", "POST"])
def describe(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Describe the work."""
    opportunity = own(request, opportunity_id)
    form = _describe_form(request, opportunity)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.edit_description(
                opportunity_id=opportunity_id, by=request.actor, at=request.at, **_described(form)
            ),
        )
    ):
        return onwards(request, opportunity)
    return page(
        request,
        "company/posting/describe.html",
        {"opportunity": opportunity, "form": form, "seen": seen(opportunity), "hints": hints(opportunity)},
    )


@for_the_company
@require_POST
def describe_preview(request: ActingRequest, opportunity_id: str = "") -> HttpResponse:
    """Show what candidates would see, while one types. Nothing is kept."""
    opportunity = own(request, opportunity_id) if opportunity_id else blank()
    form = DescribeForm(request.POST, for_later=True)
    form.is_valid()
    for name in DESCRIBED:
        if name in form.cleaned_data:
            setattr(opportunity, name, form.cleaned_data[name])
    return render(request, "company/posting/_preview.html", {"seen": seen(opportunity), "hints": hints(opportunity)})
