"""Figures for the pages: only what was published, never counted on the spot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foretaste.accounts.actors import Actor, Role
from foretaste.core import reading
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed
from foretaste.evaluations import queries as evaluations
from foretaste.evaluations import questions
from foretaste.insights import publishing
from foretaste.insights.models import PublishedFeedback, PublishedProof, PublishedRecord, PublishedShare
from foretaste.insights.publishing import Between
from foretaste.opportunities import queries as opportunities

if TYPE_CHECKING:
    from foretaste.accounts.models import Organization

LOOKERS = (Role.RECRUITER, Role.SUPERVISOR, Role.FINANCE)  # who may see the company's own figures
COUNTS_SHOWN = 12
SIGNED_SHOWN = 10
IDEAS_SHOWN = 20


@dataclass(frozen=True)
class ShownShare:
    """One score with its doubt: how many said so, drawn towards the mean; what it could well be."""

    topic: str
    asks: str
    published_on: dt.date
    interns: int
    good: Between
    score_percent: int
    low_percent: int
    high_percent: int


@dataclass(frozen=True)
class CompanyRecord:
    """The public, computed history of a company. Below 5 distinct verified interns there is none."""

    published_on: dt.date
    interns: int
    started: int
    told_of: int  # of so many it is told how they ended, the same way of each
    finished: Between
    left_early: Between
    median_hours_to_pay: int | None
    answers_on_time_percent: int | None  # as of now: it says nothing of any trial
    shares: tuple[ShownShare, ...]
    offers_made: Between | None = None  # longer roles, after a mutual yes
    offers_taken: Between | None = None

    @property
    def has_badge(self) -> bool:
        """Whether these figures earn the badge; the company's standing is for the caller to look at."""
        return publishing.earns_badge({one.topic: one.score_percent / 100 for one in self.shares})

    @property
    def ended_otherwise(self) -> int | None:
        """Those that were neither finished nor left: the company ended them, or somebody came no more."""
        if self.is_blurred:
            return None
        return self.told_of - self.finished.least - self.left_early.least

    @property
    def is_blurred(self) -> bool:
        """Whether a number is told as a stretch, because nearly all of some group did the same."""
        return not (self.finished.is_exact and self.left_early.is_exact)


def record_of(organization_id: int) -> CompanyRecord | None:
    """Return the record as last published, or None: "fewer than 5 interns so far, no figures yet"."""
    latest = reading.row(PublishedRecord, 'WHERE organization_id = %s ORDER BY "on" DESC', [organization_id])
    if latest is None:
        return None
    figures = latest.figures
    return CompanyRecord(
        published_on=latest.on,
        interns=latest.interns,
        started=figures["started"],
        told_of=figures.get("told_of", figures["started"]),
        finished=Between.of(figures["finished"]),
        left_early=Between.of(figures["left_early"]),
        median_hours_to_pay=figures["median_hours_to_pay"],
        offers_made=_between(figures.get("offers_made")),
        offers_taken=_between(figures.get("offers_taken")),
        answers_on_time_percent=opportunities.record_of(organization_id).on_time_percent,
        shares=_shares_of(organization_id),
    )


def _between(kept: int | list[int] | None) -> Between | None:
    return None if kept is None else Between.of(kept)


def as_published(row: PublishedShare) -> publishing.Share:
    return publishing.Share(row.interns, row.good, row.good_most)


def _shares_of(organization_id: int) -> tuple[ShownShare, ...]:
    """Return each question's last published share, in the order of `publishing.GOOD`."""
    latest: dict[str, PublishedShare] = {}
    for row in reading.rows(PublishedShare, 'WHERE organization_id = %s ORDER BY "on"', [organization_id]):
        latest[row.topic] = row
    return tuple(_shown(latest[topic]) for topic in publishing.GOOD if topic in latest)


def _shown(row: PublishedShare) -> ShownShare:
    share = as_published(row)
    low, high = publishing.interval(share)
    asks = next(one.asks for one in questions.OF_THE_COMPANY.criteria if one.key == row.topic)
    return ShownShare(
        topic=row.topic,
        asks=str(asks),
        published_on=row.on,
        interns=row.interns,
        good=share.between,
        score_percent=round(100 * publishing.score(share, row.prior_mean)),
        low_percent=round(100 * low),
        high_percent=round(100 * high),
    )


