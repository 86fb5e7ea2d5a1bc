"""How Django knows this part of the project."""

from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "foretaste.syndication"
    label = "syndication"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.syndication import subscribers  # noqa: F401 - subscribing is importing
