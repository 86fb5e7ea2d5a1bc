"""Reminders: the day before, an offer about to lapse, a window about to close. Each once."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable

from django.utils.translation import override

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import register_sweep
from foretaste.matching.saved import actions as searches
from foretaste.matching.saved import queries as saved_searches
from foretaste.messaging import actions, letters, sources
from foretaste.messaging.letter import Letter
from foretaste.messaging.models import Reminder
from foretaste.messaging.sources import Person
from foretaste.messaging.subscribers.trials import place_of

log = logging.getLogger(__name__)
BEFORE = dt.timedelta(hours=24)
AT_ONCE = 1_000  # saved searches a minute

Reminded = tuple[str, Iterable[tuple[Person, Callable[[], Letter]]]]


@register_sweep("messaging")
def sweep(at: dt.datetime) -> None:
    """Send what is due and was not sent; each reminder in a transaction of its own."""
    due = [*_days(at), *_offers(at), *_evaluations(at)]
    sent = set(Reminder.objects.filter(key__in=[key for key, _ in due]).values_list("key", flat=True))
    for key, readers in due:
        if key in sent:
            continue
        try:
            written = []
            for person, write in readers:
                with override(person.language):
                    written.append((person, write()))
            actions.remind(key=key, letters=written, at=at)
        except Exception:
            log.exception("A reminder could not be sent")


@register_sweep("saved searches")
def tell_what_is_new(at: dt.datetime) -> None:
    """Mail what is new in the saved searches whose morning has come; where that can't be said yet, a minute later."""
    searches.forget_unconfirmed(by=CLOCK, at=at)
    waiting = list(saved_searches.due(at).values_list("public_id", flat=True)[:AT_ONCE])
    up_to = searches.all_published_up_to(by=CLOCK, at=at) if waiting else None
    if up_to is None:
        return
    for search_id in waiting:
        try:
            actions.send_new_results(search_id=search_id, up_to=up_to, at=at)
        except Exception:
            log.exception("What is new in a saved search could not be sent")


def _days(at: dt.datetime) -> Iterable[Reminded]:
    for day in sources.days_between(at, at + BEFORE):
        trial = day.trial

        def write(of_company: bool, day=day, trial=trial) -> Callable[[], Letter]:  # type: ignore[no-untyped-def]
            return lambda: letters.day_before(
                trial_id=trial.public_id,
                title=trial.title,
                who=str(trial.intern) if of_company else trial.organization.name,
                day=day.number,
                starts_at=day.starts_at,
                zone=trial.time_zone,
                place=place_of(trial),
                of_company=of_company,
                at=at,
            )

        readers = [(trial.intern, write(False)), *((host, write(True)) for host in sources.hosts_of(trial))]
        yield f"day_before:{trial.public_id}:{day.number}:{day.starts_at:%Y%m%d%H%M}", readers


def _offers(at: dt.datetime) -> Iterable[Reminded]:
    for offer in sources.open_offers_until(at, at + BEFORE):

        def write(offer=offer) -> Letter:  # type: ignore[no-untyped-def]
            return letters.offer_is_lapsing(
                terms=offer.frozen_terms, offer_id=offer.public_id, answer_by=offer.answer_by
            )

        yield f"offer_is_lapsing:{offer.public_id}", [(offer.application.intern, write)]


def _evaluations(at: dt.datetime) -> Iterable[Reminded]:
    """To both sides alike, whoever has sent: a reminder to one alone would tell who has not."""
    for exchange in sources.exchanges_closing(at, at + BEFORE):
        trial = sources.trial(exchange.trial_id)

        def write(of_company: bool, exchange=exchange, trial=trial) -> Callable[[], Letter]:  # type: ignore[no-untyped-def]
            return lambda: letters.evaluation_closes(
                trial_id=exchange.trial_id,
                title=exchange.title,
                closes_at=exchange.closes_at,
                zone=trial.time_zone,
                of_company=of_company,
            )

        readers = [(trial.intern, write(False)), *((host, write(True)) for host in sources.hosts_of(trial))]
        yield f"evaluation_closes:{exchange.trial_id}", readers
