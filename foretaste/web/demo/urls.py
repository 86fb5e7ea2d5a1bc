"""Addresses of a demo instance; elsewhere they answer 404."""

from django.urls import path

from foretaste.web.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/sign-in", views.sign_in, name="sign_in"),
    path("demo/clock", views.move_clock, name="move_clock"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:mail_id>/", views.mail, name="mail"),
]
