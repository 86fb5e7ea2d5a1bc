"""The command `foretaste`: run an instance, and look after it.

Exit codes: 0 all is well (or stopped on request) · 1 it failed, the lines above say why; for `audit` a
guarantee is broken, for `rehearse` a cent or a state is off · 2 wrong usage · 3 the data folder can't be
used · 4 another instance runs on the folder · 5 the port is taken · 6 a process keeps crashing.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from foretaste.house import instance
from foretaste.house.children import give_way
from foretaste.house.keys import make_keys
from foretaste.house.trouble import CannotStart

EXIT_CODES = (
    "Exit codes: 0 all is well, or stopped on request; 1 failed (for `audit`: a guarantee is broken; for `rehearse`: "
    "a cent or a state is off); 2 wrong usage; 3 the data folder can't be used; 4 another instance runs on the folder; "
    "5 the port is taken; 6 a process keeps crashing."
)
ENDINGS = (
    "completion",
    "exit",
    "exit-between-days",
    "exit-before-start",
    "company-withdraws",
    "company-withdraws-late",
    "early-end",
    "intern-no-show",
    "company-no-show",
    "told-to-leave",
    "sent-away",
)

LARGEST_MAIL = 30 * 2**20  # bytes; what is longer is not read to its end, and refused as too large
TRY_AGAIN_LATER = 75  # what every mail server understands (EX_TEMPFAIL)

CHANGE_TABLES = ("prepare", "migrate", "flush")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except CannotStart as trouble:
        print(f"foretaste: {trouble}", file=sys.stderr)
        return trouble.code
    except KeyboardInterrupt:
        return 130


def say(line: str) -> None:
    """Print a line of progress at once."""
    print(line, flush=True)


def up(chosen: argparse.Namespace) -> int:
    return instance.up(data=_data(chosen), port=chosen.port, demo=chosen.demo, say=say)


def worker(chosen: argparse.Namespace) -> int:
    """Run jobs and sweeps until told to stop, giving way to whoever waits for a page."""
    give_way()
    with _django(chosen):
        from django.core.management import call_command

        call_command(
            *("procrastinate", "worker", "--concurrency", str(chosen.concurrency)),
            *("--shutdown-graceful-timeout", "20", "--delete-jobs", "successful"),
        )
    return 0


def demo(chosen: argparse.Namespace) -> int:
    """Make the demo world where it is missing; say who is in it, and how to be each of them."""
    if not _is_told_everything():
        instance.make_demo(data=_data(chosen), say=say)
        return 0
    with _django(chosen):
        from foretaste.accounts.queries import demo_people
        from foretaste.demo import make_demo_world

        make_demo_world(say=say)
        port = os.environ.get("FORETASTE_PORT", "8000")
        say(f"\nSign in as any of these with one click, at http://localhost:{port}/demo/")
        for group, people in demo_people().items():
            say(f"  {group}: {', '.join(person.name for person in people)}")
    return 0


def audit(chosen: argparse.Namespace) -> int:
    """Check the twelve guarantees on what the database holds."""
    with _django(chosen):
        from foretaste.money.audit import run_audit

        return run_audit(say=say)


def provider(chosen: argparse.Namespace) -> int:
    """Walk a small transaction at the payment provider with a test key, and write it down."""
    with _django(chosen):
        from django.conf import settings

        if settings.PAYMENT_PROVIDER != "stripe":
            say(f"The payment provider is {settings.PAYMENT_PROVIDER}: only stripe is checked. Set PAYMENT_PROVIDER.")
            return 1
        from foretaste.money.providers.stripe import checking

        until: float = time.monotonic() + 60 * chosen.minutes

        def pause() -> bool:
            time.sleep(5)
            return time.monotonic() < until

        transcript = chosen.transcript or _data(chosen) / "provider-check.json"
        return checking.check(transcript=transcript, say=say, pause=pause, account=chosen.account)


def rehearse(chosen: argparse.Namespace) -> int:
    """Drive a whole life over the API of a running instance."""
    from foretaste.rehearse import rehearse as drive

    names = ENDINGS if chosen.ending == "all" else (chosen.ending,)
    return max(drive(url=chosen.url.rstrip("/"), ending=name, say=say) for name in names)


def take_mail(chosen: argparse.Namespace) -> int:
    """Take one mail from standard input, as a mail server hands it over, and answer in its codes."""
    content = sys.stdin.buffer.read(LARGEST_MAIL + 1)
    try:
        with _django(chosen):
            from foretaste.core import calendars
            from foretaste.syndication.forwarding import take_mail as take

            return int(take(content, recipients=chosen.recipients, at=calendars.now()))
    except CannotStart as trouble:
        print(f"foretaste: {trouble}", file=sys.stderr)
    except Exception as failure:
        print(f"foretaste: the mail could not be taken: {failure}", file=sys.stderr)
    return TRY_AGAIN_LATER


def simulate(chosen: argparse.Namespace) -> int:
    """Live a simulated world in both ways, and write what came out."""
    from foretaste.simulation.running import simulate as live

    return live(
        interns=chosen.interns,
        companies=chosen.companies,
        seed=chosen.seed,
        worlds=chosen.worlds,
        out=chosen.out,
        say=say,
    )


def manage(chosen: argparse.Namespace) -> int:
    """Run one of Django's commands in the instance's settings; those that change tables as the tables' owner."""
    with _django(chosen, as_owner=chosen.arguments[:1] in [[name] for name in CHANGE_TABLES]):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["foretaste manage", *chosen.arguments])
    return 0


