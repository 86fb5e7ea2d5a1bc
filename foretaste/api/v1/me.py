"""Who you are to this instance, and whom you act for."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja import Router

from foretaste.accounts import queries
from foretaste.api.tokens import ApiRequest, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at

router = Router(tags=["me"])


@router.get("/me", response=shapes.Me, auth=read, summary="Who you are here")
def me(request: HttpRequest) -> Any:
    asking = actor(request)
    person = cast(ApiRequest, request).person
    organization = queries.organization_of(asking) if asking.organization_id else None
    return {
        "id": person.public_id,
        "name": person.name,
        "email": person.email,
        "roles": sorted(asking.roles),
        "organization": organization.public_id if organization else None,
        "now": at(request),
    }
