"""The company's own record: what everybody reads of it, the badge and its rules, and the card for its own pages."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from foretaste.accounts import queries as accounts
from foretaste.core.refusals import NotFound
from foretaste.evaluations.public_words import LONGEST_PUBLIC_REPLY
from foretaste.insights import publishing, replies
from foretaste.insights import queries as insights
from foretaste.syndication import queries as syndication
from foretaste.web.answers import done, page, see
from foretaste.web.company.access import for_the_company
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import PlainForm


class PublicReplyForm(PlainForm):
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        help_text=gettext_lazy(
            "Once for each publication, with your name and the date, for everybody. Name nobody and no address, and "
            "say nothing of how a trial ended: what you have changed is worth more"
        ),
        max_length=LONGEST_PUBLIC_REPLY,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write your reply.")},
    )


@for_the_company
@require_safe
def record(request: ActingRequest) -> HttpResponse:
    return _page(request, PublicReplyForm())


@for_the_company
@require_POST
def reply(request: ActingRequest) -> HttpResponse:
    """Reply to what was last published, once."""
    if insights.record_of(accounts.organization_of(request.actor).pk) is None:
        raise NotFound
    form = PublicReplyForm(request.POST)
    if form.is_valid() and done(
        form, lambda: replies.reply_to_record(text=form.cleaned_data["text"], by=request.actor, at=request.at)
    ):
        messages.success(request, _("Sent. It stands under your record."))
        return see("company:record")
    return _page(request, form)


def _page(request: ActingRequest, form: PublicReplyForm) -> HttpResponse:
    company = accounts.organization_of(request.actor)
    context = {
        "company": company,
        "record": insights.record_of(company.pk),
        "own": insights.own_figures(request.actor),
        "has_badge": insights.has_badge(company),
        "least_kept": round(100 * publishing.LEAST_KEPT),
        "least_back": round(100 * publishing.LEAST_BACK),
        "reply": replies.own_reply(request.actor),
        "reply_form": form if form.is_bound or replies.may_reply(request.actor) else None,
        "site": syndication.site_of(company, request.at, with_postings=False) if company.verified_at else None,
    }
    return page(request, "company/people/record.html", context)
