"""Letters about saved searches: asked for by an address, what is new, what can't be run any more."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foretaste.matching.asking import in_words, read
from foretaste.matching.saved.steps import New, Told
from foretaste.messaging import paths
from foretaste.messaging.formats import date, money
from foretaste.messaging.letter import Item, Letter


def mails_to_confirm(*, query: str, token: str) -> Letter:
    return Letter(
        kind="mails_to_confirm",
        subject=_("Do you want mails of new trials?"),
        lines=(
            _("Somebody, we think you, wants to hear by mail when new trials come up for this search:"),
            in_words(read(query).question),
        ),
        do=_("Say yes on our page"),
        path=paths.confirm_search(token),
        after=(_("It was not you? Then do nothing: without your yes no mail comes, and the address is forgotten."),),
    )


def new_results(*, told: Told, token: str) -> Letter:
    number, name, query = told.count, told.search.name, told.search.query
    if told.is_more:
        subject = _("More than {number} new: {name}")
    else:
        subject = ngettext("{number} new: {name}", "{number} new: {name}", number)
    more = number - len(told.new)
    others = ngettext("There is {number} more.", "There are {number} more.", more).format(number=more)
    return Letter(
        kind="new_results",
        subject=subject.format(number=number, name=name),
        lines=(_("New since the last look, for: {words}").format(words=in_words(read(query).question)),),
        items=tuple(Item(one.title, one.path, _lines(one)) for one in told.new),
        after=(others,) if more > 0 else (),
        do=_("See all that fit"),
        path=paths.found(query),
        unsubscribe=paths.stop_search(token),
    )


def _lines(one: New) -> tuple[str, ...]:
    days = ngettext("{number} day", "{number} days", one.days).format(number=one.days) if one.days else ""
    start = _("starts {day}").format(day=date(one.starts_on)) if one.starts_on else ""
    place = _("from anywhere") if one.is_remote else one.city
    facts = ", ".join(fact for fact in (one.company, place, days, start) if fact)
    return tuple(line for line in (facts, _pay(one), _source(one)) if line)


def _pay(one: New) -> str:
    if one.pay is None:
        return _("Pay: not known")
    a_day = money(one.pay.minor, one.pay.currency)
    if one.source or one.days < 2:
        return _("Pay: {sum} a day").format(sum=a_day)
    whole = money(one.pay.minor * one.days, one.pay.currency)
    return _("Pay: {sum} a day, {whole} for all days, before tax").format(sum=a_day, whole=whole)


def _source(one: New) -> str:
    if one.source:
        return _("From {source}, not posted here. Whether one may leave and is paid: not known").format(
            source=one.source
        )
    return _("Posted here: every day you start is paid, and you may leave any time")


def search_stopped(*, told: Told, token: str) -> Letter:
    """Say that a search can't be run any more, and why."""
    if told.is_over:
        why = _("Its last day has passed, so nothing new can fit it.")
    else:
        parts = ", ".join(f"{name}={value}" for name, value in told.left_out)
        why = _("A part of it is not known here any more: {parts}.").format(parts=parts)
    return Letter(
        kind="search_stopped",
        subject=_("This search can’t be run any more: {name}").format(name=told.search.name),
        lines=(why, _("No more mails come for it. Search again and save that instead.")),
        do=_("Search again"),
        path=paths.found(told.search.query),
        unsubscribe=paths.stop_search(token),
    )
