"""Postings per second on 1 and 8 connections, beside pgbench and django-hordak on the same server in the same run.

Prints one JSON line: rates, and their ratios to pgbench (tpc-b-like, as many clients, measured just before) and
to hordak. Shared machines differ by a factor of two and more within minutes: only the ratios mean something.
The server keeps its safety (fsync, full page writes, checksums). `SECONDS=10` measures longer.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import psycopg

from foretaste.house.database import OWNER, SUPERUSER, EmbeddedDatabase

SECONDS = float(os.environ.get("SECONDS", "4"))
TRIALS = 1_000
POST = "SELECT ledger_post(%s, %s, %s, now(), 'bench:1', '', %s::text[], %s::bigint[])"

WRONG_BALANCES = """SELECT count(*) FROM (
    SELECT FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
     WHERE NOT hot GROUP BY a.id HAVING a.balance <> sum(e.amount)) wrong"""
BYTES_PER_TRANSFER = """SELECT (pg_total_relation_size('ledger_transfer') + pg_total_relation_size('ledger_entry'))
    / (SELECT count(*) FROM ledger_transfer)"""


def rate(connections: int, connect: Callable[[], object], act: Callable[[object, int, int], None]) -> float:
    """Run `act` on so many connections for a while; return how often it was done per second."""
    done = [0] * connections
    opened = [connect() for _ in range(connections)]
    begun = time.perf_counter()

    def run(number: int) -> None:
        while time.perf_counter() - begun < SECONDS:
            act(opened[number], number, done[number])
            done[number] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    for one in opened:
        one.close()  # type: ignore[attr-defined]
    return sum(done) / took


def pgbench(database: EmbeddedDatabase, clients: int) -> float:
    """Return pgbench's own rate (tpc-b-like, simple protocol, scale 10)."""
    program = str(database.binaries / "pgbench")
    url = database.url(SUPERUSER, "bench")
    if clients == 1:
        subprocess.run([program, "-i", "-s", "10", "-q", url], check=True, capture_output=True)
    out = subprocess.run(
        [program, "-n", "-c", str(clients), "-j", "2", "-T", str(int(SECONDS)), url],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return float(re.search(r"tps = ([0-9.]+)", out)[1])  # type: ignore[index]


def spread(session: object, worker: int, number: int) -> None:
    """Earn a day: two accounts that nobody else writes at the moment, as on a Monday morning."""
    trial = f"t{worker}-{number % (TRIALS // 8)}"
    legs = [f"intern:earned:{trial}:EUR", f"trial:held:{trial}:EUR"]
    session.execute(POST, ["earn_day", f"{worker}/{session.info.backend_pid}/{number}", trial, legs, [1, -1]])  # type: ignore[attr-defined]


def hot(session: object, worker: int, number: int) -> None:
    """Capture funding: everybody writes the provider's account."""
    legs = ["ext:pending:sandbox:EUR", f"order:fund:o{worker}:EUR"]
    session.execute(POST, ["capture_funding", f"{worker}/{session.info.backend_pid}/{number}", None, legs, [-1, 1]])  # type: ignore[attr-defined]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="foretaste-bench-") as folder:
        os.chmod(folder, 0o755)  # the server runs as its own user
        with EmbeddedDatabase(Path(folder) / "data") as database:
            print(json.dumps(measure(database)))


def measure(database: EmbeddedDatabase) -> dict[str, object]:
    url = database.url(SUPERUSER, "postgres")
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("CREATE DATABASE bench")
        session.execute("CREATE DATABASE hordak")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.development"
    from django.conf import settings

    parts = psycopg.conninfo.conninfo_to_dict(database.url(OWNER))
    common = {"ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": str(parts["port"])}
    settings.DATABASES = {
        "default": common | {"NAME": parts["dbname"], "USER": OWNER, "PASSWORD": parts["password"]},
        "hordak": common
        | {"NAME": "hordak", "USER": SUPERUSER, "PASSWORD": psycopg.conninfo.conninfo_to_dict(url)["password"]},
    }
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "mptt", "hordak"]
    settings.DATABASE_ROUTERS = []
    import django

    warnings.simplefilter("ignore")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("migrate", "hordak", database="hordak", verbosity=0)
    fund(database.url(OWNER))

    def ours() -> psycopg.Connection:
        return psycopg.connect(database.url(), autocommit=True)  # the application's role: posts by its one function

    rates: dict[str, float] = {}
    for clients in (1, 8):
        rates[f"pgbench_c{clients}"] = pgbench(database, clients)
        rates[f"spread_c{clients}"] = rate(clients, ours, spread)
        rates[f"hot_c{clients}"] = rate(clients, ours, hot)
        rates[f"hordak_c{clients}"] = hordak(clients)
    with psycopg.connect(database.url()) as session:
        (wrong,) = session.execute(WRONG_BALANCES).fetchone() or (0,)
        (size,) = session.execute(BYTES_PER_TRANSFER).fetchone() or (0,)
    if wrong:
        raise SystemExit(f"{wrong} balances are wrong")
    ratios = {
        "spread_c1_vs_pgbench": rates["spread_c1"] / rates["pgbench_c1"],
        "spread_c8_vs_pgbench": rates["spread_c8"] / rates["pgbench_c8"],
        "hot_c8_vs_pgbench": rates["hot_c8"] / rates["pgbench_c8"],
        "spread_c1_vs_hordak": rates["spread_c1"] / rates["hordak_c1"],
        "spread_c8_vs_hordak": rates["spread_c8"] / rates["hordak_c8"],
    }
    return {
        "benchmark": "ledger",
        "postings_per_second": {name: round(value) for name, value in rates.items()},
        "bytes_per_transfer": round(size),
        "ratios": {name: round(value, 2) for name, value in ratios.items()},
    }


def fund(url: str) -> None:
    """Give every trial of the benchmark its fund."""
    with psycopg.connect(url) as session:
        for worker in range(8):
            for number in range(TRIALS // 8):
                trial = f"t{worker}-{number}"
                sums = [10**9, -(10**9)]
                session.execute(POST, ["capture_funding", trial, None,
                                       [f"order:fund:{trial}:EUR", "ext:pending:sandbox:EUR"], sums])  # fmt: skip
                session.execute(POST, ["make_funding_available", trial, None,
                                       [f"seat:held:{trial}:EUR", f"order:fund:{trial}:EUR"], sums])  # fmt: skip
                session.execute(POST, ["commit_seat_to_trial", trial, trial,
                                       [f"trial:held:{trial}:EUR", f"seat:held:{trial}:EUR"], sums])  # fmt: skip


def hordak(clients: int) -> float:
    """Return hordak's rate: a Transaction with two Legs, each thread on accounts of its own."""
    from django.db import connections, transaction
    from hordak.models import Account, AccountType, Leg, Transaction

    places = Account.objects.using("hordak")
    pairs = [
        [
            places.create(name=f"{side}{clients}-{number}", type=AccountType.asset, currencies=["EUR"])
            for side in ("from", "to")
        ]
        for number in range(clients)
    ]

    class Own:
        """A connection of the thread's own, as Django keeps them."""

        def close(self) -> None: ...

    def act(_: object, worker: int, number: int) -> None:
        one, other = pairs[worker]
        with transaction.atomic(using="hordak"):
            made = Transaction.objects.using("hordak").create()
            Leg.objects.using("hordak").create(transaction=made, account=one, credit=1, currency="EUR")
            Leg.objects.using("hordak").create(transaction=made, account=other, debit=1, currency="EUR")

    try:
        return rate(clients, Own, act)
    finally:
        connections["hordak"].close()


if __name__ == "__main__":
    main()
