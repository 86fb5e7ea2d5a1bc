"""What time does here: on the first of a month, figures are published."""

import datetime as dt

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import register_sweep
from foretaste.insights import actions, publishing
from foretaste.insights.models import Publication


@register_sweep("insights")
def sweep(at: dt.datetime) -> None:
    """Publish once a month, as soon as somebody looks at the clock."""
    if not Publication.objects.filter(on=publishing.publication_date(at.date())).exists():
        actions.publish_figures(by=CLOCK, at=at)
