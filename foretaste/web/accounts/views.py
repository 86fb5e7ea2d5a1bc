"""The person's own pages, and the mailed link. The rest of signing in is the library's, in our look."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from foretaste.accounts import actions, queries
from foretaste.core.refusals import Refused
from foretaste.messaging import actions as mail
from foretaste.web.accounts.adapter import home_of
from foretaste.web.accounts.forms import CompanyForm, LinkForm, PersonForm, TokenForm
from foretaste.web.answers import try_to
from foretaste.web.middleware import AS_INTERN, ORGANIZATION, ActingRequest
from foretaste.web.rendering import say_refusal, see_other

if TYPE_CHECKING:
    from foretaste.accounts.models import Membership, Person


def acting(request: HttpRequest) -> ActingRequest:
    return cast(ActingRequest, request)


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The person: name, ways to sign in, whom they act for."""
    person = cast("Person", request.user)
    memberships = queries.memberships_of(person)
    organizations = {one.organization.public_id: one.organization for one in memberships}
    context = {
        "person": person,
        "form": PersonForm(initial={"name": person.name, "time_zone": person.time_zone}),
        "organizations": list(organizations.values()),
        "companies": [one for one in organizations.values() if one.kind == "company"],
        "kept": queries.kept_by(person),
        "asked": _by_organization(queries.asked_to_act(person)),
        "acts_for": request.actor.organization_id,  # type: ignore[attr-defined]
        "as_intern": request.actor.is_intern,  # type: ignore[attr-defined]
        "tokens": queries.tokens_of(acting(request).actor).filter(revoked_at=None),
    }
    return render(request, "accounts/account.html", context)


@login_required
@require_POST
def edit_person(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            said = form.cleaned_data
            by, at = acting(request).actor, acting(request).at
            actions.edit_person(name=said["name"], time_zone=said["time_zone"] or None, by=by, at=at)
        except Refused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return see_other("accounts:account")
    return render(request, "accounts/person.html", {"form": form}, status=422)


@login_required
@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Choose whom to act for from now on in this session: one of one's organizations, or oneself as an intern."""
    chosen = request.POST.get("organization", "")
    person = cast("Person", request.user)
    home = "/me/" if chosen == AS_INTERN else home_of(person, chosen)  # NotFound unless they act for it
    request.session[ORGANIZATION] = chosen
    return see_other(home)


def _by_organization(asked: list[Membership]) -> list[dict[str, Any]]:
    """Return each company that asks, with the roles it asks for."""
    return [
        {"organization": organization, "roles": [str(one.get_role_display()) for one in roles]}
        for organization, roles in groupby(asked, lambda one: one.organization)
    ]


@login_required
@require_POST
def join_company(request: HttpRequest, organization_id: str) -> HttpResponse:
    """Say yes to a company that asks one to act for it, and go on as one of its people."""
    by, at = acting(request).actor, acting(request).at
    company = actions.join_company(organization_id=organization_id, by=by, at=at)
    request.session[ORGANIZATION] = company.public_id
    messages.success(request, _("You act for %(name)s from now on.") % {"name": company.name})
    return see_other("/company/")


@login_required
@require_POST
def leave_company(request: HttpRequest, organization_id: str) -> HttpResponse:
    """Say no to a company that asks, or act for it no more."""
    by, at = acting(request).actor, acting(request).at
    try_to(
        request,
        lambda: actions.leave_company(organization_id=organization_id, by=by, at=at),
        _("Done: you do not act for them. What you signed stays."),
    )
    return see_other(f"{reverse('accounts:account')}#acting")


@login_required
def register_company(request: HttpRequest) -> HttpResponse:
    """Register a company; who does so may post, host and fund for it at once."""
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            company = actions.register_company(**form.cleaned_data, by=acting(request).actor, at=acting(request).at)
        except Refused as refusal:
            say_refusal(form, refusal)
        else:
            request.session[ORGANIZATION] = company.public_id
            messages.success(
                request, _("%(name)s is registered. We verify it on the next working day.") % {"name": company.name}
            )
            wanted = request.GET.get("next", "")
            return see_other(wanted if wanted.startswith("/company/") else "/company/")
    status = 422 if form.errors else 200
    return render(request, "accounts/company.html", {"form": form}, status=status)


@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """Issue a token of the JSON API; its secret is shown on this answer and never again."""
    by, at = acting(request).actor, acting(request).at
    form = TokenForm(request.POST or None)
    issued = None
    if request.method == "POST" and form.is_valid():
        organization_id = queries.organization_of(by).public_id if by.organization_id else None
        try:
            issued = actions.issue_token(
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                organization_id=organization_id,
                by=by,
                at=at,
            )
        except Refused as refusal:
            say_refusal(form, refusal)
        else:
            form = TokenForm()
    context = {"form": form, "issued": issued, "tokens": queries.tokens_of(by).filter(revoked_at=None)}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: str) -> HttpResponse:
    actions.revoke_token(token_id=token_id, by=acting(request).actor, at=acting(request).at)
    messages.success(request, _("Revoked. It opens nothing from now on."))
    return see_other("accounts:tokens")


def request_link(request: HttpRequest) -> HttpResponse:
    """Mail a link that signs in, once. The answer is the same whether or not the address has an account."""
    form = LinkForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    if request.method == "POST" and form.is_valid():
        too_many = ratelimit.consume_or_429(request, config={"sign_in_link": "20/m/ip"}, action="sign_in_link")
        if too_many:
            return cast(HttpResponse, too_many)
        mail.ask_for_sign_in_link(email=form.cleaned_data["email"], at=acting(request).at)
        return see_other("accounts:link_sent")
    return render(request, "accounts/link_request.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_sent.html")


@never_cache
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows a button; pressing it signs in. So a mail program that looks ahead uses nothing up."""
    if request.method != "POST":
        return render(request, "accounts/link.html", {"token": token})
    try:
        person = mail.use_sign_in_link(token=token, at=acting(request).at)
    except Refused as refusal:
        return render(request, "accounts/link_over.html", {"refusal": refusal, "form": LinkForm()}, status=410)
    try:
        return cast(HttpResponse, perform_login(request, Login(user=person)))
    except ImmediateHttpResponse as answer:
        return cast(HttpResponse, answer.response)


def to_home(request: HttpRequest) -> HttpResponse:
    """Where the person belongs: a role's first page."""
    if not request.user.is_authenticated:
        return see_other(reverse("account_login"))
    return see_other(home_of(request.user))
