"""What the audit checks of published figures: thresholds, monthly dates, no counting by difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from foretaste.insights import ends, publishing
from foretaste.insights.models import PublishedFeedback, PublishedProof, PublishedRecord, PublishedShare
from foretaste.money.audit import Finding, check


@check(guarantee=9, title="published records")
def records_hide_single_people() -> Finding:
    rows = PublishedRecord.objects.order_by("organization_id", "on")
    published = [(one.organization.public_id, "record", one) for one in rows.select_related("organization")]
    return Finding(len(published), _too_soon(published))


@check(guarantee=6, title="published endings of trials")
def records_tell_of_nobody_how_it_ended() -> Finding:
    """How trials ended is told of five new people at a time, and never as what all of them did."""
    rows = list(PublishedRecord.objects.order_by("organization_id", "on").select_related("organization"))
    before: dict[int, dict[str, Any]] = {}
    offenders = []
    for row in rows:
        if publishing.splits_tell_too_much(row.figures, before.get(row.organization_id)):
            offenders.append(f"{row.organization.public_id} record {row.on.isoformat()}")
        before[row.organization_id] = row.figures
    return Finding(len(rows), offenders)


@check(guarantee=9, title="published feedback")
def feedback_hides_single_people() -> Finding:
    rows = PublishedFeedback.objects.order_by("organization_id", "topic", "on").select_related("organization")
    published = [(one.organization.public_id, one.topic, one) for one in rows]
    return Finding(len(published), _too_soon(published))


@check(guarantee=9, title="published endings")
def endings_by_day_hide_single_people() -> Finding:
    """The days of a way of ending are told of five people, and not again before five more have ended so."""
    rows = PublishedFeedback.objects.filter(topic=ends.TOPIC).order_by("organization_id", "on")
    published = list(rows.select_related("organization"))
    before: dict[int, ends.Figures] = {}
    offenders = []
    for row in published:
        if ends.tells_too_much(row.figures, before.get(row.organization_id)):
            offenders.append(f"{row.organization.public_id} {row.topic} {row.on.isoformat()}")
        before[row.organization_id] = row.figures
    return Finding(len(published), offenders)


@check(guarantee=9, title="published scores")
def scores_hide_single_people() -> Finding:
    """Each question by itself: five voices, and five more than the time before."""
    rows = PublishedShare.objects.order_by("organization_id", "topic", "on").select_related("organization")
    published = [(one.organization.public_id, one.topic, one) for one in rows]
    return Finding(len(published), _too_soon(published))


@check(guarantee=9, title="published months")
def a_published_month_hides_single_people() -> Finding:
    """Five interns behind each, published on a monthly date after it was over."""
    rows = list(PublishedProof.objects.all())
    wrong = [row for row in rows if row.interns < publishing.LEAST or row.on.day != 1 or row.on <= row.month]
    return Finding(len(rows), [f"month {row.month.isoformat()}" for row in wrong])


def _too_soon(published: Iterable[tuple[str, str, Any]]) -> list[str]:
    """Return what was published below its threshold, off its date, or with too few more than the time before."""
    before: dict[tuple[str, str], int] = {}
    offenders = []
    for organization, topic, row in published:
        least = publishing.LEAST_FOR_COMMENTS if topic == "exit_advice" else publishing.LEAST
        allowed = publishing.may_publish(row.interns, published_before=before.get((organization, topic)), least=least)
        if not allowed or row.on.day != 1:
            offenders.append(f"{organization} {topic} {row.on.isoformat()}")
        before[organization, topic] = row.interns
    return offenders
