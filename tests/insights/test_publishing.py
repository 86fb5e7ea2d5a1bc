"""Thresholds, monthly dates, no counting by difference."""

import datetime as dt

import pytest

from foretaste.insights.publishing import Lived, may_publish, percent, publication_date, record_figures, tally


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
    assert record_figures(lived) == {"started": 3, "finished": 1, "left_early": 1, "median_hours_to_pay": None}
    assert record_figures([Lived(n, True, False, float(n)) for n in range(5)])["median_hours_to_pay"] == 2


def test_shares_leave_out_what_was_not_seen():
    counts = tally([{"promise": "4"}, {"promise": "3"}, {"promise": "1"}, {"promise": "not_seen"}])
    assert counts == {"promise": {"1": 1, "3": 1, "4": 1, "not_seen": 1}}
    assert percent(counts["promise"], "3", "4") == 66
    assert percent({"not_seen": 4}, "4") is None
