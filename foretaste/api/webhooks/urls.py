"""Addresses of webhooks, one per provider."""

from django.urls import path

from foretaste.api.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("webhooks/<str:name>/", views.receive, name="receive"),
    path("webhooks/<str:name>/<str:endpoint>/", views.receive, name="receive_at"),
]
