"""Journey (d): a visitor asks whether it is right for them, and looks on. Eight clicks, nothing stored."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import check_page

QUESTIONS = 6


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize(
    ("answers", "verdict", "onwards", "found"),
    [
        (("Yes", "Not sure", "Yes", "Yes", "No", "No"), "Yes, it fits", "See trials that fit", "Find a trial"),
        (("No", "No", "No", "No", "Not sure", "Yes"), "Rather not", "Compare", "internship"),
    ],
    ids=["it fits", "rather not"],
)
def test_eight_clicks_to_an_honest_answer_and_on(
    open_opportunity: Any, browse: Any, javascript: bool, answers: Any, verdict: str, onwards: str, found: str
) -> None:
    page, clicks = browse(width=375, javascript=javascript), 0
    page.goto("/")
    page.get_by_role("link", name="Is it right for you?").first.click()
    clicks += 1
    assert len(answers) == QUESTIONS
    for number, answer in enumerate(answers, 1):
        page.get_by_text(f"{number} of {QUESTIONS}").first.wait_for()
        if javascript and number == 1:
            check_page(page)
        page.get_by_role("link", name=answer, exact=True).click()
        clicks += 1
    page.get_by_role("heading", name=verdict).wait_for()
    if javascript:
        check_page(page)
    page.get_by_role("main").get_by_role("link", name=onwards).first.click()
    clicks += 1
    page.get_by_role("heading", name=found).first.wait_for()
    assert clicks == 8
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}
