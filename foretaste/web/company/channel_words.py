"""Each channel in plain words: what works, what the company does there itself, and what nobody can promise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foretaste.syndication.outbound.checks import Finding, Level
from foretaste.syndication.outbound.linkedin import AGREED
from foretaste.syndication.outbound.mapping import Channel
from foretaste.syndication.rule_words import RULES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Words:
    """How a channel is told of."""

    name: str
    works: StrPromise
    yours: StrPromise
    no_promise: StrPromise
    terms: str = ""  # of the channel's own, word by word


@dataclass(frozen=True)
class Problem:
    """One finding as the page says it."""

    is_error: bool
    element: str
    says: StrPromise
    detail: str


CHANNELS: dict[Channel, Words] = {
    Channel.GOOGLE: Words(
        "Google",
        _("Every open trial has a page with the data Google reads for its job search, and a sitemap."),
        _("Nothing. With a host name of your own, add it to Google’s Search Console."),
        _("Whether and when Google shows a page is Google’s to decide, and it does not do so in every country."),
    ),
    Channel.INDEED: Words(
        "Indeed",
        _("A feed of all your open trials in Indeed’s format. Glassdoor shows what Indeed shows."),
        _("Ask Indeed, with your employer account, to read the feed or to index your career site."),
        _("Indeed chooses whose feeds it reads and what it shows for free; it may ask for several open jobs first."),
    ),
    Channel.LINKEDIN: Words(
        "LinkedIn",
        _("A feed in LinkedIn’s format, and in each trial’s posting kit a link that shares it."),
        _("Ask LinkedIn to read the feed: that needs its approval and an agreement. Or post by hand with the kit."),
        _("Nothing appears on LinkedIn by itself."),
        AGREED,
    ),
    Channel.HANDSHAKE: Words(
        "Handshake",
        _("A feed in Handshake’s format, with both dates of every trial."),
        _("Enter the address in your company’s settings there, under Job Feed. It takes an Enterprise account."),
        _("Jobs go to the schools that have approved you; each school decides for itself."),
    ),
    Channel.TALENT: Words(
        "Talent.com",
        _("A feed in Talent.com’s format."),
        _("Send them the address of the feed."),
        _("They choose what they show."),
    ),
    Channel.JOOBLE: Words(
        "Jooble",
        _("A feed in Jooble’s format; they read it at least once a day."),
        _("Send them the address of the feed."),
        _("They choose what they show."),
    ),
    Channel.RIIPEN: Words(
        "Riipen",
        _("A sheet with your open trials in Riipen’s terms, to copy from."),
        _("Make the project there yourself, with your own account."),
        _(
            "Which fields Riipen’s API takes for a project is not published, so nothing is sent there. What happens to"
            " your projects at Riipen can be heard of here, under Sources."
        ),
    ),
    Channel.PARKER_DEWEY: Words(
        "Parker Dewey",
        _("A sheet with your open trials in Parker Dewey’s terms, checked against its published rules."),
        _(
            "Post the project there yourself, with your own account. It asks whoever works to be 18 and authorised to"
            " work in the United States, which we don’t ask here, and nothing dangerous may be asked of them."
        ),
        _("Parker Dewey has no feed, and we have no connection to it."),
    ),
}


def problems_of(findings: Iterable[Finding]) -> list[Problem]:
    """Return the findings as the page says them, errors first."""
    said = [Problem(one.level == Level.ERROR, one.element, RULES[one.rule], one.detail) for one in findings]
    return sorted(said, key=lambda one: not one.is_error)
