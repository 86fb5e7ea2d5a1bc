"""The simulator's database: one clone for a process, and a small world that every history begins with.

What a history wrote is deleted and what it changed is copied back, as superuser and with triggers off, sequences
included: so every history begins with the same rows and the same numbers.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from foretaste.house.database import APPLICATION
from tests.database import Clone, make_template, point_django_at

BEGINS = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)  # a Monday morning
MONDAY = dt.date(2026, 3, 9)
OF_THE_SERVER = ("django_migrations", "django_content_type", "auth_permission")
LOOKED_UP = ("matching_place", "skills_skill")  # 34,000 and 13,588 rows that no history writes


@dataclass(frozen=True)
class Shape:
    """A posting as its company wrote it."""

    currency: str = "EUR"
    country: str = "DE"
    city: str = "Berlin"
    zone: str = "Europe/Berlin"
    days: int = 3
    pay: int = 14_037
    bonus: tuple[int, ...] = (7_019, 3_001, 0)
    kill_fee: int = 14_037
    starts: str = "09:00"
    ends: str = "17:00"
    seats: int = 1
    engagement: str = "contractor"

    def moment(self, week: int, day: int, time: str) -> dt.datetime:
        """Return a time on a day's wall clock there."""
        on = MONDAY + dt.timedelta(weeks=week, days=day - 1)
        return dt.datetime.combine(on, dt.time.fromisoformat(time), ZoneInfo(self.zone)).astimezone(dt.UTC)


YEN = {"currency": "JPY", "country": "JP", "city": "Tokyo", "zone": "Asia/Tokyo"}
DOLLARS = {"currency": "USD", "country": "US", "city": "New York", "zone": "America/New_York"}
SHAPES = (
    Shape(),
    Shape(days=1, pay=13_999, bonus=(0,), kill_fee=13_999),
    Shape(days=2, pay=15_001, bonus=(7_333, 0), kill_fee=15_001, seats=2),
    Shape(days=5, pay=14_303, bonus=(9_001, 4_007, 2_003, 1, 0), kill_fee=14_304),
    Shape(**YEN, days=3, pay=12_347, bonus=(6_001, 2_003, 0), kill_fee=12_347),
    Shape(**YEN, days=2, pay=15_551, bonus=(15_551, 0), kill_fee=20_001),
    Shape(**DOLLARS, days=2, pay=30_003, bonus=(11_111, 0), kill_fee=30_003, starts="22:00", ends="06:00"),
    Shape(**DOLLARS, days=3, pay=27_771, bonus=(0, 0, 0), kill_fee=30_000, seats=2),
    Shape(days=3, pay=14_519, bonus=(7_000, 3_500, 0), kill_fee=14_519, engagement="employee"),
)


@dataclass
class Cast:
    """Who and what every history begins with."""

    companies: list[Any]
    interns: list[Any]
    operators: list[Any]
    drafts: list[tuple[int, Shape, int, str]]  # company, shape, week, public id


