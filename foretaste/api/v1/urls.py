"""The JSON API's addresses: version 1 and its description."""

from django.urls import path

from foretaste.api.v1 import api

urlpatterns = [path("api/v1/", api.urls)]
