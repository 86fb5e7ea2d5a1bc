"""A company with many trials, made at random and at once; and the slow way to count them, one by one, in Python."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from itertools import islice
from statistics import quantiles
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from foretaste.accounts.models import Person
from foretaste.core.identifiers import new_public_id
from foretaste.evaluations.models import Conversion, Evaluation, Exchange, ExitNote, Reveal
from foretaste.insights import publishing
from foretaste.opportunities.models import Application, Offer, Opportunity, Seat
from foretaste.trials.models import Trial, TrialDay

FIELDS = ["data", "design", "writing", "craft", "law"]
PLACES = ["onsite", "onsite", "hybrid", "remote"]
ENDINGS = ["completion"] * 5 + ["exit", "exit", "exit_between_days", "exit_before_start", "early_end", "intern_no_show"]
BEGAN = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)
A_BATCH = 5_000


def people(count: int, *, named: str = "crowd", unverified: int = 7) -> list[Person]:
    """Make interns; the address of every seventh (or so) was never confirmed."""
    made = Person.objects.bulk_create(
        (Person(email=f"{named}{number}@example.org", name=f"Crowd {number}") for number in range(count)), A_BATCH
    )
    EmailAddress.objects.bulk_create(
        (
            EmailAddress(user=one, email=one.email, verified=bool(number % unverified), primary=True)
            for number, one in enumerate(made)
        ),
        A_BATCH,
    )
    return made


def fill(organization_id: int, founder_id: int, interns: list[Person], *, trials: int, seed: int) -> None:
    """Post, ask, welcome, agree, live and judge until there are so many trials: rows only, by no action."""
    chance = random.Random(seed)
    making = _Making(organization_id, founder_id, chance)
    while making.trials < trials:
        making.posting(chance.sample(interns, min(len(interns), chance.randint(1, 6))))
        if making.trials >= making.saved + A_BATCH:
            making.save()
    making.save()


class _Making:
    """Rows that wait to be saved together."""

    def __init__(self, organization_id: int, founder_id: int, chance: random.Random) -> None:
        self.organization_id, self.founder_id, self.chance = organization_id, founder_id, chance
        self.rows: dict[type[Any], list[Any]] = {}
        self.trials = self.saved = 0

    def add(self, row: Any) -> Any:
        self.rows.setdefault(type(row), []).append(row)
        return row

    def posting(self, askers: list[Person]) -> None:
        chance = self.chance
        opened = BEGAN + dt.timedelta(hours=chance.randrange(24 * 120))
        first_on = opened.date() + dt.timedelta(days=chance.randint(9, 20))
        days = chance.randint(1, 4)
        posting = self.add(
            Opportunity(
                organization_id=self.organization_id, created_by_id=self.founder_id, created_at=opened,
                changed_at=opened, published_at=opened, state="closed", title="Counted", days_count=days,
                first_on=first_on, last_on=first_on + dt.timedelta(days=days - 1), daily_pay_minor=10_000,
                starts_at=dt.datetime.combine(first_on, dt.time(8), dt.UTC), field=chance.choice(FIELDS),
                place_kind=chance.choice(PLACES),
            )
        )  # fmt: skip
        for number, asker in enumerate(askers, 1):
            self.asking(posting, asker, number)

    def asking(self, posting: Opportunity, asker: Person, number: int) -> None:
        chance = self.chance
        opened = posting.published_at
        assert opened is not None
        assert posting.last_on is not None
        asked = opened + dt.timedelta(minutes=chance.randrange(6 * 1440))
        invited = chance.random() < 0.3
        fate = chance.choice(["waits", "not_this_time", "declined", "accepted", "accepted", "accepted"])
        application = self.add(
            Application(
                opportunity=posting, intern=asker, origin="invitation" if invited else "application",
                found_by=chance.choice(["", "", "search", "linkedin", "person", "campus"]),
                state={"waits": "invited" if invited else "lapsed"}.get(fate, fate), created_at=opened,
                submitted_at=None if invited and fate == "waits" else asked, answer_by=posting.last_on,
                answer_due_at=asked + dt.timedelta(days=9),
                answered_at=None if fate == "waits" else asked + dt.timedelta(minutes=chance.randrange(1, 4000)),
            )
        )  # fmt: skip
        if fate not in ("declined", "accepted"):
            return
        seat = self.add(Seat(opportunity=posting, number=number, state="taken"))
        offer = self.add(
            Offer(
                application=application, seat=seat, made_by_id=self.founder_id, made_at=application.answered_at,
                answer_by=application.answer_due_at, state=fate, terms={}, text="", sha256="",
                answered_at=application.answered_at + dt.timedelta(minutes=chance.randrange(1, 3000)),
            )
        )  # fmt: skip
        if fate == "accepted":
            self.trial(posting, asker, seat, offer)

    def trial(self, posting: Opportunity, intern: Person, seat: Seat, offer: Offer) -> None:
        chance = self.chance
        self.trials += 1
        ending = chance.choice(ENDINGS)
        starts = posting.starts_at
        assert starts is not None
        assert offer.answered_at is not None
        started = {
            "completion": posting.days_count, "exit_before_start": 0, "intern_no_show": 0, "early_end": 1,
        }.get(ending, chance.randint(1, posting.days_count))  # fmt: skip
        ended_at = starts + dt.timedelta(days=max(0, started - 1), hours=chance.randint(2, 8))
        trial = self.add(
            Trial(
                opportunity=posting, organization_id=self.organization_id, intern=intern, offer_id=offer.public_id,
                seat_id=seat.public_id, state=chance.choice(["ended", "closed"]), ending=ending, ended_at=ended_at,
                ended_after_day=started, terms={}, agreement_text="", agreement_sha256="",
                company_signed_by_id=self.founder_id, company_signed_at=offer.made_at, intern_signed_by=intern,
                intern_signed_at=offer.answered_at, carries_bonus=True, title="Counted", country="DE",
                time_zone="Europe/Berlin", currency="EUR", exit_bonus_minor=[], kill_fee_minor=0, fee_basis_points=0,
            )
        )  # fmt: skip
        for number in range(1, posting.days_count + 1):
            begins = starts + dt.timedelta(days=number - 1)
            self.add(
                TrialDay(
                    trial=trial, number=number, on=begins.date(), starts_at=begins, pay_minor=10_000, arrival_code="1",
                    ends_at=begins + dt.timedelta(hours=8), checked_in_at=begins if number <= started else None,
                    method="self" if number <= started else "",
                )
            )  # fmt: skip
        if started:
            self.judging(trial, ended_at, starts + dt.timedelta(days=posting.days_count + 6))

    def judging(self, trial: Trial, ended_at: dt.datetime, counts_from: dt.datetime) -> None:
        chance = self.chance
        left = trial.ending.startswith("exit")
        exchange = self.add(
            Exchange(
                trial_id=trial.public_id, organization_id=self.organization_id, intern=trial.intern, title="Counted",
                ending=trial.ending, ended_by_exit=left, ended_at=ended_at, closes_at=ended_at, counts_from=counts_from,
            )
        )  # fmt: skip
        if chance.random() < 0.6:
            self.add(Reveal(exchange=exchange, at=ended_at + dt.timedelta(days=7), mutual_yes=not left))
            answers = {topic: chance.choice(["1", "3", "4", "not_seen"]) for topic in publishing.GOOD}
            self.add(Evaluation(exchange=exchange, side="intern", answers=answers | {"go_back": "yes"}))
        if left and chance.random() < 0.5:
            reasons = chance.sample(["people", "place", "not_the_work", "health"], 2)
            words = chance.choice(["", "", "", "Try it the other way round."])
            self.add(
                ExitNote(
                    exchange=exchange, reasons=reasons, advice=["time"], text=words, is_signed=bool(words), at=ended_at
                )
            )  # fmt: skip
        if not left and chance.random() < 0.2:
            self.add(
                Conversion(
                    exchange=exchange, kind="job", role="More of it", text="Stay.", offered_by_id=self.founder_id,
                    offered_at=ended_at, state=chance.choice(["offered", "accepted", "declined"]),
                )
            )  # fmt: skip

    def save(self) -> None:
        """Save what waits, parents before children."""
        order = [
            Opportunity, Application, Seat, Offer, Trial, TrialDay, Exchange, Reveal, Evaluation, ExitNote, Conversion,
        ]  # fmt: skip
        with transaction.atomic():
            for model in order:
                waiting = iter(self.rows.pop(model, []))
                while batch := list(islice(waiting, A_BATCH)):
                    for row in batch:
                        if hasattr(row, "public_id"):
                            row.public_id = row.public_id or new_public_id()
                        _point_to_saved(row)
                    model._default_manager.bulk_create(batch)
        self.saved = self.trials


def _point_to_saved(row: Any) -> None:
    """Let a row know the keys that its parents were given after it was made."""
    for field in row._meta.concrete_fields:
        if field.is_relation and field.is_cached(row) and getattr(row, field.attname) is None:
            parent = getattr(row, field.name)
            if parent is not None:
                setattr(row, field.attname, parent.pk)


# --- the slow way --------------------------------------------------------------------------------------


def reference(organization_id: int, before: dt.datetime) -> dict[str, Any]:
    """Count everything the company's insights publish, row by row, from all there is."""
    cutoff = before - dt.timedelta(days=3)
    verified = {one.user_id for one in EmailAddress.objects.all() if one.verified}
    asked = [
        one
        for one in Application.objects.select_related("opportunity")
        if one.opportunity.organization_id == organization_id
        and one.opportunity.last_on is not None
        and one.opportunity.last_on < cutoff.date()
        and one.submitted_at is not None
        and one.intern_id in verified
    ]
    keys = {one.pk for one in asked}
    offers = [one for one in Offer.objects.all() if one.application_id in keys]
    agreed, started = [], []
    for trial in Trial.objects.select_related("opportunity").prefetch_related("days"):
        days = list(trial.days.all())
        if trial.organization_id != organization_id or trial.intern_id not in verified:
            continue
        if max(day.ends_at for day in days) >= cutoff:
            continue
        agreed.append(trial)
        if trial.state in ("ended", "closed") and any(day.checked_in_at for day in days):
            started.append(trial)
    roles = [
        one
        for one in Conversion.objects.select_related("exchange")
        if one.exchange.organization_id == organization_id
        and one.exchange.intern_id in verified
        and one.exchange.counts_from < cutoff
        and one.offered_at < before
    ]
    first: dict[int, Application] = {}
    for one in sorted(asked, key=lambda one: (one.submitted_at or before, one.pk)):
        first.setdefault(one.intern_id, one)
    return {
        "interns": len({one.intern_id for one in started}),
        "funnel": {
            "asked": len(asked),
            "welcomed": len({one.application_id for one in offers}),
            "agreed": len(agreed),
            "started": len(started),
            "finished": sum(one.ending == "completion" for one in started),
            "left_early": sum(one.ending in ("exit", "exit_between_days") for one in started),
            "offers_made": len(roles),
            "offers_taken": sum(one.state == "accepted" for one in roles),
        },
        "times": {
            "to_answer": _quartiles(
                (one.answered_at - one.submitted_at) for one in asked if one.answered_at and one.submitted_at
            ),
            "to_accept": _quartiles(
                one.answered_at - one.made_at for one in offers if one.answered_at and one.state == "accepted"
            ),
            "to_fill": _quartiles(
                one.intern_signed_at - one.opportunity.published_at for one in agreed if one.opportunity.published_at
            ),
        },
        "ways": {
            "origin": _groups((one.origin, one.state) for one in first.values()),
            "field": _groups((one.opportunity.field, one.state) for one in first.values()),
            "place_kind": _groups((one.opportunity.place_kind, one.state) for one in first.values()),
        },
    }


def _quartiles(stretches: Any) -> list[int] | None:
    seconds = [one.total_seconds() for one in stretches]
    if not seconds:
        return None
    found = quantiles(seconds, n=4, method="inclusive") if len(seconds) > 1 else seconds * 3
    return [round(one / 3_600) for one in found]


def _groups(found: Any) -> list[list[Any]]:
    """Count by group, and put together the smallest until no group has fewer than five people."""
    rows = list(found)
    people = Counter(which for which, _state in rows)
    some = Counter(which for which, state in rows if state == "accepted")
    alone, small = sorted(people, key=lambda which: (-people[which], which)), []
    while alone and (people[alone[-1]] < 5 or 0 < sum(people[which] for which in small) < 5):
        small.append(alone.pop())
    groups = [[which, people[which], some[which]] for which in alone]
    if small:
        groups.append(["", sum(people[which] for which in small), sum(some[which] for which in small)])
    return groups if len(groups) > 1 else []
