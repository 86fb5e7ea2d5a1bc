"""Thresholds, monthly dates, no counting by difference."""

import datetime as dt
import inspect

import pytest

from foretaste.insights import publishing
from foretaste.insights.publishing import Lived, Share, may_publish, publication_date, record_figures


@pytest.mark.parametrize(
    ("interns", "before", "published"),
    [(4, None, False), (5, None, True), (9, 5, False), (10, 5, True), (10, 10, False), (3, 8, False)],
)
def test_five_stand_behind_it_and_five_more_than_before(interns, before, published):
    assert may_publish(interns, published_before=before) is published


@pytest.mark.parametrize(("interns", "before", "published"), [(9, None, False), (10, None, True), (14, 10, False)])
def test_comments_need_ten(interns, before, published):
    assert may_publish(interns, published_before=before, least=10) is published


def test_figures_appear_on_the_first_of_a_month():
    assert publication_date(dt.date(2026, 3, 31)) == publication_date(dt.date(2026, 3, 1)) == dt.date(2026, 3, 1)


def test_the_record_counts_endings_and_says_no_day():
    lived = [Lived(1, True, False, 20.0), Lived(2, False, True, 10.0), Lived(3, False, False)]
    assert record_figures(lived, [True, False]) == {
        "started": 3, "finished": 1, "left_early": 1, "median_hours_to_pay": None, "offers_made": 2, "offers_taken": 1
    }  # fmt: skip
    assert record_figures([Lived(n, True, False, float(n)) for n in range(5)])["median_hours_to_pay"] == 2
    by_two_people = [Lived(n % 2, True, False, float(n)) for n in range(5)]
    assert record_figures(by_two_people)["median_hours_to_pay"] is None


def test_what_was_not_seen_is_no_answer_and_each_has_one_voice():
    said = [(1, {"promise": "4"}), (2, {"promise": "1"}), (3, {"promise": "not_seen"}), (2, {"promise": "3"})]
    assert publishing.new_share(said, "promise") == Share(interns=2, good=2)
    assert publishing.new_share(said, "promise", said[:1]) == Share(interns=1, good=1)
    assert publishing.new_share(said, "go_back") == Share(interns=0, good=0)


@pytest.mark.parametrize(
    ("good", "of", "low", "high"), [(9, 10, 0.5958, 0.9821), (90, 100, 0.8256, 0.9448), (1, 1, 0.2065, 1.0)]
)
def test_intervals_are_wilson_s(good, of, low, high):
    """Wilson 1927; the figures are those of every textbook."""
    assert publishing.interval(Share(of, good)) == pytest.approx((low, high), abs=0.0001)


def test_one_opinion_is_no_verdict():
    assert publishing.score(Share(10, 9), publishing.PRIOR_MEAN) == pytest.approx(0.8571, abs=0.0001)  # Beta(3, 1)
    five_bad = publishing.score(Share(5, 0), 0.75)
    assert 0.3 < five_bad < publishing.score(Share(5, 1), 0.75) < 0.5
    assert publishing.score(Share(400, 0), 0.75) < 0.01


def test_the_mean_is_made_of_what_five_companies_published():
    assert publishing.prior_mean([Share(10, 1)] * 4) == publishing.PRIOR_MEAN
    assert publishing.prior_mean([Share(10, 1)] * 5) == pytest.approx(0.1)


def test_no_number_of_exits_touches_the_badge():
    assert publishing.earns_badge({"promise": 0.75, "go_back": 0.6})
    assert not publishing.earns_badge({"promise": 0.74, "go_back": 0.9})
    assert not publishing.earns_badge({"promise": 0.9})
    assert list(inspect.signature(publishing.earns_badge).parameters) == ["scores"]