class _django:  # noqa: N801 - reads as a block: `with _django(chosen):`
    """Django, set up for the instance that the command names, with its database open."""

    def __init__(self, chosen: argparse.Namespace, as_owner: bool = False) -> None:
        self.data = _data(chosen)
        self.as_owner = as_owner

    def __enter__(self) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        if os.environ["DJANGO_SETTINGS_MODULE"] == "config.settings.local":
            make_keys(self.data)
        if _is_told_everything():
            self.opened = None
        else:
            self.opened = instance.open_database(self.data, say)
            database = self.opened.__enter__()
            url = database.owner_url if self.as_owner else database.url
            os.environ.update(instance.environment(self.data, url=url, demo=instance.is_demo(self.data)))
        import django

        django.setup()

    def __exit__(self, *error: object) -> None:
        from django.db import connections

        connections.close_all()
        if self.opened is not None:
            self.opened.__exit__(None, None, None)


def _is_told_everything() -> bool:
    """Whether the environment names database and folder: in a process of `up`, or where an operator set both."""
    return "DATABASE_URL" in os.environ and "FORETASTE_DATA" in os.environ


def _data(chosen: argparse.Namespace) -> Path:
    return Path(getattr(chosen, "data", None) or os.environ.get("FORETASTE_DATA") or ".data").absolute()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="foretaste",
        description="Paid work trials that the intern may leave at any moment, and is always paid.",
        epilog=EXIT_CODES,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(
        name: str, command: Callable[[argparse.Namespace], int], text: str, more: str = ""
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=f"{text} {more}".strip(), epilog=EXIT_CODES)
        added.set_defaults(command=command)
        return added

    def with_data(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument(
            "--data",
            metavar="DIR",
            type=Path,
            help="folder of the embedded database, the keys and the files (default: $FORETASTE_DATA, or .data)",
        )
        return added

    run = with_data(
        add(
            "up",
            up,
            "Run an instance on this machine: database, web server, worker.",
            "Stays in the foreground; Ctrl-C stops everything and the data stays. DATABASE_URL names another "
            "PostgreSQL than the embedded one; OWNER_DATABASE_URL, if set, is used to migrate.",
        )
    )
    run.add_argument("--demo", action="store_true", help="with demo people, one-click sign-in and a movable clock")
    run.add_argument("--port", metavar="N", type=_port, default=8000, help="port on 127.0.0.1 (default: 8000)")
    work = with_data(add("worker", worker, "Run jobs and what the clock brings, until told to stop."))
    work.add_argument("--concurrency", metavar="N", type=_whole(1, 100), default=4, help="jobs at once (default: 4)")
    with_data(add("demo", demo, "Make the demo world through the real actions, where it is missing."))
    with_data(add("audit", audit, "Check the twelve guarantees: one line each, with what was counted."))
    check = with_data(
        add(
            "provider",
            provider,
            "Check the payment provider: walk a small transaction with a test key, and write it down.",
            "`foretaste provider check` asks you to pay and to fill in a page with test data. It refuses live keys.",
        )
    )
    check.add_argument("what", choices=("check",), metavar="check", help="the one thing there is to do")
    check.add_argument("--account", default="", metavar="ACCT", help="an intern's test account, filled in already")
    check.add_argument(
        "--minutes", metavar="N", type=_whole(1, 1440), default=20, help="how long it waits for you (default: 20)"
    )
    check.add_argument(
        "--transcript", metavar="FILE", type=Path, help="where it is written down (default: provider-check.json in DIR)"
    )
    drive = add(
        "rehearse",
        rehearse,
        "Drive a whole life over the API of a running instance, with sandbox money.",
        "Prints the timeline, every ledger line and the statement.",
    )
    drive.add_argument("--url", required=True, help="address of the instance, such as http://localhost:8000")
    drive.add_argument("--ending", choices=(*ENDINGS, "all"), default="exit", help="how the trial ends (default: exit)")
    mail = with_data(
        add(
            "take-mail",
            take_mail,
            "Take a forwarded job-alert mail from standard input, as a mail server hands it over.",
            "Needs ALERTS_ADDRESS. Answers as mail servers expect: 0 taken, 67 nobody has that address, 75 try later.",
        )
    )
    mail.add_argument(
        "recipients", nargs="*", metavar="RECIPIENT", help="whom it is for (default: whom the mail's own headers name)"
    )
    world = add(
        "simulate",
        simulate,
        "Live a simulated world by paid trials and by traditional internships; write figures, tables and pictures.",
        "Needs no instance. The same numbers give the same files, byte for byte; the last line is one JSON object.",
    )
    for name, metavar, least, most, default, means in (
        ("--interns", "N", 1, 200_000, 20_000, "in each world"),
        ("--companies", "M", 1, 100_000, 2_000, "in each world"),
        ("--seed", "S", 0, 4_000_000_000, 1, "of the first world"),
        ("--worlds", "W", 1, 100, 5, "how many, from seed S on"),
    ):
        words = f"{means} (default: {default})"
        world.add_argument(name, metavar=metavar, type=_whole(least, most), default=default, help=words)
    world.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder the files are written to")
    django = with_data(
        add("manage", manage, "Run one of Django's commands in the instance's settings, such as `check`.")
    )
    django.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...", help="the command and its options")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"enter a whole number from {least:,} to {most:,}")
        return int(text)

    return read
