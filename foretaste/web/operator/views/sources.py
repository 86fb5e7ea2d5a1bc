"""Every source of listings, and what people report. The pages are those of `web.listings`."""

from __future__ import annotations

from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.web.listings import sources as pages
from foretaste.web.operator.access import for_the_operator

sources = for_the_operator(require_http_methods(["GET", "POST"])(pages.sources))
share = for_the_operator(require_POST(pages.share))
source = for_the_operator(require_GET(pages.source))
read = for_the_operator(require_POST(pages.read))
stop = for_the_operator(require_POST(pages.stop))
hide = for_the_operator(require_POST(pages.hide))
keep = for_the_operator(require_POST(pages.keep))
