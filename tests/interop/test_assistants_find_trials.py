"""Our Model Context Protocol server, tried by the official SDK's client over real HTTP, as an assistant would.

The SDK is a Node package; it is asked where `node` and the package are found (`.ci/run` fetches both). With
FORETASTE_VALIDATOR_REQUIRED=1 its absence fails instead of being skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from foretaste.core import calendars
from foretaste.opportunities.models import Opportunity
from tests.small_world import known_wages
from tests.worlds import make_company, make_draft, make_published_opportunity

HERE = Path(__file__).parent
MODULES = Path(os.environ.get("FORETASTE_NODE_MODULES", HERE.parents[1] / ".cache" / "node" / "node_modules"))
PACKAGE = "@modelcontextprotocol/sdk"


def heard(address: str, **asked: Any) -> dict[str, Any]:
    missing = not shutil.which("node") or not (MODULES / PACKAGE).is_dir()
    if missing and os.environ.get("FORETASTE_VALIDATOR_REQUIRED"):
        pytest.fail(f"node or {PACKAGE} is missing; .ci/run installs both")
    if missing:
        pytest.skip(f"NOT CHECKED: node or {PACKAGE} is missing; .ci/run installs both")
    ran = subprocess.run(
        ["node", str(HERE / "node" / "mcp.js"), str(MODULES), address],
        input=json.dumps(asked), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


@pytest.fixture
def trial(transactional_db: None) -> Opportunity:
    known_wages()
    at = calendars.now()  # the server answers in a thread of its own, by the true clock
    halden = make_company("Halden Instruments", at)
    make_draft(halden, at)
    return make_published_opportunity(halden, at)


def test_the_official_client_finds_a_trial_and_reads_it(trial: Opportunity, live_server: Any) -> None:
    draft = Opportunity.objects.exclude(pk=trial.pk).get()
    said = heard(
        f"{live_server.url}/mcp", find={"text": "measuring", "place": "Berlin", "days": 3}, unknown=draft.public_id
    )

    assert said["version"] == "2025-11-25"  # the newest both speak
    assert said["server"]["name"] == "foretaste"
    assert said["capabilities"] == {"tools": {"listChanged": False}}
    assert "paid in full" in said["instructions"]
    assert said["pinged"] == {}
    assert [(one["name"], one["annotations"]["readOnlyHint"]) for one in said["tools"]] == [
        ("search_trials", True),
        ("read_trial", True),
    ]
    (found,) = said["found"]["structuredContent"]["trials"]
    assert (found["id"], found["pay"]["full_minor"]) == (trial.public_id, 42_000)
    read = said["read"]["structuredContent"]["trial"]
    assert (read["id"], len(read["plan"])) == (trial.public_id, 3)
    assert said["strange"] == []


def test_the_official_client_is_told_what_it_asked_wrongly(trial: Opportunity, live_server: Any) -> None:
    draft = Opportunity.objects.exclude(pk=trial.pk).get()
    said = heard(f"{live_server.url}/mcp", find={}, unknown=draft.public_id)

    assert said["resources"]["code"] == -32601  # there are none, and the server said so at the start
    assert said["wrong"]["isError"]
    assert said["wrong"]["content"][0]["text"] == "days is a whole number from 1 to 5."
    assert said["missing"]["isError"]
    assert said["missing"]["content"][0]["text"] == "There is no open trial with this id."
    assert said["tool"]["code"] == -32602
