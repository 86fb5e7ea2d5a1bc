"""The JSON API's addresses: version 1, its description, its page for people."""

from django.urls import path

from foretaste.api import views
from foretaste.api.v1 import api

urlpatterns = [
    path("api/", views.documentation, name="api-documentation"),
    path("api/v1/", api.urls),
]
