"""Google's Indexing API, played by a server of our own: told of what opens and closes, only where there is a key."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from foretaste.opportunities import actions as opportunities
from foretaste.syndication import indexing
from tests.small_world import known_wages
from tests.worlds import make_company, make_published_opportunity

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Google(HTTPServer):
    """Grants a token for a claim that our key signed, and keeps what it is told with that token."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.told: list[dict[str, str]] = []
        self.claims: list[dict[str, Any]] = []
        self.status = 200

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Google

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/token":
            header, claims, signature = parse_qs(body)["assertion"][0].split(".")
            KEY.public_key().verify(
                decoded(signature), f"{header}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
            self.server.claims.append(json.loads(decoded(claims)))
            self.answer(200, {"access_token": "granted", "expires_in": 3600})
        elif self.headers["Authorization"] != "Bearer granted":
            self.answer(401, {})
        else:
            if self.server.status == 200:
                self.server.told.append(json.loads(body))
            self.answer(self.server.status, {})

    def answer(self, status: int, said: dict[str, Any]) -> None:
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_said: Any) -> None:
        """Say nothing."""


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Iterator[Google]:
    server = Google()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setattr(indexing, "ENDPOINT", f"{server.base}/publish")
    pem = KEY.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    file = tmp_path / "key.json"
    file.write_text(
        json.dumps({"client_email": "trials@example.org", "private_key": pem, "token_uri": f"{server.base}/token"})
    )
    settings.GOOGLE_INDEXING_KEY_FILE = str(file)
    settings.SITE_URL = "https://trials.example.org"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def halden(db: None, clock: Any) -> Any:
    known_wages()
    return make_company("Halden Instruments", clock.now)


def test_opening_and_closing_are_told_with_a_signed_claim(google, halden, clock, run_jobs):
    trial = make_published_opportunity(halden, clock.now)
    run_jobs()
    address = f"https://trials.example.org/at/halden-instruments/{trial.public_id}/"
    assert google.told == [{"url": address, "type": "URL_UPDATED"}]
    opportunities.close_opportunity(opportunity_id=trial.public_id, by=halden, at=clock.now)
    run_jobs()
    assert google.told[1:] == [{"url": address, "type": "URL_DELETED"}]
    assert google.claims[0] == {
        "iss": "trials@example.org",
        "scope": "https://www.googleapis.com/auth/indexing",
        "aud": f"{google.base}/token",
        "iat": int(clock.now.timestamp()),
        "exp": int(clock.now.timestamp()) + 3600,
    }


def test_without_a_key_nothing_is_told(google, halden, clock, run_jobs, settings):
    settings.GOOGLE_INDEXING_KEY_FILE = ""
    make_published_opportunity(halden, clock.now)
    run_jobs()
    assert (google.claims, google.told) == ([], [])


def test_a_property_that_is_not_ours_is_not_asked_for_again(google, clock):
    google.status = 403
    assert indexing.tell("https://other.example/x/", indexing.UPDATED, clock.now) is False


def test_a_limit_or_a_broken_server_is_tried_again(google, clock):
    for status in (429, 503):
        google.status = status
        with pytest.raises(httpx.HTTPStatusError):
            indexing.tell("https://trials.example.org/x/", indexing.UPDATED, clock.now)
