"""What the sign-in library asks us about second factors: how their secrets are kept."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from foretaste.accounts import second_factor


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return second_factor.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factor.unseal(encrypted_text)
