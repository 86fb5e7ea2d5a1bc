"""Drafting: a posting grows task by task, in any order. A draft may be incomplete; it may not be nonsense."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import COUNTRIES, host_in, organization_of, person_of
from foretaste.core import calendars
from foretaste.core.amounts import Amount
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable, NotAllowed
from foretaste.core.transactions import action, step
from foretaste.money import endings
from foretaste.money import queries as money
from foretaste.opportunities import criteria, posting_rules, queries, refusals, terms, words
from foretaste.opportunities.actions.loading import opportunity_for
from foretaste.opportunities.actions.moves import _begin, _move
from foretaste.opportunities.advertisement import Advertisement, read_html, read_text
from foretaste.opportunities.events import SkillsOfAnOpenPostingChanged
from foretaste.opportunities.models import Opportunity, OpportunityDay, OpportunityPerson, Seat
from foretaste.opportunities.posting_rules import PlannedDay
from foretaste.skills import queries as taxonomy

DESCRIPTION = (
    "title", "summary", "brief", "deliverable", "field", "skills", "could_lead_to", "criteria", "language",
    "place_kind", "country", "region", "city", "address", "time_zone", "hide_names",
)  # fmt: skip
PLACE = frozenset({"place_kind", "country", "region", "city", "time_zone"})  # the wage floor hangs on these
RULES = ("use_of_work", "may_show", "confidentiality", "expenses")
CURRENCIES = frozenset(Locale("en").currencies)
LONGEST = {
    field.name: field.max_length
    for field in Opportunity._meta.concrete_fields
    if field.name in DESCRIPTION and field.max_length
}
MOST_PAY_MINOR = 100_000_000
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
LONGEST_TEXT = 10_000
LONGEST_LINE = 200  # what is no longer than this is one line: no title adds a paragraph to what both sign
MOST_SKILLS = 12
MOST_SEATS = 50
DRAFTS = (Opportunity.State.DRAFT, Opportunity.State.AWAITING_CONFIRMATION)


@action
def draft_opportunity(*, by: Actor, at: dt.datetime, **description: Any) -> Opportunity:
    """Start a draft for the actor's company, empty or with what `edit_description` takes."""
    opportunity = _new_draft(by, at)
    _describe(opportunity, description)
    opportunity.save()
    return opportunity


@action
def draft_from_advertisement(*, text: str = "", html: str | bytes = "", by: Actor, at: dt.datetime) -> Opportunity:
    """Start a draft from an existing advertisement: pasted text, or an uploaded page with JobPosting JSON-LD.

    What can be read fills it in; what can't stays empty and is asked by the tasks. Nothing is fetched.
    """
    found: Advertisement = read_html(html) if html else read_text(text)
    opportunity = _new_draft(by, at)
    read = found.description()
    read["country"] = read.get("country") if read.get("country") in COUNTRIES else opportunity.country
    _describe(opportunity, read)
    if found.currency in CURRENCIES:
        opportunity.currency = found.currency
        opportunity.daily_pay_minor = _pay_read(found)  # the pay task stays open: bonus and kill fee are not there
    opportunity.save()
    return opportunity


@action
def copy_opportunity(
    *, opportunity_id: str, first_on: dt.date | None = None, by: Actor, at: dt.datetime
) -> Opportunity:
    """Start a draft as a copy, with new dates: from `first_on`, else so many whole weeks later that it lies ahead.

    Seats, money, questions and candidates are not copied; the rules are accepted anew.
    """
    old = opportunity_for(opportunity_id, by, *queries.EDITORS)
    new = _new_draft(by, at)
    copied = (
        *DESCRIPTION,
        *RULES,
        "confirmed_skills",
        "host_id",
        "currency",
        "daily_pay_minor",
        "exit_bonus_minor",
        "kill_fee_minor",
    )
    for field in (*copied, "engagement_type", "seats_wanted", "days_count"):
        setattr(new, field, getattr(old, field))
    new.copied_from = old
    new.fee_basis_points = _fee_basis_points(at)
    shift = _shift(old, first_on, at)
    days = list(old.days.all())
    for day in days:
        new.days.create(
            number=day.number,
            on=day.on + shift,
            starts=day.starts,
            ends=day.ends,
            break_minutes=day.break_minutes,
            title=day.title,
            plan=day.plan,
            items=day.items,
        )
    for person in old.people.all():
        new.people.create(name=person.name, does=person.does, relation=person.relation, position=person.position)
    if days:
        wanted = old.answer_by + shift if old.answer_by else days[0].on + shift - dt.timedelta(days=1)
        _note_days(new, wanted)
    _match_seats(new, new.seats_wanted, by, at)
    new.save()
    return new


