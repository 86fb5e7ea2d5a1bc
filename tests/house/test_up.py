"""`foretaste up`: one command starts everything, one signal stops everything, what crashes comes back."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from foretaste.house.database import EmbeddedDatabase, free_port

ROOT = Path(__file__).resolve().parents[2]


class Instance:
    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.port = port
        self.lines: list[str] = []

    def start(self) -> None:
        self.process = subprocess.Popen(
            command(self.data, self.port),
            cwd=ROOT,
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        self.wait_for("Foretaste runs at")

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self.lines.append(line)

    def wait_for(self, text: str, longest: float = 90) -> None:
        until = time.monotonic() + longest
        while not any(text in line for line in self.lines):
            assert self.process.poll() is None, "".join(self.lines)
            assert time.monotonic() < until, "".join(self.lines)
            time.sleep(0.05)

    def get(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        finally:
            connection.close()

    def children(self) -> dict[str, int]:
        found = {}
        for name, mark in (("web", b"granian"), ("worker", b"foretaste\0worker"), ("database", b"/bin/postgres")):
            for folder in Path("/proc").glob("[0-9]*"):
                try:
                    line = (folder / "cmdline").read_bytes()
                    parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    continue
                if parent == self.process.pid and mark in line:
                    found[name] = int(folder.name)
        return found

    def stop(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        code = self.process.wait(60)
        self.reader.join(10)
        assert not self.reader.is_alive(), "something still holds the output"
        return code


def command(data: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "foretaste", "up", "--data", str(data), "--port", str(port)]


def surroundings() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return {**kept, "PYTHONPATH": str(ROOT), "WEB_PROCESSES": "1"}


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    instance = Instance(tmp_path_factory.mktemp("up") / "data", free_port())
    instance.start()
    yield instance
    if instance.process.poll() is None:
        instance.stop(signal.SIGTERM)


def attempt(data: Path, port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(data, port), cwd=ROOT, env=surroundings(), capture_output=True, text=True, timeout=60)


def test_a_second_instance_on_the_folder_is_refused(instance):
    second = attempt(instance.data, free_port())
    assert second.returncode == 4
    assert f"process {instance.process.pid}" in second.stderr


def test_a_taken_port_is_refused_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        second = attempt(tmp_path / "data", port)
    assert second.returncode == 5
    assert f"--port {port + 1}" in second.stderr
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_port_that_is_none_is_wrong_usage(tmp_path):
    assert attempt(tmp_path / "data", 0).returncode == 2


class Load:
    """Messages of the bank by HTTP and postings in the ledger, one after the other; what was answered is remembered."""

    def __init__(self, instance: Instance) -> None:
        database = EmbeddedDatabase.running_on(instance.data)
        assert database is not None
        self.port, self.database = instance.port, database
        self.secret = json.loads((instance.data / "keys.json").read_text())["WEBHOOK_SECRET"].encode()
        self.told: list[str] = []
        self.posted: list[str] = []
        self.over = threading.Event()
        acts = (self._tell, self._tell, self._post)
        self.threads = [threading.Thread(target=self._again, args=(act,)) for act in acts]

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(60)

    def _again(self, act: Callable[[str], None]) -> None:
        while not self.over.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException, psycopg.Error):
                act(uuid.uuid4().hex)
            time.sleep(0.01)

    def _tell(self, name: str) -> None:
        raw = json.dumps({"id": f"ev_{name}", "type": "payout.paid", "operation": name}).encode()
        stamp = str(int(time.time()))
        mac = hmac.new(self.secret, stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request("POST", "/webhooks/sandbox/", raw, {"Sandbox-Signature": f"t={stamp},v1={mac}"})
            if connection.getresponse().status == 200:
                self.told.append(f"ev_{name}")

    def _post(self, name: str) -> None:
        with psycopg.connect(self.database.url(), autocommit=True, connect_timeout=30) as session:
            while not self.over.is_set():
                session.execute(POST, [name, ["ext:pending:sandbox:EUR", "order:fund:o:EUR"], [-1, 1]])
                self.posted.append(name)
                name = uuid.uuid4().hex
                time.sleep(0.01)

    def wait_for_answers(self, longest: float = 90) -> None:
        """Wait until both have been answered some more times than until now."""
        until, told, posted = time.monotonic() + longest, len(self.told), len(self.posted)
        while len(self.told) < told + 10 or len(self.posted) < posted + 10:
            assert time.monotonic() < until, (told, len(self.told), posted, len(self.posted))
            time.sleep(0.02)


POST = "SELECT ledger_post('capture_funding', %s, NULL, now(), 'test:1', '', %s::text[], %s::bigint[])"
CALLED = {"worker": "worker", "web": "web server", "database": "database"}


def test_what_is_killed_comes_back_and_nothing_answered_is_lost(instance: Instance) -> None:
    """`kill -9` of each in turn, while messages are taken in and money is posted; fsync is on, as always."""
    with Load(instance) as load:
        for name, called in CALLED.items():
            load.wait_for_answers()
            before = instance.children()[name]
            os.kill(before, signal.SIGKILL)
            instance.wait_for(f"The {called} ended unexpectedly")
            until = time.monotonic() + 90
            while instance.children().get(name, before) == before and time.monotonic() < until:
                time.sleep(0.1)
            assert instance.children()[name] != before
            load.wait_for_answers()
    with psycopg.connect(load.database.url()) as session:
        kept = {one for (one,) in session.execute("SELECT event_id FROM money_providerevent")}
        booked = {one for (one,) in session.execute("SELECT reference FROM ledger_transfer")}
    assert set(load.told) <= kept
    assert set(load.posted) <= booked
    command = [sys.executable, "-m", "foretaste", "audit", "--data", str(instance.data)]
    audit = subprocess.run(command, cwd=ROOT, env=surroundings(), capture_output=True, text=True, timeout=120)
    assert audit.returncode == 0, audit.stdout


def test_one_signal_stops_everything_and_the_data_stays(tmp_path):
    port = free_port()
    for by in (signal.SIGINT, signal.SIGTERM):  # the second start finds what the first left
        instance = Instance(tmp_path / "data", port)
        instance.start()
        assert instance.get() == 200
        children = instance.children()
        assert set(children) == {"web", "worker", "database"}
        assert instance.stop(by) == 0
        assert not [pid for pid in children.values() if Path(f"/proc/{pid}").exists()]
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert "Making a new database\n" not in instance.lines