def has_badge(company: Organization) -> bool:
    """Whether a company carries the badge: verified, not suspended, and its published scores earn it."""
    if company.verified_at is None or company.suspended_at is not None:
        return False
    record = record_of(company.pk)
    return record is not None and record.has_badge


def published_shares(topic: str) -> list[publishing.Share]:
    """Return what each company last published on a question: the mean is made of nothing else."""
    latest = PublishedShare.objects.filter(topic=topic).order_by("organization_id", "-on").distinct("organization_id")
    return [as_published(row) for row in latest]


@dataclass(frozen=True)
class Figures:
    """One published count, in words: [("The people and I did not fit", 3), ...]."""

    published_on: dt.date
    interns: int
    rows: list[tuple[str, int]]


@dataclass(frozen=True)
class OwnFigures:
    """What a company may see of why and when interns left: its own, published, or None below the threshold."""

    evaluations: dict[str, list[tuple[str, int]]] | None
    reasons: Figures | None
    advice: Figures | None
    exits_by_day: Figures | None
    finished: int | None = None  # to the number, as only the company itself may know: on the record's own date
    left_early: int | None = None


def own_figures(by: Actor) -> OwnFigures:
    """Return the figures for the company's own eyes. Anybody else gets none."""
    organization_id = by.organization_id
    if organization_id is None or not by.has(*LOOKERS):
        return OwnFigures(None, None, None, None)
    return _own(_latest(organization_id))


def _own(latest: Mapping[str, PublishedFeedback]) -> OwnFigures:
    said, funnel = latest.get("evaluations"), latest.get("funnel")
    return OwnFigures(
        evaluations=_in_words(said.figures) if said else None,
        reasons=_rows(latest.get("exit_notes"), questions.REASONS),
        advice=_rows(latest.get("exit_advice"), questions.ADVICE),
        exits_by_day=_rows(latest.get("exit_days"), {}),
        finished=funnel.figures["finished"] if funnel else None,
        left_early=funnel.figures["left_early"] if funnel else None,
    )


# --- the insights: everything a company learns from its own trials -----------------------------------
@dataclass(frozen=True)
class Counted:
    """One count of the way from asking to the longer role. Two counts differ by at least five interns who started."""

    published_on: dt.date
    interns: int
    asked: int
    welcomed: int
    agreed: int
    started: int
    finished: int
    left_early: int
    offers_made: int
    offers_taken: int


@dataclass(frozen=True)
class Stretch:
    """How long something took, in hours: a quarter within `quick`, half within `middle`, three quarters in `slow`."""

    key: str  # of publishing.STRETCHES
    quick: int
    middle: int
    slow: int


@dataclass(frozen=True)
class Way:
    """A group of interns by how they first came; `which` is empty for those too few to stand alone, together."""

    which: str
    interns: int
    agreed: int | None = None  # not told of what interns said themselves


@dataclass(frozen=True)
class Insights:
    """What a company's people may learn of its trials: published monthly, from five interns on."""

    counts: list[Counted]  # the newest first
    times: list[Stretch]
    ways: dict[str, list[Way]]  # by opportunities.WAYS, and found_by; empty where there is no split
    shares: tuple[ShownShare, ...]
    own: OwnFigures
    signed: list[evaluations.SignedNote]
    ideas: list[evaluations.Idea]

    @property
    def latest(self) -> Counted | None:
        return self.counts[0] if self.counts else None


def insights_visible_to(by: Actor) -> Insights:
    """Return the insights of the actor's own company. Whoever has no business with them is refused."""
    organization_id = by.organization_id
    if organization_id is None or not by.has(*LOOKERS):
        raise NotAllowed
    rows = list(
        PublishedFeedback.objects.filter(organization_id=organization_id, topic="funnel").order_by("-on")[:COUNTS_SHOWN]
    )
    latest = _latest(organization_id)
    times, ways, found_by = latest.get("times"), latest.get("ways"), latest.get("found_by")
    return Insights(
        counts=[Counted(row.on, row.interns, **row.figures) for row in rows],
        times=[Stretch(key, *found) for key in publishing.STRETCHES if (found := times and times.figures[key])],
        ways={way: [Way(*group) for group in (ways.figures.get(way, []) if ways else [])] for way in opportunities.WAYS}
        | {"found_by": [Way(*group) for group in (found_by.figures["groups"] if found_by else [])]},
        shares=_shares_of(organization_id),
        own=_own(latest),
        signed=evaluations.signed_notes_visible_to(by, most=SIGNED_SHOWN),
        ideas=evaluations.ideas_visible_to(by, most=IDEAS_SHOWN),
    )


