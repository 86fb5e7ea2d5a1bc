"""Who asked for a posting, as its company sees them; its seats."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.opportunities.models import (
    Application,
    Opportunity,
)
from foretaste.opportunities.queries.access import applications_visible_to


@dataclass(frozen=True)
class Candidate:
    """An application as the company sees it; its label hides the name where the posting asks for that."""

    application: Application
    label: str
    is_named: bool


def candidates_of(opportunity: Opportunity, by: Actor) -> list[Candidate]:
    """Return who asked, by plain date of asking. Nobody is ranked, nobody is rejected by a rule.

    With names hidden each is "Candidate 1, 2, ..." in that order, until welcomed. Whoever was invited and has not
    answered is the address that was written to: an invitation tells nobody who is behind an address.
    """
    asked = (
        applications_visible_to(by)
        .filter(opportunity=opportunity)
        .exclude(state=Application.State.WITHDRAWN)
        .select_related("intern", "opportunity")
        .order_by("created_at", "id")
    )
    return [
        Candidate(one, _label(one, number, is_named=named), named)
        for number, one in enumerate(asked, 1)
        for named in [is_named(one)]
    ]


def _label(application: Application, number: int, *, is_named: bool) -> str:
    if application.is_an_address:
        return application.invited_address
    return application.intern.get_full_name() if is_named else _("Candidate %(number)d") % {"number": number}


def is_named(application: Application) -> bool:
    """Whether the company sees the name: not of an address nobody answered from, nor hidden until the welcome."""
    if application.is_an_address:
        return False
    shown = (Application.State.OFFERED, Application.State.ACCEPTED)
    invited = application.origin == Application.Origin.INVITATION
    return not application.opportunity.hide_names or application.state in shown or invited


def label_of(application: Application, by: Actor) -> str:
    """Return how the company calls the candidate: by name, or by a neutral number."""
    for candidate in candidates_of(application.opportunity, by):
        if candidate.application.pk == application.pk:
            return candidate.label
    return str(_("Candidate"))


def earlier_answers(by: Actor) -> Application | None:
    """Return the intern's latest application, whose answers the next form offers."""
    if by.person_id is None:
        return None
    return (
        Application.objects.filter(intern_id=by.person_id, submitted_at__isnull=False)
        .order_by("-submitted_at", "-id")
        .first()
    )
