"""An intern's record, verified by others' programs: Digital Bazaar's JavaScript libraries and 1EdTech's JSON Schema.

The libraries are Node packages; they are asked where `node` and they are found (`.ci/run` fetches both). With
FORETASTE_VALIDATOR_REQUIRED=1 their absence fails instead of being skipped.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from foretaste.records import badge, issuer, proofs, revocations

HERE = Path(__file__).parent
MODULES = Path(os.environ.get("FORETASTE_NODE_MODULES", HERE.parents[1] / ".cache" / "node" / "node_modules"))
SCHEMA = HERE / "schemas" / "ob_v3p0_achievementcredential_schema.json"
LISTED = 12


@pytest.fixture
def place(settings: Any) -> badge.Place:
    settings.SITE_URL = "https://trials.example.org"
    return issuer.place()


def record(place: badge.Place, index: int = 3, **more: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "record_id": "0123456789ab",
        "person": "Ines Brandt",
        "title": "Sort the sensor archive",
        "company": "Halden & Söhne <GmbH>",
        "company_url": "https://trials.example.org/c/halden/",
        "skills": ["Python", "Writing"],
        "month": dt.date(2026, 3, 1),
        "own_words": "I read 4,000 rows.\n日本語 “exact” \\ ]]>",
        "shown": [badge.Shown("Halden & Söhne", "What was good?", "Saw at once what drifts.")],
        "status_list": 1,
        "status_index": index,
    }
    return issuer.signed(badge.credential(badge.Facts(**said | more), place))


def standing(place: badge.Place) -> dict[str, Any]:
    """What stands at the addresses a verifier looks up; number 12 of the list is revoked."""
    listed = issuer.signed(badge.status_credential(1, revocations.encoded([LISTED]), place))
    context = json.loads(proofs.KEPT[badge.OPEN_BADGES].read_text())
    return {place.did: issuer.did_document(), listed["id"]: listed, badge.OPEN_BADGES: context}


def verified(credentials: list[dict[str, Any]], documents: dict[str, Any]) -> list[dict[str, Any]]:
    missing = not shutil.which("node") or not (MODULES / "@digitalbazaar" / "vc").is_dir()
    if missing and os.environ.get("FORETASTE_VALIDATOR_REQUIRED"):
        pytest.fail("node or @digitalbazaar/vc is missing; .ci/run installs both")
    if missing:
        pytest.skip("NOT CHECKED: node or @digitalbazaar/vc is missing; .ci/run installs both")
    ran = subprocess.run(
        ["node", str(HERE / "node" / "verify.js"), str(MODULES)],
        input=json.dumps({"credentials": credentials, "documents": documents}),
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    answer: list[dict[str, Any]] = json.loads(ran.stdout)
    return answer


def test_others_accept_it_and_refuse_what_was_changed_or_revoked(place: badge.Place) -> None:
    good = record(place)
    plain = record(place, skills=[], own_words="", shown=[])
    words, name, subject, status = (copy.deepcopy(good) for _ in range(4))
    words["evidence"][0]["narrative"] = "Brilliant."
    name["name"] = "Chief engineer"
    subject["credentialSubject"]["identifier"][0]["identityHash"] = "Otto Kranz"
    status["credentialStatus"]["statusListIndex"] = "4"
    unproven = {key: value for key, value in good.items() if key != "proof"}
    answers = verified([good, plain, words, name, subject, status, unproven, record(place, LISTED)], standing(place))
    assert [one["verified"] for one in answers] == [True, True] + [False] * 5 + [True], answers
    assert [answers[number].get("revoked") for number in (0, 1, 7)] == [False, False, True]
    assert all("Invalid signature." in one["errors"] for one in answers[2:6])


def test_others_refuse_a_record_of_a_key_that_the_did_does_not_hold(place: badge.Place, settings: Any) -> None:
    documents = standing(place)
    own = issuer.seeds()[0]
    stolen = proofs.public_multikey(bytes(32))
    (method,) = [issuer.method_of(proofs.public_multikey(own))]
    unsigned = {key: value for key, value in record(place).items() if key != "proof"}
    forged = proofs.signed(unsigned, seed=bytes(32), method=method)
    unknown = proofs.signed(unsigned, seed=bytes(32), method=issuer.method_of(stolen))
    assert [one["verified"] for one in verified([forged, unknown], documents)] == [False, False]


def test_it_keeps_to_the_schema_of_1edtech(place: badge.Place) -> None:
    check = jsonschema_rs.Draft201909Validator(json.loads(SCHEMA.read_text()))
    for good in (record(place), record(place, skills=[], own_words="", shown=[])):
        assert [one.message for one in check.iter_errors(good)] == []
    without = {key: value for key, value in record(place).items() if key != "validFrom"}
    assert ["validFrom" in one.message for one in check.iter_errors(without)] == [True]
