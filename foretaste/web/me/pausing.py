"""One's own new applications, paused by the operator: why, what goes on, and a word against it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from foretaste.core.refusals import NotFound
from foretaste.trials import actions, queries
from foretaste.web.answers import done, page, see
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import PlainForm


class ObjectionForm(PlainForm):
    objection = forms.CharField(
        label=gettext_lazy("Why should it end?"),
        help_text=gettext_lazy("What happened on those days, if you like. Whoever runs this reads it, and no company."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say it in a line or two.")},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: ActingRequest) -> HttpResponse:
    """The latest pause. Whoever never had one finds nothing here."""
    found = queries.pause_of(request.actor)
    if found is None:
        raise NotFound
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.object_to_pause(
                pause_id=found.public_id, objection=form.cleaned_data["objection"], by=request.actor, at=request.at
            ),
        )
    ):
        messages.success(request, _("Said. A person reads it, and answers you here and by mail."))
        return see("me:pause")
    may_object = found.lifted_at is None and found.objected_at is None
    return page(request, "me/pause.html", {"pause": found, "form": form if may_object or form.errors else None})
