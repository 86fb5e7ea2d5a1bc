"""Publishing, once a month; and letting a failed job be tried again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from foretaste.accounts.actors import Actor, Role
from foretaste.core import jobs
from foretaste.core.calendars import moment
from foretaste.core.refusals import NotAllowed
from foretaste.core.transactions import action
from foretaste.insights import ends, publishing, queries, sources
from foretaste.insights.models import Publication, PublishedFeedback, PublishedProof, PublishedRecord, PublishedShare

FOUND_BY = "found_by"


@action
def publish_figures(*, by: Actor, at: dt.datetime) -> Publication:
    """Publish what may be published on this month's date. A second time in the month changes nothing."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    on = publishing.publication_date(at.date())
    publication, is_new = Publication.objects.get_or_create(on=on, defaults={"at": at})
    if is_new:
        before = _morning_of(on)
        means = {topic: publishing.prior_mean(queries.published_shares(topic)) for topic in publishing.GOOD}
        for organization_id in sources.organizations_with_trials():
            _publish_record(organization_id, on, before)
            _publish_feedback(organization_id, on, before)
            _publish_exit_notes(organization_id, on, before)
            _publish_found_by(organization_id, on, before)
            _publish_shares(organization_id, on, before, means)
            ends.publish(organization_id, on, sources.ended(organization_id, before))
        _publish_proof(on, before)
    return publication


def _morning_of(on: dt.date) -> dt.datetime:
    return moment(on, dt.time(0), "UTC")


@action
def try_job_again(*, job_id: int, by: Actor, at: dt.datetime) -> None:
    """Put a failed job back into the queue."""
    if not by.is_operator:
        raise NotAllowed
    jobs.put_back(job_id, at)


def _publish_proof(on: dt.date, before: dt.datetime) -> None:
    """Publish every month that is over and has enough interns behind it; what is published is never changed."""
    known = set(PublishedProof.objects.values_list("month", flat=True))
    for month in sources.months_lived(before):
        if month in known:
            continue
        end = publishing.next_month(month)
        proven = sources.proven(moment(month, dt.time(0), "UTC"), moment(end, dt.time(0), "UTC"))
        interns = len({one.intern for one in proven})
        if publishing.may_publish(interns, published_before=None):
            PublishedProof.objects.create(month=month, on=on, interns=interns, figures=publishing.proof_figures(proven))


def _publish_record(organization_id: int, on: dt.date, before: dt.datetime) -> None:
    lived = sources.lived(organization_id, before)
    interns = len({one.intern for one in lived})
    last = PublishedRecord.objects.filter(organization_id=organization_id).order_by("-on").first()
    if publishing.may_publish(interns, published_before=last.interns if last else None):
        offered = sources.conversions(organization_id, before)
        exact = publishing.record_figures(lived, offered)
        figures = _told(organization_id, on, exact, len(offered), last.figures if last else None)
        PublishedRecord.objects.create(organization_id=organization_id, on=on, interns=interns, figures=figures)
        _publish_insights(organization_id, on, before, interns, exact)


def _told(
    organization_id: int, on: dt.date, exact: dict[str, int | None], offered: int, last: dict[str, Any] | None
) -> dict[str, Any]:
    """Return what everybody may read: how trials ended that count since the last time, added to what was told then."""
    since = _morning_of(dt.date.fromisoformat(last["told_until"])) if last else None
    new = sources.lived(organization_id, _morning_of(on), since=since)
    offers = offered - len(sources.conversions(organization_id, since)) if since else offered
    return publishing.told_figures(exact, new, max(0, offers), until=on.isoformat(), before=last)


def _publish_insights(
    organization_id: int, on: dt.date, before: dt.datetime, interns: int, record: dict[str, int | None]
) -> None:
    """Publish the company's own figures beside its record: over the same trials and never between two records.

    On any other date, or over other trials, the two would differ by fewer than five people.
    """
    counted = sources.steps(organization_id, before)
    topics: dict[str, Any] = {
        "funnel": publishing.funnel(counted, record),
        "times": {stretch: publishing.in_hours(counted[stretch]) for stretch in publishing.STRETCHES},
        "ways": {way: publishing.together(found) for way, found in sources.ways(organization_id, before).items()},
    }
    for topic, figures in topics.items():
        PublishedFeedback.objects.create(
            organization_id=organization_id, topic=topic, on=on, interns=interns, figures=figures
        )


