"""What an instance is told from outside: environment variables, and the keys in its data folder."""

from __future__ import annotations

import base64
import json
import os
import re
from pathlib import Path
from typing import Any

import dj_database_url
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def required(name: str, why: str) -> str:
    if value := text(name):
        return value
    raise ImproperlyConfigured(f"{name} is not set: {why}")


def flag(name: str, default: bool = False) -> bool:
    """Read a yes or no: 1, true, yes, on; 0, false, no, off."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is yes or no (1 or 0), not {value!r}.")


def whole_number(name: str, default: int) -> int:
    value = text(name)
    if value and not value.isdigit():
        raise ImproperlyConfigured(f"{name} is a whole number, not {value!r}.")
    return int(value) if value else default


def names(name: str) -> list[str]:
    """Read a list, separated by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def data_folder() -> Path | None:
    """Return the folder of the instance's files and keys, where it has one."""
    return Path(text("FORETASTE_DATA")).absolute() if text("FORETASTE_DATA") else None


def key(name: str) -> str:
    """Return a secret: from the environment, or else from keys.json in the data folder."""
    if value := text(name):
        return value
    folder = data_folder()
    if folder is not None and (folder / "keys.json").is_file():
        kept: dict[str, str] = json.loads((folder / "keys.json").read_text())
        if value := kept.get(name, ""):
            return value
    raise ImproperlyConfigured(
        f"{name} is not set: put it into the environment, or name FORETASTE_DATA with its keys.json."
    )


MAKE_SEALING_KEY = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'


MAKE_RECORD_KEY = (
    'python -c "import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())"'
)


def check_keys(secret_key: str, sealing_keys: list[str], record_keys: list[str], webhook_secret: str) -> None:
    """Refuse keys that are short, no keys at all, or one key for two purposes."""
    if len(secret_key) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY is too short to be safe: make one of 50 characters or more, such as by "
            'python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    for number, one in enumerate(sealing_keys, 1):
        try:
            Fernet(one)
        except ValueError:
            raise ImproperlyConfigured(
                f"Number {number} of SEALING_KEYS is no Fernet key: make one by {MAKE_SEALING_KEY}"
            ) from None
    for number, one in enumerate(record_keys, 1):
        if not _is_a_seed(one):
            raise ImproperlyConfigured(
                f"Number {number} of RECORD_KEYS is no key of 32 bytes: make one by {MAKE_RECORD_KEY}"
            )
    if len({secret_key, webhook_secret, *sealing_keys, *record_keys}) < 2 + len(sealing_keys) + len(record_keys):
        raise ImproperlyConfigured(
            "SECRET_KEY, WEBHOOK_SECRET and each of SEALING_KEYS and RECORD_KEYS are secrets of their own: "
            "make another for each."
        )


def _is_a_seed(text: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text)) == 32
    except ValueError:
        return False


def database(default: str = "") -> dict[str, Any]:
    """Read DATABASE_URL. Connections are kept, and looked after before they are used again."""
    url = text("DATABASE_URL", default)
    if not url:
        raise ImproperlyConfigured("DATABASE_URL is not set: postgresql://user:password@host:5432/name")
    settings = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    if settings["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL names another database: Foretaste runs on PostgreSQL only.")
    return settings | {"ENGINE": "foretaste.core.postgresql"}


NOT_IN_STRIPES_UNITS = {"ISK", "UGX", "HUF", "TWD"}  # Stripe counts these in other units than ISO 4217 does


