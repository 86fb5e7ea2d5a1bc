"""The page that explains the JSON API to people, and where assistants ask. Version 1: `foretaste.api.v1.urls`."""

from django.urls import path

from foretaste.api import mcp, views

urlpatterns = [
    path("api/", views.documentation, name="api-documentation"),
    path("mcp", mcp.answer, name="mcp"),
]