@action
def edit_description(*, opportunity_id: str, by: Actor, at: dt.datetime, **description: Any) -> Opportunity:
    """Describe the work and its place. Fields: title, summary, brief, deliverable, field, skills (a list),
    could_lead_to, criteria (a list), language, place_kind, country, region, city, address, time_zone, hide_names."""
    opportunity = _draft_for(opportunity_id, by)
    changed = {field for field, value in description.items() if getattr(opportunity, field, None) != value}
    if changed & PLACE:
        _refuse_while_money_moves(opportunity)
    _describe(opportunity, description)
    return _changed(opportunity, by, at, reconfirm=bool(changed & PLACE))


@action
def plan_days(
    *,
    opportunity_id: str,
    days: Sequence[Mapping[str, Any]],
    answer_by: dt.date | None = None,
    by: Actor,
    at: dt.datetime,
) -> Opportunity:
    """Plan the days, in any order; they are numbered by date.

    Each is {on: date, starts: time, ends: time, break_minutes, title, plan, items: [{at, what, note}]}.
    `answer_by` is the date by which everyone who asks is answered. What breaks guarantee 1 is refused
    even in a draft; what is only incomplete is kept.
    """
    opportunity = _draft_for(opportunity_id, by)
    _refuse_while_money_moves(opportunity)
    planned = sorted(days, key=lambda day: day["on"])
    rules = [
        PlannedDay(day["on"], day["starts"], day["ends"], int(day.get("break_minutes") or 0), " ") for day in planned
    ]
    kept = {posting_rules.Problem.NO_DAYS, posting_rules.Problem.NO_DAY_PLAN}
    zone = opportunity.time_zone
    found = [one for one in posting_rules.day_problems(rules, zone, at) if one not in kept]
    if answer_by is not None:
        found += posting_rules.answer_problems(rules, answer_by, zone, at)
    _refuse(found)
    opportunity.days.all().delete()
    for number, day in enumerate(planned, 1):
        opportunity.days.create(
            number=number,
            on=day["on"],
            starts=day["starts"],
            ends=day["ends"],
            break_minutes=int(day.get("break_minutes") or 0),
            title=_text(day.get("title", ""), "days", 120),
            plan=_text(day.get("plan", ""), "days", LONGEST_TEXT),
            items=_items(day.get("items") or ()),
        )
    _note_days(opportunity, answer_by)
    if opportunity.daily_pay_minor and len(opportunity.exit_bonus_minor) != len(planned):
        opportunity.exit_bonus_minor = posting_rules.suggested_bonus(opportunity.daily_pay_minor, len(planned))
    return _changed(opportunity, by, at, reconfirm=True)


@action
def name_people(
    *,
    opportunity_id: str,
    host_id: str,
    host_does: str = "",
    people: Sequence[Mapping[str, str]] = (),
    by: Actor,
    at: dt.datetime,
) -> Opportunity:
    """Say who hosts (a person of the company, by public id) and who else will be met: [{name, does}]."""
    opportunity = _draft_for(opportunity_id, by)
    host = host_in(opportunity.organization, host_id)
    if host is None:
        raise NotAcceptable(host=_("Choose a colleague who is a supervisor or recruiter of your company."))
    opportunity.host = host
    opportunity.people.all().delete()
    relation = OpportunityPerson.Relation
    opportunity.people.create(
        name=host.name or host.email, does=_text(host_does, "host_does", 200), relation=relation.HOST, position=0
    )
    for position, one in enumerate(people[:20], 1):
        if name := _text(one.get("name", ""), "people", 120):
            does = _text(one.get("does", ""), "people", 200)
            opportunity.people.create(name=name, does=does, relation=relation.MEET, position=position)
    return _changed(opportunity, by, at)


