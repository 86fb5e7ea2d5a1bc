"""How Django knows this part of the project."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "foretaste.insights"
    label = "insights"
    default_auto_field = "django.db.models.BigAutoField"
