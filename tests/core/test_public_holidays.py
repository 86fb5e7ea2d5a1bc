"""Public holidays are the same whoever finds them."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from foretaste.core import calendars, public_holidays


@pytest.mark.parametrize(
    ("country", "region"),
    [("BE", None), ("DE", "BY"), ("US", "CA"), ("JP", None), ("DE", "no such"), ("XX", None), ("", "")],
)
def test_another_process_finds_what_this_one_does(country, region):
    here = public_holidays.found_here(country, region, 2026)
    assert public_holidays.found_elsewhere(country, region, 2026) == here
    assert bool(here) == (country not in ("XX", ""))


def test_a_region_that_is_not_known_has_its_countrys():
    assert public_holidays.found_here("DE", "no such", 2026) == public_holidays.found_here("DE", None, 2026)


def test_where_no_process_can_be_started_it_is_found_here(monkeypatch):
    def fails(*_args: object, **_how: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "run", fails)
    assert public_holidays.found_elsewhere("BE", None, 2026)[dt.date(2026, 7, 21)]


def test_a_web_process_asks_another_and_does_not_carry_what_knows_them():
    code = (
        "import os, sys, datetime; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test'\n"
        "os.environ['FORETASTE_FRUGAL'] = '1'\n"
        "from foretaste.core import calendars, public_holidays\n"
        "public_holidays.LONGEST = 600\n"  # a machine at its limit is slow, and then it would be found here
        "print(calendars.public_holiday(datetime.date(2026, 7, 21), 'BE'), 'holidays' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split()[-1] == "False"
    assert ran.stdout.split()[:-1] == (calendars.public_holiday(dt.date(2026, 7, 21), "BE") or "").split()
