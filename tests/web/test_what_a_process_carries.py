"""A web process loads what most requests need; what few ask for comes with the first who do."""

import subprocess
import sys

import pytest

BEGIN = (
    "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test'\n"
    "import config.wsgi\n"
    "from django.urls import get_resolver, reverse; get_resolver().url_patterns; reverse('pages:home')\n"
)


def loaded(after: str = "") -> set[str]:
    code = f"{BEGIN}{after}\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


@pytest.fixture(scope="module")
def at_first() -> set[str]:
    return loaded()


@pytest.mark.parametrize(
    "library", ["ninja", "pydantic", "icalendar", "extruct", "lxml", "typst", "stripe", "feedparser", "nh3"]
)
def test_a_fresh_process_does_not_carry(library: str, at_first: set[str]) -> None:
    assert library not in at_first


def test_the_api_comes_with_the_first_request_to_it() -> None:
    request = "from django.test import Client; assert Client().get('/api/v1/openapi.json').status_code == 200"
    assert "ninja" in loaded(request)
