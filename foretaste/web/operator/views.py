"""The operator's desk. Nothing sealed is ever asked for here."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Min, Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from procrastinate.contrib.django.models import ProcrastinateJob

from foretaste.accounts import actions as accounts_actions
from foretaste.accounts import queries as accounts
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotFound
from foretaste.money import actions as money_actions
from foretaste.money import audit
from foretaste.money import queries as money
from foretaste.opportunities import actions as opportunity_actions
from foretaste.opportunities import queries as opportunities
from foretaste.trials import actions as trial_actions
from foretaste.trials import lifecycle
from foretaste.trials import queries as trials
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.company import timelines
from foretaste.web.company.costs import wage_of, worked_out
from foretaste.web.company.forms.fields import minor_in, written
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator
from foretaste.web.operator.forms import (
    DecisionForm,
    FeeForm,
    GoodwillForm,
    ReasonForm,
    WageAnswerForm,
    WageForm,
)

if TYPE_CHECKING:
    from foretaste.trials.models import Case

PER_PAGE = 30
PAYOUT_STATES = {
    "waiting": gettext_lazy("Waiting"),
    "needs_account": gettext_lazy("Needs an account"),
    "sent": gettext_lazy("On its way"),
    "arrived": gettext_lazy("Arrived"),
    "returned": gettext_lazy("Came back"),
}


# --- overview -------------------------------------------------------------------------------------
@for_the_operator
@require_GET
def overview(request: ActingRequest) -> HttpResponse:
    """Does the ledger say what the provider says; what waits, and for how long; which jobs failed."""
    findings = [
        (_("The provider has what the ledger says"), audit.the_provider_has_what_the_ledger_says()),
        (_("Every movement balances"), audit.every_movement_balances()),
        (_("Every balance is the sum of its entries"), audit.every_balance_is_the_sum_of_its_entries()),
        (_("Every settled trial adds up"), audit.every_settled_trial_adds_up()),
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
            "failed_jobs": jobs[:20],
            "failed_count": jobs.count(),
            "waiting_jobs": ProcrastinateJob.objects.filter(status="todo").count(),
        },
    )


def _queues(request: ActingRequest) -> list[dict[str, Any]]:
    cases = trials.queue_of_cases(request.actor)
    goodwill = trials.goodwill_waiting(request.actor)
    wages = opportunities.awaiting_confirmation()
    companies = accounts.due_to_be_verified()
    payouts = money.payouts_visible_to(request.actor).filter(state__in=["returned", "needs_account"])
    refunds = money.refunds_visible_to(request.actor).filter(state="failed")
    payroll = money.payroll_overdue(request.at)
    rows = [
        (
            _("Disputes"),
            "operator:disputes",
            cases.count(),
            cases.order_by("opened_at").values_list("opened_at", flat=True).first(),
            "scale",
        ),
        (
            _("Goodwill to be signed"),
            "operator:disputes",
            goodwill.count(),
            goodwill.aggregate(at=Min("proposed_at"))["at"],
            "handshake",
        ),
        (
            _("Pay to be confirmed"),
            "operator:wages",
            wages.count(),
            wages.aggregate(at=Min("changed_at"))["at"],
            "banknote",
        ),
        (
            _("Companies to be verified"),
            "operator:companies",
            companies.count(),
            companies.aggregate(at=Min("created_at"))["at"],
            "building-2",
        ),
        (
            _("Payouts that wait for an account"),
            "operator:payouts",
            payouts.count(),
            payouts.aggregate(at=Min("created_at"))["at"],
            "landmark",
        ),
        (
            _("Refunds that failed"),
            "operator:payouts",
            refunds.count(),
            refunds.aggregate(at=Min("created_at"))["at"],
            "undo-2",
        ),
        (
            _("Payrolls that are late"),
            "operator:payouts",
            payroll.count(),
            payroll.aggregate(at=Min("due_at"))["at"],
            "receipt",
        ),
    ]
    return [
        {
            "title": title,
            "address": address,
            "count": count,
            "age": request.at - oldest if oldest else None,
            "icon": icon,
        }
        for title, address, count, oldest, icon in rows
    ]


# --- disputes -------------------------------------------------------------------------------------
@for_the_operator
@require_GET
def disputes(request: ActingRequest) -> HttpResponse:
    """The queue, the most urgent first; what was decided lately."""
    decided = trials.cases_visible_to(request.actor).exclude(decided_at=None).order_by("-decided_at")[:10]
    return page(
        request,
        "operator/disputes.html",
        {
            "cases": [_case_row(case, request) for case in trials.queue_of_cases(request.actor)],
            "goodwill": [
                {
                    "goodwill": one,
                    "amount": Amount(one.amount_minor, one.currency),
                    "mine": one.proposed_by_id == request.actor.person_id,
                }
                for one in trials.goodwill_waiting(request.actor)
            ],
            "decided": decided,
        },
    )


def _case_row(case: Case, request: ActingRequest) -> dict[str, Any]:
    held = case.trial.held_minor
    return {
        "case": case,
        "age": request.at - case.opened_at,
        "held": case.trial.amount(held) if held else None,
        "late": case.due_at < request.at,
    }


def _case(request: ActingRequest, case_id: str) -> Case:
    found = trials.cases_visible_to(request.actor).filter(public_id=case_id).select_related("opened_by").first()
    if found is None:
        raise NotFound
    return found


@for_the_operator
@require_http_methods(["GET", "POST"])
def case(request: ActingRequest, case_id: str) -> HttpResponse:
    """One timeline of both sides; choose a preset outcome and write the reasons."""
    found = _case(request, case_id)
    form = DecisionForm(request.POST if request.method == "POST" else None, outcomes=_outcomes(found))
    checking = request.method == "POST" and "decide" not in request.POST
    if request.method == "POST" and form.is_valid():
        if checking:
            return page(
                request,
                "operator/decide.html",
                {**_about(request, found), "form": form, "chosen": _chosen(found, form)},
            )
        if done(
            form,
            lambda: trial_actions.rule_case(
                case_id=case_id,
                outcome=form.cleaned_data["outcome"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            ),
        ):
            return see("operator:case", case_id)
    return page(request, "operator/case.html", {**_about(request, found), "form": form if found.is_open else None})


def _about(request: ActingRequest, found: Case) -> dict[str, Any]:
    trial = found.trial
    row = trials.day_of(trial, found.day) if found.day else None
    goodwill = getattr(found, "goodwill", None)
    may_give = (
        found.kind == lifecycle.Kind.CONTESTED_START
        and found.outcome == "for_company"
        and goodwill is None
        and row is not None
    )
    return {
        "case": found,
        "trial": trial,
        "zone": trial.time_zone,
        "day": row,
        "held": trial.amount(trial.held_minor) if trial.held_minor else None,
        "earned": trial.amount(
            trial.paid_minor
            if trial.has_ended
            else sum(one.pay_minor for one in trials.days_of(trial) if one.is_started)
        ),
        "timeline": sorted(_told(found) + timelines.of_trial(trial), key=lambda one: one.at),
        "deliverables": trial.deliverables.all(),
        "outcomes": _presets(found),
        "goodwill": goodwill,
        "goodwill_amount": Amount(goodwill.amount_minor, goodwill.currency) if goodwill else None,
        "goodwill_is_mine": goodwill is not None and goodwill.proposed_by_id == request.actor.person_id,
        "goodwill_form": GoodwillForm(initial={"amount": written(row.pay_minor, trial.currency)})
        if may_give and row
        else None,
        "goodwill_room": trials.goodwill_room(trial.organization_id, request.at) if may_give else 0,
    }


def _told(found: Case) -> list[timelines.Happened]:
    """Both sides' words and the work log, on the same line of time."""
    zone = found.trial.time_zone
    rows = []
    if found.reason:
        rows.append(timelines.Happened(found.opened_at, zone, f"“{found.reason}”", str(found.opened_by)))
    if found.answered_at:
        rows.append(
            timelines.Happened(found.answered_at, zone, f"“{found.answer or _('No')}”", str(found.answered_by or ""))
        )
    rows += [
        timelines.Happened(
            entry.written_at,
            zone,
            _("Work log, day %(day)d: %(text)s") % {"day": entry.day, "text": entry.text},
            str(entry.written_by),
        )
        for entry in trials.work_log_of(found.trial)
    ]
    return rows


