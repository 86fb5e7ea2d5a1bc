"""Static files of a running instance: stylesheets joined, everything compressed and named by its content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from foretaste.web import stylesheets


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    joins_stylesheets = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            if self.exists(stylesheets.JOINED):
                self.delete(stylesheets.JOINED)
            self._save(stylesheets.JOINED, ContentFile(stylesheets.joined().encode()))
            paths[stylesheets.JOINED] = (self, stylesheets.JOINED)
        yield from super().post_process(paths, dry_run, **options)
