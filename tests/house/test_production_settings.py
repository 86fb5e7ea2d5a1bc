"""Production settings refuse to start when something is missing or unsafe, and say what to do about it."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).parents[2]
ONE, OTHER = (Fernet.generate_key().decode() for _ in range(2))
SEED = Fernet.generate_key().decode()  # 32 bytes in base64url too
GOOD = {
    "DATABASE_URL": "postgresql://foretaste:sample@db.example.org/foretaste",
    "ALLOWED_HOSTS": "trials.example.org",
    "PAYMENT_PROVIDER": "sandbox",
    "ALLOW_SANDBOX_PROVIDER": "1",
    "MAIL_HOST": "mail.example.org",
    "SECRET_KEY": "s" * 60,
    "SEALING_KEYS": ONE,
    "RECORD_KEYS": SEED,
    "WEBHOOK_SECRET": "sample",
}
READ = {*GOOD, "FORETASTE_DATA", "SITE_URL", "DEBUG", "DEMO", "BEHIND_PROXY", "HSTS_SECONDS"}
READ |= {f"MAIL_{name}" for name in ("HOST", "PORT", "USER", "PASSWORD", "TLS", "FROM")}


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Read the production settings anew, as a process that starts does, with these variables changed."""

    def read(**changed: str | None) -> dict[str, Any]:
        for name in READ:
            monkeypatch.delenv(name, raising=False)
        for name, value in {**GOOD, "FORETASTE_DATA": str(tmp_path), **changed}.items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return runpy.run_module("config.settings.production")

    return read


