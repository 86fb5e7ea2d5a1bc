"""A signed agreement in the reader's language, sentence by sentence, to read by. What was signed is the English text.

It is made from the same frozen terms. Read in English it is the text that is signed, word for word: a test holds it to
that. What people wrote themselves (the title, the brief, a plan) stays as they wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from babel import numbers
from django.utils.translation import gettext as _

from foretaste.core.amounts import Amount
from foretaste.core.dates import reader_locale, weekday_dated
from foretaste.core.places import address, told_region
from foretaste.opportunities.criteria import read
from foretaste.opportunities.terms import DEFAULT_MAY_SHOW, DEFAULT_USE_OF_WORK, Terms

Part = dict[str, Any]


def parts_in_words(terms: Terms) -> list[Part]:
    """Return the agreement's parts, a heading and its lines each, in the language that is set."""
    parts = [
        (_("Who"), _who(terms)),
        (_("What"), _what(terms)),
        (
            _("What the company says of the work afterwards, to the intern alone"),
            (read(one).said for one in terms.criteria),
        ),
        (_("When and where"), _when_and_where(terms)),
        (_("People"), _people(terms)),
        (_("Pay"), _pay(terms)),
        (_("Leaving"), _leaving(terms)),
        (_("The work"), _work(terms)),
        (_("Fee"), _fee(terms)),
    ]
    told = [{"heading": heading, "lines": [line for line in lines if line]} for heading, lines in parts]
    return [part for part in told if part["lines"]]


def _who(terms: Terms) -> Iterator[str]:
    yield _("Company: %(company)s, signed by %(person)s") % {"company": terms.company.name, "person": terms.signed_by}
    yield _("Intern: %(name)s") % {"name": terms.intern.name}
    yield {
        "contractor": _("The intern works as an independent contractor."),
        "employee": _("The intern works as an employee of the company."),
        "employer_of_record": _("The intern works as an employee of an employer of record."),
    }[terms.engagement_type]
    if terms.operator_is_company:
        yield _("The company also runs this marketplace.")


def _what(terms: Terms) -> Iterator[str]:
    yield terms.title
    yield from terms.brief.splitlines()
    yield _("What there will be at the end: %(what)s") % {"what": terms.deliverable}


def _when_and_where(terms: Terms) -> Iterator[str]:
    place = terms.place
    region = told_region(place.region, place.city, place.country)
    where = address(place.address, place.city, region, country=place.country, language=reader_locale())
    yield {
        "onsite": _("Place: at the company: %(where)s. Times are those of %(zone)s."),
        "hybrid": _("Place: partly at the company: %(where)s. Times are those of %(zone)s."),
        "remote": _("Place: from where the intern sits: %(where)s. Times are those of %(zone)s."),
    }[place.kind] % {"where": where, "zone": place.time_zone}
    for day in terms.days:
        told = {"number": day.number, "date": weekday_dated(day.on), "starts": day.starts, "ends": day.ends}
        line = _("Day %(number)s: %(date)s, %(starts)s to %(ends)s") % told
        if day.break_minutes:
            line += _(", %(minutes)s minutes of break") % {"minutes": day.break_minutes}
        yield f"{line}: {day.title}" if day.title else line
    yield _("Both may agree to move a day that has not started within seven calendar days, for the same money.")


def _people(terms: Terms) -> Iterator[str]:
    for one in sorted(terms.people, key=lambda one: one.relation != "host"):
        yield f"{one.name}, {one.does}" if one.does else one.name


def _pay(terms: Terms) -> Iterator[str]:
    floor = terms.wage_floor
    for day in terms.days:
        yield _("Day %(number)s: %(sum)s") % {"number": day.number, "sum": _sum(day.pay_minor, terms)}
    yield _("Together: %(sum)s, before tax. All of it is set aside before anyone signs.") % {
        "sum": _sum(terms.full_pay_minor, terms)
    }
    yield _("A day that is started is a day that is paid, in full. No approval of work, no condition.")
    if floor.hourly is None:
        yield _("The pay was confirmed by the operator: %(source)s.") % {"source": floor.source.rstrip(".")}
    else:
        checked = {"wage": _said(floor.hourly, terms), "source": floor.source}
        yield (
            _("The pay was checked against the minimum wage of %(wage)s an hour where the work is done (%(source)s).")
            % checked
        )
    if terms.names_conversion:
        yield _(
            "It is owed and sent in %(currency)s. For an account in another currency its bank or the payment provider"
            " converts it at its rate of the day; what that costs or brings is the intern's."
        ) % {"currency": terms.currency}


def _leaving(terms: Terms) -> Iterator[str]:
    yield _("The intern may leave at any moment, without notice and without a reason, and keeps every started day.")
    bonuses = [(number, bonus) for number, bonus in enumerate(terms.exit_bonus_minor, 1) if bonus]
    if bonuses:
        yield _("On top of the days started, when this agreement is among those that carry the bonus:")
    for number, bonus in bonuses:
        yield _("leaving on day %(number)s: %(sum)s goodbye bonus") % {"number": number, "sum": _sum(bonus, terms)}
    if bonuses:
        yield _(
            "An agreement carries it when it is among the intern's first three signed in any 90 days and the first"
            " with this company. It is said before signing whether this one does."
        )
    else:
        yield _("There is no goodbye bonus in this agreement.")
    yield _("If the company ends the trial early, does not show up, or tells the intern to leave, every day is paid.")
    yield _("If the company withdraws at least 24 hours before day 1 starts, it pays %(sum)s; later, every day.") % {
        "sum": _sum(terms.kill_fee_minor, terms)
    }


def _work(terms: Terms) -> Iterator[str]:
    ours = {
        DEFAULT_USE_OF_WORK: _("The company may use the work of every paid day. Unpaid work does not exist here."),
        DEFAULT_MAY_SHOW: _("The intern may show the title of the trial and describe the work in their own words."),
    }
    yield ours.get(terms.use_of_work, terms.use_of_work)
    yield ours.get(terms.may_show, terms.may_show)
    discretion = terms.confidentiality or _("nothing beyond ordinary discretion.")
    expenses = terms.expenses or _("none are expected; what the company asks for, the company pays.")
    yield _("Confidentiality: %(words)s") % {"words": discretion}
    yield _("Expenses: %(words)s") % {"words": expenses}


def _fee(terms: Terms) -> Iterator[str]:
    whole, rest = divmod(terms.fee_basis_points, 100)
    rate = f"{whole}.{rest:02d} %" if rest else f"{whole} %"
    yield _(
        "The company pays a fee of %(rate)s on what the intern is actually paid, set aside in advance (%(sum)s)."
    ) % {
        "rate": rate if _is_english() else rate.replace(".", numbers.get_decimal_symbol(reader_locale())),
        "sum": _sum(terms.full_pay_minor * terms.fee_basis_points // 10_000, terms),
    }
    yield _("No fee is ever taken from the intern.")


def _sum(minor: int, terms: Terms) -> str:
    return _said(str(Amount(minor, terms.currency)).split()[0], terms)


def _said(major: str, terms: Terms) -> str:
    """Return a sum as the signed text has it, its decimals as the reader writes them: 140.00 EUR; 140,00 EUR."""
    words = major if _is_english() else major.replace(".", numbers.get_decimal_symbol(reader_locale()))
    return f"{words} {terms.currency}"


def _is_english() -> bool:
    return reader_locale().startswith("en")
