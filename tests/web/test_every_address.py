"""The role-by-address matrix: every address of the instance, every role's answer; whoever is refused changes nothing.

The rows stand in every_address.txt. An address without a row fails, and so does a row without an address. No role is
left out: where a row says that they are answered alike, each of them is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix import REFUSALS, is_refusal, is_sign_in, undone
from tests.small_world import ROLES, SmallWorld

TOKENS_NOT_FORMS = {
    "webhooks:receive",
    "webhooks:receive_at",
    "webhooks:riipen",
    "webhooks:indeed_apply",
    "mcp",
    "searches:stop",
}  # no cookie signs these in: a signature does


@dataclass(frozen=True)
class Row:
    """One address: what each role is answered."""

    name: str
    arguments: dict[str, str]
    get: dict[str, int]
    post: dict[str, int]

    def path(self, world: SmallWorld) -> str:
        known = {
            key: str(world.ids[value[1:-1]]) if value.startswith("<") else value
            for key, value in self.arguments.items()
        }
        return reverse(self.name, kwargs={key: int(it) if it.isdigit() else it for key, it in known.items()})


def rows() -> Iterator[Row]:
    for line in (Path(__file__).parent / "every_address.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, arguments, get, post = (part.strip() for part in line.split("|"))
            yield Row(name, dict(one.split("=") for one in arguments.split()), answers(get), answers(post))


def answers(text: str) -> dict[str, int]:
    """Read one cell: nine answers, or a star for "everybody else alike"."""
    codes = text.split()
    if codes[-1] == "*":
        codes = [*codes[:-1], *[codes[-2]] * (len(ROLES) + 1 - len(codes))]
    return dict(zip(ROLES, map(int, codes), strict=True))


def addresses(resolver: Any = None, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """Every address below a resolver: its full name and its pattern. The JSON API has a matrix of its own."""
    for one in (resolver or get_resolver("config.urls_with_api")).url_patterns:
        if isinstance(one, URLResolver):
            inner = ":".join(part for part in (namespace, one.namespace) if part)
            if inner != "api-1":
                yield from addresses(one, prefix + str(one.pattern), inner)
        elif isinstance(one, URLPattern):
            yield ":".join(part for part in (namespace, one.name) if part), prefix + str(one.pattern)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    found = {name: set(re.findall(r"<(?:\w+:)?(\w+)>", pattern)) for name, pattern in addresses()}
    listed = {row.name: set(row.arguments) for row in rows()}
    assert sorted(found) == sorted(listed)
    assert listed == found, "the arguments differ"
    assert len(listed) == len(list(rows())) == len(list(addresses())), "a name stands twice"


@pytest.mark.usefixtures("unwatched_templates")
def test_everyone_is_answered_as_the_table_says(small_world: SmallWorld) -> None:
    """And nobody who is refused has changed a row of any table, their own session aside."""
    wrong = []
    clients = {role: small_world.client(role) for role in ROLES}
    for row in rows():
        path = row.path(small_world)
        for method, expected in (("get", row.get), ("post", row.post)):
            for role, status in expected.items():
                no = status in REFUSALS or (role == "visitor" and status == 302)
                with undone(clients[role], watched=no) as touched:
                    answer = getattr(clients[role], method)(path)
                    changed = touched()
                where = f"{method.upper()} {row.name} {path} as {role}:"
                if answer.status_code != status:
                    wrong.append(f"{where} {answer.status_code}, expected {status}")
                if changed and is_refusal(answer, role):
                    wrong.append(f"{where} refused, but changed {changed}")
                if role == "visitor" and status == 302 and ":" in row.name and not is_sign_in(answer):
                    wrong.append(f"{where} led to {answer['Location']}")
    assert not wrong, "\n".join(wrong)


def test_pages_behind_the_sign_in_send_visitors_there() -> None:
    """Company, operator and the person's own pages: never a 200 for a visitor, never a 403."""
    for row in rows():
        if row.name.split(":")[0] in {"company", "operator", "me", "trials", "pay", "evaluations", "ask"}:
            assert (row.get["visitor"], row.post["visitor"]) == (302, 302), row.name


def test_an_outsider_never_learns_that_there_is_something() -> None:
    """Otto, Rhea and Cora get 404 where they may not look; 403 would say that there is something."""
    for row in rows():
        if row.arguments:
            for role in ("otto", "rhea", "cora"):
                said = {row.get.get(role), row.post.get(role)} - {None}
                assert 403 not in said, row.name


def test_nobody_can_make_someone_else_s_browser_post(small_world: SmallWorld) -> None:
    """Without the form's token every POST is refused: the webhook alone is signed instead."""
    hedy = Client(enforce_csrf_checks=True)
    hedy.cookies = small_world.client("hedy").cookies
    for row in rows():
        if 405 in row.post.values():
            continue
        with undone(hedy, watched=False):
            status = hedy.post(row.path(small_world)).status_code
        assert (status == 403) is (row.name not in TOKENS_NOT_FORMS), f"{row.name}: {status}"
