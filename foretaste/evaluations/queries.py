"""What may be read of an exchange: each viewer gets what `sealing.sight` gives them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from foretaste.accounts.actors import Actor, Role
from foretaste.core.refusals import NotFound
from foretaste.evaluations.models import Conversion, Evaluation, Exchange, ExitNote, Reply
from foretaste.evaluations.questions import OF_THE_COMPANY, Scorecard, card_of
from foretaste.evaluations.sealing import Side, Sight, sight

WRITERS = (Role.SUPERVISOR, Role.RECRUITER)
COUNTED = tuple(criterion.key for criterion in OF_THE_COMPANY.criteria if criterion.key != "told_them")


def visible_to(by: Actor) -> QuerySet[Exchange]:
    """The intern's own, and those of the company for the people who host and choose. Nobody else's, ever."""
    mine = Q(pk__in=[])
    if by.is_intern and by.person_id is not None:
        mine |= Q(intern_id=by.person_id)
    if by.has(*WRITERS) and by.organization_id is not None:
        mine |= Q(organization_id=by.organization_id)
    return Exchange.objects.filter(mine)


def how_many_exchanges() -> int:
    """Return how many there are, whatever is in them."""
    return Exchange.objects.count()


def exchange_of(trial_id: str) -> Exchange:
    """Return a trial's exchange for those who tell both sides alike. Nothing that is sealed is part of it."""
    return Exchange.objects.select_related("organization", "intern").get(trial_id=trial_id)


def closing_between(at: dt.datetime, until: dt.datetime) -> QuerySet[Exchange]:
    """Return the exchanges still sealed whose window ends between two moments, whoever has sent."""
    return Exchange.objects.filter(closes_at__gt=at, closes_at__lte=until, reveal=None)


def side_of(exchange: Exchange, by: Actor) -> Side:
    """Return which side the actor is on; refuses whoever is on none."""
    if by.is_intern and exchange.intern_id == by.person_id:
        return Side.INTERN
    if by.has(*WRITERS) and exchange.organization_id == by.organization_id:
        return Side.COMPANY
    raise NotFound


@dataclass(frozen=True)
class EvaluationPage:
    """Everything a page or the API may say of an exchange to one viewer at one moment."""

    trial_id: str
    title: str
    side: Side
    closes_at: dt.datetime
    ended_by_exit: bool
    sight: Sight
    own: Evaluation | None = None
    other: Evaluation | None = None
    own_reply: Reply | None = None
    other_reply: Reply | None = None
    mutual_yes: bool | None = None  # until the reveal; then "you both said yes" or "no offer opens"
    conversion: Conversion | None = None
    criteria: tuple[str, ...] = ()  # named in the posting, frozen in the agreement

    def card(self, side: Side) -> Scorecard:
        """Return what a side of this trial is asked."""
        return card_of(side, self.criteria)


def evaluation_page(*, trial_id: str, by: Actor, at: dt.datetime) -> EvaluationPage:
    """Return what the actor may see of the exchange of this trial."""
    exchange = visible_to(by).filter(trial_id=trial_id).first()
    if exchange is None:
        raise NotFound
    side = side_of(exchange, by)
    reveal = getattr(exchange, "reveal", None)
    if reveal is None:
        # Sealed, and until the clock has opened it nothing can be shown: only one's own side is looked up.
        own_sent = frozenset({side} if exchange.submissions.filter(side=side).exists() else ())
        seen = sight(side, own_sent, ended_at=exchange.ended_at, at=min(at, exchange.ended_at))
        if at >= exchange.closes_at:
            seen = Sight(sent=seen.sent)
        return EvaluationPage(
            trial_id=trial_id,
            title=exchange.title,
            side=side,
            closes_at=exchange.closes_at,
            ended_by_exit=exchange.ended_by_exit,
            sight=seen,
            criteria=tuple(exchange.criteria),
        )
    opened = {Side(evaluation.side): evaluation for evaluation in exchange.evaluations.all()}
    replies = {Side(reply.side): reply for reply in exchange.replies.all()}
    seen = sight(side, frozenset(opened), ended_at=exchange.ended_at, at=max(at, exchange.closes_at))
    return EvaluationPage(
        trial_id=trial_id,
        title=exchange.title,
        side=side,
        closes_at=exchange.closes_at,
        ended_by_exit=exchange.ended_by_exit,
        sight=seen,
        own=opened.get(side),
        other=opened.get(side.other),
        own_reply=replies.get(side),
        other_reply=replies.get(side.other),
        mutual_yes=reveal.mutual_yes,
        conversion=getattr(exchange, "conversion", None) if reveal.mutual_yes else None,
        criteria=tuple(exchange.criteria),
    )


def awaiting_evaluation_from(by: Actor, *, at: dt.datetime) -> QuerySet[Exchange]:
    """Exchanges in which the actor's own side may still send. Says nothing of the other side."""
    mine = visible_to(by).filter(closes_at__gt=at, reveal=None)
    sent_intern = Q(submissions__side=Side.INTERN) & Q(intern_id=by.person_id)
    sent_company = Q(submissions__side=Side.COMPANY) & Q(organization_id=by.organization_id)
    done = Exchange.objects.filter(sent_intern if by.is_intern else sent_company).values("pk")
    return mine.exclude(pk__in=done).order_by("closes_at")


