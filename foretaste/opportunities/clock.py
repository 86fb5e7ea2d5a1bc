"""Time passes: offers and applications lapse, what is filled or past closes, what became ready opens."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import register_sweep
from foretaste.core.refusals import Refused
from foretaste.opportunities import actions, queries

log = logging.getLogger(__name__)


@register_sweep("opportunities")
def sweep(at: dt.datetime) -> None:
    """Do everything that is due at `at`, each in its own transaction; one that fails keeps none from happening."""
    failures: list[Exception] = []

    def each(ids: Iterable[str], act: Callable[[str], object]) -> None:
        for one in list(ids):
            try:
                act(one)
            except Refused:  # somebody was quicker
                log.info("Nothing is due any more for %s", one)
            except Exception as failure:
                log.exception("What was due for %s failed", one)
                failures.append(failure)

    each(
        queries.due_to_lapse_offers(at).values_list("public_id", flat=True),
        lambda one: actions.lapse_offer(offer_id=one, by=CLOCK, at=at),
    )
    each(
        queries.seats_of_debtors().values_list("public_id", flat=True),
        lambda one: actions.withdraw_seat_of_debtor(seat_id=one, by=CLOCK, at=at),
    )
    each(
        queries.due_to_lapse_applications(at).values_list("public_id", flat=True),
        lambda one: actions.lapse_application(application_id=one, by=CLOCK, at=at),
    )
    each(
        queries.due_to_publish(at).values_list("public_id", flat=True),
        lambda one: actions.publish_opportunity(opportunity_id=one, by=CLOCK, at=at),
    )
    each(
        queries.due_to_close_filled().values_list("public_id", flat=True),
        lambda one: actions.close_filled(opportunity_id=one, by=CLOCK, at=at),
    )
    each(
        queries.due_to_close_past(at).values_list("public_id", flat=True),
        lambda one: actions.close_past(opportunity_id=one, by=CLOCK, at=at),
    )
    if failures:
        raise ExceptionGroup("Some of what was due failed", failures)
