"""Each side judges the other, sealed until both have or time is up; and what may follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor, Role
from foretaste.core import vault
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action
from foretaste.evaluations import questions, refusals
from foretaste.evaluations.events import (
    ConversionAnswered,
    ConversionOffered,
    EvaluationsOpened,
    ExitNoteSigned,
    ReplyWritten,
)
from foretaste.evaluations.models import Conversion, Evaluation, Exchange, ExitNote, Opening, Reply, Reveal, Submission
from foretaste.evaluations.queries import side_of, visible_to
from foretaste.evaluations.sealing import BOTH, Side, closes_at
from foretaste.evaluations.steps import break_seals

LONGEST_REPLY = 1200


def _locked(trial_id: str, by: Actor) -> tuple[Exchange, Side]:
    exchange = visible_to(by).select_for_update(of=("self",)).filter(trial_id=trial_id).first()
    if exchange is None:
        raise NotFound
    return exchange, side_of(exchange, by)


def _revealed(exchange: Exchange) -> Reveal:
    reveal = Reveal.objects.filter(exchange=exchange).first()
    if reveal is None:
        raise refusals.NotYetRevealed
    return reveal


@action
def open_exchange(
    *,
    trial_id: str,
    organization_id: int,
    intern_id: int,
    title: str,
    ending: str,
    ended_by_exit: bool,
    ended_at: dt.datetime,
    counts_from: dt.datetime,
    criteria: Sequence[str] = (),
    by: Actor,
    at: dt.datetime,
) -> Exchange:
    """Open both evaluations of a started trial, however it ended. A second time changes nothing.

    Where a late claim is what started it, the window counts from then.
    """
    ended_at = ended_at if at < closes_at(ended_at) else at
    exchange, is_new = Exchange.objects.get_or_create(
        trial_id=trial_id,
        defaults={
            "organization_id": organization_id,
            "intern_id": intern_id,
            "title": title,
            "ending": ending,
            "ended_by_exit": ended_by_exit,
            "ended_at": ended_at,
            "closes_at": closes_at(ended_at),
            "counts_from": closes_at(counts_from),
            "criteria": list(criteria),
        },
    )
    if is_new:
        publish(EvaluationsOpened(trial_id=trial_id))
    return exchange


@action
def submit_evaluation(
    *, trial_id: str, answers: Mapping[str, Any], decision: bool, by: Actor, at: dt.datetime
) -> Exchange:
    """Seal one side's evaluation and decision together. With the second one in, both open at once.

    Until then nothing else happens: no event, no job, no mail, no line anywhere.
    """
    exchange, side = _locked(trial_id, by)
    if at >= exchange.closes_at or Reveal.objects.filter(exchange=exchange).exists():
        raise refusals.TheWindowIsOver
    if exchange.submissions.filter(side=side).exists():
        raise refusals.AlreadySealed
    card = questions.card_of(side, exchange.criteria)
    found = questions.problems(card, answers)
    if not isinstance(decision, bool):
        found["decision"] = _("Say yes or no.")
    if found:
        raise NotAcceptable(**found)
    blob = {"answers": questions.cleaned(card, answers), "decision": decision}
    Submission.objects.create(exchange=exchange, side=side, sealed=vault.seal(blob, size=questions.SEALED_SIZE))
    if set(exchange.submissions.values_list("side", flat=True)) == BOTH:
        break_seals(exchange, why=Opening.Why.BOTH_IN, at=at)
    return exchange


@action
def reveal(*, trial_id: str, by: Actor, at: dt.datetime) -> Exchange:
    """Open what is in once the window is over. Only the clock does this; a second time changes nothing."""
    exchange = Exchange.objects.select_for_update().filter(trial_id=trial_id).first()
    if exchange is None:
        raise NotFound
    if at < exchange.closes_at:
        raise refusals.NotYetRevealed
    if not Reveal.objects.filter(exchange=exchange).exists():
        break_seals(exchange, why=Opening.Why.TIME, at=at)
    return exchange


@action
def reseal_submissions(*, after: int, most: int, by: Actor, at: dt.datetime) -> int | None:
    """Put what is sealed in the next exchanges under the newest key; return how far that came, None at the end.

    Exchanges are counted, never submissions: whether a side has sent is told to nobody.
    """
    if not by.has(Role.CLOCK):
        raise NotAllowed
    some = list(Exchange.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])
    vault.reseal_rows(Submission.objects.filter(exchange__in=some))
    return some[-1] if some else None


@action
def reply_once(*, trial_id: str, text: str, by: Actor, at: dt.datetime) -> Reply:
    """Answer what the other side wrote: once, after the reveal."""
    exchange, side = _locked(trial_id, by)
    _revealed(exchange)
    if not Evaluation.objects.filter(exchange=exchange, side=side.other).exists():
        raise refusals.NothingToReplyTo
    if exchange.replies.filter(side=side).exists():
        raise refusals.AlreadyReplied
    words = questions.clean_text(text)
    if not words:
        raise NotAcceptable(text=_("Write your reply."))
    if len(words) > LONGEST_REPLY:
        raise NotAcceptable(text=_("Shorten this to %(longest)d characters.") % {"longest": LONGEST_REPLY})
    reply = Reply.objects.create(exchange=exchange, side=side, text=words, at=at)
    publish(ReplyWritten(trial_id=trial_id, side=side))
    return reply


@action
def offer_conversion(
    *, trial_id: str, kind: str, role: str, text: str, starts_on: dt.date | None = None, by: Actor, at: dt.datetime
) -> Conversion:
    """Offer the longer role, after a mutual yes. It costs nobody a fee."""
    exchange, side = _locked(trial_id, by)
    if side is not Side.COMPANY or by.person_id is None:
        raise NotAllowed
    if not _revealed(exchange).mutual_yes:
        raise refusals.NoMutualYes
    if Conversion.objects.filter(exchange=exchange).exists():
        raise refusals.AlreadyOffered
    found = {}
    if kind not in Conversion.Kind.values:
        found["kind"] = _("Choose what you offer.")
    if not 0 < len(role.strip()) <= 120:
        found["role"] = _("Name the role in at most 120 characters.")
    if not 0 < len(text.strip()) <= 4000:
        found["text"] = _("Say what you offer: hours, pay, place.")
    if found:
        raise NotAcceptable(**found)
    conversion = Conversion.objects.create(
        exchange=exchange, kind=kind, role=role.strip(), text=questions.clean_text(text), starts_on=starts_on,
        offered_by_id=by.person_id, offered_at=at,
    )  # fmt: skip
    publish(ConversionOffered(trial_id=trial_id))
    return conversion


@action
def answer_conversion(*, trial_id: str, accept: bool, by: Actor, at: dt.datetime) -> Conversion:
    """Say yes or no to the longer role. Only the intern can."""
    exchange, side = _locked(trial_id, by)
    conversion = Conversion.objects.select_for_update().filter(exchange=exchange).first()
    if conversion is None:
        raise NotFound
    if side is not Side.INTERN:
        raise NotAllowed
    if conversion.answered_at is not None:
        raise refusals.AlreadyAnswered
    _move(conversion, Conversion.State.ACCEPTED if accept else Conversion.State.DECLINED, at)
    publish(ConversionAnswered(trial_id=trial_id, accepted=accept))
    return conversion


def _move(conversion: Conversion, state: Conversion.State, at: dt.datetime) -> None:
    """The only writer of a conversion's state; its history is its two times."""
    conversion.state, conversion.answered_at = state, at
    conversion.save(update_fields=["state", "answered_at"])


