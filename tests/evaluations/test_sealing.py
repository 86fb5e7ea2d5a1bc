"""The whole matrix: every viewer, every set of sides that sent, before and after the window."""

import datetime as dt
from itertools import product

import pytest

from foretaste.evaluations.sealing import BOTH, NOTHING, Side, Sight, closes_at, is_mutual, is_revealed, sight

ENDED = dt.datetime(2026, 3, 2, 16, 0, tzinfo=dt.UTC)
JUST_BEFORE = closes_at(ENDED) - dt.timedelta(microseconds=1)
OVER = closes_at(ENDED)
SENT = [frozenset(), frozenset({Side.INTERN}), frozenset({Side.COMPANY}), BOTH]


def expected(viewer, sent, at):
    if viewer is None:
        return NOTHING
    if sent == BOTH:
        return Sight(sent=True, revealed=True, sees_own=True, sees_other=True, sees_result=True, may_reply=True)
    if at >= OVER:
        own, other = viewer in sent, viewer.other in sent
        return Sight(sent=own, revealed=True, sees_own=own, sees_other=other, sees_result=True, may_reply=other)
    return Sight(sent=True) if viewer in sent else Sight(may_send=True)


@pytest.mark.parametrize(("viewer", "sent", "at"), list(product([None, *Side], SENT, [ENDED, JUST_BEFORE, OVER])))
def test_the_matrix(viewer, sent, at):
    assert sight(viewer, sent, ended_at=ENDED, at=at) == expected(viewer, sent, at)


@pytest.mark.parametrize("viewer", list(Side))
@pytest.mark.parametrize("at", [ENDED, JUST_BEFORE])
def test_until_one_has_sent_the_other_side_makes_no_difference(viewer, at):
    silent = sight(viewer, frozenset(), ended_at=ENDED, at=at)
    assert sight(viewer, frozenset({viewer.other}), ended_at=ENDED, at=at) == silent


def test_a_window_lasts_seven_days_to_the_moment():
    assert dt.datetime(2026, 3, 9, 16, 0, tzinfo=dt.UTC) == OVER
    assert not is_revealed(frozenset({Side.INTERN}), ended_at=ENDED, at=JUST_BEFORE)
    assert is_revealed(frozenset(), ended_at=ENDED, at=OVER)


@pytest.mark.parametrize("intern", [True, False, None])
@pytest.mark.parametrize("company", [True, False, None])
def test_only_two_yeses_are_mutual(intern, company):
    said = {Side.INTERN: intern, Side.COMPANY: company}
    decisions = {side: yes for side, yes in said.items() if yes is not None}
    assert is_mutual(decisions) is (intern is True and company is True)
