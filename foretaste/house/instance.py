"""One instance in one foreground process: database, web server, worker; started in order, stopped in order.

Preparation (migrations, static files, the demo world) runs in processes of its own, so the supervisor
stays small. A child that crashes is started again; one that keeps crashing ends the instance.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from foretaste.house.children import end_group, spawn, stop
from foretaste.house.database import APPLICATION, OWNER, EmbeddedDatabase
from foretaste.house.keys import make_keys
from foretaste.house.trouble import CannotStart

Say = Callable[[str], None]

LONGEST_WEB_START = 60.0
CRASHES_TOO_MANY = 5  # in a row, each within SHORT_LIFE seconds of its start
SHORT_LIFE = 10.0
MAKING, MADE = "making", "made"  # what a demo's note says of its world
HASTE = {"PGOPTIONS": "-c synchronous_commit=off"}  # what is lost to a power cut now is simply made again
FRUGAL = {
    "MALLOC_ARENA_MAX": "2",  # a web process's threads share their heaps: less memory, no slower
    "FORETASTE_FRUGAL": "1",  # and it has others find what takes much memory to know
}
CODE_DATA, CODE_RUNNING, CODE_PORT, CODE_CRASHING = 3, 4, 5, 6


class Stopping(BaseException):
    """Someone pressed Ctrl-C or sent SIGTERM."""


@dataclass(frozen=True)
class Database:
    """Where an instance's tables are: as the owner, who migrates, and as the application."""

    owner_url: str
    url: str
    embedded: EmbeddedDatabase | None = None


def environment(data: Path, *, url: str, demo: bool, port: int | None = None) -> dict[str, str]:
    """Return the environment of a process of the instance."""
    told = {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.local"),
        "FORETASTE_DATA": str(data),
        "DATABASE_URL": url,
        "DEMO": "1" if demo else "0",
        "PYTHONUNBUFFERED": "1",
    }
    if port is not None:
        told["FORETASTE_PORT"] = str(port)
    return {**os.environ, **told}


def is_demo(data: Path) -> bool:
    """Whether the folder was begun as a demo. It stays what it was begun as."""
    return (data / "demo").exists()


@contextlib.contextmanager
def open_database(data: Path, say: Say) -> Iterator[Database]:
    """Open the instance's database: the one DATABASE_URL names, the running embedded one, or one started for now."""
    if url := os.environ.get("DATABASE_URL"):
        yield Database(os.environ.get("OWNER_DATABASE_URL", url), url)
        return
    running = EmbeddedDatabase.running_on(data)
    if running is not None:
        yield Database(running.url(OWNER), running.url(APPLICATION))
        return
    with EmbeddedDatabase(data, say=say) as embedded:
        yield Database(embedded.url(OWNER), embedded.url(APPLICATION), embedded)


def up(*, data: Path, port: int, demo: bool, say: Say) -> int:
    """Run the instance until it is told to stop; return the exit code."""
    begun = time.monotonic()
    with _stopping_on_signals():
        try:
            _claim_kind(data, demo)
            demo = is_demo(data)
            _check_port(port)
            make_keys(data)
            with _own_database(data, say) as database:
                _prepare(data, database, port, demo, say)
                _serve(data, database, port, demo, say, begun)
        except Stopping:
            say("Stopped. The data stays in " + str(data))
            return 0
    return 0


def make_demo(*, data: Path, say: Say) -> None:
    """Make a demo's world in the folder, beside a running instance or alone."""
    _claim_kind(data, demo=True)
    make_keys(data)
    with open_database(data, say) as database:
        _prepare(data, database, 8000, demo=True, say=say)


# --- before ------------------------------------------------------------------------------------


@contextlib.contextmanager
def _stopping_on_signals() -> Iterator[None]:
    """Turn the first SIGINT, SIGTERM or SIGHUP into Stopping; ignore the next ones while things end."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def on_signal(number: int, frame: FrameType | None) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise Stopping

    before = {each: signal.signal(each, on_signal) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _claim_kind(data: Path, demo: bool) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = not (data / "keys.json").exists()
        if demo and is_new:
            (data / "demo").touch()
    except OSError as error:
        raise CannotStart(f"The data folder {data} can't be used: {error.strerror}.", CODE_DATA) from error
    if demo and not is_demo(data):
        raise CannotStart(
            f"{data} holds an instance that is not a demo, and stays one. Name another folder: --data .data-demo",
            CODE_DATA,
        )


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} of 127.0.0.1 can't be used ({error.strerror}). "
                f"Stop what listens there, or choose another: --port {port + 1}",
                CODE_PORT,
            ) from error


@contextlib.contextmanager
def _own_database(data: Path, say: Say) -> Iterator[Database]:
    """Open the database as the one instance that runs it, not as a guest of another."""
    if url := os.environ.get("DATABASE_URL"):
        say("Using the database that DATABASE_URL names")
        yield Database(os.environ.get("OWNER_DATABASE_URL", url), url)
        return
    say("Starting the database")
    with EmbeddedDatabase(data, say=say) as embedded:
        yield Database(embedded.url(OWNER), embedded.url(APPLICATION), embedded)


def _prepare(data: Path, database: Database, port: int, demo: bool, say: Say) -> None:
    """Bring tables and static files up to date; make the demo world on a demo's first start."""
    is_cut_short = demo and (data / "demo").read_text() == MAKING
    if is_cut_short and database.embedded is not None:
        say("The making of the demo world was cut short; beginning again")
        database.embedded.begin_again()
    _run(["manage", "prepare"], environment(data, url=database.owner_url, demo=demo, port=port) | HASTE)
    if demo and (data / "demo").read_text() != MADE:
        (data / "demo").write_text(MAKING)
        _run(["demo", "--data", str(data)], environment(data, url=database.url, demo=demo, port=port) | HASTE)
        (data / "demo").write_text(MADE)
    elif demo:
        _run(["demo", "--data", str(data)], environment(data, url=database.url, demo=demo, port=port))


