"""Who is told of what. Each subscriber turns one fact into letters for the people it concerns, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from foretaste.accounts.events import ColleagueInvited, CompanyVerified
from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.evaluations import events as evaluations
from foretaste.messaging import actions, letters, sources
from foretaste.messaging.calendars import DayEntry, days_as_ics
from foretaste.messaging.formats import money
from foretaste.messaging.letter import Letter
from foretaste.messaging.letters.trials import told
from foretaste.messaging.paths import trial as trial_path
from foretaste.messaging.sources import Person
from foretaste.money import events as money_events
from foretaste.money.endings import Ending
from foretaste.opportunities import events as opportunities
from foretaste.trials import events as trials

EXITS = {Ending.EXIT, Ending.EXIT_BETWEEN_DAYS, Ending.EXIT_BEFORE_START}
NEED_A_DECISION = {"contested_start", "told_to_leave", "sent_away"}
Write = Callable[[], Letter]


def tell(people: Iterable[Person], key: str, write: Write) -> None:
    """Write to each person in their language, once per key."""
    at = calendars.now()
    for person in people:
        with override(person.language):
            actions.send(key=key, person=person, letter=write(), at=at)


# --- accounts ---------------------------------------------------------------------------------


@subscribes_to(ColleagueInvited)
def invite_a_colleague(event: ColleagueInvited) -> None:
    company = sources.organization(event.organization_id).name
    inviter = sources.person(event.invited_by)
    tell(
        [sources.person(event.person_id)],
        f"colleague_invited:{event.organization_id}",
        lambda: letters.colleague_invited(company=company, inviter=str(inviter)),
    )


@subscribes_to(CompanyVerified)
def welcome_a_company(event: CompanyVerified) -> None:
    company = sources.organization(event.organization_id).name
    tell(
        sources.members_of(event.organization_id),
        f"company_verified:{event.organization_id}",
        lambda: letters.company_verified(company=company),
    )


# --- opportunities ----------------------------------------------------------------------------


@subscribes_to(opportunities.OpportunityAwaitsConfirmation)
def ask_the_operator_about_a_wage(event: opportunities.OpportunityAwaitsConfirmation) -> None:
    posting = sources.opportunity(event.opportunity_id)
    tell(
        sources.staff_of_operator(),
        f"wage_to_confirm:{event.opportunity_id}:{posting.changed_at.isoformat()}",
        lambda: letters.wage_to_confirm(title=posting.title, company=posting.organization.name),
    )


@subscribes_to(opportunities.WageConfirmed)
def say_that_the_wage_is_confirmed(event: opportunities.WageConfirmed) -> None:
    posting = sources.opportunity(event.opportunity_id)
    tell(
        [posting.created_by],
        f"wage_confirmed:{event.opportunity_id}:{posting.wage_confirmed_at.isoformat()}",
        lambda: letters.wage_confirmed(title=posting.title, opportunity_id=event.opportunity_id),
    )


@subscribes_to(opportunities.WageNotConfirmed)
def say_that_the_pay_needs_a_change(event: opportunities.WageNotConfirmed) -> None:
    posting = sources.opportunity(event.opportunity_id)
    tell(
        [posting.created_by],
        f"wage_not_confirmed:{event.opportunity_id}:{posting.changed_at.isoformat()}",
        lambda: letters.wage_not_confirmed(title=posting.title, note=event.note, opportunity_id=event.opportunity_id),
    )


@subscribes_to(opportunities.QuestionAsked)
def pass_a_question_on(event: opportunities.QuestionAsked) -> None:
    question = sources.question(event.question_id)
    tell(
        sources.posters_of(question.opportunity),
        f"question_asked:{event.question_id}",
        lambda: letters.question_asked(
            title=question.opportunity.title, text=question.text, opportunity_id=event.opportunity_id
        ),
    )


@subscribes_to(opportunities.QuestionAnswered)
def pass_an_answer_on(event: opportunities.QuestionAnswered) -> None:
    question = sources.question(event.question_id)
    tell(
        [question.asked_by],
        f"question_answered:{event.question_id}",
        lambda: letters.question_answered(
            title=question.opportunity.title,
            text=question.text,
            answer=question.answer,
            opportunity_id=event.opportunity_id,
        ),
    )


def _candidate(application: Any) -> str:
    """The name as the company may see it: hidden on request until someone is welcomed."""
    hidden = application.opportunity.hide_names and application.state in {"invited", "submitted", "shortlisted"}
    return _("Somebody") if hidden else str(application.intern)


@subscribes_to(opportunities.ApplicationSubmitted)
def pass_an_application_on(event: opportunities.ApplicationSubmitted) -> None:
    application = sources.application(event.application_id)
    tell(
        sources.posters_of(application.opportunity),
        f"application_submitted:{event.application_id}",
        lambda: letters.application_submitted(
            title=application.opportunity.title,
            candidate=_candidate(application),
            answer_by=application.answer_by,
            application_id=event.application_id,
        ),
    )


@subscribes_to(opportunities.ApplicationAnswered)
def pass_a_final_answer_on(event: opportunities.ApplicationAnswered) -> None:
    application = sources.application(event.application_id)
    tell(
        [application.intern],
        f"application_answered:{event.application_id}",
        lambda: letters.application_answered(
            title=application.opportunity.title,
            company=application.opportunity.organization.name,
            came=event.answer != "no_answer_came",
            note=application.answer_note,
        ),
    )


@subscribes_to(opportunities.InvitationSent)
def pass_an_invitation_on(event: opportunities.InvitationSent) -> None:
    application = sources.application(event.application_id)
    tell(
        [application.intern],
        f"invited:{event.application_id}",
        lambda: letters.invited(
            title=application.opportunity.title,
            company=application.opportunity.organization.name,
            words=application.invitation,
            opportunity_id=application.opportunity.public_id,
        ),
    )


@subscribes_to(opportunities.InvitationDeclined)
def say_that_an_invitation_was_declined(event: opportunities.InvitationDeclined) -> None:
    application = sources.application(event.application_id)
    tell(
        sources.posters_of(application.opportunity),
        f"invitation_declined:{event.application_id}",
        lambda: letters.invitation_declined(
            title=application.opportunity.title,
            candidate=_candidate(application),
            opportunity_id=application.opportunity.public_id,
        ),
    )


@subscribes_to(opportunities.OfferMade)
def welcome_an_intern(event: opportunities.OfferMade) -> None:
    offer = sources.offer(event.offer_id)
    tell(
        [offer.application.intern],
        f"welcomed:{event.offer_id}",
        lambda: letters.welcomed(terms=offer.frozen_terms, offer_id=event.offer_id, answer_by=offer.answer_by),
    )


@subscribes_to(opportunities.OfferDeclined)
def say_that_an_offer_was_declined(event: opportunities.OfferDeclined) -> None:
    application = sources.application(event.application_id)
    tell(
        sources.posters_of(application.opportunity),
        f"offer_declined:{event.offer_id}",
        lambda: letters.offer_declined(
            title=application.opportunity.title,
            candidate=str(application.intern),
            opportunity_id=application.opportunity.public_id,
        ),
    )


@subscribes_to(opportunities.OfferLapsed)
def say_that_an_offer_lapsed(event: opportunities.OfferLapsed) -> None:
    application = sources.application(event.application_id)

    def write(of_company: bool) -> Letter:
        return letters.offer_lapsed(
            title=application.opportunity.title,
            candidate=str(application.intern),
            opportunity_id=application.opportunity.public_id,
            of_company=of_company,
        )

    key = f"offer_lapsed:{event.offer_id}"
    tell([application.intern], key, lambda: write(False))
    tell(sources.posters_of(application.opportunity), key, lambda: write(True))


@subscribes_to(opportunities.OfferWithdrawn)
def say_that_an_offer_was_taken_back(event: opportunities.OfferWithdrawn) -> None:
    application = sources.application(event.application_id)
    tell(
        [application.intern],
        f"offer_withdrawn:{event.offer_id}",
        lambda: letters.offer_withdrawn(
            title=application.opportunity.title, company=application.opportunity.organization.name
        ),
    )


# --- trials -----------------------------------------------------------------------------------


def tell_both(trial: Any, key: str, write: Callable[[bool], Letter]) -> None:
    """Write to the intern and to the company's people of a trial; `write` is told which side it is for."""
    tell([trial.intern], key, lambda: write(False))
    tell(sources.hosts_of(trial), key, lambda: write(True))