def stripe() -> dict[str, Any]:
    """Read what Stripe needs. Without a key or a secret the instance refuses to start, and says which."""
    currencies = [name.upper() for name in names("STRIPE_CURRENCIES")] or ["EUR"]
    for currency in currencies:
        if len(currency) != 3 or not currency.isalpha() or currency in NOT_IN_STRIPES_UNITS:
            raise ImproperlyConfigured(f"STRIPE_CURRENCIES names {currency!r}, which can't be used with Stripe here.")
    told = {
        "STRIPE_SECRET_KEY": required(
            "STRIPE_SECRET_KEY", "Stripe's secret key of your platform, from its dashboard under Developers > API keys."
        ),
        "STRIPE_WEBHOOK_SECRET": required(
            "STRIPE_WEBHOOK_SECRET", "the signing secret of the webhook endpoint /webhooks/stripe/ (your account)."
        ),
        "STRIPE_CONNECT_WEBHOOK_SECRET": required(
            "STRIPE_CONNECT_WEBHOOK_SECRET",
            "the signing secret of the webhook endpoint /webhooks/stripe/connect/ (connected accounts).",
        ),
    }
    if not told["STRIPE_SECRET_KEY"].startswith(("sk_", "rk_")):
        raise ImproperlyConfigured("STRIPE_SECRET_KEY is no secret key: one begins with sk_ or rk_.")
    if told["STRIPE_WEBHOOK_SECRET"] == told["STRIPE_CONNECT_WEBHOOK_SECRET"]:
        raise ImproperlyConfigured(
            "STRIPE_WEBHOOK_SECRET and STRIPE_CONNECT_WEBHOOK_SECRET are the same: each endpoint has its own."
        )
    country = text("STRIPE_BANK_TRANSFER_COUNTRY", "DE").upper()
    return {**told, "STRIPE_CURRENCIES": tuple(currencies), "STRIPE_BANK_TRANSFER_COUNTRY": country}


def manual() -> dict[str, Any]:
    """Read the operator's own account, that companies transfer to and payments leave from."""
    from babel.numbers import is_currency

    from foretaste.core.account_numbers import bic, iban

    number = iban(
        required("MANUAL_ACCOUNT_NUMBER", "the IBAN of the account that companies transfer to, used for nothing else.")
    )
    if not number:
        raise ImproperlyConfigured("MANUAL_ACCOUNT_NUMBER is no IBAN: check its digits against your bank's page.")
    told_bic = text("MANUAL_ACCOUNT_BIC", "")
    if told_bic and not bic(told_bic):
        raise ImproperlyConfigured("MANUAL_ACCOUNT_BIC is no BIC: 8 or 11 letters and digits. Leave it out, or right.")
    currencies = [name.upper() for name in names("MANUAL_CURRENCIES")] or ["EUR"]
    for currency in currencies:
        if not is_currency(currency):
            raise ImproperlyConfigured(f"MANUAL_CURRENCIES names {currency!r}, which is no currency (ISO 4217).")
    return {
        "MANUAL_ACCOUNT_HOLDER": required("MANUAL_ACCOUNT_HOLDER", "the name your own account is held in."),
        "MANUAL_ACCOUNT_NUMBER": number,
        "MANUAL_ACCOUNT_BIC": bic(told_bic) if told_bic else "",
        "MANUAL_CURRENCIES": tuple(currencies),
    }


def _plain_address(name: str, address: str) -> str:
    """Return a mail address without a `+` of its own; it may be missing."""
    if address and not re.fullmatch(r"[\w.-]+@[\w-]+(\.[\w-]+)+", address, re.ASCII):
        raise ImproperlyConfigured(
            f"{name} must be a plain mail address such as alerts@in.example.org, not {address!r}."
        )
    return address


def mail() -> dict[str, Any]:
    """Read how mail leaves: MAIL_HOST and its companions; without a host, mails are written to the terminal."""
    host = text("MAIL_HOST")
    return {
        "EMAIL_BACKEND": f"django.core.mail.backends.{'smtp' if host else 'console'}.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": whole_number("MAIL_PORT", 587),
        "EMAIL_HOST_USER": text("MAIL_USER"),
        "EMAIL_HOST_PASSWORD": text("MAIL_PASSWORD"),
        "EMAIL_USE_TLS": flag("MAIL_TLS", default=True),
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": text("MAIL_FROM", "Foretaste <post@localhost>"),
        "ALERTS_ADDRESS": _plain_address("ALERTS_ADDRESS", text("ALERTS_ADDRESS")),
    }
