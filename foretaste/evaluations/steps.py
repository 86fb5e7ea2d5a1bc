"""Parts that several actions share: opening an exchange, breaking both seals at once."""

from __future__ import annotations

import datetime as dt

from foretaste.core import vault
from foretaste.core.events import publish
from foretaste.core.transactions import step
from foretaste.evaluations import sealing
from foretaste.evaluations.events import EvaluationsRevealed, MutualYes
from foretaste.evaluations.models import Evaluation, Exchange, Opening, Reveal, Submission
from foretaste.evaluations.sealing import Side


@step
def break_seals(exchange: Exchange, *, why: Opening.Why, at: dt.datetime) -> Reveal:
    """Open what is in, log each opening, keep the mutual result and destroy the decisions.

    The exchange's row is locked: of two submissions at once, or a submission and the clock, one opens.
    """
    decisions: dict[Side, bool] = {}
    for submission in Submission.objects.filter(exchange=exchange).order_by("side"):
        side = Side(submission.side)
        Opening.objects.create(exchange=exchange, side=side, what="submission", why=why, at=at)
        opened = vault.unseal(bytes(submission.sealed))
        decisions[side] = opened["decision"]
        Evaluation.objects.create(exchange=exchange, side=side, answers=opened["answers"])
    Submission.objects.filter(exchange=exchange).delete()
    for side in Side:  # the days' marks open with them: see subscribers.py
        Opening.objects.create(exchange=exchange, side=side, what="checkpoints", why=why, at=at)
    mutual = sealing.is_mutual(decisions)
    reveal = Reveal.objects.create(exchange=exchange, at=at, mutual_yes=mutual)
    publish(EvaluationsRevealed(trial_id=exchange.trial_id))
    if mutual:
        publish(MutualYes(trial_id=exchange.trial_id))
    return reveal