def _presets(found: Case) -> list[dict[str, Any]]:
    """Return each preset outcome with what it means in money for both sides."""
    trial = found.trial
    if found.kind == lifecycle.Kind.CONTESTED_START:
        return [
            {
                "value": "for_intern",
                "label": _("The day was started"),
                "intern": None,
                "means": _("Nothing changes: the day stays earned."),
            },
            {
                "value": "for_company",
                "label": _("The day was not started"),
                "intern": None,
                "means": _("The intern keeps what is earned. You may make the company good from your own money."),
            },
        ]
    day_pay = trials.day_of(trial, found.day).pay_minor if found.day else 0
    if found.kind == lifecycle.Kind.MISSED_CHECK_IN:
        gives = trial.amount(day_pay)
        words = (_("The day counts, pay the intern"), _("The day does not count"))
    elif found.kind == lifecycle.Kind.COMPANY_NO_SHOW and trial.is_running:
        rest = sum(day.pay_minor for day in trials.days_of(trial) if not day.is_started)
        gives = trial.amount(rest)
        words = (_("Nobody was there, pay every day"), _("The company was there, the trial goes on"))
    else:
        rest = trials.most_for_intern(trial) - trial.paid_minor
        gives = trial.amount(max(rest, 0))
        words = (_("Pay the intern every day"), _("The rest goes back to the company"))
    return [
        {"value": "for_intern", "label": words[0], "intern": gives, "means": _("to the intern, with the fee on it")},
        {
            "value": "for_company",
            "label": words[1],
            "intern": trial.amount(0),
            "means": _("What was earned stays earned."),
        },
    ]


