"""Where pay goes, with a provider that asks for it on its own pages: who they are and which bank, we never see."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.accounts.queries import person_of
from foretaste.core.refusals import Refused
from foretaste.money import hosting
from foretaste.money import queries as money
from foretaste.web.countries import countries_to_choose
from foretaste.web.middleware import ActingRequest
from foretaste.web.pay.where import ending_of
from foretaste.web.rendering import PlainForm


class CountryForm(PlainForm):
    """The one thing the provider's page has to know before it opens."""

    country = forms.ChoiceField(
        label=gettext_lazy("Where you live"),
        choices=lazy(countries_to_choose, list)(),
        widget=forms.Select(attrs={"autocomplete": "country", "width": "middle"}),
        error_messages={"required": gettext_lazy("Choose the country you live in")},
    )


def account(request: ActingRequest) -> HttpResponse:
    """Say what the provider has and what it still asks for; a press makes the way to its page."""
    person = person_of(request.actor)
    link, trouble = "", ""
    form = CountryForm(request.POST if request.method == "POST" else None, initial={"country": "DE"})
    known = hosting.account_of(person.public_id)
    try:
        if request.method == "POST" and ((known and known.ref) or form.is_valid()):
            country = known.country if known and known.ref else form.cleaned_data["country"]
            known = hosting.open_account(person_id=person.public_id, country=country, at=request.at)
            here = settings.SITE_URL + reverse("pay:account")
            link = hosting.page_of(known, return_url=f"{here}?back=1", refresh_url=here)
        elif known and known.ref and "back" in request.GET:
            known = hosting.look_again(known, at=request.at)
    except Refused as refusal:
        trouble = refusal.text
    current = money.payout_account_of(person.public_id)
    context = {
        "form": None if known and known.ref else form,
        "link": link,
        "trouble": trouble,
        "ready": bool(known and known.can_receive and known.can_pay_out),
        "asks": bool(known and known.missing),
        "ending": ending_of(current) if current else "",
        "refused": _("Your bank refused the account ending %(end)s. Correct it, or name another one.")
        % {"end": ending_of(current)}
        if current and current.refused_at
        else "",
    }
    return render(request, "pay/hosted.html", context, status=422 if context["form"] and form.errors else 200)
