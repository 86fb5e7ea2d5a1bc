"""One posting as a whole: its tasks while it is a draft, its candidates and money after; check, fund, wait, close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.core.amounts import Amount
from foretaste.core.places import address
from foretaste.core.refusals import NotFound
from foretaste.money import actions as money_actions
from foretaste.money import banking
from foretaste.money import queries as money
from foretaste.opportunities import actions, criteria, queries
from foretaste.opportunities import lifecycle as states
from foretaste.opportunities.posting_rules import Task
from foretaste.opportunities.words import FIELDS
from foretaste.trials import queries as trials
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.company import candidates, costs, timelines
from foretaste.web.company.access import for_the_company
from foretaste.web.company.drafts import hints, own, seen, tasks_of
from foretaste.web.company.forms.choosing import AnswerForm
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import PlainForm

if TYPE_CHECKING:
    from foretaste.money.models import FundingOrder
    from foretaste.opportunities.models import Opportunity

DESCRIBED = (
    ("title", gettext_lazy("Name")),
    ("summary", gettext_lazy("In short")),
    ("brief", gettext_lazy("The work")),
    ("deliverable", gettext_lazy("At the end")),
    ("field", gettext_lazy("Field")),
    ("skills", gettext_lazy("Skills")),
    ("could_lead_to", gettext_lazy("Could lead to")),
    ("criteria", gettext_lazy("Looked at in the work")),
    ("place_kind", gettext_lazy("Place")),
)


class FundForm(PlainForm):
    """How the company pays, and the signature under the rules where a copy still needs it."""

    method = forms.ChoiceField(
        label=gettext_lazy("Pay by"),
        choices=[("card", gettext_lazy("Card")), ("bank_transfer", gettext_lazy("Bank transfer"))],
        widget=forms.RadioSelect,
        initial="card",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if banking.is_manual():  # no card is taken there
            method = cast(forms.ChoiceField, self.fields["method"])
            method.choices, method.initial = [("bank_transfer", _("Bank transfer"))], "bank_transfer"


# --- one posting ----------------------------------------------------------------------------------
@for_the_company
@require_GET
def opportunity(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Show a draft as its task list, everything else with its candidates, questions, seats and history."""
    posting = own(request, opportunity_id)
    if posting.is_draft:
        tasks = tasks_of(posting, request.at)
        return page(
            request,
            "company/posting/tasks.html",
            {
                "opportunity": posting,
                "tasks": tasks,
                "open_tasks": sum(bool(task["problems"]) for task in tasks),
                "copied": posting.copied_from_id is not None,
                "seen": seen(posting),
                "hints": hints(posting),
            },
        )
    return overview(request, posting)


def overview(
    request: ActingRequest, posting: Opportunity, answer: tuple[str, AnswerForm] | None = None
) -> HttpResponse:
    """Show a posting that was published once. `answer` is a question's form that has something to put right."""
    may_choose = request.actor.has(*queries.CHOOSERS)
    questions = queries.questions_visible_to(request.actor).filter(opportunity=posting).select_related("answered_by")
    return page(
        request,
        "company/posting/overview.html",
        {
            "opportunity": posting,
            "zone": posting.time_zone,
            "days": [day.on for day in posting.days.all()],
            "may_choose": may_choose,
            **(candidates.listed(request, posting) if may_choose else {}),
            "questions": [
                {
                    "question": one,
                    "form": answer[1]
                    if answer and answer[0] == one.public_id
                    else AnswerForm(auto_id=f"{one.public_id}_%s"),
                }
                for one in questions
            ],
            "seats": _seats(request, posting),
            "to_fund": to_fund(posting),
            "timeline": timelines.of_opportunity(posting),
        },
        status=422 if answer else None,
    )


def _seats(request: ActingRequest, posting: Opportunity) -> list[dict[str, Any]]:
    by_seat = {
        one.seat_id: one
        for one in trials.visible_to(request.actor).filter(opportunity=posting).select_related("intern")
    }
    need = costs.worked_out(posting)
    rows = []
    for seat in posting.seats.all():
        held = seat.state in (states.Seat.FUNDED, states.Seat.OFFERED, states.Seat.TAKEN)
        trial = by_seat.get(seat.public_id)
        rows.append(
            {
                "number": seat.number,
                "public_id": seat.public_id,
                "state": seat.state,
                "label": seat.get_state_display(),
                "held": Amount(seat.pay_minor + seat.fee_minor, posting.currency)
                if held and (trial is None or trial.is_running)
                else None,
                "need": need.fund_each if need else None,
                "trial": trial,
                "ended": trial is not None and trial.has_ended,
            }
        )
    return rows


def to_fund(posting: Opportunity) -> Amount | None:
    """Return what the unfunded seats need in all; None where there is none."""
    unfunded = sum(seat.state == states.Seat.UNFUNDED for seat in posting.seats.all())
    need = costs.worked_out(posting) if unfunded else None
    return need.fund_each * unfunded if need else None


