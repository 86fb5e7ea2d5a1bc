"""The embedded database: the wheel's PostgreSQL under our own supervision.

It runs in the foreground as our child, never as root, listens on 127.0.0.1 only, asks for a
password, and stops when we do. A data folder belongs to one running instance at a time.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from foretaste.house.binaries import find_binaries, major_version
from foretaste.house.children import spawn, stop, unprivileged_uid
from foretaste.house.trouble import CannotStart

SUPERUSER = "postgres"
OWNER = "foretaste_owner"  # owns the tables, migrates
APPLICATION = "foretaste_app"  # serves requests and jobs; can't write the ledger's tables
DATABASE = "foretaste"

INITDB = [
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--data-checksums",
]
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "wal_level": "replica",
    "io_method": "sync",  # read pages ourselves: handing each to another process costs more than it brings here
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
LONGEST_START = 120.0  # seconds; recovery after a crash of the machine takes its time
LONGEST_WAIT_FOR_PORT = 30.0  # seconds; a killed server's last children end by themselves well before
LARGEST_LOG = 10_000_000  # bytes; begun anew at a start beyond it

MEMORY_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")  # of a container
LEAST_SHARED, MOST_SHARED = 128, 1024  # MB


def shared_memory() -> int:
    """Return how many MB of tables and indexes the server keeps at hand: an eighth of the memory, within bounds.

    It is taken only as far as it is used. What lies outside is copied from the system's cache for every look at it.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in MEMORY_LIMITS:
        with contextlib.suppress(OSError, ValueError):  # no container, or "max"
            memory = min(memory, int(Path(name).read_text()))
    return min(MOST_SHARED, max(LEAST_SHARED, memory // 8 // 2**20))


class EmbeddedDatabase:
    """The PostgreSQL server of one data folder. Use it as a context manager, from the main thread."""

    def __init__(self, data: Path, *, careless: bool = False, say: Callable[[str], None] = lambda line: None) -> None:
        """`careless` gives up safety against power cuts for speed: tests only."""
        self.data = data.absolute()
        self.folder = self.data / "postgres"
        self.careless = careless
        self.settings = SETTINGS | (CARELESS if careless else {"shared_buffers": f"{shared_memory()}MB"})
        self.say = say
        self.uid = unprivileged_uid()
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def __enter__(self) -> EmbeddedDatabase:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def url(self, role: str = APPLICATION, database: str = DATABASE) -> str:
        """Return the address of a database, as one of the three roles."""
        return f"postgresql://{role}:{self._passwords()[role]}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Make the folder if it is new, start the server, make roles and database if they are new."""
        self.binaries = find_binaries(self.uid)
        self._take_folder()
        try:
            if not self.folder.exists():
                self._initialize()
            self._check_folder()
            self._wait_for_earlier_server()
            self._serve()
            make_roles(self.url(SUPERUSER, "postgres"), self._passwords())
            make_database(self.url(SUPERUSER, "postgres"), DATABASE)
        except BaseException:
            self.stop()
            raise

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def begin_again(self) -> None:
        """Throw the instance's database away and make an empty one: for a demo world that was cut short."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
        make_database(self.url(SUPERUSER, "postgres"), DATABASE)

    def revive(self) -> None:
        """Start the server again after it died under us, at the address its users know.

        What the dead server left running holds the port for a moment longer. Raises `CannotStart`
        when another program keeps it: an address nobody was told would look like a dead database.
        """
        until = time.monotonic() + LONGEST_WAIT_FOR_PORT
        while not _is_free(self.port):
            if time.monotonic() > until:
                raise CannotStart(f"Another program took the database's port {self.port} when the database ended.", 5)
            time.sleep(0.02)
        self._serve()

    @classmethod
    def running_on(cls, data: Path) -> EmbeddedDatabase | None:
        """Return the server that another process runs on the folder, to connect to, or None."""
        database = cls(data)
        if database._folder_is_free() or database._server_running() is None:
            return None  # or one whose instance was killed: it is ending
        database.port = int((database.folder / "postmaster.pid").read_text().splitlines()[3])
        return database

    def stop(self) -> None:
        """Stop the server (a fast shutdown: sessions end, everything committed is kept) and free the folder."""
        if self.process is not None:
            stop(self.process, signal.SIGINT, patience=30)
            self.process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # --- the folder -----------------------------------------------------------------------------

    def _take_folder(self) -> None:
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (self.data / "lock").open("a+")
        except OSError as error:
            raise CannotStart(f"The data folder {self.data} can't be used: {error.strerror}.", 3) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise CannotStart(
                f"Another instance (process {holder}) is running on {self.data}. "
                "Stop it, or name another folder with --data.",
                4,
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _folder_is_free(self) -> bool:
        try:
            with (self.data / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return True
        except BlockingIOError:
            return False
        return True

    def _check_folder(self) -> None:
        if not (self.folder / "PG_VERSION").is_file() or not (self.folder / "global" / "pg_control").is_file():
            raise CannotStart(
                f"{self.folder} is not a whole database folder: its making was cut short, or files are missing. "
                f"If nothing in it is needed, delete {self.folder} and start again; otherwise put back a copy.",
                3,
            )
        found, ours = (self.folder / "PG_VERSION").read_text().strip(), major_version(self.binaries)
        if found != ours:
            raise CannotStart(
                f"{self.folder} was made by PostgreSQL {found}, and this is PostgreSQL {ours}. Dump it with the "
                f"earlier version and load it into a new folder, or set DATABASE_URL to a server of version {found}.",
                3,
            )
        owner, expected = self.folder.stat().st_uid, os.geteuid() if self.uid is None else self.uid
        if owner != expected:
            raise CannotStart(
                f"{self.folder} belongs to user {owner}, and the server would run as user {expected}. "
                "Start as the user who made it, or name another folder with --data.",
                3,
            )
        self._passwords()

    def _initialize(self) -> None:
        """Run initdb in a folder beside, and rename it when it is whole."""
        self.say("Making a new database")
        making = self.data / "postgres.making"
        if making.exists():
            shutil.rmtree(making)  # an earlier attempt that was cut short; nothing was ever stored in it
        making.mkdir(mode=0o700)
        if self.uid is not None:
            os.chown(making, self.uid, self.uid)
        with tempfile.NamedTemporaryFile("w", prefix="foretaste-") as password_file:
            password_file.write(self._make_passwords()[SUPERUSER])
            password_file.flush()
            if self.uid is not None:
                os.chown(password_file.name, self.uid, self.uid)
            with self._log() as log:
                command: list[str | Path] = [
                    self.binaries / "initdb",
                    *INITDB,
                    *(["--no-sync"] if self.careless else []),
                    f"--pwfile={password_file.name}",
                    "-D",
                    self._seen(making),
                ]
                code = spawn(
                    command, dies_by=signal.SIGKILL, cwd=making, env=self._environment(), output=log, uid=self.uid
                ).wait()
        if code:
            raise CannotStart(f"The database could not be made (initdb ended with {code}):\n{self._last_lines()}")
        making.rename(self.folder)

    def _make_passwords(self) -> dict[str, str]:
        file = self.data / "postgres.json"
        if not file.exists():
            made = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APPLICATION)}
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as handle:
                json.dump(made, handle)
        return self._passwords()

    def _passwords(self) -> dict[str, str]:
        file = self.data / "postgres.json"
        try:
            passwords: dict[str, str] = json.loads(file.read_text())
            return passwords
        except (OSError, ValueError) as error:
            raise CannotStart(
                f"{file}, which holds the database's passwords, is missing or damaged. Put back a copy of it.", 3
            ) from error

    # --- the server -----------------------------------------------------------------------------

    def _seen(self, folder: Path) -> str:
        """Name the folder so that the server's user reaches it even under a closed parent.

        The server starts inside the folder, and its working folder needs no way down to it.
        """
        return str(folder) if self.uid is None else "/proc/self/cwd"

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

    def _log(self) -> IO[bytes]:
        file = self.data / "postgres.log"
        if file.exists() and file.stat().st_size > LARGEST_LOG:
            file.unlink()
        return file.open("ab")

    def _last_lines(self) -> str:
        return "\n".join((self.data / "postgres.log").read_text(errors="replace").splitlines()[-8:])

    def _wait_for_earlier_server(self) -> None:
        """Wait for a server whose instance was killed a moment ago, and which is still writing its last."""
        until = time.monotonic() + 30
        while (pid := self._server_running()) and time.monotonic() < until:
            time.sleep(0.05)
        if pid:
            raise CannotStart(f"A PostgreSQL server (process {pid}) still runs on {self.folder}. Stop it first.", 4)

    def _server_running(self) -> int | None:
        try:
            pid = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
            cwd = os.readlink(f"/proc/{pid}/cwd")
        except (OSError, ValueError, IndexError):
            return None
        return pid if cwd == str(self.folder.resolve()) else None

    def _serve(self) -> None:
        known = self.port
        for _attempt in range(5):
            self.port = known or free_port()
            options = [f"--{name}={value}" for name, value in self.settings.items()]
            with self._log() as log:
                self.process = spawn(
                    [self.binaries / "postgres", "-D", self._seen(self.folder), "-p", str(self.port), *options],
                    dies_by=signal.SIGINT,
                    cwd=self.folder,
                    env=self._environment(),
                    output=log,
                    uid=self.uid,
                )
            if self._is_ready(self.process):
                return
            if "Address already in use" not in self._last_lines():
                break
        raise CannotStart(f"The database did not start. The last lines of its log:\n{self._last_lines()}")

    def _is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        begun = time.monotonic()
        told = False
        while process.poll() is None and time.monotonic() - begun < LONGEST_START:
            try:
                psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=5).close()
                return True
            except psycopg.OperationalError:
                if not told and time.monotonic() - begun > 5:
                    told = True
                    self.say("The database is recovering")
                time.sleep(0.02)
        return False


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def make_roles(url: str, passwords: dict[str, str] | None = None) -> None:
    """Make the owner and the application role where they are missing."""
    with psycopg.connect(url, autocommit=True) as connection:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APPLICATION):
            if role in known:
                continue
            statement = sql.SQL("CREATE ROLE {}").format(sql.Identifier(role))
            if passwords is not None:
                statement += sql.SQL(" LOGIN PASSWORD {}").format(sql.Literal(passwords[role]))
            connection.execute(statement)


def make_database(url: str, name: str) -> None:
    """Make a database where it is missing: owned by the owner; the application reads and writes rows, no more.

    What the owner makes later is the application's to use by default; migrations take back what is not.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        database, owner, application = sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(APPLICATION)
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, application))
    with psycopg.connect(url, dbname=name, autocommit=True) as connection:
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(application))
        for rights in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES", "EXECUTE ON ROUTINES"):
            connection.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} TO {}").format(
                    owner,
                    sql.SQL(rights),
                    application,
                )
            )
