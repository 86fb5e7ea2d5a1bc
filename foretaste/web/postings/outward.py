"""A posting as strangers read it: its data block, written once for the same words.

The facts are read on every request; what is remembered is only how they are written, under all of them
(docs/decisions/0013).
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from foretaste.syndication import queries
from foretaste.syndication.outbound.posting import Posting
from foretaste.web.career.views import markup

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity

MOST = 512
_written: OrderedDict[str, tuple[Posting, SafeString]] = OrderedDict()


def as_strangers_read_it(opportunity: Opportunity) -> tuple[Posting, SafeString]:
    """Return the posting as every format is written from it, and its JobPosting for the page's data block."""
    said = queries.settings_of(opportunity.organization)
    rows = [opportunity, opportunity.organization, said, *opportunity.days.all()]
    facts = repr((get_language(), queries.home(), [_facts_of(row) for row in rows]))
    if facts not in _written:
        posting = queries.canonical_of(opportunity, said)
        _written[facts] = (posting, markup(posting))
        while len(_written) > MOST:
            _written.popitem(last=False)
    return _written[facts]


def _facts_of(row: Any) -> list[Any]:
    return [row.__dict__.get(field.attname) for field in row._meta.concrete_fields]
