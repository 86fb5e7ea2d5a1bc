"""Jobs by what they do, for people; the name a programmer knows them by stands beneath."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from procrastinate.contrib.django.models import ProcrastinateJob

NAMES = {
    "core.deliver": gettext_lazy("Pass on news"),
    "core.tick": gettext_lazy("Let what is due happen"),
    "messaging.deliver_mail": gettext_lazy("Send a mail"),
    "messaging.send_sign_in_link": gettext_lazy("Mail a link to sign in"),
    "matching.fit": gettext_lazy("Work out who would go where, for recommendations"),
    "money.send_payout": gettext_lazy("Send a payout to an intern"),
    "money.send_refund": gettext_lazy("Send money back to a company"),
    "money.send_refunds": gettext_lazy("Send all that is due back to companies"),
    "money.hand_over": gettext_lazy("Hand a pay over to a payroll"),
    "money.perform": gettext_lazy("Ask the payment provider"),
    "money.handle_event": gettext_lazy("Take in news from the payment provider"),
    "money.sandbox_deliver": gettext_lazy("Let the sandbox bank answer"),
    "money.checkpoints": gettext_lazy("Keep the day’s balances"),
    "money.audit": gettext_lazy("Audit the twelve rules"),
    "money.reconcile": gettext_lazy("Compare the provider’s money with the ledger"),
    "matching.read_skills": gettext_lazy("Read a text for the skills it names"),
    "skills.learn": gettext_lazy("Take up the taxonomy of skills"),
    "syndication.read_source": gettext_lazy("Read a source of postings"),
}


@dataclass(frozen=True)
class Shown:
    id: int
    title: str
    detail: str
    attempts: int


def shown(job: ProcrastinateJob) -> Shown:
    """Return a job as the operator reads it; news is named by what happened, and by who was to learn of it."""
    title, detail = str(NAMES.get(job.task_name, job.task_name)), job.task_name
    if job.task_name == "core.deliver":
        event, subscriber = str(job.args.get("event", "")), str(job.args.get("subscriber", ""))
        title = _("%(job)s: %(event)s") % {"job": title, "event": _words(event)} if event else title
        detail = subscriber.removeprefix("foretaste.") or detail
    return Shown(job.pk, title, detail, job.attempts)


def _words(event: str) -> str:
    """TrialAgreed: trial agreed."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", event).lower()
