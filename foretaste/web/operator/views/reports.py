"""Reports of harassment and danger: read by a person, answered by name."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.accounts import actions
from foretaste.accounts import queries as accounts
from foretaste.core.refusals import NotFound
from foretaste.evaluations import reports as evaluations
from foretaste.insights import replies
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator
from foretaste.web.rendering import PlainForm


class AnswerForm(PlainForm):
    text = forms.CharField(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("Only whoever wrote it reads this."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say what was done.")},
    )


@for_the_operator
@require_GET
def reports(request: ActingRequest) -> HttpResponse:
    """Those that wait first, then those that were answered."""
    answered = evaluations.visible_to(request.actor).filter(answered_at__isnull=False)[:50]
    rows = [{"report": one, "age": request.at - one.at} for one in evaluations.waiting(request.actor)]
    people = list(dict.fromkeys(one.person for one in accounts.staff_of_operator()))
    replied = [
        {"reply": one, "notes": [said.note for said in one.reports.all() if said.settled_at is None]}
        for one in replies.reported(request.actor)[: replies.WAITING_SHOWN]
    ]
    context = {
        "replies": replied,
        "waiting": rows,
        "answered": answered,
        "people": people,
        "reader": accounts.safety_person(),
    }
    return page(request, "operator/reports.html", context)


@for_the_operator
@require_POST
def name_reader(request: ActingRequest) -> HttpResponse:
    """Say who reads them from now on."""
    try_to(
        request,
        lambda: actions.name_safety_person(person_id=request.POST.get("person", ""), by=request.actor, at=request.at),
        _("Said. Whoever reports from now on is told this name."),
    )
    return see("operator:reports")


@for_the_operator
@require_POST
def settle_reply(request: ActingRequest, reply_id: str) -> HttpResponse:
    """Keep a company's reported reply, or take it down."""
    remove = request.POST.get("do") == "remove"
    try_to(
        request,
        lambda: replies.settle_reply(
            reply_id=reply_id, remove=remove, because=request.POST.get("because", ""), by=request.actor, at=request.at
        ),
        _("Taken down. The company reads why.") if remove else _("It stays."),
    )
    return see("operator:reports")


@for_the_operator
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActingRequest, report_id: str) -> HttpResponse:
    """Read one, which its writer sees, and answer it once."""
    found = evaluations.visible_to(request.actor).filter(public_id=report_id).first()
    if found is None:
        raise NotFound
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: evaluations.answer_report(
                report_id=report_id, text=form.cleaned_data["text"], by=request.actor, at=request.at
            ),
        )
    ):
        return see("operator:report", report_id)
    if request.method == "GET":
        found = evaluations.read_report(report_id=report_id, by=request.actor, at=request.at)
    return page(request, "operator/report.html", {"report": found, "form": form})
