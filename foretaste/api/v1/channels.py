"""Showing the company's trials elsewhere: its career site, each channel, and what a channel would refuse."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, Field

from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.api.v1.company import own_company
from foretaste.syndication import actions, queries
from foretaste.syndication.outbound.mapping import SHEETS, Channel
from foretaste.syndication.rule_words import RULES

if TYPE_CHECKING:
    from foretaste.accounts.models import Organization
    from foretaste.syndication.models import CareerSite
    from foretaste.syndication.outbound.checks import Finding
    from foretaste.syndication.queries import ChannelState

router = Router(tags=["channels"])
FEED_NAMES = ("feed.rss", "feed.atom", "feed.json", "postings.json", "postings.csv")
SAID = ("audience", "contact_email", "linkedin_company_id", "indeed_api_token", "host")


Mail = Annotated[str, Field(max_length=254), AfterValidator(shapes.plain)]
Digits = Annotated[str, Field(max_length=20, pattern="^[0-9]*$")]
Token = Annotated[str, Field(max_length=100), AfterValidator(shapes.plain)]
Secret = Annotated[str, Field(max_length=200), AfterValidator(shapes.plain)]
Host = Annotated[str, Field(max_length=253), AfterValidator(shapes.plain)]


class Site(Schema):
    """Your career site on this instance, and what the channels are told of you."""

    address: str
    feeds: list[str] = Field(description="RSS, Atom, JSON Feed, and the postings as JSON and as a sheet")
    host: str = Field(description="a host name of your own that you asked for")
    host_confirmed_at: dt.datetime | None = Field(description="when the operator confirmed it")
    audience: str
    contact_email: str
    linkedin_company_id: str
    indeed_api_token: str
    has_indeed_secret: bool = Field(description="the secret itself is never shown again")


class SiteChange(Schema):
    """What is left out stays. Another host name waits for the operator."""

    audience: Annotated[str, Field(pattern="^(everyone|students|career_changers)$")] | None = None
    contact_email: Mail | None = None
    linkedin_company_id: Digits | None = None
    indeed_api_token: Token | None = None
    indeed_secret: Secret | None = Field(None, description="kept encrypted; empty: forgotten")
    host: Host | None = Field(None, description="such as jobs.company.com; empty: none")


class ChannelShape(Schema):
    """One channel, and how it would take your open trials today."""

    name: str
    is_on: bool
    is_sheet: bool = Field(description="a marketplace without a feed: its page has a sheet to copy from")
    feed: str = Field(description="its address, which answers while the channel is on; empty where there is none")
    errors: int = Field(description="what the channel would not take")
    warnings: int = Field(description="what it may take with less than it could")


class Complaint(Schema):
    """One rule of the channel that is broken, and what to do about it."""

    level: str = Field(description="error or warning")
    rule: str
    says: str
    posting: str | None = Field(description="the opportunity's id; null: the whole feed")
    element: str
    detail: str


class ChannelWithComplaints(ChannelShape):
    complaints: list[Complaint] = Field(description="errors first")


class Switch(Schema):
    on: shapes.TrueOrFalse


def _site(company: Organization, said: CareerSite) -> dict[str, Any]:
    base = queries.base_of(company, said)
    return {name: getattr(said, name) for name in SAID} | {
        "address": base,
        "feeds": [base + name for name in FEED_NAMES],
        "host_confirmed_at": said.host_confirmed_at,
        "has_indeed_secret": bool(said.indeed_secret),
    }


def _channel(state: ChannelState) -> dict[str, Any]:
    return {
        "name": state.channel.value,
        "is_on": state.is_on,
        "is_sheet": state.channel in SHEETS,
        "feed": state.address,
        "errors": len(state.errors),
        "warnings": len(state.warnings),
    }


def _complaint(one: Finding) -> dict[str, Any]:
    return {
        "level": one.level.value,
        "rule": one.rule.value,
        "says": str(RULES[one.rule]),
        "posting": one.posting or None,
        "element": one.element,
        "detail": one.detail,
    }


def _whole(company: Organization, channel: Channel, now: dt.datetime) -> dict[str, Any]:
    state = queries.state_of(company, channel, queries.site_of(company, now))
    return _channel(state) | {"complaints": [_complaint(one) for one in (*state.errors, *state.warnings)]}


@router.get("/company/site", response=Site, auth=read, summary="Your career site, its feeds and its settings")
def site(request: HttpRequest) -> Any:
    company = own_company(request)
    return _site(company, queries.settings_of(company))


@router.patch("/company/site", response=Site, auth=act, summary="Change the settings of your career site")
def edit_site(request: HttpRequest, change: SiteChange) -> Any:
    company = own_company(request)
    before = queries.settings_of(company)
    said = {name: getattr(before, name) for name in SAID} | change.dict(exclude_none=True, exclude_unset=True)
    return _site(company, actions.set_up_site(**said, by=actor(request), at=at(request)))


@router.get("/company/channels", response=list[ChannelShape], auth=read, summary="Where your trials can be shown")
def channels(request: HttpRequest) -> Any:
    _site_today, states = queries.states_of(own_company(request), at(request))
    return [_channel(state) for state in states]


@router.get(
    "/company/channels/{channel}",
    response=ChannelWithComplaints,
    auth=read,
    summary="One channel, and what it would complain of",
)
def channel(request: HttpRequest, channel: Channel) -> Any:
    return _whole(own_company(request), channel, at(request))


@router.put(
    "/company/channels/{channel}", response=ChannelWithComplaints, auth=act, summary="Switch a channel on or off"
)
def switch(request: HttpRequest, channel: Channel, to: Switch) -> Any:
    company = own_company(request)
    actions.switch_channel(channel=channel, on=to.on, by=actor(request), at=at(request))
    return _whole(company, channel, at(request))
