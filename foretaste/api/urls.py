"""The page that explains the JSON API to people. Version 1 itself: `foretaste.api.v1.urls`."""

from django.urls import path

from foretaste.api import views

urlpatterns = [path("api/", views.documentation, name="api-documentation")]
