"""Postings per second on 1 and 8 connections, in batches, and past balances, beside pgbench and django-hordak.

All on the same server in the same run. The last line is one JSON object: rates, ratios, gates. Shared machines differ
by a factor of two and more within minutes, so only the ratios mean something: each is the median over the rounds of
ours by the peer's, measured just before it. What is measured against pgbench is driven by pgbench itself, with a
script that calls the posting function: the same client, protocol and connections on both sides, and one thread of the
client, as is its default, so that it takes no more than it must of the server's cores. The server keeps its
safety (fsync, full page writes, checksums). hordak's pair is measured on a second server in memory (/dev/shm), where
the disk is not the limit: hordak from threads of Python, which is what its users have; ours from pgbench's client
(`spread_c8_vs_hordak`), and from threads of Python too (`spread_threads_c8_vs_hordak`), both with the call prepared
once for a connection, as the application prepares it. Beside pgbench's own transaction neither side is prepared.

`SECONDS=10` measures longer, `ROUNDS=5` more often, `ENTRIES=10000000` asks for past balances in so many entries.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg

from foretaste.house.database import DATABASE, OWNER, SUPERUSER, EmbeddedDatabase

SECONDS = float(os.environ.get("SECONDS", "3"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
ENTRIES = int(os.environ.get("ENTRIES", "1000000"))
TRIALS = 1_000
BATCH = 1_000
POST = "SELECT ledger_post(%s, %s, %s, now(), 'bench:1', '', %s::text[], %s::bigint[])"
POST_BATCH = """SELECT ledger_post_batch(now(), 'bench:1', %s::text[], %s::text[], %s::text[], %s::text[],
    %s::int[], %s::text[], %s::bigint[])"""
SCRIPTS = {
    # a day is earned: two accounts that nobody else writes at the moment, as on a Monday morning
    "spread": """\\set n random(1, 1000)
\\set r random(1, 9000000000000)
SELECT ledger_post('earn_day', 't:n/:r', 't:n', now(), 'bench:1', '',
    ARRAY['intern:earned:t:n:EUR', 'trial:held:t:n:EUR'], ARRAY[1, -1]::bigint[]);
""",
    # funding is captured: everybody writes the provider's account
    "hot": """\\set r random(1, 9000000000000)
SELECT ledger_post('capture_funding', 'b:client_id/:r', NULL, now(), 'bench:1', '',
    ARRAY['ext:pending:sandbox:EUR', 'order:fund:b:client_id:EUR'], ARRAY[-1, 1]::bigint[]);
""",
    "insert": "INSERT INTO bench_row (a, b) VALUES (1, 2);\n",  # what one commit costs: the upper limit
    # as spread, where each name is a parameter; a colon of a text would be taken for one
    "prepared": """\\set n random(1, 1000)
\\set r random(1, 9000000000000)
SELECT ledger_post('earn_day', concat('t', :n::int, '/', :r::bigint), concat('t', :n::int), now(), E'bench\\0721', '',
    ARRAY[concat(E'intern\\072earned\\072t', :n::int, E'\\072EUR'),
          concat(E'trial\\072held\\072t', :n::int, E'\\072EUR')],
    ARRAY[1, -1]::bigint[]);
