"""How Django knows this part of the project."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "foretaste.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.accounts import second_factor
        from foretaste.core.vault import ALSO_RESEALED

        ALSO_RESEALED.append(("second factors", second_factor.how_many, second_factor.reseal_second_factors))
