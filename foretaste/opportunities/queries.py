"""What may be seen of opportunities, and by whom; the search list; what is due; a company's record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.core import calendars, reading
from foretaste.core.refusals import NotFound
from foretaste.money import queries as money
from foretaste.money import wages
from foretaste.opportunities import costs as cost_rules
from foretaste.opportunities import posting_rules, quality
from foretaste.opportunities.models import (
    Application,
    Offer,
    Opportunity,
    OpportunityDay,
    OpportunityPerson,
    Question,
    Seat,
)
from foretaste.opportunities.paging import ORDERS, Cursor, cursor_after
from foretaste.opportunities.posting_rules import PlannedDay, Posting, Problem, Task, WageCheck

EDITORS = (Role.RECRUITER,)
FUNDERS = (Role.RECRUITER, Role.FINANCE)
CHOOSERS = (Role.RECRUITER, Role.SUPERVISOR)

# --- who sees what ----------------------------------------------------------------------------


def published() -> QuerySet[Opportunity]:
    """Return what is open for asking."""
    return Opportunity.objects.filter(state=Opportunity.State.PUBLISHED)


def visible_to(by: Actor) -> QuerySet[Opportunity]:
    """Opportunities: what was ever published or announced for everyone, a company's own, all for the operator."""
    if by.is_operator:
        return Opportunity.objects.all()
    public = Q(published_at__isnull=False) | Q(announced_at__isnull=False)
    if by.is_company and by.organization_id is not None:
        public |= Q(organization_id=by.organization_id)
    return Opportunity.objects.filter(public)


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


# --- a posting as a list of tasks ---------------------------------------------------------------


def open_offers_visible_to(by: Actor) -> QuerySet[Offer]:
    """Return the offers that wait for an answer."""
    return offers_visible_to(by).filter(state=Offer.State.OPEN)


def open_offer_of(application: Application) -> Offer | None:
    """Return the offer that waits for this applicant's answer."""
    return application.offers.filter(state=Offer.State.OPEN).first()


def posting_of(opportunity: Opportunity) -> Posting:
    """Return the posting as the pure rules read it."""
    return Posting(
        title=opportunity.title,
        summary=opportunity.summary,
        brief=opportunity.brief,
        deliverable=opportunity.deliverable,
        field=opportunity.field,
        place_kind=opportunity.place_kind,
        country=opportunity.country,
        city=opportunity.city,
        address=opportunity.address,
        time_zone=opportunity.time_zone,
        days=planned_days(opportunity),
        answer_by=opportunity.answer_by,
        has_host=opportunity.host_id is not None,
        currency=opportunity.currency,
        daily_pay_minor=opportunity.daily_pay_minor,
        exit_bonus_minor=tuple(opportunity.exit_bonus_minor),
        kill_fee_minor=opportunity.kill_fee_minor,
        rules_accepted=opportunity.rules_accepted_at is not None,
    )


def planned_days(opportunity: Opportunity) -> tuple[PlannedDay, ...]:
    return tuple(
        PlannedDay(day.on, day.starts, day.ends, day.break_minutes, day.plan) for day in opportunity.days.all()
    )


def tasks_of(opportunity: Opportunity, at: dt.datetime) -> dict[Task, list[Problem]]:
    """Return the five tasks with what is still missing or wrong in each."""
    return posting_rules.problems(posting_of(opportunity), wage_check_of(opportunity), at)


def wage_check_of(
    opportunity: Opportunity, country: str | None = None, region: str | None = None, city: str | None = None
) -> WageCheck | None:
    """Return the pay beside the minimum wage of the place, or of the place a remote intern sits in.

    None while the place, the days or the pay are missing.
    """
    country = opportunity.country if country is None else country
    region = opportunity.region if region is None else region
    city = opportunity.city if city is None else city
    days = planned_days(opportunity)
    if not (country and days and opportunity.currency and opportunity.daily_pay_minor and opportunity.time_zone):
        return None
    floors = [money.wage_floor_for(country, region, city, day.on) for day in days]
    known = [floor for floor in floors if floor is not None]
    if len(known) < len(floors):
        return WageCheck(daily_pay_minor=opportunity.daily_pay_minor)
    highest = max(known, key=lambda floor: floor.hourly or 0)
    if highest.currency != opportunity.currency:
        return WageCheck(daily_pay_minor=opportunity.daily_pay_minor, other_currency=highest.currency)
    minutes = [max(0, day.working_minutes(opportunity.time_zone)) for day in days]
    return WageCheck(
        hourly=highest.hourly,
        least_daily_minor=[wages.least_pay(floor, worked).minor for floor, worked in zip(known, minutes, strict=True)],
        source=highest.source,
        daily_pay_minor=opportunity.daily_pay_minor,
    )