""",
}
GATES = {  # the ratio, and the least it must be
    "spread_c1_vs_pgbench": 1.0,
    "spread_c8_vs_pgbench": 1.0,
    "hot_c8_vs_pgbench": 0.8,
    "batch_vs_pgbench_c1": 20.0,
    "spread_c8_vs_hordak": 10.0,
}
MOST_BYTES = 520  # of a transfer, with its entries and every index
MOST_MS = 10.0  # for a balance at a past moment

AUDIT = """SELECT
    (SELECT count(*) FROM (SELECT FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
      WHERE NOT hot GROUP BY a.id HAVING a.balance <> sum(e.amount) OR a.version <> count(*)) wrong)
    + (SELECT count(*) FROM (SELECT FROM ledger_entry GROUP BY transfer_id HAVING sum(amount) <> 0) wrong)"""
BYTES_PER_TRANSFER = """SELECT (pg_total_relation_size('ledger_transfer') + pg_total_relation_size('ledger_entry'))
    / (SELECT count(*) FROM ledger_transfer)"""


ASK = "SELECT ledger_balance_at(%s, timestamptz '2020-01-01Z' + %s * interval '1 second')"


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    memory = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
    with (
        tempfile.TemporaryDirectory(prefix="foretaste-bench-") as folder,
        tempfile.TemporaryDirectory(prefix="foretaste-bench-", dir=memory) as fast,
    ):
        for one in (folder, fast):
            os.chmod(one, 0o755)  # the servers run as their own user
        with EmbeddedDatabase(Path(folder) / "data") as disk, EmbeddedDatabase(Path(fast) / "data") as second:
            migrate(disk, second)
            found = measure(disk, Path(folder))
            beside_hordak(second, Path(folder), found)
    found["hordak_measured"] = "in memory" if memory else "on disk"
    ratios = found["ratios"]
    missed = [f"{name} {ratios[name]} < {least}" for name, least in GATES.items() if ratios[name] < least]
    if found["bytes_per_transfer"] > MOST_BYTES:
        missed.append(f"bytes_per_transfer {found['bytes_per_transfer']} > {MOST_BYTES}")
    slow = {name: ms for name, ms in found["past_balance"]["p95_ms"].items() if ms > MOST_MS}
    missed += [f"past balance, {name}: {ms} ms > {MOST_MS}" for name, ms in slow.items()]
    found["gates"] = {"hold": not missed, "missed": missed}
    found["machine"] = {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    print(json.dumps(found))
    return 1 if missed else 0


def migrate(disk: EmbeddedDatabase, second: EmbeddedDatabase) -> None:
    """Make our tables on both servers, hordak's on the second."""

    def address(database: EmbeddedDatabase, role: str, name: str) -> dict[str, object]:
        parts = psycopg.conninfo.conninfo_to_dict(database.url(role, name))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": "127.0.0.1",
            "PORT": str(parts["port"]),
            "NAME": name,
            "USER": role,
            "PASSWORD": parts["password"],
        }

    with psycopg.connect(second.url(SUPERUSER, "postgres"), autocommit=True) as session:
        session.execute("CREATE DATABASE hordak")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.development"
    from django.conf import settings

    settings.DATABASES = {
        "default": address(disk, OWNER, DATABASE),
        "second": address(second, OWNER, DATABASE),
        "hordak": address(second, SUPERUSER, "hordak"),
    }
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "mptt", "hordak"]
    settings.DATABASE_ROUTERS = []
    import django

    warnings.simplefilter("ignore")
    django.setup()
    from django.core.management import call_command

    for name in ("default", "second"):
        call_command("migrate", database=name, verbosity=0)
    call_command("migrate", "hordak", database="hordak", verbosity=0)
    fund(disk.url(SUPERUSER))
    fund(second.url(SUPERUSER))


# --- beside pgbench, on disk ----------------------------------------------------------------------------


def pgbench(
    database: EmbeddedDatabase, url: str, clients: int, script: Path | None = None, mode: str = "simple"
) -> float:
    """Return the rate that pgbench reports, of its own tpc-b-like transaction (scale 10) or of a script."""
    out = subprocess.run(
        [str(database.binaries / "pgbench"), "-n", "-c", str(clients), "-j", "1", "-T", str(int(SECONDS)), "-M", mode,
         *(["-f", str(script)] if script else []), url],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return float(re.search(r"tps = ([0-9.]+)", out)[1])  # type: ignore[index]


def measure(database: EmbeddedDatabase, folder: Path) -> dict:
    """Measure postings and batches in turns with pgbench; then the size; then past balances."""
    admin = database.url(SUPERUSER, "postgres")
    with psycopg.connect(admin, autocommit=True) as session:
        session.execute("CREATE DATABASE bench")
    peer = database.url(SUPERUSER, "bench")
    subprocess.run([str(database.binaries / "pgbench"), "-i", "-s", "10", "-q", peer], check=True, capture_output=True)
    with psycopg.connect(peer, autocommit=True) as session:
        session.execute("CREATE TABLE bench_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, b int)")
    scripts = {name: folder / f"{name}.sql" for name in SCRIPTS}
    for name, script in scripts.items():
        script.write_text(SCRIPTS[name])
    ours = database.url()  # the application's role: posts by the functions and writes nothing itself

    rates: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}

    def note(name: str, rate: float, to: float | None = None, ratio: str = "") -> float:
        rates.setdefault(name, []).append(rate)
        if to is not None:
            ratios.setdefault(ratio or f"{name}_vs_pgbench", []).append(rate / to)
        return rate

    for turn in range(ROUNDS):
        for clients in (1, 8):
            for name in ("spread", "hot"):
                beside = note(f"pgbench_c{clients}", pgbench(database, peer, clients))
                note(f"{name}_c{clients}", pgbench(database, ours, clients, scripts[name]), beside)
            note(f"insert_c{clients}", pgbench(database, peer, clients, scripts["insert"]), beside)
        beside = note("pgbench_c1", pgbench(database, peer, 1))
        note("batch", batches(ours, turn), beside, "batch_vs_pgbench_c1")
        say(f"round {turn + 1} of {ROUNDS}: " + ", ".join(f"{name} {found[-1]:.2f}" for name, found in ratios.items()))
    with psycopg.connect(database.url()) as session:
        (wrong,) = session.execute(AUDIT).fetchone() or (0,)
        (size,) = session.execute(BYTES_PER_TRANSFER).fetchone() or (0,)
    if wrong:
        raise SystemExit(f"{wrong} balances or transfers are wrong")
    return {
        "benchmark": "ledger",
        "postings_per_second": {name: round(statistics.median(found)) for name, found in rates.items()},
        "bytes_per_transfer": round(size),
        "ratios": {name: round(statistics.median(found), 2) for name, found in ratios.items()},
        "rounds": {name: [round(one, 2) for one in found] for name, found in ratios.items()},
        "past_balance": past_balances(database),
    }


