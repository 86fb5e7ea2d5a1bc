"""The company's insights in words: each panel answers one question by a chart, a table beside it, and that as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foretaste.evaluations.queries import Idea, SignedNote
from foretaste.insights import publishing
from foretaste.insights.queries import Counted, Figures, Insights, ShownShare, Stretch, Way
from foretaste.opportunities.queries import ways_to_find
from foretaste.opportunities.words import FIELDS
from foretaste.web.charts import Bands, Line, Lines, Span
from foretaste.web.templatetags.ui import day as day_words
from foretaste.web.templatetags.ui import percent, points

STEPS = ("asked", "welcomed", "agreed", "started", "finished", "offers_made", "offers_taken")
KEPT = (*STEPS[:5], "left_early", *STEPS[5:])
SCORED = ("score percent", "low percent", "high percent")
OF = {  # what a step is a share of
    "welcomed": "asked",
    "agreed": "welcomed",
    "started": "agreed",
    "finished": "started",
    "offers_made": "started",
    "offers_taken": "offers_made",
}


@dataclass(frozen=True)
class Table:
    """A head and rows, for the page and for a spreadsheet."""

    head: tuple[str, ...]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Panel:
    """One question. Its heading is the answer; without an answer yet it says from when on there is one."""

    name: str  # of its CSV
    slug: str  # of its heading
    heading: str
    says: str  # what is counted
    table: Table | None = None
    lines: Lines | None = None
    bands: Bands | None = None
    note: str = ""


def panels(found: Insights) -> list[Panel]:
    """Return what the page shows, in the order of a trial's life."""
    return [
        _funnel(found.latest),
        _times(found.times),
        *_ways(found.ways),
        _promise(found),
        _exits(found.own.exits_by_day),
        _reasons(found.own.reasons),
        _advice(found.own.advice),
    ]


def tables(found: Insights) -> dict[str, Table]:
    """Return every table by the name of its file. Shares and words are left to the spreadsheet: figures are plain."""
    ways = [(way, one.which or "others", one.interns, one.agreed) for way, of in found.ways.items() for one in of]
    said = [(one.topic, one.asks, one.published_on, one.interns, *_ends(one), *_score(one)) for one in found.shares]
    own = {"exits": found.own.exits_by_day, "reasons": found.own.reasons, "advice": found.own.advice}
    return {
        "funnel": Table(
            ("counted on", "interns", *STEPS[:5], "left early", "longer roles offered", "longer roles taken"),
            [(one.published_on, one.interns, *(getattr(one, step) for step in KEPT)) for one in found.counts],
        ),
        "times": Table(
            ("stretch", "a quarter within hours", "half within hours", "three quarters within hours"),
            [(one.key, one.quick, one.middle, one.slow) for one in found.times],
        ),
        "ways": Table(("way", "which", "interns", "agreed"), ways),
        "promise": Table(
            ("topic", "question", "published on", "voices", "good at least", "good at most", *SCORED),
            said,
        ),
        "words": Table(
            ("trial", "title", "from", "where", "words"),
            [(one.trial_id, one.title, one.name, where, words) for one, where, words in _words(found)],
        ),
    } | {
        name: Table(
            ("published on", "interns", "which", "number"),
            [(of.published_on, of.interns, which, number) for which, number in of.rows] if of else [],
        )
        for name, of in own.items()
    }


def _words(found: Insights) -> Iterator[tuple[SignedNote | Idea, str, str]]:
    """Return what stands in words on the page: notes that were signed, and what opened evaluations say."""
    for note in found.signed:
        yield from ((note, f"signed note: {key}", words) for key in ("text", "thanks") if (words := getattr(note, key)))
    for idea in found.ideas:
        yield from ((idea, f"evaluation: {key}", words) for key in ("better", "next") if (words := getattr(idea, key)))


def _ends(one: ShownShare) -> tuple[int, int]:
    return one.good.least, one.good.most


def _score(one: ShownShare) -> tuple[int, int, int]:
    return one.score_percent, one.low_percent, one.high_percent


def history(found: Insights) -> Table:
    """Return every count so far, the newest first."""
    head = (_("Counted on"), _("Asked"), _("Agreed"), _("Started"), _("Finished"), _("Longer roles taken"))
    return Table(
        head,
        [
            (day_words(one.published_on), one.asked, one.agreed, one.started, one.finished, one.offers_taken)
            for one in found.counts
        ],
    )