def _publish_shares(organization_id: int, on: dt.date, before: dt.datetime, means: dict[str, float]) -> None:
    """Publish each question by itself, where it has enough voices that were in no publication of it before."""
    answers = sources.opened_answers(organization_id, before)
    known: dict[dt.date, list[tuple[int, dict[str, str]]]] = {}
    for topic in publishing.GOOD:
        last = PublishedShare.objects.filter(organization_id=organization_id, topic=topic).order_by("-on").first()
        if last and last.on not in known:
            known[last.on] = sources.opened_answers(organization_id, _morning_of(last.on))
        new = publishing.new_share(answers, topic, known[last.on] if last else ())
        if new.interns >= publishing.LEAST_MORE:
            share = publishing.told_share(new, queries.as_published(last) if last else None)
            PublishedShare.objects.create(
                organization_id=organization_id,
                topic=topic,
                on=on,
                interns=share.interns,
                good=share.good,
                good_most=share.between.most,
                prior_mean=means[topic],
            )


def _publish_feedback(organization_id: int, on: dt.date, before: dt.datetime) -> None:
    answers = sources.opened_answers(organization_id, before)
    exits = sources.exits_by_day(organization_id, before)
    topics: list[tuple[str, set[int], Any]] = [
        ("evaluations", {intern for intern, _ in answers}, publishing.tally(ticks for _, ticks in answers)),
        ("exit_days", {intern for intern, _ in exits}, publishing.tally_choices([day] for _, day in exits)),
    ]
    for topic, interns, figures in topics:
        last = PublishedFeedback.objects.filter(organization_id=organization_id, topic=topic).order_by("-on").first()
        if publishing.may_publish(len(interns), published_before=last.interns if last else None):
            PublishedFeedback.objects.create(
                organization_id=organization_id, topic=topic, on=on, interns=len(interns), figures=figures
            )


def _publish_exit_notes(organization_id: int, on: dt.date, before: dt.datetime) -> None:
    """Publish what was ticked after exits, group by group of new interns: never as what everybody of a group ticked."""
    for topic, least in (("exit_notes", publishing.LEAST), ("exit_advice", publishing.LEAST_FOR_COMMENTS)):
        last = PublishedFeedback.objects.filter(organization_id=organization_id, topic=topic).order_by("-on").first()
        ticked = sources.ticked(organization_id, topic, before)
        for intern in sources.ticked(organization_id, topic, _morning_of(last.on)) if last else ():
            ticked.pop(intern, None)
        interns, known = len(ticked), last.interns if last else 0
        if publishing.may_publish(known + interns, published_before=known if last else None, least=least):
            figures = Counter(publishing.tally_capped(ticked)) + Counter(last.figures if last else {})
            PublishedFeedback.objects.create(
                organization_id=organization_id, topic=topic, on=on, interns=known + interns, figures=dict(figures)
            )


def _publish_found_by(organization_id: int, on: dt.date, before: dt.datetime) -> None:
    """Publish how interns say they found their trials, among those who said it: nobody else knows what they chose."""
    counted = sources.found_by(organization_id, before)
    interns = sum(counted.values())
    groups = [(which, people, 0) for which, people in counted.items()]
    last = PublishedFeedback.objects.filter(organization_id=organization_id, topic=FOUND_BY).order_by("-on").first()
    if publishing.may_publish(interns, published_before=last.interns if last else None):
        PublishedFeedback.objects.create(
            organization_id=organization_id,
            topic=FOUND_BY,
            on=on,
            interns=interns,
            figures={"groups": [(which, people) for which, people, _none in publishing.together(groups)]},
        )
