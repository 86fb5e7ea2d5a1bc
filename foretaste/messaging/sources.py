"""The facts that letters are made of, each looked up by its public id: the one place that reads other contexts.

It asks their queries, as the instance itself: an event has said what to tell, and subscribers say whom.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.evaluations import farewells, reports
from foretaste.evaluations import queries as evaluations
from foretaste.money import queries as money
from foretaste.opportunities import queries as opportunities
from foretaste.records import queries as records
from foretaste.trials import queries as trials

Person = Any  # accounts own the models
ITSELF = Actor(frozenset({Role.OPERATOR, Role.CLOCK}))  # the instance writes about everyone


def _one(rows: QuerySet[Any], *related: str, **which: str) -> Any:
    return rows.select_related(*related).get(**which)


def person(public_id: str) -> Person:
    return _one(accounts.people_visible_to(ITSELF), public_id=public_id)


def organization(public_id: str) -> Any:
    return _one(accounts.visible_to(ITSELF), public_id=public_id)


def record(public_id: str) -> Any:
    return records.for_a_letter(public_id)


def thanks(trial_id: str, side: str) -> Any:
    return farewells.thanks_for_a_letter(trial_id, side)


def report(public_id: str) -> Any:
    return reports.for_a_letter(public_id)


def feedback(public_id: str) -> Any:
    return records.feedback_for_a_letter(public_id)


def opportunity(public_id: str) -> Any:
    return _one(opportunities.visible_to(ITSELF), "organization", "created_by", "host", public_id=public_id)


def question(public_id: str) -> Any:
    return _one(
        opportunities.questions_visible_to(ITSELF),
        "opportunity__created_by",
        "opportunity__host",
        "asked_by",
        public_id=public_id,
    )


def application(public_id: str) -> Any:
    return _one(
        opportunities.applications_visible_to(ITSELF),
        "opportunity__organization",
        "opportunity__created_by",
        "opportunity__host",
        "intern",
        public_id=public_id,
    )


def offer(public_id: str) -> Any:
    return _one(
        opportunities.offers_visible_to(ITSELF),
        "application__opportunity",
        "application__intern",
        "made_by",
        public_id=public_id,
    )


def seat(public_id: str) -> Any:
    return _one(
        opportunities.seats_visible_to(ITSELF), "opportunity__created_by", "opportunity__host", public_id=public_id
    )


def trial(public_id: str) -> Any:
    return _one(trials.visible_to(ITSELF), "organization", "intern", "host", "company_signed_by", public_id=public_id)


def case(public_id: str) -> Any:
    return _one(trials.cases_visible_to(ITSELF), "trial", public_id=public_id)


def move(public_id: str) -> Any:
    return _one(trials.moves_visible_to(ITSELF), "trial", public_id=public_id)


def pause(public_id: str) -> Any:
    return _one(trials.pauses_visible_to(ITSELF), public_id=public_id)


def exchange(trial_id: str) -> Any:
    return evaluations.exchange_of(trial_id)


def settlement(trial_id: str) -> Any:
    return money.settlements_visible_to(ITSELF).filter(trial_id=trial_id).first()


def payout(public_id: str) -> Any:
    return _one(money.payouts_visible_to(ITSELF), "account", public_id=public_id)


def refund(public_id: str) -> Any:
    return _one(money.refunds_visible_to(ITSELF), public_id=public_id)


def payroll_due(public_id: str) -> Any:
    return _one(money.payroll_visible_to(ITSELF), public_id=public_id)


def order(public_id: str) -> Any:
    return _one(money.orders_visible_to(ITSELF), public_id=public_id)


def open_offers_until(at: Any, until: Any) -> QuerySet[Any]:
    """Offers still open that lapse between the two moments."""
    offers = opportunities.open_offers_visible_to(ITSELF)
    return offers.filter(answer_by__gt=at, answer_by__lte=until).select_related("application__intern")


def days_between(at: Any, until: Any) -> QuerySet[Any]:
    """Days of running trials that are planned to start between the two moments and have not."""
    return trials.days_to_come(at, until).select_related(
        "trial__intern", "trial__host", "trial__organization", "trial__company_signed_by"
    )


def finance_of(company_id: str) -> list[Person]:
    """Who sees a company's money: finance, else its recruiters."""
    held = accounts.acting_now().filter(organization__public_id=company_id, role__in=["finance", "recruiter"])
    finance = [one.person for one in held if one.role == "finance"]
    return _distinct(finance or [one.person for one in held])


def staff_of_operator() -> list[Person]:
    return _distinct([one.person for one in accounts.staff_of_operator()])


def readers_of(report: Any) -> list[Person]:
    """Of the operator's people, those who may open it: whom it was sent to, and nobody who acted for the company."""
    return [
        one
        for one in staff_of_operator()
        if reports.visible_to(accounts.actor_for(one)).filter(public_id=report.public_id).exists()
    ]


def hosts_of(trial: Any) -> list[Person]:
    """The company's people a trial concerns: host and signer; those still there, else the company's recruiters."""
    return _still_there([trial.host, trial.company_signed_by], trial.organization_id)


def posters_of(opportunity: Any) -> list[Person]:
    """Who answers for a posting: who made it, and its host; those still there, else the company's recruiters."""
    return _still_there([opportunity.created_by, opportunity.host], opportunity.organization_id)


def _still_there(named: list[Person | None], organization_id: int) -> list[Person]:
    held = list(accounts.acting_now().filter(organization_id=organization_id))
    still = {one.person_id for one in held}
    there = _distinct([one for one in named if one is not None and one.pk in still])
    return there or _distinct([one.person for one in held if one.role == "recruiter"])


def _distinct(people: list[Person]) -> list[Person]:
    return list({one.pk: one for one in people if one.is_active}.values())


def members_of(organization_id: str) -> list[Person]:
    held = accounts.acting_now().filter(organization__public_id=organization_id)
    return _distinct([one.person for one in held])


def exchanges_closing(at: Any, until: Any) -> QuerySet[Any]:
    """Exchanges still sealed whose window ends between the two moments."""
    return evaluations.closing_between(at, until)
