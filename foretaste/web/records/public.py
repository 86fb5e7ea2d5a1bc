"""What others check a record by: the record where its owner shows it, the issuer, its keys, what is revoked."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from babel import dates
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, to_locale
from django.views.decorators.http import require_safe

from foretaste.core.refusals import NotFound
from foretaste.records import baking, queries
from foretaste.records import issuer as issuing
from foretaste.web import documents
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.records.models import Record

JSON_LD = "application/ld+json"
CREDENTIAL = "application/vc"  # VC 2.0's own media type
MOST_LINES = 5


@require_safe
def shown(request: ActingRequest, record_id: str) -> HttpResponse:
    """Say what the record says, and how to check it without us."""
    record = queries.shared(record_id)
    context = {
        "record": record,
        "by_link": any(not queries.is_known(one["key"]) for one in record.shown),
        "credential": record.credential,
        "subject": record.credential["credentialSubject"],
        "method": record.credential["proof"]["verificationMethod"],
    }
    return render(request, "records/shown.html", context)


@require_safe
def credential(request: ActingRequest, record_id: str) -> HttpResponse:
    answer = _answer(_found(request, record_id).credential, CREDENTIAL)
    answer["Content-Disposition"] = f'inline; filename="{record_id}.json"'
    return answer


@require_safe
def drawing(request: ActingRequest, record_id: str) -> HttpResponse:
    """Draw it as SVG, with the credential baked in."""
    record = _found(request, record_id)
    drawn = render_to_string("records/badge.svg", _words(record))
    answer = HttpResponse(baking.baked_svg(drawn, record.credential), content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{record_id}.svg"'
    return answer


@require_safe
def picture(request: ActingRequest, record_id: str) -> HttpResponse:
    """Draw it as PNG, with the credential baked in."""
    record = _found(request, record_id)
    drawn = documents.png("badge", _words(record))
    answer = HttpResponse(baking.baked_png(drawn, record.credential), content_type="image/png")
    answer["Content-Disposition"] = f'inline; filename="{record_id}.png"'
    return answer


@require_safe
def issuer(request: ActingRequest) -> HttpResponse:
    return _answer(issuing.profile(), JSON_LD)


@require_safe
def did(request: ActingRequest) -> HttpResponse:
    return _answer(issuing.did_document(), "application/did+json")


@require_safe
def status_list(request: ActingRequest, number: int) -> HttpResponse:
    return _answer(queries.status_list(number).document, CREDENTIAL)


def _found(request: ActingRequest, record_id: str) -> Record:
    """Return what is shown to everybody, or one's own."""
    own = queries.visible_to(request.actor).filter(public_id=record_id, document__isnull=False).first()
    return own or queries.shared(record_id)


def _words(record: Record) -> dict[str, Any]:
    locale = to_locale(get_language() or "en")
    lines = textwrap.wrap(record.title, 19, max_lines=MOST_LINES, placeholder=" …")
    return {
        "title": record.title,
        "lines": [{"text": line, "y": 290 + 50 * number} for number, line in enumerate(lines)],
        "person": record.credential["credentialSubject"]["identifier"][0]["identityHash"],
        "company": record.credential["credentialSubject"]["achievement"]["creator"]["name"],
        "month": dates.format_date(record.month, "LLLL y", locale=locale),
        "instance": settings.INSTANCE_NAME,
    }


def _answer(document: dict[str, Any] | None, content_type: str) -> HttpResponse:
    """Answer a document that any verifier, in a browser too, may read."""
    if document is None:
        raise NotFound
    text = json.dumps(_in_order(document), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type=content_type)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "no-cache"  # what was revoked is revoked at once
    return answer


def _in_order(document: dict[str, Any]) -> dict[str, Any]:
    """Put what readers look for first; a signature doesn't mind the order."""
    first = ("@context", "id", "type")
    return {name: document[name] for name in first if name in document} | document
