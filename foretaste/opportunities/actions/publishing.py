"""Publishing: money first. A seat is funded, and only then is the posting open."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.queries import person_of
from foretaste.core import calendars
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.money import endings, funding, movements
from foretaste.money import queries as money
from foretaste.opportunities import events, posting_rules, queries, refusals, words
from foretaste.opportunities.actions.loading import in_good_standing, locked, opportunity_for
from foretaste.opportunities.actions.moves import _begin, _move
from foretaste.opportunities.models import Application, Opportunity, Seat

if TYPE_CHECKING:
    from foretaste.money.models import FundingOrder


@action
def request_confirmation(*, opportunity_id: str, by: Actor, at: dt.datetime) -> Opportunity:
    """Ask the operator to look: no wage is known, the pay is unusually high, or the company is new (its rule says)."""
    opportunity = opportunity_for(opportunity_id, by, *queries.EDITORS)
    in_good_standing(opportunity)
    _refuse_unfinished(opportunity, at)
    if not needs_confirmation(opportunity) and not queries.is_looked_at_first(opportunity, at):
        raise refusals.NotNow(_("The pay needs no confirmation. You can fund a seat."))
    _move(opportunity, "wait_for_confirmation", by=by, at=at)
    publish(events.OpportunityAwaitsConfirmation(opportunity_id=opportunity.public_id))
    return opportunity


@action
def confirm_wage(*, opportunity_id: str, note: str, by: Actor, at: dt.datetime) -> Opportunity:
    """Confirm, as the operator, that the pay is lawful where the work is done; the note says what was relied on."""
    opportunity = _for_operator(opportunity_id, by)
    if opportunity.state != Opportunity.State.AWAITING_CONFIRMATION:
        raise refusals.NotNow
    if not note.strip():
        raise NotAcceptable(note=_("Say what you relied on."))
    opportunity.wage_confirmed_at, opportunity.wage_confirmed_by = at, person_of(by)
    opportunity.wage_note = note.strip()
    opportunity.save(update_fields=["wage_confirmed_at", "wage_confirmed_by", "wage_note"])
    _move(opportunity, "wage_confirmed", by=by, at=at, note=note.strip())
    _publish_if_ready(opportunity, by, at)
    publish(events.WageConfirmed(opportunity_id=opportunity.public_id))
    return opportunity


@action
def decline_wage(*, opportunity_id: str, note: str, by: Actor, at: dt.datetime) -> Opportunity:
    """Send the posting back, as the operator, with what to change."""
    opportunity = _for_operator(opportunity_id, by)
    if not note.strip():
        raise NotAcceptable(note=_("Say what to change."))
    _move(opportunity, "go_back_to_draft", by=by, at=at, note=note.strip())
    publish(events.WageNotConfirmed(opportunity_id=opportunity.public_id, note=note.strip()))
    return opportunity


@action
def announce_opportunity(*, opportunity_id: str, by: Actor, at: dt.datetime) -> Opportunity:
    """Show a finished draft before it may be published, without applications: over 30 days before day 1."""
    opportunity = opportunity_for(opportunity_id, by, *queries.EDITORS)
    in_good_standing(opportunity)
    _refuse_unfinished(opportunity, at)
    _refuse_unconfirmed(opportunity)
    if not opportunity.is_draft or opportunity.announced_at is not None:
        raise refusals.NotNow
    opportunity.announced_at = at
    opportunity.save(update_fields=["announced_at"])
    return opportunity


@action
def add_seats(*, opportunity_id: str, count: int, by: Actor, at: dt.datetime) -> Opportunity:
    """Add seats to an open opportunity; each is offered only once it is funded."""
    opportunity = opportunity_for(opportunity_id, by, *queries.EDITORS)
    if opportunity.state == Opportunity.State.CLOSED:
        raise refusals.NotNow
    numbers = list(opportunity.seats.values_list("number", flat=True))
    standing = opportunity.seats.exclude(state=Seat.State.WITHDRAWN).count()
    if count < 1 or standing + count > 50:
        raise NotAcceptable(seats_wanted=_("Choose 1 to 50 seats."))
    for extra in range(1, count + 1):
        _begin(Seat(opportunity=opportunity, number=max(numbers, default=0) + extra), "wanted", by=by, at=at)
    opportunity.seats_wanted = standing + count
    opportunity.save(update_fields=["seats_wanted"])
    return opportunity


@action
def fund_seats(
    *, opportunity_id: str, method: str, seats: int | None = None, return_url: str = "", by: Actor, at: dt.datetime
) -> FundingOrder:
    """Check everything, then order the money of so many unfunded seats (all, if not said).

    Returns money's order: its `pay_url` is where the company pays. The posting opens when a seat is funded.
    """
    opportunity = opportunity_for(opportunity_id, by, *queries.FUNDERS)
    in_good_standing(opportunity)
    _refuse_debtor(opportunity)
    if opportunity.state == Opportunity.State.CLOSED:
        raise refusals.NotNow
    _refuse_unfinished(opportunity, at)
    _refuse_unconfirmed(opportunity)
    if queries.is_looked_at_first(opportunity, at):
        raise refusals.TheCompanyIsNew
    _refuse_too_early(opportunity, at)
    open_seats = list(opportunity.seats.select_for_update().filter(state=Seat.State.UNFUNDED).order_by("number"))
    chosen = open_seats[:seats]
    if not chosen:
        raise refusals.ThereIsNothingToFund
    pay = sum(opportunity.day_pay_minor)
    fee = endings.fee_on(pay, opportunity.fee_basis_points)
    order: FundingOrder = funding.start_order(
        company_id=opportunity.organization.public_id,
        seats=[{"seat_id": seat.public_id, "pay_minor": pay, "fee_minor": fee} for seat in chosen],
        currency=opportunity.currency,
        method=method,
        by=by,
        at=at,
        return_url=return_url,
    )
    for seat in chosen:
        _move(seat, "start_funding", by=by, at=at, funding_order=order.public_id, pay_minor=pay, fee_minor=fee)
    return order


@action
def withdraw_seat_of_debtor(*, seat_id: str, by: Actor, at: dt.datetime) -> Seat:
    """Take back a seat of a company that owes: its fund pays the debt. Never one under offer, never a signed one."""
    if not by.has(Role.CLOCK, Role.PROVIDER):
        raise NotAllowed
    seat = _seat(seat_id)
    opportunity = seat.opportunity
    owes = money.owed_by(opportunity.organization.public_id, opportunity.currency)
    if seat.state != Seat.State.FUNDED or owes <= 0:
        raise refusals.NotNow
    _withdraw(seat, by, at)
    _count_what_stands(opportunity)
    return seat


@action
def note_seat_funded(*, seat_id: str, by: Actor, at: dt.datetime) -> Seat:
    """The seat's money is set aside: the posting opens when its tasks are done. Told twice, it changes nothing.

    Money for a seat that was withdrawn meanwhile goes back at once.
    """
    seat = _seat(seat_id)
    if seat.state == Seat.State.WITHDRAWN:
        _give_back(seat, by, at)
        return seat
    if seat.state in (Seat.State.FUNDING, Seat.State.UNFUNDED):
        _move(seat, "funded", by=by, at=at, funded_at=at)
        _publish_if_ready(seat.opportunity, by, at)
    return seat


@action
def note_funding_failed(*, order_id: str, by: Actor, at: dt.datetime) -> list[Seat]:
    """The payment was declined or never came: its seats wait for another. Nothing else is lost."""
    found = Seat.objects.filter(funding_order=order_id, state=Seat.State.FUNDING).order_by("id")
    opportunity_pk = found.values_list("opportunity_id", flat=True).first()
    if opportunity_pk is None:
        return []
    locked(opportunity_pk)
    return [
        _move(seat, "funding_failed", by=by, at=at, funding_order="") for seat in found.select_for_update(of=("self",))
    ]


@action
def publish_opportunity(*, opportunity_id: str, by: Actor, at: dt.datetime) -> Opportunity:
    """Open a posting whose seat is funded already and that has become ready since."""
    pk = Opportunity.objects.filter(public_id=opportunity_id).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound
    opportunity = locked(pk)
    if not by.has(Role.CLOCK) and opportunity.organization_id != by.organization_id:
        raise NotFound
    _publish_if_ready(opportunity, by, at)
    return opportunity


@action
def withdraw_seat(*, seat_id: str, by: Actor, at: dt.datetime) -> Seat:
    """Take an unoffered seat back; its money returns to the company. Never one under offer."""
    seen = queries.seats_visible_to(by).filter(public_id=seat_id).values_list("opportunity__public_id", flat=True)
    opportunity_id = seen.first()
    if opportunity_id is None:
        raise NotFound
    opportunity = opportunity_for(opportunity_id, by, *queries.FUNDERS)
    seat = opportunity.seats.select_for_update().get(public_id=seat_id)
    if seat.state == Seat.State.OFFERED:
        raise refusals.TheSeatIsUnderOffer
    _withdraw(seat, by, at)
    _count_what_stands(opportunity)
    return seat


@step
def _count_what_stands(opportunity: Opportunity) -> None:
    left = opportunity.seats.exclude(state=Seat.State.WITHDRAWN).count()
    opportunity.seats_wanted = max(1, left)
    opportunity.save(update_fields=["seats_wanted"])


@action
def close_opportunity(*, opportunity_id: str, note: str = "", by: Actor, at: dt.datetime) -> Opportunity:
    """Close it: unoffered seats' money returns, whoever waits is told, offers already made stand."""
    opportunity = opportunity_for(opportunity_id, by, *queries.EDITORS)
    _close(opportunity, "close", Opportunity.CloseReason.COMPANY, by, at)
    waiting = opportunity.applications.select_for_update(of=("self",)).filter(
        state__in=[Application.State.INVITED, Application.State.SUBMITTED, Application.State.SHORTLISTED]
    )
    for application in waiting.order_by("id"):
        asked = application.state != Application.State.INVITED
        _move(
            application,
            "not_this_time",
            by=by,
            at=at,
            note="closed",
            answered_at=at,
            answered_by=person_of(by),
            answered_on_time=at <= application.answer_due_at if asked else None,
            answer_note=note.strip()[:2_000],
        )
        publish(events.ApplicationAnswered(application_id=application.public_id, answer="not_this_time"))
    return opportunity


