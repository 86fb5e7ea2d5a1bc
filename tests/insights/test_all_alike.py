"""Where all of a group did the same, five of them hide nobody: attempts to read one person's ending from a figure.

The attacker knows who was there, the rule, and everything that was ever published; they may be one of them, and then
know their own ending too. They try every world that fits what is told. A test fails if in all of them one person left.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from typing import Any

import pytest
from django.apps import apps

from foretaste.accounts.actors import CLOCK
from foretaste.insights import actions, audit, publishing, queries
from foretaste.insights.models import PublishedRecord, PublishedShare
from foretaste.insights.publishing import Between, Lived, Proven, Share, days_told, told_figures, told_share
from tests.insights.test_attacks import month
from tests.insights.test_record import lived  # noqa: F401 - a fixture

FINISHED, LEFT, OTHERWISE = "finished", "left", "otherwise"
World = tuple[int, ...]  # how many of each


def record_of(trials: list[tuple[int, str]], before: dict[str, Any] | None = None, offers: int = 0) -> dict[str, Any]:
    """What everybody reads after these trials: (intern, how)."""
    new = [Lived(intern, how == FINISHED, how == LEFT) for intern, how in trials]
    exact = {"started": len(trials) + (before["started"] if before else 0), "offers_taken": offers}
    return told_figures(exact, new, offers, until="2026-04-01", before=before)


def group(finished: int, left: int, otherwise: int) -> list[tuple[int, str]]:
    return list(enumerate([FINISHED] * finished + [LEFT] * left + [OTHERWISE] * otherwise))


def worlds(of: int) -> Iterator[World]:
    for finished, left in product(range(of + 1), repeat=2):
        if finished + left <= of:
            yield finished, left, of - finished - left


@pytest.mark.parametrize("of", range(5, 15))
def test_nobody_s_ending_follows_from_a_record_not_even_for_one_who_was_there(of: int) -> None:
    fitting: dict[str, list[World]] = defaultdict(list)
    for world in worlds(of):
        read = record_of(group(*world))
        fitting[str((read["finished"], read["left_early"]))].append(world)
    for read_, possible in fitting.items():
        finished, left, _otherwise = zip(*possible, strict=True)
        assert min(left) < of, read_  # somebody may not have left
        assert max(finished) > 0, read_
        assert max(left) > 0, read_  # nor is anybody known to have stayed
        assert min(finished) < of, read_
        for who in range(3):  # one who was there, and finished, left or ended otherwise
            others = [[count - (way == who) for way, count in enumerate(world)] for world in possible if world[who]]
            if others:
                assert min(rest[1] for rest in others) < of - 1, (read_, who)
                assert max(rest[0] for rest in others) > 0, (read_, who)


def test_who_had_two_trials_knows_no_more_of_the_others() -> None:
    """Ada finished two trials: of the other four none is known to have left, whatever is told of the six."""
    fitting: dict[str, list[int]] = defaultdict(list)
    for ways in product((FINISHED, LEFT), repeat=4):
        read = record_of([(0, FINISHED), (0, FINISHED), *enumerate(ways, 1)])
        fitting[str((read["finished"], read["left_early"]))].append(ways.count(LEFT))
    assert all(min(possible) < 4 for possible in fitting.values())
    assert len(fitting) > 1


def test_two_records_tell_what_each_group_tells_by_itself() -> None:
    """The attacker subtracts every record from every later one: what he gets is the sum of what was told of each."""
    chance = random.Random(5)
    for _once in range(200):
        before, expected = None, [Between(0, 0)] * 2
        for _month in range(4):
            of = chance.randint(5, 9)
            some = [chance.choice((FINISHED, LEFT, OTHERWISE, LEFT)) for _one in range(of)]
            trials = list(enumerate(some))
            alone, after = record_of(trials), record_of(trials, before)
            for number, key in enumerate(("finished", "left_early")):
                expected[number] += Between.of(alone[key])
                assert Between.of(after[key]) == expected[number]
            assert not publishing.splits_tell_too_much(after, before)
            before = after


@pytest.mark.parametrize("all_of", [FINISHED, LEFT, OTHERWISE])
def test_what_all_did_is_never_told_of_the_first_nor_of_the_next(all_of: str) -> None:
    first = record_of([(number, all_of) for number in range(5)])
    mixed = record_of(group(3, 2, 0))
    for before in (first, mixed):
        after = record_of([(number, all_of) for number in range(5)], before)
        for key, of in (("finished", FINISHED), ("left_early", LEFT)):
            grew = Between.of(after[key]).least - Between.of(before[key]).least
            assert grew < 5, (key, of)
            assert not Between.of(first[key]).is_exact


def test_a_company_that_everybody_leaves_can_t_hide_it_for_a_month() -> None:
    """Nothing is withheld: the stretch is told at once, and it is far from that of a company where all finish."""
    left, stayed = record_of(group(0, 5, 0)), record_of(group(5, 0, 0))
    assert (left["finished"], left["left_early"]) == ([0, 2], [3, 5])
    assert (stayed["finished"], stayed["left_early"]) == ([4, 5], [0, 1])


def test_a_large_group_hides_its_people_in_a_quarter() -> None:
    """Of 200 two finished: told as a number, each of them would as good as certainly have left."""
    assert record_of(group(2, 198, 0))["finished"] == [0, 49]
    assert record_of(group(2, 198, 0))["left_early"] == [151, 200]
    assert record_of(group(60, 140, 0))["finished"] == 60


def test_longer_roles_are_not_told_as_everybody_s_or_nobody_s() -> None:
    trials = group(5, 0, 0)
    told = [record_of(trials, offers=offers) for offers in range(6)]
    assert [one["offers_made"] for one in told] == [[0, 1], [0, 1], 2, 3, [4, 5], [4, 5]]
    assert [one["offers_taken"] for one in told] == [[0, 1], [0, 1], 2, 3, [4, 5], [4, 5]]


def test_what_five_said_alike_is_known_of_none_of_them() -> None:
    assert [told_share(Share(5, good)).between for good in range(6)] == [
        Between(0, 2), Between(0, 2), Between(0, 2), Between(3, 3), Between(4, 5), Between(4, 5)
    ]  # fmt: skip
    after = told_share(Share(5, 0), told_share(Share(5, 5)))
    assert (after.interns, after.between) == (10, Between(4, 7))
    assert publishing.score(told_share(Share(5, 5)), 0.75) == publishing.score(told_share(Share(5, 4)), 0.75)


def test_a_reason_that_everybody_gave_is_known_of_nobody() -> None:
    assert publishing.tally_capped({n: ["people"] for n in range(5)}) == {"people": 4}
    assert publishing.tally_capped({n: ["people"] if n else ["place"] for n in range(5)}) == {"people": 4, "place": 1}


PLANS = [(3, 3, 3, 3, 3), (1, 2, 3, 4, 5), (2, 2, 2, 2, 2), (5, 1, 1, 1, 1), (5, 5, 1, 1, 1), (2, 1, 1, 2, 2, 3)]


@pytest.mark.parametrize("plan", PLANS)
def test_a_month_s_days_tell_of_nobody_that_they_left(plan: tuple[int, ...]) -> None:
    """The postings say how many days each had: five started days of fifteen would be five who left on the first."""
    fitting: dict[Between, list[World]] = defaultdict(list)
    for days in product(*(range(1, most + 1) for most in plan)):
        month_ = [
            Proven(number, (100,) * started, (100,) * of, 100 * started, "EUR", 0, None)
            for number, (started, of) in enumerate(zip(days, plan, strict=True))
        ]
        told = days_told(month_)
        assert told.least <= sum(days) <= told.most
        assert publishing.pay_told(month_, told) <= 100 * sum(days)
        fitting[told].append(days)
    for possible in fitting.values():
        for knows in (None, *range(len(plan))):
            known = {None} if knows is None else {world[knows] for world in possible}
            for own in known:
                seen = [world for world in possible if knows is None or world[knows] == own]
                for who, of in enumerate(plan):
                    assert who == knows or max(world[who] for world in seen) == of


@pytest.mark.django_db
def test_published_and_read(lived: Any, client: Any) -> None:  # noqa: F811
    """All five left, then five who all finished: the page says so of none of them, and says why."""
    company = lived("abcde", ending="exit")
    actions.publish_figures(by=CLOCK, at=month(0))
    record = queries.record_of(company)
    assert record is not None
    assert (record.finished, record.left_early, record.ended_otherwise) == (Between(0, 2), Between(3, 5), None)
    lived("fghij", first_on=dt.date(2026, 4, 6))
    actions.publish_figures(by=CLOCK, at=month(1))
    record = queries.record_of(company)
    assert record is not None
    assert (record.told_of, record.finished, record.left_early) == (10, Between(4, 7), Between(3, 6))
    page = client.get("/c/halden-instruments/").text
    assert "4 to 7 finished" in page
    assert "3 to 6 left early" in page
    assert "nobody’s ending can be read from a record" in page
    assert audit.records_tell_of_nobody_how_it_ended().offenders == []
    PublishedRecord.objects.filter(on=month(0).date()).update(
        figures={"started": 5, "told_of": 5, "finished": 0, "left_early": 5, "offers_made": [0, 1]}
    )
    assert len(audit.records_tell_of_nobody_how_it_ended().offenders) == 1


@pytest.mark.django_db
def test_five_who_were_told_of_are_not_told_of_again(lived: Any, client: Any) -> None:  # noqa: F811
    """Their trials stay in the stretch they were told in: a later mail address adds a start, and tells no ending."""
    company = lived("abcde", ending="exit")
    lived("x", verified=False, ending="exit")
    actions.publish_figures(by=CLOCK, at=month(0))
    assert "How they ended is told of" not in client.get("/c/halden-instruments/").text
    from allauth.account.models import EmailAddress

    from foretaste.accounts.models import Person

    late = Person.objects.get(email="x@example.org")
    EmailAddress.objects.create(user=late, email=late.email, verified=True, primary=True)
    lived("fghi", first_on=dt.date(2026, 4, 6))
    actions.publish_figures(by=CLOCK, at=month(1))
    record = queries.record_of(company)
    assert record is not None
    assert (record.started, record.interns, record.told_of) == (10, 10, 5)
    assert (record.finished, record.left_early) == (Between(0, 2), Between(3, 5))
    page = client.get("/c/halden-instruments/").text
    assert "10 trials of 10 interns" in page
    assert "How they ended is told of 5 trials: only of five people or more together" in page
    lived("j", first_on=dt.date(2026, 4, 27))
    lived("klmn", first_on=dt.date(2026, 5, 4))
    actions.publish_figures(by=CLOCK, at=month(2))
    record = queries.record_of(company)
    assert record is not None
    assert (record.started, record.told_of, record.finished) == (15, 14, Between(8, 11))


@pytest.mark.django_db
def test_what_was_published_before_is_told_as_stretches_too(lived: Any) -> None:  # noqa: F811
    """The migration counts group by group: the difference of two old records is a group of its own."""
    company, stretches = lived("a"), import_module("foretaste.insights.migrations.0005_stretches")
    for number, (started, finished, left) in enumerate(((5, 0, 5), (12, 5, 7), (17, 10, 7))):
        figures = {"started": started, "finished": finished, "left_early": left, "median_hours_to_pay": 3}
        figures |= {"offers_made": number, "offers_taken": 0}
        PublishedRecord.objects.create(organization_id=company, on=month(number), interns=started, figures=figures)
        PublishedShare.objects.create(
            organization_id=company, topic="promise", on=month(number), interns=started, good=finished,
            good_most=finished, prior_mean=0.75,
        )  # fmt: skip
    stretches.blur(apps, None)
    stretches.blur_shares(apps, None)
    told = [(one.figures["finished"], one.figures["left_early"]) for one in PublishedRecord.objects.order_by("on")]
    assert told == [([0, 2], [3, 5]), ([5, 7], [5, 7]), ([9, 12], [5, 8])]
    assert audit.records_tell_of_nobody_how_it_ended().offenders == []
    shares = PublishedShare.objects.order_by("on").values_list("good", "good_most")
    assert list(shares) == [(0, 2), (5, 7), (9, 12)]
    record = queries.record_of(company)
    assert record is not None
    assert (record.told_of, record.finished) == (17, Between(9, 12))


@pytest.mark.parametrize("offers", [4, 5, 10, 40])
def test_more_offers_than_a_group_is_large_are_told_as_any_high_count(offers: int) -> None:
    """Offers may be to earlier groups too: where the stretch ends must not say how many there were."""
    exact = {"started": 10, "offers_taken": 0}
    before = {"started": 5, "finished": 3, "left_early": 2, "offers_made": [0, 1], "offers_taken": 0, "told_of": 5}
    new = [Lived(intern=number, finished=number < 3, left_early=number > 3) for number in range(5)]
    figures = publishing.told_figures(exact, new, offers, until="2026-04-01", before=before)
    assert figures["offers_made"] == [4, 10]