def place_of(trial: Any) -> str:
    place = trial.terms["place"]
    return ", ".join(part for part in (place["address"], place["city"], place["country"]) if part)


def _calendar(trial: Any, days: Iterable[Any], *, of_company: bool, sequence: int, cancelled: bool = False) -> str:
    entries = [DayEntry(number=day.number, starts_at=day.starts_at, ends_at=day.ends_at) for day in days]
    if not entries:
        return ""
    return days_as_ics(
        trial_id=trial.public_id,
        title=trial.title,
        company=trial.organization.name,
        place=place_of(trial),
        zone=trial.time_zone,
        url=settings.SITE_URL.rstrip("/") + trial_path(trial.public_id, of_company=of_company),
        days=entries,
        sequence=sequence,
        at=calendars.now(),
        cancelled=cancelled,
    )


def _day_rows(trial: Any) -> list[tuple[str, str]]:
    rows = [
        (
            _("Day {number}").format(number=day.number),
            f"{told(day.starts_at, day.ends_at, trial.time_zone)}, {money(day.pay_minor, trial.currency)}",
        )
        for day in trial.days.all()
    ]
    return [*rows, (_("Together, before tax"), money(sum(d.pay_minor for d in trial.days.all()), trial.currency))]


@subscribes_to(trials.TrialAgreed)
def say_that_it_is_signed(event: trials.TrialAgreed) -> None:
    trial = sources.trial(event.trial_id)
    tell_both(
        trial,
        f"agreement_signed:{event.trial_id}",
        lambda of_company: letters.agreement_signed(
            trial_id=event.trial_id,
            title=trial.title,
            company=trial.organization.name,
            intern=str(trial.intern),
            rows=_day_rows(trial),
            place=place_of(trial),
            sha256=trial.agreement_sha256,
            calendar=_calendar(trial, trial.days.all(), of_company=of_company, sequence=0),
            of_company=of_company,
        ),
    )