@action
def set_pay(
    *,
    opportunity_id: str,
    currency: str,
    daily_pay_minor: int,
    exit_bonus_minor: Sequence[int] | None = None,
    kill_fee_minor: int | None = None,
    engagement_type: str = Opportunity.EngagementType.CONTRACTOR,
    seats_wanted: int = 1,
    by: Actor,
    at: dt.datetime,
) -> Opportunity:
    """Set the pay of a day, the goodbye bonus by day, the kill fee and the number of seats.

    Left out, the bonus is half a day's pay on every day but the last and the kill fee the first day's pay.
    An unfair schedule and pay below a known wage floor are refused even in a draft.
    """
    opportunity = _draft_for(opportunity_id, by)
    _refuse_while_money_moves(opportunity)
    currency = currency.upper()
    if currency not in CURRENCIES:
        raise NotAcceptable(currency=_("Choose a currency from the list."))
    if not 0 < daily_pay_minor <= MOST_PAY_MINOR:
        raise NotAcceptable(daily_pay=str(words.PROBLEMS[posting_rules.Problem.NO_PAY]))
    if engagement_type not in Opportunity.EngagementType.values:
        raise NotAcceptable(engagement_type=_("Choose how the intern is engaged."))
    if not 1 <= seats_wanted <= MOST_SEATS:
        raise NotAcceptable(seats_wanted=_("Choose 1 to 50 seats."))
    days = opportunity.days_count or 1
    opportunity.currency, opportunity.daily_pay_minor = currency, daily_pay_minor
    opportunity.exit_bonus_minor = (
        posting_rules.suggested_bonus(daily_pay_minor, days) if exit_bonus_minor is None else list(exit_bonus_minor)
    )
    opportunity.kill_fee_minor = (
        endings.least_kill_fee([daily_pay_minor] * days) if kill_fee_minor is None else kill_fee_minor
    )
    opportunity.engagement_type = engagement_type
    opportunity.seats_wanted = seats_wanted
    opportunity.fee_basis_points = _fee_basis_points(at)
    _refuse(posting_rules.pay_problems(queries.posting_of(opportunity), queries.wage_check_of(opportunity)))
    _match_seats(opportunity, seats_wanted, by, at)
    return _changed(opportunity, by, at, reconfirm=True)


@action
def accept_rules(
    *,
    opportunity_id: str,
    use_of_work: str = "",
    may_show: str = "",
    confidentiality: str = "",
    expenses: str = "",
    by: Actor,
    at: dt.datetime,
) -> Opportunity:
    """Accept the rules, and say what the agreement will: who uses the work, what may be shown, and so on."""
    opportunity = _draft_for(opportunity_id, by)
    opportunity.use_of_work = _text(use_of_work, "use_of_work", LONGEST_TEXT) or terms.DEFAULT_USE_OF_WORK
    opportunity.may_show = _text(may_show, "may_show", LONGEST_TEXT) or terms.DEFAULT_MAY_SHOW
    opportunity.confidentiality = _text(confidentiality, "confidentiality", LONGEST_TEXT)
    opportunity.expenses = _text(expenses, "expenses", LONGEST_TEXT)
    opportunity.rules_accepted_at, opportunity.rules_accepted_by = at, person_of(by)
    return _changed(opportunity, by, at)


