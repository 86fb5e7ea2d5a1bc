"""A passkey: added to an account, and signed in with, in a real browser with an authenticator of its own."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail as outgoing

from tests.browser.chromium import Browse, check_page

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(page: Any) -> None:
    """Give the page's browser an authenticator that says yes."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_passkey_is_added_after_signing_up_and_signs_in_alone(browse: Browse, transactional_db: None) -> None:
    page = browse()
    plug_in(page)
    page.goto("/account/signup/")
    page.get_by_label("Email address").fill("nadia@example.org")
    page.get_by_label("Your name").fill("Nadia Simons")
    page.locator("main form[method=post] button[type=submit]").first.click()
    code = page.get_by_label("The code from the mail")
    code.wait_for()
    found = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b", str(outgoing.outbox[-1].body))
    assert found
    code.fill(found.group())
    page.locator("main button.btn--act, main button[type=submit]").first.click()
    page.wait_for_url("**/me/")

    page.goto("/account/2fa/webauthn/add/")
    check_page(page)
    page.get_by_label("A name for it").fill("My telephone")
    page.get_by_label("Sign in with it alone").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda address: "/webauthn/add/" not in address)
    check_page(page)

    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/me/")
    page.goto("/account/2fa/webauthn/")
    assert page.get_by_text("My telephone", exact=True).first.is_visible()
    check_page(page)