@subscribes_to(trials.DayStarted)
def say_that_the_day_s_pay_is_theirs(event: trials.DayStarted) -> None:
    trial = sources.trial(event.trial_id)
    day = next(day for day in trial.days.all() if day.number == event.day)
    tell(
        [trial.intern],
        f"day_started:{event.trial_id}:{event.day}",
        lambda: letters.day_started(
            trial_id=event.trial_id,
            title=trial.title,
            day=day.number,
            pay_minor=day.pay_minor,
            currency=trial.currency,
            started_at=day.checked_in_at,
            zone=trial.time_zone,
        ),
    )


@subscribes_to(trials.DeliverableUploaded)
def pass_a_deliverable_on(event: trials.DeliverableUploaded) -> None:
    """The file itself stays where only those of the trial can read it."""
    trial = sources.trial(event.trial_id)
    deliverable = trial.deliverables.get(public_id=event.deliverable_id)
    tell(
        sources.hosts_of(trial),
        f"deliverable_uploaded:{event.deliverable_id}",
        lambda: letters.deliverable_uploaded(
            trial_id=event.trial_id, title=trial.title, name=deliverable.name, note=deliverable.note
        ),
    )


def _sum_rows(trial: Any) -> list[tuple[str, str]]:
    settlement = sources.settlement(trial.public_id)
    if settlement is None:
        return []
    names = {
        "day": _("Day {day}"),
        "remaining": _("Day {day}, paid as if worked"),
        "bonus": _("Goodbye bonus"),
        "kill_fee": _("For the cancelled start"),
        "ruling": _("Decided"),
    }
    return [
        (names[line.kind].format(day=line.day_number), money(line.amount_minor, settlement.currency))
        for line in settlement.lines.all()
        if line.kind in names and line.amount_minor
    ]