@action
def write_exit_note(
    *,
    trial_id: str,
    reasons: Sequence[str],
    advice: Sequence[str] = (),
    text: str = "",
    thanks: str = "",
    signed: bool = False,
    by: Actor,
    at: dt.datetime,
) -> ExitNote:
    """Say why, after an exit. Unsigned it is counted among at least 5; with a name it is sent to the company."""
    exchange, side = _locked(trial_id, by)
    if side is not Side.INTERN:
        raise NotFound
    if not exchange.ended_by_exit:
        raise refusals.NoExitToNote
    if ExitNote.objects.filter(exchange=exchange).exists():
        raise refusals.AlreadyNoted
    words, thank_you = questions.clean_text(text), questions.clean_text(thanks)
    if (words or thank_you) and not signed:
        raise refusals.WordsNeedAName(signed=str(refusals.WordsNeedAName.message))
    found = {}
    if not set(reasons) <= questions.REASONS.keys():
        found["reasons"] = _("Choose from the reasons listed.")
    if not set(advice) <= questions.ADVICE.keys():
        found["advice"] = _("Choose from the advice listed.")
    if not (reasons or advice or words or thank_you):
        found["reasons"] = _("Tick one reason, or leave without a note: none is asked.")
    found |= {
        name: _("Shorten this to %(longest)d characters.") % {"longest": questions.LONGEST_TEXT}
        for name, value in (("text", words), ("thanks", thank_you))
        if len(value) > questions.LONGEST_TEXT
    }
    if found:
        raise NotAcceptable(**found)
    note = ExitNote.objects.create(
        exchange=exchange, reasons=sorted(set(reasons)), advice=sorted(set(advice)), text=words, thanks=thank_you,
        is_signed=signed, at=at,
    )  # fmt: skip
    if signed:
        publish(ExitNoteSigned(trial_id=trial_id))
    return note
