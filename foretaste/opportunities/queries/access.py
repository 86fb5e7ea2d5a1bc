"""Who sees what: querysets limited to what the actor may see, the only way to load by id."""

from __future__ import annotations

from functools import cache

from django.db.models import Q, QuerySet

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.core import reading
from foretaste.opportunities.models import (
    Application,
    Offer,
    Opportunity,
    Question,
    Seat,
)

EDITORS = (Role.RECRUITER,)
FUNDERS = (Role.RECRUITER, Role.FINANCE)
CHOOSERS = (Role.RECRUITER, Role.SUPERVISOR)


def published() -> QuerySet[Opportunity]:
    """Return what is open for asking."""
    return Opportunity.objects.filter(state=Opportunity.State.PUBLISHED)


def offered() -> QuerySet[Opportunity]:
    """Return what a list may offer: open for asking, of companies that are not suspended.

    The few that are stand in a query of their own, so that lists are still read along their indexes.
    """
    return published().exclude(organization_id__in=accounts.suspended_companies().values("pk"))


def visible_to(by: Actor) -> QuerySet[Opportunity]:
    """Opportunities: what was ever published or announced for everyone, a company's own, all for the operator."""
    if by.is_operator:
        return Opportunity.objects.all()
    public = Q(published_at__isnull=False) | Q(announced_at__isnull=False)
    if by.is_company and by.organization_id is not None:
        public |= Q(organization_id=by.organization_id)
    return Opportunity.objects.filter(public)


THE_POSTING, THE_COMPANY = "the posting", -1  # stand for one posting's id and one company's key in composed SQL


@cache
def _composed(is_operator: bool, is_company: bool) -> tuple[str, tuple[object, ...]]:
    """Return the condition of `visible_to` for one posting, composed once: that takes longer than running it."""
    role = Role.OPERATOR if is_operator else Role.RECRUITER if is_company else Role.VISITOR
    asked = Actor(frozenset({role}), organization_id=THE_COMPANY if is_company else None)
    sql, values = visible_to(asked).filter(public_id=THE_POSTING).query.sql_with_params()
    return "WHERE " + sql.partition(" WHERE ")[2], tuple(values)


def one_visible_to(by: Actor, public_id: str) -> Opportunity | None:
    """Return the posting as `visible_to(by)` finds it; None for whoever may not see it."""
    is_company = by.is_company and by.organization_id is not None
    condition, values = _composed(by.is_operator, is_company)
    meant = {THE_POSTING: public_id, THE_COMPANY: by.organization_id}
    return reading.row(Opportunity, condition, [meant.get(value, value) for value in values])


def own(by: Actor) -> QuerySet[Opportunity]:
    """Return the opportunities of the actor's own company, the newest first."""
    if not by.is_company or by.organization_id is None:
        return Opportunity.objects.none()
    return Opportunity.objects.filter(organization_id=by.organization_id).order_by("-id")


def seats_visible_to(by: Actor) -> QuerySet[Seat]:
    """Seats are the company's and the operator's business."""
    if by.is_operator:
        return Seat.objects.all()
    if not by.is_company or by.organization_id is None:
        return Seat.objects.none()
    return Seat.objects.filter(opportunity__organization_id=by.organization_id)


def questions_visible_to(by: Actor) -> QuerySet[Question]:
    """Questions: public answers for everyone, one's own, all to one's company."""
    if by.is_operator:
        return Question.objects.all()
    seen = Q(is_public=True, answered_at__isnull=False)
    if by.person_id is not None:
        seen |= Q(asked_by_id=by.person_id)
    if by.is_company and by.organization_id is not None:
        seen |= Q(opportunity__organization_id=by.organization_id)
    return Question.objects.filter(seen)


def applications_visible_to(by: Actor) -> QuerySet[Application]:
    """Applications: one's own; a company sees those to it; the operator all."""
    if by.is_operator:
        return Application.objects.all()
    if by.is_company and by.has(*CHOOSERS) and by.organization_id is not None:
        return Application.objects.filter(opportunity__organization_id=by.organization_id)
    if by.is_intern and by.person_id is not None:
        return Application.objects.filter(intern_id=by.person_id)
    return Application.objects.none()


def live_applications_of(by: Actor) -> QuerySet[Application]:
    """The person's own applications and invitations that are not over."""
    live = [
        Application.State.INVITED,
        Application.State.SUBMITTED,
        Application.State.SHORTLISTED,
        Application.State.OFFERED,
        Application.State.ACCEPTED,
    ]
    return Application.objects.filter(intern_id=by.person_id, state__in=live)


def offers_visible_to(by: Actor) -> QuerySet[Offer]:
    """Offers: to oneself, or by one's company."""
    return Offer.objects.filter(application__in=applications_visible_to(by))


def open_offers_visible_to(by: Actor) -> QuerySet[Offer]:
    """Return the offers that wait for an answer."""
    return offers_visible_to(by).filter(state=Offer.State.OPEN)


def open_offer_of(application: Application) -> Offer | None:
    """Return the offer that waits for this applicant's answer."""
    return application.offers.filter(state=Offer.State.OPEN).first()