# --- check and fund -------------------------------------------------------------------------------
@for_the_company
@require_GET
def check(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Check every answer and every cent, then fund."""
    return _check_page(request, own(request, opportunity_id), FundForm())


def _check_page(request: ActingRequest, posting: Opportunity, form: FundForm) -> HttpResponse:
    tasks = tasks_of(posting, request.at)
    open_tasks = [task for task in tasks if task["problems"]] if posting.is_draft else []
    sign_here = [task["task"] for task in open_tasks] == [Task.RULES]
    needs_operator = costs.needs_operator(posting, request.at)
    failed = _failed(request, posting)
    return page(
        request,
        "company/posting/check.html",
        {
            "opportunity": posting,
            "form": form,
            "open_tasks": [] if sign_here else open_tasks,
            "sign_here": sign_here,
            "changeable": posting.is_draft,
            "described": [{"label": label, "field": name, "value": _shown(posting, name)} for name, label in DESCRIBED],
            "bonuses": [
                {"day": day, "amount": Amount(minor, posting.currency)}
                for day, minor in enumerate(posting.exit_bonus_minor, 1)
                if minor and posting.currency
            ],
            "needs_operator": needs_operator,
            "is_new": queries.is_looked_at_first(posting, request.at),
            "waiting": needs_operator and posting.state == states.Opportunity.AWAITING_CONFIRMATION,
            "to_fund": to_fund(posting) if not needs_operator else None,
            "may_fund": request.actor.has(*queries.FUNDERS),
            "funding_failed": failed,
            "hints": hints(posting),
            **costs.beside(posting, request.at),
        },
    )


def _shown(posting: Opportunity, name: str) -> str:
    if name == "skills":
        return ", ".join(posting.every_skill)
    if name == "criteria":
        return "; ".join(criteria.read(one).said for one in posting.criteria)
    if name == "place_kind":
        where = address(posting.address, posting.city, country=posting.country, language=get_language() or "en")
        return f"{posting.get_place_kind_display()}: {where}" if where else str(posting.get_place_kind_display())
    if name == "field":
        return _field(posting.field)
    return str(getattr(posting, name))


def _field(name: str) -> str:
    return str(FIELDS.get(name, name))


def _failed(request: ActingRequest, posting: Opportunity) -> str:
    """Return why the last payment failed, where seats still wait for their money."""
    if not any(seat.state == states.Seat.UNFUNDED for seat in posting.seats.all()):
        return ""
    seats = {seat.public_id for seat in posting.seats.all()}
    for order in money.orders_visible_to(request.actor).order_by("-started_at", "-id")[:5]:
        if any(one["seat_id"] in seats for one in order.seats):
            return why(order) if order.state == "failed" or order.failure == "paid_in_another_currency" else ""
    return ""


def why(order: FundingOrder) -> str:
    """Say why a payment failed, in words that help."""
    return {
        "card_declined": _("The card was declined by its bank. Another card, or the bank itself, may help."),
        "declined": _("The card was declined by its bank. Another card, or the bank itself, may help."),
        "insufficient_funds": _("There was not enough money on the account."),
        "expired": _("The payment page stayed open too long."),
        "paid_in_another_currency": _("It arrived in another currency and goes back to where it came from."),
        "same_as_intern": _(
            "The card or account belongs to somebody on the other side of a trial, so it can’t be used."
        ),
    }.get(order.failure, _("The provider did not take the payment."))


@for_the_company
@require_http_methods(["POST"])
def fund(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Order the money and go to the provider's page."""
    posting = own(request, opportunity_id)
    form = FundForm(request.POST)
    orders: list[FundingOrder] = []
    if (
        form.is_valid()
        and _signed(request, posting, form)
        and done(
            form,
            lambda: orders.append(
                actions.fund_seats(
                    opportunity_id=opportunity_id,
                    method=form.cleaned_data["method"],
                    return_url=reverse("company:funded", args=[opportunity_id]),
                    by=request.actor,
                    at=request.at,
                )
            ),
        )
    ):
        order = orders[0]
        return see(order.pay_url) if is_here(order.pay_url) else see("company:funding", opportunity_id, order.public_id)
    return _check_page(request, own(request, opportunity_id), form)


def is_here(pay_url: str) -> bool:
    """Whether a form may lead to it at once. Of a provider's own page there is a link: no form leads to other sites."""
    return pay_url.startswith("/")


def _signed(request: ActingRequest, posting: Opportunity, form: FundForm) -> bool:
    """A copy's rules are signed by the button that says so; everything else is signed before."""
    if "sign" not in request.POST or not posting.is_draft or posting.rules_accepted_at is not None:
        return True
    rules = {name: getattr(posting, name) for name in ("use_of_work", "may_show", "confidentiality", "expenses")}
    return done(
        form,
        lambda: actions.accept_rules(opportunity_id=posting.public_id, by=request.actor, at=request.at, **rules),
    )


@for_the_company
@require_POST
def request_confirmation(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Ask the operator to confirm the pay: no minimum wage is known, or it is unusually high."""
    own(request, opportunity_id)
    try_to(
        request,
        lambda: actions.request_confirmation(opportunity_id=opportunity_id, by=request.actor, at=request.at),
        _("The operator has it now. A mail tells you when you can fund it."),
    )
    return see("company:opportunity", opportunity_id)


@for_the_company
@require_GET
def funded(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Come back from the provider: go on to the page that waits for the latest order of this posting."""
    seats = {seat.public_id for seat in own(request, opportunity_id).seats.all()}
    for order in money.orders_visible_to(request.actor).order_by("-started_at", "-id")[:20]:
        if any(one["seat_id"] in seats for one in order.seats):
            return see("company:funding", opportunity_id, order.public_id)
    return see("company:opportunity", opportunity_id)


@for_the_company
@require_GET
def funding(request: ActingRequest, opportunity_id: str, order_id: str) -> HttpResponse:
    """Wait for the money; asked again every five seconds, and it may be closed meanwhile."""
    posting = own(request, opportunity_id)
    order = _order_of(request, posting, order_id)
    stage = {
        "started": "started",
        "captured": "captured",
        "available": "published" if posting.is_open else "funded",
    }.get(order.state, "failed")
    seats_done = all(seat.state != states.Seat.FUNDING for seat in posting.seats.all())
    if stage == "funded" and not seats_done:
        stage = "captured"
    if stage == "started" and not order.pay_url.startswith("/"):
        stage = "to_pay"  # the page is the provider's own, and only its answer says where
    amount, arrived = Amount(order.amount_minor, order.currency), Amount(order.received_minor, order.currency)
    transfer = banking.instructions_for(order) if stage == "to_pay" or order.is_short else None
    if transfer and order.is_short:
        stage, amount = "to_pay", amount - arrived
    context = {
        "opportunity": posting,
        "order": order,
        "amount": amount,
        "arrived": arrived,
        "stage": stage,
        "transfer": transfer,
        "may_give_up": stage in ("started", "to_pay") and order.state == "started" and not order.received_minor,
        "polls": stage in ("started", "to_pay", "captured"),
        "reason": why(order),
        "not_published": _not_published(posting),
    }
    if request.htmx:
        status = 200 if context["polls"] else 286  # 286: htmx stops asking
        return render(request, "company/posting/_funding.html", context, status=status)
    return page(request, "company/posting/funding.html", context)


def _order_of(request: ActingRequest, posting: Opportunity, order_id: str) -> FundingOrder:
    order = money.orders_visible_to(request.actor).filter(public_id=order_id).first()
    seats = {one["seat_id"] for one in order.seats} if order else set()
    if order is None or not any(seat.public_id in seats for seat in posting.seats.all()):
        raise NotFound
    return order


@for_the_company
@require_POST
def cancel_funding(request: ActingRequest, opportunity_id: str, order_id: str) -> HttpResponse:
    """Give a payment up that has not come: its seats can be funded another way, or dropped."""
    posting = own(request, opportunity_id)
    order = _order_of(request, posting, order_id)
    try_to(
        request,
        lambda: money_actions.cancel_funding(order_id=order.public_id, by=request.actor, at=request.at),
        _("This payment is given up. Money that comes for it all the same goes back to you."),
    )
    return see("company:check", opportunity_id)


def _not_published(posting: Opportunity) -> str:
    if posting.state == states.Opportunity.CLOSED:
        return _("The trial was closed meanwhile, so the money comes back to you.")
    return _("The trial is shown as soon as its open tasks are done.")


# --- seats ------------------------------------------------------------------------------------------
@for_the_company
@require_POST
def withdraw_seat(request: ActingRequest, opportunity_id: str, seat_id: str) -> HttpResponse:
    """Take the money of a seat that nobody was offered back."""
    own(request, opportunity_id)
    try_to(
        request,
        lambda: actions.withdraw_seat(seat_id=seat_id, by=request.actor, at=request.at),
        _("The seat is gone; what it held is on its way back to you."),
    )
    return see("company:opportunity", opportunity_id)


@for_the_company
@require_POST
def add_seat(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Add a seat; it is offered once it has its money."""
    own(request, opportunity_id)
    if try_to(
        request, lambda: actions.add_seats(opportunity_id=opportunity_id, count=1, by=request.actor, at=request.at)
    ):
        return see("company:check", opportunity_id)
    return see("company:opportunity", opportunity_id)


@for_the_company
@require_POST
def close(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Close the posting: whoever waits is told, unoffered money comes back."""
    own(request, opportunity_id)
    try_to(
        request,
        lambda: actions.close_opportunity(opportunity_id=opportunity_id, by=request.actor, at=request.at),
        _("Closed. Everyone who waited has been told, and the money of free seats is on its way back."),
    )
    return see("company:opportunity", opportunity_id)
