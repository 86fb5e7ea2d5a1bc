"""Showing the company's trials elsewhere: each channel, what it would say, its switch; the site's settings."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Role
from foretaste.core.refusals import NotFound
from foretaste.syndication import actions, queries
from foretaste.syndication.outbound.channels import WRITERS
from foretaste.syndication.outbound.mapping import SHEETS, Channel
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.company.access import for_the_company
from foretaste.web.company.channel_words import CHANNELS, problems_of
from foretaste.web.company.forms.channels import SiteForm
from foretaste.web.middleware import ActingRequest


@for_the_company
@require_safe
def channels(request: ActingRequest) -> HttpResponse:
    """Where the trials can be seen, and how each channel would take them today."""
    company = accounts.organization_of(request.actor)
    site, states = queries.states_of(company, request.at)
    context = {
        "company": company,
        "site": site,
        "said": queries.settings_of(company),
        "channels": [
            {"state": state, "words": CHANNELS[state.channel], "is_sheet": state.channel in SHEETS} for state in states
        ],
        "may_edit": request.actor.has(Role.RECRUITER),
    }
    return page(request, "company/channels/channels.html", context)


@for_the_company
@require_safe
def channel(request: ActingRequest, name: str) -> HttpResponse:
    """Show what one channel would say, posting by posting, before it does."""
    company = accounts.organization_of(request.actor)
    if name not in list(Channel):
        raise NotFound
    site = queries.site_of(company, request.at)
    state = queries.state_of(company, Channel(name), site)
    context = {
        "site": site,
        "state": state,
        "words": CHANNELS[state.channel],
        "is_sheet": state.channel in SHEETS,
        "may_edit": request.actor.has(Role.RECRUITER),
        "of_the_feed": problems_of(state.of_the_feed),
        "postings": [{"posting": one, "problems": problems_of(state.of(one))} for one in site.postings],
    }
    return page(request, "company/channels/channel.html", context)


@for_the_company
@require_POST
def switch(request: ActingRequest, name: str) -> HttpResponse:
    """Switch a channel on or off."""
    on = request.POST.get("on") == "yes"
    try_to(
        request,
        lambda: actions.switch_channel(channel=name, on=on, by=request.actor, at=request.at),
        _("It is on: its address answers from now.") if on else _("It is off: its address answers no more."),
    )
    return see("company:channel", name)


@for_the_company
@require_safe
def sheet(request: ActingRequest, name: str) -> HttpResponse:
    """Hand out a sheet for a marketplace without a feed."""
    if name not in SHEETS:
        raise NotFound
    site = queries.site_of(accounts.organization_of(request.actor), request.at)
    answer = HttpResponse(WRITERS[Channel(name)](site), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@for_the_company
@require_http_methods(["GET", "POST"])
def settings(request: ActingRequest) -> HttpResponse:
    """Say whom the company looks for, its accounts at the channels, and the host name of its site."""
    company = accounts.organization_of(request.actor)
    said = queries.settings_of(company)
    form = SiteForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(said, name) for name in SiteForm.base_fields if name != "indeed_secret"},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.set_up_site(by=request.actor, at=request.at, **form.said()))
    ):
        return see("company:channels")
    context = {"form": form, "said": said, "has_secret": bool(said.indeed_secret)}
    return page(request, "company/channels/settings.html", context)
