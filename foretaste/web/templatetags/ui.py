"""The components of every page, named like their stylesheet classes.

`{% icon %} {% door %} {% day_doors %} {% tag %} {% notice %} {% card %} {% sums %} {% chart %} {% bands %} {% lines %}
{% share %} {% task_row %} {% empty_state %}`; filters `money`, `list_of_money`, `in_currency`, `in_words`, `initials`,
`when`, `day`, `dated`, `month`, `hour`, `elsewhere`, `zone_name`, `span_of`, `span_to`, `duration`, `rate`, `country`,
`about`, `points`, `percent`, `per_cent`.
The gallery (/gallery/) shows each in every state.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel import dates, lists, numbers
from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foretaste.core.amounts import Amount, exponent
from foretaste.core.calendars import now
from foretaste.core.dates import dated, pattern, reader_locale, zone_name
from foretaste.core.places import country_name
from foretaste.opportunities.criteria import read as read_criterion
from foretaste.opportunities.queries import Listed
from foretaste.web import readers, stylesheets
from foretaste.web.charts import Bands, Chart, Lines

register = template.Library()
ICONS = Path(__file__).parent.parent / "icons"
DOOR_STATES = ("offer", "shut", "now", "paid", "open")


# --- files --------------------------------------------------------------------------------------
@register.simple_tag
def stylesheet_links() -> SafeString:
    """Link the stylesheets: one joined file where static files are collected, else one by one."""
    joined = getattr(staticfiles_storage, "joins_stylesheets", False)
    addresses = [stylesheets.JOINED] if joined else stylesheets.sources()
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', ((static(a),) for a in addresses))


# --- what never changes ---------------------------------------------------------------------------
_settings_are = 0  # how often a setting has changed


@receiver(setting_changed)
def _note_changed_settings(**_changed: Any) -> None:
    global _settings_are
    _settings_are += 1


class Lasting(template.Node):
    """Draws what is inside once for each language, until a setting changes (which only tests do)."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodes = nodes
        self.drawn: dict[tuple[int, str | None], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        key = (_settings_are, get_language())
        if key not in self.drawn:
            self.drawn[key] = self.nodes.render(context)
        return self.drawn[key]


@register.tag
def lasting(parser: template.base.Parser, token: template.base.Token) -> Lasting:
    """`{% lasting %}…{% endlasting %}`: drawn once for each language. Only what depends on nothing but the settings."""
    nodes = parser.parse(("endlasting",))
    parser.delete_first_token()
    return Lasting(nodes)


# --- a posting in a list --------------------------------------------------------------------------
class PostingCard(NamedTuple):
    """All that a posting's card says."""

    public_id: str
    title: str
    company: str
    city: str
    place_kind: str
    first_on: dt.date | None
    last_on: dt.date | None
    in_evenings: bool
    on_weekends: bool
    full_pay: Amount | None
    days_count: int


@register.simple_tag
def posting_card(posting: Any) -> SafeString:
    """A posting in a list. The same words are drawn once."""
    said = PostingCard(
        posting.public_id, posting.title, _company_of(posting), posting.city, posting.place_kind,
        posting.first_on, posting.last_on, posting.in_evenings, posting.on_weekends, posting.full_pay,
        posting.days_count,
    )  # fmt: skip
    today = now()
    return _drawn_card(said, get_language(), (today.year, today.month))


def _company_of(posting: Any) -> str:
    company: str = posting.company if isinstance(posting, Listed) else posting.organization.name
    return company


@lru_cache(maxsize=2048)
def _drawn_card(said: PostingCard, language: str | None, month: tuple[int, int]) -> SafeString:
    return mark_safe(get_template("postings/card.html").render({"trial": said}))  # noqa: S308 - a template's own answer


# --- drawings -----------------------------------------------------------------------------------
@lru_cache(maxsize=256)
def _icon_paths(name: str) -> str:
    source = (ICONS / f"{name}.svg").read_text()
    match = re.search(r"<svg[^>]*>(.*)</svg>", source, re.S)
    if match is None:
        raise ValueError(f"{name}.svg is no drawing.")
    return re.sub(r"\s+", " ", match.group(1)).replace(" />", "/>").replace("> <", "><").strip()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, kind: str = "", flip: bool = False) -> SafeString:
    """An icon beside words; hidden from readers, who get the words. `flip` mirrors it where text runs leftwards."""
    classes = " ".join(filter(None, ["icon", kind, "icon--flip" if flip else ""]))
    return mark_safe(  # noqa: S308 - the drawings are our own files, the class comes from templates
        f'<svg class="{classes}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true" focusable="false">{_icon_paths(name)}</svg>'
    )