@action
def confirm_skills(*, opportunity_id: str, codes: Sequence[str], by: Actor, at: dt.datetime) -> Opportunity:
    """Confirm the skills of the taxonomy that can be tried here: exactly these, in this order.

    An open posting may change them too: they promise nothing that anybody signs.
    """
    opportunity = opportunity_for(opportunity_id, by, *queries.EDITORS)
    if opportunity.state == Opportunity.State.CLOSED:
        raise refusals.NotNow
    kept = taxonomy.to_keep(codes, opportunity.confirmed_skills)
    if kept == opportunity.confirmed_skills:
        return opportunity
    opportunity.confirmed_skills, opportunity.changed_at = kept, at
    opportunity.save(update_fields=["confirmed_skills", "changed_at"])
    if opportunity.is_open:
        publish(SkillsOfAnOpenPostingChanged(opportunity_id=opportunity.public_id))
    return opportunity


@action
def discard_draft(*, opportunity_id: str, by: Actor, at: dt.datetime) -> None:
    """Throw a draft away that has never held money."""
    opportunity = _draft_for(opportunity_id, by)
    _refuse_while_money_moves(opportunity)
    if opportunity.seats.filter(funded_at__isnull=False).exists():
        raise refusals.NotNow(_("Money was set aside for this trial once: its record stays. Close it instead."))
    opportunity.delete()


# --- parts --------------------------------------------------------------------------------------------


def _new_draft(by: Actor, at: dt.datetime) -> Opportunity:
    if not by.has(*queries.EDITORS):
        raise NotAllowed
    organization = organization_of(by)
    if organization.suspended_at is not None:
        raise refusals.TheCompanyIsSuspended
    if 0 < settings.DRAFTS_OF_A_COMPANY <= queries.own(by).filter(state__in=DRAFTS).count():
        raise refusals.ThatIsManyDrafts
    draft = Opportunity(
        organization=organization,
        created_by=person_of(by),
        created_at=at,
        changed_at=at,
        country=organization.country,
        city=organization.city,
        fee_basis_points=_fee_basis_points(at),
    )
    return _begin(draft, "draft", by=by, at=at)


def _pay_read(found: Advertisement) -> int:
    """Return the pay of a day as an advertisement writes it: "120", "120.50"; "13.000" are thirteen thousand."""
    whole = found.daily_pay.replace(".", "") if THOUSANDS.fullmatch(found.daily_pay) else found.daily_pay
    try:
        minor = Amount.from_major(whole or 0, found.currency).minor
    except (ValueError, ArithmeticError):
        return 0
    return minor if 0 < minor <= MOST_PAY_MINOR else 0


def _fee_basis_points(at: dt.datetime) -> int:
    return money.fee_basis_points_on(at.date())


def _draft_for(opportunity_id: str, by: Actor) -> Opportunity:
    opportunity = opportunity_for(opportunity_id, by, *queries.EDITORS)
    if not opportunity.is_draft:
        raise refusals.ItIsNoLongerADraft
    return opportunity


def _refuse_while_money_moves(opportunity: Opportunity) -> None:
    if opportunity.seats.filter(state__in=[Seat.State.FUNDING, Seat.State.FUNDED]).exists():
        raise refusals.TheMoneyIsOnItsWay


def _refuse(found: Sequence[posting_rules.Problem]) -> None:
    if found:
        raise refusals.SomethingIsMissing(
            " ".join(str(words.PROBLEMS[one]) for one in found),
            **{one.at_field: str(words.PROBLEMS[one]) for one in reversed(found)},
        )


@step
def _changed(opportunity: Opportunity, by: Actor, at: dt.datetime, *, reconfirm: bool = False) -> Opportunity:
    """Save a changed draft. What the operator confirmed must be confirmed anew once place, days or pay change."""
    if reconfirm:
        opportunity.wage_confirmed_at = opportunity.wage_confirmed_by = None
        opportunity.wage_note = ""
    opportunity.changed_at = at
    opportunity.save()
    if reconfirm and opportunity.state == Opportunity.State.AWAITING_CONFIRMATION:
        _move(opportunity, "go_back_to_draft", by=by, at=at, note="changed")
    return opportunity


