"""The company's own sources elsewhere. The pages are those of `web.listings`."""

from __future__ import annotations

from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.web.company.access import for_the_company
from foretaste.web.listings import sources as pages

riipen = for_the_company(require_POST(pages.riipen))
sources = for_the_company(require_http_methods(["GET", "POST"])(pages.sources))
source = for_the_company(require_GET(pages.source))
read = for_the_company(require_POST(pages.read))
stop = for_the_company(require_POST(pages.stop))
