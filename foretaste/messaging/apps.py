"""How Django knows this part of the project."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "foretaste.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.messaging import subscribers  # noqa: F401 - subscribing is importing
