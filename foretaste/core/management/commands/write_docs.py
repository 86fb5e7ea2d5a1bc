"""Write the generated pages of docs/ anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from foretaste.core.documents import pages


class Command(BaseCommand):
    help = "Write the generated pages of docs/ anew; a test fails when one is stale."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        for name, text in pages():
            (settings.ROOT / "docs" / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/{name}")
