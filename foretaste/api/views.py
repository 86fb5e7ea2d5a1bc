"""The API's page for people: what the description says, readable, without a script."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

DESCRIPTION = "/api/v1/openapi.json"
TITLES = {
    "me": "You",
    "opportunities": "Opportunities",
    "skills": "Skills by name",
    "listings": "Found elsewhere",
    "applications": "Applications and offers",
    "trials": "Trials",
    "money": "Money",
    "company": "Your company",
    "channels": "Where your trials are shown",
    "insights": "Hires and figures",
    "documents": "Documents",
    "evaluations": "Evaluations",
    "farewells": "Thanks and contacts",
    "keepsakes": "What you take along",
    "searches": "Saved searches",
    "advice": "For your own eyes: journal and planner",
    "records": "A company’s public record",
    "demo": "On a demo instance",
}


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """List every operation by subject: address, what it does, what it takes."""
    from foretaste.api.v1 import api  # a web process that serves no API does not carry it

    schema = api.get_openapi_schema(path_prefix="/api/v1/")  # as the description itself: one is kept for both
    rows = [
        {
            "tag": operation["tags"][0],
            "method": method.upper(),
            "path": path,
            "summary": operation["summary"],
            "signed_in": "security" in operation,
            "fields": _fields(operation, schema["components"]["schemas"]),
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    order = list(TITLES)
    rows.sort(key=lambda row: order.index(row["tag"]))
    sections = [
        {"tag": tag, "title": TITLES[tag], "operations": list(some)} for tag, some in groupby(rows, lambda r: r["tag"])
    ]
    return render(request, "api/documentation.html", {"sections": sections, "description_url": DESCRIPTION})


def _fields(operation: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what may be sent in the body or the query: name, whether it is needed, what it means."""
    found = [
        {"name": one["name"], "needed": one["required"], "means": one.get("description", "")}
        for one in operation.get("parameters", [])
        if one["in"] == "query"
    ]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    shape = schemas.get(body.get("$ref", "").rsplit("/", 1)[-1], body)
    needed = shape.get("required", [])
    found += [
        {"name": name, "needed": name in needed, "means": details.get("description", "")}
        for name, details in shape.get("properties", {}).items()
    ]
    return found
