"""The role-by-endpoint matrix: every operation of the JSON API, every role's answer; a refusal changes nothing.

The rows stand in every_endpoint.txt. An operation without a row fails, and so does a row without an operation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Organization
from foretaste.api.v1 import api
from foretaste.matching import queries as finding
from foretaste.opportunities import actions as opportunities
from tests.matrix import is_refusal, undone
from tests.small_world import NOW, ROLES, SmallWorld


@dataclass(frozen=True)
class Row:
    """One operation with a body that is in order: what each role is answered."""

    method: str
    path: str
    arguments: dict[str, str]
    body: str
    answers: dict[str, int]

    def address(self, world: SmallWorld) -> str:
        return "/api/v1" + self.path.format(**{key: world.ids.get(name, name) for key, name in self.arguments.items()})

    def sent(self, world: SmallWorld) -> tuple[str | bytes, str]:
        """The body and its type: JSON, or `file NAME: WORDS` as a form with that file."""
        if self.body.startswith("file "):
            name, words = self.body.removeprefix("file ").split(": ", 1)
            return encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, words.encode())}), MULTIPART_CONTENT
        return re.sub(r"<(\w+)>", lambda found: str(world.ids[found[1]]), self.body), "application/json"


def rows() -> Iterator[Row]:
    for line in (Path(__file__).parent / "every_endpoint.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            operation, arguments, body, answers = (part.strip() for part in line.split("|"))
            method, path = operation.split()
            codes = answers.replace("*", "").split()
            codes = codes * len(ROLES) if len(codes) == 1 else [codes[0], *codes[1:] * 8] if "*" in answers else codes
            yield Row(
                method,
                path,
                dict(one.split("=") for one in arguments.split()),
                body,
                dict(zip(ROLES, map(int, codes), strict=True)),
            )


def operations() -> set[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


def bearer(who: Actor | None) -> dict[str, str]:
    """Sign in with a token of every scope; a visitor has none."""
    if who is None:
        return {}
    company = Organization.objects.filter(pk=who.organization_id).first()
    which = {"organization_id": company.public_id} if company else {}
    issued = accounts.issue_token(name="Mine", scopes=["read", "act", "money"], by=who, at=NOW, **which)
    return {"Authorization": f"Bearer {issued.secret}"}


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    listed = [(row.method, row.path) for row in rows()]
    assert sorted(operations()) == sorted(listed)


def test_every_role_is_answered_as_the_table_says(small_world: SmallWorld) -> None:
    """And who is refused has changed no row of any table."""
    headers = {role: bearer(small_world.people.get(role)) for role in ROLES}
    client, wrong = Client(), []
    for row in rows():
        path, (content, content_type) = row.address(small_world), row.sent(small_world)
        for role, status in row.answers.items():
            with undone(client) as touched:
                answer = client.generic(row.method, path, content, content_type=content_type, headers=headers[role])
                changed = touched()
            if answer.status_code != status:
                wrong.append(f"{row.method} {path} as {role}: {answer.status_code}, expected {status}")
            if changed and is_refusal(answer, role):
                wrong.append(f"{row.method} {path} as {role}: refused, but changed {changed}")
    assert not wrong, "\n".join(wrong)


OPEN = (
    "/opportunities",
    "/opportunities/{opportunity_id}",
    "/listings",
    "/listings/{listing_id}",
    "/companies/{slug}/record",
)


def test_an_outsider_never_reads_that_there_is_something() -> None:
    """What may be read by its id alone is 404 to Otto, Rhea and Cora, never 403; and a visitor signs in first."""
    for row in rows():
        if row.method == "GET" and row.arguments:
            assert 403 not in {row.answers[role] for role in ("otto", "rhea", "cora")}, row.path
        if "/demo/" not in row.path and row.path not in OPEN:
            assert row.answers["visitor"] == 401, row.path


def test_what_an_intern_took_back_is_no_longer_the_company_s_to_read(small_world: SmallWorld) -> None:
    path = f"/api/v1/applications/{small_world.ids['application']}"
    ines, hedy = (bearer(small_world.people[role]) for role in ("ines", "hedy"))
    assert Client().get(path, headers=hedy).status_code == 200
    assert Client().post(f"{path}/withdrawal", "{}", "application/json", headers=ines).status_code == 200
    assert Client().get(path, headers=hedy).status_code == 404
    assert small_world.ids["application"] not in Client().get("/api/v1/applications", headers=hedy).content.decode()


@pytest.mark.parametrize(
    ("method", "path", "status", "refusal"),
    [
        ("GET", "/nothing", 404, "not-found"),
        ("GET", "/trials/x/y/z", 404, "not-found"),
        ("DELETE", "/opportunities", 405, "method-not-allowed"),
        ("POST", "/opportunities", 413, "too-large"),
    ],
)
def test_where_no_endpoint_is_reached_the_no_is_a_problem_too(
    db: None, method: str, path: str, status: int, refusal: str
) -> None:
    large = {"CONTENT_LENGTH": str(10**12)} if status == 413 else {}
    answer = Client().generic(method, f"/api/v1{path}", **large)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (answer.json()["refusal"], answer.json()["status"]) == (refusal, status)
    assert answer.headers.get("Allow") == ("GET" if status == 405 else None)


def test_what_breaks_is_a_problem_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(finding, "search", breaks)
    answer = Client(raise_request_exception=False).get("/api/v1/opportunities")
    assert (answer.status_code, answer.json()["refusal"]) == (500, "broken")
    assert "on purpose" not in answer.text


def test_questions_come_page_by_page_too(small_world: SmallWorld) -> None:
    opportunities.ask_question(
        opportunity_id=small_world.ids["asked"], text="Is there a bus?", by=small_world.people["otto"], at=NOW
    )
    hedy = bearer(small_world.people["hedy"])
    path = f"/api/v1/opportunities/{small_world.ids['asked']}/questions?limit=1"
    first = Client().get(path, headers=hedy).json()
    second = Client().get(f"{path}&after={first['next']}", headers=hedy).json()
    assert [one["text"] for one in (*first["items"], *second["items"])] == ["Is there a bus?", "Is there a lift?"]
    assert second["next"] is None
    assert Client().get("/api/v1/payouts?limit=1", headers=bearer(small_world.people["ines"])).json().keys() == {
        "items",
        "next",
    }


def test_a_cursor_tells_no_numbers(small_world: SmallWorld) -> None:
    hedy = bearer(small_world.people["hedy"])
    shown, after = [], ""
    while True:
        page = Client().get(f"/api/v1/trials?limit=1&after={after}", headers=hedy).json()
        shown += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
        assert after == shown[-1]
    assert shown == [small_world.ids["trial"], small_world.ids["left"], small_world.ids["finished"]]
    assert Client().get("/api/v1/trials?after=MTI", headers=hedy).status_code == 422
