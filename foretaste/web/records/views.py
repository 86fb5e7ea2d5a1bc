"""One's own records: choose what each shows, take it along, take it back. One view, one action."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foretaste.core.refusals import NotFound, Refused
from foretaste.records import actions, issuer, queries
from foretaste.web.answers import done
from foretaste.web.middleware import ActingRequest
from foretaste.web.records.forms import ChoosingForm

if TYPE_CHECKING:
    from foretaste.records.models import Record

ADD_TO_PROFILE = "https://www.linkedin.com/profile/add?"


@login_required
@require_safe
def mine(request: ActingRequest) -> HttpResponse:
    """All records, the newest month first."""
    if not request.actor.is_intern:
        raise NotFound
    return render(request, "records/mine.html", {"records": list(queries.visible_to(request.actor))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ActingRequest, record_id: str) -> HttpResponse:
    """What shows, and who may see it."""
    record = queries.record_of(record_id, request.actor)
    choices = queries.choices_of(record, request.actor, request.at)
    form = ChoosingForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        initial={
            "own_words": record.own_words,
            "keys": [one["key"] for one in record.shown],
            "reply": record.reply,
            "is_shared": record.is_shared,
        },
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.choose_what_shows(
                record_id=record_id,
                keys=form.cleaned_data.get("keys", []),
                own_words=form.cleaned_data["own_words"],
                reply=form.cleaned_data.get("reply", ""),
                is_shared=form.cleaned_data["is_shared"],
                by=request.actor,
                at=request.at,
            ),
        )
    ):
        messages.success(request, _("Saved. It is signed within moments."))
        return redirect("records:choose", record_id)
    context = {
        "record": record,
        "form": form,
        "address": issuer.place().record(record.public_id),
        "linkedin": add_to_profile(record),
    }
    return render(request, "records/record.html", context, status=422 if form.errors else 200)


def add_to_profile(record: Record) -> str:
    """Return LinkedIn's link that fills in a certificate: a plain link, nothing is sent until it is followed."""
    said = {
        "startTask": "CERTIFICATION_NAME",
        "name": _("Paid work trial: %(title)s") % {"title": record.title},
        "organizationName": settings.INSTANCE_NAME,
        "issueYear": record.month.year,
        "issueMonth": record.month.month,
        "certUrl": issuer.place().record(record.public_id),
        "certId": record.public_id,
    }
    return ADD_TO_PROFILE + urlencode(said, quote_via=quote)


@login_required
@require_POST
def revoke(request: ActingRequest, record_id: str) -> HttpResponse:
    """Take it back: every copy is refused from now on."""
    try:
        actions.revoke_record(record_id=record_id, by=request.actor, at=request.at)
    except NotFound:
        raise
    except Refused as refusal:
        messages.info(request, refusal.text)
    else:
        messages.success(request, _("Revoked. Whoever checks a copy is told so."))
    return redirect("records:choose", record_id)


@login_required
@require_POST
def delete(request: ActingRequest, record_id: str) -> HttpResponse:
    """Forget it."""
    actions.delete_record(record_id=record_id, by=request.actor, at=request.at)
    messages.success(request, _("Deleted. Copies that others kept are refused."))
    return redirect("records:mine")
