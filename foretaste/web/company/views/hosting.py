"""Host a trial: who is here today, mark arrived, the trial as a whole, and every way the company may end it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Role
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.evaluations import queries as evaluations
from foretaste.money.endings import full_fund
from foretaste.trials import actions, files, lifecycle, queries
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.company import timelines
from foretaste.web.company.access import for_the_company
from foretaste.web.company.forms.hosting import (
    CaseAnswerForm,
    CheckpointForm,
    ContestForm,
    EndForm,
    HostForm,
    MoveForm,
    SendAwayForm,
)
from foretaste.web.company.views.planning import who_may_host
from foretaste.web.documents.language import translation_asked_for
from foretaste.web.middleware import ActingRequest
from foretaste.web.templatetags.ui import day as day_words
from foretaste.web.templatetags.ui import hour as hour_words
from foretaste.web.templatetags.ui import money as money_words
from foretaste.web.trials import agreed

if TYPE_CHECKING:
    from foretaste.trials.models import Trial, TrialDay

ENDINGS = {"withdrawal": "withdraw_company", "early-end": "end_early", "sending-away": "send_away"}


def trial_of(request: ActingRequest, trial_id: str) -> Trial:
    """Load a trial of the actor's own company."""
    trial = queries.trial_of(trial_id, request.actor)
    if trial.organization_id != request.actor.organization_id:
        raise NotFound
    return trial


# --- today ----------------------------------------------------------------------------------------
@for_the_company
@require_GET
def today(request: ActingRequest) -> HttpResponse:
    """Who is here, who is expected, what waits for an answer."""
    days = list(queries.today_for(request.actor, request.at).prefetch_related("trial__days", "trial__cases"))
    return page(
        request,
        "company/trials/today.html",
        {
            "days": [arrival(day, request.at) for day in days],
            "cases": queries.cases_to_answer(request.actor),
            "next": queries.next_day_for(request.actor, request.at) if not days else None,
        },
    )


