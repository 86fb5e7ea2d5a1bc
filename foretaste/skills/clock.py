"""What time does here: where sentence models were installed, they read the taxonomy once."""

import datetime as dt

from procrastinate.contrib.django import app

from foretaste.core.clock import register_sweep
from foretaste.core.jobs import waiting_jobs
from foretaste.skills import linked, queries

JOB = "skills.learn"


@register_sweep("skills")
def sweep(at: dt.datetime) -> None:
    """Have the labels read that the models have not read yet."""
    if linked.has_models() and queries.without_vectors(1) and JOB not in waiting_jobs():
        app.configure_task(JOB, priority=-2).defer()
