"""What one brings for oneself: a link, a lead, a file, a job-alert mail. Nobody else sees any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.accounts.actors import CLOCK
from foretaste.matching import actions as matching
from foretaste.syndication import actions, finding, forwarding, queries, words
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.listings.forms import table_field, taken
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import PlainForm

if TYPE_CHECKING:
    from foretaste.syndication.models import ImportedListing, Source

PER_PAGE = 20


class LinkForm(PlainForm):
    address = forms.CharField(
        label=gettext_lazy("Address of the page"),
        help_text=gettext_lazy("It is read if the page describes its job in data, as most do"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
        error_messages={"required": gettext_lazy("Enter the address")},
    )


class LeadForm(PlainForm):
    title = forms.CharField(
        label=gettext_lazy("What is it?"), max_length=200, error_messages={"required": gettext_lazy("Say what it is")}
    )
    company = forms.CharField(label=gettext_lazy("At which company? (optional)"), max_length=160, required=False)
    place = forms.CharField(label=gettext_lazy("Where? (optional)"), max_length=120, required=False)
    link = forms.CharField(
        label=gettext_lazy("A page about it (optional)"),
        help_text=gettext_lazy("Kept as it is, and not read: a post at LinkedIn, your school’s page at Parker Dewey"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    note = forms.CharField(
        label=gettext_lazy("What were you told? (optional)"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MailForm(PlainForm):
    mail = forms.FileField(
        label=gettext_lazy("The mail, saved as a file (.eml)"),
        help_text=gettext_lazy("A job alert of LinkedIn, Indeed, Glassdoor or Handshake"),
        widget=forms.FileInput(attrs={"accept": ".eml,message/rfc822"}),
        error_messages={"required": gettext_lazy("Choose the mail")},
    )


class TableForm(PlainForm):
    file = table_field()


@login_required
@require_http_methods(["GET", "POST"])
def brought(request: ActingRequest) -> HttpResponse:
    """List what one brought; bring a link."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.bring_link(address=form.cleaned_data["address"], by=request.actor, at=request.at),
        )
    ):
        messages.success(request, _("It is read in a moment. Load this page again to see what came of it."))
        return see("me:listings")
    return _page(request, form=form)


@login_required
@require_POST
def told(request: ActingRequest) -> HttpResponse:
    """Bring a lead that somebody told one about, by hand."""
    from foretaste.syndication import reading

    form = LeadForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: actions.bring_lead(
            listing=reading.lead_of(**form.cleaned_data, by=request.actor, at=request.at),
            by=request.actor,
            at=request.at,
        ),
    ):
        messages.success(request, _("It is kept, for you alone."))
        return see("me:listings")
    return _page(request, lead_form=form)


@login_required
@require_POST
def mail(request: ActingRequest) -> HttpResponse:
    """Bring a job-alert mail."""
    from foretaste.syndication import reading

    form = MailForm(request.POST, request.FILES)
    made: list[actions.Brought] = []
    content = taken(form, "mail") if form.is_valid() else b""
    if content and done(
        form,
        lambda: made.append(
            actions.bring_mail(
                alert=reading.mail_of(content, by=request.actor, at=request.at), by=request.actor, at=request.at
            )
        ),
    ):
        said = words.SIGNED.get(made[0].signed or "", "")
        messages.success(request, f"{_counted(made[0])} {said}".strip())
        return see("me:listings")
    return _page(request, mail_form=form)


@login_required
@require_POST
def alert_address(request: ActingRequest) -> HttpResponse:
    """Give one an address for forwarded mails, or another one."""
    try_to(
        request,
        lambda: actions.give_alert_address(by=request.actor, at=request.at),
        _("This is your address. Whoever knows it can put jobs before you, so give it to nobody but your mailbox."),
    )
    return see("me:listings")


@login_required
@require_POST
def no_alert_address(request: ActingRequest) -> HttpResponse:
    """Take that address away."""
    try_to(
        request,
        lambda: actions.drop_alert_address(by=request.actor, at=request.at),
        _("Mails to that address go back to their sender from now on."),
    )
    return see("me:listings")


@login_required
@require_POST
def table(request: ActingRequest) -> HttpResponse:
    """Bring a file."""
    from foretaste.syndication import reading

    form = TableForm(request.POST, request.FILES)
    made: list[actions.Brought] = []
    content = taken(form, "file") if form.is_valid() else b""
    if content and done(
        form,
        lambda: made.append(
            actions.bring_file(
                listings=reading.table_of(content, by=request.actor, at=request.at), by=request.actor, at=request.at
            )
        ),
    ):
        messages.success(request, _counted(made[0]))
        return see("me:listings")
    return _page(request, table_form=form)


@login_required
@require_POST
def forget(request: ActingRequest, source_id: str) -> HttpResponse:
    """Forget what one brought. The search forgets it last: what it took up in between is gone, too."""
    gone: list[ImportedListing] = []
    try_to(
        request,
        lambda: gone.extend(actions.forget_brought(source_id=source_id, by=request.actor, at=request.at)),
        _("It is forgotten."),
    )
    matching.take_out(keys=[finding.key_of(listing) for listing in gone], by=CLOCK)
    return see("me:listings")


def _counted(made: actions.Brought) -> str:
    seen, new = made.intake.seen, made.intake.new
    return ngettext("%(seen)d job, %(new)d of it new.", "%(seen)d jobs, %(new)d of them new.", seen) % {
        "seen": seen,
        "new": new,
    }


def _row(source: Source) -> dict[str, Any]:
    return {"source": source, "why": words.why(source.why)}


def _page(request: ActingRequest, **bound: forms.Form) -> HttpResponse:
    own = queries.private_to(request.actor)
    address = queries.alert_address_of(request.actor)
    context: dict[str, Any] = {
        "form": bound.get("form") or LinkForm(),
        "lead_form": bound.get("lead_form") or LeadForm(),
        "mail_form": bound.get("mail_form") or MailForm(),
        "takes_mails": bool(settings.ALERTS_ADDRESS),
        "alert_address": forwarding.address_of(address.token) if address else "",
        "forwarded": [(one, words.why(one.why)) for one in queries.forwarded_to(request.actor)] if address else [],
        "table_form": bound.get("table_form") or TableForm(),
        "pages": Paginator(own, PER_PAGE).get_page(request.GET.get("page")),
        "rows": [_row(source) for source in queries.brought_by(request.actor)[:100]],
    }
    return page(request, "listings/brought.html", context)
