"""The first page: what waits, what is held and paid, why people leave, every trial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from foretaste.accounts import queries as accounts
from foretaste.core.amounts import Amount
from foretaste.money.endings import full_fund
from foretaste.opportunities import lifecycle as states
from foretaste.opportunities import queries as opportunities
from foretaste.trials import queries as trials
from foretaste.web.answers import page
from foretaste.web.company import costs, figures, waiting
from foretaste.web.company.access import for_the_company
from foretaste.web.middleware import ActingRequest
from foretaste.web.templatetags.ui import span_of

if TYPE_CHECKING:
    import datetime as dt

    from foretaste.opportunities.models import Opportunity
    from foretaste.trials.models import Trial

PER_PAGE = 20


@dataclass(frozen=True)
class Row:
    """A row of the index: a posting, or somebody's trial."""

    title: str
    url: str
    hint: str
    days: str
    state: str
    kind: str
    amount: Amount | None
    money_hint: str
    sort: tuple[int, float]


@for_the_company
@require_GET
def dashboard(request: ActingRequest) -> HttpResponse:
    """Show what waits for me, what is held, why people leave, all trials."""
    rows = sorted([*_postings(request), *_trials(request)], key=lambda row: row.sort, reverse=True)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "company/dashboard.html",
        {
            "company": accounts.organization_of(request.actor),
            "waiting": waiting.rows(request.actor, request.at),
            "figures": figures.of(request.actor),
            "rows": shown,
            "is_empty": not rows,
        },
    )


def _postings(request: ActingRequest) -> list[Row]:
    asking = [states.Application.SUBMITTED, states.Application.SHORTLISTED, states.Application.OFFERED]
    found = opportunities.own(request.actor).annotate(
        candidates=Count("applications", filter=Q(applications__state__in=asking))
    )
    return [_posting_row(one, request.at) for one in found.prefetch_related("days", "seats") if not _is_lived(one)]


def _is_lived(one: Opportunity) -> bool:
    """Say whether every seat has become somebody's trial: those have rows of their own."""
    kept = [seat.state for seat in one.seats.all() if seat.state != states.Seat.WITHDRAWN]
    return states.Seat.TAKEN in kept and (set(kept) == {states.Seat.TAKEN} or one.state == states.Opportunity.CLOSED)


def _posting_row(one: Opportunity, at: dt.datetime) -> Row:
    count = getattr(one, "candidates", 0)
    hint = ngettext("%(n)d candidate", "%(n)d candidates", count) % {"n": count} if count else _("No one yet")
    held = sum(
        seat.pay_minor + seat.fee_minor
        for seat in one.seats.all()
        if seat.state in (states.Seat.FUNDED, states.Seat.OFFERED)
    )
    amount, money_hint = (Amount(held, one.currency), _("held")) if held else (None, "")
    kind, state = "in", str(one.get_state_display())
    if one.is_draft:
        hint = _("Not shown yet")
        cost = costs.worked_out(one)
        ready = cost is not None and one.rules_accepted_at is not None
        waits = ready and costs.needs_operator(one, at)
        kind, state = "", _("Needs funding") if ready and not waits else str(one.get_state_display())
        if cost is not None:
            amount, money_hint = cost.fund, _("to fund")
    elif one.state == states.Opportunity.CLOSED:
        kind, hint = "plain", str(one.get_close_reason_display())
    return Row(
        str(one),
        reverse("company:opportunity", args=[one.public_id]),
        hint,
        span_of([day.on for day in one.days.all()]) or "–",
        state,
        kind,
        amount,
        money_hint,
        (2 if one.state != states.Opportunity.CLOSED else 0, one.changed_at.timestamp()),
    )


def _trials(request: ActingRequest) -> list[Row]:
    found = trials.visible_to(request.actor).select_related("intern").prefetch_related("days")
    return [_trial_row(one, request) for one in found[:200]]


def _trial_row(one: Trial, request: ActingRequest) -> Row:
    days = trials.days_of(one)
    fund = one.amount(full_fund([day.pay_minor for day in days], one.fee_basis_points))
    started = sum(day.is_started for day in days)
    if one.is_running:
        current = trials.day_now(one, request.at)
        under_way = one.state == "under_way"
        state = (
            _("Day %(day)d of %(of)d") % {"day": current.number, "of": len(days)}
            if under_way and current and current.is_started
            else str(one.get_state_display())
        )
        kind, amount, money_hint = ("now" if under_way else "in"), fund, _("held")
    else:
        kind, amount, money_hint = "plain", one.amount(one.paid_minor), _("paid")
        ended = {"completion": _("Finished"), "early_end": _("Ended early"), "told_to_leave": _("Ended early")}
        state = ended.get(one.ending, _("Left") if one.ending.startswith("exit") and started else _("Ended"))
    moment = one.ended_at or one.intern_signed_at
    return Row(
        one.title,
        reverse("company:trial", args=[one.public_id]),
        str(one.intern),
        span_of([day.on for day in days]),
        state,
        kind,
        amount,
        money_hint,
        (3 if one.state == "under_way" else 1 if one.is_running else 0, moment.timestamp()),
    )
