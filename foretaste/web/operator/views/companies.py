"""Companies to be verified, suspended and reinstated; people, looked up."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.accounts import actions as accounts_actions
from foretaste.accounts import queries as accounts
from foretaste.core.refusals import NotFound
from foretaste.syndication import actions as syndication_actions
from foretaste.syndication import queries as syndication
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator, looked_for
from foretaste.web.operator.forms import (
    ReasonForm,
)

PER_PAGE = 30


@for_the_operator
@require_GET
def companies(request: ActingRequest) -> HttpResponse:
    """Verify those who wait; find any other."""
    text = looked_for(request)
    found = accounts.visible_to(request.actor).filter(kind="company").order_by("name", "id")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(public_id=text) | Q(city__icontains=text))
    return page(
        request,
        "operator/companies.html",
        {
            "waiting": [{"company": one, "age": request.at - one.created_at} for one in accounts.due_to_be_verified()],
            "companies": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "text": text,
        },
    )


@for_the_operator
@require_http_methods(["GET", "POST"])
def company(request: ActingRequest, company_id: str) -> HttpResponse:
    """One company: who acts for it; suspend it with a reason. Its money is on the money desk's pages."""
    found = accounts.visible_to(request.actor).filter(kind="company", public_id=company_id).first()
    if found is None:
        raise NotFound
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: accounts_actions.suspend_company(
                organization_id=company_id, because=form.cleaned_data["because"], by=request.actor, at=request.at
            ),
        )
    ):
        return see("operator:company", company_id)
    members = found.memberships.filter(ended_at=None, awaits_answer=False).select_related("person")
    return page(
        request,
        "operator/company.html",
        {
            "company": found,
            "site": syndication.settings_of(found),
            "form": form,
            "members": members.order_by("person__name", "person_id", "role"),
        },
    )


@for_the_operator
@require_POST
def verify(request: ActingRequest, company_id: str) -> HttpResponse:
    """Say that the company is who it says it is."""
    try_to(
        request,
        lambda: accounts_actions.verify_company(organization_id=company_id, by=request.actor, at=request.at),
        _("Verified. It can fund and publish now."),
    )
    return see("operator:companies")


@for_the_operator
@require_POST
def reinstate(request: ActingRequest, company_id: str) -> HttpResponse:
    """Lift a suspension."""
    try_to(
        request,
        lambda: accounts_actions.reinstate_company(organization_id=company_id, by=request.actor, at=request.at),
        _("The suspension is lifted."),
    )
    return see("operator:company", company_id)


@for_the_operator
@require_POST
def confirm_host(request: ActingRequest, company_id: str) -> HttpResponse:
    """Let a company's own host name lead to its career site."""
    try_to(
        request,
        lambda: syndication_actions.confirm_host(
            organization_id=company_id, host=request.POST.get("host", ""), by=request.actor, at=request.at
        ),
        _("Confirmed. The career site stands at that name now."),
    )
    return see("operator:company", company_id)


@for_the_operator
@require_POST
def withdraw_host(request: ActingRequest, company_id: str) -> HttpResponse:
    """Take a host name back, or refuse one."""
    try_to(
        request,
        lambda: syndication_actions.withdraw_host(organization_id=company_id, by=request.actor, at=request.at),
        _("Taken back. The career site stands at its place on this instance."),
    )
    return see("operator:company", company_id)


@for_the_operator
@require_GET
def people(request: ActingRequest) -> HttpResponse:
    """Look somebody up by name, mail address or id."""
    text = looked_for(request)
    found = None
    if len(text) >= 2:
        matches = accounts.people_visible_to(request.actor).filter(
            Q(name__icontains=text) | Q(email__icontains=text) | Q(public_id=text)
        )
        found = matches.prefetch_related("memberships__organization").order_by("name", "id")[:PER_PAGE]
    return page(request, "operator/people.html", {"text": text, "people": found})
