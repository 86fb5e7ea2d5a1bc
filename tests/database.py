"""The tests' database: one server per run, one migrated template, one clone per worker.

The server is the embedded one, or the one DATABASE_URL names (as a superuser). The migrated template
is kept between runs in `.cache/` and made anew when a migration changes. A test that commits gets a
fresh clone afterwards instead of a flush: rows that migrations brought stay, and the ledger's
tables, which refuse to be emptied, need no exception.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from pytest_django.plugin import DjangoDbBlocker

from foretaste.house.database import OWNER, SUPERUSER, EmbeddedDatabase, make_database, make_roles
from foretaste.house.trouble import CannotStart

SERVER = "FORETASTE_TESTS_SERVER"  # tells the workers of one run where their server is
_clone: Clone | None = None


def start_server(config: pytest.Config) -> str:
    """Start the run's server unless it runs already; return its address as superuser."""
    if address := os.environ.get(SERVER):
        return address
    if address := os.environ.get("DATABASE_URL"):
        make_roles(address)
    else:
        server = _embedded(config)
        config.add_cleanup(server.stop)
        address = server.url(SUPERUSER, "postgres")
    os.environ[SERVER] = address
    config.add_cleanup(lambda: os.environ.pop(SERVER, None))
    return address


def _embedded(config: pytest.Config) -> EmbeddedDatabase:
    server = EmbeddedDatabase(config.rootpath / ".cache" / "tests", careless=True)
    try:
        server.start()
    except CannotStart:  # another run of the tests in this folder, or a folder of another version
        folder = tempfile.TemporaryDirectory(prefix="foretaste-tests-")
        config.add_cleanup(folder.cleanup)
        server = EmbeddedDatabase(Path(folder.name) / "data", careless=True)
        server.start()
    return server


class Clone:
    """The database of one worker: a copy of the migrated template."""

    def __init__(self, server: str, template: str, worker: str) -> None:
        self.server = server
        self.template = template
        self.name = f"test_foretaste_{worker}_{os.getpid()}"

    def make(self) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            self._drop(connection)
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                    sql.Identifier(self.name), sql.Identifier(self.template), sql.Identifier(OWNER)
                )
            )

    def drop(self) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            self._drop(connection)

    def _drop(self, connection: psycopg.Connection) -> None:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))


def fingerprint_of_migrations() -> str:
    """Return what changes when any migration, of ours or of a library, changes."""
    from django.apps import apps

    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda config: config.label):
        with contextlib.suppress(ModuleNotFoundError):
            for folder in importlib.import_module(f"{app.name}.migrations").__path__:
                for file in sorted(Path(folder).rglob("*")):
                    if file.suffix in {".py", ".sql"}:
                        digest.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def make_template(server: str) -> str:
    """Make the migrated template where it is missing; return its name. One worker makes it, the others wait."""
    template = f"template_{fingerprint_of_migrations()}"
    with (Path(tempfile.gettempdir()) / f"foretaste-tests-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(server, autocommit=True) as connection:
            names = [
                name for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^template_'")
            ]
            if template in names:
                return template
            for stale in names:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(stale)))
            making = f"template_making_{os.getpid()}"
            make_database(server, making)
            _migrate(server, making)
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(template))
            )
    return template


def _migrate(server: str, name: str) -> None:
    """Migrate as the owner, so that the application role's rights are what they are on an instance."""
    from django.core.management import call_command
    from django.db import connection

    point_django_at(server, name, role=OWNER)
    call_command("migrate", verbosity=0)
    connection.close()


def point_django_at(server: str, name: str, role: str | None = None) -> None:
    from django.db import connection

    parts = conninfo_to_dict(server)
    connection.close()
    connection.settings_dict.update(
        NAME=name,
        USER=str(parts["user"]),
        PASSWORD=str(parts.get("password", "")),
        HOST=str(parts.get("host", "127.0.0.1")),
        PORT=str(parts.get("port", "5432")),
    )
    connection.settings_dict["OPTIONS"] = {"options": f"-c role={role}"} if role else {}


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this worker its clone. Tests connect as superuser; `SET LOCAL ROLE` shows what a role may do."""
    global _clone
    from django.db import connections

    server = start_server(request.config)
    with django_db_blocker.unblock():
        template = make_template(server)
        _clone = Clone(server, template, os.environ.get("PYTEST_XDIST_WORKER", "main"))
        _clone.make()
        point_django_at(server, _clone.name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        _clone.drop()
        _clone = None


@contextlib.contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let what a module's tests begin with be made once: each test undoes its own changes, and this undoes the rest.

    For modules of tests that don't commit.
    """
    from django.db import transaction

    block = transaction.atomic()
    block._from_testcase = True  # an action's durable transaction may begin in it
    with blocker.unblock():
        block.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


def clone_again(*_: object) -> None:
    """Stand in for the flush after a test that committed."""
    from django.db import connections

    connections.close_all()
    if _clone is not None:
        _clone.make()