def fund(url: str) -> None:
    """Give every trial of the benchmark its fund."""
    with psycopg.connect(url) as session:
        session.execute("SET session_replication_role = replica")  # past the trigger that asks for a seat's fund
        for number in range(1, TRIALS + 1):
            trial = f"t{number}"
            for movement, owner, codes in (
                ("capture_funding", None, ["ext:pending:sandbox:EUR", f"order:fund:{trial}:EUR"]),
                ("make_funding_available", None, [f"order:fund:{trial}:EUR", f"seat:held:{trial}:EUR"]),
                ("commit_seat_to_trial", trial, [f"seat:held:{trial}:EUR", f"trial:held:{trial}:EUR"]),
            ):
                session.execute(POST, [movement, trial, owner, codes, [-(10**9), 10**9]])


def batches(url: str, turn: int) -> float:
    """Return postings per second in batches of 1,000 on one connection, a transaction each."""
    numbers = range(1, BATCH + 1)

    def array(of: Iterable[object]) -> str:
        return "{" + ",".join(map(str, of)) + "}"  # nothing here needs quotes; an empty text does

    trials = array(f"t{number}" for number in numbers)
    codes = array(f"{kind}:t{number}:EUR" for number in numbers for kind in ("intern:earned", "trial:held"))
    movements, reasons, amounts = array(["earn_day"] * BATCH), array(['""'] * BATCH), array([1, -1] * BATCH)
    fixed = [trials, reasons, array(number for number in numbers for _ in range(2)), codes, amounts]
    done = 0
    with psycopg.connect(url, autocommit=True) as session:
        begun = time.perf_counter()
        while time.perf_counter() - begun < SECONDS:
            references = array(f"t{number}/{turn}-{done}" for number in numbers)
            session.execute(POST_BATCH, [movements, references, *fixed])
            done += BATCH
        return done / (time.perf_counter() - begun)


# --- balances at any past moment ------------------------------------------------------------------------


