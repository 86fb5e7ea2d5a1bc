"""What the sign-in library asks us: who a new person is, and where someone goes after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from foretaste.accounts.queries import actor_for

if TYPE_CHECKING:
    from foretaste.accounts.models import Person


def home_of(person: Person) -> str:
    """Return the page that waits for the person: a role's own first page."""
    actor = actor_for(person)
    if actor.is_operator:
        return "/operator/"
    if actor.is_company:
        return "/company/"
    return "/me/" if person.is_intern else "/account/company/"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Keep the name and whether they look for trials or post them, in the same row."""
        user.name = form.cleaned_data.get("name", "").strip()
        user.is_intern = form.cleaned_data.get("looks_for") != "people"
        user.language = getattr(request, "LANGUAGE_CODE", "en")
        saved: Person = super().save_user(request, user, form, commit)
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)  # type: ignore[arg-type]

    get_signup_redirect_url = get_login_redirect_url
