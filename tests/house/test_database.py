"""The embedded database: keeps what it holds, says what is wrong, never outlives its parent."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from foretaste.house import database as house
from foretaste.house.children import spawn, stop
from foretaste.house.database import APPLICATION, OWNER, EmbeddedDatabase
from foretaste.house.trouble import CannotStart


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was used and stopped: under a folder closed to everyone else."""
    home = tmp_path_factory.mktemp("home")
    home.chmod(0o700)
    data = home / "data"
    with EmbeddedDatabase(data, careless=True) as database:
        with psycopg.connect(database.url(OWNER)) as connection:
            connection.execute("CREATE TABLE note (text text)")
        with psycopg.connect(database.url()) as connection:
            connection.execute("INSERT INTO note VALUES ('kept')")
    return data


@pytest.fixture
def data(begun: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    copy = tmp_path / "data"
    subprocess.run(["cp", "-a", str(begun), str(copy)], check=True)
    return copy


def refusal(data: Path) -> CannotStart:
    with pytest.raises(CannotStart) as caught:
        EmbeddedDatabase(data, careless=True).start()
    return caught.value


def test_what_was_stored_is_there_at_the_next_start(data):
    with EmbeddedDatabase(data, careless=True) as database, psycopg.connect(database.url()) as connection:
        assert connection.execute("SELECT text, current_user FROM note").fetchall() == [("kept", APPLICATION)]


def test_the_application_can_neither_make_nor_empty_tables(data):
    with (
        EmbeddedDatabase(data, careless=True) as database,
        psycopg.connect(database.url(), autocommit=True) as connection,
    ):
        for statement in ("CREATE TABLE other ()", "TRUNCATE note", "DROP TABLE note", "ALTER TABLE note ADD x int"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_it_asks_for_a_password_and_listens_on_this_machine_only(data):
    with EmbeddedDatabase(data, careless=True) as database:
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(database.url().replace(":" + database._passwords()[APPLICATION], ":wrong"))
        with psycopg.connect(database.url()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)


def test_no_folder_above_is_opened_and_the_passwords_are_for_the_owner(begun):
    assert stat.S_IMODE(begun.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((begun / "postgres.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((begun / "postgres").stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has someone else to be")
def test_it_never_runs_as_root(data):
    with EmbeddedDatabase(data, careless=True) as database:
        assert database.process is not None
        assert Path(f"/proc/{database.process.pid}").stat().st_uid == 65534


def test_a_second_instance_on_the_folder_is_refused_and_named(data):
    with EmbeddedDatabase(data, careless=True):
        trouble = refusal(data)
        assert trouble.code == 4
        assert f"process {os.getpid()}" in str(trouble)


def test_others_can_connect_to_the_running_server(data):
    assert EmbeddedDatabase.running_on(data) is None
    with EmbeddedDatabase(data, careless=True) as database:
        guest = EmbeddedDatabase.running_on(data)
        assert guest is not None
        assert guest.url() == database.url()


def test_a_half_made_folder_is_refused_with_what_to_do(data):
    (data / "postgres" / "PG_VERSION").unlink()
    trouble = refusal(data)
    assert trouble.code == 3
    assert "not a whole database folder" in str(trouble)
    assert f"delete {data / 'postgres'}" in str(trouble)


def test_a_folder_of_another_version_is_refused(data):
    (data / "postgres" / "PG_VERSION").write_text("15\n")
    assert "made by PostgreSQL 15" in str(refusal(data))


def test_lost_passwords_are_told(data):
    (data / "postgres.json").unlink()
    assert "postgres.json" in str(refusal(data))


def test_a_making_that_was_cut_short_is_begun_again(tmp_path):
    (tmp_path / "data" / "postgres.making").mkdir(parents=True)
    (tmp_path / "data" / "postgres.making" / "PG_VERSION").write_text("18")
    with EmbeddedDatabase(tmp_path / "data", careless=True) as database:
        psycopg.connect(database.url()).close()


def test_a_folder_that_can_not_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file" / "data").code == 3


def test_after_its_death_it_starts_again_at_the_same_address(data):
    with EmbeddedDatabase(data, careless=True) as database:
        address = database.url()
        assert database.process is not None
        database.process.kill()
        database.process.wait()
        assert not database.is_alive()
        database.revive()
        assert database.url() == address
        psycopg.connect(address).close()


def test_it_waits_for_its_port_and_says_who_keeps_it(data, monkeypatch):
    """Another address would look to the web server and the worker like a dead database."""
    with EmbeddedDatabase(data, careless=True) as database:
        address = database.url()
        assert database.process is not None
        database.process.kill()
        database.process.wait()
        squatter = socket.socket()
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        until = time.monotonic() + 10
        while True:
            try:
                squatter.bind(("127.0.0.1", database.port))
                break
            except OSError:  # the dead server's last children
                assert time.monotonic() < until
                time.sleep(0.02)
        squatter.listen()
        monkeypatch.setattr("foretaste.house.database.LONGEST_WAIT_FOR_PORT", 0.2)
        with pytest.raises(CannotStart, match=rf"port {database.port} ") as refused:
            database.revive()
        assert refused.value.code == 5
        assert database.url() == address
        monkeypatch.setattr("foretaste.house.database.LONGEST_WAIT_FOR_PORT", 30)
        timer = threading.Timer(0.5, squatter.close)
        timer.start()
        database.revive()
        timer.join()
        assert database.url() == address
        psycopg.connect(address).close()


def test_it_ends_when_its_parent_is_killed_and_the_folder_starts_again(data):
    script = (
        "import sys, time; from pathlib import Path; from foretaste.house.database import EmbeddedDatabase\n"
        "d = EmbeddedDatabase(Path(sys.argv[1]), careless=True); d.start(); print(d.process.pid, flush=True)\n"
        "time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(data)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        server = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until = time.monotonic() + 10
    while Path(f"/proc/{server}").exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not Path(f"/proc/{server}").exists()
    with EmbeddedDatabase(data, careless=True) as database, psycopg.connect(database.url()) as connection:
        assert connection.execute("SELECT text FROM note").fetchall() == [("kept",)]


def test_a_child_that_does_not_listen_is_killed():
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    )
    read, write = os.pipe()
    with os.fdopen(write, "wb") as output, os.fdopen(read) as answers:
        child = spawn([sys.executable, "-c", script], output=output)
        assert answers.readline() == "ready\n"
        stop(child, signal.SIGTERM, patience=0.1)
    assert child.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("limit", "shared"), [("2147483648", 256), ("67108864", 128), ("max", None), ("9223372036854771712", None)]
)
def test_it_keeps_an_eighth_of_the_containers_memory_at_hand(tmp_path, monkeypatch, limit, shared):
    machine = house.shared_memory()
    (tmp_path / "memory.max").write_text(f"{limit}\n")
    monkeypatch.setattr(house, "MEMORY_LIMITS", [str(tmp_path / "none"), str(tmp_path / "memory.max")])
    assert house.shared_memory() == (shared if shared and shared <= machine else machine)
    assert EmbeddedDatabase(tmp_path / "data").settings["shared_buffers"] == f"{house.shared_memory()}MB"
    assert "shared_buffers" not in EmbeddedDatabase(tmp_path / "data", careless=True).settings
