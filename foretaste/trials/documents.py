"""docs/lifecycle.md, written from the table."""

from __future__ import annotations

from foretaste.core.documents import writes_page
from foretaste.trials.lifecycle import RULINGS, TRANSITIONS, State, Transition

INTRODUCTION = """\
# The life of a trial

Written by `make docs` from `foretaste/trials/lifecycle.py` and `foretaste/money/endings.py`; change those, not this.
What an ending pays is a column of the table, so an ending without pay can't be written. Only `_move` in
`foretaste/trials/steps.py` writes a state: it locks the row, checks role and state, and adds a history row.
"""
WORDS = {
    State.AGREED: "agreed: both have signed, the trial has its fund",
    State.UNDER_WAY: "under way: a day was started",
    State.ENDED: "ended, and settled in the same transaction",
    State.CLOSED: "closed: nothing is held, waiting or undecided any more",
}


@writes_page("lifecycle.md")
def lifecycle() -> str:
    """Return the page: the diagram, the states, the transitions with what they pay, the rulings."""
    return "\n".join(
        [
            INTRODUCTION,
            "## The diagram",
            "",
            *_diagram(),
            "",
            "## The states",
            "",
            *_states(),
            "",
            *_transitions(),
            "",
            *_rulings(),
        ]
    )


def _diagram() -> list[str]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in TRANSITIONS.values():
        for origin in sorted(row.from_states, key=str):
            arrows.setdefault((origin or "[*]", row.to_state), []).append(row.name)
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {origin} --> {target}: {', '.join(names)}" for (origin, target), names in arrows.items()]
    return [*lines, f"    {State.CLOSED} --> [*]", "```"]


def _states() -> list[str]:
    return [f"- **{state}**: {WORDS[state].partition(': ')[2] or WORDS[state]}" for state in State]


def _transitions() -> list[str]:
    head = "| transition | from | to | who | ending | the intern is paid | the rest |"
    lines = ["## The transitions", "", head, "| --- | --- | --- | --- | --- | --- | --- |"]
    return lines + [_row(row) for row in TRANSITIONS.values()]


def _row(row: Transition) -> str:
    origins = ", ".join(sorted(state or "(none)" for state in row.from_states))
    roles = ", ".join(sorted(row.roles))
    paid = (row.pays.how, row.pays.pays, row.pays.rest) if row.pays else ("", "", "")
    return f"| `{row.name}` | {origins} | {row.to_state} | {roles} | {' | '.join(paid)} |"


def _rulings() -> list[str]:
    head = "| case | opened by | when | answered by | a person decides within | when nobody does |"
    lines = ["## What a person may have to decide", "", head, "| --- | --- | --- | --- | --- | --- |"]
    for row in RULINGS.values():
        default = f"decided {row.when_nobody_rules.replace('_', ' ')}" if row.when_nobody_rules else "it stays held"
        lines.append(
            f"| {row.kind.replace('_', ' ')} | {', '.join(sorted(row.opened_by))} | {row.window}"
            f" | {', '.join(sorted(row.answered_by))} | {row.working_days} working days | {default} |"
        )
    return lines
