"""How Django knows this part of the project."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "foretaste.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.api import subscribers  # noqa: F401 - subscribing is importing