def _run(arguments: list[str], env: dict[str, str]) -> None:
    process = spawn([sys.executable, "-m", "foretaste", *arguments], env=env)
    try:
        code = process.wait()
    except BaseException:
        stop(process, signal.SIGTERM, patience=10)
        raise
    if code:
        raise CannotStart(f"`foretaste {' '.join(arguments)}` ended with {code}; the lines above say why.")


# --- while it runs -----------------------------------------------------------------------------


@dataclass
class Child:
    """A process of the instance that is started again when it crashes. One with a port answers there."""

    name: str
    command: list[str]
    env: dict[str, str]
    port: int | None = None
    has_answered: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    crashes: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.has_answered = False
        self.process = spawn(self.command, env=self.env)
        if self.port is not None:
            threading.Thread(target=self._ask_until_it_answers, args=(self.process, self.port), daemon=True).start()

    def _ask_until_it_answers(self, process: subprocess.Popen[bytes], port: int) -> None:
        while process.poll() is None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_WEB_START)
            try:
                connection.request("GET", "/")
                connection.getresponse().read()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            else:
                self.has_answered = self.process is process
                return
            finally:
                connection.close()

    def look_after(self, say: Say) -> None:
        """Notice a crash; start again, after a moment that grows with each crash in a row."""
        if self.process is None:
            if time.monotonic() >= self.again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        end_group(self.process)
        self.crashes = self.crashes + 1 if time.monotonic() - self.started_at < SHORT_LIFE else 1
        if self.crashes >= CRASHES_TOO_MANY:
            raise CannotStart(f"The {self.name} keeps crashing (last exit code {code}).", CODE_CRASHING)
        say(f"The {self.name} ended unexpectedly (exit code {code}); starting it again")
        self.process = None
        self.again_at = time.monotonic() + 0.5 * 2 ** (self.crashes - 1)

    def stop(self, patience: float) -> None:
        """Let it finish what it has begun; one that has answered nobody yet has begun nothing."""
        if self.process is not None:
            begins = self.port is not None and not self.has_answered
            stop(self.process, signal.SIGTERM, 0 if begins else patience)


def web_command(port: int) -> list[str]:
    processes = os.environ.get("WEB_PROCESSES") or str(min(2, os.cpu_count() or 1))
    return [
        *(sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", processes, "--blocking-threads", "4"),
        *("--no-ws", "--log-level", "warning", "--workers-kill-timeout", "20", "--respawn-failed-workers"),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "foretaste", "worker"]


def _serve(data: Path, database: Database, port: int, demo: bool, say: Say, begun: float) -> None:
    env = environment(data, url=database.url, demo=demo, port=port)
    web = Child("web server", web_command(port), FRUGAL | env, port)
    worker = Child("worker", worker_command(), env)
    try:
        web.start()
        worker.start()
        _wait_for_web(web)
        say(f"\nForetaste runs at http://localhost:{port}/ (ready in {time.monotonic() - begun:.1f} s)")
        say("Ctrl-C stops it; the data stays.")
        while True:
            time.sleep(0.25)
            if database.embedded is not None and not database.embedded.is_alive():
                say("The database ended unexpectedly; starting it again")
                database.embedded.revive()
            web.look_after(say)
            worker.look_after(say)
    finally:
        web.stop(patience=25)  # requests in flight are finished
        worker.stop(patience=25)  # so are jobs; the database goes last


def _wait_for_web(web: Child) -> None:
    assert web.process is not None
    until = time.monotonic() + LONGEST_WEB_START
    while not web.has_answered:
        if (code := web.process.poll()) is not None:
            raise CannotStart(f"The web server ended with {code}; the lines above say why.")
        if time.monotonic() > until:
            raise CannotStart(f"The web server did not answer within {LONGEST_WEB_START:.0f} seconds.")
        time.sleep(0.05)
