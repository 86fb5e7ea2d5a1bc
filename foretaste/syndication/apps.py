"""How Django knows this part of the project."""

from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "foretaste.syndication"
    label = "syndication"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foretaste.core.vault import ALSO_RESEALED
        from foretaste.syndication import resealing, subscribers  # noqa: F401 - subscribing is importing

        ALSO_RESEALED.append(("career sites", resealing.how_many_sites, resealing.reseal_sites))
        ALSO_RESEALED.append(("sources", resealing.how_many_sources, resealing.reseal_sources))
