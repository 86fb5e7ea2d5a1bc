"""What the audit checks of published figures: thresholds, monthly dates, no counting by difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from foretaste.insights import ends, publishing
from foretaste.insights.models import PublishedFeedback, PublishedProof, PublishedRecord, PublishedShare
from foretaste.money.audit import Finding, check


@check(guarantee=9, title="published records")
def records_hide_single_people() -> Finding:
    rows = _published(PublishedRecord)
    return Finding(len(rows), _too_soon(rows))


@check(guarantee=6, title="published endings of trials")
def records_tell_of_nobody_how_it_ended() -> Finding:
    """How trials ended is told of five new people at a time, and never as what all of them did."""
    rows = _published(PublishedRecord)
    return Finding(len(rows), _beside_the_one_before(rows, publishing.splits_tell_too_much))


@check(guarantee=9, title="published feedback")
def feedback_hides_single_people() -> Finding:
    rows = _published(PublishedFeedback)
    return Finding(len(rows), _too_soon(rows))


@check(guarantee=9, title="published endings")
def endings_by_day_hide_single_people() -> Finding:
    """The days of a way of ending are told of five people, and not again before five more have ended so."""
    rows = _published(PublishedFeedback, topic=ends.TOPIC)
    return Finding(len(rows), _beside_the_one_before(rows, ends.tells_too_much))


@check(guarantee=9, title="published scores")
def scores_hide_single_people() -> Finding:
    """Each question by itself: five voices, and five more than the time before."""
    rows = _published(PublishedShare)
    return Finding(len(rows), _too_soon(rows))


@check(guarantee=9, title="published months")
def a_published_month_hides_single_people() -> Finding:
    """Five interns behind each, published on a monthly date after it was over."""
    rows = list(PublishedProof.objects.all())
    wrong = [row for row in rows if row.interns < publishing.LEAST or row.on.day != 1 or row.on <= row.month]
    return Finding(len(rows), [f"month {row.month.isoformat()}" for row in wrong])


def _published(kind: type[Any], **only: str) -> list[Any]:
    """Return what was published of a kind, each company's in the order of time."""
    rows = kind.objects.filter(**only).select_related("organization").order_by("organization_id", "on", "pk")
    return list(rows)


def _topic(row: Any) -> str:
    return getattr(row, "topic", "record")


def _said(row: Any) -> str:
    return f"{row.organization.public_id} {_topic(row)} {row.on.isoformat()}"


def _beside_the_one_before(rows: Iterable[Any], tells_too_much: Callable[[Any, Any], bool]) -> list[str]:
    """Return what was published that tells too much beside what was published of the same company before."""
    before: dict[int, Any] = {}
    offenders = []
    for row in rows:
        if tells_too_much(row.figures, before.get(row.organization_id)):
            offenders.append(_said(row))
        before[row.organization_id] = row.figures
    return offenders


def _too_soon(rows: Iterable[Any]) -> list[str]:
    """Return what was published below its threshold, off its date, or with too few more than the time before."""
    before: dict[tuple[int, str], int] = {}
    offenders = []
    for row in rows:
        of = (row.organization_id, _topic(row))
        least = publishing.LEAST_FOR_COMMENTS if of[1] == "exit_advice" else publishing.LEAST
        allowed = publishing.may_publish(row.interns, published_before=before.get(of), least=least)
        if not allowed or row.on.day != 1:
            offenders.append(_said(row))
        before[of] = row.interns
    return offenders
