"""Every channel's writer in one place: a company's site in, the bytes of that channel out."""

from __future__ import annotations

from collections.abc import Callable

from foretaste.syndication.outbound import checks, google, handshake, indeed, jooble, linkedin, sheets, talent
from foretaste.syndication.outbound.checks import Finding
from foretaste.syndication.outbound.mapping import FEEDS, Channel
from foretaste.syndication.outbound.posting import Site

WRITERS: dict[Channel, Callable[[Site], bytes]] = {
    Channel.INDEED: indeed.feed,
    Channel.LINKEDIN: linkedin.feed,
    Channel.HANDSHAKE: handshake.feed,
    Channel.TALENT: talent.feed,
    Channel.JOOBLE: jooble.feed,
    Channel.PARKER_DEWEY: sheets.parker_dewey,
    Channel.RIIPEN: sheets.riipen,
}


def findings(channel: Channel, site: Site) -> list[Finding]:
    """Return what the channel would say to this site as it stands now."""
    found: list[Finding] = []
    if channel == Channel.GOOGLE:
        found = [one for posting in site.postings for one in checks.of_markup(google.job_posting(posting))]
    elif channel in FEEDS:
        found = checks.of_feed(channel, WRITERS[channel](site))
    return found + [one for posting in site.postings for one in checks.of_promise(channel, posting)]
