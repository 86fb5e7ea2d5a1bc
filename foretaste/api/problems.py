"""problem+json (RFC 9457): how the API says no. `refusal` carries the stable name of the refusal."""

from __future__ import annotations

import json
from http.client import responses
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError, Throttled, ValidationError

from foretaste.core import guards
from foretaste.core.refusals import NotAcceptable, Refused

MEDIA_TYPE = "application/problem+json"

SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "refusal"],
    "properties": {
        "type": {"type": "string", "description": "about:blank, or the page that explains this refusal"},
        "title": {"type": "string", "description": "the HTTP status in words"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what was wrong and what to do about it"},
        "refusal": {"type": "string", "description": "the refusal's stable name"},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "what to do about each field that can't be taken",
        },
        "details": {"type": "object", "description": "figures that belong to the refusal"},
    },
}


def problem(status: int, detail: str, refusal: str, **extra: Any) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": responses.get(status, "Refused"),
        "status": status,
        "detail": detail,
        "refusal": refusal,
        **{name: value for name, value in extra.items() if value},
    }
    answer = HttpResponse(json.dumps(body, default=str), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="foretaste"'
    return answer


def from_refusal(request: HttpRequest, refused: Refused | type[Refused]) -> HttpResponse:
    if isinstance(refused, type):
        refused = refused()
    fields = refused.fields if isinstance(refused, NotAcceptable) else None
    details = None if fields else refused.details
    answer = problem(refused.status, refused.text, refused.name, fields=fields, details=details)
    if refused.status == 429:
        answer["Retry-After"] = str(refused.details["retry_after"])
    return answer


def from_the_database(request: HttpRequest, error: DatabaseError | type[DatabaseError]) -> HttpResponse:
    """Say what a guard of the database said at the commit; anything else broke, and is nobody's answer."""
    refused = None if isinstance(error, type) else guards.refusal_of(error)
    if refused is None:
        raise error
    return from_refusal(request, refused)


def from_validation(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    rows = [] if isinstance(error, type) else error.errors
    fields = {".".join(str(part) for part in row["loc"][1:]) or "body": str(row["msg"]) for row in rows}
    return problem(422, "Some of what was sent can't be taken; see fields.", "not-acceptable", fields=fields)


def from_what_cannot_be_read(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return problem(400, "The body can't be read: send what the description of this address names.", "bad-request")


def from_http_error(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    if isinstance(error, type):
        error = HttpError(400, "")
    names = {
        400: "bad-request",
        401: "sign-in-needed",
        403: "not-allowed",
        404: "not-found",
        429: "too-many-requests",
    }
    detail = error.message
    if isinstance(error, Throttled):
        detail = f"That is more than may be asked in a minute. Ask again in {error.wait} seconds."
    if error.status_code == 401:
        detail = "Send a token: 'Authorization: Bearer ...'. Make one under your profile, API tokens."
    answer = problem(error.status_code, detail, names.get(error.status_code, "refused"))
    if isinstance(error, Throttled):
        answer["Retry-After"] = str(error.wait)
    return answer
