"""Which channels a company has switched on, and what each would say to its trials as they stand now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foretaste.core.refusals import NotFound
from foretaste.syndication.models import Arrival, CareerSite, ChannelSwitch
from foretaste.syndication.outbound import channels, indeed
from foretaste.syndication.outbound.checks import Finding, Level
from foretaste.syndication.outbound.mapping import FEEDS, Channel
from foretaste.syndication.outbound.posting import Posting, Site
from foretaste.syndication.queries.sites import site_of

if TYPE_CHECKING:
    from foretaste.accounts.models import Organization


@dataclass(frozen=True)
class ChannelState:
    """One channel of a company: on or off, where its feed is, what it would say."""

    channel: Channel
    is_on: bool
    address: str
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.findings if one.level == Level.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [one for one in self.findings if one.level == Level.WARNING]

    def of(self, posting: Posting) -> list[Finding]:
        return [one for one in self.findings if one.posting == posting.public_id]

    @property
    def of_the_feed(self) -> list[Finding]:
        return [one for one in self.findings if not one.posting]


def is_on(organization: Organization, channel: Channel) -> bool:
    return ChannelSwitch.objects.filter(organization_id=organization.pk, channel=channel, is_on=True).exists()


def state_of(organization: Organization, channel: Channel, site: Site) -> ChannelState:
    """Return one channel with what it would say to the site."""
    address = f"{site.home}/at/{organization.slug}/feeds/{channel.value}.xml" if channel in FEEDS else ""
    found = tuple(channels.findings(channel, site))
    return ChannelState(channel, channel == Channel.GOOGLE or is_on(organization, channel), address, found)


def states_of(organization: Organization, at: dt.datetime) -> tuple[Site, list[ChannelState]]:
    """Return the company's site, and every channel beside it."""
    site = site_of(organization, at)
    return site, [state_of(organization, channel, site) for channel in Channel]


def feed_of(organization: Organization, channel: str, at: dt.datetime) -> bytes:
    """Return a channel's feed; `NotFound` while the company has not switched it on."""
    if channel not in FEEDS or not is_on(organization, Channel(channel)):
        raise NotFound
    site = site_of(organization, at)
    if channel == Channel.INDEED and takes_applications(organization):
        return indeed.feed(site, takes_applications=True)
    return channels.WRITERS[Channel(channel)](site)


def takes_applications(organization: Organization) -> bool:
    """Whether Indeed may send applications: the company gave its token and the secret they are signed with."""
    said = CareerSite.objects.filter(pk=organization.pk).exclude(indeed_api_token="").first()
    return said is not None and bool(said.indeed_secret)


def arrival_with(public_id: str) -> Arrival | None:
    """Return who applied on a channel, with the posting and its company: for the one mail that asks them to go on."""
    return Arrival.objects.filter(public_id=public_id).select_related("opportunity__organization").first()