def test_with_everything_it_starts_safe(start: Any) -> None:
    settings = start()
    assert (settings["DEBUG"], settings["DEMO"], settings["SITE_URL"]) == (False, False, "https://trials.example.org")
    safe = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_INCLUDE_SUBDOMAINS")
    assert [settings[name] for name in safe] == [True] * 4
    assert settings["OPERATORS_NEED_A_SECOND_FACTOR"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert "SECURE_PROXY_SSL_HEADER" not in settings


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("DATABASE_URL", "DATABASE_URL is not set: postgresql://user:password@host:5432/name"),
        ("ALLOWED_HOSTS", "ALLOWED_HOSTS is not set: name the hosts this instance answers for, with commas between."),
        ("PAYMENT_PROVIDER", "PAYMENT_PROVIDER is not set: name the provider that moves this instance's money."),
        ("MAIL_HOST", "MAIL_HOST is not set: name the mail server"),
        ("FORETASTE_DATA", "FORETASTE_DATA is not set: name the folder for uploaded files"),
        ("SECRET_KEY", "SECRET_KEY is not set: put it into the environment, or name FORETASTE_DATA"),
        ("SEALING_KEYS", "SEALING_KEYS is not set: put it into the environment, or name FORETASTE_DATA"),
        ("RECORD_KEYS", "RECORD_KEYS is not set: put it into the environment, or name FORETASTE_DATA"),
        ("WEBHOOK_SECRET", "WEBHOOK_SECRET is not set: put it into the environment, or name FORETASTE_DATA"),
    ],
)
@pytest.mark.parametrize("empty", [None, "", "  "])
def test_without_one_that_is_needed_it_names_it(start: Any, name: str, says: str, empty: str | None) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        start(**{name: empty})
    assert str(refusal.value).startswith(says)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"DEBUG": "1"}, "DEBUG shows strangers what goes on inside: unset it."),
        ({"DEMO": "1"}, "DEMO lets everybody sign in as anybody: unset it."),
        ({"ALLOW_SANDBOX_PROVIDER": None}, "The sandbox provider moves no real money. Name a real one, or"),
        ({"ALLOW_SANDBOX_PROVIDER": "0"}, "The sandbox provider moves no real money. Name a real one, or"),
        ({"ALLOW_SANDBOX_PROVIDER": "perhaps"}, "ALLOW_SANDBOX_PROVIDER is yes or no (1 or 0), not 'perhaps'."),
        ({"ALLOWED_HOSTS": "trials.example.org,*"}, "ALLOWED_HOSTS is *, which lets anybody's host in: name the hosts"),
        ({"SITE_URL": "http://trials.example.org"}, "SITE_URL is http://trials.example.org: links in mails sign"),
        ({"HSTS_SECONDS": "0"}, "HSTS_SECONDS is 0: browsers would go on asking over plain http. Set at least 1."),
        ({"HSTS_SECONDS": "a year"}, "HSTS_SECONDS is a whole number, not 'a year'."),
        ({"MAIL_TLS": "0", "MAIL_PASSWORD": "open"}, "MAIL_TLS is off and would send MAIL_PASSWORD in the clear: set"),
        ({"MAIL_PORT": "smtp"}, "MAIL_PORT is a whole number, not 'smtp'."),
        ({"DATABASE_URL": "sqlite:///db"}, "DATABASE_URL names another database: Foretaste runs on PostgreSQL only."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short to be safe: make one of 50 characters or more"),
        ({"SEALING_KEYS": f"{ONE},none"}, "Number 2 of SEALING_KEYS is no Fernet key: make one by python -c"),
        ({"WEBHOOK_SECRET": "s" * 60}, "SECRET_KEY, WEBHOOK_SECRET and each of SEALING_KEYS and"),
        ({"WEBHOOK_SECRET": ONE}, "SECRET_KEY, WEBHOOK_SECRET and each of SEALING_KEYS and"),
        ({"SEALING_KEYS": f"{ONE},{ONE}"}, "SECRET_KEY, WEBHOOK_SECRET and each of SEALING_KEYS and"),
        ({"RECORD_KEYS": f"{SEED},short"}, "Number 2 of RECORD_KEYS is no key of 32 bytes: make one by python -c"),
        ({"RECORD_KEYS": ONE}, "SECRET_KEY, WEBHOOK_SECRET and each of SEALING_KEYS and RECORD_KEYS are secrets"),
    ],
)
def test_what_is_unsafe_is_refused_with_what_to_do(start: Any, changed: dict[str, str | None], says: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        start(**changed)
    assert str(refusal.value).startswith(says)


def test_no_refusal_repeats_a_secret(start: Any) -> None:
    mail = {"MAIL_TLS": "0", "MAIL_PASSWORD": "hunter2"}
    for changed in ({"SECRET_KEY": "hunter2"}, {"SEALING_KEYS": "hunter2"}, {"RECORD_KEYS": "hunter2"}, mail):
        with pytest.raises(ImproperlyConfigured) as refusal:
            start(**changed)
        assert "hunter2" not in str(refusal.value)


def test_old_keys_open_and_the_first_seals(start: Any) -> None:
    assert start(SEALING_KEYS=f"{OTHER},{ONE}")["SEALING_KEYS"] == [OTHER, ONE]


def test_behind_a_proxy_its_word_counts(start: Any) -> None:
    settings = start(BEHIND_PROXY="1")
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def process(tmp_path: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    of_browser_tests = "DJANGO_ALLOW_ASYNC_UNSAFE"  # set by those that ran before in the same process
    kept = {name: value for name, value in os.environ.items() if name not in {*READ, of_browser_tests}}
    told = {"FORETASTE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.production", **GOOD, **changed}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=kept | told, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_real_process_is_clean_under_the_deployment_check(tmp_path: Path) -> None:
    secret = "".join(chr(ord("!") + n) for n in range(60))
    done = process(tmp_path, SECRET_KEY=secret, BEHIND_PROXY="1")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


def test_a_real_process_stops_and_says_why(tmp_path: Path) -> None:
    done = process(tmp_path, DEBUG="1")
    assert done.returncode != 0
    assert "DEBUG shows strangers what goes on inside: unset it." in done.stderr
