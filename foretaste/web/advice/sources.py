"""What the cost comparison begins with: each figure low, likely, high, and where it comes from.

Money is in US dollars, because the sources are. A figure marked as our assumption has no source; a company that knows
better writes its own over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foretaste.advice.comparing import Band

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MONEY, SHARE = "money", "share"


@dataclass(frozen=True)
class Figure:
    """One line: a band in money or in per cent, and its source."""

    key: str
    label: StrOrPromise
    kind: str
    band: Band
    source: StrOrPromise
    is_assumed: bool = False


@dataclass(frozen=True)
class Route:
    """One way to a hire, by its four figures."""

    key: str
    name: StrOrPromise
    figures: tuple[Figure, ...]


LOSS = Figure(
    "loss",
    _("What a hire who is gone within a year costs you"),
    MONEY,
    Band(7200, 18000, 33750),
    _(
        "16% of entry-level pay to six months of it (SHRM and others, quoted at second hand), on starting pay of "
        "$45,000 to $67,500 (NACE 2023)"
    ),
)


def _try(band: Band, source: StrOrPromise, assumed: bool = False) -> Figure:
    words = _("What each one who is tried costs: pay, fee and supervision, less the work they get done")
    return Figure("per_try", words, MONEY, band, source, assumed)


def _hired(band: Band, source: StrOrPromise, assumed: bool = False) -> Figure:
    return Figure("hired", _("Share of them who are hired (%)"), SHARE, band, source, assumed)


def _hire(band: Band, source: StrOrPromise, assumed: bool = False) -> Figure:
    words = _("What each hire costs besides: advertising, interviews, an agency")
    return Figure("per_hire", words, MONEY, band, source, assumed)


def _stays(band: Band, source: StrOrPromise, assumed: bool = False) -> Figure:
    return Figure("stays", _("Share of hires still there after a year (%)"), SHARE, band, source, assumed)


ROUTES: tuple[Route, ...] = (
    Route(
        "trial",
        _("Reverse micro-internship"),
        (
            _try(
                Band(400, 900, 3000),
                _(
                    "$360 on average for a micro-internship (Parker Dewey 2020) to $3,000 for a paid trial of 2 to 5 "
                    "days (Linear, as reported); two hours a day of a colleague are our assumption"
                ),
            ),
            _hired(
                Band(37, 40, 75),
                _("37% to 40% of trials at Automattic (2013 to 2016); 75% got an offer at Weebly (2012 to 2017)"),
            ),
            _hire(Band(0, 500, 1533), _("Nothing is charged for a hire here; the rest is our assumption"), True),
            _stays(
                Band(54, 62, 71),
                _(
                    "Nobody has measured it yet. Taken to lie between those hired without an internship and own "
                    "interns; the comparison stands or falls with it"
                ),
                True,
            ),
        ),
    ),
    Route(
        "internship",
        _("Traditional internship"),
        (
            _try(
                Band(3450, 5520, 11040),
                _(
                    "$23 an hour (NACE 2025) for 300 to 480 hours; that half of it comes back as work done is our "
                    "assumption, none of it at the high end"
                ),
            ),
            _hired(Band(46, 53, 58.5), _("Conversion 46% to 58.5% by format (2025), 53% over all (NACE 2024)")),
            _hire(Band(1533, 3800, 6110), _("Entry level, without and with the recruiters’ time (NACE 2018)")),
            _stays(Band(67, 69, 71.4), _("One year: at most 71.4% (2019), then about 4% less (NACE 2021)")),
        ),
    ),
    Route(
        "direct",
        _("Direct hire"),
        (
            _try(Band(0, 0, 0), _("Nobody is tried before")),
            _hired(Band(100, 100, 100), _("Whoever is chosen is hired")),
            _hire(Band(1533, 4129, 6110), _("$4,129 over all (SHRM 2016); entry level $1,533 to $6,110 (NACE 2018)")),
            _stays(
                Band(51, 54, 70),
                _(
                    "Own interns are 32% likelier to stay a year than hires without an internship (NACE 2021), which "
                    "makes 51% to 54%; 30% say they quit a job within 90 days (Jobvite 2018)"
                ),
            ),
        ),
    ),
    Route(
        "agency",
        _("Agency"),
        (
            _try(Band(0, 0, 0), _("Nobody is tried before")),
            _hired(Band(100, 100, 100), _("Whoever is chosen is hired")),
            _hire(
                Band(6750, 11000, 16875),
                _("15% to 25% of starting pay: our assumption, we have no source. Enter what your agency asks"),
                True,
            ),
            _stays(Band(51, 54, 70), _("As for direct hires: our assumption"), True),
        ),
    ),
)
