"""One history: people ask and sign and leave, companies pay, the bank lives its own life, and all of it is unreliable.

Everything that is decided at random is decided by the seed. People are persistent: whoever got no answer sends the
same command again. So is the machine: jobs that failed are tried again, the clock comes round.
"""

from __future__ import annotations

import datetime as dt
import heapq
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from procrastinate.contrib.django import app

from foretaste.accounts.queries import person_of
from foretaste.core import clock, events
from foretaste.core.calendars import at_time
from foretaste.money import actions as money
from foretaste.money import courier, reconciling
from foretaste.money.models import (
    BankDispute,
    BankMessage,
    BankPayout,
    BankRefund,
    Difference,
    Payout,
    PayrollDue,
    ProviderOperation,
    Refund,
    SeatFund,
)
from foretaste.money.providers import sandbox
from foretaste.opportunities.models import Opportunity
from foretaste.trials import queries as trial_queries
from foretaste.trials.models import Case, Trial
from tests.faults.faults import Crash, Faults
from tests.faults.people import HOUR, MINUTE, People
from tests.faults.world import BEGINS, Shape, World, in_order

SWEEPS = ("jobs", "money", "trials", "opportunities")  # each of which may be late
NIGHTLY = ("reconciliation", "documents")
WORKS = ("foretaste.opportunities", "foretaste.trials", "foretaste.money")  # whose subscribers are told
MOST_STEPS = 20  # to come to rest in; four are the rule


class Wrong(AssertionError):
    """The history shows a fault of ours."""


