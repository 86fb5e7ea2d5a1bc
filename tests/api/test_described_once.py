"""The description is made once, however often it and its page are asked for."""

from __future__ import annotations

from html import escape

import pytest
from django.test import Client
from django.urls import reverse

from foretaste.api.schema import ForetasteAPI
from foretaste.api.v1 import api


@pytest.mark.django_db
def test_the_description_and_its_page_share_one_that_is_made_once(client: Client, monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    describe = ForetasteAPI._describe
    monkeypatch.setattr(ForetasteAPI, "_describe", lambda self, prefix: made.append(prefix) or describe(self, prefix))
    monkeypatch.setattr(api, "_described", {})
    first = client.get("/api/v1/openapi.json")
    page = client.get(reverse("api-documentation")).content.decode().replace("<wbr>", "")
    again = client.get("/api/v1/openapi.json")
    assert (first.status_code, again.content) == (200, first.content)
    assert made == ["/api/v1/"]
    described = first.json()["paths"]
    assert len(described) > 100
    assert [path for path in described if f" {escape(path)}</code>" not in page] == []
