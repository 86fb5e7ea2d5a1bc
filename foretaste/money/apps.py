"""How Django knows this part of the project."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MoneyConfig(AppConfig):
    name = "foretaste.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the application's role its rights after each migration: Django offers no other moment for it."""
        post_migrate.connect(_after_migrate, dispatch_uid="money.rights")


def _after_migrate(*, app_config: AppConfig, using: str, **_: Any) -> None:
    from django.apps import apps

    if app_config is list(apps.get_app_configs())[-1]:  # once, when every app has its tables
        from foretaste.money.ledger.rights import grant_rights

        grant_rights(using)
