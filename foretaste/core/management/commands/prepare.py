"""`foretaste manage prepare`: bring tables and static files up to date. Run it as the tables' owner."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Bring tables and static files up to date; do nothing where they are."

    def handle(self, *args: Any, **options: Any) -> None:
        self.migrate()
        self.collect_static_files()

    def migrate(self) -> None:
        executor = MigrationExecutor(connection, self.progress)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.stdout.write(f"Making tables: {len(plan)} steps")
            call_command("migrate", verbosity=0, interactive=False)

    def progress(self, *args: Any) -> None:
        pass

    def collect_static_files(self) -> None:
        """Collect them when one has changed since the last time."""
        note = Path(str(settings.STATIC_ROOT)) / ".fingerprint"
        fingerprint = self.fingerprint()
        if note.is_file() and note.read_text() == fingerprint:
            return
        self.stdout.write("Collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        note.write_text(fingerprint)

    def fingerprint(self) -> str:
        digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
        for finder in get_finders():
            for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
                file = os.stat(storage.path(path))
                digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
        return digest.hexdigest()
