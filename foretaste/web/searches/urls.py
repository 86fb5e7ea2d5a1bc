"""Addresses of saved searches. The two with a token stand in mails."""

from django.urls import path

from foretaste.web.searches import views

app_name = "searches"
urlpatterns = [
    path("searches/save", views.save, name="save"),
    path("searches/asked", views.asked, name="asked"),
    path("searches/confirm/<str:token>/", views.confirm, name="confirm"),
    path("searches/stop/<str:token>/", views.stop, name="stop"),
    path("me/searches/", views.saved, name="saved"),
    path("me/searches/<str:search_id>/", views.edit, name="edit"),
    path("me/searches/<str:search_id>/pause", views.pause, name="pause"),
    path("me/searches/<str:search_id>/resumption", views.resume, name="resume"),
    path("me/searches/<str:search_id>/removal", views.remove, name="remove"),
]
