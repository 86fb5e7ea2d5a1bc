"""The list of what is found: its lines, and the links that narrow it down, each with how many it leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, quote_plus, urlencode

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.matching import asking, queries
from foretaste.matching.asking import SOURCES, WHENS, Reading, in_words
from foretaste.matching.findable import WHEN, Facets
from foretaste.matching.queries import Answer, Hit, Question
from foretaste.matching.words import fold
from foretaste.opportunities import queries as opportunities
from foretaste.opportunities.words import FIELDS
from foretaste.syndication import queries as syndication
from foretaste.web.countries import country_name
from foretaste.web.postings.forms import PLACES
from foretaste.web.templatetags.ui import day, icon, money, posting_card

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 6  # links of a group; the form holds the rest
# A page has thirty links and twenty lines, so they are written out: what comes into them from outside is escaped there.
LINK = (
    '<li><a href="{address}"{current} hx-get="{address}" hx-target="#results" hx-swap="outerHTML" hx-push-url="true">'
    '{mark}{label} <span class="soft">{count}</span></a></li>'
)
LISTED = (
    '<li class="posting posting--listed"><div class="posting__words"><h3><a href="/listings/{id}/">{title}</a></h3>'
    '<p class="soft">{company}</p><ul role="list" class="facts small"><li>{source}</li>{starts}<li>{leaving}</li></ul>'
    '</div><p class="posting__door">{pay}</p></li>'
)


class Line(NamedTuple):
    """One line: a posting of ours, or what is known of a listing found elsewhere."""

    posting: Any = None
    listing: Hit | None = None
    kilometres: int | None = None

    @property
    def drawn(self) -> SafeString:
        """Draw it: twenty on a page, which a template takes five times as long for."""
        return posting_card(self.posting) if self.listing is None else _drawn_listing(self.listing)


class _Words(NamedTuple):
    """What each listing's line says alike, as a page says it."""

    source: str
    starts: str
    leaving: str
    pay: str
    no_pay: str


@lru_cache(maxsize=64)
def _words(language: str | None) -> _Words:
    return _Words(
        source=icon("external-link") + escape(_("From %(source)s")),
        starts=f"<li>{icon('calendar-days')}%s</li>",
        leaving=escape(_("Leaving: not known")),
        pay=f'<span class="posting__sum">%s</span><span class="small">{escape(_("a day"))}</span>',
        no_pay=f'<span class="small">{escape(_("Pay is not known"))}</span>',
    )


def _drawn_listing(one: Hit) -> SafeString:
    """Draw what is known of a listing. It leads to its page here, which names its source."""
    words = _words(get_language())
    pay = words.no_pay
    if one.pay_day_minor is not None:
        pay = words.pay % escape(money(Amount(one.pay_day_minor, one.currency)))
    line = LISTED.format(
        id=escape(one.public_id), title=escape(one.title),
        company=escape(f"{one.company}, {one.city}" if one.city else one.company),
        source=words.source % {"source": escape(one.source)},
        starts=words.starts % escape(day(one.starts_on, "short")) if one.starts_on is not None else "",
        leaving=words.leaving, pay=pay,
    )  # fmt: skip
    return mark_safe(line)  # noqa: S308 - all that was written elsewhere is escaped above


def lines_of(answer: Answer, *, by: Actor, at: dt.datetime) -> list[Line]:
    """Return the lines of a page. What has closed, or was hidden, since it was found is left out."""
    ours = [hit.public_id for hit in answer.hits if hit.is_own]
    others = [hit.public_id for hit in answer.hits if not hit.is_own]
    own = opportunities.listed(ours) if ours else {}
    shown = syndication.shown_of(others, by, at) if others else set()
    lines = []
    for hit in answer.hits:
        far = None if hit.kilometres is None else round(hit.kilometres)
        if not hit.is_own and hit.public_id in shown:
            lines.append(Line(None, hit, far))
        elif hit.is_own and hit.public_id in own:
            lines.append(Line(own[hit.public_id], None, far))
    return lines


@dataclass(frozen=True)
class Choice:
    """A link that adds a filter, or takes it away again."""

    label: str
    count: int
    address: str
    is_on: bool


@dataclass(frozen=True)
class Group:
    """The links of one kind."""

    name: str
    choices: tuple[Choice, ...]
    is_more: bool = False  # the counts are of the newest 2,000

    @property
    def links(self) -> SafeString:
        """Draw them: thirty on a page, which a template takes five times as long for."""
        more = "+" if self.is_more else ""
        links = (
            LINK.format(
                address=escape(one.address), label=escape(one.label), count=f"{one.count}{more}",
                current=' aria-current="true"' if one.is_on else "", mark=icon("check") if one.is_on else "",
            )
            for one in self.choices
        )  # fmt: skip
        return mark_safe("".join(links))  # noqa: S308 - all that was written elsewhere is escaped above


