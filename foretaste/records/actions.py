"""What can be done with a record: the clock issues it, the intern chooses, the worker signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor, Role
from foretaste.core.calendars import local_date
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.evaluations import public_words
from foretaste.evaluations.questions import clean_text
from foretaste.records import badge, issuer, queries, refusals, revocations
from foretaste.records.events import RecordChanged, RecordIssued, RecordRevoked
from foretaste.records.models import Due, Record, StatusList
from foretaste.trials import queries as trials

LONGEST_WORDS = 1200


@action
def await_record(*, trial_id: str, by: Actor, at: dt.datetime) -> None:
    """Write down that a trial was started: its record will come. A second time changes nothing."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    if not Record.objects.filter(trial_id=trial_id).exists():
        Due.objects.get_or_create(trial_id=trial_id, defaults={"at": queries.comes_at(trial_id, by)})


@action
def issue_record(*, trial_id: str, by: Actor, at: dt.datetime) -> Record | None:
    """Issue what is due. How the trial ended is not looked at. Where a day has moved, it comes as much later."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    due = Due.objects.select_for_update().filter(trial_id=trial_id).first()
    if due is None:
        return None
    trial = trials.trial_of(trial_id, by)
    due.at = trials.planned_last_end(trial) + queries.COMES_AFTER
    if at < due.at:
        due.save(update_fields=["at"])
        return None
    due.delete()
    number, index = _take_place()
    record = Record.objects.create(
        trial_id=trial_id,
        intern_id=trial.intern_id,
        organization_id=trial.organization_id,
        title=trial.title,
        skills=list(trial.opportunity.skills),
        month=local_date(trials.planned_last_end(trial), trial.time_zone).replace(day=1),
        status_list=number,
        status_index=index,
    )
    publish(RecordIssued(record_id=record.public_id))
    return record


@step
def _take_place() -> tuple[int, int]:
    """Take the next place of the newest list; whoever comes at once waits for this row."""
    newest = StatusList.objects.select_for_update().order_by("-number").first()
    if newest is None or newest.next_index >= revocations.PLACES:
        newest = StatusList.objects.create(number=newest.number + 1 if newest else 1)
        publish(RecordRevoked(status_list=newest.number))
    index = newest.next_index
    newest.next_index = index + 1
    newest.save(update_fields=["next_index"])
    return newest.number, index


@action
def choose_what_shows(
    *,
    record_id: str,
    keys: Collection[str],
    own_words: str,
    is_shared: bool,
    reply: str = "",
    by: Actor,
    at: dt.datetime,
) -> Record:
    """Say in one's own words what was done, choose what of the feedback shows, and whether anyone sees it.

    One may reply once, under what is shown; a reply that tells how the trial ended is refused, and one that names
    somebody of the company whose words don't stand above it.
    """
    record = _own(record_id, by)
    words = clean_text(own_words)
    if len(words) > LONGEST_WORDS:
        raise NotAcceptable(own_words=_("Shorten this to %(longest)d characters.") % {"longest": LONGEST_WORDS})
    answer = clean_text(reply)
    if answer and not keys:
        raise NotAcceptable(reply=_("Tick what they said first: a reply stands under it."))
    choices = queries.choices_of(record, by, at)
    if not set(keys) <= {one.key for one in choices}:
        raise NotAcceptable(keys=_("Choose from the feedback listed."))
    shown = [one.as_json() for one in choices if one.key in keys]
    if answer and (found := public_words.wrong_with(answer, queries.not_to_be_named(record, shown, by))):
        raise NotAcceptable(reply=public_words.says(found))
    if (record.own_words, record.shown, record.reply) != (words, shown, answer):
        record.own_words, record.shown, record.reply, record.document = words, shown, answer, None
        publish(RecordChanged(record_id=record.public_id))
    record.is_shared = is_shared
    record.save(update_fields=["own_words", "shown", "reply", "document", "is_shared"])
    return record


@action
def revoke_record(*, record_id: str, by: Actor, at: dt.datetime) -> Record:
    """Take a record back: copies that others keep are refused from now on. It stays revoked."""
    record = _own(record_id, by)
    _revoke(record, at)
    return record


@action
def delete_record(*, record_id: str, by: Actor, at: dt.datetime) -> None:
    """Revoke a record and forget it. Only its place in the list of what is revoked stays, which names nobody."""
    record = _visible(record_id, by)
    if record.revoked_at is None:
        _revoke(record, at)
    record.delete()


def _visible(record_id: str, by: Actor) -> Record:
    record = queries.visible_to(by).select_for_update(of=("self",)).filter(public_id=record_id).first()
    if record is None:
        raise NotFound
    return record


def _own(record_id: str, by: Actor) -> Record:
    record = _visible(record_id, by)
    if record.revoked_at is not None:
        raise refusals.ThisRecordIsRevoked
    return record


@step
def _revoke(record: Record, at: dt.datetime) -> None:
    kept = StatusList.objects.select_for_update().get(number=record.status_list)
    kept.revoked = sorted({*kept.revoked, record.status_index})
    kept.save(update_fields=["revoked"])
    record.revoked_at, record.document, record.is_shared = at, None, False
    record.save(update_fields=["revoked_at", "document", "is_shared"])
    publish(RecordRevoked(status_list=kept.number))


@action
def sign_record(*, record_id: str, by: Actor, at: dt.datetime) -> None:
    """Sign a record as it stands. Only the clock does; the same record and key make the same bytes."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    record = Record.objects.select_for_update().filter(public_id=record_id, revoked_at=None).first()
    if record is not None:
        record.document = issuer.signed(queries.credential_of(record))
        record.save(update_fields=["document"])


@action
def sign_status_list(*, number: int, by: Actor, at: dt.datetime) -> None:
    """Sign the list of what is revoked as it stands."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    kept = StatusList.objects.select_for_update().get(number=number)
    text = revocations.encoded(kept.revoked)
    kept.document = issuer.signed(badge.status_credential(kept.number, text, issuer.place()))
    kept.save(update_fields=["document"])
