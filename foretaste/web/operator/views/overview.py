"""Does the ledger say what the provider says; what waits, and for how long; which jobs failed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django.models import ProcrastinateJob

from foretaste.accounts import queries as accounts
from foretaste.evaluations import reports
from foretaste.insights import actions as insights_actions
from foretaste.insights import replies
from foretaste.money import audit
from foretaste.money import queries as money
from foretaste.opportunities import queries as opportunities
from foretaste.trials import queries as trials
from foretaste.web.answers import page, see, try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator
from foretaste.web.operator.jobs import shown


@for_the_operator
@require_GET
def overview(request: ActingRequest) -> HttpResponse:
    """Does the ledger say what the provider says; what waits, and for how long; which jobs failed."""
    findings = [
        (_("The provider has what the ledger says"), audit.the_provider_as_last_seen()),
        (_("Every movement balances"), audit.every_movement_balances()),
        (_("Every balance is the sum of its entries"), audit.every_balance_is_the_sum_of_its_entries()),
        (_("Every settled trial adds up"), audit.every_settled_trial_adds_up()),
        (_("Documents stand as they were issued"), audit.documents_stand_as_issued()),
        (_("No number of a document is missing"), audit.numbers_have_no_gap()),
    ]
    jobs = ProcrastinateJob.objects.filter(status="failed").order_by("-id")
    return page(
        request,
        "operator/overview.html",
        {
            "checks": [
                {
                    "title": title,
                    "counted": one.counted,
                    "offenders": one.offenders[:5],
                    "more": max(0, len(one.offenders) - 5),
                }
                for title, one in findings
            ],
            "is_right": not any(one.offenders for _title, one in findings),
            "queues": _queues(request),
            "failed_jobs": [shown(job) for job in jobs[:20]],
            "failed_count": jobs.count(),
            "waiting_jobs": ProcrastinateJob.objects.filter(status="todo").count(),
        },
    )


@for_the_operator
@require_POST
def try_job_again(request: ActingRequest, job_id: int) -> HttpResponse:
    """Put a failed job back into the queue."""
    try_to(
        request,
        lambda: insights_actions.try_job_again(job_id=job_id, by=request.actor, at=request.at),
        _("It is tried again in a moment."),
    )
    return see("operator:overview")


def _queues(request: ActingRequest) -> list[dict[str, Any]]:
    """Return what waits for a person: how many there are, and for how long the oldest has."""
    by, at = request.actor, request.at
    objections = trials.pauses_visible_to(by).filter(lifted_at=None, objected_at__isnull=False, answered_at=None)
    stuck = money.payouts_visible_to(by).filter(state__in=["returned", "needs_account"])
    failed = money.refunds_visible_to(by).filter(state="failed")
    rows: list[tuple[str, str, QuerySet[Any], str, str]] = [  # ..., since when each waits, its icon
        (_("Disputes"), "operator:disputes", trials.queue_of_cases(by), "opened_at", "scale"),
        (_("Harassment and danger"), "operator:reports", reports.waiting(by), "at", "flag"),
        (
            _("Public replies that were reported"),
            "operator:reports",
            replies.reported(by),
            "reports__at",
            "message-circle",
        ),
        (_("Goodwill to be signed"), "operator:disputes", trials.goodwill_waiting(by), "proposed_at", "handshake"),
        (_("Objections to a pause"), "operator:no_shows", objections, "objected_at", "hourglass"),
        (_("Pay to be confirmed"), "operator:wages", opportunities.awaiting_confirmation(), "changed_at", "banknote"),
        (
            _("Companies to be verified"),
            "operator:companies",
            accounts.due_to_be_verified(),
            "created_at",
            "building-2",
        ),
        (_("Payouts that wait for an account"), "operator:payouts", stuck, "created_at", "landmark"),
        (_("Refunds that failed"), "operator:payouts", failed, "created_at", "undo-2"),
        (_("Payrolls that are late"), "operator:payouts", money.payroll_overdue(at), "due_at", "receipt"),
    ]
    return [
        {
            "title": title,
            "address": address,
            "count": found["count"],
            "age": at - found["oldest"] if found["oldest"] else None,
            "icon": icon,
        }
        for title, address, queue, since, icon in rows
        for found in [queue.aggregate(count=Count("pk", distinct=True), oldest=Min(since))]
    ]