@action
def close_filled(*, opportunity_id: str, by: Actor, at: dt.datetime) -> Opportunity:
    """The clock's: close what has every seat taken. Those who still wait are still owed an answer."""
    opportunity = _for_clock(opportunity_id, by)
    if not queries.due_to_close_filled().filter(pk=opportunity.pk).exists():
        raise refusals.NotNow
    _close(opportunity, "close_filled", Opportunity.CloseReason.FILLED, by, at)
    return opportunity


@action
def close_past(*, opportunity_id: str, by: Actor, at: dt.datetime) -> Opportunity:
    """The clock's: close what has come to its first day; money of seats nobody took returns."""
    opportunity = _for_clock(opportunity_id, by)
    if opportunity.starts_at is None or opportunity.starts_at > at:
        raise refusals.NotNow
    _close(opportunity, "close_past", Opportunity.CloseReason.DATES_PASSED, by, at)
    return opportunity


# --- parts --------------------------------------------------------------------------------------------


def needs_confirmation(opportunity: Opportunity) -> bool:
    """Whether the operator must confirm the pay before money is set aside."""
    wage = queries.wage_check_of(opportunity)
    return wage is not None and wage.needs_confirmation and opportunity.wage_confirmed_at is None


def _refuse_unfinished(opportunity: Opportunity, at: dt.datetime) -> None:
    tasks = queries.tasks_of(opportunity, at)
    if opportunity.published_at is not None:  # more seats of what is open: only time may have passed
        tasks = {posting_rules.Task.DAYS: tasks[posting_rules.Task.DAYS]}
    missing = {task: found for task, found in tasks.items() if found}
    if missing:
        found = [problem for some in missing.values() for problem in some]
        raise refusals.SomethingIsMissing(
            " ".join(str(words.PROBLEMS[one]) for one in found),
            **{one.at_field: str(words.PROBLEMS[one]) for one in reversed(found)},
        )


