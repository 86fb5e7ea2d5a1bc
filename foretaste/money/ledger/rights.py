"""The application's database role reads the ledger and posts through its functions; it writes nothing there.

Tables whose rows stay (a trigger of the name in STAYS guards them) it can add to and not change.

Run after each migration, as the owner. Where there is no such role (one role does everything) the
triggers and checks still hold, but an owner could switch them off: docs say to make the two roles.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connections
from psycopg import sql

TABLES = (
    "ledger_account_kind",
    "ledger_movement_rule",
    "ledger_account",
    "ledger_transfer",
    "ledger_entry",
    "ledger_checkpoint",
)
# What the application may execute of the ledger.
DOORS = ("ledger_post", "ledger_post_batch", "ledger_reverse", "ledger_write_checkpoints", "ledger_balance_at")
# Tables whose rows stay, and whether they can't go either (bit 8: before DELETE); a draft's history goes with it.
STAYS = """
    SELECT c.relname, bool_or((t.tgtype & 8) <> 0)
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE t.tgname IN ('history_rows_stay', 'opening_rows_stay') AND c.relnamespace = 'public'::regnamespace
     GROUP BY c.relname ORDER BY c.relname
"""


def grant_rights(using: str = "default") -> bool:
    """Give the application's role its rights; return whether there is such a role."""
    role = settings.DATABASE_APPLICATION_ROLE
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone() is None:
            return False
        cursor.execute("SELECT to_regclass('ledger_checkpoint') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return True
        app, ledger = sql.Identifier(role), sql.SQL(", ").join(map(sql.Identifier, TABLES))
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s)", [list(TABLES)]
        )
        others = sql.SQL(", ").join(sql.Identifier(name) for (name,) in cursor.fetchall())
        cursor.execute(STAYS)
        kept = [
            sql.SQL("REVOKE {} ON {} FROM {}").format(
                sql.SQL("UPDATE, DELETE" if for_good else "UPDATE"), sql.Identifier(name), app
            )
            for name, for_good in cursor.fetchall()
        ]
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE proname LIKE 'procrastinate%%' AND pronamespace = 'public'::regnamespace"
        )
        queue = [sql.SQL(signature) for (signature,) in cursor.fetchall()]
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE proname LIKE 'ledger%%' AND pronamespace = 'public'::regnamespace"
        )
        guards = [sql.SQL(signature) for (signature,) in cursor.fetchall()]
        statements = [
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(app),
            sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}").format(others, app),
            *kept,
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(app),
            sql.SQL("REVOKE ALL ON {} FROM {}").format(ledger, app),
            sql.SQL("GRANT SELECT ON {} TO {}").format(ledger, app),
            *(sql.SQL("REVOKE ALL ON FUNCTION {} FROM {}").format(function, app) for function in guards),
            *(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.Identifier(door), app) for door in DOORS),
            *(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, app) for function in queue),
        ]
        for statement in statements:
            cursor.execute(statement)
    return True
