"""`foretaste manage reconcile`: compare the provider's money with the ledger. Ends with 1 where something is open."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foretaste.core import calendars
from foretaste.core.amounts import Amount
from foretaste.money import reconciling


class Command(BaseCommand):
    help = (
        "Compare the provider's money with the ledger, operation by operation, and say what differs. Ends with 0 where "
        "nothing is open, 1 where something is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", metavar="DATE", help="read the provider's lines from this day on (default: since the last run)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        since = None
        if told := options.get("since"):
            try:
                since = dt.datetime.combine(dt.date.fromisoformat(told), dt.time(), dt.UTC)
            except ValueError:
                raise CommandError(f"--since {told} is no date: write it as 2026-03-02.") from None
        run = reconciling.run(at=calendars.now(), since=since)
        self.stdout.write(
            f"{run.provider}: {run.lines} lines since {run.since:%Y-%m-%d}, {run.operations} operations compared"
        )
        for currency, sums in run.totals.items():
            told = ", ".join(
                f"{name} {'not settled' if minor is None else format(Amount(minor, currency).major, 'f')}"
                for name, minor in sums.items()
            )
            self.stdout.write(f"  {currency}: {told}")
        for one in reconciling.open_differences(run.provider):
            ours, theirs = (Amount(minor, one.currency).major for minor in (one.ours_minor, one.theirs_minor))
            self.stdout.write(
                f"{one.public_id} {one.kind} {one.about}: ledger {ours}, provider {theirs} {one.currency},"
                f" since {one.began_at:%Y-%m-%d}"
            )
        self.stdout.write(f"{run.open_differences} open" if run.open_differences else "Nothing is open.")
        if run.open_differences:
            raise SystemExit(1)