def _say_how_it_ended(trial_id: str, ending: str) -> None:
    """The intern gets the sums; the company, after an exit, that they have gone, and nothing else."""
    trial = sources.trial(trial_id)
    settlement = sources.settlement(trial_id)
    paid, held = (settlement.paid_minor, settlement.held_minor) if settlement else (trial.paid_minor, trial.held_minor)
    left = ending in EXITS
    open_days = [day for day in trial.days.all() if day.checked_in_at is None]
    sequence = 1000  # beyond every move
    tell(
        [trial.intern],
        f"ended:{trial_id}:{ending}",
        lambda: letters.ended_for_intern(
            trial_id=trial_id,
            title=trial.title,
            left=left,
            rows=_sum_rows(trial),
            paid_minor=paid,
            held_minor=held,
            currency=trial.currency,
            calendar=_calendar(trial, open_days, of_company=False, sequence=sequence, cancelled=True),
        ),
    )
    tell(
        sources.hosts_of(trial),
        f"ended:{trial_id}:{ending}",
        lambda: letters.ended_for_company(
            trial_id=trial_id,
            title=trial.title,
            intern=str(trial.intern),
            ending=ending,
            left=left,
            calendar=_calendar(trial, open_days, of_company=True, sequence=sequence, cancelled=True),
        ),
    )


@subscribes_to(trials.TrialEnded)
def say_that_it_is_over(event: trials.TrialEnded) -> None:
    _say_how_it_ended(event.trial_id, event.ending)


@subscribes_to(trials.EndingChanged)
def say_that_a_decision_changed_the_ending(event: trials.EndingChanged) -> None:
    _say_how_it_ended(event.trial_id, event.ending)


@subscribes_to(trials.CaseOpened)
def say_that_a_case_is_open(event: trials.CaseOpened) -> None:
    case = sources.case(event.case_id)
    trial = sources.trial(event.trial_id)
    by_intern = case.opened_by_id == trial.intern_id
    tell_both(
        trial,
        f"case_opened:{event.case_id}",
        lambda of_company: letters.case_opened(
            trial_id=event.trial_id,
            title=trial.title,
            kind=event.kind,
            day=case.day,
            answer_by=case.answer_due_at or case.due_at,
            zone=trial.time_zone,
            yours=by_intern is not of_company,
            of_company=of_company,
        ),
    )
    if event.kind in NEED_A_DECISION:
        _ask_the_operator(case, trial)


def _ask_the_operator(case: Any, trial: Any) -> None:
    tell(
        sources.staff_of_operator(),
        f"case_needs_a_decision:{case.public_id}",
        lambda: letters.case_needs_a_decision(
            kind=case.kind, title=trial.title, due_at=case.due_at, zone=trial.time_zone
        ),
    )


@subscribes_to(trials.CaseAnswered)
def ask_the_operator_to_decide(event: trials.CaseAnswered) -> None:
    _ask_the_operator(sources.case(event.case_id), sources.trial(event.trial_id))


@subscribes_to(trials.CaseDecided)
def say_how_a_case_was_decided(event: trials.CaseDecided) -> None:
    case = sources.case(event.case_id)
    trial = sources.trial(event.trial_id)
    tell_both(
        trial,
        f"case_decided:{event.case_id}",
        lambda of_company: letters.case_decided(
            trial_id=event.trial_id,
            title=trial.title,
            kind=event.kind,
            for_intern=event.outcome == "for_intern",
            by_time=case.state == "defaulted",
            reasons=case.decision,
            of_company=of_company,
        ),
    )


@subscribes_to(trials.DayMoveProposed)
def ask_whether_a_day_may_move(event: trials.DayMoveProposed) -> None:
    move = sources.move(event.move_id)
    trial = sources.trial(event.trial_id)
    people = sources.hosts_of(trial) if move.proposed_by_intern else [trial.intern]
    tell(
        people,
        f"day_move_proposed:{event.move_id}",
        lambda: letters.day_move_proposed(
            trial_id=event.trial_id,
            day=move.day,
            old=told(move.old_starts_at, move.old_ends_at, trial.time_zone),
            new=told(move.new_starts_at, move.new_ends_at, trial.time_zone),
            note=move.note,
            of_company=move.proposed_by_intern,
        ),
    )


@subscribes_to(trials.DayMoved)
def say_that_a_day_moved(event: trials.DayMoved) -> None:
    move = sources.move(event.move_id)
    trial = sources.trial(event.trial_id)
    sequence = trial.moves.filter(state="accepted").count()
    day = [one for one in trial.days.all() if one.number == event.day]
    tell_both(
        trial,
        f"day_moved:{event.move_id}",
        lambda of_company: letters.day_moved(
            trial_id=event.trial_id,
            day=event.day,
            new=told(move.new_starts_at, move.new_ends_at, trial.time_zone),
            calendar=_calendar(trial, day, of_company=of_company, sequence=sequence),
            of_company=of_company,
        ),
    )


