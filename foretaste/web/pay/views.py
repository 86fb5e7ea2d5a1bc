"""My pay, statements, income proof, the account. One view, one action."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foretaste.accounts.queries import person_of
from foretaste.core.amounts import Amount
from foretaste.core.dates import dated
from foretaste.core.refusals import NotFound, Refused
from foretaste.money import actions as money_actions
from foretaste.money import hosting, stating, years
from foretaste.money import queries as money
from foretaste.trials import queries as trials
from foretaste.web.answers import see, try_to
from foretaste.web.books.answers import printed_year
from foretaste.web.books.papers import YearPaper, earned_year
from foretaste.web.documents import download, pdf
from foretaste.web.documents.language import reading
from foretaste.web.middleware import ActingRequest
from foretaste.web.pay import hosted, lists, papers
from foretaste.web.pay.forms import AccountForm
from foretaste.web.pay.where import RETURNED, ending_of, needs_account
from foretaste.web.rendering import say_refusal
from foretaste.web.templatetags.ui import money as money_words

if TYPE_CHECKING:
    from foretaste.money.models import Payout
    from foretaste.trials.models import Trial


@login_required
@require_safe
def pay(request: ActingRequest) -> HttpResponse:
    """Every day, every bonus, no fee, each payout; and one sentence about where the money is."""
    person = person_of(request.actor)
    account = money.payout_account_of(person.public_id)
    earnings = money.earnings_of(person.public_id)
    payouts: dict[str, list[Payout]] = defaultdict(list)
    for payout in money.payouts_of(person.public_id).select_related("account"):
        payouts[payout.trial_id].append(payout)
    asks_first = money.provider_asks(person.public_id)
    rows = lists.trials_with_pay(request.actor, payouts, account, asks_first=asks_first)
    arrived_in = {one.arrived_at.year for some in payouts.values() for one in some if one.arrived_at}
    returned = [one for some in payouts.values() for one in some if one.state == RETURNED]
    waiting = sum((one.amount_minor for one in returned), 0)
    context = {
        "trials": rows,
        "figures": lists.figures(earnings, request.at),
        "where_it_is": lists.where_it_is(
            rows,
            payouts,
            account,
            by_payroll=list(money.payroll_visible_to(request.actor).filter(confirmed_at=None).order_by("due_at")),
            asks_first=asks_first,
            at=request.at,
        ),
        "to_be_sent": lists.to_be_sent(rows) if account and account.is_usable else "",
        "waits_for_account": any(needs_account(one, account) for some in payouts.values() for one in some),
        "years": sorted({*arrived_in, *(year for one in earnings for year in one.by_year)}, reverse=True),
        "returned": _("%(sum)s is yours and waits for a correct account.")
        % {"sum": money_words(Amount(waiting, returned[0].currency))}
        if returned
        else "",
        "account_says": _("To the account ending %(end)s") % {"end": ending_of(account)}
        if account
        else _("Add where your pay goes"),
        "empty_heading": _("Your first day will stand here"),
        "empty_text": _("A day you start is a day you are paid, in full. Each one gets its own line."),
    }
    return render(request, "pay/pay.html", context)


@login_required
@require_POST
def payouts(request: ActingRequest) -> HttpResponse:
    """Send what is earned in trials that still run; it would be sent at their end anyway."""
    try_to(
        request,
        lambda: money_actions.request_payout(by=request.actor, at=request.at),
        _("On its way. Your trial goes on as before."),
    )
    return see("pay:pay")


def _trial(request: ActingRequest, trial_id: str) -> Trial:
    return trials.trial_of(trial_id, request.actor)


def _statement(request: ActingRequest, trial_id: str) -> tuple[Trial, papers.Paper, list[tuple[str, str]]]:
    """The intern's own statement as issued, and the days and addresses of those it replaced.

    A company reads its own on its pages.
    """
    trial = _trial(request, trial_id)
    if trial.intern_id != request.actor.person_id:
        raise NotFound
    found = money.statement_of(trial_id, request.actor)
    issued = stating.statements_of(found.settlement)
    asked = request.GET.get("number")
    if asked is not None:
        places = [place for place, one in enumerate(issued, 1) if str(one.number) == asked]
        if not places:
            raise NotFound
        issued = issued[: places[0]]
    elif stating.is_due(found.settlement):
        issued = []
    earlier = [(dated(one.facts["issued_on"]), f"?number={one.number}") for one in issued[-2::-1]]
    account = money.payout_account_of(trial.intern.public_id)
    return trial, papers.statement_paper(found, trial, account, issued), earlier


@login_required
@require_safe
def statement(request: ActingRequest, trial_id: str) -> HttpResponse:
    with reading(request) as language:
        _own, paper, earlier = _statement(request, trial_id)
    number = request.GET.get("number", "")
    context = {
        "statement": paper,
        "earlier": earlier,
        "reading": language,
        "pdf_url": reverse("pay:statement-pdf", args=[trial_id]),
        "number": f"&number={number}" if number else "",
    }
    return render(request, "pay/statement.html", context)


@login_required
@require_safe
def statement_pdf(request: ActingRequest, trial_id: str) -> HttpResponse:
    with reading(request):
        trial, paper, _earlier = _statement(request, trial_id)
        data = paper.as_data(request.at)
    made = pdf("statement", data, made_at=request.at)
    return download(made, f"statement-{trial.reference}.pdf")


@login_required
@require_safe
def proof(request: ActingRequest) -> HttpResponse:
    """Income by month, neutral: nothing says for what kind of line, or how anything ended."""
    person = person_of(request.actor)
    with reading(request) as language:
        context = {
            "proof": papers.proof_of(person, money.income_lines(person.public_id)),
            "reading": language,
            "empty_heading": _("Nothing to prove yet"),
            "empty_text": _("After your first paid day, its month and its sum stand here."),
        }
    return render(request, "pay/proof.html", context)


@login_required
@require_safe
def proof_pdf(request: ActingRequest) -> HttpResponse:
    person = person_of(request.actor)
    with reading(request):
        data = papers.proof_of(person, money.income_lines(person.public_id)).as_data(request.at)
    return download(pdf("proof", data, made_at=request.at), "proof-of-income.pdf")


def _year(request: ActingRequest, year: int) -> YearPaper:
    person = person_of(request.actor)
    found = years.earned_in(person.public_id, year) if years.FIRST <= year <= request.at.year + 1 else []
    if not found:
        raise NotFound
    own = trials.visible_to(request.actor).filter(intern_id=person.pk).select_related("organization")
    names = {one.public_id: (one.title, one.organization.name) for one in own}
    return earned_year(person.get_full_name() or person.email, year, found, names)


@login_required
@require_safe
def year(request: ActingRequest, year: int) -> HttpResponse:
    """A year's totals, for a tax return."""
    with reading(request) as language:
        paper, back = _year(request, year), _("My pay")
    context = {
        "paper": paper,
        "reading": language,
        "back_url": reverse("pay:pay"),
        "back": back,
        "pdf_url": reverse("pay:year-pdf", args=[year]),
    }
    return render(request, "books/year.html", context)


@login_required
@require_safe
def year_pdf(request: ActingRequest, year: int) -> HttpResponse:
    return printed_year(request, year, _year)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: ActingRequest) -> HttpResponse:
    """Where pay goes. Money that waits for it goes out at once."""
    if hosting.is_hosted():
        return hosted.account(request)
    person = person_of(request.actor)
    current = money.payout_account_of(person.public_id)
    form = AccountForm(request.POST if request.method == "POST" else None, initial={"holder": person.get_full_name()})
    if request.method == "POST" and form.is_valid():
        try:
            money_actions.save_payout_account(by=request.actor, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Saved. What waited for it is being sent."))
            return redirect("pay:pay")
    says = _("The account is asked for once, after you have agreed to a trial. Your pay is yours with or without it.")
    if current and current.is_usable:
        says = _("Your pay goes to the account ending %(end)s, in the name of %(holder)s.") % {
            "end": ending_of(current),
            "holder": current.holder,
        }
    context = {
        "form": form,
        "says": says,
        "refused": _("Your bank refused the account ending %(end)s. Enter it again or take another one.")
        % {"end": ending_of(current)}
        if current and current.refused_at
        else "",
    }
    return render(request, "pay/account.html", context, status=422 if form.errors else 200)
