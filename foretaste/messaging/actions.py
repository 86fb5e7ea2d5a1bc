"""Reading notices, and signing in by a mailed link."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import override
from procrastinate.contrib.django import app

from foretaste.accounts.actors import Actor
from foretaste.core.refusals import NotFound
from foretaste.core.transactions import action
from foretaste.matching.saved import steps as saved
from foretaste.matching.saved.links import stop_token
from foretaste.messaging import letters, refusals
from foretaste.messaging.letter import Letter
from foretaste.messaging.models import Notice, OutboxMail, Reminder, SignInLink
from foretaste.messaging.queries import notices_of
from foretaste.messaging.steps import tell

Person = Any  # accounts own the model
LINK_LASTS = dt.timedelta(minutes=15)
LINKS_AN_HOUR = 5
SEND_LINK = "messaging.send_sign_in_link"  # the job in tasks.py


@action
def send(*, key: str, person: Person, letter: Letter, at: dt.datetime) -> OutboxMail | None:
    """Tell one person one thing, once per key."""
    return tell(
        key=f"{key}:{person.public_id}", person_id=person.pk, to=person.email, language=person.language,
        letter=letter, at=at,
    )  # fmt: skip


@action
def send_to_address(*, key: str, address: str, letter: Letter, at: dt.datetime) -> OutboxMail | None:
    """Write to an address that may be nobody's here, once per key; in the instance's own language."""
    return tell(
        key=key, person_id=None, to=address, language=settings.LANGUAGE_CODE, letter=letter, at=at, notice=False
    )


@action
def remind(*, key: str, letters: Sequence[tuple[Person, Letter]], at: dt.datetime) -> bool:
    """Send a reminder to everyone it is for; False if it went out before. Its row and its mails stand together."""
    if not Reminder.objects.get_or_create(key=key, defaults={"at": at})[1]:
        return False
    for person, letter in letters:
        tell(
            key=f"{key}:{person.public_id}",
            person_id=person.pk,
            to=person.email,
            language=person.language,
            letter=letter,
            at=at,
        )
    return True


@action
def send_new_results(*, search_id: str, up_to: int, at: dt.datetime) -> OutboxMail | None:
    """Write what is new in a saved search whose morning has come, once a morning.

    That it was looked at, what was new and the mail itself are one transaction: a crash leaves all or nothing.
    """
    told = saved.look(search_id, up_to=up_to, at=at)
    if told is None:
        return None
    one, person = told.search, told.search.person
    language = person.language if person else one.language
    with override(language):
        write = letters.search_stopped if one.stopped_at else letters.new_results
        return tell(
            key=f"new_results:{one.public_id}:{told.morning.isoformat()}",
            person_id=one.person_id,
            to=person.email if person else one.address,
            language=language,
            letter=write(told=told, token=stop_token(one.public_id)),
            at=at,
            notice=False,
        )


@action
def read_notice(*, notice_id: str, by: Actor, at: dt.datetime) -> Notice:
    """Note when its reader first read it. A second time changes nothing."""
    notice = notices_of(by).filter(public_id=notice_id).first()
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


@action
def read_notices(*, by: Actor, at: dt.datetime) -> int:
    """Note that its reader has read every notice there is; return how many were new."""
    return notices_of(by).filter(read_at=None).update(read_at=at)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@action
def ask_for_sign_in_link(*, email: str, at: dt.datetime) -> None:
    """Have a link mailed to whoever has this address.

    Who that is, and whether anybody, the worker finds out: asking takes as long for every address, so that its time
    tells nobody who has an account.
    """
    app.configure_task(SEND_LINK).defer(email=email.strip().lower()[:254])


@action
def send_sign_in_link(*, email: str, at: dt.datetime) -> None:
    """Mail a link that signs in, once, within 15 minutes. For an address nobody has nothing happens."""
    person = get_user_model().objects.select_for_update().filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        return
    if person.sign_in_links.filter(created_at__gt=at - dt.timedelta(hours=1)).count() >= LINKS_AN_HOUR:
        return
    token = secrets.token_urlsafe(32)
    link = SignInLink.objects.create(person=person, digest=digest_of(token), created_at=at, expires_at=at + LINK_LASTS)
    with override(person.language):
        tell(
            key=f"sign_in_link:{link.pk}", person_id=person.pk, to=person.email, language=person.language,
            letter=letters.sign_in_link(token=token), at=at, notice=False,
        )  # fmt: skip


@action
def use_sign_in_link(*, token: str, at: dt.datetime) -> Person:
    """Return whom the link signs in, and use it up. The row's lock lets it happen once."""
    link = (
        SignInLink.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(digest=digest_of(token), used_at=None, expires_at__gt=at, person__is_active=True)
        .first()
    )
    if link is None:
        raise refusals.TheLinkIsOver
    link.used_at = at
    link.save(update_fields=["used_at"])
    EmailAddress.objects.update_or_create(  # who holds the link reads that address
        user=link.person, email=link.person.email, defaults={"verified": True, "primary": True}
    )
    return link.person
