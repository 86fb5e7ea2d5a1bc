"""`foretaste up`: one command starts everything, one signal stops everything, what crashes comes back."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from foretaste.house.database import free_port

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


@pytest.mark.parametrize("name", ["worker", "web"])
def test_what_crashes_comes_back(instance, name):
    before = instance.children()[name]
    os.kill(before, signal.SIGKILL)
    until = time.monotonic() + 30
    while instance.children().get(name, before) == before and time.monotonic() < until:
        time.sleep(0.1)
    assert instance.children()[name] != before
    instance.wait_for(f"The {'web server' if name == 'web' else name} ended unexpectedly")


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