def _outcomes(found: Case) -> list[tuple[str, str]]:
    return [(one["value"], one["label"]) for one in _presets(found)]


def _chosen(found: Case, form: DecisionForm) -> dict[str, Any]:
    return next(one for one in _presets(found) if one["value"] == form.cleaned_data["outcome"])


@for_the_operator
@require_POST
def goodwill(request: ActingRequest, case_id: str) -> HttpResponse:
    """First signature under making a company good."""
    found = _case(request, case_id)
    form = GoodwillForm(request.POST)
    if form.is_valid():
        try:
            minor = minor_in(found.trial.currency, form.cleaned_data["amount"])
        except ValidationError as error:
            form.add_error("amount", error)
        else:
            try_to(
                request,
                lambda: trial_actions.propose_goodwill(
                    case_id=case_id, amount_minor=minor, by=request.actor, at=request.at
                ),
                _("Signed. A second person has to sign it too."),
            )
    return see("operator:case", case_id)


@for_the_operator
@require_POST
def approve_goodwill(request: ActingRequest, case_id: str) -> HttpResponse:
    """Second signature, by another person."""
    _case(request, case_id)
    try_to(
        request,
        lambda: trial_actions.approve_goodwill(case_id=case_id, by=request.actor, at=request.at),
        _("Both have signed: the company is made good."),
    )
    return see("operator:case", case_id)


# --- money ----------------------------------------------------------------------------------------
@for_the_operator
@require_GET
def ledger(request: ActingRequest) -> HttpResponse:
    """Look up every line of a trial, an account, a person, a reference."""
    text = request.GET.get("q", "").strip()[:80]
    return page(
        request,
        "operator/ledger.html",
        {
            "text": text,
            "lines": money.ledger_lookup(text, request.actor) if text else None,
            "company": (found := accounts.visible_to(request.actor).filter(kind="company", public_id=text).first()),
            "books": money.company_money(found.public_id).by_currency if found else [],
        },
    )


@for_the_operator
@require_GET
def payouts(request: ActingRequest) -> HttpResponse:
    """What is on its way to people and companies, and what got stuck."""
    state = request.GET.get("state", "")
    found = money.payouts_visible_to(request.actor)
    if state in PAYOUT_STATES:
        found = found.filter(state=state)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "operator/payouts.html",
        {
            "payouts": [{"payout": one, "amount": Amount(one.amount_minor, one.currency)} for one in shown],
            "shown": shown,
            "state": state,
            "states": PAYOUT_STATES.items(),
            "refunds": [
                {"refund": one, "amount": Amount(one.amount_minor, one.currency)}
                for one in money.refunds_visible_to(request.actor).filter(state="failed").order_by("created_at")[:50]
            ],
            "payroll": [
                {"due": one, "amount": Amount(one.amount_minor, one.currency)}
                for one in money.payroll_overdue(request.at)[:50]
            ],
        },
    )


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