# --- from asking to the longer role -----------------------------------------------------------------
def _funnel(latest: Counted | None) -> Panel:
    if latest is None:
        return Panel("funnel", "funnel", _("From asking to a longer role"), _("How many take each step."))
    names = {
        "asked": _("Asked"),
        "welcomed": _("Welcomed"),
        "agreed": _("Agreed"),
        "started": _("Started"),
        "finished": _("Finished"),
        "offers_made": _("Longer role offered"),
        "offers_taken": _("Longer role taken"),
    }
    number = {step: int(getattr(latest, step)) for step in STEPS}
    share = {step: _share(number[step], number[of]) for step, of in OF.items()}
    lines = [Line(names[step], number[step], str(number[step]), _kind(step)) for step in STEPS]
    heading = _("Of %(asked)d who asked, %(started)d started and %(taken)d took a longer role") % {
        "asked": latest.asked,
        "started": latest.started,
        "taken": latest.offers_taken,
    }
    return Panel(
        "funnel",
        "funnel",
        heading,
        _("Trials whose planned last day is over, of %(interns)d interns who started, as counted on %(date)s.")
        % {"interns": latest.interns, "date": day_words(latest.published_on)},
        Table(
            (_("Step"), _("Number"), _("Share")),
            [(names[step], number[step], _of(step, share, names)) for step in STEPS],
        ),
        lines=Lines("funnel", ", ".join(f"{names[step]}: {number[step]}" for step in STEPS), lines),
        note=_("Left early: %(n)d. Both sides then learnt in days what else would have taken months.")
        % {"n": latest.left_early},
    )


def _kind(step: str) -> str:
    return "hired" if step == "offers_taken" else "in"


def _of(step: str, share: dict[str, str], names: dict[str, str]) -> str:
    if step not in OF:
        return ""
    return _("%(share)s of “%(step)s”") % {"share": share[step], "step": names[OF[step]]}


def _share(part: int, whole: int) -> str:
    return percent(part / whole) if whole else "–"


# --- how long it takes ------------------------------------------------------------------------------
def _times(times: list[Stretch]) -> Panel:
    says = _("Half of all lie within the coloured band; the dot is the middle one.")
    if not times:
        return Panel(
            "times",
            "times",
            _("How long it takes to fill a seat"),
            _("From open to agreed, and the two answers in between."),
        )
    names = {
        "to_answer": _("Asked to answered"),
        "to_accept": _("Welcomed to agreed"),
        "to_fill": _("Open to agreed"),
    }
    fill = next((one for one in times if one.key == "to_fill"), times[-1])
    most = max(1, *(one.slow for one in times))
    spans = [Span(names[one.key], one.quick, one.middle, one.slow, _long(one.middle)) for one in times]
    return Panel(
        "times",
        "times",
        _("Half of your seats were taken within %(time)s") % {"time": _long(fill.middle)},
        says,
        Table(
            (_("Stretch"), _("A quarter within"), _("Half within"), _("Three quarters within")),
            [(names[one.key], _long(one.quick), _long(one.middle), _long(one.slow)) for one in times],
        ),
        bands=Bands(
            "times",
            ", ".join(f"{names[one.key]}: {_long(one.middle)}" for one in times),
            spans,
            0,
            most,
            (_long(0), _long(most)),
        ),
    )


def _long(hours: int) -> str:
    """Hours below two days, above them days with one decimal."""
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return _("%(n)s days") % {"n": points(hours / 24)}


# --- where they come from ---------------------------------------------------------------------------
def _ways(ways: dict[str, list[Way]]) -> list[Panel]:
    shown = [_way(way, of) for way, of in ways.items() if of]
    none = Panel(
        "ways",
        "ways",
        _("Where interns come from"),
        _("Two groups of at least five make a split: invite whom you would like to meet, or post other work."),
    )
    return shown or [none]


def _way(way: str, groups: list[Way]) -> Panel:
    names = {
        "origin": {"application": _("Asked by themselves"), "invitation": _("Were invited by you")},
        "found_by": {key: str(name) for key, name in ways_to_find()},
        "field": {key: str(name) for key, name in FIELDS.items()},
        "place_kind": {
            "onsite": _("To work at your place"),
            "hybrid": _("To work partly at your place"),
            "remote": _("To work from anywhere"),
        },
    }[way]
    called = [(names.get(one.which, one.which) or _("Others, together"), one) for one in groups]
    most, first = max(called, key=lambda row: row[1].interns)
    whole = sum(one.interns for one in groups)
    heading = {
        "origin": _("How they first came: %(most)s, %(share)s"),
        "found_by": _("How they found it: %(most)s, %(share)s"),
        "field": _("The work they first asked for: %(most)s, %(share)s"),
        "place_kind": _("Where they first wanted to work: %(most)s, %(share)s"),
    }[way] % {"most": most, "share": _share(first.interns, whole)}
    return Panel(
        "ways",
        f"ways-{way.replace('_', '-')}",
        heading,
        _of_whom(way) % {"n": points(publishing.as_if(one.interns for one in groups))},
        _groups(called, whole),
        lines=Lines(
            f"ways-{way.replace('_', '-')}",
            ", ".join(f"{name}: {one.interns}" for name, one in called),
            [Line(name, one.interns, str(one.interns)) for name, one in called],
        ),
    )