def past_balances(database: EmbeddedDatabase) -> dict[str, object]:
    """Book ENTRIES entries on one hot and one other account; ask for both at moments all over the past."""
    say(f"booking {ENTRIES:,} entries")
    hot, other, transfers = "ext:cash:past:EUR", "order:fund:past:EUR", ENTRIES // 2
    with psycopg.connect(database.url(SUPERUSER), autocommit=True) as session:
        session.execute("SET session_replication_role = replica")  # past the triggers, which would only take longer
        for code, is_hot in ((hot, True), (other, False)):
            kind, _, rest = code.rpartition(":past:")
            session.execute(
                "INSERT INTO ledger_account (code, kind, owner, currency, floor, hot)"
                " VALUES (%s, %s, 'past', %s, %s, %s)",
                [code, kind, rest, None if is_hot else 0, is_hot],
            )
        session.execute(
            """INSERT INTO ledger_transfer (movement, reference, payload_hash, effective_at, actor)
               SELECT 'past', n::text, 0, now(), 'bench:1' FROM generate_series(1, %s) AS made (n) ORDER BY made.n""",
            [transfers],
        )
        session.execute(
            """INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after, version, booked_at)
               SELECT t.id, a.id, CASE WHEN a.hot THEN -1 ELSE 1 END, CASE WHEN NOT a.hot THEN t.no END,
                      CASE WHEN NOT a.hot THEN t.no END, timestamptz '2020-01-01Z' + t.no * interval '1 second'
                 FROM (SELECT id, reference::bigint AS no FROM ledger_transfer WHERE movement = 'past') t
                 JOIN ledger_account a ON a.code IN (%s, %s) ORDER BY t.no""",
            [hot, other],
        )
        session.execute(
            "UPDATE ledger_account SET balance = %s, version = %s WHERE code = %s", [transfers] * 2 + [other]
        )
        session.execute("VACUUM ANALYZE ledger_transfer, ledger_entry, ledger_account")
    with psycopg.connect(database.url(), autocommit=True) as session:
        begun = time.perf_counter()
        session.execute("SELECT ledger_write_checkpoints()")
        checkpointing = time.perf_counter() - begun
    with psycopg.connect(database.url(SUPERUSER), autocommit=True) as session:
        session.execute("VACUUM ANALYZE ledger_checkpoint")
    took: dict[str, list[float]] = {"hot": [], "other": []}
    with psycopg.connect(database.url(), autocommit=True) as session:
        for number in range(200):
            seconds = number * transfers // 200
            for name, code in (("hot", hot), ("other", other)):
                begun = time.perf_counter()
                row = session.execute(
                    "SELECT ledger_balance_at(%s, timestamptz '2020-01-01Z' + %s * interval '1 second')",
                    [code, seconds],
                ).fetchone()
                took[name].append((time.perf_counter() - begun) * 1000)
                if row is None or abs(row[0]) != seconds:
                    raise SystemExit(f"The balance of {code} after {seconds} entries is said to be {row}")
    return {
        "entries": ENTRIES,
        "checkpoints_s": round(checkpointing, 2),
        "p50_ms": {name: round(statistics.median(found), 2) for name, found in took.items()},
        "p95_ms": {name: round(sorted(found)[189], 2) for name, found in took.items()},
    }


# --- beside hordak, where the disk is not the limit -------------------------------------------------------


def beside_hordak(database: EmbeddedDatabase, folder: Path, found: dict) -> None:
    """Measure hordak's models from threads of Python, and ours from pgbench and from threads of psycopg, in turns."""
    rates: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        for clients in (1, 8):
            theirs = hordak(clients, turn)
            rates.setdefault(f"hordak_c{clients}", []).append(theirs)
            for name, ours in (
                (
                    f"spread_c{clients}",
                    pgbench(database, database.url(), clients, folder / "prepared.sql", "prepared"),
                ),
                (f"spread_threads_c{clients}", rate(clients, lambda: connect(database), earn)),
            ):
                rates.setdefault(f"{name}_in_memory", []).append(ours)
                ratios.setdefault(f"{name}_vs_hordak", []).append(ours / theirs)
        say(f"round {turn + 1} of {ROUNDS}: " + ", ".join(f"{name} {made[-1]:.1f}" for name, made in ratios.items()))
    found["postings_per_second"] |= {name: round(statistics.median(made)) for name, made in rates.items()}
    found["ratios"] |= {name: round(statistics.median(made), 2) for name, made in ratios.items()}
    found["rounds"] |= {name: [round(one, 2) for one in made] for name, made in ratios.items()}


def connect(database: EmbeddedDatabase) -> psycopg.Connection:
    return psycopg.connect(database.url(), autocommit=True)


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


def earn(session: object, worker: int, number: int) -> None:
    """Earn a day, each thread on trials of its own."""
    trial = f"t{worker * (TRIALS // 8) + number % (TRIALS // 8) + 1}"
    codes = f"{{intern:earned:{trial}:EUR,trial:held:{trial}:EUR}}"
    reference = f"{trial}/{worker}/{session.info.backend_pid}/{number}"  # type: ignore[attr-defined]
    session.execute(POST, ["earn_day", reference, trial, codes, "{1,-1}"], prepare=True)  # type: ignore[attr-defined]


def hordak(clients: int, turn: int) -> float:
    """Return hordak's rate: a Transaction with two Legs, each thread on accounts of its own."""
    from django.db import connections, transaction
    from hordak.models import Account, AccountType, Leg, Transaction

    places = Account.objects.using("hordak")
    pairs = [
        [
            places.create(name=f"{side}{turn}-{clients}-{number}", type=AccountType.asset, currencies=["EUR"])
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
    sys.exit(main())
