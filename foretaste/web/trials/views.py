"""A trial as its intern lives it. One view, one action; every form is a plain POST."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foretaste.accounts import actions as account_actions
from foretaste.accounts.actors import Role
from foretaste.core.refusals import NotAllowed, NotFound, Refused
from foretaste.evaluations import actions as evaluation_actions
from foretaste.opportunities import actions as opportunity_actions
from foretaste.trials import actions, files, queries
from foretaste.trials.refusals import TheSumHasChanged, TheTrialHasEnded
from foretaste.web.answers import done
from foretaste.web.documents.language import translation_asked_for
from foretaste.web.evaluations.forms import ExitNoteForm
from foretaste.web.middleware import ActingRequest
from foretaste.web.own_trials import for_its_intern
from foretaste.web.rendering import PlainForm
from foretaste.web.trials import agreed, calendars, forms, pages, shown

if TYPE_CHECKING:
    from foretaste.trials.models import Trial


def _again(request: ActingRequest, trial: Trial, status: int = 200, **filled: object) -> HttpResponse:
    """Render the trial's page as it stands: before the day, the day, or after the end."""
    template, context = pages.page_of(trial, request.actor, request.at, **filled)
    return render(request, template, context, status=status)


@for_its_intern
@require_safe
def trial(request: ActingRequest, trial_id: str) -> HttpResponse:
    """One address for the whole life of a trial."""
    found = queries.trial_of(trial_id, request.actor)
    roles = queries.roles_in(found, request.actor)
    if Role.INTERN not in roles and request.actor.is_company:
        return redirect(f"/company/trials/{found.public_id}/")
    if Role.INTERN not in roles:
        raise NotFound
    return _again(request, found)


# --- the agreement ----------------------------------------------------------------------------------
@for_its_intern
@require_safe
def agreement(request: ActingRequest, trial_id: str) -> HttpResponse:
    """What was signed, or a translation of it to read by."""
    context = agreed.agreement_of(queries.own_trial(trial_id, request.actor), translation_asked_for(request))
    return render(request, "trials/agreement.html", context)


@for_its_intern
@require_safe
def agreement_pdf(request: ActingRequest, trial_id: str) -> HttpResponse:
    return agreed.printed(queries.own_trial(trial_id, request.actor), translation_asked_for(request))


# --- before the day -----------------------------------------------------------------------------------
@for_its_intern
@require_safe
def calendar(request: ActingRequest, trial_id: str) -> HttpResponse:
    """The days as a calendar file."""
    own = queries.own_trial(trial_id, request.actor)
    response = HttpResponse(calendars.days_as_ics(own, request.at), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="trial-{own.reference}.ics"'
    return response


@for_its_intern
@require_POST
def needs(request: ActingRequest, trial_id: str) -> HttpResponse:
    """What helps to work well there, and whom to call."""
    own = queries.own_trial(trial_id, request.actor)
    form = forms.NeedsForm(request.POST)
    if form.is_valid() and done(
        form, lambda: account_actions.edit_profile(by=request.actor, at=request.at, **form.cleaned_data)
    ):
        messages.success(request, _("Saved. The company can read it until the trial ends."))
        return redirect("trials:trial", trial_id)
    return _again(request, own, 422, needs_form=form)


@for_its_intern
@require_POST
def question(request: ActingRequest, trial_id: str) -> HttpResponse:
    own = queries.own_trial(trial_id, request.actor)
    form = forms.QuestionForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: opportunity_actions.ask_question(
            opportunity_id=own.opportunity.public_id,
            text=form.cleaned_data["text"],
            by=request.actor,
            at=request.at,
        ),
    ):
        messages.success(request, _("Asked. The answer comes by mail and stands here."))
        return redirect("trials:trial", trial_id)
    return _again(request, own, 422, question_form=form)


# --- the day --------------------------------------------------------------------------------------------
@for_its_intern
@require_POST
def check_in(request: ActingRequest, trial_id: str, number: int) -> HttpResponse:
    """ "I am here": the day is theirs from now. With the host's code, or without."""
    own = queries.own_trial(trial_id, request.actor)
    code = request.POST.get("code", "").strip()
    try:
        if code:
            actions.check_in_with_code(trial_id=trial_id, day=number, code=code, by=request.actor, at=request.at)
        else:
            actions.check_in(trial_id=trial_id, day=number, by=request.actor, at=request.at)
    except NotFound:
        raise
    except Refused as refusal:
        return _again(request, own, 422, refusal=refusal.text)
    return redirect("trials:trial", trial_id)


