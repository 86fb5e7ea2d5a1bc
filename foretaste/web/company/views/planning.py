"""Plan the days, name the people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from foretaste.accounts import queries as accounts
from foretaste.opportunities import actions
from foretaste.web.answers import all_valid, done, page
from foretaste.web.company.access import for_the_company
from foretaste.web.company.drafts import onwards, own
from foretaste.web.company.forms.posting import (
    MOST_DAYS,
    MOST_PEOPLE,
    AnswerByForm,
    DayForm,
    PeopleForm,
    PersonForm,
)
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity


@for_the_company
@require_http_methods(["GET", "POST"])
def days(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Plan the days."""
    opportunity = own(request, opportunity_id)
    day_forms = _day_forms(request, opportunity)
    answer_form = AnswerByForm(
        request.POST if request.method == "POST" and "add" not in request.POST else None,
        initial={"answer_by": request.POST.get("answer_by") or opportunity.answer_by},
    )
    if request.method == "POST" and "add" not in request.POST and all_valid([*day_forms, answer_form]):
        planned = [_day(form) for form in day_forms if form.cleaned_data.get("on")]
        if done(
            answer_form,
            lambda: actions.plan_days(
                opportunity_id=opportunity_id,
                days=planned,
                answer_by=answer_form.cleaned_data["answer_by"],
                by=request.actor,
                at=request.at,
            ),
        ):
            return onwards(request, opportunity)
    forms_ = [*day_forms, answer_form]
    wrong = any(form.is_bound and form.errors for form in forms_)
    return page(
        request,
        "company/posting/days.html",
        {
            "opportunity": opportunity,
            "days": _folded(day_forms, is_refused=bool(answer_form.non_field_errors())),
            "answer_form": answer_form,
            "all_forms": forms_,
            "has_errors": wrong,
            "most": MOST_DAYS,
        },
        status=422 if wrong else 200,
    )


DAY_FIELDS = ("on", "starts", "ends", "break_minutes", "title", "plan", "items")


def _day_forms(request: ActingRequest, opportunity: Opportunity) -> list[DayForm]:
    planned = list(opportunity.days.all())
    if request.method == "POST":
        count = min(MOST_DAYS, sum(f"day{number}-on" in request.POST for number in range(1, MOST_DAYS + 1)) or 1)
        if "add" in request.POST:
            count = min(MOST_DAYS, count + 1)
            return [
                DayForm(initial=_typed(request.POST, number), prefix=f"day{number}") for number in range(1, count + 1)
            ]
        return [DayForm(request.POST, prefix=f"day{number}") for number in range(1, count + 1)]
    initial = [{name: getattr(day, name) for name in DAY_FIELDS} for day in planned]
    return [
        DayForm(initial=initial[number - 1] if number <= len(initial) else None, prefix=f"day{number}")
        for number in range(1, max(3 if not planned else len(planned), 1) + 1)
    ]


def _folded(day_forms: Sequence[DayForm], *, is_refused: bool) -> list[dict[str, Any]]:
    """Fold each day that is planned, but for the first: what is still to be written or put right lies open."""
    shown: list[dict[str, Any]] = []
    for form in day_forms:
        on = _date_in(form)
        is_planned = on is not None and bool(form["plan"].value()) and not form.errors
        shown.append({"form": form, "on": on, "is_open": not shown or not is_planned or is_refused})
    return shown


def _date_in(form: DayForm) -> dt.date | None:
    """Return the date that stands in a day's form, kept or typed, where it is one."""
    try:
        on: dt.date | None = form.fields["on"].clean(form["on"].value())
    except ValidationError:
        return None
    return on


def _typed(data: QueryDict, number: int) -> dict[str, Any]:
    """Return what was typed so far; a new day begins with the hours of the one before."""
    here = {name: data.get(f"day{number}-{name}") for name in DAY_FIELDS if f"day{number}-{name}" in data}
    before = {name: data.get(f"day{number - 1}-{name}", "") for name in ("starts", "ends", "break_minutes")}
    return here or {name: value for name, value in before.items() if value}


def _day(form: DayForm) -> dict[str, Any]:
    data = {name: form.cleaned_data[name] for name in DAY_FIELDS}
    return {**data, "break_minutes": data["break_minutes"] or 0}


@for_the_company
@require_http_methods(["GET", "POST"])
def people(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Name the host and the people to meet."""
    opportunity = own(request, opportunity_id)
    hosts = who_may_host(request)
    named = list(opportunity.people.all())
    meet = [one for one in named if one.relation == "meet"]
    host_does = next((one.does for one in named if one.relation == "host"), "")
    data = request.POST if request.method == "POST" else None
    host = opportunity.host.public_id if opportunity.host else _me(request, hosts)
    form = PeopleForm(
        data,
        hosts=[(person_id, name) for person_id, name, _title in hosts],
        initial={
            "host": host,
            "host_does": host_does or next((title for person_id, _name, title in hosts if person_id == host), ""),
        },
    )
    person_forms = [
        PersonForm(
            data,
            prefix=f"person{number}",
            initial={"name": meet[number - 1].name, "does": meet[number - 1].does} if number <= len(meet) else None,
        )
        for number in range(1, max(3, min(MOST_PEOPLE, len(meet) + 1)) + 1)
    ]
    if (
        request.method == "POST"
        and all_valid([form, *person_forms])
        and done(
            form,
            lambda: actions.name_people(
                opportunity_id=opportunity_id,
                host_id=form.cleaned_data["host"],
                host_does=form.cleaned_data["host_does"],
                people=[
                    {"name": one.cleaned_data["name"], "does": one.cleaned_data["does"]}
                    for one in person_forms
                    if one.cleaned_data["name"]
                ],
                by=request.actor,
                at=request.at,
            ),
        )
    ):
        return onwards(request, opportunity)
    forms_ = [form, *person_forms]
    wrong = any(one.is_bound and one.errors for one in forms_)
    return page(
        request,
        "company/posting/people.html",
        {
            "opportunity": opportunity,
            "form": form,
            "person_forms": person_forms,
            "all_forms": forms_,
            "has_errors": wrong,
        },
        status=422 if wrong else 200,
    )


def who_may_host(request: ActingRequest) -> list[tuple[str, str, str]]:
    """Return who may host: supervisors and recruiters, each once."""
    hosts: dict[str, tuple[str, str, str]] = {}
    for one in accounts.colleagues_of(request.actor).filter(role__in=("supervisor", "recruiter")):
        title = hosts.get(one.person.public_id, ("", "", ""))[2] or one.title
        hosts[one.person.public_id] = (one.person.public_id, str(one.person), title)
    return list(hosts.values())


def _me(request: ActingRequest, hosts: Sequence[tuple[str, str, str]]) -> str:
    mine = getattr(request.user, "public_id", "")
    return mine if any(person_id == mine for person_id, _name, _title in hosts) else ""