def _describe(opportunity: Opportunity, description: Mapping[str, Any]) -> None:
    if unknown := set(description) - set(DESCRIPTION):
        raise TypeError(f"A description has no {', '.join(sorted(unknown))}.")
    for field, value in description.items():
        if field == "skills":
            value = _skills(value)
        elif field == "criteria":
            value = _criteria(value)
        elif field == "hide_names":
            value = bool(value)
        else:
            value = _text(value, field, LONGEST.get(field, LONGEST_TEXT))
        setattr(opportunity, field, value)
    wrong: dict[str, str] = {}
    if opportunity.country and opportunity.country not in COUNTRIES:
        wrong["country"] = _("Choose a country from the list.")
    if opportunity.time_zone and opportunity.time_zone not in calendars.known_zones():
        wrong["time_zone"] = _("Choose a time zone from the list.")
    if opportunity.field and opportunity.field not in words.FIELDS:
        wrong["field"] = _("Choose a field of work from the list.")
    if opportunity.place_kind not in Opportunity.PlaceKind.values:
        wrong["place_kind"] = _("Choose where the work is done.")
    if wrong:
        raise NotAcceptable(**wrong)
    if "time_zone" in description and opportunity.pk:
        _note_days(opportunity, opportunity.answer_by)


def _note_days(opportunity: Opportunity, answer_by: dt.date | None) -> None:
    """Write the copies of the days that lists and deadlines run on."""
    days: list[OpportunityDay] = list(opportunity.days.order_by("number"))
    zone = opportunity.time_zone or "UTC"
    opportunity.days_count = len(days)
    opportunity.first_on = days[0].on if days else None
    opportunity.last_on = days[-1].on if days else None
    opportunity.starts_at = calendars.moment(days[0].on, days[0].starts, zone) if days else None
    for field, value in posting_rules.when([PlannedDay(day.on, day.starts, day.ends) for day in days]).items():
        setattr(opportunity, field, value)
    opportunity.answer_by = answer_by
    opportunity.closes_at = posting_rules.asking_ends_at(answer_by, zone) if answer_by else None


@step
def _match_seats(opportunity: Opportunity, wanted: int, by: Actor, at: dt.datetime) -> None:
    """Let a draft have as many seats as are wanted."""
    seats = list(opportunity.seats.select_for_update().exclude(state=Seat.State.WITHDRAWN))
    number = max(opportunity.seats.values_list("number", flat=True), default=0)
    for extra in range(wanted - len(seats)):
        _begin(Seat(opportunity=opportunity, number=number + extra + 1), "wanted", by=by, at=at)
    for seat in seats[wanted:]:
        _move(seat, "withdraw", by=by, at=at, note="fewer seats wanted")


def _shift(old: Opportunity, first_on: dt.date | None, at: dt.datetime) -> dt.timedelta:
    if old.first_on is None:
        return dt.timedelta()
    if first_on is not None:
        return first_on - old.first_on
    today = calendars.local_date(at, old.time_zone or "UTC")
    behind = (today + dt.timedelta(days=7) - old.first_on).days
    return dt.timedelta(weeks=max(1, -(-behind // 7)))


def _text(value: object, field: str, longest: int) -> str:
    text = str(value or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if longest <= LONGEST_LINE:
        text = " ".join(text.split())
    if len(text) > longest:
        raise NotAcceptable(**{field: _("Use at most %(longest)d characters.") % {"longest": longest}})
    return text


def _skills(value: object) -> list[str]:
    some = value.split(",") if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]
    skills = list(dict.fromkeys(text for one in some if (text := _text(one, "skills", 60))))
    if len(skills) > MOST_SKILLS:
        raise NotAcceptable(skills=_("Name at most %(most)d skills.") % {"most": MOST_SKILLS})
    return skills


def _criteria(value: object) -> list[str]:
    found = criteria.cleaned(value)
    if wrong := criteria.problem(found):
        raise NotAcceptable(criteria=str(words.CRITERIA[wrong]))
    return found


def _items(some: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "at": _text(one.get("at"), "days", 5),
            "what": _text(one.get("what"), "days", 120),
            "note": _text(one.get("note"), "days", 200),
        }
        for one in some[:20]
        if str(one.get("what") or "").strip()
    ]
