"""What the sign-in library asks us: who a new person is, and where someone goes after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from foretaste.accounts.queries import actor_for, asked_to_act
from foretaste.messaging import letters
from foretaste.messaging.letter import Letter

if TYPE_CHECKING:
    from foretaste.accounts.models import Person


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
        """Keep the name and whether they look for trials or post them, in the same row."""
        user.name = " ".join(form.cleaned_data.get("name", "").split())
        user.is_intern = form.cleaned_data.get("looks_for") != "people"
        user.language = getattr(request, "LANGUAGE_CODE", "en")
        saved: Person = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letter = letter_for(template_prefix, context)
        message = EmailMultiAlternatives(letter.subject, letter.text(), self.get_from_email(), [email])
        message.attach_alternative(letter.html(get_language() or "en"), "text/html")
        message.send()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)  # type: ignore[arg-type]

    get_signup_redirect_url = get_login_redirect_url
