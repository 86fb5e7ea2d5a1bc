"""Letters about accounts: coming in, being asked in."""

from django.conf import settings
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


def sign_in_changed(*, what: str) -> Letter:
    return Letter(
        kind="sign_in_changed",
        subject=_("How you sign in has changed"),
        lines=(what,),
        do=_("See how you sign in"),
        path=paths.ACCOUNT,
        after=(
            _("It was you? Then do nothing. It was not? Choose a new password there, which signs everybody else out")
            + " "
            + _("and ends API tokens unless you keep them, and write to {help}.").format(help=settings.HELP_EMAIL),
        ),
    )


def colleague_invited(*, company: str, inviter: str) -> Letter:
    return Letter(
        kind="colleague_invited",
        subject=_("{company} asks you in").format(company=company),
        lines=(
            _("{inviter} asks you to act for {company} here.").format(inviter=inviter, company=company),
            _("Sign in with this address and say yes or no on your account page. Trials of your own stay your own."),
        ),
        do=_("Say yes or no"),
        path=paths.ACCOUNT,
        after=(_("Until you say yes you are none of its people. Without an answer it stays so."),),
    )


def company_verified(*, company: str) -> Letter:
    return Letter(
        kind="company_verified",
        subject=_("{company} is verified").format(company=company),
        lines=(_("Your postings can be shown from now on."),),
        do=_("Post a trial"),
        path=paths.COMPANY,
    )


def company_suspended(*, company: str, because: str) -> Letter:
    return Letter(
        kind="company_suspended",
        subject=_("{company} is suspended").format(company=company),
        lines=(
            because,
            _("Nothing new can be posted, funded or offered. Signed trials, their money and every check-in go on."),
        ),
        do=_("See what goes on"),
        path=paths.COMPANY,
    )


def company_reinstated(*, company: str) -> Letter:
    return Letter(
        kind="company_reinstated",
        subject=_("{company} is no longer suspended").format(company=company),
        lines=(_("You can post, fund and offer again."),),
        do=_("See the company's trials"),
        path=paths.COMPANY,
    )


def address_code(*, code: str) -> Letter:
    return Letter(
        kind="sign_in",
        subject=_("The code that confirms your address"),
        lines=(_("Enter it on the page you have open. It works for a few minutes."),),
        rows=((_("Code"), code),),
        after=(_("You did not ask for it? Then do nothing: without the code nothing happens."),),
    )


def sign_in_code(*, code: str) -> Letter:
    return Letter(
        kind="sign_in",
        subject=_("The code that signs you in"),
        lines=(_("Enter it on the page you have open. It works for a few minutes."),),
        rows=((_("Code"), code),),
        after=(_("You did not ask for it? Then do nothing: without the code nobody comes in."),),
    )


def new_password(*, path: str) -> Letter:
    return Letter(
        kind="sign_in",
        subject=_("Choose a new password"),
        lines=(_("Somebody, we think you, has forgotten the password of this address."),),
        do=_("Choose a new password"),
        path=path,
        after=(_("You did not ask for it? Then do nothing: your password stays as it is."),),
    )


def address_is_known(*, path: str) -> Letter:
    return Letter(
        kind="sign_in",
        subject=_("You have an account already"),
        lines=(
            _("Somebody, we think you, wanted to sign up with this address. It has an account already."),
            _("Sign in with it. A mailed link or code is enough, no password is needed."),
        ),
        do=_("Sign in"),
        path=path,
        after=(_("It was not you? Then do nothing: nothing has changed."),),
    )


def address_is_unknown(*, path: str) -> Letter:
    return Letter(
        kind="sign_in",
        subject=_("There is no account with this address"),
        lines=(_("Somebody, we think you, wanted to sign in with this address. It has no account here."),),
        do=_("Sign up"),
        path=path,
        after=(_("It was not you? Then do nothing: nothing has changed."),),
    )
