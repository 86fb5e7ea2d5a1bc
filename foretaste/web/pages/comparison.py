"""A trial beside a traditional internship, line by line."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROWS = (
    (_("Duration"), _("One to five days, inside one week"), _("Usually two to six months")),
    (_("Commitment"), _("To the day you are in"), _("To the whole term, often with notice to give")),
    (
        _("Risk of mismatch"),
        _("You find out on the first day, and it costs a day"),
        _("You find out in the first weeks, and it costs months"),
    ),
    (
        _("Compensation"),
        _("Every started day in full, at least the minimum wage, set aside before you sign"),
        _("From unpaid to well paid, often at the end of the month"),
    ),
    (
        _("Evaluation focus"),
        _("Both ways and under seal: you judge the company as much as it judges you"),
        _("The company judges you, sometimes in a final reference"),
    ),
    (
        _("Leaving"),
        _("Two taps, any moment, no reason, paid at once"),
        _("A talk, a notice period, sometimes a gap to explain"),
    ),
    (
        _("Pay when you leave early"),
        _("Your started days, and on most trials a goodbye bonus"),
        _("What the contract says, as a rule the days up to the last"),
    ),
    (
        _("Your record"),
        _("Nobody else sees that you left; what you may show stands in the terms"),
        _("A line in your CV, also when it went badly"),
    ),
    (
        _("Company’s record"),
        _("Public: how many finished, how many left, how fast it paid"),
        _("What you can find in reviews"),
    ),
    (_("Depth"), _("One focused project: a taste"), _("Larger projects, and time to grow into them")),
    (_("A job afterwards"), _("Only if both say yes, and never promised"), _("Often the usual way in")),
)
