"""NinjaAPI with our ways: problem+json for every no, also in the description, and idempotency keys on every write."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from foretaste.accounts import queries as accounts
from foretaste.api import idempotency, problems
from foretaste.api.limits import PerMinute
from foretaste.core import calendars
from foretaste.core.refusals import Refused

IDEMPOTENCY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[!-~]+$"},
    "description": "Send the same key again and nothing happens twice: the first answer is repeated.",
}
PROBLEM = {
    "description": "Refused; `refusal` says why by name, `detail` what to do.",
    "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
NO_BODY = {"get", "head", "options"}


class ObjectsOnly(Parser):
    """Every body is a JSON object: a text or a list would pass as one where all fields may be left out."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = super().parse_body(request)
        if not isinstance(body, dict):
            raise ValueError("The body has to be a JSON object.")
        return body


class ForetasteAPI(NinjaAPI):
    """The JSON API's root."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(throttle=PerMinute(), parser=ObjectsOnly(), **settings)
        self._described: dict[str, OpenAPISchema] = {}
        self.add_exception_handler(Refused, problems.from_refusal)
        self.add_exception_handler(DatabaseError, problems.from_the_database)
        self.add_exception_handler(ValidationError, problems.from_validation)
        self.add_exception_handler(HttpError, problems.from_http_error)
        for cannot_be_read in (MultiPartParserError, RawPostDataException):
            self.add_exception_handler(cannot_be_read, problems.from_what_cannot_be_read)
        self.add_decorator(idempotent, mode="view")

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Describe every operation: once per process, for it takes seconds. What is returned is everybody's."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._described:
            self._described[prefix] = self._describe(prefix)
        return self._described[prefix]

    def _describe(self, prefix: str) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=prefix)
        schema["components"]["schemas"]["Problem"] = problems.SCHEMA
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                operation["responses"] = dict(operation["responses"]) | {"4XX": PROBLEM}
                if method not in NO_BODY and "security" in operation:
                    operation["parameters"] = [*operation["parameters"], IDEMPOTENCY_PARAMETER]
        return schema


def idempotent(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a repeated write the answer it got before."""

    @functools.wraps(run)
    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None or str(request.method).lower() in NO_BODY:
            return run(request, **path)
        at = calendars.now()
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        token = accounts.token_of(secret) if scheme.lower() == "bearer" else None
        if token is None:
            return run(request, **path)  # which asks for a token
        return idempotency.once(request, token, key, at, lambda: run(request, **path))

    return answer
