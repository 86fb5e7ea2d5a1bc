"""The agreement, as page and as printed document: word for word what was signed, or a translation to read by."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from foretaste.core.dates import weekday_dated, zone_name
from foretaste.opportunities.terms import Terms
from foretaste.web.documents import download, pdf
from foretaste.web.documents.language import Reading
from foretaste.web.trials import shown
from foretaste.web.trials.translated import parts_in_words

if TYPE_CHECKING:
    from foretaste.trials.models import Trial

Context = dict[str, Any]


def _moment(at: dt.datetime | None, zone: str) -> str:
    """Return a moment as a paper says it, to everybody alike: with its year, and the time named by its place."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone or "UTC"))
    return f"{weekday_dated(local.date())}, {local:%H:%M} ({zone_name(zone)})"


def _signatures(trial: Trial) -> list[tuple[str, str]]:
    company = _("%(name)s for %(company)s") % {
        "name": trial.company_signed_by.get_full_name(),
        "company": trial.organization.name,
    }
    return [
        (company, _moment(trial.company_signed_at, trial.time_zone)),
        (trial.intern_signed_by.get_full_name(), _moment(trial.intern_signed_at, trial.time_zone)),
    ]


def parts_of(trial: Trial, reading: Reading) -> list[Context]:
    """Return what was signed, part by part; or the same terms said in another language."""
    if not reading.is_translated:
        return shown.parts_of(trial.agreement_text)[1:]
    with override(reading.code):
        return parts_in_words(Terms.from_json(trial.terms))


def agreement_of(trial: Trial, reading: Reading) -> Context:
    return {
        "trial": trial,
        "title": trial.title,
        "company": trial.organization.name,
        "parts": parts_of(trial, reading),
        "reading": reading,
        "signatures": _signatures(trial),
        "sha256": trial.agreement_sha256,
        "level": 2,
    }


def printed(trial: Trial, reading: Reading) -> HttpResponse:
    """Return the agreement as PDF; printed again in the same language, it has the same bytes."""
    made = pdf("agreement", _agreement_data(trial, reading), made_at=trial.intern_signed_at)
    return download(made, f"agreement-{trial.reference}.pdf")


def _agreement_data(trial: Trial, reading: Reading) -> Context:
    """Return the agreement as the printed document reads it. A translation says that it is one, before anything."""
    if not reading.is_translated:
        title = _("Agreement with %(company)s") % {"company": trial.organization.name}
        fingerprint = _("SHA-256 of the text: %(sha256)s") % {"sha256": trial.agreement_sha256}
        return _data(trial, reading, title, fingerprint) | {"language": trial.terms.get("language", "en")}
    with override(reading.code):
        title = _("Agreement with %(company)s: a translation") % {"company": trial.organization.name}
        fingerprint = _("SHA-256 of the English text: %(sha256)s") % {"sha256": trial.agreement_sha256}
        holds = _(
            "What you both signed is the English text. It alone holds; what people wrote themselves is left as they"
            " wrote it."
        )
        data = _data(trial, reading, title, fingerprint)
        data["parts"] = [{"heading": _("A translation, to read by"), "lines": [holds]}, *data["parts"]]
        return data


def _data(trial: Trial, reading: Reading, title: str, fingerprint: str) -> Context:
    return {
        "language": reading.code,
        "title": title,
        "made": _("Signed on %(moment)s") % {"moment": _moment(trial.intern_signed_at, trial.time_zone)},
        "footer": f"{title} · {trial.reference}",
        "parts": parts_of(trial, reading),
        "signed_heading": _("Signed"),
        "signatures": [list(one) for one in _signatures(trial)],
        "fingerprint": fingerprint,
    }
