"""The Model Context Protocol for job-seekers' assistants: search for trials, and read one. Nothing else, for nobody.

https://modelcontextprotocol.io: streamable HTTP without sessions. A POST carries one JSON-RPC message and is answered
with one; there is nothing to stream and nothing to remember, so a GET is answered 405. Read-only: what it says stands
on public pages. It never applies for anybody.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from foretaste.accounts.actors import VISITOR
from foretaste.core import calendars, limits
from foretaste.matching import queries as matching
from foretaste.matching.queries import Question
from foretaste.opportunities import queries as opportunities
from foretaste.opportunities.words import FIELDS
from foretaste.syndication import queries as syndication
from foretaste.syndication.outbound import public

VERSIONS = ("2025-06-18", "2025-03-26", "2025-11-25")  # the first is ours; a client that knows another gets its own
MOST_BYTES = 64 * 1024
MOST_FOUND = 20
MINUTE = dt.timedelta(minutes=1)
PARSE_ERROR, INVALID_REQUEST, UNKNOWN_METHOD, INVALID_PARAMS = -32700, -32600, -32601, -32602
INSTRUCTIONS = (
    "Paid work trials of one to five days. Every day that is started is paid in full, and one may leave at any moment."
    " Pay is in minor units of the currency. A person applies on the page at apply_url, by answering three questions."
)
READ_ONLY = {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}


class NotAsked(ValueError):
    """The message asks for something that is not there, or in a wrong way."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


@csrf_exempt
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Answer one message. A notification gets 202 and no body."""
    if not _is_from_here(request):
        return HttpResponse(status=403)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    most, address = settings.API_REQUESTS_A_MINUTE_WITHOUT_TOKEN, get_adapter().get_client_ip(request)
    if wait := limits.over("mcp address", address, most=most, within=MINUTE, at=calendars.now()):
        refused = HttpResponse(status=429)
        refused["Retry-After"] = str(wait)
        return refused
    spoken = request.headers.get("MCP-Protocol-Version", VERSIONS[0])
    if spoken not in VERSIONS:
        words = f"This speaks {', '.join(sorted(VERSIONS))}."
        return JsonResponse(_error(None, INVALID_REQUEST, words), status=400)
    try:
        message = json.loads(body)
        json.dumps(message, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return JsonResponse(_error(None, PARSE_ERROR, "This holds half a character (a lone surrogate)."), status=400)
    except (ValueError, RecursionError):
        return JsonResponse(_error(None, PARSE_ERROR, "This is not JSON."), status=400)
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return JsonResponse(_error(None, INVALID_REQUEST, "This is not one JSON-RPC 2.0 message."), status=400)
    if "id" not in message or "method" not in message:
        return HttpResponse(status=202)  # a notification, or an answer to something we never ask
    number = message["id"]
    if not isinstance(number, str | int) or isinstance(number, bool):
        return JsonResponse(_error(None, INVALID_REQUEST, "An id is a text or a whole number."), status=400)
    try:
        method = METHODS.get(str(message["method"]))
        if method is None:
            raise NotAsked(UNKNOWN_METHOD, "There is no such method.")
        given = message.get("params")
        result = method(given if isinstance(given, dict) else {})
    except NotAsked as wrong:
        return JsonResponse(_error(number, wrong.code, str(wrong)))
    return JsonResponse({"jsonrpc": "2.0", "id": number, "result": result})


def _error(number: Any, code: int, text: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": text}}


def _is_from_here(request: HttpRequest) -> bool:
    """A page of another site may not speak through somebody's browser (DNS rebinding); assistants send no Origin."""
    origin = request.headers.get("Origin")
    if not origin:
        return True
    try:
        return urlsplit(origin).netloc.lower() in (request.get_host(), urlsplit(settings.SITE_URL).netloc)
    except ValueError:
        return False


def _initialize(given: dict[str, Any]) -> dict[str, Any]:
    asked = given.get("protocolVersion")
    return {
        "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "foretaste", "title": settings.INSTANCE_NAME, "version": "1"},
        "instructions": INSTRUCTIONS,
    }


def _tools(given: dict[str, Any]) -> dict[str, Any]:
    return {"tools": TOOLS}


