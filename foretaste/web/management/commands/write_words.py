"""Gather the words of documents anew and compile their translations."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from foretaste.web.documents import words


class Command(BaseCommand):
    help = "Gather the words of documents for each language and compile them; a test fails when one is missing."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        for language in words.translated():
            for file in words.write(language):
                self.stdout.write(str(file.relative_to(settings.ROOT)))
            missing = [str(one.id) for one in words.known(language) if one.id and not one.string]
            for one in missing:
                self.stdout.write(f"{language} lacks: {one}")
