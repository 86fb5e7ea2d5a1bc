"""An instance to measure: its own database, the real web server with production's settings, a world of real actions.

Not a benchmark: what `pages.py` and `exit.py` share. The database is the embedded one in a folder of its own that is
deleted afterwards, or the empty one that DATABASE_URL names (and OWNER_DATABASE_URL, as its owner).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import math
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from foretaste.house.children import spawn, stop  # noqa: E402
from foretaste.house.database import EmbeddedDatabase, free_port  # noqa: E402
from foretaste.house.instance import FRUGAL, Database, environment, open_database, web_command, worker_command  # noqa: E402
from foretaste.house.keys import make_keys  # noqa: E402

if TYPE_CHECKING:
    from foretaste.accounts.actors import Actor
    from foretaste.accounts.models import Person
    from foretaste.trials.models import Trial
    from tests.at_state import Plan

HOST = "trials.example.org"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "PAYMENT_PROVIDER": "sandbox",
    "ALLOW_SANDBOX_PROVIDER": "1",
    "ALLOWED_HOSTS": HOST,
    "BEHIND_PROXY": "1",
    "MAIL_HOST": "127.0.0.1",
}
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept": "text/html", "User-Agent": "benchmark"}
PROCESSES = 2  # what `foretaste up` runs on two cores


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


# --- the instance ------------------------------------------------------------------------------------

PATIENCE = 300.0  # seconds for the worker's first jobs
DUE_JOBS = """
    SELECT count(*) FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing') AND (scheduled_at IS NULL OR scheduled_at <= now())
"""


@dataclass
class Instance:
    """A running instance. `served` are the processes that answer requests, `database` those of PostgreSQL."""

    port: int
    folder: Path
    env: dict[str, str]
    web: subprocess.Popen[bytes]
    embedded: EmbeddedDatabase | None
    others: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def processes(self) -> list[int]:
        return [pid for pid in children_of(self.web.pid) if "granian" in command_of(pid) or "python" in command_of(pid)]

    def cpu(self) -> float:
        """Return the seconds of processor time that the web server and the database have used so far."""
        pids = [self.web.pid, *children_of(self.web.pid)]
        if self.embedded is not None and self.embedded.process is not None:
            pids += [self.embedded.process.pid, *children_of(self.embedded.process.pid)]
        return sum(cpu_of(pid) for pid in pids)

    def serve(self, application: str, processes: int = 1) -> int:
        """Serve another WSGI application beside it, by the same server with the same options; return its port."""
        port = free_port()
        command = [application if part == "config.wsgi:application" else part for part in web_command(port)]
        command[command.index("--workers") + 1] = str(processes)
        process = spawn(command, env=self.env | {"PYTHONPATH": str(ROOT / "benchmarks")}, cwd=ROOT)
        self.others.append(process)
        wait_for(port, process)
        return port

    def work(self) -> None:
        """Run the worker too, and let it first do what the making of the world has left to be done."""
        from django.db import connection

        self.others.append(spawn(worker_command(), env=self.env, cwd=ROOT))
        until, left = time.monotonic() + PATIENCE, 1
        while left and time.monotonic() < until:
            time.sleep(0.5)
            with connection.cursor() as cursor:
                cursor.execute(DUE_JOBS)
                (left,) = cursor.fetchone()
        connection.close()
        if left:
            raise SystemExit(f"The worker has still {left} jobs to do after {PATIENCE:.0f} s.")
        say("The worker has done what the making of the world left to it")


@contextlib.contextmanager
def open_instance(make_world: Any) -> Iterator[tuple[Instance, Any]]:
    """Make the database, let `make_world()` fill it by real actions, serve; yield the instance and the world."""
    with tempfile.TemporaryDirectory(prefix="foretaste-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server runs as its own user
        make_keys(folder)
        os.environ.update(PRODUCTION, WEB_PROCESSES=str(PROCESSES))
        with open_database(folder, say) as database:
            prepare(folder, database)
            env = environment(folder, url=database.url, demo=False)
            os.environ.update(env)
            begun = time.monotonic()
            world = in_haste(make_world)
            say(f"A world by real actions, in {time.monotonic() - begun:.0f} s")
            tidy(database)
            port = free_port()
            running = Instance(
                port, folder, env, spawn(web_command(port), env=FRUGAL | env, cwd=ROOT), database.embedded
            )
            try:
                wait_for(port, running.web)
                yield running, world
            finally:
                for process in [*running.others, running.web]:
                    stop(process, signal.SIGTERM, patience=25)


def prepare(folder: Path, database: Database) -> None:
    env = environment(folder, url=database.owner_url, demo=False)
    subprocess.run([sys.executable, "-m", "foretaste", "manage", "prepare"], env=env, cwd=ROOT, check=True,
                   stdout=sys.stderr)  # fmt: skip


def in_haste(make_world: Any) -> Any:
    """Make the world in this process, waiting for no disk meanwhile."""
    import django

    warnings.simplefilter("ignore")
    django.setup()
    from django.db import connection

    from foretaste.opportunities.models import Opportunity

    if Opportunity.objects.exists():
        raise SystemExit("The database that DATABASE_URL names holds an instance already: name an empty one.")
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        return make_world()
    finally:
        connection.close()


def tidy(database: Database) -> None:
    """Do at once what the database would have done by itself within minutes."""
    import psycopg

    with psycopg.connect(database.owner_url, autocommit=True) as session:
        session.execute("VACUUM ANALYZE")


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/", headers=HEADERS)
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise SystemExit("The web server ended, or did not answer within a minute.")


# --- processes ---------------------------------------------------------------------------------------


def children_of(pid: int) -> list[int]:
    """Return the process's children and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, task.read_text().split()):
                found += [child, *children_of(child)]
    return found


