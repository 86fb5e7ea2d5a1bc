"""After a trial: a note of thanks, and keeping in touch where both want it. Neither has to do with how it ended.

A wish to keep in touch that the other side doesn't share is told to nobody: no page, mail or answer differs by it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.core.transactions import action
from foretaste.evaluations import refusals
from foretaste.evaluations.events import ContactsExchanged, SafetyReported, ThanksSent
from foretaste.evaluations.models import Exchange, KeptContact, SafetyReport, ThankYou
from foretaste.evaluations.queries import side_of, visible_to
from foretaste.evaluations.questions import clean_text
from foretaste.evaluations.reports import LONGEST_REPORT
from foretaste.evaluations.sealing import WINDOW, Side

LONGEST_THANKS = 1200
LONGEST_CONTACT = 200


@dataclass(frozen=True)
class Contact:
    """How to reach the other side, as they chose to say it."""

    trial_id: str
    title: str
    name: str
    company: str
    contact: str
    month: dt.date  # of the planned last day: the same however the trial ended


@dataclass(frozen=True)
class Farewell:
    """What one side of a trial may see: all of its own, and of the other's what was meant for it."""

    trial_id: str
    title: str
    side: Side
    other: str  # the other side's name
    own_contact: str
    kept: Contact | None
    sent: ThankYou | None
    received: ThankYou | None


def farewell_of(*, trial_id: str, by: Actor) -> Farewell:
    """Return it; `NotFound` before the ending, for a trial nobody started, and for everybody else."""
    exchange = visible_to(by).select_related("organization", "intern").filter(trial_id=trial_id).first()
    if exchange is None:
        raise NotFound
    side = side_of(exchange, by)
    contacts = {Side(one.side): one for one in exchange.kept_contacts.select_related("person")}
    thanks = {Side(one.side): one for one in exchange.thanks.select_related("person", "report")}
    own = contacts.get(side)
    return Farewell(
        trial_id=trial_id,
        title=exchange.title,
        side=side,
        other=exchange.intern.name if side is Side.COMPANY else exchange.organization.name,
        own_contact=own.contact if own else "",
        kept=_contact(exchange, contacts[side.other]) if contacts.keys() == set(Side) else None,
        sent=thanks.get(side),
        received=thanks.get(side.other),
    )


def received(*, trial_id: str, by: Actor) -> ThankYou:
    """Return the note one was sent; `NotFound` where there is none."""
    note = farewell_of(trial_id=trial_id, by=by).received
    if note is None:
        raise NotFound
    return note


def contacts_of(by: Actor) -> list[Contact]:
    """Return every contact that both sides agreed to keep, the latest trial first."""
    agreed = visible_to(by).annotate(wishes=Count("kept_contacts")).filter(wishes=len(Side))
    exchanges = agreed.select_related("organization", "intern").order_by("-counts_from", "-pk")
    theirs = KeptContact.objects.filter(exchange__in=exchanges).select_related("person")
    found = {(one.exchange_id, one.side): one for one in theirs}
    return [_contact(one, found[one.pk, side_of(one, by).other]) for one in exchanges]


def _contact(exchange: Exchange, theirs: KeptContact) -> Contact:
    return Contact(
        trial_id=exchange.trial_id,
        title=exchange.title,
        name=theirs.person.name,
        company=exchange.organization.name,
        contact=theirs.contact,
        month=(exchange.counts_from - WINDOW).date().replace(day=1),
    )


@action
def keep_in_touch(*, trial_id: str, contact: str, by: Actor, at: dt.datetime) -> KeptContact:
    """Wish to keep in touch, and say how. Shown to the other side once they wish it too; said anew, it is changed."""
    exchange, side, person_id = _locked(trial_id, by)
    words = " ".join(clean_text(contact).split())
    if not words:
        raise NotAcceptable(contact=_("Say how they can reach you: an address, a number, a name somewhere."))
    if len(words) > LONGEST_CONTACT:
        raise NotAcceptable(contact=_("Use at most %(longest)d characters.") % {"longest": LONGEST_CONTACT})
    wish, is_new = KeptContact.objects.update_or_create(
        exchange=exchange, side=side, defaults={"person_id": person_id, "contact": words, "at": at}
    )
    if is_new and exchange.kept_contacts.count() == len(Side):
        publish(ContactsExchanged(trial_id=trial_id))
    return wish


@action
def take_contact_back(*, trial_id: str, by: Actor, at: dt.datetime) -> None:
    """Take the wish back: from now on neither side is shown the other's. Where there is none, nothing changes."""
    exchange, side, _person = _locked(trial_id, by)
    exchange.kept_contacts.filter(side=side).delete()


@action
def send_thanks(*, trial_id: str, text: str, by: Actor, at: dt.datetime) -> ThankYou:
    """Thank the other side, once, in plain words. It is sent at once and stays as it is."""
    exchange, side, person_id = _locked(trial_id, by)
    if exchange.thanks.filter(side=side).exists():
        raise refusals.AlreadyThanked
    words = clean_text(text)
    if not words:
        raise NotAcceptable(text=_("Write your note."))
    if len(words) > LONGEST_THANKS:
        raise NotAcceptable(text=_("Shorten this to %(longest)d characters.") % {"longest": LONGEST_THANKS})
    note = ThankYou.objects.create(exchange=exchange, side=side, person_id=person_id, text=words, at=at)
    publish(ThanksSent(trial_id=trial_id, side=side))
    return note


@action
def report_thanks(*, trial_id: str, text: str, by: Actor, at: dt.datetime) -> SafetyReport:
    """Report the note one was sent to a named person of the operator. Whoever wrote it isn't told."""
    exchange, side, person_id = _locked(trial_id, by)
    note = ThankYou.objects.select_for_update().filter(exchange=exchange, side=side.other).first()
    if note is None:
        raise NotFound
    if note.report_id is not None:
        raise refusals.AlreadyReported
    words = clean_text(text)
    if not 0 < len(words) <= LONGEST_REPORT - LONGEST_THANKS - 100:
        raise NotAcceptable(text=_("Say what is wrong with it, in a few sentences."))
    person = accounts.safety_person(exchange.organization_id)
    if person is None:
        raise refusals.NobodyIsThereToReadIt
    report = SafetyReport.objects.create(
        trial_id=trial_id,
        title=exchange.title,
        company=accounts.organization_with_key(exchange.organization_id).name,
        reported_by_id=person_id,
        person=person,
        kind=SafetyReport.Kind.NOTE,
        text="\n\n".join([words, _("The note, word for word:"), note.text]),
        at=at,
    )
    note.report = report
    note.save(update_fields=["report"])
    publish(SafetyReported(report_id=report.public_id))
    return report


def thanks_for_a_letter(trial_id: str, side: str) -> ThankYou:
    return ThankYou.objects.select_related("person").get(exchange__trial_id=trial_id, side=side)


def _locked(trial_id: str, by: Actor) -> tuple[Exchange, Side, int]:
    exchange = visible_to(by).select_for_update(of=("self",)).filter(trial_id=trial_id).first()
    if exchange is None or by.person_id is None:
        raise NotFound
    return exchange, side_of(exchange, by), by.person_id
