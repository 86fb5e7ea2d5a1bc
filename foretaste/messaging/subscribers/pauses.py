"""New applications that are paused: told to the intern, with how to object; and what became of it."""

from __future__ import annotations

from foretaste.core.events import subscribes_to
from foretaste.messaging import letters, sources
from foretaste.messaging.subscribers.telling import tell
from foretaste.trials import events as trials


@subscribes_to(trials.ApplicationsPaused)
def say_that_applications_are_paused(event: trials.ApplicationsPaused) -> None:
    pause = sources.pause(event.pause_id)
    tell(
        [pause.intern],
        f"applications_paused:{event.pause_id}",
        lambda: letters.applications_paused(because=pause.because),
    )


@subscribes_to(trials.PauseObjectedTo)
def ask_the_operator_to_read_it(event: trials.PauseObjectedTo) -> None:
    tell(sources.staff_of_operator(), f"pause_objected_to:{event.pause_id}", letters.pause_objected_to)


@subscribes_to(trials.PauseAnswered)
def say_what_became_of_it(event: trials.PauseAnswered) -> None:
    pause = sources.pause(event.pause_id)
    tell(
        [pause.intern],
        f"pause_answered:{event.pause_id}:{event.at}",
        lambda: letters.pause_answered(is_lifted=pause.lifted_at is not None, answer=pause.answer),
    )
