"""Run what the queue holds in this process: for the demo world and tests. An instance has its worker."""

from __future__ import annotations

import procrastinate.contrib.django.models as queue
from django.db import connection
from django.db.models import Q
from procrastinate.contrib.django import app

from foretaste.core import calendars

TOO_MANY = 10_000


def run_waiting_jobs(only: str | None = None) -> list[str]:
    """Run every job that is due, and those they enqueue, until none is left; return the names in order.

    A job that raises is marked failed and its error is raised. `only` runs the tasks whose name begins so.
    """
    ran: list[str] = []
    while job := _next(only):
        _mark(job.id, "doing")
        try:
            app.tasks[job.task_name].func(**job.args)
        except BaseException:
            if not connection.needs_rollback:
                _mark(job.id, "failed")
            raise
        _mark(job.id, "succeeded")
        ran.append(job.task_name)
        if len(ran) > TOO_MANY:
            raise RuntimeError(f"The jobs never come to an end: {ran[-10:]}")
    return ran


def waiting_jobs() -> list[str]:
    """Return the names of the jobs that wait, in order."""
    return list(queue.ProcrastinateJob.objects.filter(status="todo").order_by("id").values_list("task_name", flat=True))


def _next(only: str | None) -> queue.ProcrastinateJob | None:
    due = queue.ProcrastinateJob.objects.filter(status="todo").filter(
        Q(scheduled_at=None) | Q(scheduled_at__lte=calendars.now())
    )
    if only:
        due = due.filter(task_name__startswith=only)
    return due.order_by("-priority", "id").first()


def _mark(job_id: int, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s", [status, job_id]
        )
