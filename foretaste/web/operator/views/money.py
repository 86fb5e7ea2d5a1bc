"""The ledger, looked up; payouts, refunds and payrolls that need somebody."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from foretaste.accounts import queries as accounts
from foretaste.core.amounts import Amount
from foretaste.money import actions as money_actions
from foretaste.money import queries as money
from foretaste.money.unclaimed import unclaimed_csv
from foretaste.trials import queries as trials
from foretaste.web.answers import page, see, try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator, looked_for
from foretaste.web.operator.ledger_words import movements

PER_PAGE = 30
PAYOUT_STATES = {
    "waiting": gettext_lazy("Waiting"),
    "needs_account": gettext_lazy("Needs the intern’s bank account"),
    "sent": gettext_lazy("On its way"),
    "arrived": gettext_lazy("Arrived"),
    "returned": gettext_lazy("Came back"),
    "unclaimed": gettext_lazy("Kept until claimed"),
}


@for_the_operator
@require_GET
def ledger(request: ActingRequest) -> HttpResponse:
    """Look up every line of a trial, an account, a person, a reference."""
    text = looked_for(request)
    lines = money.ledger_lookup(_meant(text, request), request.actor) if text else None
    return page(
        request,
        "operator/ledger.html",
        {
            "text": text,
            "lines": lines,
            "movements": movements(lines or [], request.actor),
            "company": (found := accounts.visible_to(request.actor).filter(kind="company", public_id=text).first()),
            "books": money.company_money(found.public_id).by_currency if found else [],
        },
    )


def _meant(text: str, request: ActingRequest) -> str:
    """What people read out when they call: their trial's reference, or the one on their bank statement."""
    trial = trials.visible_to(request.actor).filter(reference=text.lower()).first()
    if trial is not None:
        return trial.public_id
    payout = money.payouts_visible_to(request.actor).filter(reference=text.upper()).first()
    return payout.trial_id if payout is not None else text


def _plain(code: str) -> str:
    """A provider's code as words: there are hundreds, and new ones come."""
    return code.replace("_", " ")


@for_the_operator
@require_GET
def payouts(request: ActingRequest) -> HttpResponse:
    """What is on its way to people and companies, and what got stuck."""
    state = request.GET.get("state", "")
    found = money.payouts_visible_to(request.actor)
    if state in PAYOUT_STATES:
        found = found.filter(state=state)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    debts = money.debtors()
    disputes = list(money.disputes_visible_to(request.actor)[:50])
    late = list(money.payroll_overdue(request.at)[:50])
    ids = {company_id for company_id, _owed in debts} | {one.company_id for one in disputes}
    ids |= {one.company_id for one in late}
    names = {one.public_id: one for one in accounts.visible_to(request.actor).filter(public_id__in=ids)}
    return page(
        request,
        "operator/payouts.html",
        {
            "payouts": [
                {"payout": one, "amount": Amount(one.amount_minor, one.currency), "state": PAYOUT_STATES[one.state]}
                for one in shown
            ],
            "shown": shown,
            "state": state,
            "states": PAYOUT_STATES.items(),
            "refunds": [
                {"refund": one, "amount": Amount(one.amount_minor, one.currency), "why": _plain(one.failure)}
                for one in money.refunds_visible_to(request.actor).filter(state="failed").order_by("created_at")[:50]
            ],
            "to_review": [
                {"payout": one, "amount": Amount(one.amount_minor, one.currency)}
                for one in money.payouts_to_review(request.at)[:50]
            ],
            "debts": [
                {"company": names.get(company_id), "company_id": company_id, "amount": owed}
                for company_id, owed in debts
            ],
            "disputes": [
                {
                    "dispute": one,
                    "amount": Amount(one.amount_minor, one.currency),
                    "company": names.get(one.company_id),
                    "why": _plain(one.reason),
                }
                for one in disputes
            ],
            "payroll": [
                {"due": one, "amount": Amount(one.amount_minor, one.currency), "company": names.get(one.company_id)}
                for one in late
            ],
        },
    )


@for_the_operator
@require_GET
def unclaimed(request: ActingRequest) -> HttpResponse:
    """Hand over as CSV what can't be sent, and whose it is."""
    response = HttpResponse(unclaimed_csv(request.actor, request.at), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="unclaimed.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@for_the_operator
@require_POST
def retry_refund(request: ActingRequest, refund_id: str) -> HttpResponse:
    """Send a failed refund again."""
    try_to(
        request,
        lambda: money_actions.retry_refund(refund_id=refund_id, by=request.actor, at=request.at),
        _("It is on its way again. Asking twice sends it once."),
    )
    return see("operator:payouts")


@for_the_operator
@require_POST
def let_payout_go(request: ActingRequest, payout_id: str) -> HttpResponse:
    """Let a payout leave that waited for somebody's look."""
    try_to(
        request,
        lambda: money_actions.let_payout_go(payout_id=payout_id, by=request.actor, at=request.at),
        _("It goes out now."),
    )
    return see("operator:payouts")


@for_the_operator
@require_POST
def confirm_payroll(request: ActingRequest, due_id: str) -> HttpResponse:
    """Note that a payroll has paid."""
    try_to(
        request,
        lambda: money_actions.confirm_payroll(
            due_id=due_id, note=request.POST.get("note", ""), by=request.actor, at=request.at
        ),
        _("Confirmed."),
    )
    return see("operator:payouts")
