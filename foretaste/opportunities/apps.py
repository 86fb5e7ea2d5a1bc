"""How Django knows this part of the project."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "foretaste.opportunities"
    label = "opportunities"
    default_auto_field = "django.db.models.BigAutoField"
