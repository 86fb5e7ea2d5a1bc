"""Thanks and keeping in touch: the same page for both sides of a trial. One view, one action."""

from __future__ import annotations

from typing import Any

from babel import dates
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy, to_locale
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foretaste.evaluations import farewells
from foretaste.evaluations.sealing import Side
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.own_trials import for_its_intern
from foretaste.web.rendering import PlainForm


class ThanksForm(PlainForm):
    text = forms.CharField(
        label=gettext_lazy("Your note"),
        help_text=gettext_lazy("Plain words, once. It is sent at once, with your name"),
        max_length=farewells.LONGEST_THANKS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write your note.")},
    )


class ContactForm(PlainForm):
    contact = forms.CharField(
        label=gettext_lazy("How can they reach you?"),
        help_text=gettext_lazy("A mail address, a number, your name somewhere: what you like"),
        max_length=farewells.LONGEST_CONTACT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say how they can reach you.")},
    )


class ReportForm(PlainForm):
    text = forms.CharField(
        label=gettext_lazy("What is wrong with it?"),
        max_length=farewells.LONGEST_THANKS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what is wrong with it.")},
    )


def month(on: Any) -> str:
    return dates.format_date(on, "LLLL y", locale=to_locale(get_language() or "en"))


def _page(request: ActingRequest, trial_id: str, **bound: forms.Form) -> HttpResponse:
    seen = farewells.farewell_of(trial_id=trial_id, by=request.actor)
    context: dict[str, Any] = {
        "seen": seen,
        "back": ("company:trial" if seen.side is Side.COMPANY else "trials:trial"),
        "thanks_form": bound.get("thanks_form") or ThanksForm(auto_id="thanks_%s"),
        "contact_form": bound.get("contact_form")
        or ContactForm(initial={"contact": seen.own_contact}, auto_id="contact_%s"),
        "report_form": bound.get("report_form") or ReportForm(auto_id="report_%s"),
    }
    return page(request, "evaluations/farewell.html", context)


@for_its_intern
@require_safe
def farewell(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Say thank you, and keep in touch."""
    return _page(request, trial_id)


@for_its_intern
@require_POST
def thanks(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Send a note of thanks."""
    form = ThanksForm(request.POST, auto_id="thanks_%s")
    if form.is_valid() and done(
        form,
        lambda: farewells.send_thanks(
            trial_id=trial_id, text=form.cleaned_data["text"], by=request.actor, at=request.at
        ),
    ):
        messages.success(request, _("Your note is sent."))
        return see("evaluations:farewell", trial_id)
    return _page(request, trial_id, thanks_form=form)


@for_its_intern
@require_POST
def contact(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Wish to keep in touch."""
    form = ContactForm(request.POST, auto_id="contact_%s")
    if form.is_valid() and done(
        form,
        lambda: farewells.keep_in_touch(
            trial_id=trial_id, contact=form.cleaned_data["contact"], by=request.actor, at=request.at
        ),
    ):
        return see("evaluations:farewell", trial_id)
    return _page(request, trial_id, contact_form=form)


@for_its_intern
@require_POST
def contact_back(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Take the wish back."""
    try_to(
        request,
        lambda: farewells.take_contact_back(trial_id=trial_id, by=request.actor, at=request.at),
        _("Taken back. Neither of you is shown the other’s."),
    )
    return see("evaluations:farewell", trial_id)


@for_its_intern
@require_POST
def report(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Report the note one was sent."""
    farewells.received(trial_id=trial_id, by=request.actor)
    form = ReportForm(request.POST, auto_id="report_%s")
    if form.is_valid() and done(
        form,
        lambda: farewells.report_thanks(
            trial_id=trial_id, text=form.cleaned_data["text"], by=request.actor, at=request.at
        ),
    ):
        messages.success(request, _("Reported. A person reads it; whoever wrote the note isn’t told."))
        return see("evaluations:farewell", trial_id)
    return _page(request, trial_id, report_form=form)


@login_required
@require_safe
def contacts(request: ActingRequest) -> HttpResponse:
    """Everybody with whom both agreed to keep in touch."""
    rows = [{"kept": one, "month": month(one.month)} for one in farewells.contacts_of(request.actor)]
    return page(request, "evaluations/contacts.html", {"rows": rows, "of_company": request.actor.is_company})