def _of_whom(way: str) -> str:
    if way == "found_by":
        return _("Of those who said it when they asked. As varied as if they came in %(n)s ways, equally often.")
    return _("Each intern counts once. As varied as if there were %(n)s kinds, equally often.")


def _groups(called: list[tuple[str, Way]], whole: int) -> Table:
    """Say of each group how many agreed; of what interns said themselves, only how many they are."""
    if any(one.agreed is None for _name, one in called):
        rows = [(name, one.interns, _share(one.interns, whole)) for name, one in called]
        return Table((_("Group"), _("Interns"), _("Share")), rows)
    return Table(
        (_("Group"), _("Interns"), _("Agreed"), _("Share")),
        [(name, one.interns, one.agreed, _share(one.agreed or 0, one.interns)) for name, one in called],
    )


# --- promise and reality ----------------------------------------------------------------------------
def _promise(found: Insights) -> Panel:
    if not found.shares:
        return Panel(
            "promise",
            "promise",
            _("Promise against reality"),
            _("What interns say of you afterwards. A question stands here from five answers on."),
        )
    kept = next((one for one in found.shares if one.topic == "promise"), None)
    spans = [
        Span(one.asks, one.low_percent, one.score_percent, one.high_percent, percent(one.score_percent / 100))
        for one in found.shares
    ]
    return Panel(
        "promise",
        "promise",
        _("%(good)s of %(voices)d found it as agreed, or nearly") % {"good": kept.good, "voices": kept.interns}
        if kept
        else _("What interns said afterwards"),
        _("The dot is the share of better answers, drawn towards all companies’ mean; the band, what it could be."),
        Table(
            (_("Question"), _("Score"), _("Could be"), _("Voices")),
            [
                (
                    one.asks,
                    percent(one.score_percent / 100),
                    f"{percent(one.low_percent / 100)} – {percent(one.high_percent / 100)}",
                    _("%(good)s of %(voices)d") % {"good": one.good, "voices": one.interns},
                )
                for one in found.shares
            ],
        ),
        bands=Bands(
            "promise",
            ", ".join(f"{one.asks}: {percent(one.score_percent / 100)}" for one in found.shares),
            spans,
            0,
            100,
            (percent(0), percent(1)),
        ),
    )


# --- leaving ----------------------------------------------------------------------------------------
def _exits(exits: Figures | None) -> Panel:
    rows = sorted((int(day), count) for day, count in exits.rows if day.isdigit()) if exits else []
    if exits is None or not rows:
        return Panel(
            "exits",
            "exits",
            _("On which day interns leave"),
            _("Counted from five interns on who left, for your eyes only: nobody can be told apart."),
        )
    day, most = max(rows, key=lambda row: row[1])
    whole = sum(count for _day, count in rows)
    heading = _("Most who leave, leave on day %(day)s") if 2 * most > whole else _("Day %(day)s is when most leave")
    named = [(_("Day %(day)s") % {"day": number}, count) for number, count in rows]
    return Panel(
        "exits",
        "exits",
        heading % {"day": day},
        _together(exits),
        Table((_("Day"), _("Left"), _("Share")), [(name, count, _share(count, whole)) for name, count in named]),
        lines=Lines("exits", _said(named), [Line(name, count, str(count), "out") for name, count in named]),
    )


def _reasons(reasons: Figures | None) -> Panel:
    if reasons is None or not reasons.rows:
        return Panel(
            "reasons",
            "reasons",
            _("Why interns leave"),
            _("Everybody who leaves is asked, after the exit and if they like. Counted from five answers on."),
        )
    rows = sorted(reasons.rows, key=lambda row: -row[1])
    return Panel(
        "reasons",
        "reasons",
        _("Their most given reason: “%(reason)s”") % {"reason": rows[0][0]},
        " ".join((_together(reasons), _("One may give several."), _one_fewer())),
        Table((_("Reason"), _("Given")), rows),
        lines=Lines("reasons", _said(rows), [Line(name, count, str(count), "out") for name, count in rows]),
    )


def _advice(advice: Figures | None) -> Panel:
    if advice is None or not advice.rows:
        return Panel(
            "advice",
            "advice",
            _("Ideas interns leave you"),
            _("What they would change, ticked after an exit. Counted from ten interns on."),
        )
    rows = sorted(advice.rows, key=lambda row: -row[1])
    return Panel(
        "advice",
        "advice",
        _("Their most given idea: “%(idea)s”") % {"idea": rows[0][0]},
        " ".join((_together(advice), _one_fewer())),
        Table((_("Idea"), _("Given")), rows),
        lines=Lines("advice", _said(rows), [Line(name, count, str(count)) for name, count in rows]),
    )


def _together(figures: Figures) -> str:
    return _("Of %(interns)d interns, counted together on %(date)s, for your eyes only.") % {
        "interns": figures.interns,
        "date": day_words(figures.published_on),
    }


def _one_fewer() -> str:
    return _("Where all of a group gave the same, one fewer is counted, so that nobody’s is known.")


def _said(rows: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in rows)
