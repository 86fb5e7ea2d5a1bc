"""A company sets its site and channels up; an operator confirms a host name before it is the company's."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.core import vault
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action
from foretaste.syndication.models import CareerSite, ChannelSwitch
from foretaste.syndication.outbound.mapping import FEEDS, Channel
from foretaste.syndication.outbound.posting import Audience

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
SECRET_SIZE = 512  # bytes of what is sealed: every secret's sealed text has one length


@action
def set_up_site(
    *,
    audience: str = Audience.EVERYONE,
    contact_email: str = "",
    linkedin_company_id: str = "",
    indeed_api_token: str = "",
    indeed_secret: str | None = None,
    host: str = "",
    by: Actor,
    at: dt.datetime,
) -> CareerSite:
    """Say whom the company looks for, its accounts at the channels, and the host name it wants its site at.

    `indeed_secret` None leaves the one that is kept. A new host name waits for an operator.
    """
    company = accounts.organization_of(by)
    _may_edit(by)
    host, email = host.strip().lower().rstrip("."), contact_email.strip()
    linkedin, token = linkedin_company_id.strip(), indeed_api_token.strip()
    _check(audience, email, linkedin, token, indeed_secret or "", host)
    site, _made = CareerSite.objects.select_for_update().get_or_create(
        organization_id=company.pk, defaults={"changed_at": at}
    )
    if site.host != host:
        site.host, site.host_confirmed_at, site.host_confirmed_by = host, None, None
    site.audience, site.contact_email = audience, email
    site.linkedin_company_id, site.indeed_api_token = linkedin, token
    if indeed_secret is not None:
        kept = indeed_secret.strip()
        site.indeed_secret = vault.seal({"secret": kept}, size=SECRET_SIZE) if kept else b""
    site.changed_at = at
    site.save()
    return site


@action
def switch_channel(*, channel: str, on: bool, by: Actor, at: dt.datetime) -> ChannelSwitch:
    """Open or shut one channel's feed. Shut, its address answers as if it never was."""
    company = accounts.organization_of(by)
    _may_edit(by)
    if channel not in FEEDS:
        raise NotFound
    assert by.person_id is not None  # a recruiter is a person
    switch, _made = ChannelSwitch.objects.update_or_create(
        organization_id=company.pk,
        channel=Channel(channel),
        defaults={"is_on": on, "changed_at": at, "changed_by_id": by.person_id},
    )
    return switch


@action
def confirm_host(*, organization_id: str, host: str, by: Actor, at: dt.datetime) -> CareerSite:
    """Give the host name to the company, as the operator, who has seen that it is theirs and leads here."""
    site = _asked_for(organization_id, by)
    if site.host != host:
        raise NotAcceptable(host=_("They have asked for another name meanwhile: look at it, and confirm that one."))
    taken = CareerSite.objects.filter(host=site.host, host_confirmed_at__isnull=False).exclude(pk=site.pk)
    if taken.exists():
        raise NotAcceptable(host=_("This host name is another company’s."))
    site.host_confirmed_at, site.host_confirmed_by_id, site.changed_at = at, by.person_id, at
    site.save(update_fields=["host_confirmed_at", "host_confirmed_by", "changed_at"])
    return site


@action
def withdraw_host(*, organization_id: str, by: Actor, at: dt.datetime) -> CareerSite:
    """Take a host name back, or refuse one: the site stands at its place on this instance again."""
    site = _asked_for(organization_id, by)
    site.host, site.host_confirmed_at, site.host_confirmed_by, site.changed_at = "", None, None, at
    site.save(update_fields=["host", "host_confirmed_at", "host_confirmed_by", "changed_at"])
    return site


def _may_edit(by: Actor) -> None:
    if not by.has(Role.RECRUITER):
        raise NotAllowed


def _asked_for(organization_id: str, by: Actor) -> CareerSite:
    if not by.is_operator:
        raise NotAllowed
    company = accounts.company_with(organization_id)
    site = CareerSite.objects.select_for_update().filter(pk=company.pk).exclude(host="").first()
    if site is None:
        raise NotFound
    return site


def _check(audience: str, email: str, linkedin: str, token: str, secret: str, host: str) -> None:
    wrong: dict[str, Any] = {}
    if audience not in list(Audience):
        wrong["audience"] = _("Choose whom you look for.")
    try:
        if email:
            EmailValidator()(email)
    except ValidationError:
        wrong["contact_email"] = _("Enter a mail address like jobs@company.com.")
    if linkedin and not (linkedin.isascii() and linkedin.isdecimal() and len(linkedin) <= 20):
        wrong["linkedin_company_id"] = _("Enter the number of your LinkedIn page: digits only.")
    if len(token) > 100 or not token.isprintable():
        wrong["indeed_api_token"] = _("Enter the token as Indeed shows it.")
    if len(secret.encode()) > SECRET_SIZE // 2 or not secret.isprintable():
        wrong["indeed_secret"] = _("Enter the secret as Indeed shows it.")
    if host and (len(host) > 253 or not HOST.fullmatch(host)):
        wrong["host"] = _("Enter a host name like jobs.company.com, without https:// and without a path.")
    elif host and _is_ours(host):
        wrong["host"] = _("This name belongs to this site itself. Use a name of your own.")
    if wrong:
        raise NotAcceptable(**wrong)


def _is_ours(host: str) -> bool:
    """Whether a name is the instance's own, above it, or below it: cookies and trust are shared along such lines."""
    own = {str(urlsplit(settings.SITE_URL).hostname)} | {name.lstrip(".") for name in settings.ALLOWED_HOSTS} - {"*"}
    return any(host == name or host.endswith(f".{name}") or name.endswith(f".{host}") for name in own)