def _call(given: dict[str, Any]) -> dict[str, Any]:
    tool = CALLS.get(str(given.get("name")))
    if tool is None:
        raise NotAsked(INVALID_PARAMS, "There is no such tool.")
    arguments = given.get("arguments")
    try:
        said = tool(arguments if isinstance(arguments, dict) else {})
    except NotAsked as wrong:  # for the assistant to put right
        return {"content": [{"type": "text", "text": str(wrong)}], "isError": True}
    text = json.dumps(said, ensure_ascii=False)
    return {"content": [{"type": "text", "text": text}], "structuredContent": said, "isError": False}


def _find(asked: dict[str, Any]) -> dict[str, Any]:
    days, field = asked.get("days"), _line(asked, "field")
    if days is not None and (not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 5):
        raise NotAsked(INVALID_PARAMS, "days is a whole number from 1 to 5.")
    if field and field not in FIELDS:
        raise NotAsked(INVALID_PARAMS, f"field is one of: {', '.join(FIELDS)}.")
    at = calendars.now()
    question = Question(
        text=_line(asked, "text"),
        place=_line(asked, "place"),
        days=[days] if days else [],
        fields=[field] if field else [],
        own_only=True,
        order="soonest",
    )
    answer = matching.search(question, by=VISITOR, at=at, size=MOST_FOUND)
    rows = matching.in_its_order(answer, opportunities.whole(opportunities.offered()).filter(closes_at__gt=at))
    postings = syndication.canonicals_of(rows)
    return {"trials": [public.of_posting(posting, whole=False) for posting in postings]}


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    at, number = calendars.now(), _line(asked, "id")
    row = opportunities.whole(opportunities.visible_to(VISITOR)).filter(public_id=number, state="published").first()
    if row is None or row.closes_at is None or row.closes_at <= at or row.organization.suspended_at is not None:
        raise NotAsked(INVALID_PARAMS, "There is no open trial with this id.")
    return {"trial": public.of_posting(syndication.canonical_of(row)), "promise": public.PROMISE}


def _line(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str) or len(value) > 200 or "\x00" in value:
        raise NotAsked(INVALID_PARAMS, f"{name} is a text of up to 200 characters.")
    return value.strip()


def _of(**kinds: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an answer that always holds these. What is added later breaks no assistant."""
    return {"type": "object", "properties": kinds, "required": list(kinds)}


TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
TRIAL = _of(
    id=TEXT,
    title=TEXT,
    company=TEXT,
    url=TEXT,
    apply_url=TEXT,
    place=_of(kind=TEXT, city=TEXT, country=TEXT, time_zone=TEXT),
    days=NUMBER,
    first_on=TEXT,
    last_on=TEXT,
    pay=_of(currency=TEXT, per_day_minor=NUMBER, full_minor=NUMBER),
    closes_at=TEXT,
)
TOOLS: list[dict[str, Any]] = [
    {
        "name": "search_trials",
        "title": "Find paid work trials",
        "description": "Find open paid trials of one to five days. Returns up to 20, the soonest first.",
        "inputSchema": {
            "type": "object",
            "properties": {
                "text": {"type": "string", "maxLength": 200, "description": "Words of the work, a skill or a company."},
                "place": {"type": "string", "maxLength": 200, "description": "A city, a country's code, or 'remote'."},
                "days": {"type": "integer", "minimum": 1, "maximum": 5, "description": "How many days it lasts."},
                "field": {"type": "string", "enum": list(FIELDS), "description": "The field of work."},
            },
            "additionalProperties": False,
        },
        "outputSchema": _of(trials={"type": "array", "items": TRIAL}),
        "annotations": READ_ONLY,
    },
    {
        "name": "read_trial",
        "title": "Read a trial",
        "description": "Read one open trial: the work, the plan of its days, the pay, where to apply.",
        "inputSchema": {
            "type": "object",
            "properties": {"id": {"type": "string", "maxLength": 200, "description": "As search_trials says it."}},
            "required": ["id"],
            "additionalProperties": False,
        },
        "outputSchema": _of(trial=TRIAL, promise=TEXT),
        "annotations": READ_ONLY,
    },
]
CALLS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"search_trials": _find, "read_trial": _read}
METHODS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "initialize": _initialize,
    "ping": lambda given: {},
    "tools/list": _tools,
    "tools/call": _call,
}
