"""Pages about Foretaste itself."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foretaste.core.amounts import Amount
from foretaste.web.charts import Bar, Chart
from foretaste.web.pages.forms import GalleryForm


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", {})


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; on instances for trying and building only."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    wrong = GalleryForm({"pay": "60", "days": "8", "mood": "", "starts_on": ""})
    wrong.is_valid()
    euros = [Amount(cents, "EUR") for cents in (14000, 14000, 6000, 0)]
    context = {
        "states": [
            {"state": "offer", "when": "Offer", "pay": "€140.00"},
            {"state": "shut", "when": "Shut", "pay": "€140.00", "tag": "If you come"},
            {"state": "now", "when": "Now", "pay": "€140.00", "tag": "Yours", "tag_kind": "in", "current": True},
            {"state": "paid", "when": "Paid", "pay": "€140.00", "tag": "Yours", "tag_kind": "in"},
            {"state": "open", "when": "Open", "pay": "€140.00"},
        ],
        "lines": [
            ("Wednesday", euros[0], "Worked"),
            ("Today", euros[1], "Started at 09:02, so paid in full"),
            ("Goodbye bonus", euros[2], "For leaving before the last day"),
            ("Fees", euros[3]),
        ],
        "total": sum(euros[1:], euros[0]),
        "leavers": Chart(
            slug="leavers",
            description="Of 24 interns who started, 4 left on day 1, 2 on day 2 and 1 on day 3. 6 were hired.",
            columns=("Moment", "Still in", "Left"),
            bars=[
                Bar("Started", 24, kind="start"),
                Bar("Day 1", 20, 4, out_label="4 left"),
                Bar("Day 2", 18, 2, out_label="2 left"),
                Bar("Day 3", 17, 1, note="finished", out_label="1 left"),
                Bar("Hired", 6, kind="hired"),
            ],
        ),
        "one_bar": Chart("one-bar", "One day was started.", [Bar("November", 1)], ("Month", "Days")),
        "plain_form": GalleryForm(),
        "wrong_form": wrong,
    }
    return render(request, "pages/gallery.html", context)
