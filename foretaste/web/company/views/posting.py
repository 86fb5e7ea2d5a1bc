"""Post a trial: five tasks in any order, what it costs while one types, then check every answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.accounts import queries as accounts
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotFound
from foretaste.opportunities import actions, posting_rules, quality, queries
from foretaste.opportunities import lifecycle as states
from foretaste.opportunities.posting_rules import Task
from foretaste.opportunities.terms import DEFAULT_MAY_SHOW, DEFAULT_USE_OF_WORK
from foretaste.opportunities.words import HINTS, PROBLEMS, TASKS
from foretaste.web.answers import all_valid, done, page, see, try_to
from foretaste.web.company import costs
from foretaste.web.company.access import for_the_company
from foretaste.web.company.forms.fields import written
from foretaste.web.company.forms.posting import (
    MOST_DAYS,
    MOST_PEOPLE,
    AdvertisementForm,
    AnswerByForm,
    DayForm,
    DescribeForm,
    PayForm,
    PeopleForm,
    PersonForm,
    RulesForm,
)
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.accounts.models import Organization
    from foretaste.opportunities.models import Opportunity

DESCRIBED = (
    "title", "summary", "brief", "deliverable", "field", "skills", "could_lead_to", "place_kind", "address", "city",
    "region", "country", "time_zone", "language", "hide_names",
)  # fmt: skip

ADDRESSES = {
    Task.DESCRIBE: "company:describe",
    Task.DAYS: "company:days",
    Task.PEOPLE: "company:people_task",
    Task.PAY: "company:pay",
    Task.RULES: "company:rules",
}
ICONS = {
    Task.DESCRIBE: "file-text",
    Task.DAYS: "calendar-days",
    Task.PEOPLE: "users",
    Task.PAY: "banknote",
    Task.RULES: "stamp",
}
BEGUN: dict[Task, Callable[[Opportunity], bool]] = {
    Task.DESCRIBE: lambda one: bool(one.title or one.brief),
    Task.DAYS: lambda one: bool(one.days_count),
    Task.PEOPLE: lambda one: one.host_id is not None,
    Task.PAY: lambda one: bool(one.daily_pay_minor),
    Task.RULES: lambda one: False,
}


# --- loading ------------------------------------------------------------------------------------
def own(request: ActingRequest, opportunity_id: str) -> Opportunity:
    """Load a posting of the actor's own company with its neighbours."""
    opportunity = queries.whole(queries.own(request.actor)).filter(public_id=opportunity_id).first()
    if opportunity is None:
        raise NotFound
    return opportunity


def onwards(request: ActingRequest, opportunity: Opportunity) -> HttpResponse:
    """Go on: to the task list when asked to keep it for later, to the next open task, or to check everything."""
    if "later" in request.POST:
        return see("company:opportunity", opportunity.public_id)
    tasks = queries.tasks_of(own(request, opportunity.public_id), request.at)
    open_tasks = [task for task, problems in tasks.items() if problems]
    if open_tasks == [Task.RULES] and opportunity.copied_from_id:  # a copy: signed on the check page
        open_tasks = []
    return see(ADDRESSES[open_tasks[0]] if open_tasks else "company:check", opportunity.public_id)


def tasks_of(opportunity: Opportunity, at: dt.datetime) -> list[dict[str, Any]]:
    """Return the five tasks as rows: open ones stand out, done ones are plain."""
    rows = []
    for task, problems in queries.tasks_of(opportunity, at).items():
        words = [str(PROBLEMS[problem]) for problem in problems]
        begun = BEGUN[task](opportunity)
        wrong = bool(problems) and begun
        rows.append(
            {
                "task": task,
                "name": TASKS[task],
                "url": resolve_url(ADDRESSES[task], opportunity.public_id),
                "problems": words,
                "hint": words[0] if wrong else "",
                "tag": _("Completed") if not problems else (_("There is a problem") if wrong else _("Open")),
                "kind": "plain" if not problems else ("now" if wrong else "in"),
                "icon": ICONS[task],
            }
        )
    return rows


# --- what stands beside the forms ---------------------------------------------------------------
@dataclass(frozen=True)
class Seen:
    """The posting as a candidate will find it in the list."""

    title: str
    summary: str
    place: str
    days: list[dt.date]
    full_pay: Amount | None


def seen(opportunity: Any) -> Seen:
    days = [day.on for day in opportunity.days.all()] if opportunity.pk else []
    pay = opportunity.full_pay if opportunity.currency and opportunity.daily_pay_minor and days else None
    place = opportunity.city if opportunity.place_kind != "remote" else _("from anywhere")
    return Seen(opportunity.title, opportunity.summary, place, days, pay)


def hints(opportunity: Any) -> list[dict[str, Any]]:
    if not opportunity.pk:
        draft = quality.Draft(
            title=opportunity.title,
            summary=opportunity.summary,
            brief=opportunity.brief,
            deliverable=opportunity.deliverable,
            could_lead_to=opportunity.could_lead_to,
            skills=opportunity.skills,
            people=2,
            people_who_say_what_they_do=2,
        )
    else:
        draft = queries.quality_of(opportunity)
    return [{"text": HINTS[hint], "aspect": quality.ASPECT_OF[hint]} for hint in quality.hints(draft)]


