"""How Django knows this part of the project."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "foretaste.opportunities"
    label = "opportunities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.opportunities import subscribers  # noqa: F401 - registers them
