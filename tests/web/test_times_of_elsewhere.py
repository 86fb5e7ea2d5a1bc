"""A time of another place names that place, unless the reader's own clock shows the same hour."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.http import HttpRequest

from foretaste.web import readers
from foretaste.web.templatetags.ui import hour, when

FRIDAY = dt.datetime(2026, 11, 27, 17, 0, tzinfo=dt.UTC)


def read_by(zone: str, is_authenticated: bool = True):
    request = HttpRequest()
    request.user = SimpleNamespace(is_authenticated=is_authenticated, time_zone=zone)
    return readers.reading(request)


def test_a_moment_elsewhere_names_its_place():
    with read_by("Europe/Brussels"):
        assert when(FRIDAY, "Europe/London short").endswith("17:00 (London time)")
        assert hour(FRIDAY, "Europe/London") == "17:00 (London time)"
        assert when(FRIDAY, "UTC").endswith("17:00 (UTC)")


@pytest.mark.parametrize("zone", ["Europe/Brussels", "Europe/Berlin", "UTC"])
def test_a_moment_here_where_clocks_agree_or_where_nobody_said_where_they_are_stands_alone(zone):
    with read_by(zone):
        assert when(FRIDAY, "Europe/Brussels").endswith("18:00")
        assert hour(FRIDAY, "Europe/Brussels") == "18:00"


def test_it_is_the_hour_of_that_moment_that_counts():
    with read_by("Atlantic/Reykjavik"):
        assert hour(FRIDAY, "Europe/London") == "17:00"
        assert hour(dt.datetime(2026, 7, 1, 17, 0, tzinfo=dt.UTC), "Europe/London") == "18:00 (London time)"


def test_a_moment_of_no_place_is_told_by_the_readers_clock_and_else_in_utc():
    with read_by("Europe/Brussels"):
        assert when(FRIDAY).endswith("18:00")
    with read_by("Europe/Brussels", is_authenticated=False):
        assert when(FRIDAY).endswith("17:00 (UTC)")
    assert when(FRIDAY).endswith("17:00 (UTC)")


def test_a_time_on_the_wall_is_bare():
    with read_by("America/New_York"):
        assert hour(dt.time(9)) == "09:00"
        assert hour(None) == when(None) == ""
