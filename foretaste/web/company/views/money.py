"""The company's money: what is held, paid, on its way back; what payrolls still owe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Role
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed
from foretaste.core.spreadsheets import csv_lines
from foretaste.money import actions, banking, queries
from foretaste.money.providers import provider
from foretaste.money.providers.base import Capability
from foretaste.trials import queries as trials
from foretaste.web.answers import page, see, try_to
from foretaste.web.company.access import for_the_company
from foretaste.web.company.views.funding import is_here
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.money.models import FundingOrder


def _books(request: ActingRequest) -> queries.CompanyBooks:
    if not request.actor.has(*queries.MONEY_ROLES):
        raise NotAllowed
    return queries.company_money(accounts.organization_of(request.actor).public_id)


@for_the_company
@require_GET
def money(request: ActingRequest) -> HttpResponse:
    """Show every cent: held, paid, returning, returned."""
    books = _books(request)
    names = {one.public_id: one for one in trials.visible_to(request.actor).select_related("intern")}
    return page(
        request,
        "company/money/money.html",
        {
            "books": books.by_currency,
            "settlements": [
                {
                    "trial": names.get(one.trial_id),
                    "on": one.settled_at,
                    "paid": Amount(one.paid_minor, one.currency),
                    "fee": Amount(one.fee_minor, one.currency),
                    "back": Amount(one.back_minor, one.currency),
                    "held": Amount(one.held_minor, one.currency),
                }
                for one in books.settlements
                if one.trial_id in names
            ],
            "orders": [{"order": one, "amount": Amount(one.amount_minor, one.currency)} for one in books.orders],
            "waiting": [  # no refund yet: it waits in the trial's own account until its day, or until a ruling
                {"settlement": one, "amount": Amount(one.back_minor, one.currency), "trial": names[one.trial_id]}
                for one in books.settlements
                if one.returned_at is None and one.back_minor and one.trial_id in names
            ],
            "refunds": [
                {"refund": one, "amount": Amount(one.amount_minor, one.currency), "trial": names.get(one.trial_id)}
                for one in books.refunds
            ],
            "payroll": [
                {
                    "due": one,
                    "amount": Amount(one.amount_minor, one.currency),
                    "trial": names.get(one.trial_id),
                    "late": one.confirmed_at is None and one.due_at < request.at,
                }
                for one in books.payroll
            ],
            "debts": queries.debts_of(accounts.organization_of(request.actor).public_id),
            "takes_cards": Capability.CHARGE_CARD in provider().capabilities(),
            "to_pay": [
                {
                    "order": one,
                    "amount": Amount(one.amount_minor, one.currency),
                    "transfer": banking.instructions_for(one),
                }
                for one in books.orders
                if one.is_of_a_debt and one.state == "started"
            ],
            "disputes": [
                {"dispute": one, "amount": Amount(one.amount_minor, one.currency)}
                for one in queries.disputes_visible_to(request.actor)
            ],
            "may_send": request.actor.has(Role.FINANCE),
            "is_empty": not (books.orders or books.settlements),
        },
    )


@for_the_company
@require_GET
def download(request: ActingRequest) -> HttpResponse:
    """Hand the settlements over as a table for the bookkeeping."""
    books = _books(request)
    names = {one.public_id: one.title for one in trials.visible_to(request.actor)}
    head = ["trial", "title", "settled", "currency", "paid to intern", "fee", "returned", "held"]
    rows = [
        [one.trial_id, names.get(one.trial_id, ""), one.settled_on, one.currency]
        + [
            Amount(minor, one.currency).major
            for minor in (one.paid_minor, one.fee_minor, one.back_minor, one.held_minor)
        ]
        for one in books.settlements
    ]
    response = HttpResponse("".join(csv_lines(head, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="trials.csv"'
    return response


@for_the_company
@require_GET
def payroll_download(request: ActingRequest) -> HttpResponse:
    """Hand what the payroll owes over as a table: who, for which days, how much gross, by when."""
    books = _books(request)
    own = {one.public_id: one for one in trials.visible_to(request.actor).select_related("intern")}
    head = ["reference", "intern", "trial", "currency", "gross", "due", "confirmed", "pay slip"]
    rows = [
        [
            one.public_id,
            own[one.trial_id].intern.get_full_name(),
            own[one.trial_id].title,
            one.currency,
            Amount(one.amount_minor, one.currency).major,
            one.due_at.date(),
            one.confirmed_at.date() if one.confirmed_at else "",
            one.note,
        ]
        for one in books.payroll
        if one.trial_id in own
    ]
    response = HttpResponse("".join(csv_lines(head, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="payroll.csv"'
    return response


@for_the_company
@require_POST
def pay_debt(request: ActingRequest) -> HttpResponse:
    """Order the money of what is owed, and go to the provider's page."""
    orders: list[FundingOrder] = []
    try_to(
        request,
        lambda: orders.append(
            actions.pay_debt(
                currency=request.POST.get("currency", ""),
                method=request.POST.get("method", ""),
                return_url=reverse("company:money"),
                by=request.actor,
                at=request.at,
            )
        ),
        "",
    )
    return see(orders[0].pay_url if orders and is_here(orders[0].pay_url) else "company:money")


@for_the_company
@require_POST
def confirm_payroll(request: ActingRequest, due_id: str) -> HttpResponse:
    """Say that the payroll has paid the intern."""
    try_to(
        request,
        lambda: actions.confirm_payroll(
            due_id=due_id, note=request.POST.get("note", "")[:200], by=request.actor, at=request.at
        ),
        _("Confirmed. The intern sees it too."),
    )
    return see("company:money")


@for_the_company
@require_POST
def retry_refund(request: ActingRequest, refund_id: str) -> HttpResponse:
    """Send a refund again that did not arrive."""
    try_to(
        request,
        lambda: actions.retry_refund(refund_id=refund_id, by=request.actor, at=request.at),
        _("It is on its way again. Asking twice sends it once."),
    )
    return see("company:money")
