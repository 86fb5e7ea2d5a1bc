"""The jobs of skills."""

from __future__ import annotations

from procrastinate.contrib.django import app

AT_ONCE = 256  # labels, some seconds' work


@app.task(name="skills.learn", lock="skills.learn")
def learn() -> None:
    """Let the sentence models read some labels; the next some follow in a job of their own, behind all that waits."""
    from foretaste.skills import linked

    if linked.has_models() and linked.learn(AT_ONCE) == AT_ONCE:
        app.configure_task("skills.learn", priority=-2).defer()
