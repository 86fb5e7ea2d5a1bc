"""How Django knows this part of the project."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    name = "foretaste.skills"
    label = "skills"
    default_auto_field = "django.db.models.BigAutoField"
