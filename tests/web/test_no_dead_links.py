"""Every internal link on every page a role can reach leads somewhere."""

from __future__ import annotations

import re
from collections import deque
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from foretaste.web.pages import views
from tests.small_world import ROLES, SmallWorld

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unwatched_templates")]
ENTRANCES = ("/", "/me/", "/company/", "/operator/", "/account/", "/demo/", "/mailbox/", "/api/v1/docs")
A_PUBLIC_ID = re.compile(r"(?<=/)(?=[0-9a-z]*\d)[0-9a-z]{10,14}(?=/|$)|(?<=/)\d+(?=/|$)")
OF_OTHERS = re.compile(r"/gallery/|/mailbox/.")  # samples, and letters to whoever they were sent to
OF_ANY_SEARCH = ("/opportunities/feed.", "/searches/save")  # beside every list, whatever it was narrowed to
ENOUGH_ALIKE = 2  # pages of one kind: the next posting says nothing that two did not
MOST_PAGES = 600


class Links(HTMLParser):
    """Collects what a page links to, and the ids a link may point at."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if told.get("id"):
            self.ids.add(str(told["id"]))
        if tag == "a" and told.get("href"):
            self.links.append(str(told["href"]))


def kind_of(path: str) -> str:
    """Return what pages of one kind share: the path without its ids, and the names in its query."""
    parts = urlsplit(path)
    if parts.path.startswith(OF_ANY_SEARCH):
        return parts.path
    return A_PUBLIC_ID.sub("*", parts.path) + "?" + ",".join(sorted(QueryDict(parts.query)))


def crawl(client: Client, entrances: tuple[str, ...] = ENTRANCES) -> tuple[dict[str, int], list[str]]:
    """Follow every link from the entrances. Return the pages seen with their answers, and what is wrong."""
    answers: dict[str, int] = {}
    alike: dict[str, int] = {}
    wrong: list[str] = []
    waiting = deque((path, "the address bar") for path in entrances)
    while waiting and len(answers) < MOST_PAGES:
        path, came_from = waiting.popleft()
        kind = kind_of(path)
        if path in answers or alike.get(kind, 0) >= ENOUGH_ALIKE:
            continue
        alike[kind] = alike.get(kind, 0) + 1
        client.raise_request_exception = False
        answer = client.get(path, headers={"accept": "text/html"})
        answers[path] = answer.status_code
        if answer.status_code in (301, 302, 303, 307):
            waiting.append((urljoin(path, answer["Location"]), path))
        elif answer.status_code != 200:
            if came_from != "the address bar":
                wrong.append(f"{answer.status_code} {path} (linked from {came_from})")
        elif answer["Content-Type"].startswith("text/html") and not answer.streaming and not OF_OTHERS.match(path):
            page = Links()
            page.feed(answer.text)
            for link in page.links:
                target, fragment = urldefrag(urljoin(path, link))
                if link.startswith("#") and fragment and fragment not in page.ids:
                    wrong.append(f"#{fragment} on {path} points at nothing")
                elif target.startswith("/") and not target.startswith("//"):
                    waiting.append((target, path))
    return answers, sorted(set(wrong))


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_dead(role: str, small_world: SmallWorld, settings: Any) -> None:
    settings.DEMO = True
    answers, wrong = crawl(small_world.client(role))
    assert not wrong, "\n".join(wrong)
    assert len([path for path, code in answers.items() if code == 200]) > 15


def test_a_dead_link_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken on purpose")

    assert crawl(Client(), ("/compare/",))[1] == []
    monkeypatch.setattr(views.fit, "clean", breaks)
    assert "500 /check/ (linked from /compare/)" in crawl(Client(), ("/compare/",))[1]