def arrival(day: TrialDay, at: dt.datetime) -> dict[str, Any]:
    """Return how one day stands: here, expected, late, over, and what the host may do."""
    trial = day.trial
    if day.is_started:
        state, kind = _("Here since %(time)s") % {"time": _clock(day.checked_in_at, trial.time_zone)}, "in"
    elif trial.has_ended:
        state, kind = _("The trial has ended"), "plain"
    elif at > day.ends_at:
        state, kind = _("Not checked in"), "note"
    elif at >= day.starts_at:
        minutes = int((at - day.starts_at).total_seconds() // 60)
        state, kind = (
            (_("Expected %(minutes)d minutes ago") % {"minutes": minutes}, "now")
            if minutes
            else (_("Expected now"), "now")
        )
    else:
        state, kind = _("Expected at %(time)s") % {"time": _clock(day.starts_at, trial.time_zone)}, ""
    return {
        "day": day,
        "trial": trial,
        "zone": trial.time_zone,
        "state": state,
        "kind": kind,
        "of": len(trial.days.all()),
        "can_mark": trial.is_running and day.check_in_is_open(at),
        "opens_later": trial.is_running and not day.is_started and at < day.check_in_opens_at,
        "is_late": trial.is_running and not day.is_started and day.starts_at < at <= day.ends_at,
        "missed": trial.is_running and not day.is_started and at > day.ends_at,
        "can_contest": queries.start_may_be_contested(day, at),
        "code": day.arrival_code if trial.is_running and not day.is_started and at <= day.ends_at else "",
    }


def _clock(moment: dt.datetime | None, zone: str) -> str:
    return hour_words(moment, zone)


@for_the_company
@require_POST
def arrived(request: ActingRequest, trial_id: str, day: int) -> HttpResponse:
    """Mark the intern arrived: the day is theirs from now on."""
    trial = trial_of(request, trial_id)
    marked = try_to(
        request,
        lambda: actions.mark_arrived(trial_id=trial_id, day=day, by=request.actor, at=request.at),
        ""
        if request.htmx
        else _("%(name)s is here. Today is theirs, in full.") % {"name": trial.intern.get_short_name()},
    )
    if request.htmx and marked:
        row = queries.day_of(trial_of(request, trial_id), day)
        return render(request, "company/trials/_arrival.html", {"one": arrival(row, request.at), "just_now": True})
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return see("company:today") if request.POST.get("from") == "today" else see("company:trial", trial_id)


# --- one trial --------------------------------------------------------------------------------------
@for_the_company
@require_GET
def trial(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Days, money, agreement, history of one trial."""
    return _trial_page(request, trial_of(request, trial_id))


def _trial_page(request: ActingRequest, trial: Trial, **forms_: Any) -> HttpResponse:
    days = queries.days_of(trial)
    current = queries.day_now(trial, request.at) if trial.is_running else None
    rows = [arrival(day, request.at) for day in days]
    started = [day for day in days if day.is_started]
    may_decide = request.actor.has(*lifecycle.COMPANY)
    marked = queries.own_checkpoint_days(trial, request.actor)
    mark_day = max((day.number for day in started), default=0) if not trial.checkpoints_open_at else 0
    return page(
        request,
        "company/trials/trial.html",
        {
            "trial": trial,
            "zone": trial.time_zone,
            "days": [day.on for day in days],
            "doors": [_door(day, current, trial, request.at) for day in days],
            "needs": accounts.profile_of(trial.intern)
            if trial.is_running and request.actor.has(*lifecycle.HOSTS)
            else None,
            "rows": rows,
            "today": arrival(current, request.at) if current and current.check_in_opens_at <= request.at else None,
            "fund": Amount(full_fund([day.pay_minor for day in days], trial.fee_basis_points), trial.currency),
            "earned": Amount(sum(day.pay_minor for day in started), trial.currency),
            "split": _split(trial),
            "cases": trial.cases.all(),
            "waiting": queries.cases_to_answer(request.actor).filter(trial=trial) if may_decide else [],
            "moves": queries.moves_of(trial),
            "log": queries.work_log_of(trial),
            "deliverables": trial.deliverables.all(),
            "ways": [
                {"slug": slug, "way": way, "costs": Amount(way.sums.paid_total + way.sums.fee, trial.currency)}
                for way in (queries.ways_to_end(trial, request.at) if may_decide else [])
                for slug, name in ENDINGS.items()
                if name == way.action
            ],
            "timeline": timelines.of_trial(trial),
            "may_decide": may_decide,
            "host_form": _host_form(request, trial) if trial.is_running and request.actor.has(Role.RECRUITER) else None,
            "mark_day": mark_day if mark_day and mark_day not in marked else 0,
            "checkpoint_form": forms_.get("checkpoint_form") or CheckpointForm(auto_id="mark_%s"),
            "to_evaluate": evaluations.awaiting_evaluation_from(request.actor, at=request.at)
            .filter(trial_id=trial.public_id)
            .exists(),
            "opened": evaluations.visible_to(request.actor).filter(trial_id=trial.public_id).exists(),
        },
    )


def _host_form(request: ActingRequest, trial: Trial) -> HostForm:
    hosts = [(person_id, name) for person_id, name, _title in who_may_host(request)]
    return HostForm(hosts=hosts, initial={"host": trial.host.public_id if trial.host else ""})


@for_the_company
@require_POST
def name_host(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Name another host: the one who was named has left, or can't be there."""
    trial_of(request, trial_id)
    if not request.actor.has(Role.RECRUITER):
        raise NotAllowed
    host_id = request.POST.get("host", "").replace("\x00", "")
    try_to(
        request,
        lambda: actions.name_host(trial_id=trial_id, host_id=host_id, by=request.actor, at=request.at),
        _("Done. Both of you are told by mail."),
    )
    return see("company:trial", trial_id)


def _door(day: TrialDay, current: TrialDay | None, trial: Trial, at: dt.datetime) -> dict[str, Any]:
    is_current = current is not None and day.number == current.number and day.check_in_opens_at <= at
    if day.is_started:
        state, words, kind = ("now" if is_current and at <= day.ends_at else "paid"), _("Earned"), "in"
    elif trial.has_ended:
        state, words, kind = "shut", _("Not started"), "plain"
    else:
        state, words, kind = (
            ("offer" if is_current else "shut"),
            (_("Expected") if at <= day.ends_at else _("Missed")),
            "",
        )
    return {
        "state": state,
        "when": day_words(day.on, "short"),
        "pay": money_words(Amount(day.pay_minor, trial.currency)),
        "tag": words,
        "tag_kind": kind,
        "current": is_current,
    }


def _split(trial: Trial) -> list[tuple[str, Amount, str]] | None:
    """Return how the fund was split, once it was."""
    if trial.is_running:
        return None
    lines = [
        (_("Paid to the intern"), trial.amount(trial.paid_minor), ""),
        (_("Fee"), trial.amount(trial.fee_minor), ""),
    ]
    if trial.held_minor:
        lines.append((_("Held for a decision"), trial.amount(trial.held_minor), ""))
    waits = bool(trial.back_minor) and trial.refund_released_at is None and trial.ending.startswith("exit")
    lines.append(
        (_("Back to you"), trial.amount(trial.back_minor), _("It waits 24 hours after an exit") if waits else "")
    )
    return lines


@for_the_company
@require_GET
def agreement(request: ActingRequest, trial_id: str) -> HttpResponse:
    """The signed text (or a translation to read by), its fingerprint, who signed and when. It prints."""
    own = trial_of(request, trial_id)
    reading = translation_asked_for(request)
    context = {"trial": own, "parts": agreed.parts_of(own, reading), "reading": reading}
    return page(request, "company/trials/agreement.html", context)


@for_the_company
@require_GET
def agreement_pdf(request: ActingRequest, trial_id: str) -> HttpResponse:
    """The same text as a document to keep."""
    return agreed.printed(trial_of(request, trial_id), translation_asked_for(request))


@for_the_company
@require_GET
def deliverable(request: ActingRequest, trial_id: str, file_id: str) -> HttpResponse:
    """Hand over a file of the trial, always as a download."""
    found = (
        queries.deliverables_visible_to(request.actor)
        .filter(trial=trial_of(request, trial_id), public_id=file_id)
        .first()
    )
    if found is None:
        raise NotFound
    response = HttpResponse(files.read(found.path), content_type=found.content_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@for_the_company
@require_POST
def checkpoint(request: ActingRequest, trial_id: str, day: int) -> HttpResponse:
    """Seal the company's mark of a day."""
    found = trial_of(request, trial_id)
    form = CheckpointForm(request.POST, auto_id="mark_%s")
    if form.is_valid() and done(
        form,
        lambda: actions.seal_checkpoint(
            trial_id=trial_id, day=day, mark=form.cleaned_data["mark"], by=request.actor, at=request.at
        ),
    ):
        return see("company:trial", trial_id)
    return _trial_page(request, found, checkpoint_form=form)


# --- moving a day -----------------------------------------------------------------------------------
@for_the_company
@require_http_methods(["GET", "POST"])
def move(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Ask the intern to move a day that has not started: same hours, same money."""
    found = trial_of(request, trial_id)
    choices = [
        (day.number, _("Day %(number)d, %(on)s") % {"number": day.number, "on": day_words(day.on)})
        for day in queries.days_of(found)
        if not day.is_started and day.ends_at > request.at
    ]
    form = MoveForm(request.POST if request.method == "POST" else None, days=choices)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.propose_day_move(trial_id=trial_id, by=request.actor, at=request.at, **form.cleaned_data),
        )
    ):
        return see("company:trial", trial_id)
    return page(request, "company/trials/move.html", {"trial": found, "form": form, "choices": choices})


@for_the_company
@require_POST
def answer_move(request: ActingRequest, trial_id: str, move_id: str) -> HttpResponse:
    """Say yes or no to the intern's wish to move a day."""
    found = trial_of(request, trial_id)
    if not queries.moves_of(found).filter(public_id=move_id).exists():
        raise NotFound
    accept = request.POST.get("accept") == "yes"
    try_to(
        request,
        lambda: actions.answer_day_move(move_id=move_id, accept=accept, by=request.actor, at=request.at),
        _("The day has moved. Same money.") if accept else _("The day stays where it is."),
    )
    return see("company:trial", trial_id)


# --- questions of fact --------------------------------------------------------------------------------
@for_the_company
@require_http_methods(["GET", "POST"])
def contest(request: ActingRequest, trial_id: str, day: int) -> HttpResponse:
    """Contest that a day was started at all: within 24 hours, with a reason. It moves no money."""
    found = trial_of(request, trial_id)
    row = queries.day_of(found, day)
    form = ContestForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.contest_start(
                trial_id=trial_id, day=day, reason=form.cleaned_data["reason"], by=request.actor, at=request.at
            ),
        )
    ):
        return see("company:trial", trial_id)
    return page(
        request, "company/trials/contest.html", {"trial": found, "day": row, "zone": found.time_zone, "form": form}
    )


@for_the_company
@require_http_methods(["GET", "POST"])
def case(request: ActingRequest, case_id: str) -> HttpResponse:
    """Answer what the intern has said: a missed check-in, a no-show, told to leave."""
    found = (
        queries.cases_visible_to(request.actor)
        .filter(public_id=case_id, trial__organization_id=request.actor.organization_id or 0)
        .first()
    )
    if found is None:
        raise NotFound
    form = CaseAnswerForm(request.POST if request.method == "POST" else None, kind=found.kind)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.answer_case(case_id=case_id, by=request.actor, at=request.at, **form.cleaned_data),
        )
    ):
        return see("company:trial", found.trial.public_id)
    row = queries.day_of(found.trial, found.day) if found.day else None
    return page(
        request,
        "company/trials/case.html",
        {
            "case": found,
            "trial": found.trial,
            "zone": found.trial.time_zone,
            "day": row,
            "log": queries.work_log_of(found.trial).filter(day=found.day) if found.day else [],
            "form": form,
            "may_answer": found.state == "open" and request.actor.has(*lifecycle.COMPANY),
        },
    )


