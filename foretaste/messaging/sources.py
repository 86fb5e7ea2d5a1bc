"""The facts that letters are made of, each looked up by its public id: the one place that reads other contexts."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

Person = Any  # accounts own the models


def _one(model: str, *related: str, **which: str) -> Any:
    return apps.get_model(model)._default_manager.select_related(*related).get(**which)


def _memberships() -> QuerySet[Any]:
    return apps.get_model("accounts.Membership")._default_manager.all()


def person(public_id: str) -> Person:
    return _one("accounts.Person", public_id=public_id)


def organization(public_id: str) -> Any:
    return _one("accounts.Organization", public_id=public_id)


def opportunity(public_id: str) -> Any:
    return _one("opportunities.Opportunity", "organization", "created_by", "host", public_id=public_id)


def question(public_id: str) -> Any:
    return _one(
        "opportunities.Question", "opportunity__created_by", "opportunity__host", "asked_by", public_id=public_id
    )


def application(public_id: str) -> Any:
    return _one(
        "opportunities.Application",
        "opportunity__organization",
        "opportunity__created_by",
        "opportunity__host",
        "intern",
        public_id=public_id,
    )


def offer(public_id: str) -> Any:
    return _one(
        "opportunities.Offer", "application__opportunity", "application__intern", "made_by", public_id=public_id
    )


def seat(public_id: str) -> Any:
    return _one("opportunities.Seat", "opportunity__created_by", "opportunity__host", public_id=public_id)


def trial(public_id: str) -> Any:
    return _one("trials.Trial", "organization", "intern", "host", "company_signed_by", public_id=public_id)


def case(public_id: str) -> Any:
    return _one("trials.Case", "trial", public_id=public_id)


def move(public_id: str) -> Any:
    return _one("trials.DayMove", "trial", public_id=public_id)


def exchange(trial_id: str) -> Any:
    return _one("evaluations.Exchange", "organization", "intern", trial_id=trial_id)


def settlement(trial_id: str) -> Any:
    return apps.get_model("money.Settlement")._default_manager.filter(trial_id=trial_id).first()


def payout(public_id: str) -> Any:
    return _one("money.Payout", "account", public_id=public_id)


def refund(public_id: str) -> Any:
    return _one("money.Refund", public_id=public_id)


def payroll_due(public_id: str) -> Any:
    return _one("money.PayrollDue", public_id=public_id)


def order(public_id: str) -> Any:
    return _one("money.FundingOrder", public_id=public_id)


def open_offers_until(at: Any, until: Any) -> QuerySet[Any]:
    """Offers still open that lapse between the two moments."""
    offers = apps.get_model("opportunities.Offer")._default_manager
    return offers.filter(state="open", answer_by__gt=at, answer_by__lte=until).select_related("application__intern")


def days_between(at: Any, until: Any) -> QuerySet[Any]:
    """Days of running trials that are planned to start between the two moments and have not."""
    days = apps.get_model("trials.TrialDay")._default_manager
    return days.filter(
        starts_at__gt=at, starts_at__lte=until, checked_in_at=None, trial__state__in=["agreed", "under_way"]
    ).select_related("trial__intern", "trial__host", "trial__organization", "trial__company_signed_by")


def finance_of(company_id: str) -> list[Person]:
    """Who sees a company's money: finance, else its recruiters."""
    held = (
        _memberships()
        .filter(organization__public_id=company_id, ended_at=None, role__in=["finance", "recruiter"])
        .select_related("person")
    )
    finance = [one.person for one in held if one.role == "finance"]
    return _distinct(finance or [one.person for one in held])


def staff_of_operator() -> list[Person]:
    held = _memberships().filter(organization__kind="operator", ended_at=None)
    return _distinct([one.person for one in held.select_related("person")])


def hosts_of(trial: Any) -> list[Person]:
    """The company's people a trial concerns: its host, and who signed for the company; those still there."""
    named = [one for one in (trial.host, trial.company_signed_by) if one is not None]
    still = set(
        _memberships()
        .filter(Q(organization_id=trial.organization_id), Q(person__in=named), Q(ended_at=None))
        .values_list("person_id", flat=True)
    )
    return _distinct([one for one in named if one.pk in still])


def posters_of(opportunity: Any) -> list[Person]:
    """Who answers for a posting: who made it, and its host."""
    return _distinct([one for one in (opportunity.created_by, opportunity.host) if one is not None])


def _distinct(people: list[Person]) -> list[Person]:
    return list({one.pk: one for one in people if one.is_active}.values())


def members_of(organization_id: str) -> list[Person]:
    held = _memberships().filter(organization__public_id=organization_id, ended_at=None).select_related("person")
    return _distinct([one.person for one in held])


def exchanges_closing(at: Any, until: Any) -> QuerySet[Any]:
    """Exchanges still sealed whose window ends between the two moments."""
    exchanges = apps.get_model("evaluations.Exchange")._default_manager
    return exchanges.filter(closes_at__gt=at, closes_at__lte=until, reveal=None)
