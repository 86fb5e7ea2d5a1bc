"""The Model Context Protocol endpoint: finds and reads what is public, says no in the protocol's own numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import VISITOR
from foretaste.matching.queries import Question, search
from foretaste.matching.sources import not_yet_found
from foretaste.opportunities import actions as opportunities
from tests.jobs import run_all_jobs
from tests.small_world import known_wages
from tests.worlds import OPERATOR, make_company, make_draft, make_published_opportunity


@pytest.fixture
def halden(db: None, clock: Any) -> Any:
    known_wages()
    return make_company("Halden Instruments", clock.now, founder="Hedy Vogel")


@pytest.fixture
def trial(halden: Any, clock: Any) -> Any:
    return make_published_opportunity(halden, clock.now)


def ask(method: str, params: dict[str, Any] | None = None, **headers: str) -> Any:
    message = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params or {}}
    return Client().post("/mcp", json.dumps(message), "application/json", headers=headers)


def call(name: str, **arguments: Any) -> dict[str, Any]:
    answer: dict[str, Any] = ask("tools/call", {"name": name, "arguments": arguments}).json()["result"]
    return answer


def test_it_says_who_it_is_in_a_version_both_know(db):
    said = ask("initialize", {"protocolVersion": "2025-03-26"}).json()
    assert said["id"] == 7
    assert said["result"]["protocolVersion"] == "2025-03-26"
    assert ask("initialize", {"protocolVersion": "1999-01-01"}).json()["result"]["protocolVersion"] == "2025-06-18"
    assert ask("ping").json()["result"] == {}


def test_every_tool_only_reads(db):
    tools = ask("tools/list").json()["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["search_trials", "read_trial"]
    assert all(tool["annotations"]["readOnlyHint"] for tool in tools)


def test_a_trial_is_found_and_read(trial):
    (found,) = call("search_trials", text="measuring", place="Berlin", days=3)["structuredContent"]["trials"]
    assert found["id"] == trial.public_id
    assert found["pay"]["full_minor"] == 42_000
    read = call("read_trial", id=found["id"])
    assert read["structuredContent"]["trial"]["plan"][0]["day"] == 1
    assert json.loads(read["content"][0]["text"]) == read["structuredContent"]
    assert "Prinzenstrasse" not in read["content"][0]["text"]


def test_what_is_not_open_to_all_is_not_there(trial, halden, clock):
    draft = make_draft(halden, clock.now)
    assert call("read_trial", id=draft.public_id)["isError"]
    clock.move_on(hours=1)
    opportunities.close_opportunity(opportunity_id=trial.public_id, by=halden, at=clock.now)
    assert call("read_trial", id=trial.public_id)["isError"]
    assert call("search_trials")["structuredContent"]["trials"] == []


def test_a_suspended_company_s_trials_are_nowhere(trial, halden, clock, client):
    halden_id = trial.organization.public_id
    run_all_jobs()
    assert trial.title in client.get("/opportunities/?q=measuring").text
    accounts.suspend_company(organization_id=halden_id, because="A check.", by=OPERATOR, at=clock.now)
    for told in (False, True):  # before and after the search has heard of it
        assert call("search_trials")["structuredContent"]["trials"] == []
        assert call("read_trial", id=trial.public_id)["isError"]
        assert trial.title not in client.get("/opportunities/?q=measuring").text
        assert trial.title not in client.get("/").text
        if not told:
            run_all_jobs()
    assert search(Question(), by=VISITOR, at=clock.now).count == 0
    assert not_yet_found(10) == []
    accounts.reinstate_company(organization_id=halden_id, by=OPERATOR, at=clock.now)
    run_all_jobs()
    assert trial.title in client.get("/opportunities/?q=measuring").text
    assert len(call("search_trials")["structuredContent"]["trials"]) == 1


def test_trials_of_many_companies_are_found_with_as_many_questions_to_the_database(trial, clock):
    with CaptureQueriesContext(connection) as one:
        call("search_trials")
    for name in ("Rival Works", "Third Works"):
        make_published_opportunity(make_company(name, clock.now), clock.now)
    with CaptureQueriesContext(connection) as three:
        assert len(call("search_trials")["structuredContent"]["trials"]) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize("place", ["text", "id"])
def test_half_a_character_is_said_to_be_one(db, place):
    said = {"jsonrpc": "2.0", "id": 7, "method": "tools/call",
            "params": {"name": "search_trials", "arguments": {"text": "a"}}}  # fmt: skip
    if place == "text":
        said["params"]["arguments"]["text"] = "\ud800"  # type: ignore[index]
    else:
        said["id"] = "\udfff"
    answer = Client().post("/mcp", json.dumps(said), "application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, -32700)
    assert "lone surrogate" in answer.json()["error"]["message"]


@pytest.mark.parametrize("wrong", [{"days": 6}, {"days": True}, {"days": "3"}, {"field": "magic"}, {"text": ["a"]}])
def test_a_wrong_argument_is_said_to_the_assistant(db, wrong):
    assert call("search_trials", **wrong)["isError"]


@pytest.mark.parametrize(
    ("method", "params", "code"), [("tools/run", {}, -32601), ("tools/call", {"name": "apply"}, -32602)]
)
def test_what_is_not_there_has_its_number(db, method, params, code):
    assert ask(method, params).json()["error"]["code"] == code


@pytest.mark.parametrize(("version", "status"), [("2025-06-18", 200), ("2025-11-25", 200), ("1999-01-01", 400)])
def test_a_version_that_is_not_spoken_here_is_refused(db, version, status):
    answer = ask("ping", **{"MCP-Protocol-Version": version})
    assert answer.status_code == status
    assert ("2025-06-18" in answer.text) is (status == 400)


@pytest.mark.parametrize("number", [None, True, 1.5, [1], {}])
def test_an_id_is_a_text_or_a_whole_number(db, number):
    answer = Client().post("/mcp", json.dumps({"jsonrpc": "2.0", "id": number, "method": "ping"}), "application/json")
    assert (answer.status_code, answer.json()["error"]["code"], answer.json()["id"]) == (400, -32600, None)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"id": 1, "method": "ping"}', b"[" * 50_000])
def test_what_is_no_message_is_refused(db, body):
    answer = Client().post("/mcp", body, "application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in (-32700, -32600)


def test_a_notification_is_taken_without_a_word(db):
    body = json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"})
    answer = Client().post("/mcp", body, "application/json")
    assert (answer.status_code, answer.content) == (202, b"")
    assert Client().get("/mcp").status_code == 405
    assert Client().post("/mcp", b" " * 70_000, "application/json").status_code == 413


def test_another_site_s_page_may_not_ask(db):
    assert ask("ping", origin="https://evil.example").status_code == 403
    assert ask("ping", origin="http://testserver").status_code == 200


def test_it_is_asked_so_often_a_minute_and_no_more(db, settings):
    settings.API_REQUESTS_A_MINUTE_WITHOUT_TOKEN = 2
    assert [ask("ping").status_code for _number in range(3)] == [200, 200, 429]