@register.inclusion_tag("ui/door.html")
def door(state: str) -> dict[str, str]:
    """A day as a door: offer (painted, light beneath), shut, now (ajar), paid (open, ticked), open."""
    if state not in DOOR_STATES:
        raise ValueError(f"There is no door called {state}.")
    return {"state": state}


@register.inclusion_tag("ui/mark.html")
def mark() -> dict[str, str]:
    return {}


@register.inclusion_tag("ui/day_doors.html")
def day_doors(days: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """A row of doors on one floor. Each day: state, when; and, where there are: pay, tag, tag_kind, current."""
    return {"days": list(days), "label": label}


@register.inclusion_tag("ui/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    return {"chart": chart, "bars": chart.drawn()}


@register.inclusion_tag("ui/bands.html")
def bands(bands: Bands) -> dict[str, Any]:
    """Rows of bands; the page itself says the same in a table."""
    return {"bands": bands, "rows": bands.drawn()}


@register.inclusion_tag("ui/lines.html")
def lines(lines: Lines) -> dict[str, Any]:
    """Counts as rows; the page itself says the same in a table."""
    return {"lines": lines, "rows": lines.drawn()}


@register.simple_tag
def share(inside: float, out: float, label: str) -> SafeString:
    """One bar: how many stayed to the end and how many left early."""
    total = inside + out or 1
    cut = 100 * inside / total
    return format_html(
        '<svg class="share" role="img" aria-label="{}"><rect class="in" x="0" y="0" width="{}%" height="100%"/>'
        '<rect class="out" x="{}%" y="1" width="{}%" height="22"/></svg>',
        label,
        f"{cut:.1f}",
        f"{cut:.1f}",
        f"{100 - cut - 0.1 if out else 0:.1f}",
    )


@register.simple_tag
def meter(value: float, most: float = 5) -> SafeString:
    """A thin bar under a score; the words beside it say the figure."""
    return format_html(
        '<svg aria-hidden="true" focusable="false"><rect class="bg" width="100%" height="6"/>'
        '<rect class="fg" width="{}%" height="6"/></svg>',
        f"{100 * value / most:.1f}",
    )


# --- small parts --------------------------------------------------------------------------------
@register.simple_tag
def tag(text: str, kind: str = "", icon_name: str = "", id: str = "") -> SafeString:
    """A state, never a button. Kinds: in (green), now (yellow), note (blue), plain."""
    return format_html(
        '<span class="tag{}"{}>{}{}</span>',
        f" tag--{kind}" if kind else "",
        format_html(' id="{}"', id) if id else "",
        icon(icon_name) if icon_name else "",
        text,
    )


@register.simple_block_tag
def notice(content: str, kind: str = "note", icon_name: str = "info", heading: str = "") -> SafeString:
    """Said in place, near its cause. Kinds: note, good, now, alert."""
    return format_html(
        '<div class="notice notice--{}">{}<div class="stack gap-2">{}{}</div></div>',
        kind,
        icon(icon_name),
        format_html("<p><strong>{}</strong></p>", heading) if heading else "",
        mark_safe(content),  # noqa: S308 - rendered by the template, escaped there
    )


@register.simple_block_tag
def card(content: str, heading: str = "", id: str = "", level: int = 2, kind: str = "") -> SafeString:
    """A panel with a heading of its own."""
    name = id or (re.sub(r"\W+", "-", heading.lower()).strip("-") if heading else "")
    label = format_html(' aria-labelledby="{}"', name) if heading else ""
    head = format_html('<h{} id="{}">{}</h{}>', level, name, heading, level) if heading else ""
    return format_html(
        '<{} class="card stack{}"{}>{}{}</{}>',
        "section" if heading else "div",
        f" {kind}" if kind else "",
        label,
        head,
        mark_safe(content),  # noqa: S308 - rendered by the template, escaped there
        "section" if heading else "div",
    )


@register.inclusion_tag("ui/sums.html")
def sums(lines: Iterable[Any], total_label: str = "", total: Amount | None = None) -> dict[str, Any]:
    """Every cent on its own line. A line is (label, Amount or text) or (label, Amount or text, hint)."""
    rows = []
    for line in lines:
        if isinstance(line, Mapping):
            rows.append(dict(line))
            continue
        label, amount, *hint = line
        rows.append({"label": label, "amount": amount, "hint": hint[0] if hint else ""})
    for row in rows:
        if isinstance(row["amount"], Amount):
            row["amount"] = money(row["amount"])
    return {"rows": rows, "total_label": total_label, "total": money(total) if total is not None else ""}


@register.inclusion_tag("ui/task_row.html")
def task_row(
    title: str,
    url: str = "",
    hint: str = "",
    tag_text: str = "",
    tag_kind: str = "",
    icon_name: str = "",
    id: str = "",
) -> dict[str, Any]:
    """A row of a task list. The whole row is the link; without an address it cannot start yet."""
    name = id or "row-" + (re.sub(r"\W+", "-", f"{url} {title}".lower()).strip("-"))
    return {
        "title": title,
        "url": url,
        "hint": hint,
        "tag_text": tag_text,
        "tag_kind": tag_kind,
        "icon_name": icon_name,
        "id": name,
    }


@register.simple_block_tag
def empty_state(content: str, heading: str, text: str = "", state: str = "offer", level: int = 2) -> SafeString:
    """Nothing here yet: a shut door with the light on behind it, and the way to change that."""
    drawing = get_template("ui/door.html").render({"state": state})
    return format_html(
        '<div class="empty">{}<h{}>{}</h{}>{}{}</div>',
        mark_safe(drawing),  # noqa: S308 - our own drawing
        level,
        heading,
        level,
        format_html("<p>{}</p>", text) if text else "",
        mark_safe(content),  # noqa: S308 - rendered by the template, escaped there
    )


# --- values -------------------------------------------------------------------------------------
@register.filter
def money(amount: Amount | None, style: str = "short") -> str:
    """An amount in the reader's language: €140.00; `explicit` names the currency too: €140.00 EUR."""
    if amount is None:
        return ""
    text = _money_text(amount.minor, amount.currency, reader_locale())
    return f"{text} {amount.currency}" if style == "explicit" else text


@lru_cache(maxsize=4096)
def _money_text(minor: int, currency: str, locale: str) -> str:
    return numbers.format_currency(Amount(minor, currency).major, currency, locale=locale)


@lru_cache(maxsize=4096)
def _moment_text(local: dt.datetime, pattern: str, zone: str, locale: str) -> str:
    return dates.format_datetime(local, pattern, tzinfo=ZoneInfo(zone), locale=locale)


@lru_cache(maxsize=4096)
def _date_text(on: dt.date, pattern: str, locale: str) -> str:
    return dates.format_date(on, pattern, locale=locale)


@register.filter
def about(value: float | None, currency: str) -> str:
    """A sum that is only estimated, in whole units: €1,200."""
    if value is None:
        return ""
    text: str = numbers.format_currency(
        round(value), currency, format="¤#,##0;-¤#,##0", locale=reader_locale(), currency_digits=False
    )
    return text


@register.filter
def criterion(line: str) -> str:
    """What is looked at in the work, with the marks in the company's own words where it gave them."""
    return read_criterion(line).said


@register.filter
def points(value: float | None) -> str:
    """One of the points from 0 to 10, with one decimal: 7.4."""
    return "" if value is None else str(numbers.format_decimal(round(value, 1), format="0.0", locale=reader_locale()))


@register.filter
def percent(share: float | None) -> str:
    """A share in whole per cent: 38%."""
    return "" if share is None else str(numbers.format_percent(share, format="#,##0%", locale=reader_locale()))


@register.filter
def per_cent(number: float | None) -> str:
    """A figure that is counted in per cent already: 38%."""
    return "" if number is None else percent(number / 100)


@register.filter
def list_of_money(amounts: Iterable[Amount]) -> str:
    """Sums in several currencies, as a person would list them: €1,200.00, $300.00 and £80.00."""
    return lists.format_list([money(amount) for amount in amounts], locale=reader_locale())


@register.filter
def rate(major: Decimal | None, currency: str) -> str:
    """What an hour pays, with the digits that it has and at least the currency's own: $7.25, ¥1,113."""
    if major is None:
        return ""
    plain = major.normalize()
    digits = max(exponent(currency), -int(plain.as_tuple().exponent))
    pattern = numbers.parse_pattern("¤#,##0" + ("." + "0" * digits if digits else ""))
    return str(pattern.apply(plain, reader_locale(), currency=currency, currency_digits=False))


@register.filter
def breakable(path: str) -> SafeString:
    """A path that may go on in the next line after each of its slashes."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in path.split("/")))


@register.filter
def country(code: str) -> str:
    """A country by its name in the reader's language."""
    return country_name(code, reader_locale())


register.filter(dated)
register.filter(zone_name)


@register.filter
def month(on: dt.date) -> str:
    """November 2026."""
    return dates.format_skeleton("yMMMM", on, locale=reader_locale())


@register.filter
def in_currency(minor: int | None, currency: str) -> Amount | None:
    """Whole minor units as an amount: `{{ day.pay_minor|in_currency:trial.currency|money }}`."""
    return None if minor is None else Amount(minor, currency)


@register.filter
def in_words(number: int) -> str:
    """One to seven as a word, as a heading says it; more as a figure."""
    words = ["", _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven")]
    return words[number] if 0 < number < len(words) else str(number)


@register.filter
def initials(name: str) -> str:
    parts = str(name).split()
    return "".join(part[0] for part in parts[:1] + parts[1:][-1:]).upper() or "?"


def _there(moment: dt.datetime | dt.date, zone: str) -> dt.datetime | dt.date:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(ZoneInfo(zone or "UTC"))
    return moment


def _pattern(moment: dt.date, with_hour: bool, short: bool) -> str:
    is_near = abs((moment.year * 12 + moment.month) - (now().year * 12 + now().month)) < 10
    day = pattern(reader_locale(), short=short, with_year=not is_near)
    return f"{day}, HH:mm" if with_hour else day


@register.filter
def elsewhere(moment: dt.datetime, zone: str) -> str:
    """Return " (London time)" where the reader's own clock shows another hour at that moment, else nothing."""
    own = readers.own_zone()
    if not own or moment.astimezone(ZoneInfo(own)).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset():
        return ""
    return f" ({zone_name(zone)})"


@register.filter
def when(moment: dt.datetime | None, zone: str = "") -> str:
    """Friday 27 November, 18:00, in the zone of the place, which is named where it is not the reader's own.

    `"Europe/Brussels short"` shortens it, `named` names the zone whoever reads. Without a zone it is the reader's
    own; where that is not known it is UTC, and says so.
    """
    if moment is None:
        return ""
    place, *how = zone.split(" ") if zone else (readers.own_zone() or "UTC named").split(" ")
    local = _there(moment, place)
    assert isinstance(local, dt.datetime)
    text = _moment_text(local, _pattern(local, True, "short" in how), place or "UTC", reader_locale())
    return text + (f" ({zone_name(place)})" if "named" in how else elsewhere(local, place or "UTC"))


@register.filter
def day(moment: dt.datetime | dt.date | None, zone: str = "UTC") -> str:
    """Friday 27 November, or with `short` after the zone: Fri 27 Nov."""
    if moment is None:
        return ""
    place, _sep, short = zone.partition(" ")
    if place == "short":
        place, short = "UTC", "short"
    local = _there(moment, place)
    on = local.date() if isinstance(local, dt.datetime) else local
    return _date_text(on, _pattern(on, False, bool(short)), reader_locale())


@register.filter
def hour(moment: dt.datetime | dt.time | None, zone: str = "UTC") -> str:
    """18:00, in the zone of the place, which is named where it is not the reader's own. A time on the wall is bare."""
    if moment is None:
        return ""
    if isinstance(moment, dt.time):
        return f"{moment.hour:02d}:{moment.minute:02d}"
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.hour:02d}:{local.minute:02d}{elsewhere(local, zone)}"


@register.filter
def span_of(days: Iterable[dt.date]) -> str:
    """Wed 9 to Fri 11 December; a single day stands alone."""
    ordered = sorted(days)
    if not ordered:
        return ""
    first, last = ordered[0], ordered[-1]
    end = _date_text(last, _pattern(last, False, False).replace("EEEE", "EEE"), reader_locale())
    if first == last:
        return end
    start_pattern = "EEE d" if (first.year, first.month) == (last.year, last.month) else "EEE d MMMM"
    start = _date_text(first, start_pattern, reader_locale())
    return _("%(start)s to %(end)s") % {"start": start, "end": end}


@register.filter
def span_to(first: dt.date | None, last: dt.date | None) -> str:
    """The same, from a first day to a last one."""
    return span_of({day for day in (first, last) if day is not None})


@register.filter
def duration(seconds: int | dt.timedelta | None) -> str:
    """19 hours, 3 days: how long something took, rounded to what a person would say."""
    if seconds is None:
        return ""
    delta = seconds if isinstance(seconds, dt.timedelta) else dt.timedelta(seconds=seconds)
    return dates.format_timedelta(delta, locale=reader_locale(), threshold=1.5)
