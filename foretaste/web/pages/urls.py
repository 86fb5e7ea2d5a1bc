"""Addresses of the pages about Foretaste itself."""

from django.urls import path

from foretaste.web.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("gallery/", views.gallery, name="gallery"),
]
