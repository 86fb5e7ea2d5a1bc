"""`foretaste rehearse` lives every ending over the API, and notices a cent that is off."""

from __future__ import annotations

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from foretaste import rehearse
from foretaste.cli import ENDINGS
from foretaste.core.jobs import run_waiting_jobs
from foretaste.rehearse import EXPECTED, Off, Rehearsal


@pytest.fixture
def instance(db, settings):
    """A demo instance in this process, whose worker is done as soon as a request is answered."""
    settings.DEMO = True
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    transport = httpx.WSGITransport(app=get_wsgi_application())
    hooks = {"response": [lambda answer: run_waiting_jobs()]}
    with httpx.Client(base_url="http://testserver", transport=transport, event_hooks=hooks) as client:
        yield client
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_every_ending_of_the_command_has_its_figures():
    assert set(ENDINGS) == EXPECTED.keys()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_life_that_ends_so_is_right_to_the_cent(instance, ending):
    said: list[str] = []

    Rehearsal(instance, ending, said.append).live()

    assert "Paid to the intern" in said[-1]


def test_a_cent_that_is_off_is_noticed(instance, monkeypatch):
    monkeypatch.setitem(rehearse.EXPECTED, "exit", rehearse.Expected("exit", 18_999))

    with pytest.raises(Off, match="the law"):
        Rehearsal(instance, "exit", lambda line: None).live()


def test_elsewhere_it_refuses_to_move_the_clock(instance, settings):
    settings.DEMO = False

    with pytest.raises(Off, match="use a demo instance"):
        Rehearsal(instance, "completion", lambda line: None).live()