class World:
    """One process's database and the world in it."""

    def __init__(self, server: str, name: str) -> None:
        self.server = server
        self.clone = Clone(server, make_template(server), f"faults_{name}")
        self.histories = 0

    def __enter__(self) -> World:
        from django.db import connection

        self.before = {**connection.settings_dict}
        self.clone.make()
        point_django_at(self.server, self.clone.name)
        with in_order(random.Random(0)):
            self.cast = make_cast()
        connection.close()
        self.owner = psycopg.connect(self.server, dbname=self.clone.name, autocommit=True)
        self._remember()
        point_django_at(self.server, self.clone.name, role=APPLICATION)
        return self

    def __exit__(self, *_: object) -> None:
        from django.db import connection

        connection.close()
        connection.settings_dict.update(self.before)
        self.owner.close()
        self.clone.drop()

    def _remember(self) -> None:
        """Keep a copy of every table, and where every sequence stands."""
        run = self.owner.execute
        run("SET session_replication_role = replica")
        run("CREATE SCHEMA beginning")
        names = [name for (name,) in run("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
        self.tables = [name for name in names if name not in (*OF_THE_SERVER, *LOOKED_UP)]
        self.filled = []
        for name in self.tables:
            here, there = sql.Identifier("public", name), sql.Identifier("beginning", name)
            if run(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(here)).fetchone() == (True,):
                run(sql.SQL("CREATE TABLE {} AS SELECT * FROM {}").format(there, here))
                columns = run(
                    "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0"
                    " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
                    [f"public.{name}"],
                ).fetchall()
                self.filled.append((name, [column for (column,) in columns]))
        self.sequences = run(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value, start_value"
            " FROM pg_sequences WHERE schemaname = 'public'"
        ).fetchall()
        self._write_down_how_to_begin_again()

    def _write_down_how_to_begin_again(self) -> None:
        """Keep it as one function of the database, which plans its statements once."""
        statements: list[sql.Composable] = []
        for name in self.tables:
            statements.append(sql.SQL("DELETE FROM {}").format(sql.Identifier("public", name)))
        for name, columns in self.filled:
            these = sql.SQL(", ").join(map(sql.Identifier, columns))
            here, there = sql.Identifier("public", name), sql.Identifier("beginning", name)
            statements.append(
                sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}").format(
                    here, these, these, there
                )
            )
        for name, last, start in self.sequences:
            statements.append(
                sql.SQL("PERFORM setval({}, {}, {})").format(
                    sql.Literal(name), sql.Literal(start if last is None else last), sql.Literal(last is not None)
                )
            )
        body = sql.SQL("BEGIN {}; END").format(sql.SQL("; ").join(statements))
        make = "CREATE FUNCTION beginning.again() RETURNS void LANGUAGE plpgsql AS {}"
        self.owner.execute(sql.SQL(make).format(sql.Literal(body.as_string(self.owner))))

    def begin_again(self) -> None:
        """Let the database be as it was before the history."""
        self.histories += 1
        self.owner.execute("SELECT beginning.again()")
        if self.histories % 20 == 0:
            self.owner.execute("VACUUM")


def make_cast() -> Cast:
    """Make the world by the real actions."""
    from django.db import connection

    from foretaste.accounts import actions as accounts
    from foretaste.accounts.actors import CLOCK
    from foretaste.accounts.queries import actor_for
    from foretaste.core.calendars import at_time
    from foretaste.opportunities import actions as opportunities
    from foretaste.opportunities.models import Opportunity
    from tests.worlds import make_company, make_draft, make_intern

    posted = BEGINS - dt.timedelta(hours=1)
    with at_time(posted):
        operators = [
            actor_for(accounts.appoint_operator(email=f"{name}@example.org", name=name.title(), by=CLOCK, at=posted))
            for name in ("odile", "olaf")
        ]
        interns = [make_intern(name, posted) for name in ("Ines Brandt", "Ivo Marsh", "Ilse Roth")]
        companies = [make_company(name, posted) for name in ("Halden Instruments", "Nordlicht Works")]
        drafts = []
        for number, company in enumerate(companies):
            for shape in SHAPES:
                for week in (0, 1):
                    draft = make_draft(
                        company,
                        posted,
                        days=days_of(shape, week),
                        daily_pay_minor=shape.pay,
                        exit_bonus_minor=list(shape.bonus),
                        kill_fee_minor=shape.kill_fee,
                        currency=shape.currency,
                        seats=shape.seats,
                        time_zone=shape.zone,
                        country=shape.country,
                        city=shape.city,
                        engagement_type=shape.engagement,
                    )
                    if opportunities.needs_confirmation(Opportunity.objects.get(pk=draft.pk)):
                        which = {"opportunity_id": draft.public_id, "at": posted}
                        opportunities.request_confirmation(by=company, **which)
                        opportunities.confirm_wage(note="Looked up.", by=operators[0], **which)
                    drafts.append((number, shape, week, draft.public_id))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    return Cast(companies, interns, operators, drafts)


def days_of(shape: Shape, week: int) -> list[dict[str, Any]]:
    from tests.worlds import days_from

    return days_from(MONDAY + dt.timedelta(weeks=week), shape.days, starts=shape.starts, ends=shape.ends)


@contextmanager
def in_order(rng: random.Random) -> Iterator[None]:
    """Let everything that is random in this process come from one seed: public ids, keys of operations."""
    with patch.object(os, "urandom", rng.randbytes), patch.object(random, "_urandom", rng.randbytes):
        yield
