"""Whoever moves real money: behind one port, so that the rest of the project never knows who."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from foretaste.money.providers.base import Capability, HostingProvider, Provider


def provider(name: str | None = None) -> Provider:
    """Return the provider of this name, or the instance's own."""
    name = name or settings.PAYMENT_PROVIDER
    if name == "sandbox":
        from foretaste.money.providers.sandbox import SandboxProvider

        return SandboxProvider()
    if name == "stripe":
        from foretaste.money.providers.stripe import StripeProvider

        return StripeProvider()
    if name == "manual":
        from foretaste.money.providers.manual import ManualProvider

        return ManualProvider()
    raise ImproperlyConfigured(f"There is no payment provider called {name!r}.")


def hosting_provider(name: str | None = None) -> HostingProvider:
    """Return the provider that keeps people's own accounts; `ImproperlyConfigured` where it keeps none."""
    bank = provider(name)
    if Capability.HOSTED_ACCOUNTS not in bank.capabilities():
        raise ImproperlyConfigured(f"The payment provider {bank.name!r} keeps no accounts for people.")
    return cast(HostingProvider, bank)