def _refuse_unconfirmed(opportunity: Opportunity) -> None:
    if opportunity.published_at is None and needs_confirmation(opportunity):
        wage = queries.wage_check_of(opportunity)
        is_high = wage is not None and wage.is_unusually_high
        raise refusals.ThePayIsUnusuallyHigh if is_high else refusals.TheWageIsNotKnown


def _refuse_debtor(opportunity: Opportunity) -> None:
    if money.debts_of(opportunity.organization.public_id):
        raise refusals.TheCompanyOwes


def _refuse_too_early(opportunity: Opportunity, at: dt.datetime) -> None:
    assert opportunity.first_on is not None
    first = posting_rules.may_be_published_from(opportunity.first_on)
    if calendars.local_date(at, opportunity.time_zone) < first:
        raise refusals.ItIsTooEarly(first_on=first.isoformat())


@step
def _publish_if_ready(opportunity: Opportunity, by: Actor, at: dt.datetime) -> None:
    """Open the posting when a seat is funded, every task is done and the pay is checked or confirmed."""
    ready = (
        opportunity.is_draft
        and opportunity.seats.filter(state=Seat.State.FUNDED).exists()
        and not any(queries.tasks_of(opportunity, at).values())
        and not needs_confirmation(opportunity)
        and opportunity.organization.suspended_at is None
    )
    if ready:
        _move(opportunity, "publish", by=by, at=at, published_at=at)
        publish(events.OpportunityPublished(opportunity_id=opportunity.public_id))