def quality_of(opportunity: Opportunity) -> quality.Draft:
    """Return the posting as the hints read it: `quality.hints(...)`, `quality.marks(...)`."""
    days = list(opportunity.days.all())
    people = list(opportunity.people.all())
    planned = planned_days(opportunity)
    zone = opportunity.time_zone or "UTC"
    return quality.Draft(
        title=opportunity.title,
        summary=opportunity.summary,
        brief=opportunity.brief,
        deliverable=opportunity.deliverable,
        could_lead_to=opportunity.could_lead_to,
        skills=opportunity.skills,
        plans=[" ".join([day.plan, *(item.get("what", "") for item in day.items)]) for day in days],
        hours_planned=sum(len(day.items) for day in days),
        people=len(people),
        people_who_say_what_they_do=sum(bool(person.does.strip()) for person in people),
        holidays=len(holidays_of(opportunity)),
        longest_day_minutes=max((day.working_minutes(zone) for day in planned), default=0),
    )


def holidays_of(opportunity: Opportunity) -> dict[dt.date, str]:
    """Return the days that are public holidays in the place: said plainly, never refused."""
    if not opportunity.country:
        return {}
    named = {
        day.on: calendars.public_holiday(day.on, opportunity.country, opportunity.region or None)
        for day in opportunity.days.all()
    }
    return {on: name for on, name in named.items() if name}


def costs_of(opportunity: Opportunity) -> list[cost_rules.Cost]:
    """Return the cost of every ending in figures; empty while days or pay are missing."""
    if not opportunity.daily_pay_minor or not opportunity.days_count:
        return []
    bonus = opportunity.exit_bonus_minor
    return cost_rules.costs(opportunity.day_pay_minor, bonus, opportunity.kill_fee_minor, opportunity.fee_basis_points)


# --- the search list ----------------------------------------------------------------------------

LISTED = (
    "id", "public_id", "state", "title", "summary", "field", "skills", "place_kind", "country", "region", "city",
    "time_zone", "days_count", "first_on", "last_on", "starts_at", "on_weekdays", "on_weekends", "in_evenings",
    "currency", "daily_pay_minor", "exit_bonus_minor", "seats_wanted", "answer_by", "closes_at", "published_at",
    "organization__id", "organization__public_id", "organization__name", "organization__slug",
    "organization__verified_at",
)  # fmt: skip


@dataclass(frozen=True)
class Cut:
    """One page of the list, and the cursor of the next; None at the end."""

    rows: list[Opportunity]
    following: Cursor | None