class History(People):
    """Lives one seed. `lived()` ends with everything at rest; `checks.py` looks at what is there then."""

    def __init__(self, seed: int, world: World, say: Callable[[str], None] = lambda line: None) -> None:
        self.seed, self.cast, self.say = seed, world.cast, say
        self.rng = random.Random(seed)
        self.now = BEGINS
        self.lines: list[str] = []
        self.heap: list[tuple[dt.datetime, int, str, Callable[[], None]]] = []
        self.order = self.jobs_run = 0
        self.nested = self.quiet = False
        self.asked: dict[tuple[str, str], list[dt.datetime]] = {}  # (command, trial or trial/day): when it was sent
        self.done: set[tuple[str, str]] = set()  # commands that were answered "done"
        self.rulings: dict[str, int | None] = {}  # case: what the ruling gave
        self.lives: dict[str, tuple[int, Shape, int]] = {}  # opportunity: company, shape, week
        self.lost: list[str] = []  # messages that never came
        self.by_hand: dict[uuid.UUID, int] = {}  # refunds made in the provider's dashboard
        self.proposed: dict[str, tuple[str, str, str, int]] = {}  # correction's key: kind, company, currency, sum
        self.trouble: list[str] = []  # errors that are neither refusals nor crashes
        crashes = self.rng.choice([0.0, 0.003, 0.01, 0.03])
        losses = self.rng.choice([0.0, 0.02, 0.15])
        self.unreliable = self.rng.choice([0.0, 0.1, 0.4])  # messages
        self.rounds = self.rng.choice([(12, 25), (24, 60), (24, 60)])  # hours between two rounds of the clock
        self.punctual = self.rng.choice([1.0, 0.8, 0.5])  # how often a sweep is not passed over
        self.faults = Faults(self.rng, crashes, losses, self.note)
        self.faults.meanwhile = self._meanwhile

    # --- telling ------------------------------------------------------------------------------------

    def note(self, what: str) -> None:
        line = f"{self.now:%d %b %H:%M} {what}"
        self.lines.append(line)
        self.say(line)

    # --- time ---------------------------------------------------------------------------------------

    def at(self, when: dt.datetime, what: str, do: Callable[[], None]) -> None:
        self.order += 1
        heapq.heappush(self.heap, (when, self.order, what, do))

    def after(self, least: float, most: float) -> dt.datetime:
        """Return a moment so many hours from now."""
        return self.now + dt.timedelta(minutes=self.rng.randint(int(least * 60), int(most * 60)))

    @contextmanager
    def process(self) -> Iterator[None]:
        """Whatever happens in here happens in one process, which may die; then there is another one."""
        try:
            with at_time(self.now):
                yield
        except Crash:
            self._a_new_process()

    def _a_new_process(self) -> None:
        """Begin another one. By the time anyone looks, what the dead one was doing counts as left."""
        self.faults.a_new_process()
        self._sql("UPDATE procrastinate_events SET at = at - interval '1 hour'", [])

    def lived(self) -> History:
        clock.autodiscover_modules("clock")
        with (
            in_order(self.rng),
            patch.object(events, "_subscribers", _who_matters()),
            patch.object(clock, "autodiscover_modules"),
            patch.object(sandbox, "sweep", self._bank_s_time(sandbox.sweep)),
            self.faults.at_work(),
        ):
            self._begin()
            while self.heap:
                when, _, what, do = heapq.heappop(self.heap)
                self._pass_time(when)
                self.note(what)
                with self.process():
                    do()
                self._work(self.rng.choice([0, 2, 5, 50]))
            self._come_to_rest()
        return self

    def _pass_time(self, until: dt.datetime) -> None:
        """Let the clock come round some times on the way, and always once at the moment itself."""
        while until - self.now > 26 * HOUR:
            self.now += dt.timedelta(hours=self.rng.randint(*self.rounds), minutes=self.rng.randint(0, 59))
            self._tick()
        self.now = max(self.now, until)
        if self.rng.random() < 0.35:
            self._tick()

    def _tick(self) -> None:
        sweeps = [one for one in SWEEPS if self.quiet or self.rng.random() < self.punctual]
        if self.quiet or self.rng.random() < 0.2:
            sweeps += NIGHTLY
        with self.process():
            try:
                clock.run_sweeps(self.now, only=sweeps)
            except ExceptionGroup as group:
                self._troubled("the clock", group)
        self._work(self.rng.choice([1, 4, 50]))

    def _bank_s_time(self, sweep: Callable[[dt.datetime], None]) -> Callable[[dt.datetime], None]:
        def run(at: dt.datetime) -> None:
            with self.faults.at_the_bank():
                sweep(at)

        return run

    def _troubled(self, where: str, error: BaseException) -> None:
        for one in _leaves(error):
            self.note(f"  {where}: {type(one).__name__}: {str(one)[:200]}")
            self.trouble.append(f"{where}: {type(one).__name__}: {str(one)[:200]}")

    # --- jobs ---------------------------------------------------------------------------------------

    def _work(self, most: int) -> None:
        for _ in range(most):
            with self.process():
                if not self._one_job():
                    return

    def _one_job(self) -> bool:
        waiting = self._sql(
            "SELECT id, task_name, args, attempts FROM procrastinate_jobs j WHERE status = 'todo'"
            " AND (scheduled_at IS NULL OR scheduled_at <= %s) AND NOT EXISTS (SELECT FROM procrastinate_jobs d"
            " WHERE d.lock = j.lock AND d.status = 'doing') ORDER BY id",
            [self.now],
        )
        if not waiting:
            return False
        job, name, args, attempts = waiting[0] if self.quiet else self.rng.choice(waiting)
        args = _json(args)
        if (name == "core.deliver" and not args["subscriber"].startswith(WORKS)) or name == "money.audit":
            self._mark(job, "succeeded")
            return True
        if not name.startswith(("money.", "core.")):
            self._mark(job, "succeeded")
            return True
        if name == "money.sandbox_deliver" and not self._network(job, args["event_id"]):
            return True
        self._mark(job, "doing")
        self.jobs_run += 1
        try:
            if name == "money.sandbox_deliver":
                courier.deliver(args["event_id"], at=self.now)
            else:
                app.tasks[name].func(**args)
        except Exception as error:
            self.note(f"  job {name} failed: {type(error).__name__} {str(error)[:200]}")
            again = self.now + dt.timedelta(seconds=2 ** min(attempts, 12)) if attempts < 12 else None
            if again is None:
                self._mark(job, "failed")
            else:
                self._sql(
                    "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = %s"
                    " WHERE id = %s",
                    [again, job],
                )
            return True
        self.faults.point("before a job is marked as done")
        self._mark(job, "succeeded")
        return True

    def _network(self, job: int, event_id: str) -> bool:
        """Carry a message now (True), later, twice or never."""
        if self.quiet or self.rng.random() >= self.unreliable:
            return True
        match self.rng.choice(["lost", "late", "twice"]):
            case "lost":
                self.note(f"  a message is lost: {self._type_of(event_id)}")
                self.lost.append(event_id)
                self._mark(job, "succeeded")
                return False
            case "late":
                later = self.after(1, 72)
                self._sql("UPDATE procrastinate_jobs SET scheduled_at = %s WHERE id = %s", [later, job])
                return False
            case _:
                self.note(f"  a message comes twice: {self._type_of(event_id)}")
                self._resend(event_id)
                return True

    def _type_of(self, event_id: str) -> str:
        with self.faults.at_the_bank():
            return BankMessage.objects.values_list("type", flat=True).get(event_id=event_id)

    def _resend(self, event_id: str) -> None:
        with self.faults.at_the_bank():
            app.configure_task("money.sandbox_deliver").defer(event_id=event_id)

    def _meanwhile(self) -> None:
        """While the provider is thinking another worker does something."""
        if self.nested or self.quiet or self.rng.random() > 0.15:
            return
        self.nested = True
        try:
            for _ in range(self.rng.randint(1, 3)):
                self._one_job()
        finally:
            self.nested = False

    def _mark(self, job: int, status: str) -> None:
        self._sql("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s", [status, job])

    def _sql(self, query: str, values: list[Any]) -> list[Any]:
        with self.faults.at_the_bank(), connection.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall()) if cursor.description else []

    # --- rest ---------------------------------------------------------------------------------------

    def _come_to_rest(self) -> None:
        """Nothing goes wrong any more: time passes, and people do what is asked of them, until nothing is open."""
        self.note("From here on nothing goes wrong.")
        self.faults.stop()
        self.quiet = True
        for step in range(MOST_STEPS):
            self.now += self.rng.choice([27, 75]) * HOUR if step else MINUTE
            self._tick()
            self._work(10_000)
            self._people_do_what_is_asked()
            self._work(10_000)
            if step > 2 and not (left := self.open_ends()):
                break
        else:
            raise Wrong(f"It does not come to rest: {left}")
        with self.process():
            reconciling.run(at=self.now)

    def _people_do_what_is_asked(self) -> None:
        for case in Case.objects.filter(trial_queries.OPEN_CASE, due_at__lte=self.now, default_outcome=""):
            self._decide(case.trial.public_id)
        for dispute in BankDispute.objects.filter(state="open").select_related("charge"):
            self._close_dispute(str(dispute.charge.operation_id), self.rng.random() < 0.5)
        for due in PayrollDue.objects.filter(confirmed_at=None):
            self.send(money.confirm_payroll, due.trial_id, due_id=due.public_id, by=self.cast.operators[0])
        waits = Payout.objects.filter(state__in=[Payout.State.NEEDS_ACCOUNT, Payout.State.RETURNED])
        stuck = set(waits.values_list("person_id", flat=True))
        for intern, actor in enumerate(self.cast.interns):
            if stuck and person_of(actor).public_id in stuck:
                self._account(intern, "0009")
        for refund in Refund.objects.filter(state=Refund.State.FAILED, attempt__lt=3).order_by("id"):
            self.send(money.retry_refund, refund_id=refund.public_id, by=self.cast.operators[0])
        self._look_at_differences()

    def _look_at_differences(self) -> None:
        """The operator has a lost message sent again, and says what somebody did by hand."""
        for difference in Difference.objects.filter(state=Difference.State.OPEN).order_by("id"):
            key = difference.key.replace("-", "")
            for event_id in self.lost:
                message = BankMessage.objects.get(event_id=event_id)
                if message.operation_id.hex in key:
                    self.note(f"  {message.type} is sent again, for {difference.kind} {difference.about}")
                    self._resend(event_id)
            if any(one.hex in key for one in self.by_hand):
                self.send(
                    reconciling.note_difference,
                    difference_id=difference.public_id,
                    state="explained",
                    note="By hand.",
                    mine=True,
                    by=self.cast.operators[0],
                )

    def open_ends(self) -> list[str]:
        """Return what still waits for something."""
        found = []
        for name, rows in {
            "operations": ProviderOperation.objects.filter(state__in=["ready", "sent", "unknown"]).exclude(
                kind="charge"
            ),
            "payouts": Payout.objects.exclude(state="arrived"),
            "refunds": Refund.objects.filter(state__in=["waiting", "sent"]),
            "refunds to try again": Refund.objects.filter(state="failed", attempt__lt=3),
            "trials": Trial.objects.exclude(state="closed"),
            "cases": Case.objects.filter(trial_queries.OPEN_CASE),
            "payrolls": PayrollDue.objects.filter(confirmed_at=None),
            "differences": Difference.objects.filter(state="open"),
            "seats": SeatFund.objects.filter(state__in=["funding", "funded"]),
            "postings": Opportunity.objects.filter(state="published"),
            "disputes": BankDispute.objects.filter(state="open"),
            "bounces": BankPayout.objects.filter(behaviour="bounces", state="arrived"),
            "bounces of refunds": BankRefund.objects.filter(
                charge__payments__behaviour="refund_bounces", state="arrived"
            ),
        }.items():
            if count := rows.count():
                found.append(f"{count} {name}")
        jobs = self._sql("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'", [])[0][0]
        if jobs:
            found.append(f"{jobs} jobs")
        return found


def _who_matters() -> Any:
    from collections import defaultdict

    found: Any = defaultdict(list)
    for name, functions in events._subscribers.items():
        found[name] = [one for one in functions if one.__module__.startswith(WORKS)]
    return found


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _leaves(one)
    else:
        yield error


def _json(args: Any) -> Any:
    import json

    return json.loads(args) if isinstance(args, str) else args
