"""Sealed and opened evaluations of the intern's own trials."""

from django.urls import path

from foretaste.web.evaluations import reports, views

app_name = "evaluations"
urlpatterns = [
    path("trials/<str:trial_id>/evaluation", views.evaluation, name="evaluation"),
    path("trials/<str:trial_id>/evaluation/reply", views.reply, name="reply"),
    path("trials/<str:trial_id>/report", reports.report, name="report"),
    path("trials/<str:trial_id>/conversion", views.conversion, name="conversion"),
]
