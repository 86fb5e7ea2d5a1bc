"""How often a program may ask, counted for all web processes alike."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foretaste.accounts import actions as accounts
from foretaste.core import clock as sweeps
from foretaste.core import limits
from foretaste.core.models import Tally
from foretaste.opportunities.models import Question
from tests import at_state
from tests.at_state import Plan

MINE, TOKENLESS = "/api/v1/me", "/api/v1/opportunities"


@pytest.fixture(autouse=True)
def few(settings, db):
    settings.API_REQUESTS_A_MINUTE = 3
    settings.API_REQUESTS_A_MINUTE_WITHOUT_TOKEN = 2


def token(who, at):
    return {"Authorization": f"Bearer {accounts.issue_token(name='Mine', scopes=['read'], by=who, at=at).secret}"}


def statuses(client, times, path=MINE, **how):
    return [client.get(path, **how).status_code for _ in range(times)]


def test_the_request_after_the_last_allowed_is_refused_as_a_problem(client, ines, clock):
    mine = token(ines, clock.now)
    clock.move_on(seconds=15)
    assert statuses(client, 3, headers=mine) == [200, 200, 200]
    answer = client.get(MINE, headers=mine)
    assert (answer.status_code, answer["Retry-After"]) == (429, "45")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "That is more than may be asked in a minute. Ask again in 45 seconds.",
        "refusal": "too-many-requests",
    }


def test_the_next_minute_begins_anew(client, ines, clock):
    mine = token(ines, clock.now)
    assert statuses(client, 4, headers=mine) == [200, 200, 200, 429]
    clock.move_on(seconds=60)
    assert statuses(client, 4, headers=mine) == [200, 200, 200, 429]


def test_each_token_has_its_own_count(client, ines, otto, clock):
    assert statuses(client, 4, headers=token(ines, clock.now))[-1] == 429
    assert statuses(client, 3, headers=token(otto, clock.now)) == [200, 200, 200]


def test_without_a_token_the_address_counts(client, clock):
    assert statuses(client, 3, TOKENLESS, REMOTE_ADDR="192.0.2.1") == [200, 200, 429]
    assert statuses(client, 2, TOKENLESS, REMOTE_ADDR="192.0.2.2") == [200, 200]


def test_whoever_tries_tokens_is_counted_by_address(client, clock):
    answers = [client.get(MINE, headers={"Authorization": f"Bearer guess-{n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_behind_a_proxy_the_address_it_saw_counts(client, clock, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    seen = [statuses(client, 1, TOKENLESS, headers={"X-Forwarded-For": f"made-up, 192.0.2.{n}"})[0] for n in range(4)]
    assert seen == [200] * 4
    same = [
        statuses(client, 1, TOKENLESS, headers={"X-Forwarded-For": f"{n}.9.9.9, 198.51.100.7"})[0] for n in range(3)
    ]
    assert same == [200, 200, 429]


def test_a_refused_write_does_nothing_and_its_key_is_free(client, hedy, ines, clock, settings):
    clock.move_to(Plan().posted_at)
    posting = at_state.posting(hedy)
    settings.API_REQUESTS_A_MINUTE = 1
    secret = accounts.issue_token(name="Mine", scopes=["read", "act"], by=ines, at=clock.now).secret
    mine = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "k1"}
    path = f"/api/v1/opportunities/{posting.public_id}/questions"

    def ask():
        return client.post(path, {"text": "A lift?"}, headers=mine, content_type="application/json")

    assert statuses(client, 1, headers=mine) == [200]
    assert (ask().status_code, Question.objects.count()) == (429, 0)
    clock.move_on(seconds=60)
    answer = ask()
    assert (answer.status_code, Question.objects.count()) == (201, 1)
    assert "Idempotency-Replayed" not in answer.headers


def test_counting_takes_one_statement(client, ines, clock, settings):
    mine = token(ines, clock.now)
    settings.API_REQUESTS_A_MINUTE = 0
    without = _queries_of(client, mine)
    settings.API_REQUESTS_A_MINUTE = 100
    assert _queries_of(client, mine) == without + 1


def _queries_of(client, headers):
    with CaptureQueriesContext(connection) as seen:
        client.get(MINE, headers=headers)
    return len(seen)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_are_counted_each(clock):
    """Connections of their own, as web processes have."""
    at, waits = clock.now, []

    def ask():
        waits.append(limits.over("race", "one", most=5, within=limits.DAY, at=at))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wait > 0 for wait in waits) == [False] * 5 + [True] * 3
    assert Tally.objects.get().count == 8


def test_no_address_is_stored_and_old_counts_go(client, clock):
    statuses(client, 1, TOKENLESS, REMOTE_ADDR="192.0.2.1")
    assert "192.0.2.1" not in Tally.objects.get().key
    sweeps.run_sweeps(clock.move_on(days=3), only=["api"])
    assert Tally.objects.count() == 0


def test_the_cache_of_sign_in_is_the_database(db):
    from django.core.cache import cache

    cache.set("foretaste", "shared", 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_cache")
        assert cursor.fetchone() == (1,)
    assert cache.get("foretaste") == "shared"
