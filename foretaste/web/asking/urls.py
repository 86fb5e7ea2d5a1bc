"""Asking for a trial."""

from django.urls import path

from foretaste.web.asking import views

app_name = "ask"
urlpatterns = [
    path("opportunities/<str:opportunity_id>/ask", views.ask, name="ask"),
    path("me/applications/<str:application_id>/withdraw", views.withdraw, name="withdraw"),
    path("me/applications/<str:application_id>/decline", views.decline, name="decline"),
]
