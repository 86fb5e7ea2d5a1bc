"""The figures of the dashboard: what is held and paid, now; who finished and who left, as published monthly."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.evaluations import queries as evaluations
from foretaste.insights import queries as insights
from foretaste.money import queries as money
from foretaste.web.charts import Bar, Chart


def of(by: Actor) -> dict[str, Any]:
    """Return the four figures and, where enough interns stand behind it, the chart of leaving by day."""
    company = accounts.organization_of(by)
    books = money.company_money(company.public_id).by_currency if by.has(*money.MONEY_ROLES) else None
    record = insights.record_of(company.pk)
    own = insights.own_figures(by)
    conversions = list(evaluations.conversions_of(by).values_list("state", flat=True))
    hired = conversions.count("accepted")
    return {
        "held": [one.seats + one.trials for one in books] if books else [],
        "paid": [one.paid_to_interns for one in books] if books else [],
        "sees_money": books is not None,
        "sees_hires": by.has(Role.RECRUITER),
        "record": record,
        "hired": hired,
        "offers": len(conversions),
        "chart": (chart := _chart(record, own, hired)),
        "otherwise": _otherwise(record, own) if chart and record else 0,
        "exits_on": own.exits_by_day.published_on if own.exits_by_day else None,
        "chart_title": _title(own.exits_by_day),
        "reasons": own.reasons,
        "reason": max(own.reasons.rows, key=lambda row: row[1]) if own.reasons and own.reasons.rows else None,
    }


def _title(exits: insights.Figures | None) -> str:
    """The heading is the answer to the one question the chart asks."""
    days = [(day, count) for day, count in exits.rows if day.isdigit() and int(day)] if exits else []
    if not days:
        return ""
    day, count = max(days, key=lambda row: row[1])
    if sum(count for _day, count in days) < 2 * count:
        return _("Most who leave, leave on day %(day)s") % {"day": day}
    return _("When they leave")


def _otherwise(record: insights.CompanyRecord, own: insights.OwnFigures) -> int:
    """Return how many neither finished nor left: they are in the bars of the days, and in none of their own.

    By the company's own count of the record's date. Who left on which day may be of another date.
    """
    if own.finished is None or own.left_early is None:
        return 0
    return record.started - own.finished - own.left_early


def _chart(record: insights.CompanyRecord | None, own: insights.OwnFigures, hired: int) -> Chart | None:
    """Draw who is still in after each day. Only published figures: at least five interns stand behind them."""
    exits, finished = own.exits_by_day, own.finished
    if record is None or exits is None or finished is None:
        return None
    left = {int(day): count for day, count in exits.rows if day.isdigit() and int(day)}
    if not left:
        return None
    bars = [Bar(_("Started"), record.started, kind="start")]
    still = record.started
    for day in range(1, max(left) + 1):
        gone = left.get(day, 0)
        still = max(0, still - gone)
        bars.append(
            Bar(
                _("Day %(day)d") % {"day": day},
                still,
                gone,
                out_label=ngettext("%(n)d left", "%(n)d left", gone) % {"n": gone},
            )
        )
    bars.append(Bar(_("Finished"), finished, kind="in"))
    if hired:
        bars.append(Bar(_("Hired"), hired, kind="hired"))
    words = ", ".join(_("%(n)d on day %(day)d") % {"n": count, "day": day} for day, count in sorted(left.items()))
    said = _("Of %(started)d interns who started, some left: %(words)s. %(finished)d finished.") % {
        "started": record.started,
        "words": words,
        "finished": finished,
    }
    if otherwise := _otherwise(record, own):
        ended = ngettext("%(n)d ended in another way.", "%(n)d ended in other ways.", otherwise)
        said += " " + ended % {"n": otherwise}
    return Chart(
        "leaving",
        said,
        bars,
        (_("Moment"), _("Still in"), _("Left")),
    )