def groups_of(question: Question, answer: Answer, asked: QueryDict, *, by: Actor, at: dt.datetime) -> tuple[Group, ...]:
    """Return the links that narrow the list down. A group with a choice made counts what its others would add."""

    def facets_without(**dropped: Any) -> Facets:
        if not any(getattr(question, name) for name in dropped):
            return answer.facets
        if told := [answer.without[name] for name in dropped if name in answer.without]:
            return told[0]
        return queries.facets_of(replace(question, **dropped), by=by, at=at)

    days = facets_without(days=()).days
    when = facets_without(when=()).when
    field = facets_without(fields=()).field
    place = facets_without(place_kinds=()).place
    groups = [
        Group(_("Days"), _choices(asked, "days", [
            (str(number), ngettext("%(n)s day", "%(n)s days", number) % {"n": number}, count)
            for number, count in sorted(days.items())
        ])),
        Group(_("When"), _choices(asked, "when", [(one, WHENS[one], when.get(one, 0)) for one in WHEN])),
        Group(_("Field"), _choices(asked, "field", [
            (one, FIELDS[one], count) for one, count in sorted(field.items(), key=lambda pair: -pair[1])
        ])),
        Group(_("Skills"), _choices(asked, "skill", _skills(question, answer))),
        Group(_("Place"), (
            *_choices(asked, "kind", [(one, name, place.get(one, 0)) for one, name in PLACES]),
            *_choices(asked, "place", [(city, city, count) for _country, city, count in answer.cities]),
        )),
        Group(_("Country"), _choices(asked, "country", [
            (code, country_name(code), count) for code, count in answer.countries
        ]) if len(answer.countries) > 1 or question.country else ()),
        Group(_("Where from"), _choices(asked, "source", [
            ("here", SOURCES["here"], answer.facets.own),
            ("elsewhere", SOURCES["elsewhere"], answer.count - answer.facets.own),
        ]) if question.own_only or question.listed_only or 0 < answer.facets.own < answer.count else ()),
        Group(_("What is sure"), (
            *_choices(asked, "known", [("1", _("Pay is known"), answer.facets.pay_known)]),
            *_choices(asked, "leave", [("1", _("Leave any time, paid"), answer.facets.may_leave)]),
        )),
    ]  # fmt: skip
    return tuple(replace(group, is_more=answer.is_more) for group in groups if group.choices)


def _skills(question: Question, answer: Answer) -> list[tuple[str, str, int]]:
    """Return what was chosen, and the confirmed skills of what is left, each with how many would be left with it."""
    counted = dict(answer.skills)
    asked = {fold(one) for one in question.skills}
    mine = [(one, one, counted.get(one, answer.count)) for one in question.skills]
    return [*mine, *((label, label, count) for label, count in answer.skills if fold(label) not in asked)]


def _choices(asked: QueryDict, name: str, some: Iterable[tuple[str, StrOrPromise, int]]) -> tuple[Choice, ...]:
    """Return the links of one kind; only what is shown is translated."""
    chosen = asked.getlist(name)
    others = [(other, one) for other, values in asked.lists() if other not in (name, "after") for one in values if one]
    besides = urlencode(others)
    found: list[Choice] = []
    for value, label, count in some:
        is_on = value in chosen
        if (count or is_on) and (is_on or len(found) < SHOWN):
            found.append(Choice(str(label), count, _address(besides, name, value, chosen, is_on), is_on))
    return tuple(found)


@dataclass(frozen=True)
class Chosen:
    """A filter that is on, and the address without it."""

    label: str
    address: str


WITH = {"pay": ("per", "currency")}  # what means nothing alone
NO_CHIP = ("q", "place", "within", "per", "order")  # the texts stand in their fields; the others belong to a filter


def chosen_in(read: Reading) -> list[Chosen]:
    """Return the filters of a search one by one, each with a link that drops it."""
    pairs = parse_qsl(read.canonical)
    names = {name for name, _value in pairs}
    found: list[Chosen] = []
    for name, value in pairs:
        if name in NO_CHIP or (name == "currency" and "pay" in names):
            continue
        gone = WITH.get(name, ())
        left = [pair for pair in pairs if pair != (name, value) and pair[0] not in gone]
        question = asking.read([(name, value), *_besides(name, pairs)]).question
        label = country_name(value) if name == "country" else in_words(question)
        found.append(Chosen(label[:1].upper() + label[1:], f"?{urlencode(left)}"))
    return found


def _besides(name: str, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what a filter is said with: pay by its currency and by the day or the hour."""
    return [pair for pair in pairs if pair[0] in WITH.get(name, ())]


def drawn(groups: tuple[Group, ...]) -> SafeString:
    """Draw the links. The counts are asked each time; only the drawing of the same counts is remembered."""
    return _drawn(groups, get_language())


@lru_cache(maxsize=256)
def _drawn(groups: tuple[Group, ...], language: str | None) -> SafeString:
    return render_to_string("postings/groups.html", {"groups": groups})


ONE_ONLY = ("place", "field", "country", "source", "known", "leave")


def _address(besides: str, name: str, value: str, chosen: Sequence[str], is_on: bool) -> str:
    """Return the link that adds the choice, or takes it away, and begins at the first page again."""
    named = [one for one in chosen if one != value] if is_on else [value] if name in ONE_ONLY else [*chosen, value]
    return "?" + "&".join(filter(None, (besides, *(f"{name}={quote_plus(one)}" for one in named if one))))