def revealed_for(by: Actor) -> QuerySet[Exchange]:
    """Exchanges that are open, newest first."""
    return visible_to(by).filter(reveal__isnull=False).order_by("-reveal__at")


def conversions_of(by: Actor) -> QuerySet[Conversion]:
    return Conversion.objects.filter(exchange__in=visible_to(by)).select_related("exchange").order_by("-offered_at")


def exit_note_of(*, trial_id: str, by: Actor) -> ExitNote | None:
    """The intern's own note; for the company only a signed one."""
    exchange = visible_to(by).filter(trial_id=trial_id).first()
    if exchange is None:
        raise NotFound
    notes = ExitNote.objects.filter(exchange=exchange)
    return (notes if side_of(exchange, by) is Side.INTERN else notes.filter(is_signed=True)).first()


@dataclass(frozen=True)
class SignedNote:
    """What somebody who left wrote to the company and signed with their name."""

    trial_id: str
    title: str
    name: str
    text: str
    thanks: str


def signed_notes_visible_to(by: Actor, *, most: int) -> list[SignedNote]:
    """Return the words that were sent with a name, the newest first. What is unsigned has no words at all."""
    if not by.has(*WRITERS):
        return []
    notes = ExitNote.objects.filter(exchange__in=visible_to(by), is_signed=True).exclude(text="", thanks="")
    return [
        SignedNote(one.exchange.trial_id, one.exchange.title, str(one.exchange.intern), one.text, one.thanks)
        for one in notes.select_related("exchange__intern").order_by("-pk")[:most]
    ]


@dataclass(frozen=True)
class Idea:
    """What an intern wrote to the company in an evaluation that is open: what would be better, what comes next."""

    trial_id: str
    title: str
    name: str
    better: str
    next: str


IDEAS_LOOKED_FOR = 200  # among so many of the newest opened evaluations


def ideas_visible_to(by: Actor, *, most: int) -> list[Idea]:
    """Return the words of opened evaluations, the newest first: the same that stand on each trial's own page.

    For those who host and choose, who read them there. Ticks are no part of it, nor how a trial ended.
    """
    if not by.has(*WRITERS):
        return []
    opened = Evaluation.objects.filter(side=Side.INTERN, exchange__in=visible_to(by))
    rows = opened.select_related("exchange__intern").order_by("-pk")[:IDEAS_LOOKED_FOR]
    found = (
        Idea(
            trial_id=one.exchange.trial_id,
            title=one.exchange.title,
            name=str(one.exchange.intern),
            better=one.answers.get("better", ""),
            next=one.answers.get("next", ""),
        )
        for one in rows
    )
    return list(islice((one for one in found if one.better or one.next), most))


def due_to_be_revealed(at: dt.datetime) -> QuerySet[Exchange]:
    return Exchange.objects.filter(closes_at__lte=at, reveal=None).order_by("closes_at")


SURELY_ENDED = dt.timedelta(days=3)  # a no-show ends 48 hours late: it counts in the same month as a completion


# --- to be counted, never quoted: insights publish these from 5 interns on ---------------------------


def ticks_about(
    organization_id: int, *, before: dt.datetime, interns: QuerySet[Any]
) -> list[tuple[int, dict[str, str]]]:
    """(intern, ticks) of every opened evaluation of the company by these interns. Words are never among them."""
    opened = Evaluation.objects.filter(
        side=Side.INTERN,
        exchange__organization_id=organization_id,
        exchange__counts_from__lt=before - SURELY_ENDED,
        exchange__reveal__at__lt=before,
        exchange__intern__in=interns,
    )
    return [
        (intern, {key: answers[key] for key in COUNTED if key in answers})
        for intern, answers in opened.order_by("exchange__counts_from", "pk").values_list(
            "exchange__intern_id", "answers"
        )
    ]


def conversions_about(organization_id: int, *, before: dt.datetime, interns: QuerySet[Any]) -> list[bool]:
    """Whether each longer role the company offered to these interns was taken; who they are is not told."""
    offered = Conversion.objects.filter(
        exchange__organization_id=organization_id,
        exchange__counts_from__lt=before - SURELY_ENDED,
        offered_at__lt=before,
        exchange__intern__in=interns,
    )
    return [state == Conversion.State.ACCEPTED for state in offered.values_list("state", flat=True)]


def exit_ticks_about(
    organization_id: int, *, before: dt.datetime, interns: QuerySet[Any]
) -> list[tuple[int, list[str], list[str]]]:
    """(intern, reasons, advice) of every exit note by these interns, signed or not. Words are never among them."""
    notes = ExitNote.objects.filter(
        exchange__organization_id=organization_id,
        exchange__counts_from__lt=before - SURELY_ENDED,
        at__lt=before,
        exchange__intern__in=interns,
    )
    return list(notes.values_list("exchange__intern_id", "reasons", "advice"))