def command_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def cpu_of(pid: int) -> float:
    """Return the processor time of all threads of a process, in seconds."""
    spent = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            spent += int(task.read_text().split()[0])
    return spent / 1e9


def memory_of(pid: int) -> dict[str, float]:
    """Return a process's resident memory, and its share of what it shares, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    read = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return {"rss": round(read["Rss"] / 1024, 1), "pss": round(read["Pss"] / 1024, 1)}


# --- the world ---------------------------------------------------------------------------------------


def today() -> Plan:
    """Return a plan whose first day is being worked now, whatever the hour: from two hours ago, for eight hours."""
    from tests.at_state import Plan

    zone = "Europe/Berlin"
    from zoneinfo import ZoneInfo

    began = dt.datetime.now(ZoneInfo(zone)).replace(minute=0, second=0, microsecond=0) - dt.timedelta(hours=2)
    ends = (began + dt.timedelta(hours=8)).time()
    return Plan(zone=zone, starts=began.time(), ends=ends, first_on=began.date())


def make_company(at: dt.datetime) -> Actor:
    from foretaste.accounts import actions as accounts
    from foretaste.accounts.actors import VISITOR, Actor, Role
    from foretaste.accounts.queries import actor_for

    founder = accounts.register_person(
        email="hedy@example.org", name="Hedy Vogel", is_intern=False, address_is_verified=True, by=VISITOR, at=at
    )
    company = accounts.register_company(
        name="Halden Instruments", country="DE", city="Berlin", by=actor_for(founder, as_intern=True), at=at
    )
    accounts.verify_company(organization_id=company.public_id, by=Actor(frozenset({Role.OPERATOR})), at=at)
    return actor_for(founder, company.public_id)


def trials_under_way(count: int, seats: int = 50) -> list[tuple[Person, Trial]]:
    """Bring so many trials, each of its own intern, to the middle of day one: post, fund, ask, agree, check in."""
    from dataclasses import replace

    from foretaste.accounts import actions as accounts
    from foretaste.accounts.actors import VISITOR
    from foretaste.accounts.models import Person
    from foretaste.accounts.queries import actor_for
    from foretaste.trials import actions, queries
    from tests.at_state import offered, posting

    plan = replace(today(), seats=min(seats, count))
    hedy = make_company(plan.posted_at)
    made: list[tuple[Person, Trial]] = []
    opportunity = None
    for number in range(count):
        if number % seats == 0:
            opportunity = posting(hedy, replace(plan, seats=min(seats, count - number)))
        person = accounts.register_person(
            email=f"ines{number}@example.org", name=f"Ines Brandt {number}", is_intern=True, address_is_verified=True,
            by=VISITOR, at=plan.posted_at,
        )  # fmt: skip
        ines = actor_for(person, as_intern=True)
        trial = actions.agree(offer_id=offered(opportunity, hedy, ines, plan.signed_at), by=ines, at=plan.signed_at)
        actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=queries.day_of(trial, 1).starts_at)
        made.append((Person.objects.get(pk=person.pk), trial))
        if (number + 1) % 50 == 0:
            say(f"{number + 1} of {count} trials are under way")
    return made


def signed_in(person: Person) -> dict[str, str]:
    """Return the cookie of a session as a sign-in leaves it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


# --- asking, and figures -----------------------------------------------------------------------------


class Client:
    """One client on one kept connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(
        self, path: str, headers: Mapping[str, str] = {}, body: bytes | None = None, status: int = 200
    ) -> tuple[float, http.client.HTTPResponse, bytes]:
        """Ask once; return the seconds it took, the answer and its body. Another status ends the benchmark."""
        begun = time.perf_counter()
        self.connection.request("GET" if body is None else "POST", path, body, HEADERS | dict(headers))
        answer = self.connection.getresponse()
        read = answer.read()
        took = time.perf_counter() - begun
        if answer.status != status:
            raise SystemExit(f"{path} answered {answer.status} where {status} was expected:\n{read[:600]!r}")
        return took, answer, read

    def close(self) -> None:
        self.connection.close()


def percentile(times: Sequence[float], percent: float) -> float:
    """Return the smallest time that so many percent of them don't exceed."""
    ranked = sorted(times)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


def milliseconds(times: Sequence[float], *percents: int) -> dict[str, float]:
    return {f"p{percent}": round(percentile(times, percent) * 1000, 2) for percent in percents}


def gate(value: float, limit: float) -> dict[str, Any]:
    return {"value": round(value, 2), "limit": round(limit, 2), "holds": value <= limit}


def finish(result: dict[str, Any]) -> None:
    """Print the figures as the last line; end with 1 where a gate does not hold."""
    import json

    missed = [name for name, one in result["gates"].items() if not one["holds"]]
    for name in missed:
        say(f"The gate {name} does not hold: {result['gates'][name]['value']} > {result['gates'][name]['limit']}")
    result["machine"] = {
        "cores": os.cpu_count(),
        "load": [round(one, 1) for one in os.getloadavg()],
        "python": platform.python_version(),
    }
    print(json.dumps(result), flush=True)
    raise SystemExit(1 if missed else 0)
