"""What the audit checks around opportunities: short, funded first, fair bonuses, fair pay, nobody left waiting."""

from __future__ import annotations

import datetime as dt

from foretaste.core import calendars
from foretaste.money import endings
from foretaste.money import queries as money
from foretaste.money.audit import Finding, check
from foretaste.opportunities import queries
from foretaste.opportunities.models import Application, Offer, Opportunity, Seat
from foretaste.opportunities.posting_rules import CALENDAR_DAYS, MOST_DAYS
from foretaste.opportunities.terms import Terms, sha256_of

GRACE = dt.timedelta(minutes=10)  # the clock's sweep runs each minute


@check(guarantee=1, title="postings")
def every_posting_is_short() -> Finding:
    """One to five days inside seven calendar days, in every posting that was ever open."""
    postings = list(Opportunity.objects.filter(published_at__isnull=False).prefetch_related("days").order_by("id"))
    offenders = [
        posting.public_id
        for posting in postings
        if not _is_short([day.on for day in posting.days.all()]) or posting.days_count != len(posting.days.all())
    ]
    return Finding(len(postings), offenders)


@check(guarantee=1, title="offers")
def every_offer_is_short() -> Finding:
    offers = _offers()
    offenders = [
        offer.public_id
        for offer, terms in offers
        if not _is_short([dt.date.fromisoformat(day.on) for day in terms.days])
    ]
    return Finding(len(offers), offenders)


@check(guarantee=2, title="seats under offer")
def every_offered_seat_is_funded() -> Finding:
    """A seat under offer has its fund, one open offer, and an open posting's funded seat says the truth."""
    seats = list(Seat.objects.filter(state__in=[Seat.State.OFFERED, Seat.State.FUNDED]).order_by("id"))
    offered = set(Offer.objects.filter(state=Offer.State.OPEN).values_list("seat_id", flat=True))
    offenders = [
        seat.public_id
        for seat in seats
        if not money.seat_is_funded(seat.public_id) or (seat.state == Seat.State.OFFERED) != (seat.pk in offered)
    ]
    return Finding(len(seats), offenders)


@check(guarantee=2, title="signed texts")
def every_signed_text_is_as_it_was_signed() -> Finding:
    """The text an offer was signed under has its fingerprint still, and says what its terms say."""
    offers = _offers()
    offenders = [
        offer.public_id
        for offer, terms in offers
        if sha256_of(offer.text) != offer.sha256 or terms.agreement_text() != offer.text
    ]
    return Finding(len(offers), offenders)


@check(guarantee=5, title="bonus schedules")
def leaving_never_pays_more_than_staying() -> Finding:
    """On every posting that was ever open and in every offer: a fair schedule and a kill fee within its bounds."""
    schedules = [
        (posting.public_id, posting.day_pay_minor, list(posting.exit_bonus_minor), posting.kill_fee_minor)
        for posting in Opportunity.objects.filter(published_at__isnull=False).order_by("id")
    ]
    schedules += [
        (offer.public_id, terms.day_pay, terms.exit_bonus, terms.kill_fee_minor) for offer, terms in _offers()
    ]
    offenders = [
        public_id
        for public_id, day_pay, bonus, kill_fee in schedules
        if not endings.bonus_schedule_is_fair(day_pay, bonus) or not endings.kill_fee_is_valid(day_pay, kill_fee)
    ]
    return Finding(len(schedules), offenders)


@check(guarantee=11, title="open postings")
def every_open_posting_pays_the_floor() -> Finding:
    """What is open pays at least the floor of today's table, or the operator confirmed it."""
    postings = list(queries.whole(queries.published()).order_by("id"))
    offenders = []
    for posting in postings:
        wage = queries.wage_check_of(posting)
        fine = wage is not None and not wage.is_too_low
        if not fine or (wage is not None and not wage.is_known and posting.wage_confirmed_at is None):
            offenders.append(posting.public_id)
    return Finding(len(postings), offenders)


@check(guarantee=11, title="days offered")
def every_offered_day_pays_the_floor_it_names() -> Finding:
    """Every day of every offer pays at least the floor frozen with it, or the operator's confirmation is."""
    counted, offenders = 0, []
    for offer, terms in _offers():
        counted += len(terms.days)
        least = terms.wage_floor.least_daily_minor
        if least is None:
            fine = terms.wage_floor.confirmed_by_operator and min(terms.day_pay) > 0
        else:
            fine = all(pay >= floor for pay, floor in zip(terms.day_pay, least, strict=True)) and min(terms.day_pay) > 0
        if not fine:
            offenders.append(offer.public_id)
    return Finding(counted, offenders)


@check(guarantee=12, title="applications")
def every_application_is_answered_by_its_date() -> Finding:
    """None waits past its date, and none that was sent has no date or says on time when it was not."""
    late_at = calendars.now() - GRACE
    overdue = queries.due_to_lapse_applications(late_at)
    wrong = Application.objects.filter(state=Application.State.LAPSED, submitted_at__isnull=False).filter(
        answered_on_time=None
    )
    unanswered = queries.due_to_lapse_offers(late_at).values_list("application__public_id", flat=True)
    offenders = [*overdue.values_list("public_id", flat=True), *wrong.values_list("public_id", flat=True), *unanswered]
    return Finding(Application.objects.count(), offenders)


def _offers() -> list[tuple[Offer, Terms]]:
    return [(offer, offer.frozen_terms) for offer in Offer.objects.order_by("id")]


def _is_short(dates: list[dt.date]) -> bool:
    return 1 <= len(set(dates)) == len(dates) <= MOST_DAYS and (max(dates) - min(dates)).days < CALENDAR_DAYS
