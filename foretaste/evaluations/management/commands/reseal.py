"""`foretaste manage reseal`: put everything that is sealed under the newest key, so that an old one can go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foretaste.accounts.actors import CLOCK
from foretaste.core import calendars, vault
from foretaste.evaluations import actions as evaluations
from foretaste.evaluations import queries
from foretaste.trials import actions as trials
from foretaste.trials import queries as of_trials

AT_ONCE = 100  # in one transaction


class Command(BaseCommand):
    help = (
        "Put everything that is sealed under the first of SEALING_KEYS. Can be stopped and run again; it goes on "
        "where keys are still old. Says how many trials it looked at, never how much was sealed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.each("trials", of_trials.visible_to(CLOCK).count(), trials.reseal_checkpoints)
        self.each("exchanges", queries.how_many_exchanges(), evaluations.reseal_submissions)
        for what, count, reseal in vault.ALSO_RESEALED:
            self.each(what, count(), reseal)
        self.stdout.write("Everything sealed is under the newest key. The others may go.")

    def each(self, what: str, total: int, reseal: Callable[..., int | None]) -> None:
        """Go through them some at a time, each time in a transaction of its own."""
        after = 0
        looked_at = 0
        while True:
            try:
                reached = reseal(after=after, most=AT_ONCE, by=CLOCK, at=calendars.now())
            except vault.WrongKey:
                raise CommandError(
                    "Something sealed opens with none of SEALING_KEYS: a key is missing, or a row was altered. What "
                    "was done before stays done. Put the missing key back into the list and run this again; drop none."
                ) from None
            if reached is None:
                break
            after = reached
            looked_at = min(total, looked_at + AT_ONCE)
            self.stdout.write(f"{what}: {looked_at} of {total}")
        if not looked_at:
            self.stdout.write(f"{what}: none")