def cut(found: QuerySet[Opportunity], size: int, *, order: str, after: Cursor | None = None) -> Cut:
    """Return the rows after the cursor. Nothing repeats and nothing is skipped when rows appear between two pages."""
    rows = list((after.following(found) if after else found)[: size + 1])
    return Cut(rows[:size], cursor_after(rows[size - 1], order) if len(rows) > size else None)


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for; everything may be left out."""

    text: str = ""
    place: str = ""  # a city, a country's code, or "remote"
    days: Sequence[int] = ()  # 1 to 5
    pay: int | None = None  # at least so much a day, in minor units of `currency`
    currency: str = ""
    field: str = ""
    when: Sequence[str] = ()  # weekdays, weekends, evenings
    starts_from: dt.date | None = None
    starts_until: dt.date | None = None
    order: str = "soonest"


def search(
    text: str = "",
    place: str = "",
    days: Sequence[int] = (),
    pay: int | None = None,
    field: str = "",
    when: Sequence[str] = (),
    *,
    currency: str = "",
    starts_from: dt.date | None = None,
    starts_until: dt.date | None = None,
    order: str = "soonest",
    at: dt.datetime,
) -> QuerySet[Opportunity]:
    """Return what is open and fits, with the company's name, ready to be cut into pages.

    Slices of it run on an index: `search(...)[:20]`. `order` is soonest, newest or pay.
    """
    found = published().filter(starts_at__gt=at)
    for word in re.findall(r"[\w+#]+", text)[:8]:
        found = found.filter(searched=SearchQuery(f"'{word}':*", config="simple", search_type="raw"))
    if place.strip().casefold() == "remote":
        found = found.filter(place_kind=Opportunity.PlaceKind.REMOTE)
    elif place.strip():
        found = found.filter(Q(city__iexact=place.strip()) | Q(country__iexact=place.strip()))
    if days:
        found = found.filter(days_count__in=list(days))
    if currency:
        found = found.filter(currency=currency)
    if pay is not None:
        found = found.filter(daily_pay_minor__gte=pay)
    if field:
        found = found.filter(field=field)
    if when:
        columns = {"weekdays": "on_weekdays", "weekends": "on_weekends", "evenings": "in_evenings"}
        wanted = Q()
        for one in when:
            if one in columns:
                wanted |= Q(**{columns[one]: True})
        found = found.filter(wanted)
    if starts_from is not None:
        found = found.filter(first_on__gte=starts_from)
    if starts_until is not None:
        found = found.filter(first_on__lte=starts_until)
    return found.select_related("organization").only(*LISTED).order_by(*ORDERS.get(order, ORDERS["soonest"]))


def whole(opportunities: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Load with a page's worth of neighbours: company, host, days, people, seats."""
    return opportunities.select_related("organization", "host").prefetch_related(
        Prefetch("days", queryset=OpportunityDay.objects.order_by("number")),
        Prefetch("people", queryset=OpportunityPerson.objects.order_by("position", "id")),
        Prefetch("seats", queryset=Seat.objects.order_by("number")),
    )


def posting_visible_to(by: Actor, opportunity_id: str) -> Opportunity:
    """Return one posting with all its page shows, as `whole` loads it; `NotFound` for whoever may not see it."""
    for opportunity in visible_to(by).filter(public_id=opportunity_id):
        opportunity.organization = accounts.organization_with_key(opportunity.organization_id)
        reading.with_rows(opportunity, "days", OpportunityDay, "ORDER BY number")
        reading.with_rows(opportunity, "people", OpportunityPerson, "ORDER BY position, id")
        reading.with_rows(opportunity, "seats", Seat, "ORDER BY number")
        return opportunity
    raise NotFound


def alike(opportunity: Opportunity, at: dt.datetime, count: int = 3) -> list[Opportunity]:
    """Return open ones like it: the same field first, then the same city, then the soonest."""
    near = search(at=at).exclude(pk=opportunity.pk)
    found: list[Opportunity] = []
    for some in (near.filter(field=opportunity.field), near.filter(city=opportunity.city), near):
        known = {one.pk for one in found}
        found += [one for one in some[: count * 2] if one.pk not in known]
        if len(found) >= count:
            break
    return found[:count]


# --- candidates -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """An application as the company sees it; its label hides the name where the posting asks for that."""

    application: Application
    label: str
    is_named: bool


def candidates_of(opportunity: Opportunity, by: Actor) -> list[Candidate]:
    """Return who asked, by plain date of asking. Nobody is ranked, nobody is rejected by a rule.

    With names hidden each is "Candidate 1, 2, ..." in that order, until welcomed.
    """
    asked = (
        applications_visible_to(by)
        .filter(opportunity=opportunity)
        .exclude(state=Application.State.WITHDRAWN)
        .select_related("intern", "opportunity")
        .order_by("created_at", "id")
    )
    return [
        Candidate(one, one.intern.get_full_name() if named else _("Candidate %(number)d") % {"number": number}, named)
        for number, one in enumerate(asked, 1)
        for named in [is_named(one)]
    ]


