"""How Django knows this part of the project."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "foretaste.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.matching import clock, subscribers  # noqa: F401 - they register themselves
