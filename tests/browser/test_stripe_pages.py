"""The two pages that lead away from us and back: where a company pays, and where an intern says where to be paid."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from foretaste.accounts.actors import Actor
from foretaste.core.jobs import run_waiting_jobs
from foretaste.opportunities import actions as opportunities
from tests import at_state
from tests.browser.chromium import Browse, check_page
from tests.stripe_fake import StripeFake

LOOKS = [(320, "light"), (375, "dark"), (1280, "light"), (1280, "dark")]


def look(page: Any, name: str) -> None:
    check_page(page)
    if pictures := os.environ.get("PICTURES"):
        size, theme = page.viewport_size["width"], page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        page.screenshot(path=str(Path(pictures) / f"{name}-{size}-{'dark' if theme else 'light'}.png"), full_page=True)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.django_db(transaction=True)
def test_an_intern_goes_to_the_provider_and_back(
    browse: Browse, ines: Actor, stripe_fake: StripeFake, width: int, theme: str
) -> None:
    page = browse(ines, width=width, theme=theme)
    page.goto(reverse("pay:account"))
    look(page, "account-first")
    page.get_by_label("Where you live").select_option("DE")
    page.get_by_role("button", name="Go on").click()
    way = page.get_by_role("link", name="Go to the payment provider")
    assert way.get_attribute("href").startswith("https://connect.stripe.com/setup/")
    look(page, "account-link")
    stripe_fake.fill_in(next(iter(stripe_fake.accounts)))
    page.goto(reverse("pay:account") + "?back=1")
    page.get_by_text("Your pay goes to the account ending 3000.").wait_for()
    look(page, "account-back")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.django_db(transaction=True)
def test_a_company_goes_to_the_payment_page(
    browse: Browse, hedy: Actor, stripe_fake: StripeFake, width: int, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = []

    def fund(opportunity_id: str, by: Actor, at: dt.datetime) -> None:
        orders.append(opportunities.fund_seats(opportunity_id=opportunity_id, method="card", by=by, at=at))

    monkeypatch.setattr(at_state, "fund", fund)
    posting = at_state.posting(hedy)
    page = browse(hedy, width=width, theme=theme)
    page.goto(reverse("company:funding", args=[posting.public_id, orders[0].public_id]))
    page.get_by_role("heading", name="One moment: the payment page is being made").wait_for()
    run_waiting_jobs("money")
    page.reload()
    way = page.get_by_role("link", name="Go to the payment page")
    assert way.get_attribute("href").startswith("https://checkout.stripe.com/c/pay/")
    look(page, "funding-to-pay")
