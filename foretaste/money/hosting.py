"""Hosting: people's own accounts at the provider. It asks who they are and where their bank is; we never do.

The provider is asked outside every transaction; what it says is kept, and what waited for the account goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foretaste.core.events import publish
from foretaste.core.refusals import Refused
from foretaste.core.transactions import step
from foretaste.money import queries, risks
from foretaste.money.events import ProviderAccountIncomplete
from foretaste.money.jobs import later
from foretaste.money.models import Payout, PayoutAccount, ProviderAccount
from foretaste.money.providers import hosting_provider, provider
from foretaste.money.providers.base import AccountNotPossible, AccountState, AnswerLost, Capability


class TheProviderDoesNotAnswer(Refused):
    message = _("The payment provider does not answer just now. Try again in a minute; your pay is yours meanwhile.")
    status = 503


class TheProviderPaysNobodyThere(Refused):
    message = _("The payment provider can't pay anybody in this country from here. Ask us: there may be another way.")


def is_hosted() -> bool:
    """Whether people tell the provider where they want to be paid, and not us."""
    return Capability.HOSTED_ACCOUNTS in provider().capabilities()


def account_of(person_id: str) -> ProviderAccount | None:
    return ProviderAccount.objects.filter(provider=provider().name, person_id=person_id).first()


def open_account(*, person_id: str, country: str, at: dt.datetime) -> ProviderAccount:
    """Return the person's account at the provider, made where it is missing. Asked twice, it is one."""
    bank = hosting_provider()
    with transaction.atomic(durable=True):
        account, _is_new = ProviderAccount.objects.get_or_create(
            provider=bank.name, person_id=person_id, defaults={"country": country.upper()[:2], "created_at": at}
        )
    if account.ref:
        return account
    with _answering():
        state = bank.open_account(person_id=person_id, country=country.upper()[:2], asked_at=account.created_at)
    return keep(state, at=at)


def page_of(account: ProviderAccount, *, return_url: str, refresh_url: str) -> str:
    """Return the provider's page for this person; it opens once, and soon."""
    with _answering():
        return hosting_provider(account.provider).onboarding_url(
            account.ref, return_url=return_url, refresh_url=refresh_url
        )


def look_again(account: ProviderAccount, *, at: dt.datetime) -> ProviderAccount:
    """Ask the provider how an account is now: somebody has just come back from its pages."""
    with _answering():
        state = hosting_provider(account.provider).look_at_account(account.ref)
    return keep(state, at=at)


@contextmanager
def _answering() -> Iterator[None]:
    """A person waits for this one: no answer is told at once."""
    try:
        yield
    except AnswerLost as lost:
        raise TheProviderDoesNotAnswer from lost
    except AccountNotPossible as no:
        raise TheProviderPaysNobodyThere from no


def keep(state: AccountState, *, at: dt.datetime) -> ProviderAccount:
    with transaction.atomic(durable=True):
        note_account(state, provider=hosting_provider().name, at=at)
    return ProviderAccount.objects.get(provider=hosting_provider().name, person_id=state.person_id)


@step
def note_account(state: AccountState, *, provider: str, at: dt.datetime) -> None:
    """Keep what the provider says of an account; let what waited for it go on."""
    account = ProviderAccount.objects.select_for_update().filter(provider=provider, person_id=state.person_id).first()
    if account is None or account.ref not in ("", state.ref):
        return  # nobody of ours, or an account that somebody else made in our name
    was_ready = account.can_receive and account.can_pay_out
    account.ref, account.seen_at = state.ref, at
    account.country, account.currency = state.country or account.country, state.currency
    account.can_receive, account.can_pay_out, account.instant = state.can_receive, state.can_pay_out, state.instant
    account.missing = [*state.missing]
    account.save()
    if state.can_pay_out and state.bank_ref:
        _keep_bank(state, at)
    if state.can_receive:
        for trial_id in risks.trials_that_earned(state.person_id):
            later("hand_over", person_id=state.person_id, trial_id=trial_id)
    if was_ready and not (state.can_receive and state.can_pay_out):
        publish(ProviderAccountIncomplete(person_id=state.person_id, provider=provider, missing=[*state.missing]))


def _keep_bank(state: AccountState, at: dt.datetime) -> None:
    """Make the bank account behind it the person's current one. The same one again changes nothing, refused or not."""
    accounts = PayoutAccount.objects.select_for_update().filter(person_id=state.person_id, replaced_at=None)
    current = accounts.first()
    if current and (current.at_provider, current.bank_ref) == (state.ref, state.bank_ref):
        return
    if risks.has_paid_for(state.person_id, state.bank_fingerprint):
        return  # the account that pays is never the one that is paid
    accounts.update(replaced_at=at)
    PayoutAccount.objects.create(
        person_id=state.person_id,
        holder="",
        country=state.bank_country or state.country,
        number=state.bank_ending,
        fingerprint=state.bank_fingerprint or state.bank_ref,
        at_provider=state.ref,
        bank_ref=state.bank_ref,
        saved_at=at,
    )
    for payout in Payout.objects.filter(person_id=state.person_id, state__in=queries.NOT_SENT):
        later("send_payout", payout_id=payout.public_id)
