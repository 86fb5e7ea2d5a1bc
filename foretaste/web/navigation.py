"""The site's main links, by who looks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor, Role


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    current: bool = False


def links_for(actor: Actor, path: str, name: str = "", organization: str = "") -> list[Link]:
    """Return what the actor finds in the head of every page; the one they are on is marked."""
    if actor.is_operator:
        pairs = [("/operator/", _("The desk")), ("/account/", name or _("Account"))]  # its tabs lead to its parts
    elif actor.is_company:
        pairs = [
            ("/company/", _("Trials")),
            ("/company/today/", _("Today")),
            *([("/company/money/", _("Money"))] if actor.has(Role.RECRUITER, Role.FINANCE) else []),
            ("/company/insights/", _("Insights")),
            ("/company/people/", organization or _("People")),
            ("/account/", name or _("Account")),
        ]
    elif actor.is_intern:
        pairs = [
            ("/opportunities/", _("Find a trial")),
            ("/me/", _("My trial")),
            ("/me/pay/", _("My pay")),
            ("/account/", name or _("Account")),
        ]
    else:
        pairs = [
            ("/opportunities/", _("Find a trial")),
            ("/check/", _("Is it right for you?")),
            ("/compare/", _("Compare")),
            ("/for-companies/", _("For companies")),
            ("/account/login/", _("Sign in")),
        ]
    if path.startswith("/company/documents/"):
        path = "/company/money/"  # its documents are part of a company's money
    elif path.startswith("/company/profile/"):
        path = "/company/people/"  # it is reached from there
    elif path.startswith("/company/hires/"):
        path = "/company/insights/"  # how long hires stay is one of them
    here = max((url for url, _label in pairs if path.startswith(url)), key=len, default="")
    if here == "/operator/" != path:
        here = ""  # the desk's own tabs say where one is
    if not here and path.startswith("/trials/"):
        here = "/me/" if actor.is_intern else "/company/"
    return [Link(url, label, url == here) for url, label in pairs]