def is_named(application: Application) -> bool:
    """Whether the company sees the candidate's name: always, unless hidden until the welcome."""
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


# --- seats ------------------------------------------------------------------------------------------


def seat_counts(opportunity: Opportunity) -> dict[str, int]:
    """Return how many seats stand in each state."""
    rows = opportunity.seats.order_by().values("state").annotate(count=Count("id"))
    return {row["state"]: row["count"] for row in rows}


# --- what is due ------------------------------------------------------------------------------------


def due_to_lapse_offers(at: dt.datetime) -> QuerySet[Offer]:
    """Offers whose time to answer is over."""
    return Offer.objects.filter(state=Offer.State.OPEN, answer_by__lte=at).order_by("answer_by", "id")


def due_to_lapse_applications(at: dt.datetime) -> QuerySet[Application]:
    """Applications and invitations whose date has passed unanswered."""
    waiting = [Application.State.INVITED, Application.State.SUBMITTED, Application.State.SHORTLISTED]
    return Application.objects.filter(state__in=waiting, answer_due_at__lte=at).order_by("answer_due_at", "id")


def due_to_close_filled() -> QuerySet[Opportunity]:
    """Open opportunities whose seats are all taken."""
    left = Seat.objects.filter(opportunity=OuterRef("pk")).exclude(state__in=[Seat.State.TAKEN, Seat.State.WITHDRAWN])
    taken = Seat.objects.filter(opportunity=OuterRef("pk"), state=Seat.State.TAKEN)
    return published().filter(~Exists(left), Exists(taken)).order_by("id")


def due_to_close_past(at: dt.datetime) -> QuerySet[Opportunity]:
    """What was open, or had money set aside, when its first day came."""
    held = Seat.objects.filter(opportunity=OuterRef("pk"), state__in=[Seat.State.FUNDING, Seat.State.FUNDED])
    return (
        Opportunity.objects.filter(starts_at__lte=at)
        .exclude(state=Opportunity.State.CLOSED)
        .filter(Q(state=Opportunity.State.PUBLISHED) | Exists(held))
        .order_by("starts_at", "id")
    )


def due_to_publish(at: dt.datetime) -> QuerySet[Opportunity]:
    """Drafts with a funded seat that could not be published when the money came."""
    funded = Seat.objects.filter(opportunity=OuterRef("pk"), state=Seat.State.FUNDED)
    drafts = [Opportunity.State.DRAFT, Opportunity.State.AWAITING_CONFIRMATION]
    return Opportunity.objects.filter(Exists(funded), state__in=drafts, closes_at__gt=at).order_by("id")


def awaiting_confirmation() -> QuerySet[Opportunity]:
    """The operator's queue: postings whose wage no table knows, or that pay unusually much; the oldest first."""
    return (
        Opportunity.objects.filter(state=Opportunity.State.AWAITING_CONFIRMATION)
        .select_related("organization")
        .order_by("changed_at", "id")
    )


# --- a company's record -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Record:
    """What the public record says from here; days started and finished come from the trials."""

    published: int
    open_now: int
    offers: int
    answers_due: int
    answers_on_time: int

    @property
    def on_time_percent(self) -> int | None:
        """None under five answers: too few to say."""
        return 100 * self.answers_on_time // self.answers_due if self.answers_due >= 5 else None


def record_of(company_id: int) -> Record:
    """Return the counts of a company (by primary key): postings, offers, answers on time."""
    postings: dict[str, Any] = Opportunity.objects.filter(organization_id=company_id).aggregate(
        published=Count("id", filter=Q(published_at__isnull=False)),
        open_now=Count("id", filter=Q(state=Opportunity.State.PUBLISHED)),
    )
    answers: dict[str, Any] = Application.objects.filter(opportunity__organization_id=company_id).aggregate(
        due=Count("id", filter=Q(answered_on_time__isnull=False)),
        on_time=Count("id", filter=Q(answered_on_time=True)),
    )
    return Record(
        published=postings["published"],
        open_now=postings["open_now"],
        offers=Offer.objects.filter(seat__opportunity__organization_id=company_id).count(),
        answers_due=answers["due"],
        answers_on_time=answers["on_time"],
    )
