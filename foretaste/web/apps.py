"""How Django knows this part of the project."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "foretaste.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
