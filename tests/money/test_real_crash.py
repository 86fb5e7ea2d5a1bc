"""`kill -9` of PostgreSQL under load, with everything that keeps data safe switched on: nothing answered is lost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from foretaste.house.database import DATABASE, OWNER, SUPERUSER, EmbeddedDatabase
from tests.database import point_django_at

WORKERS = 6
POST = "SELECT ledger_post('capture_funding', %s, NULL, now(), 'test:1', '', %s::text[], %s::bigint[])"


@pytest.fixture
def server(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[EmbeddedDatabase]:
    """A server of its own with fsync, full page writes and checksums, and the migrated tables of this run."""
    from django.db import connection

    parts = connection.settings_dict
    template = f"postgresql://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
    with EmbeddedDatabase(tmp_path / "data") as database:
        binaries = str(database.binaries)
        dump = subprocess.run([f"{binaries}/pg_dump", template], check=True, capture_output=True).stdout
        target = database.url(SUPERUSER, DATABASE)
        subprocess.run([f"{binaries}/psql", "-q", target], input=dump, check=True, capture_output=True)
        with django_db_blocker.unblock():
            before = dict(parts)
            point_django_at(target, DATABASE, role=OWNER)
            try:
                yield database
            finally:
                connection.close()
                parts.update(before)


class Load:
    """Sessions that post as fast as they can, and remember what the database has answered."""

    def __init__(self, database: EmbeddedDatabase, round_: int) -> None:
        self.url, self.round = database.url(), round_
        self.answered: list[list[str]] = [[] for _ in range(WORKERS)]
        self.threads = [threading.Thread(target=self._post, args=(number,)) for number in range(WORKERS)]

    def _post(self, number: int) -> None:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url, autocommit=True) as session:
            for turn in range(1_000_000):
                key = f"{self.round}/{number}/{turn}"
                codes = ["ext:pending:sandbox:EUR", f"order:fund:o{turn % 5}:EUR"]
                session.execute(POST, [key, codes, [-1, 1]])
                self.answered[number].append(key)


def children_of(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(status.parent.name))
    return found


def kill(database: EmbeddedDatabase) -> None:
    """Kill the server and each of its processes, all at once: none of them gets to write another byte."""
    assert database.process is not None
    everybody = [*children_of(database.process.pid), database.process.pid]
    for pid in everybody:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    database.process.wait()
    while any(Path(f"/proc/{pid}/cwd").is_symlink() and os.path.exists(f"/proc/{pid}/exe") for pid in everybody):
        time.sleep(0.01)


def test_every_acknowledged_posting_is_there_after_kill_9_and_the_audit_is_clean(server: EmbeddedDatabase) -> None:
    from django.db import connection

    from foretaste.money import audit, invariants

    answered: set[str] = set()
    for number in range(2):
        load = Load(server, number)
        for thread in load.threads:
            thread.start()
        until = time.monotonic() + 10
        while sum(map(len, load.answered)) < 300 and time.monotonic() < until:
            time.sleep(0.02)
        kill(server)
        for thread in load.threads:
            thread.join(20)
        assert all(load.answered), "every session was posting when the server died"
        answered |= {key for keys in load.answered for key in keys}

        connection.close()
        server.revive()
        point_django_at(server.url(SUPERUSER, DATABASE), DATABASE, role=OWNER)
        with connection.cursor() as cursor:
            cursor.execute("SELECT reference FROM ledger_transfer")
            there = {reference for (reference,) in cursor.fetchall()}
        assert answered <= there
        assert len(there - answered) <= WORKERS * (number + 1), "committed, and died before it could be said"
        assert [str(one) for one in invariants.look() if one.offenders] == []
        assert [str(line) for line in audit.audit() if line.guarantee == 10 and not line.holds] == []
    assert "was not properly shut down" in (server.data / "postgres.log").read_text()
