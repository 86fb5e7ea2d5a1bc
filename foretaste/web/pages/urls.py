"""Addresses of the pages about Foretaste itself."""

from django.urls import path

from foretaste.web.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("rules/", views.the_rules, name="rules"),
    path("rules/<int:number>/", views.the_rules, name="rules_version"),
    path("proof/", views.proof, name="proof"),
    path("compare/", views.compare, name="compare"),
    path("guide/", views.guide, name="guide"),
    path("how-ordering-works/", views.how_ordering_works, name="how_ordering_works"),
    path("check/", views.check, name="check"),
    path("help/", views.help_and_safety, name="help"),
    path("for-companies/", views.for_companies, name="for_companies"),
    path("for-career-centers/", views.for_career_centers, name="for_career_centers"),
    path("preferences/", views.preferences, name="preferences"),
    path("gallery/", views.gallery, name="gallery"),
]
