"""How Django knows this part of the project."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "foretaste.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
