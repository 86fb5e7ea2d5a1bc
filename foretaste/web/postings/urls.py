"""Addresses of what is on offer."""

from django.urls import path

from foretaste.web.postings import views

app_name = "postings"
urlpatterns = [
    path("opportunities/", views.opportunities, name="list"),
    path("opportunities/<str:opportunity_id>/", views.posting, name="posting"),
    path("opportunities/<str:opportunity_id>/questions", views.ask_question, name="ask_question"),
    path("c/<slug:slug>/", views.company, name="company"),
]
