"""The words for what the pure rules find: why something can't be read, why it looks like a micro-internship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foretaste.syndication.inbound.listing import Employment, Per
from foretaste.syndication.inbound.micro import Reason, Rule
from foretaste.syndication.inbound.unreadable import Why

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WHY: dict[Why, StrPromise] = {
    Why.NOT_AN_ADDRESS: _("This is no web address."),
    Why.NOT_HTTP: _("Only addresses that begin with http:// or https:// can be read."),
    Why.WITH_A_PASSWORD: _("An address with a name or password in it is not read."),
    Why.WRONG_PORT: _("Only the usual ports of web pages, 80 and 443, are read."),
    Why.NOT_PUBLIC: _("This address does not lead to the public internet."),
    Why.NO_SUCH_HOST: _("There is no site of this name."),
    Why.ROBOTS_SAY_NO: _("The site asks robots not to read this."),
    Why.RIGHTS_RESERVED: _("The site reserves the right to have its text collected."),
    Why.NO_ANSWER: _("The site does not answer."),
    Why.TOO_SLOW: _("The site takes too long to answer."),
    Why.NOT_SECURE: _("The site’s certificate can’t be trusted."),
    Why.TOO_MANY_REDIRECTS: _("The site leads from one address to the next too often."),
    Why.REDIRECTED_BACK: _("The site leads in a circle."),
    Why.REDIRECTED_INTO_THE_OPEN: _("The site leads from an encrypted address to one that is not."),
    Why.GONE: _("There is nothing at this address any more."),
    Why.SIGN_IN_NEEDED: _("The site shows this only to people who are signed in."),
    Why.ASKED_TO_WAIT: _("The site asks us to come back later."),
    Why.BROKEN_THERE: _("Something is broken at the site."),
    Why.UNEXPECTED_ANSWER: _("The site answers in a way that we don’t understand."),
    Why.TOO_LARGE: _("This is too large to be read."),
    Why.BOMB: _("This is far larger unpacked than it looks, and was not unpacked."),
    Why.UNKNOWN_ENCODING: _("This is written in an encoding that we don’t know."),
    Why.WRONG_ENCODING: _("This is not in the encoding that it claims."),
    Why.ENTITIES: _("This XML declares a document type or entities, which we don’t read."),
    Why.NOT_JSON: _("This is not proper JSON."),
    Why.NOT_XML: _("This is not proper XML."),
    Why.NOT_A_FEED: _("This is no RSS or Atom feed."),
    Why.NOT_A_TABLE: _("This is no table with a header that we know."),
    Why.NOT_A_MAIL: _("This is no mail."),
    Why.OTHER_SHAPE: _("This does not have the shape that this source gives."),
    Why.NO_JOBS_IN_DATA: _("The page describes no job in data (schema.org JobPosting), so it can’t be read."),
    Why.TOO_MANY: _("There are more entries in it than we read."),
    Why.SCRIPT: _("A title in it carries code. We take nothing from a source that does that."),
    Why.UNKNOWN_SENDER: _("This mail is of no sender whose job alerts we read."),
    Why.FORGED: _("The signature does not fit: this was not sent by whom it names, or was changed since."),
    Why.NOT_SIGNED: _(
        "Its sender did not sign it, and a mail that comes by itself is read only if its signature fits."
    ),
}

RULES: dict[Rule, StrPromise] = {
    Rule.WORDS: _("It is called “%(found)s”"),
    Rule.KIND: _("It is %(found)s"),
    Rule.PAY_STATED: _("It states what it pays"),
    Rule.TOO_LONG: _("It takes longer than a week: %(found)s"),
    Rule.UNPAID: _("It says that it is unpaid"),
    Rule.PERMANENT: _("It is a permanent position"),
}

KINDS_OF_WORK: dict[str, StrPromise] = {
    Employment.INTERN: _("an internship"),
    Employment.TEMPORARY: _("temporary work"),
    Employment.CONTRACT: _("contract work"),
    Employment.PART_TIME: _("part-time work"),
    Employment.FULL_TIME: _("full-time work"),
    Employment.VOLUNTEER: _("volunteer work"),
}

PERIODS: dict[str, StrPromise] = {
    Per.HOUR: _("an hour"),
    Per.DAY: _("a day"),
    Per.WEEK: _("a week"),
    Per.MONTH: _("a month"),
    Per.YEAR: _("a year"),
    Per.ONCE: _("in all"),
}


SIGNED: dict[str, StrPromise] = {
    "yes": _("Its sender’s signature was checked and fits."),
    "unsigned": _("Its sender did not sign it, so we can’t say who sent it."),
    "unchecked": _("Its signature could not be checked, so we can’t say who sent it."),
}


def why(code: str) -> str:
    """Return in words why something can't be read; nothing where nothing is wrong."""
    return str(WHY[Why(code)]) if code else ""


def said(reason: Reason) -> str:
    """Return a rule and what it found as a sentence's worth of words."""
    if reason.rule is Rule.SHORT_DAYS:
        days = int(reason.found)
        return ngettext("It lasts %(days)d day", "It lasts %(days)d days", days) % {"days": days}
    if reason.rule is Rule.SHORT_HOURS:
        return ngettext("It takes %(hours)s hour", "It takes %(hours)s hours", int(float(reason.found))) % {
            "hours": reason.found
        }
    found = str(KINDS_OF_WORK.get(reason.found, reason.found)) if reason.rule is Rule.KIND else reason.found
    return str(RULES[reason.rule]) % {"found": found}
