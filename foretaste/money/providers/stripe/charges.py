"""A company pays on Stripe's own page (Checkout), by card or by bank transfer; and gets money back.

The charge is the platform's (no `on_behalf_of`). Each order by bank transfer has a customer of its own, and so an
account number of its own: what arrives there can be meant for nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from foretaste.money.providers.base import Outcome, Payment, Word
from foretaste.money.providers.stripe.asking import Plain, SaidNo, asking, each, failed, ours, plain, since

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

    from foretaste.money.models import ProviderOperation

WHOLE = ["payment_intent.latest_charge.balance_transaction"]
LEFT = ["balance_transaction"]
BANK_TRANSFERS = {  # Stripe's name of the transfer, by currency; EUR needs the country of the account number
    "EUR": "eu_bank_transfer",
    "GBP": "gb_bank_transfer",
    "JPY": "jp_bank_transfer",
    "MXN": "mx_bank_transfer",
    "USD": "us_bank_transfer",
}


def start(operation: ProviderOperation) -> Outcome:
    """Open Stripe's payment page for an order."""
    key = str(operation.pk)
    back = settings.SITE_URL + (operation.details.get("return_url") or "/")
    params: SessionCreateParams = {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": operation.currency.lower(),
                    "unit_amount": operation.amount_minor,
                    "product_data": {"name": _("Trial fund %(order)s") % {"order": operation.subject_id}},
                },
            }
        ],
        "client_reference_id": key,
        "metadata": {"operation": key},
        "payment_intent_data": {"metadata": {"operation": key}, "transfer_group": group(operation)},
        "success_url": back,
        "cancel_url": back,
        "expand": WHOLE,
    }
    try:
        if operation.details["method"] == "card":
            params["allowed_payment_method_types"] = ["card"]
        else:
            params |= _by_transfer(operation, key)
        with asking() as stripe:
            session = stripe.v1.checkout.sessions.create(params, {"idempotency_key": key})
    except SaidNo as no:
        return no.outcome
    return outcome_of(plain(session), operation)


def _by_transfer(operation: ProviderOperation, key: str) -> SessionCreateParams:
    name = BANK_TRANSFERS.get(operation.currency)
    if name is None:
        raise SaidNo("no_bank_transfers_in_this_currency")
    with asking() as stripe:
        customer = stripe.v1.customers.create(
            {"description": f"Order {operation.subject_id}", "metadata": {"operation": key}},
            {"idempotency_key": f"{key}:customer"},
        )
    transfer: dict[str, Any] = {"type": name}
    if operation.currency == "EUR":
        transfer["eu_bank_transfer"] = {"country": settings.STRIPE_BANK_TRANSFER_COUNTRY}
    return {
        "customer": customer.id,
        "allowed_payment_method_types": ["customer_balance"],
        "payment_method_options": {
            "customer_balance": {"funding_type": "bank_transfer", "bank_transfer": transfer}  # type: ignore[typeddict-item]
        },
    }


def group(operation: ProviderOperation) -> str:
    """Return what ties a charge to the transfers made from it."""
    return f"order:{operation.subject_id}"


def find(operation: ProviderOperation) -> Outcome | None:
    session = session_of(operation)
    return None if session is None else outcome_of(session, operation)


def session_of(operation: ProviderOperation) -> Plain | None:
    """Return the payment page of an operation, with the payment made there: by its name, or by looking through all."""
    with asking() as stripe:
        if operation.provider_ref:
            return plain(stripe.v1.checkout.sessions.retrieve(operation.provider_ref, {"expand": WHOLE}))
        listed = stripe.v1.checkout.sessions.list({"created": {"gte": since(operation)}, "limit": 100})
        found = ours(each(listed), operation)
        if found is None:
            return None
        return plain(stripe.v1.checkout.sessions.retrieve(found["id"], {"expand": WHOLE}))


