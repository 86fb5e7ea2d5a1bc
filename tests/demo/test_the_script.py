"""The demo's script is playable: everybody in it exists, every fate is written, no pair tries twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from foretaste.demo import the_demos_today
from foretaste.demo.companies import COMPANIES
from foretaste.demo.fates import Fates
from foretaste.demo.people import BY_NAME, EVERYONE
from foretaste.demo.script import PLOTS
from foretaste.money.actions import _can_be_an_account

WORKS = {(company.key, work.key): work for company in COMPANIES for work in company.works}


def test_everybody_in_the_script_exists():
    named = {part.intern for plot in PLOTS for part in plot.parts}
    named |= {name for plot in PLOTS for name in (*plot.askers, *plot.waiting, *plot.shortlisted)}

    assert named <= BY_NAME.keys()
    assert {(plot.company, plot.work) for plot in PLOTS} <= WORKS.keys()


def test_every_fate_is_written():
    fates = {part.fate for plot in PLOTS for part in plot.parts} - {"offered"}

    assert all(callable(getattr(Fates, fate)) for fate in fates)


def test_no_two_people_share_an_address_or_a_company_twice():
    pairs = Counter((plot.company, part.intern) for plot in PLOTS for part in plot.parts)

    assert len({one.email for one in EVERYONE}) == len(EVERYONE)
    assert max(pairs.values()) == 1


def test_every_account_can_be_paid_to():
    assert all(_can_be_an_account(one.account.replace(" ", "")) for one in EVERYONE)


@pytest.mark.parametrize(
    ("now", "today"),
    [
        ("2026-11-22T22:00+00:00", "2026-11-26T10:10+00:00"),  # a Sunday: the Thursday after
        ("2026-11-26T12:00+00:00", "2026-12-03T10:10+00:00"),  # a Thursday afternoon: a week later
        ("2026-12-22T09:00+00:00", "2027-01-07T10:10+00:00"),  # neither Christmas week nor the first of January
        ("2026-07-20T09:00+00:00", "2026-07-30T09:10+00:00"),  # summer time, past the national day
    ],
)
def test_the_demos_today_is_a_thursday_in_the_middle_of_a_trial(now, today):
    assert the_demos_today(dt.datetime.fromisoformat(now)) == dt.datetime.fromisoformat(today)
