"""The intern's own pages."""

from django.urls import path

from foretaste.web.me import views

app_name = "me"
urlpatterns = [
    path("me/", views.home, name="home"),
    path("me/offers/<str:offer_id>/", views.offer, name="offer"),
    path("me/offers/<str:offer_id>/decline", views.decline, name="decline"),
    path("me/profile/", views.profile, name="profile"),
]