# --- ending it ------------------------------------------------------------------------------------------
@for_the_company
@require_http_methods(["GET", "POST"])
def end(request: ActingRequest, trial_id: str, how: str) -> HttpResponse:
    """Withdraw, end early or send away: the cost first, then the confirmation."""
    found = trial_of(request, trial_id)
    if how not in ENDINGS:
        raise Http404
    way = next((one for one in queries.ways_to_end(found, request.at) if one.action == ENDINGS[how]), None)
    if way is None and request.method == "GET":
        return see("company:trial", trial_id)
    form: EndForm | SendAwayForm = (
        SendAwayForm(request.POST if request.method == "POST" else None)
        if how == "sending-away"
        else EndForm(request.POST if request.method == "POST" else None)
    )
    act = getattr(actions, ENDINGS[how])
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: act(trial_id=trial_id, by=request.actor, at=request.at, **form.cleaned_data))
    ):
        return see("company:trial", trial_id)
    return page(
        request,
        "company/trials/end.html",
        {"trial": found, "how": how, "form": form, "zone": found.time_zone, **_cost(found, way)},
    )


def _cost(trial: Trial, way: Any) -> dict[str, Any]:
    if way is None:
        return {"lines": [], "total": None}
    sums = way.sums
    lines = [
        (_("Days started"), trial.amount(sums.days), ""),
        (_("Days paid as if worked"), trial.amount(sums.remaining), ""),
        (_("For the cancelled start"), trial.amount(sums.kill_fee), ""),
        (_("Fee"), trial.amount(sums.fee), ""),
        (_("Held until a person decides"), trial.amount(sums.held), ""),
    ]
    return {
        "lines": [line for line in lines if line[1]],
        "total": trial.amount(sums.paid_total + sums.fee),
        "back": trial.amount(sums.back),
        "is_late": way.ending.value == "company_withdraws_late",
    }
