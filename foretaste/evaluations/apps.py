"""How Django knows this part of the project."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "foretaste.evaluations"
    label = "evaluations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.evaluations import subscribers  # noqa: F401 - subscribing is importing
