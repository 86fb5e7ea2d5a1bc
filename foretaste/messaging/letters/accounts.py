"""Letters about accounts: coming in, being asked in."""

from django.utils.translation import gettext as _

from foretaste.messaging import paths
from foretaste.messaging.letter import Letter


def sign_in_link(*, token: str) -> Letter:
    return Letter(
        kind="sign_in",
        subject=_("Sign in"),
        lines=(_("This link signs you in. It works once, for 15 minutes."),),
        do=_("Sign in"),
        path=paths.sign_in_link(token),
        after=(_("You did not ask for it? Then do nothing: without the link nobody comes in."),),
    )


def colleague_invited(*, company: str, inviter: str) -> Letter:
    return Letter(
        kind="colleague_invited",
        subject=_("{company} asks you in").format(company=company),
        lines=(
            _("{inviter} has named you as a colleague at {company}.").format(inviter=inviter, company=company),
            _("Sign in with this address and you act for the company."),
        ),
        do=_("See the company's trials"),
        path=paths.COMPANY,
    )


def company_verified(*, company: str) -> Letter:
    return Letter(
        kind="company_verified",
        subject=_("{company} is verified").format(company=company),
        lines=(_("Your postings can be shown from now on."),),
        do=_("Post a trial"),
        path=paths.COMPANY,
    )