# --- rule tables ----------------------------------------------------------------------------------
@for_the_operator
@require_http_methods(["GET", "POST"])
def rules(request: ActingRequest) -> HttpResponse:
    """Fees and wage floors: dated rows with their sources, never changed backwards."""
    which = request.POST.get("table", "") if request.method == "POST" else ""
    fee_form = FeeForm(request.POST if which == "fee" else None, auto_id="fee_%s")
    wage_form = WageForm(request.POST if which == "wage" else None, auto_id="wage_%s")
    if (
        which == "fee"
        and fee_form.is_valid()
        and done(
            fee_form,
            lambda: money_actions.set_fee(
                basis_points=int(fee_form.cleaned_data["percent"] * 100),
                valid_from=fee_form.cleaned_data["valid_from"],
                note=fee_form.cleaned_data["note"],
                by=request.actor,
                at=request.at,
            ),
        )
    ):
        return see("operator:rules")
    if (
        which == "wage"
        and wage_form.is_valid()
        and done(
            wage_form,
            lambda: money_actions.set_wage_floor(by=request.actor, at=request.at, **wage_form.cleaned_data),
        )
    ):
        return see("operator:rules")
    text = request.GET.get("q", "").strip()
    wages = money.wage_floors()
    if text:
        wages = wages.filter(Q(country__iexact=text) | Q(region__icontains=text) | Q(city__icontains=text))
    return page(
        request,
        "operator/rules.html",
        {
            "fees": [{"rule": one, "percent": Decimal(one.basis_points) / 100} for one in money.fee_rules()],
            "wages": Paginator(wages, 50).get_page(request.GET.get("page")),
            "text": text,
            "fee_form": fee_form,
            "wage_form": wage_form,
        },
    )


@for_the_operator
@require_http_methods(["GET", "POST"])
def wages(request: ActingRequest) -> HttpResponse:
    """Pay that no table knows, or that is unusually high: confirm it, or send it back."""
    form = WageAnswerForm(request.POST if request.method == "POST" else None)
    asked = request.POST.get("opportunity", "")
    if request.method == "POST" and form.is_valid():
        act = opportunity_actions.confirm_wage if "confirm" in request.POST else opportunity_actions.decline_wage
        if done(
            form, lambda: act(opportunity_id=asked, note=form.cleaned_data["note"], by=request.actor, at=request.at)
        ):
            return see("operator:wages")
    queue = [
        {
            "opportunity": one,
            "age": request.at - one.changed_at,
            "cost": worked_out(one),
            "wage": wage_of(one),
            "form": form if one.public_id == asked else WageAnswerForm(auto_id=f"{one.public_id}_%s"),
        }
        for one in opportunities.whole(opportunities.awaiting_confirmation())
    ]
    return page(request, "operator/wages.html", {"queue": queue, "form": form})


# --- companies and people -------------------------------------------------------------------------
@for_the_operator
@require_GET
def companies(request: ActingRequest) -> HttpResponse:
    """Verify those who wait; find any other."""
    text = request.GET.get("q", "").strip()
    found = accounts.visible_to(request.actor).filter(kind="company").order_by("name", "id")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(public_id=text) | Q(city__icontains=text))
    return page(
        request,
        "operator/companies.html",
        {
            "waiting": [{"company": one, "age": request.at - one.created_at} for one in accounts.due_to_be_verified()],
            "companies": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "text": text,
        },
    )


@for_the_operator
@require_http_methods(["GET", "POST"])
def company(request: ActingRequest, company_id: str) -> HttpResponse:
    """One company: who acts for it; suspend it with a reason. Its money is on the money desk's pages."""
    found = accounts.visible_to(request.actor).filter(kind="company", public_id=company_id).first()
    if found is None:
        raise NotFound
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: accounts_actions.suspend_company(
                organization_id=company_id, because=form.cleaned_data["because"], by=request.actor, at=request.at
            ),
        )
    ):
        return see("operator:company", company_id)
    members = found.memberships.filter(ended_at=None).select_related("person").order_by("person__name", "role")
    return page(
        request,
        "operator/company.html",
        {
            "company": found,
            "form": form,
            "members": members,
        },
    )


@for_the_operator
@require_POST
def verify(request: ActingRequest, company_id: str) -> HttpResponse:
    """Say that the company is who it says it is."""
    try_to(
        request,
        lambda: accounts_actions.verify_company(organization_id=company_id, by=request.actor, at=request.at),
        _("Verified. It can fund and publish now."),
    )
    return see("operator:companies")


@for_the_operator
@require_POST
def reinstate(request: ActingRequest, company_id: str) -> HttpResponse:
    """Lift a suspension."""
    try_to(
        request,
        lambda: accounts_actions.reinstate_company(organization_id=company_id, by=request.actor, at=request.at),
        _("The suspension is lifted."),
    )
    return see("operator:company", company_id)


@for_the_operator
@require_GET
def people(request: ActingRequest) -> HttpResponse:
    """Look somebody up by name, mail address or id."""
    text = request.GET.get("q", "").strip()[:80]
    found = None
    if len(text) >= 2:
        matches = accounts.people_visible_to(request.actor).filter(
            Q(name__icontains=text) | Q(email__icontains=text) | Q(public_id=text)
        )
        found = matches.prefetch_related("memberships__organization").order_by("name", "id")[:PER_PAGE]
    return page(request, "operator/people.html", {"text": text, "people": found})