def _latest(organization_id: int) -> dict[str, PublishedFeedback]:
    """Return what was last published of each topic."""
    rows = PublishedFeedback.objects.filter(organization_id=organization_id).order_by("topic", "-on").distinct("topic")
    return {row.topic: row for row in rows}


def _rows(published: PublishedFeedback | None, words: Mapping[str, questions.Words]) -> Figures | None:
    if published is None:
        return None
    rows = [(str(words.get(key, key)), count) for key, count in published.figures.items()]
    return Figures(published.on, published.interns, rows)


def _in_words(figures: dict[str, Any]) -> dict[str, list[tuple[str, int]]]:
    return {
        str(criterion.asks): [
            (str(anchor.says), figures[criterion.key].get(anchor.key, 0)) for anchor in criterion.anchors
        ]
        for criterion in questions.OF_THE_COMPANY.criteria
        if criterion.key in figures
    }


# --- the proof: the whole instance -----------------------------------------------------------------
@dataclass(frozen=True)
class ProvenMonth:
    """One month of the proof; None stands for figures with fewer than 5 interns behind them."""

    month: dt.date
    interns: int | None = None
    days_started: Between | None = None
    days_paid: Between | None = None
    paid: list[Amount] = field(default_factory=list)
    too_small: tuple[str, ...] = ()  # currencies with fewer than 5 interns each, told from 5 in all of them on
    longest_seconds_to_settlement: int | None = None
    median_hours_to_payout: float | None = None

    @property
    def median_to_payout(self) -> dt.timedelta | None:
        return None if self.median_hours_to_payout is None else dt.timedelta(hours=self.median_hours_to_payout)


@dataclass(frozen=True)
class Proof:
    """The published months, oldest first, and their sums. Hidden months are in no sum."""

    published_on: dt.date
    months: list[ProvenMonth]
    days_started: Between
    days_paid: Between
    paid: list[Amount]  # so much at least
    too_small: list[str]  # currencies that were paid in too, and are in no sum
    longest_seconds_to_settlement: int

    @property
    def all_paid(self) -> bool:
        return self.days_paid == self.days_started


def proof() -> Proof | None:
    """Return what was published of the whole instance, or None where no month may be shown yet."""
    rows = list(PublishedProof.objects.order_by("month"))
    if not rows:
        return None
    shown = {row.month: _month(row) for row in rows}
    months, month = [], rows[0].month
    while month <= rows[-1].month:
        months.append(shown.get(month, ProvenMonth(month)))
        month = publishing.next_month(month)
    paid: dict[str, Amount] = {}
    for amount in (amount for one in shown.values() for amount in one.paid):
        paid[amount.currency] = paid[amount.currency] + amount if amount.currency in paid else amount
    return Proof(
        published_on=max(row.on for row in rows),
        months=months,
        days_started=sum((one.days_started or publishing.NONE for one in shown.values()), publishing.NONE),
        days_paid=sum((one.days_paid or publishing.NONE for one in shown.values()), publishing.NONE),
        paid=list(paid.values()),
        too_small=sorted({code for one in shown.values() for code in one.too_small} - set(paid)),
        longest_seconds_to_settlement=max(row.figures["longest_seconds_to_settlement"] for row in rows),
    )


def _month(row: PublishedProof) -> ProvenMonth:
    paid = [Amount(minor, currency) for currency, minor in row.figures["paid_minor"].items()]
    return ProvenMonth(
        row.month,
        row.interns,
        days_started=Between.of(row.figures["days_started"]),
        days_paid=Between.of(row.figures["days_paid"]),
        paid=paid,
        too_small=tuple(row.figures.get("too_small", ())),
        longest_seconds_to_settlement=row.figures["longest_seconds_to_settlement"],
        median_hours_to_payout=row.figures["median_hours_to_payout"],
    )