def blank(**known: str) -> SimpleNamespace:
    """Return what stands beside the first form before there is a draft."""
    empty: dict[str, Any] = dict.fromkeys(DESCRIBED, "")
    return SimpleNamespace(
        **{**empty, "pk": None, "skills": [], "place_kind": "onsite", "language": "en", "hide_names": False, **known},
        currency="",
        daily_pay_minor=0,
    )


# --- starting -----------------------------------------------------------------------------------
@for_the_company
@require_http_methods(["GET", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Begin with the first task; the draft exists once something is entered."""
    company = accounts.organization_of(request.actor)
    form = _describe_form(
        request, blank(city=company.city, country=company.country, time_zone=_zone_of(request, company))
    )
    if request.method == "POST" and form.is_valid():
        made: list[Opportunity] = []
        if done(
            form,
            lambda: made.append(actions.draft_opportunity(by=request.actor, at=request.at, **_described(form))),
        ):
            return onwards(request, made[0])
    return _new_page(request, company, form, AdvertisementForm(auto_id="ad_%s"))


def _new_page(
    request: ActingRequest, company: Organization, form: DescribeForm, advertisement: AdvertisementForm
) -> HttpResponse:
    nothing = blank(city=company.city)
    return page(
        request,
        "company/posting/new.html",
        {
            "form": form,
            "advertisement": advertisement,
            "earlier": _earlier(request)[:5],
            "seen": seen(nothing),
            "hints": hints(nothing),
        },
    )


def _earlier(request: ActingRequest) -> QuerySet[Opportunity]:
    return queries.own(request.actor).exclude(state=states.Opportunity.DRAFT)


def _zone_of(request: ActingRequest, company: Organization) -> str:
    """Offer the zone of the company's last posting, else the person's own."""
    last = queries.own(request.actor).exclude(time_zone="").values_list("time_zone", flat=True).first()
    zone = last or getattr(request.user, "time_zone", "")
    return "" if zone == "UTC" else str(zone)


def _describe_form(request: ActingRequest, opportunity: Any) -> DescribeForm:
    return DescribeForm(
        request.POST if request.method == "POST" else None,
        for_later="later" in request.POST,
        initial={name: getattr(opportunity, name) for name in DESCRIBED},
    )


def _described(form: DescribeForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in DESCRIBED}


@for_the_company
@require_POST
def from_advertisement(request: ActingRequest) -> HttpResponse:
    """Fill a draft from an existing advertisement, pasted or as a page."""
    form = AdvertisementForm(request.POST, request.FILES, auto_id="ad_%s")
    made: list[Opportunity] = []
    if form.is_valid() and done(
        form,
        lambda: made.append(
            actions.draft_from_advertisement(
                text=form.cleaned_data["text"], html=form.cleaned_data["page"], by=request.actor, at=request.at
            )
        ),
    ):
        return see("company:describe", made[0].public_id)
    company = accounts.organization_of(request.actor)
    empty = DescribeForm(initial={"city": company.city, "country": company.country})
    return _new_page(request, company, empty, form)


@for_the_company
@require_POST
def copy(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Post an earlier trial again: everything but its dates."""
    own(request, opportunity_id)
    copied = actions.copy_opportunity(opportunity_id=opportunity_id, by=request.actor, at=request.at)
    return see("company:days", copied.public_id)


@for_the_company
@require_POST
def discard(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Throw a draft away."""
    own(request, opportunity_id)
    if try_to(
        request,
        lambda: actions.discard_draft(opportunity_id=opportunity_id, by=request.actor, at=request.at),
        _("The draft is gone."),
    ):
        return see("company:dashboard")
    return see("company:opportunity", opportunity_id)


# --- the five tasks -------------------------------------------------------------------------------
@for_the_company
@require_http_methods(["GET", "POST"])
def describe(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Describe the work."""
    opportunity = own(request, opportunity_id)
    form = _describe_form(request, opportunity)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.edit_description(
                opportunity_id=opportunity_id, by=request.actor, at=request.at, **_described(form)
            ),
        )
    ):
        return onwards(request, opportunity)
    return page(
        request,
        "company/posting/describe.html",
        {"opportunity": opportunity, "form": form, "seen": seen(opportunity), "hints": hints(opportunity)},
    )


@for_the_company
@require_POST
def describe_preview(request: ActingRequest, opportunity_id: str = "") -> HttpResponse:
    """Show what candidates would see, while one types. Nothing is kept."""
    opportunity = own(request, opportunity_id) if opportunity_id else blank()
    form = DescribeForm(request.POST, for_later=True)
    form.is_valid()
    for name in DESCRIBED:
        if name in form.cleaned_data:
            setattr(opportunity, name, form.cleaned_data[name])
    return render(request, "company/posting/_preview.html", {"seen": seen(opportunity), "hints": hints(opportunity)})


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
            "day_forms": day_forms,
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
    hosts = _hosts(request)
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


def _hosts(request: ActingRequest) -> list[tuple[str, str, str]]:
    """Return who may host: supervisors and recruiters, each once."""
    hosts: dict[str, tuple[str, str, str]] = {}
    for one in accounts.colleagues_of(request.actor).filter(role__in=("supervisor", "recruiter")):
        title = hosts.get(one.person.public_id, ("", "", ""))[2] or one.title
        hosts[one.person.public_id] = (one.person.public_id, str(one.person), title)
    return list(hosts.values())


def _me(request: ActingRequest, hosts: Sequence[tuple[str, str, str]]) -> str:
    mine = getattr(request.user, "public_id", "")
    return mine if any(person_id == mine for person_id, _name, _title in hosts) else ""


@for_the_company
@require_http_methods(["GET", "POST"])
def pay(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Set the pay, the goodbye bonus, the seats; see what each ending costs."""
    opportunity = own(request, opportunity_id)
    form = _pay_form(request, opportunity)
    if (
        request.method == "POST"
        and form.is_valid()
        and "work_out" not in request.POST
        and done(
            form,
            lambda: actions.set_pay(
                opportunity_id=opportunity_id, by=request.actor, at=request.at, **_paid(form, opportunity)
            ),
        )
    ):
        return onwards(request, opportunity)
    if form.is_bound and not form.errors:
        _apply(opportunity, form)
    return page(
        request,
        "company/posting/pay.html",
        {"opportunity": opportunity, "form": form, **costs.beside(opportunity, request.at)},
    )


@for_the_company
@require_POST
def pay_cost(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Work out what each ending costs, while one types. Nothing is kept."""
    opportunity = own(request, opportunity_id)
    form = _pay_form(request, opportunity)
    form.is_valid()
    _apply(opportunity, form)
    return render(request, "company/posting/_cost.html", costs.beside(opportunity, request.at))


def _pay_form(request: ActingRequest, opportunity: Opportunity) -> PayForm:
    currency = opportunity.currency or _currency_of(opportunity.country)
    bonus = opportunity.exit_bonus_minor
    initial: dict[str, Any] = {
        "currency": currency,
        "engagement_type": opportunity.engagement_type,
        "seats_wanted": opportunity.seats_wanted,
    }
    if opportunity.daily_pay_minor:
        initial["daily_pay"] = written(opportunity.daily_pay_minor, currency)
        initial["kill_fee"] = written(opportunity.kill_fee_minor, currency) if opportunity.kill_fee_minor else ""
        initial |= {f"bonus_{day}": written(minor, currency) for day, minor in enumerate(bonus, 1)}
    return PayForm(
        request.POST if request.method == "POST" else None, days=max(opportunity.days_count, 1), initial=initial
    )


def _currency_of(country: str) -> str:
    known = {"US": "USD", "GB": "GBP", "CH": "CHF", "CA": "CAD", "AU": "AUD", "JP": "JPY", "SE": "SEK", "DK": "DKK"}
    return known.get(country, "EUR")


def _paid(form: PayForm, opportunity: Opportunity) -> dict[str, Any]:
    data = form.cleaned_data
    daily = data["daily_pay_minor"]
    typed = any(data.get(name) is not None for name in form.bonus_names)
    return {
        "currency": data["currency"],
        "daily_pay_minor": daily,
        "exit_bonus_minor": form.bonus_minor()
        if typed
        else posting_rules.suggested_bonus(daily, opportunity.days_count or 1),
        "kill_fee_minor": data["kill_fee_minor"] or daily,
        "engagement_type": data["engagement_type"],
        "seats_wanted": data["seats_wanted"],
    }


def _apply(opportunity: Opportunity, form: PayForm) -> None:
    """Put what was typed on the copy in memory, as far as it can be read."""
    if "daily_pay_minor" not in form.cleaned_data:
        opportunity.daily_pay_minor = 0
        return
    form.cleaned_data.setdefault("seats_wanted", opportunity.seats_wanted)
    form.cleaned_data.setdefault("engagement_type", opportunity.engagement_type)
    form.cleaned_data.setdefault("kill_fee_minor", 0)
    for name, value in _paid(form, opportunity).items():
        setattr(opportunity, name, value)


@for_the_company
@require_http_methods(["GET", "POST"])
def rules(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Sign the rules."""
    opportunity = own(request, opportunity_id)
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        initial={
            "use_of_work": opportunity.use_of_work or DEFAULT_USE_OF_WORK,
            "may_show": opportunity.may_show or DEFAULT_MAY_SHOW,
            "confidentiality": opportunity.confidentiality,
            "expenses": opportunity.expenses,
        },
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.accept_rules(
                opportunity_id=opportunity_id,
                by=request.actor,
                at=request.at,
                **form.cleaned_data,
            ),
        )
    ):
        return onwards(request, opportunity)
    return page(request, "company/posting/rules.html", {"opportunity": opportunity, "form": form})
