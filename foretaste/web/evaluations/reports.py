"""Reporting harassment or danger to a named person; reading what became of it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from foretaste.accounts import queries as accounts
from foretaste.evaluations import reports
from foretaste.trials import queries as trials
from foretaste.web.answers import done
from foretaste.web.middleware import ActingRequest
from foretaste.web.own_trials import for_its_intern
from foretaste.web.rendering import PlainForm, see_other


class ReportForm(PlainForm):
    """What it is about, and what happened."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=reports.KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What happened, where and when"),
        max_length=reports.LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say what happened.")},
    )


@for_its_intern
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Say it to a person, by name."""
    trial = trials.own_trial(trial_id, request.actor)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, lambda: reports.report_danger(trial_id=trial_id, by=request.actor, at=request.at, **form.cleaned_data)
        )
    ):
        messages.success(request, _("Sent. A person reads it, and answers you here and by mail."))
        return see_other("evaluations:report", trial_id)
    person = accounts.safety_person(trial.organization_id)
    context = {
        "form": form,
        "trial": trial,
        "person": person,
        "reports": reports.of_trial(trial_id, request.actor),
    }
    return render(request, "evaluations/report.html", context, status=422 if form.errors else 200)