@step
def _close(opportunity: Opportunity, transition: str, reason: str, by: Actor, at: dt.datetime) -> None:
    _move(opportunity, transition, by=by, at=at, closed_at=at, close_reason=reason)
    unoffered = [Seat.State.UNFUNDED, Seat.State.FUNDING, Seat.State.FUNDED]
    for seat in opportunity.seats.select_for_update().filter(state__in=unoffered).order_by("number"):
        _withdraw(seat, by, at)
    publish(events.OpportunityClosed(opportunity_id=opportunity.public_id, reason=reason))


@step
def _withdraw(seat: Seat, by: Actor, at: dt.datetime) -> None:
    has_money = seat.state in (Seat.State.FUNDING, Seat.State.FUNDED)
    _move(seat, "withdraw", by=by, at=at)
    if has_money:
        _give_back(seat, by, at)


@step
def _give_back(seat: Seat, by: Actor, at: dt.datetime) -> None:
    """Let the seat's fund return to the company."""
    movements.withdraw_seat_fund(seat_id=seat.public_id, at=at, by=by)


def _seat(seat_id: str) -> Seat:
    """Lock a seat and, before it, its opportunity."""
    opportunity_pk = Seat.objects.filter(public_id=seat_id).values_list("opportunity_id", flat=True).first()
    if opportunity_pk is None:
        raise NotFound
    opportunity = locked(opportunity_pk)
    seat = opportunity.seats.select_for_update().get(public_id=seat_id)
    seat.opportunity = opportunity
    return seat


def _for_clock(opportunity_id: str, by: Actor) -> Opportunity:
    if not by.has(Role.CLOCK):
        raise NotAllowed
    pk = Opportunity.objects.filter(public_id=opportunity_id).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound
    return locked(pk)


def _for_operator(opportunity_id: str, by: Actor) -> Opportunity:
    if not by.is_operator:
        raise NotAllowed
    pk = Opportunity.objects.filter(public_id=opportunity_id).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound
    return locked(pk)
