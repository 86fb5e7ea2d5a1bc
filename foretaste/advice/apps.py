"""How Django knows this part of the project."""

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "foretaste.advice"
    label = "advice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.accounts.queries import how_many_people
        from foretaste.advice.actions import reseal_private
        from foretaste.core.vault import ALSO_RESEALED

        ALSO_RESEALED.append(("people", how_many_people, reseal_private))
