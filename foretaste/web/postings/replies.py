"""A company's public reply to its record, and saying that something is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from foretaste.insights import replies
from foretaste.web.answers import see, try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import PlainForm

if TYPE_CHECKING:
    from foretaste.insights.models import RecordReply
    from foretaste.insights.queries import CompanyRecord


class ReportReplyForm(PlainForm):
    note = forms.CharField(
        label=gettext_lazy("What is wrong with it?"),
        max_length=replies.MOST_REPORTS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what is wrong with it.")},
    )


def reply_under(record: CompanyRecord | None, organization_id: int) -> RecordReply | None:
    """Return the reply that stands under a record; none stands without one."""
    return replies.reply_to(organization_id, record.published_on) if record else None


@require_POST
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell the operator's people that something is wrong with a company's reply."""
    acting = cast(ActingRequest, request)
    if not request.user.is_authenticated:
        return see(f"/account/login/?next=/c/{slug}/")
    try_to(
        request,
        lambda: replies.report_reply(
            slug=slug,
            reply_id=request.POST.get("reply", ""),
            note=request.POST.get("note", ""),
            by=acting.actor,
            at=acting.at,
        ),
        _("Thank you. Somebody looks at it."),
    )
    return see("postings:company", slug)
