"""Idempotency keys: a request that moves money or state may be sent again, and happens once.

The header is `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header), 1 to 120 visible ASCII characters,
kept for 24 hours. The same key with another request, or in other roles, is refused, as is one whose first request
still runs (409).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from foretaste.api.models import IdempotentAnswer
from foretaste.api.problems import problem

if TYPE_CHECKING:
    from foretaste.accounts.models import ApiToken

KEY = re.compile(r"[!-~]{1,120}", re.ASCII)
KEPT_FOR = dt.timedelta(hours=24)
TAKEN_OVER_AFTER = dt.timedelta(seconds=60)  # a request that has not answered by then died with its process


def fingerprint_of(request: HttpRequest, token: ApiToken) -> str:
    """Tell requests apart, and in which roles they are made: another token of the person may see and do less.

    With the instance's secret key: by the database alone nobody could try out which of few marks was sent.
    """
    parts = (
        str(request.method),
        request.get_full_path(),
        _content_of(request),
        str(token.acting_for_id),
        ",".join(token.scopes),
    )
    return salted_hmac("foretaste.api.idempotency", "\n".join(parts), algorithm="sha256").hexdigest()


def _content_of(request: HttpRequest) -> str:
    """Sum up what was sent. A form with files is its parts: what separates them is another at each sending."""
    if request.content_type != "multipart/form-data" or request.method != "POST":  # only a POST's form is read
        return hashlib.sha256(request.body).hexdigest()
    told = hashlib.sha256(json.dumps(sorted(request.POST.lists())).encode())
    for name, sent in sorted(request.FILES.lists()):
        for file in sent:
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            told.update(json.dumps([name, file.name, content.hexdigest()]).encode())
    return told.hexdigest()


def once(
    request: HttpRequest, token: ApiToken, key: str, at: dt.datetime, run: Callable[[], HttpResponse]
) -> HttpResponse:
    """Run the request, or give the answer it got before. Server errors are not kept: they may be retried."""
    if not KEY.fullmatch(key):
        return problem(400, "An Idempotency-Key has 1 to 120 visible ASCII characters.", "bad-idempotency-key")
    person_id, fingerprint = token.person_id, fingerprint_of(request, token)
    try:
        with transaction.atomic():
            row = IdempotentAnswer.objects.create(person_id=person_id, key=key, fingerprint=fingerprint, started_at=at)
    except IntegrityError:
        found = IdempotentAnswer.objects.filter(person_id=person_id, key=key).first()
        if found is None:  # the first was refused meanwhile, and left nothing
            return _still_running()
        row = found
        if row.fingerprint != fingerprint:
            return problem(409, "This Idempotency-Key was used for another request. Use a new one.", "key-used-before")
        if row.status is not None:
            answer = HttpResponse(row.body, status=row.status, content_type=row.content_type)
            answer["Idempotency-Replayed"] = "true"
            return answer
        taken = IdempotentAnswer.objects.filter(pk=row.pk, status=None, started_at__lt=at - TAKEN_OVER_AFTER)
        if not taken.update(started_at=at):
            return _still_running()
    try:
        answer = run()
    except BaseException:
        IdempotentAnswer.objects.filter(pk=row.pk).delete()
        raise
    if answer.status_code >= 500 or answer.status_code in {401, 429}:
        IdempotentAnswer.objects.filter(pk=row.pk).delete()
    else:
        IdempotentAnswer.objects.filter(pk=row.pk).update(
            status=answer.status_code, body=answer.content.decode(), content_type=answer["Content-Type"]
        )
    return answer


def _still_running() -> HttpResponse:
    return problem(409, "The first request with this key is still running. Ask again.", "still-running")


def forget_old(at: dt.datetime) -> int:
    """Delete keys older than a day; returns how many."""
    return IdempotentAnswer.objects.filter(started_at__lt=at - KEPT_FOR).delete()[0]
