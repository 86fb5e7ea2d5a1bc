"""The simulator's world for the tests: a database of its own, beside the one of the other tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.database import start_server
from tests.faults.world import World


@pytest.fixture(scope="package")
def faulty_world(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with django_db_blocker.unblock(), World(start_server(request.config), name) as world:
        yield world
