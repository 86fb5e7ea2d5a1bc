"""How Django knows this part of the project."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "foretaste.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.records import subscribers  # noqa: F401 - subscribing is importing