@for_its_intern
@require_POST
def claim(request: ActingRequest, trial_id: str, number: int) -> HttpResponse:
    """The intern was there and forgot to say so."""
    own = queries.own_trial(trial_id, request.actor)
    form = forms.ClaimForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: actions.claim_check_in(
            trial_id=trial_id, day=number, reason=form.cleaned_data["text"], by=request.actor, at=request.at
        ),
    ):
        messages.success(request, _("Said. That day’s pay stays held until it is answered."))
        return redirect("trials:trial", trial_id)
    return _again(request, own, 422, refusal=_first_error(form))


@for_its_intern
@require_POST
def move(request: ActingRequest, trial_id: str, number: int) -> HttpResponse:
    """Ask to move a day that has not started, for illness or another reason; same money."""
    own = queries.own_trial(trial_id, request.actor)
    day = queries.day_of(own, number)
    form = forms.MoveForm(request.POST, days=pages.days_it_could_move_to(own, day, request.at))
    if form.is_valid() and done(
        form,
        lambda: actions.propose_day_move(
            trial_id=trial_id,
            day=number,
            new_on=dt.date.fromisoformat(form.cleaned_data["on"]),
            is_illness=form.cleaned_data["is_illness"],
            note=form.cleaned_data["note"],
            by=request.actor,
            at=request.at,
        ),
    ):
        messages.success(request, _("Asked. The day moves when the company says yes."))
        return redirect("trials:trial", trial_id)
    return _again(request, own, 422, move_form=form)


@for_its_intern
@require_POST
def answer_move(request: ActingRequest, trial_id: str, move_id: str) -> HttpResponse:
    own = queries.own_trial(trial_id, request.actor)
    try:
        accept = request.POST.get("answer") == "yes"
        actions.answer_day_move(move_id=move_id, accept=accept, by=request.actor, at=request.at)
    except NotFound:
        raise
    except Refused as refusal:
        return _again(request, own, 422, refusal=refusal.text)
    return redirect("trials:trial", trial_id)


@for_its_intern
@require_POST
def checkpoint(request: ActingRequest, trial_id: str, number: int) -> HttpResponse:
    """How it is so far: sealed until the evaluations open."""
    own = queries.own_trial(trial_id, request.actor)
    form = forms.CheckpointForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: actions.seal_checkpoint(
            trial_id=trial_id, day=number, mark=form.cleaned_data["mark"], by=request.actor, at=request.at
        ),
    ):
        return redirect("trials:trial", trial_id)
    return _again(request, own, 422, refusal=_first_error(form))


@for_its_intern
@require_POST
def log(request: ActingRequest, trial_id: str) -> HttpResponse:
    own = queries.own_trial(trial_id, request.actor)
    form = forms.LogForm(request.POST)
    if form.is_valid():
        day = shown.current_day(own, queries.days_of(own), request.at)
        if done(
            form,
            lambda: actions.log_work(
                trial_id=trial_id, day=day.number, text=form.cleaned_data["text"], by=request.actor, at=request.at
            ),
        ):
            return redirect("trials:trial", trial_id)
    return _again(request, own, 422, log_form=form)


@for_its_intern
@require_POST
def upload(request: ActingRequest, trial_id: str) -> HttpResponse:
    own = queries.own_trial(trial_id, request.actor)
    form = forms.FileForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        if done(
            form,
            lambda: actions.upload_deliverable(
                trial_id=trial_id,
                name=sent.name or "file",
                content=sent.read(settings.DELIVERABLE_MAX_BYTES + 1),
                note=form.cleaned_data["note"],
                by=request.actor,
                at=request.at,
            ),
        ):
            messages.success(request, _("Uploaded. Your host can open it."))
            return redirect("trials:trial", trial_id)
    return _again(request, own, 422, file_form=form)


