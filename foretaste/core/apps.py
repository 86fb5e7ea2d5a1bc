"""How Django knows this part of the project."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "foretaste.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
