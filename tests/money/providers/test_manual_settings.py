"""An instance with its own bank refuses to start without a right account, and says what is wrong."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

WHOLE = {"MANUAL_ACCOUNT_HOLDER": "Weststadt Trials e.V.", "MANUAL_ACCOUNT_NUMBER": "DE75 5121 0800 1245 1261 99"}


def told(monkeypatch: pytest.MonkeyPatch, **changed: str) -> dict[str, object]:
    for name in (*WHOLE, "MANUAL_ACCOUNT_BIC", "MANUAL_CURRENCIES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**WHOLE, **changed}.items():
        monkeypatch.setenv(name, value)
    return environment.manual()


def test_what_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, MANUAL_ACCOUNT_BIC="cobadeffxxx", MANUAL_CURRENCIES="eur, chf") == {
        "MANUAL_ACCOUNT_HOLDER": "Weststadt Trials e.V.",
        "MANUAL_ACCOUNT_NUMBER": "DE75512108001245126199",
        "MANUAL_ACCOUNT_BIC": "COBADEFFXXX",
        "MANUAL_CURRENCIES": ("EUR", "CHF"),
    }
    plain = told(monkeypatch)
    assert (plain["MANUAL_ACCOUNT_BIC"], plain["MANUAL_CURRENCIES"]) == ("", ("EUR",))


@pytest.mark.parametrize("missing", WHOLE)
def test_a_missing_one_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"^{missing} is not set: "):
        told(monkeypatch, **{missing: " "})


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"MANUAL_ACCOUNT_NUMBER": "DE75512108001245126190"}, "is no IBAN"),  # a slip in the last digit
        ({"MANUAL_ACCOUNT_NUMBER": "12345678"}, "is no IBAN"),
        ({"MANUAL_ACCOUNT_BIC": "COBADE"}, "is no BIC"),
        ({"MANUAL_CURRENCIES": "euro"}, "'EURO'"),
        ({"MANUAL_CURRENCIES": "EUR,XXQ"}, "'XXQ'"),
    ],
)
def test_a_wrong_one_is_refused(monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], says: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=says):
        told(monkeypatch, **changed)
