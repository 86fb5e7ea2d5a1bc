"""Both sides side by side, once the seal is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.evaluations.queries import EvaluationPage
from foretaste.evaluations.questions import Scorecard
from foretaste.evaluations.sealing import Side
from foretaste.trials.queries import OpenedCheckpoint, opened_checkpoints
from foretaste.web.evaluations.forms import MARKS, ReplyForm
from foretaste.web.templatetags.ui import day as day_words

if TYPE_CHECKING:
    from foretaste.evaluations.models import Conversion, Evaluation
    from foretaste.trials.models import Trial

SCALE = 4


def page(trial: Trial, seen: EvaluationPage, by: Actor, form: ReplyForm | None = None) -> dict[str, Any]:
    marks = opened_checkpoints(trial, by)
    company = trial.organization.name
    may_reply = seen.sight.may_reply and seen.own_reply is None
    return {
        "trial": trial,
        "page": seen,
        "company": company,
        "headline": _("You both said yes") if seen.mutual_yes else _("Opened, both at once"),
        "lead": _("%(company)s may now offer you more. It costs neither of you a fee.") % {"company": company}
        if seen.mutual_yes
        else _("No offer opens. What each of you wrote stands here, for the two of you alone."),
        "sides": [
            {
                "heading": _("%(company)s about your work") % {"company": company},
                "answers": _answers(seen.card(Side.COMPANY), seen.other),
                "marks": [_mark(one) for one in marks if one.side == Side.COMPANY],
                "silent": _("%(company)s wrote nothing.") % {"company": company},
                "reply": seen.own_reply.text if seen.own_reply else "",
                "reply_by": _("Your reply"),
            },
            {
                "heading": _("You about %(company)s") % {"company": company},
                "answers": _answers(seen.card(Side.INTERN), seen.own),
                "marks": [_mark(one) for one in marks if one.side == Side.INTERN],
                "silent": _("You wrote nothing. Nothing was asked of you."),
                "reply": seen.other_reply.text if seen.other_reply else "",
                "reply_by": _("%(company)s replies") % {"company": company},
            },
        ],
        "reply_form": form or (ReplyForm() if may_reply else None),
        "conversion": _conversion(seen.conversion, company),
    }


def _answers(card: Scorecard, opened: Evaluation | None) -> list[dict[str, Any]]:
    if opened is None:
        return []
    given: dict[str, str] = opened.answers
    rows: list[dict[str, Any]] = []
    for criterion in card.criteria:
        key = given.get(criterion.key, "")
        says = next((one.says for one in criterion.anchors if one.key == key), "")
        rows.append(
            {
                "asks": criterion.asks,
                "says": says,
                "value": int(key) if key.isdecimal() else 0,
                "of": SCALE if key.isdecimal() else 0,
            }
        )
    rows += [{"asks": text.asks, "says": given[text.key]} for text in card.texts if given.get(text.key)]
    return [row for row in rows if row["says"]]


def _mark(one: OpenedCheckpoint) -> str:
    return _("Day %(day)s: %(mark)s") % {"day": one.day, "mark": dict(MARKS)[one.mark]}


def _conversion(offer: Conversion | None, company: str) -> dict[str, Any] | None:
    if offer is None:
        return None
    return {
        "heading": _("%(company)s offers you: %(kind)s")
        % {"company": company, "kind": str(offer.get_kind_display()).lower()},
        "role": offer.role,
        "starts": _("from %(day)s") % {"day": day_words(offer.starts_on)} if offer.starts_on else "",
        "text": offer.text,
        "may_answer": offer.state == offer.State.OFFERED,
        "state": {"accepted": _("You accepted"), "declined": _("You said no")}.get(offer.state, ""),
        "state_kind": "in" if offer.state == offer.State.ACCEPTED else "",
    }
