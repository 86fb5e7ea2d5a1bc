"""Evaluations, told the same to both sides at the same time; what followed a mutual yes."""

from __future__ import annotations

from foretaste.core.events import subscribes_to
from foretaste.evaluations import events as evaluations
from foretaste.messaging import letters, sources
from foretaste.messaging.subscribers.telling import tell, tell_both


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
    if exchange.reveal.mutual_yes:
        return  # the letter about that says it too
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


@subscribes_to(evaluations.ContactsExchanged)
def say_that_both_keep_in_touch(event: evaluations.ContactsExchanged) -> None:
    exchange = sources.exchange(event.trial_id)
    tell_both(
        sources.trial(event.trial_id),
        f"contacts_exchanged:{event.trial_id}",
        lambda of_company: letters.contacts_exchanged(trial_id=event.trial_id, title=exchange.title),
    )


@subscribes_to(evaluations.ThanksSent)
def pass_thanks_on(event: evaluations.ThanksSent) -> None:
    exchange = sources.exchange(event.trial_id)
    note = sources.thanks(event.trial_id, event.side)
    tell(
        sources.hosts_of(sources.trial(event.trial_id)) if event.side == "intern" else [exchange.intern],
        f"thanks_sent:{event.trial_id}:{event.side}",
        lambda: letters.thanks_sent(trial_id=event.trial_id, name=str(note.person), text=note.text),
    )


@subscribes_to(evaluations.SafetyReported)
def tell_who_reads_reports(event: evaluations.SafetyReported) -> None:
    report = sources.report(event.report_id)
    tell(
        sources.readers_of(report),
        f"safety_reported:{event.report_id}",
        lambda: letters.safety_reported(report_id=event.report_id, name=str(report.person)),
    )


@subscribes_to(evaluations.SafetyReportAnswered)
def say_that_a_report_is_answered(event: evaluations.SafetyReportAnswered) -> None:
    report = sources.report(event.report_id)
    tell(
        [report.reported_by],
        f"safety_report_answered:{event.report_id}",
        lambda: letters.safety_report_answered(trial_id=report.trial_id, is_of_a_note=report.kind == "note"),
    )