@subscribes_to(trials.DayMoveDeclined)
def say_that_a_day_stays(event: trials.DayMoveDeclined) -> None:
    move = sources.move(event.move_id)
    trial = sources.trial(event.trial_id)
    people = [trial.intern] if move.proposed_by_intern else sources.hosts_of(trial)
    tell(
        people,
        f"day_move_declined:{event.move_id}",
        lambda: letters.day_move_declined(
            trial_id=event.trial_id,
            day=move.day,
            old=told(move.old_starts_at, move.old_ends_at, trial.time_zone),
            of_company=not move.proposed_by_intern,
        ),
    )


# --- money ------------------------------------------------------------------------------------


def _payout_facts(payout: Any) -> dict[str, Any]:
    return {
        "amount_minor": payout.amount_minor,
        "currency": payout.currency,
        "account": payout.account.masked if payout.account else "",
    }


@subscribes_to(money_events.PayoutSent)
def say_that_money_is_on_its_way(event: money_events.PayoutSent) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_sent:{event.payout_id}:{payout.attempt}",
        lambda: letters.payout_sent(**_payout_facts(payout), reference=payout.reference, trial_id=event.trial_id),
    )


@subscribes_to(money_events.PayoutArrived)
def say_that_money_has_arrived(event: money_events.PayoutArrived) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_arrived:{event.payout_id}",
        lambda: letters.payout_arrived(**_payout_facts(payout), reference=payout.reference, trial_id=event.trial_id),
    )


@subscribes_to(money_events.PayoutReturned)
def say_that_the_bank_sent_it_back(event: money_events.PayoutReturned) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_returned:{event.payout_id}:{payout.attempt}",
        lambda: letters.payout_returned(**_payout_facts(payout)),
    )


@subscribes_to(money_events.PayoutNeedsAccount)
def ask_where_to_send_it(event: money_events.PayoutNeedsAccount) -> None:
    payout = sources.payout(event.payout_id)
    tell(
        [sources.person(event.person_id)],
        f"payout_needs_account:{event.payout_id}",
        lambda: letters.payout_needs_account(amount_minor=payout.amount_minor, currency=payout.currency),
    )


@subscribes_to(money_events.PayrollConfirmed)
def say_that_the_payroll_has_paid(event: money_events.PayrollConfirmed) -> None:
    due = sources.payroll_due(event.due_id)
    tell(
        [sources.person(event.person_id)],
        f"payroll_confirmed:{event.due_id}",
        lambda: letters.payroll_confirmed(
            amount_minor=due.amount_minor, currency=due.currency, trial_id=event.trial_id
        ),
    )


@subscribes_to(money_events.SeatFunded)
def say_that_a_seat_is_funded(event: money_events.SeatFunded) -> None:
    seat = sources.seat(event.seat_id)
    tell(
        sources.posters_of(seat.opportunity),
        f"seat_funded:{event.seat_id}:{event.order_id}",
        lambda: letters.seat_funded(title=seat.opportunity.title, opportunity_id=seat.opportunity.public_id),
    )


@subscribes_to(money_events.FundingFailed)
def say_that_a_payment_failed(event: money_events.FundingFailed) -> None:
    order = sources.order(event.order_id)
    tell(
        sources.finance_of(event.company_id),
        f"funding_failed:{event.order_id}",
        lambda: letters.funding_failed(
            amount_minor=order.amount_minor, currency=order.currency, why=event.failure.replace("_", " ").capitalize()
        ),
    )


@subscribes_to(money_events.FundingIsShort)
def say_that_money_is_missing(event: money_events.FundingIsShort) -> None:
    tell(
        sources.finance_of(event.company_id),
        f"funding_is_short:{event.order_id}:{event.missing_minor}",
        lambda: letters.funding_is_short(missing_minor=event.missing_minor, currency=event.currency),
    )


@subscribes_to(money_events.RefundSent)
def say_that_a_refund_is_on_its_way(event: money_events.RefundSent) -> None:
    refund = sources.refund(event.refund_id)
    tell(
        sources.finance_of(event.company_id),
        f"refund_sent:{event.refund_id}:{refund.attempt}",
        lambda: letters.refund_sent(amount_minor=refund.amount_minor, currency=refund.currency),
    )


