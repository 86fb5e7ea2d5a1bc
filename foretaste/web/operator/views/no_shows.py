"""After three unexplained no-shows: pause new applications with a reason; read an objection, and answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.accounts import queries as accounts
from foretaste.core.refusals import NotFound
from foretaste.trials import actions, lifecycle, queries
from foretaste.web.answers import done, page, see
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator
from foretaste.web.rendering import PlainForm

if TYPE_CHECKING:
    from foretaste.trials.models import ApplicationPause

SHOWN = 50


class PauseForm(PlainForm):
    because = forms.CharField(
        label=gettext_lazy("Why do you pause them?"),
        help_text=gettext_lazy("They read it, and may object. No company learns of it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why")},
    )


class AnswerForm(PlainForm):
    lift = forms.ChoiceField(
        label=gettext_lazy("What becomes of the pause?"),
        choices=[("yes", gettext_lazy("It is lifted")), ("no", gettext_lazy("It stays"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Your words to them"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write a sentence or two")},
    )


class LiftForm(AnswerForm):
    """Nobody has objected: it can be lifted all the same."""

    lift = forms.CharField(widget=forms.HiddenInput, initial="yes")  # type: ignore[assignment]


@for_the_operator
@require_GET
def no_shows(request: ActingRequest) -> HttpResponse:
    """Objections that wait first, then whose applications may be paused, then who is paused."""
    pauses = queries.pauses_visible_to(request.actor)
    standing = pauses.filter(lifted_at=None)
    return page(
        request,
        "operator/no_shows.html",
        {
            "waiting": [
                {"pause": one, "age": request.at - one.objected_at}
                for one in standing.filter(answered_at=None).order_by("objected_at")
                if one.objected_at is not None
            ],
            "may_be_paused": queries.may_be_paused(request.actor),
            "paused": standing.order_by("-paused_at")[:SHOWN],
            "lifted": pauses.filter(lifted_at__isnull=False).order_by("-lifted_at")[:10],
            "needed": lifecycle.NO_SHOWS_BEFORE_A_PAUSE,
        },
    )


@for_the_operator
@require_http_methods(["GET", "HEAD", "POST"])
def somebody(request: ActingRequest, person_id: str) -> HttpResponse:
    """What one person missed without a word, and the pause: to be made, or to be answered for."""
    person = accounts.people_visible_to(request.actor).filter(public_id=person_id).first()
    if person is None:
        raise NotFound
    form = PauseForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.pause_applications(
                person_id=person_id, because=form.cleaned_data["because"], by=request.actor, at=request.at
            ),
        )
    ):
        return see("operator:no_shows_of", person_id)
    return _page(request, person_id, form)


def _page(request: ActingRequest, person_id: str, form: PlainForm | None = None) -> HttpResponse:
    pauses = list(queries.pauses_visible_to(request.actor).filter(intern__public_id=person_id))
    missed = list(queries.unexplained_no_shows(request.actor).filter(intern__public_id=person_id).order_by("-ended_at"))
    standing = next((one for one in pauses if one.lifted_at is None), None)
    may_be_paused = len(missed) >= lifecycle.NO_SHOWS_BEFORE_A_PAUSE
    if not pauses and not may_be_paused:
        raise NotFound  # below three there is nothing to decide, so there is nothing to look at
    if standing is not None and not isinstance(form, AnswerForm):
        form = _answer_form(standing)(auto_id="answer_%s")
    return page(
        request,
        "operator/no_shows_of.html",
        {
            "person": pauses[0].intern if pauses else missed[0].intern,
            "missed": missed,
            "pause": standing,
            "earlier": [one for one in pauses if one.lifted_at is not None],
            "form": form if standing or may_be_paused else None,
        },
    )


def _answer_form(pause: ApplicationPause) -> type[AnswerForm]:
    return AnswerForm if pause.waits_for_an_answer else LiftForm


@for_the_operator
@require_POST
def answer(request: ActingRequest, pause_id: str) -> HttpResponse:
    """Lift it, or say why it stays."""
    pause = queries.pauses_visible_to(request.actor).filter(public_id=pause_id).first()
    if pause is None:
        raise NotFound
    form = _answer_form(pause)(request.POST, auto_id="answer_%s")
    if form.is_valid() and done(
        form,
        lambda: actions.answer_objection(
            pause_id=pause_id,
            lift=form.cleaned_data["lift"] == "yes",
            answer=form.cleaned_data["answer"],
            by=request.actor,
            at=request.at,
        ),
    ):
        return see("operator:no_shows_of", pause.intern.public_id)
    return _page(request, pause.intern.public_id, form)
