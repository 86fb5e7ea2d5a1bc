"""Addresses of the sandbox bank; with another provider they answer 404."""

from django.urls import path

from foretaste.web.sandbox import views

app_name = "sandbox"
urlpatterns = [
    path("sandbox/pay/<str:ref>/", views.pay, name="pay"),
    path("sandbox/pay/<str:ref>/dispute", views.dispute, name="dispute"),
]
