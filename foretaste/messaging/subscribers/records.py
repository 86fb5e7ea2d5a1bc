"""Records, told to their owner alone."""

from __future__ import annotations

from foretaste.core.events import subscribes_to
from foretaste.messaging import letters, sources
from foretaste.messaging.subscribers.telling import tell
from foretaste.records import events as records


@subscribes_to(records.RecordIssued)
def say_that_a_record_is_there(event: records.RecordIssued) -> None:
    record = sources.record(event.record_id)
    tell(
        [record.intern],
        f"record_issued:{event.record_id}",
        lambda: letters.record_issued(record_id=event.record_id, title=record.title),
    )


@subscribes_to(records.FeedbackGiven)
def pass_feedback_on(event: records.FeedbackGiven) -> None:
    asked = sources.feedback(event.request_id)
    tell(
        [asked.intern],
        f"feedback_given:{event.request_id}",
        lambda: letters.feedback_given(trial_id=asked.trial_id, said_by=asked.said_by, title=asked.title),
    )