def outcome_of(session: Plain, operation: ProviderOperation) -> Outcome:
    """Say what a payment page and its payment amount to now."""
    intent = session.get("payment_intent") or {}
    charge = intent.get("latest_charge") or {}
    ref = session["id"]
    if intent.get("status") == "succeeded" and charge.get("paid"):
        payment = payment_of(charge, operation.currency)
        is_there = payment.available or payment.settled_is_available
        return Outcome(Word.SUCCEEDED if is_there else Word.PENDING, ref=ref, payments=(payment,))
    if session["status"] == "expired" or intent.get("status") == "canceled":
        error = intent.get("last_payment_error") or {}
        return failed(error.get("decline_code") or error.get("code") or "expired", ref)
    return Outcome(Word.PENDING, ref=ref, pay_url=instructions_of(intent) or session.get("url") or "")


def payment_of(charge: Plain, currency: str) -> Payment:
    """Say what arrived. What was converted on its way in is not available: it says what it became instead."""
    line = charge.get("balance_transaction") or {}
    same = line.get("currency") == currency.lower()
    converted = {} if same or not line else converted_to(line)
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    return Payment(
        ref=charge["id"],
        amount_minor=charge["amount"],
        available=same and line.get("status") == "available",
        cost_minor=line["fee"] if line else 0,
        payer_fingerprint=card.get("fingerprint") or "",
        **converted,
        settled_is_available=bool(converted) and line.get("status") == "available",
    )


def converted_to(line: Plain) -> dict[str, Any]:
    """Return what something became in our balance there, at the rate that really was: always above zero."""
    return {"settled_minor": abs(line["amount"]), "settled_currency": line["currency"].upper()}


def instructions_of(intent: Plain) -> str:
    """Return the page with the account number to transfer to, once the payer has chosen."""
    return transfer_of(intent).get("hosted_instructions_url") or ""


def transfer_of(intent: Plain) -> Plain:
    shown: Plain = (intent.get("next_action") or {}).get("display_bank_transfer_instructions") or {}
    return shown


# --- refunds ----------------------------------------------------------------------------------------


def refund(operation: ProviderOperation, charge: str) -> Outcome:
    """Send money back to the card or account that paid. Stripe asks the payer by mail where it doesn't know it."""
    session = _paid_session(charge)
    email = (session.get("customer_details") or {}).get("email")
    try:
        with asking() as stripe:
            made = stripe.v1.refunds.create(
                {
                    "payment_intent": session["payment_intent"]["id"],
                    "amount": operation.amount_minor,
                    "metadata": {"operation": str(operation.pk)},
                    "expand": LEFT,
                    **({"instructions_email": email} if session.get("customer") and email else {}),
                },
                {"idempotency_key": str(operation.pk)},
            )
    except SaidNo as no:
        return no.outcome
    return refund_outcome(plain(made))


def find_refund(operation: ProviderOperation) -> Outcome | None:
    with asking() as stripe:
        if operation.provider_ref:
            return refund_outcome(plain(stripe.v1.refunds.retrieve(operation.provider_ref, {"expand": LEFT})))
    intent = _paid_session(operation.details["charge"])["payment_intent"]["id"]
    with asking() as stripe:
        listed = stripe.v1.refunds.list({"payment_intent": intent, "limit": 100, "expand": [f"data.{LEFT[0]}"]})
        found = ours(each(listed), operation)
    return None if found is None else refund_outcome(found)


def refund_outcome(refund: Plain) -> Outcome:
    """Say what became of a refund; of a converted payment, also what really left our balance there."""
    if refund["status"] in ("failed", "canceled"):
        return failed(refund.get("failure_reason") or refund["status"], refund["id"])
    word = Word.SUCCEEDED if refund["status"] == "succeeded" else Word.PENDING
    line = refund.get("balance_transaction")
    if isinstance(line, dict) and line["currency"] != refund["currency"]:
        return Outcome(word, ref=refund["id"], **converted_to(line))
    return Outcome(word, ref=refund["id"])


def _paid_session(charge: str) -> Plain:
    from foretaste.money.models import ProviderOperation

    session = session_of(ProviderOperation.objects.get(pk=charge))
    if session is None or not session.get("payment_intent"):
        raise LookupError(f"Stripe has no payment for the charge {charge}.")
    return session


def charge_ref(charge: str) -> str:
    """Return the name of the charge that paid, for transfers made from it; "" where it was converted on its way in."""
    paid = _paid_session(charge)["payment_intent"]["latest_charge"]
    line = paid.get("balance_transaction") or {}
    ref: str = "" if line and line["currency"] != paid["currency"] else paid["id"]
    return ref
