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
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="money.rights")


def _after_migrate(*, using: str, **_: Any) -> None:
    """Every app's migrations have run by now: all tables are there."""
    from foretaste.money.ledger.rights import grant_rights

    grant_rights(using)