@subscribes_to(money_events.RefundArrived)
def say_that_a_refund_has_arrived(event: money_events.RefundArrived) -> None:
    refund = sources.refund(event.refund_id)
    tell(
        sources.finance_of(event.company_id),
        f"refund_arrived:{event.refund_id}",
        lambda: letters.refund_arrived(amount_minor=refund.amount_minor, currency=refund.currency),
    )


@subscribes_to(money_events.RefundFailed)
def say_that_a_refund_failed(event: money_events.RefundFailed) -> None:
    refund = sources.refund(event.refund_id)
    tell(
        sources.finance_of(event.company_id),
        f"refund_failed:{event.refund_id}:{refund.attempt}",
        lambda: letters.refund_failed(amount_minor=refund.amount_minor, currency=refund.currency),
    )


# --- evaluations: the same to both sides, at the same time ------------------------------------


@subscribes_to(evaluations.EvaluationsOpened)
def ask_both_how_it_was(event: evaluations.EvaluationsOpened) -> None:
    exchange = sources.exchange(event.trial_id)
    trial = sources.trial(event.trial_id)
    tell_both(
        trial,
        f"evaluations_opened:{event.trial_id}",
        lambda of_company: letters.evaluations_opened(
            trial_id=event.trial_id,
            title=exchange.title,
            closes_at=exchange.closes_at,
            zone=trial.time_zone,
            of_company=of_company,
        ),
    )


@subscribes_to(evaluations.EvaluationsRevealed)
def say_that_the_seals_are_open(event: evaluations.EvaluationsRevealed) -> None:
    exchange = sources.exchange(event.trial_id)
    tell_both(
        sources.trial(event.trial_id),
        f"evaluations_revealed:{event.trial_id}",
        lambda of_company: letters.evaluations_revealed(
            trial_id=event.trial_id, title=exchange.title, of_company=of_company
        ),
    )


@subscribes_to(evaluations.MutualYes)
def say_that_both_said_yes(event: evaluations.MutualYes) -> None:
    exchange = sources.exchange(event.trial_id)
    tell_both(
        sources.trial(event.trial_id),
        f"mutual_yes:{event.trial_id}",
        lambda of_company: letters.mutual_yes(trial_id=event.trial_id, title=exchange.title, of_company=of_company),
    )


@subscribes_to(evaluations.ReplyWritten)
def pass_a_reply_on(event: evaluations.ReplyWritten) -> None:
    exchange = sources.exchange(event.trial_id)
    to_company = event.side == "intern"
    tell(
        sources.hosts_of(sources.trial(event.trial_id)) if to_company else [exchange.intern],
        f"reply_written:{event.trial_id}:{event.side}",
        lambda: letters.reply_written(trial_id=event.trial_id, title=exchange.title, of_company=to_company),
    )


@subscribes_to(evaluations.ConversionOffered)
def pass_a_conversion_on(event: evaluations.ConversionOffered) -> None:
    exchange = sources.exchange(event.trial_id)
    tell(
        [exchange.intern],
        f"conversion_offered:{event.trial_id}",
        lambda: letters.conversion_offered(
            trial_id=event.trial_id,
            company=exchange.organization.name,
            role=exchange.conversion.role,
            text=exchange.conversion.text,
        ),
    )


@subscribes_to(evaluations.ConversionAnswered)
def pass_the_answer_to_a_conversion_on(event: evaluations.ConversionAnswered) -> None:
    exchange = sources.exchange(event.trial_id)
    tell(
        sources.hosts_of(sources.trial(event.trial_id)),
        f"conversion_answered:{event.trial_id}",
        lambda: letters.conversion_answered(
            trial_id=event.trial_id,
            name=str(exchange.intern),
            role=exchange.conversion.role,
            accepted=event.accepted,
        ),
    )


@subscribes_to(evaluations.ExitNoteSigned)
def pass_a_signed_note_on(event: evaluations.ExitNoteSigned) -> None:
    exchange = sources.exchange(event.trial_id)
    tell(
        sources.hosts_of(sources.trial(event.trial_id)),
        f"exit_note_signed:{event.trial_id}",
        lambda: letters.exit_note_signed(
            trial_id=event.trial_id,
            name=str(exchange.intern),
            text=exchange.exit_note.text,
            thanks=exchange.exit_note.thanks,
        ),
    )
