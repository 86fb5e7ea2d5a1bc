"""The queue as it stands: run it in this process, for the demo world and tests; put a failed job back into it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import procrastinate.contrib.django.models as queue
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from foretaste.core import calendars
from foretaste.core.refusals import NotFound, Refused
from foretaste.core.transactions import step

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


IS_BUSY = """
    SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - '30 seconds'::interval)
       AND EXISTS (SELECT FROM procrastinate_jobs
                    WHERE status IN ('todo', 'doing') AND (scheduled_at IS NULL OR scheduled_at <= now()))
"""  # the worker tells every ten seconds that it lives


def _worker_is_busy() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(IS_BUSY)
        return bool(cursor.fetchone()[0])


def let_the_worker_finish(looks: int = 60, pause: Callable[[], object] = lambda: time.sleep(0.25)) -> bool:
    """Wait until a living worker has done what is due, for so many looks at most. Say whether nothing is due now."""
    for _look in range(looks):
        if not _worker_is_busy():
            return True
        pause()
    return not _worker_is_busy()


class TheSameJobWaitsAlready(Refused):
    message = _("The same job waits already and runs soon.")


@step
def put_back(job_id: int, at: dt.datetime) -> None:
    """Let the worker try a failed job again, at once. Jobs are made to be repeated: what they did once stays done."""
    if not queue.ProcrastinateJob.objects.filter(pk=job_id, status="failed").exists():
        raise NotFound
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, at])
    except IntegrityError:
        raise TheSameJobWaitsAlready from None


DEAD_AFTER = "5 minutes"  # of the database's own time: the queue's heartbeats are in it

DEAD = """
    SELECT j.id FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
     WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - %s::interval)
       AND coalesce((SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'started'),
                    '-infinity') < now() - %s::interval
     ORDER BY j.id
"""


def take_up_again(at: dt.datetime) -> int:
    """Put back what a worker that died was doing; return how many. Jobs are made to be repeated.

    The queue itself never does: a job of a dead worker would stay "doing" for ever, and with it every job that waits
    for the same lock. Where the same job waits already, the dead one only makes room for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(DEAD, [DEAD_AFTER, DEAD_AFTER])
        dead = [int(job_id) for (job_id,) in cursor.fetchall()]
    for job_id in dead:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, at])
        except IntegrityError:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
    return len(dead)


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
