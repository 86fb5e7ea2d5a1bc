"""What the sign-in library asks us: who a new person is, and where someone goes after signing in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foretaste.accounts import actions
from foretaste.accounts.queries import actor_for, asked_to_act
from foretaste.core import limits
from foretaste.core.calendars import known_zones, now
from foretaste.core.identifiers import new_public_id
from foretaste.messaging import actions as mails
from foretaste.messaging import letters
from foretaste.messaging.letter import Letter

if TYPE_CHECKING:
    from foretaste.accounts.models import Person


MAILS_AN_HOUR = 10  # of sign-in and sign-up, to one address
HOUR = dt.timedelta(hours=1)
CHANGES = {  # by the library's names
    "account/email/password_set": _("A password signs you in now."),
    "account/email/password_changed": _("Another password signs you in now."),
    "account/email/password_reset": _(
        "Another password signs you in now, chosen anew by a mailed link. API tokens made before open nothing any more."
    ),
    "account/email/email_changed": _("Mails go to {to_email} from now on, and that address signs in: not this one."),
    "account/email/email_deleted": _("The address {deleted_email} no longer belongs to your account."),
    "mfa/email/totp_activated": _("Codes of an app are asked for at each sign-in from now on."),
    "mfa/email/totp_deactivated": _("Codes of an app are no longer asked for at sign-in."),
    "mfa/email/recovery_codes_generated": _("There are new recovery codes. Those before open nothing."),
    "mfa/email/webauthn_added": _("A passkey was added: it signs you in from now on."),
    "mfa/email/webauthn_removed": _("A passkey was taken away: it no longer signs in."),
}


def home_of(person: Person, organization_id: str | None = None) -> str:
    """Return the page that waits for the person: a role's own first page, in the organization if one is chosen."""
    actor = actor_for(person, organization_id)
    if actor.is_operator:
        return "/operator/"
    if actor.is_company:
        return "/company/"
    if person.is_intern:
        return "/me/"
    return "/account/#acting" if asked_to_act(person) else "/account/company/"


def letter_for(template: str, told: dict[str, Any]) -> Letter:
    """Return what the library would mail, as one of our letters; one that we don't know is an error, never its own."""
    match template.removeprefix("account/email/"):
        case "email_confirmation_signup" | "email_confirmation":
            return letters.address_code(code=told["code"])
        case "login_code":
            return letters.sign_in_code(code=told["code"])
        case "password_reset_key":
            return letters.new_password(path=urlsplit(told["password_reset_url"]).path)
        case "account_already_exists":
            return letters.address_is_known(path=reverse("account_login"))
        case "unknown_account":
            return letters.address_is_unknown(path=reverse("account_signup"))
    raise LookupError(f"The sign-in library mails something new: {template}")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Keep the name, where they are, and whether they look for trials or post them, in the same row."""
        user.name = actions.one_line(form.cleaned_data.get("name", ""))
        user.is_intern = form.cleaned_data.get("looks_for") != "people"
        user.language = getattr(request, "LANGUAGE_CODE", "en")
        if (zone := form.cleaned_data.get("time_zone")) in known_zones():
            user.time_zone = zone
        saved: Person = super().save_user(request, user, form, commit)
        return saved

    def set_password(self, user: Person, password: str, *, keep_tokens: bool = False) -> None:
        """Keep the password, also where it is chosen anew by a mailed link: API tokens end, unless they are to stay."""
        kept = actions.set_password(password=password, keep_tokens=keep_tokens, by=actor_for(user), at=now())
        user.password = kept.password  # the session that goes on is told apart by it

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to an address, known or not: not more often than anybody needs, whoever asks and from wherever.

        What is too much is not sent and not told: the page is the same for every address.
        """
        if limits.over("mails of sign-in", email.strip().lower(), most=MAILS_AN_HOUR, within=HOUR, at=now()):
            return
        letter = letter_for(template_prefix, context)
        message = EmailMultiAlternatives(letter.subject, letter.text(), self.get_from_email(), [email])
        message.attach_alternative(letter.html(get_language() or "en"), "text/html")
        message.send()

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person that how they sign in has changed: after an address was changed, at the one before.

        From the queue, once the change stands: a mail server that is away undoes none.
        """
        what = CHANGES.get(template_prefix)
        if what is None:
            return  # that an address was confirmed, they know: they have just done it
        letter = letters.sign_in_changed(what=str(what).format_map(context or {}))
        key, address = f"sign_in_changed:{new_public_id()}", email or user.email
        transaction.on_commit(lambda: mails.send_to_address(key=key, address=address, letter=letter, at=now()))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)  # type: ignore[arg-type]

    get_signup_redirect_url = get_login_redirect_url
