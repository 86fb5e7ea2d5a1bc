"""A posting's text for strangers, in its parts: what the page, the markup and every feed say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date, format_time
from babel.numbers import format_currency
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foretaste.core.amounts import Amount
from foretaste.opportunities.criteria import read
from foretaste.syndication.outbound.posting import Day, Section
from foretaste.syndication.outbound.text import paragraphs

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity


def sections_of(opportunity: Opportunity, days: tuple[Day, ...], place: str, locale: str) -> tuple[Section, ...]:
    """Return the parts in the page's order. Headings are in the reader's language, the rest in the posting's."""
    daily, full = opportunity.daily_pay, opportunity.full_pay
    parts = [
        Section("", paragraphs(opportunity.summary)),
        Section(_("The work"), paragraphs(opportunity.brief)),
        Section(_("What there will be at the end"), paragraphs(opportunity.deliverable)),
        Section(_("The days"), (place,), tuple(_day(day, locale) for day in days)),
        Section(_("Pay"), *_pay(opportunity, daily, full, locale)),
        Section(_("Skills to try"), (), tuple(opportunity.skills)),
        Section(_("What is looked at in the work"), (), tuple(read(one).said for one in opportunity.criteria)),
        Section(_("It could lead to"), paragraphs(opportunity.could_lead_to)),
        Section(
            _("What the company has signed"),
            (),
            (
                _("A day you start is a day you are paid, in full."),
                _("You may leave at any moment. No reason needed, and nobody else learns of it."),
                _("If they end it early or do not show up, you are paid every day."),
            ),
        ),
        Section(
            _("How to ask for it"),
            (_("No CV, no cover letter: three short questions, and everybody who asks is answered."),),
        ),
    ]
    return tuple(part for part in parts if part.paragraphs or part.items)


def _day(day: Day, locale: str) -> str:
    when = _("{date}, {starts} to {ends}").format(
        date=format_date(day.on, "EEEE d MMMM y", locale=locale),
        starts=format_time(day.starts_at.time(), "HH:mm", locale=locale),
        ends=format_time(day.ends_at.time(), "HH:mm", locale=locale),
    )
    told = ". ".join(part.strip(" .") for part in (day.title, day.plan) if part.strip())
    return f"{when}: {told}." if told else when


def _pay(opportunity: Opportunity, daily: Amount, full: Amount, locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    said = ngettext(
        "{full} for {count} day.", "{full} for {count} days, {daily} for each day.", opportunity.days_count
    ).format(full=money(full, locale), daily=money(daily, locale), count=opportunity.days_count)
    if opportunity.engagement_type != "contractor":
        said = f"{said} {_('Before tax.')}"
    bonus = [
        _("Leave on day {day}: {pay} for the days worked, and a goodbye bonus of {bonus}.").format(
            day=number,
            pay=money(daily * number, locale),
            bonus=money(Amount(minor, daily.currency), locale),
        )
        for number, minor in enumerate(opportunity.exit_bonus_minor[:-1], start=1)
        if minor
    ]
    if bonus:
        bonus.append(_("Your first three agreements in 90 days carry the goodbye bonus. You are told before you sign."))
    return (said,), tuple(bonus)


def money(amount: Amount, locale: str) -> str:
    return format_currency(amount.major, amount.currency, locale=locale)
