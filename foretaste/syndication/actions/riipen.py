"""Riipen's messages: a company keeps the secret of its portal here, and what its portal tells is taken in."""

from __future__ import annotations

import datetime as dt
import json

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core import vault
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action
from foretaste.syndication import queries, refusals
from foretaste.syndication.inbound import riipen
from foretaste.syndication.inbound.unreadable import Unreadable
from foretaste.syndication.intake import close_entries, take_in
from foretaste.syndication.models import Ending, Sighting, Source

LONGEST_SECRET = 300
SEALED_SIZE = 512


@action
def connect_riipen(*, secret: str, by: Actor, at: dt.datetime) -> Source:
    """Keep the secret of the company's portal, sealed; the source's address is what Riipen is to be given."""
    if not by.is_company:
        raise NotFound
    if not by.has(*queries.KEEPERS):
        raise NotAllowed
    organization = accounts.organization_of(by)
    if organization.verified_at is None:
        raise refusals.TheCompanyIsNotVerifiedYet
    if not 8 <= len(secret.strip()) <= LONGEST_SECRET or len(json.dumps(secret.strip())) > LONGEST_SECRET + 2:
        raise NotAcceptable(secret=str(refusals.ThatIsNoSecret.message))
    source, _made = Source.objects.get_or_create(
        kind="riipen",
        address="",
        organization=organization,
        person=None,
        defaults={"created_by": accounts.person_of(by), "created_at": at},
    )
    source.secret = vault.seal({"secret": secret.strip()}, size=SEALED_SIZE)
    source.paused_at = None
    source.save(update_fields=["secret", "paused_at"])
    return source


@action
def hear_riipen(*, source_id: str, body: bytes, signature: str, at: dt.datetime) -> bool:
    """Take one message in: a forged one is refused, one of something else or older than what is known says nothing new.

    Return whether anything changed; the same message again changes nothing.
    """
    sources = Source.objects.filter(public_id=source_id, kind="riipen", paused_at=None, secret__isnull=False)
    source = sources.first()
    if source is None:
        raise NotFound
    if not riipen.is_signed(body, signature, str(vault.unseal(bytes(source.secret or b""))["secret"])):
        raise refusals.TheMessageIsForged
    try:
        message = riipen.read_message(body, accounts.organization_with_key(source.organization_id or 0).name)
    except Unreadable as unreadable:
        raise refusals.ItCannotBeRead.because(unreadable) from None
    if message is None:
        return False
    source = sources.select_for_update().filter(secret=source.secret).first()  # only the true sender waits for it
    if source is None:
        raise NotFound
    if not _is_news(source, message):
        return False
    if message.listing is None:
        close_entries(source, [message.key], at)
    else:
        take_in(source, [message.listing], at)
    if not Sighting.objects.filter(source=source, key=message.key).update(said_at=message.at):
        Ending.objects.update_or_create(source=source, key=message.key, defaults={"said_at": message.at})
    source.health = Source.Health.LIVE
    source.last_read_at = source.last_tried_at = at
    source.listings_count = Sighting.objects.filter(source=source, closed_at=None).count()
    source.save()
    return True


def _is_news(source: Source, message: riipen.Message) -> bool:
    """Say whether a message is younger than what is known; of two of one moment, the end is the younger."""
    known = list(Ending.objects.filter(source=source, key=message.key).values_list("said_at", flat=True))
    entry = Sighting.objects.filter(source=source, key=message.key).first()
    said = [(moment, True) for moment in known]
    if entry is not None and entry.said_at is not None:
        said.append((entry.said_at, entry.closed_at is not None))
    return all((message.at, message.listing is None) > one for one in said)
