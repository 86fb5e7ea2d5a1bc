"""How Django knows this part of the project."""

from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "foretaste.trials"
    label = "trials"
    default_auto_field = "django.db.models.BigAutoField"
