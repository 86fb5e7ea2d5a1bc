"""What to do about each rule of a channel that is broken, for the person who posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foretaste.syndication.outbound.checks import Rule

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

RULES: dict[Rule, StrPromise] = {
    Rule.UNREADABLE: _("The feed can’t be read. This is our mistake: tell the operator."),
    Rule.WRONG_ROOT: _("The feed begins wrongly. This is our mistake: tell the operator."),
    Rule.TWICE: _("Two entries have the same id. Only the first would be shown."),
    Rule.UNKNOWN: _("The channel does not know this field and skips it."),
    Rule.MISSING: _("The channel wants this, and it is empty. Fill it in."),
    Rule.NOT_PRESENT: _("The channel wants this field on every posting, if only empty."),
    Rule.TOO_LONG: _("This is longer than the channel takes. Shorten it."),
    Rule.TOO_SHORT: _("This is shorter than the channel takes. Say more."),
    Rule.NOT_ALLOWED: _("The channel takes only certain words here, and this is none of them."),
    Rule.WRONG_FORM: _("This is not in the form the channel reads."),
    Rule.TAG_NOT_TAKEN: _("The channel does not take this mark-up in a text."),
    Rule.ENTITY_NOT_TAKEN: _("The text holds a code such as &amp;. Write the character itself."),
    Rule.TITLE_SAYS_MORE: _("A title is the name of the job alone: no pay, no numbers, no brackets."),
    Rule.TITLE_IS_DESCRIPTION: _("The text only repeats the title. Describe the work."),
    Rule.NO_PLACE: _("The country of the place of work is missing."),
    Rule.HYBRID_AS_REMOTE: _("Only what is done wholly from elsewhere counts as remote work."),
    Rule.REMOTE_WITHOUT_COUNTRY: _("Remote work needs the country one may work from."),
    Rule.NO_PAY: _("The pay is missing."),
    Rule.NO_ORGANIZATION: _("The company’s name is missing."),
    Rule.NO_IDENTIFIER: _("The posting’s id is missing."),
    Rule.APPLY_URL_WITHOUT_WWW: _(
        "LinkedIn’s guide wants addresses that begin with https://www. Ask LinkedIn whether yours will do, or use a"
        " host name of your own."
    ),
    Rule.PAY_IS_ROUNDED: _("LinkedIn takes whole sums only: the cents are left out there, not in your text."),
    Rule.OLDER_THAN_TAKEN: _("Jooble shows postings for 45 days at most; this one stays open for longer."),
    Rule.SCHOOLS_REFUSE_CONTRACTORS: _(
        "Many career centers refuse work as a contractor. They may decline this one; as an employee it has a better"
        " chance."
    ),
    Rule.SCHOOLS_REFUSE_TEMPORARY: _("Some schools refuse temporary work. Every trial is temporary, and says so."),
    Rule.PAID_ON_A_VERIFIED_DELIVERABLE: _(
        "There, pay depends on a result that somebody has approved. Here, each started day is paid whatever comes of"
        " it. Publish it there only if you keep both promises."
    ),
    Rule.CONTRACTORS_ONLY: _("Parker Dewey takes independent contractors only."),
    Rule.UNITED_STATES_ONLY: _("Parker Dewey takes work in the United States, paid in dollars, only."),
    Rule.UNDER_TWENTY_DOLLARS: _("Parker Dewey wants at least 20 dollars for each estimated hour."),
    Rule.HOURS_OUT_OF_BOUNDS: _("Parker Dewey takes projects of 5 to 40 hours."),
    Rule.DUE_TOO_SOON: _(
        "Parker Dewey wants the result a week to a month after the start; a trial ends within 7 days. Agree on the due"
        " date with them first."
    ),
    Rule.FIELD_IS_REFUSED: _(
        "Parker Dewey refuses work with patients or vulnerable people, and tutoring. Check that this is neither."
    ),
    Rule.BRACKETS_ARE_WRITTEN_OTHERWISE: _("Indeed can’t take < and > in a text: there they are written as ‹ and ›."),
}
