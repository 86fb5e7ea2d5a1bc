"""A demo instance: who is there, signing in as each with one click, moving the clock, reading the mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from foretaste.accounts import queries
from foretaste.accounts.actors import CLOCK
from foretaste.core import calendars, clock
from foretaste.core.refusals import Refused
from foretaste.messaging import queries as messaging
from foretaste.trials import queries as trials
from foretaste.web.accounts.adapter import home_of
from foretaste.web.middleware import ORGANIZATION
from foretaste.web.rendering import PlainForm, see_other
from foretaste.web.templatetags.ui import day as day_words
from foretaste.web.templatetags.ui import when

if TYPE_CHECKING:
    from foretaste.trials.models import Trial

ZONE = "Europe/Berlin"  # where the demo's clock hangs
LEAPS = {
    "hour": (gettext_lazy("An hour on"), dt.timedelta(hours=1)),
    "day": (gettext_lazy("A day on"), dt.timedelta(days=1)),
    "week": (gettext_lazy("A week on"), dt.timedelta(days=7)),
}


class ClockForm(PlainForm):
    """A moment on the wall of the demo's place."""

    to = forms.DateTimeField(
        label=gettext_lazy("Or to a moment of your choice"),
        widget=forms.DateTimeInput({"type": "datetime-local", "width": "middle"}),
        error_messages={
            "required": gettext_lazy("Choose a date and an hour"),
            "invalid": gettext_lazy("Choose a date and an hour"),
        },
    )


def only_in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _groups() -> dict[str, list[Any]]:
    """Everybody by role; of each intern, where their running trial stands: so that one knows whom to choose."""
    groups: dict[str, list[Any]] = queries.demo_people()
    running = trials.visible_to(CLOCK).filter(state__in=["agreed", "under_way"]).select_related("organization")
    of = {trial.intern_id: trial for trial in running.prefetch_related("days").order_by("-id")}
    for person in groups.get("intern", []):
        if trial := of.get(person.pk):
            person.now = _where(trial)
    return groups


def _where(trial: Trial) -> str:
    started = [day for day in trials.days_of(trial) if day.is_started]
    words = {"company": trial.organization.name}
    if started:
        return _("On day %(number)s at %(company)s") % (words | {"number": started[-1].number})
    first = trials.days_of(trial)[0]
    if first.ends_at < calendars.now():
        return _("Was expected at %(company)s") % words
    return _("Goes to %(company)s on %(day)s") % (words | {"day": day_words(first.on, "short")})


def _page(request: HttpRequest, form: ClockForm | None = None, status: int = 200) -> HttpResponse:
    context = {
        "groups": _groups(),
        "now": calendars.now(),
        "zone": ZONE,
        "leaps": LEAPS,
        "tomorrow": clock.tomorrow_at(dt.time(9), ZONE),
        "clock_form": form or ClockForm(),
    }
    return render(request, "demo/demo.html", context, status=status)


@only_in_demo
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody of the demo world, by role, each one click away; and the clock."""
    return _page(request)


@only_in_demo
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of the demo people; nobody else can be become."""
    person = queries.demo_person(request.POST.get("person", ""))
    if person is None:
        raise Http404
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session.pop(ORGANIZATION, None)
    return see_other(home_of(person))


@only_in_demo
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Let time pass, and let what has come due happen at once."""
    leap = request.POST.get("leap", "")
    if leap == "tomorrow":
        to = clock.tomorrow_at(dt.time(9), ZONE)
    elif leap in LEAPS:
        to = calendars.now() + LEAPS[leap][1]
    else:
        form = ClockForm(request.POST)
        if not form.is_valid():
            return _page(request, form, status=422)
        wall = form.cleaned_data["to"].replace(tzinfo=None)
        to = calendars.moment(wall.date(), wall.time(), ZONE)
    try:
        at = clock.move_demo_clock(to=to)
    except Refused as refusal:
        form = ClockForm(request.POST)
        form.add_error(None, refusal.text)
        return _page(request, form, status=422)
    messages.success(request, _("It is now %(when)s.") % {"when": when(at, ZONE)})
    back = request.POST.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return see_other(back)
    return see_other("demo:demo")


@only_in_demo
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail the demo has written, newest first; `?to=` keeps one person's."""
    mails = messaging.mailbox()
    to = request.GET.get("to", "")
    if to:
        mails = mails.filter(to=to)
    page = Paginator(mails, 30).get_page(request.GET.get("page"))
    return render(request, "demo/mailbox.html", {"page": page, "to": to, "zone": ZONE})


@only_in_demo
@require_safe
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    """One mail as it was written: its text, with the links it holds."""
    one = messaging.mailbox().filter(public_id=mail_id).first()
    if one is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": one, "zone": ZONE})