@for_its_intern
@require_safe
def file(request: ActingRequest, trial_id: str, file_id: str) -> HttpResponse:
    """Hand over a file of the trial, to its two sides only, always as a download."""
    found = queries.deliverables_visible_to(request.actor).filter(trial__public_id=trial_id, public_id=file_id).first()
    if found is None or request.actor.is_operator:
        raise NotFound
    response = HttpResponse(files.read(found.path), content_type=found.content_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@for_its_intern
@require_POST
def no_show(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Nobody from the company is there."""
    own = queries.own_trial(trial_id, request.actor)
    try:
        day = shown.current_day(own, queries.days_of(own), request.at)
        actions.report_company_no_show(trial_id=trial_id, day=day.number, by=request.actor, at=request.at)
    except NotFound:
        raise
    except Refused as refusal:
        return _again(request, own, 422, refusal=refusal.text)
    messages.success(request, _("Reported. Today is yours; the company has two hours to answer."))
    return redirect("trials:trial", trial_id)


# --- leaving ----------------------------------------------------------------------------------------------
@for_its_intern
@require_http_methods(["GET", "HEAD", "POST"])
def exit(request: ActingRequest, trial_id: str) -> HttpResponse:
    """The second tap: the same sum once more. If it changed meanwhile it is shown again; nothing is lost."""
    if request.method == "POST":
        return _leave(request, trial_id)
    own = queries.own_trial(trial_id, request.actor)
    if own.has_ended:
        return redirect("trials:left", trial_id)
    return render(request, "trials/exit.html", pages.exit_of(own, request.at, changed=False))


def _leave(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Straight to the action, which locks and checks: nothing is loaded twice on the way to being paid."""
    expected = request.POST.get("sum", "")[:20]
    try:
        actions.exit_trial(
            trial_id=trial_id,
            expected_minor=int(expected) if expected.isdecimal() else -1,
            by=request.actor,
            at=request.at,
        )
    except NotAllowed as refusal:  # not the intern: there is nothing here
        raise NotFound from refusal
    except TheTrialHasEnded:
        pass
    except TheSumHasChanged:
        own = queries.own_trial(trial_id, request.actor)
        return render(request, "trials/exit.html", pages.exit_of(own, request.at, changed=True), status=409)
    return redirect("trials:left", trial_id)


@for_its_intern
@require_safe
def left(request: ActingRequest, trial_id: str) -> HttpResponse:
    """What happened, what comes next; keeps its own address."""
    own = queries.own_trial(trial_id, request.actor)
    if own.is_running:
        return redirect("trials:trial", trial_id)
    return _again(request, own)


@for_its_intern
@require_POST
def told_to_leave(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Within 24 hours of an exit: it was not the intern's own wish."""
    own = queries.own_trial(trial_id, request.actor)
    form = forms.ToldForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: actions.say_told_to_leave(
            trial_id=trial_id, reason=form.cleaned_data["reason"], by=request.actor, at=request.at
        ),
    ):
        messages.success(request, _("Said. A person looks at it; the company’s part waits meanwhile."))
        return redirect("trials:left", trial_id)
    return _again(request, own, 422, told_form=form)


@for_its_intern
@require_POST
def exit_note(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Why they left: counted among at least five, or sent with their name."""
    own = queries.own_trial(trial_id, request.actor)
    form = ExitNoteForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: evaluation_actions.write_exit_note(trial_id=trial_id, by=request.actor, at=request.at, **form.note()),
    ):
        return redirect("trials:left", trial_id)
    return _again(request, own, 422, note_form=form)


@for_its_intern
@require_POST
def answer_case(request: ActingRequest, trial_id: str, case_id: str) -> HttpResponse:
    """The intern's side of a question the company has opened."""
    own = queries.own_trial(trial_id, request.actor)
    form = forms.AnswerForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: actions.answer_case(
            case_id=case_id, answer=form.cleaned_data["answer"], by=request.actor, at=request.at
        ),
    ):
        messages.success(request, _("Said. A person reads both sides and decides."))
        return redirect("trials:trial", trial_id)
    return _again(request, own, 422, refusal=_first_error(form))


def _first_error(form: PlainForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")
