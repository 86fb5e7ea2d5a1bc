"""Every request against the SDK's own parameter types: what is unknown, missing or of another shape is an error."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal, NotRequired, Required, get_args, get_origin
from urllib.parse import parse_qsl

import stripe.params as of
import stripe.params.checkout as checkout
from typing_extensions import is_typeddict

NEVER_SENT = {"api_key", "headers", "idempotency_key", "max_network_retries", "content_type"} | {
    "stripe_account", "stripe_context", "stripe_version"
}  # fmt: skip
TYPES: dict[tuple[str, str], Any] = {
    ("post", r"/v1/checkout/sessions"): checkout.SessionCreateParams,
    ("get", r"/v1/checkout/sessions"): checkout.SessionListParams,
    ("get", r"/v1/checkout/sessions/[^/]+"): checkout.SessionRetrieveParams,
    ("post", r"/v1/checkout/sessions/[^/]+/expire"): checkout.SessionExpireParams,
    ("post", r"/v1/customers"): of.CustomerCreateParams,
    ("get", r"/v1/payment_intents/[^/]+"): of.PaymentIntentRetrieveParams,
    ("post", r"/v1/payment_intents"): of.PaymentIntentCreateParams,
    ("post", r"/v1/refunds"): of.RefundCreateParams,
    ("get", r"/v1/refunds"): of.RefundListParams,
    ("get", r"/v1/refunds/[^/]+"): of.RefundRetrieveParams,
    ("post", r"/v1/transfers"): of.TransferCreateParams,
    ("get", r"/v1/transfers"): of.TransferListParams,
    ("post", r"/v1/transfers/[^/]+/reversals"): of.TransferReversalCreateParams,
    ("get", r"/v1/transfers/[^/]+/reversals"): of.TransferReversalListParams,
    ("post", r"/v1/payouts"): of.PayoutCreateParams,
    ("get", r"/v1/payouts"): of.PayoutListParams,
    ("get", r"/v1/payouts/[^/]+"): of.PayoutRetrieveParams,
    ("post", r"/v1/accounts"): of.AccountCreateParams,
    ("get", r"/v1/accounts"): of.AccountListParams,
    ("get", r"/v1/accounts/[^/]+"): of.AccountRetrieveParams,
    ("post", r"/v1/account_links"): of.AccountLinkCreateParams,
    ("get", r"/v1/balance"): of.BalanceRetrieveParams,
    ("get", r"/v1/balance_settings"): of.BalanceSettingsRetrieveParams,
    ("get", r"/v1/balance_transactions"): of.BalanceTransactionListParams,
    ("get", r"/v1/disputes/[^/]+"): of.DisputeRetrieveParams,
}


class WrongRequest(AssertionError):
    """The adapter sent what the pinned SDK doesn't know, or left out what it needs."""


def decode(body: str) -> dict[str, Any]:
    """Read `a[b][0][c]=1` as nested dicts; the keys of a list are its places."""
    nested: dict[str, Any] = {}
    for key, value in parse_qsl(body, keep_blank_values=True):
        parts = [key.split("[", 1)[0], *re.findall(r"\[([^\]]*)\]", key)]
        here = nested
        for part in parts[:-1]:
            here = here.setdefault(part, {})
        last = parts[-1] if parts[-1] != "" else str(len(here))
        here[last] = value
    return nested


def check(method: str, path: str, sent: dict[str, Any]) -> None:
    """Raise `WrongRequest` where a request doesn't fit its type."""
    for (verb, pattern), kind in TYPES.items():
        if verb == method and re.fullmatch(pattern, path):
            _fits(sent, kind, f"{method.upper()} {path}")
            return
    raise WrongRequest(f"{method.upper()} {path} is an address this Stripe doesn't know.")


def _fits(sent: Any, kind: Any, where: str) -> None:
    kind = _bare(kind)
    if is_typeddict(kind):
        _fits_dict(sent, kind, where)
    elif get_origin(kind) in (typing.Union, types.UnionType):
        _fits_one_of(sent, get_args(kind), where)
    elif get_origin(kind) in (list, typing.List):  # noqa: UP006 - what the SDK writes
        if not isinstance(sent, dict) or sorted(sent) != [str(n) for n in range(len(sent))]:
            raise WrongRequest(f"{where} is no list: {sent!r}")
        for number, one in sent.items():
            _fits(one, get_args(kind)[0], f"{where}[{number}]")
    elif get_origin(kind) is dict:
        if not isinstance(sent, dict):
            raise WrongRequest(f"{where} is no mapping: {sent!r}")
        for name, one in sent.items():
            _fits(one, get_args(kind)[1], f"{where}[{name}]")
    elif get_origin(kind) is Literal:
        if sent not in [str(value) for value in get_args(kind)]:
            raise WrongRequest(f"{where} is {sent!r}, not one of {get_args(kind)}")
    elif kind is int:
        if not isinstance(sent, str) or not re.fullmatch(r"-?\d+", sent):
            raise WrongRequest(f"{where} is no whole number: {sent!r}")
    elif kind is bool:
        if sent not in ("true", "false"):
            raise WrongRequest(f"{where} is no yes or no: {sent!r}")
    elif kind is str and not isinstance(sent, str):
        raise WrongRequest(f"{where} is no text: {sent!r}")


def _fits_dict(sent: Any, kind: Any, where: str) -> None:
    if not isinstance(sent, dict):
        raise WrongRequest(f"{where} is no mapping: {sent!r}")
    hints = typing.get_type_hints(kind, localns={"StripeContext": object, "Mapping": Mapping}, include_extras=True)
    known = set(hints) - (NEVER_SENT if "api_key" in hints else set())
    if unknown := set(sent) - known:
        raise WrongRequest(f"{where} doesn't know {sorted(unknown)}")
    if missing := set(kind.__required_keys__) - set(sent):
        raise WrongRequest(f"{where} needs {sorted(missing)}")
    for name, one in sent.items():
        _fits(one, hints[name], f"{where}.{name}")


def _fits_one_of(sent: Any, kinds: tuple[Any, ...], where: str) -> None:
    literals = [one for one in kinds if get_origin(_bare(one)) is Literal and _bare(one) != Literal[""]]
    if literals and isinstance(sent, str):  # `Literal[...] | str` lists the values known: nothing else is meant
        kinds = tuple(literals)
    errors = []
    for kind in kinds:
        try:
            _fits(sent, kind, where)
        except WrongRequest as error:
            errors.append(str(error))
        else:
            return
    raise WrongRequest(errors[0] if len(errors) == 1 else f"{where}: {errors}")


def _bare(kind: Any) -> Any:
    while get_origin(kind) in (NotRequired, Required):
        kind = get_args(kind)[0]
    return kind
