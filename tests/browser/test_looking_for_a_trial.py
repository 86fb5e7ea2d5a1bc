"""A visitor looks for a trial: with scripts, without, and by keyboard."""

from __future__ import annotations

import pytest

from tests.browser.chromium import check_page


@pytest.mark.parametrize("javascript", [True, False])
def test_three_clicks_from_the_front_door_to_asking(open_opportunity, browse, javascript):
    page = browse(width=375, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="Find a trial").last.click()
    page.get_by_role("link", name="Redraw a measuring guide").click()
    page.get_by_role("link", name="Ask for this trial").click()

    assert "/ask" in page.url or "/account/login/" in page.url


def test_a_filter_swaps_the_results_and_the_back_button_works(open_opportunity, browse):
    page = browse()
    page.goto("/opportunities/")
    page.get_by_label("Where").fill("Atlantis")
    page.get_by_label("Where").press("Tab")
    page.get_by_text("Nothing fits all of that").wait_for()
    assert "place=Atlantis" in page.url
    check_page(page)
    page.go_back()
    page.get_by_role("heading", name="1 trial").wait_for()


def test_the_filters_fit_beside_the_results_and_on_a_phone_open_with_one_press(open_opportunity, browse):
    page = browse()
    page.goto("/opportunities/")
    assert page.locator(".search__form").bounding_box()["height"] <= 850  # of 900: it stays in view, with its button
    assert page.get_by_label("Pay, at least").is_visible()
    assert not page.get_by_label("Starts from").is_visible()
    page.get_by_text("Dates, order and more").click()
    assert page.get_by_label("Starts from").is_visible()
    check_page(page)
    phone = browse(width=375)
    phone.goto("/opportunities/")
    phone.get_by_text("More filters").click()
    assert phone.get_by_label("Starts from").is_visible()
    assert not phone.get_by_text("Dates, order and more").is_visible()
    check_page(phone)


def test_an_answer_that_takes_long_or_never_comes_is_told(open_opportunity, browse):
    held = []
    page = browse(width=375)
    page.add_init_script("console.error = () => {}")  # htmx complains of what is wanted here
    page.goto("/opportunities/")
    page.route("**/opportunities/?*", lambda route: held.append(route))
    page.get_by_label("Where").fill("Berlin")
    page.get_by_label("Where").press("Tab")
    page.locator(".loading").wait_for()
    page.get_by_text("One moment: the answer takes longer than usual.").wait_for(state="attached")
    check_page(page)
    held.pop().fulfill(status=429)
    page.get_by_text("No answer came, so this page may not show how things stand.").wait_for()
    assert page.locator(".loading").is_hidden()
    assert page.get_by_role("heading", name="1 trial").is_visible()
    check_page(page)


def test_the_check_is_seven_clicks_without_a_script(browse, transactional_db):
    page = browse(width=375, javascript=False)
    page.goto("/check/")
    for answer in ("Yes", "Not sure", "Yes", "Yes", "No", "No"):
        page.get_by_role("link", name=answer, exact=True).click()

    page.get_by_role("heading", name="Yes, it fits").wait_for()


def test_a_refused_form_moves_the_focus_to_what_to_put_right(browse, transactional_db):
    page = browse()
    page.goto("/account/signup/")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("There are 2 things to put right").wait_for()

    assert page.evaluate("document.activeElement.matches('.error-summary')")
    assert page.title().startswith("Error:")
    page.get_by_role("link", name="Enter your name").click()
    assert page.evaluate("document.activeElement.id") == "id_name"
    check_page(page)
