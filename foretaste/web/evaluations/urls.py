"""Sealed and opened evaluations of the intern's own trials."""

from django.urls import path

from foretaste.web.evaluations import farewells, reports, views

app_name = "evaluations"
urlpatterns = [
    path("trials/<str:trial_id>/evaluation", views.evaluation, name="evaluation"),
    path("trials/<str:trial_id>/evaluation/reply", views.reply, name="reply"),
    path("trials/<str:trial_id>/report", reports.report, name="report"),
    path("trials/<str:trial_id>/farewell", farewells.farewell, name="farewell"),
    path("trials/<str:trial_id>/farewell/thanks", farewells.thanks, name="thanks"),
    path("trials/<str:trial_id>/farewell/contact", farewells.contact, name="contact"),
    path("trials/<str:trial_id>/farewell/contact/back", farewells.contact_back, name="contact_back"),
    path("trials/<str:trial_id>/farewell/report", farewells.report, name="report_thanks"),
    path("contacts/", farewells.contacts, name="contacts"),
    path("trials/<str:trial_id>/conversion", views.conversion, name="conversion"),
]
