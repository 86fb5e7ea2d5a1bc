"""Interns' own accounts at Stripe. Stripe's pages ask who they are and where their bank is; we never see either.

An account has Stripe's Express dashboard, a manual payout schedule (we say when), and asks for transfers only.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from foretaste.money.providers.base import AccountNotPossible, AccountState, AnswerLost
from foretaste.money.providers.stripe.asking import CLOCKS_APART, Plain, SaidNo, asking, each, plain

if TYPE_CHECKING:
    from stripe.params import AccountCreateParams


def open_account(person_id: str, country: str, asked_at: dt.datetime) -> AccountState:
    """Make the person's account. One that was made and whose answer was lost is found again."""
    if found := _find(person_id, asked_at):
        return state_of(found)
    params: AccountCreateParams = {
        "country": country,
        "business_type": "individual",
        "controller": {
            "stripe_dashboard": {"type": "express"},
            "fees": {"payer": "application"},
            "losses": {"payments": "application"},
            "requirement_collection": "stripe",
        },
        "capabilities": {"transfers": {"requested": True}},
        "settings": {"payouts": {"schedule": {"interval": "manual"}}},
        "metadata": {"person": person_id},
    }
    try:
        with asking() as stripe:
            made = stripe.v1.accounts.create(params, {"idempotency_key": f"account:{person_id}:{country}"})
    except SaidNo as no:
        raise AccountNotPossible(no.code) from no
    return state_of(plain(made))


def _find(person_id: str, asked_at: dt.datetime) -> Plain | None:
    with asking() as stripe:
        listed = stripe.v1.accounts.list({"created": {"gte": int((asked_at - CLOCKS_APART).timestamp())}, "limit": 100})
        return next((one for one in each(listed) if (one.get("metadata") or {}).get("person") == person_id), None)


def onboarding_url(account: str, return_url: str, refresh_url: str) -> str:
    with asking() as stripe:
        link = stripe.v1.account_links.create(
            {
                "account": account,
                "type": "account_onboarding",
                "return_url": return_url,
                "refresh_url": refresh_url,
                "collection_options": {"fields": "eventually_due"},
            }
        )
    return link.url


def look_at(account: str) -> AccountState:
    try:
        return state_of(retrieve(account))
    except SaidNo as no:
        raise AnswerLost(no.code) from no


def retrieve(account: str) -> Plain:
    with asking() as stripe:
        return plain(stripe.v1.accounts.retrieve(account))


def state_of(account: Plain) -> AccountState:
    needs = account.get("requirements") or {}
    bank = bank_of(account)
    return AccountState(
        ref=account["id"],
        person_id=(account.get("metadata") or {}).get("person", ""),
        country=account.get("country") or "",
        currency=(account.get("default_currency") or "").upper(),
        can_receive=(account.get("capabilities") or {}).get("transfers") == "active",
        can_pay_out=bool(account.get("payouts_enabled")),
        instant="instant" in (bank.get("available_payout_methods") or []),
        missing=tuple(sorted({*(needs.get("currently_due") or []), *(needs.get("past_due") or [])})),
        bank_ref=bank.get("id", ""),
        bank_ending=bank.get("last4", ""),
        bank_country=bank.get("country") or "",
        bank_fingerprint=bank.get("fingerprint") or "",
    )


def bank_of(account: Plain) -> Plain:
    """Return the bank account or card that payouts go to: the default one, else the first."""
    known = (account.get("external_accounts") or {}).get("data") or []
    return next((one for one in known if one.get("default_for_currency")), known[0] if known else {})
