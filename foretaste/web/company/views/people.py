"""Who acts for the company, and what it says of itself."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.accounts import actions, queries
from foretaste.accounts.actors import Role
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.company.access import for_the_company
from foretaste.web.company.forms.people import ColleagueForm, ProfileForm
from foretaste.web.middleware import ActingRequest


@for_the_company
@require_http_methods(["GET", "POST"])
def people(request: ActingRequest) -> HttpResponse:
    """Invite a colleague; see who may do what."""
    company = queries.organization_of(request.actor)
    form = ColleagueForm(request.POST if request.method == "POST" else None, initial={"roles": ["supervisor"]})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.invite_colleague(
                organization_id=company.public_id, by=request.actor, at=request.at, **form.cleaned_data
            ),
        )
    ):
        return see("company:people")
    may_invite = request.actor.has(Role.RECRUITER)
    colleagues = [
        {
            "person": person,
            "title": next((one.title for one in held if one.title), ""),
            "roles": [one.get_role_display() for one in held],
        }
        for person, held in (
            (person, list(group))
            for person, group in groupby(queries.colleagues_of(request.actor), lambda one: one.person)
        )
    ]
    asked = [
        {"person": person, "roles": [one.get_role_display() for one in held]}
        for person, held in groupby(queries.asked_by(request.actor), lambda one: one.person)
    ]
    return page(
        request,
        "company/people/people.html",
        {
            "company": company,
            "form": form,
            "colleagues": colleagues,
            "asked": asked if may_invite else [],
            "may_invite": may_invite,
            "me": request.actor.person_id,
        },
    )


@for_the_company
@require_POST
def end_membership(request: ActingRequest, person_id: str) -> HttpResponse:
    """Take a colleague's roles back, or what somebody was asked."""
    company = queries.organization_of(request.actor)
    try_to(
        request,
        lambda: actions.end_membership(
            organization_id=company.public_id, person_id=person_id, by=request.actor, at=request.at
        ),
        _("They no longer act for the company. What they signed stays."),
    )
    return see("company:people")


@for_the_company
@require_http_methods(["GET", "POST"])
def profile(request: ActingRequest) -> HttpResponse:
    """Write the dossier that interns read before their first day."""
    company = queries.organization_of(request.actor)
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(company, name) for name in ProfileForm.base_fields},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.edit_company(
                organization_id=company.public_id, by=request.actor, at=request.at, **form.cleaned_data
            ),
        )
    ):
        return see("company:people")
    return page(request, "company/people/profile.html", {"company": company, "form": form})
