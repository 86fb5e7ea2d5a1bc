"""Two people of the operator sign at once: what only one of them can have, one has, and the other is told so.

The second one comes by a connection of its own, after the first has looked and before it has committed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from foretaste.accounts.actors import Actor, Role
from foretaste.core.amounts import Amount
from foretaste.core.refusals import SomethingElseCameFirst
from foretaste.money import correcting, queries
from foretaste.money.ledger.posting import TheDebtIsPaidMeanwhile, post
from foretaste.money.models import Correction
from foretaste.money.refusals import ItIsOtherPeoplesMoney, TheDebtIsSmaller
from tests.money.cast_of_money import AT, all_balances, books_are_right
from tests.web.company.conftest import enter  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

COMPANY = "company00001"
BY: dict[str, Any] = {"at": AT, "actor": "test:1"}
WAITS = """
    SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                    WHERE NOT l.granted AND a.datname = current_database() AND l.pid <> pg_backend_pid())
"""


def move(takes: str, gives: str, minor: int) -> dict[str, int]:
    return {f"{takes}:EUR": -minor, f"{gives}:EUR": minor}


def operator(person_id: int) -> Actor:
    return Actor(frozenset({Role.OPERATOR}), person_id=person_id)


@pytest.fixture(autouse=True)
def books(db: None) -> Iterator[None]:
    """The operator put 100.00 in, and a company owes 30.00: 70.00 is its own and can be taken out."""
    post("put_in_own_money", reference="p", legs=move("ext:cash:sandbox", "op:loss:all", 10000), **BY)
    post("dispute_withdrawn", reference="d", legs=move(f"company:owes:{COMPANY}", "ext:cash:sandbox", 3000), **BY)
    yield
    books_are_right()


def waiting(kind: str, minor: int, **more: Any) -> Correction:
    said = {"kind": kind, "amount_minor": minor, "currency": "EUR", "reason": "Ours.", "proposed_by": 1} | more
    return Correction.objects.create(proposed_at=AT, **said)


def sign(one: Correction) -> Correction:
    return correcting.sign_correction(correction_id=one.public_id, by=operator(2), at=AT)


class Meanwhile:
    """Somebody else's act, on another connection, at a moment of ours: it has ended then, or waits for us."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act, self.answer = act, None
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        try:
            self.answer = self.act()
        except Exception as error:
            self.answer = error
        finally:
            connection.close()

    def come(self) -> None:
        self.thread.start()
        while self.thread.is_alive():
            with connection.cursor() as cursor:
                cursor.execute(WAITS)
                if cursor.fetchone() == (True,):
                    return
            time.sleep(0.01)


def between(monkeypatch: pytest.MonkeyPatch, other: Meanwhile, *, before: bool = False) -> None:
    """Let the other one come as our correction is booked, before that or after it."""
    book = correcting.movements.correct

    def booked(*args: Any, **how: Any) -> None:
        monkeypatch.setattr(correcting.movements, "correct", book)
        if before:
            other.come()
        book(*args, **how)
        if not before:
            other.come()

    monkeypatch.setattr(correcting.movements, "correct", booked)


@pytest.mark.parametrize(
    ("kind", "minor", "no"),
    [("withdraw_fees", 5000, ItIsOtherPeoplesMoney), ("write_off", 2000, TheDebtIsSmaller)],
)
def test_of_two_signed_at_once_one_is_done_and_the_other_refused(
    monkeypatch: pytest.MonkeyPatch, kind: str, minor: int, no: type[Exception]
) -> None:
    about = {"company_id": COMPANY} if kind == "write_off" else {}
    first, second = waiting(kind, minor, **about), waiting(kind, minor, **about)
    other = Meanwhile(lambda: sign(second))
    between(monkeypatch, other)
    before = all_balances()
    assert sign(first).state == "done"
    other.thread.join()
    assert type(other.answer) is no
    second.refresh_from_db()
    assert (second.state, second.signed_by, second.transfer_id) == ("waiting", None, None)
    if kind == "withdraw_fees":
        moved = {"op:fees:all:EUR": -minor, "ext:cash:sandbox:EUR": before["ext:cash:sandbox:EUR"] + minor}
    else:
        owed = f"company:owes:{COMPANY}:EUR"
        moved = {"op:loss:all:EUR": before["op:loss:all:EUR"] - minor, owed: before[owed] + minor}
    assert all_balances() == before | moved


def test_two_who_take_back_what_was_put_in_take_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each alone is the operator's own; both together are other people's money."""
    ones = [
        correcting.propose_correction(
            kind="put_in_own_money", amount=Amount(4000, "EUR"), reason="Ours.", by=operator(1), at=AT
        )
        for _ in range(2)
    ]
    post("dispute_withdrawn", reference="e", legs=move(f"company:owes:{COMPANY}", "ext:cash:sandbox", 9000), **BY)
    assert queries.own_money("EUR") == Amount(6000, "EUR")

    def take_back(one: Correction) -> Correction:
        return correcting.take_back_correction(correction_id=one.public_id, reason="Mine.", by=operator(2), at=AT)

    other = Meanwhile(lambda: take_back(ones[1]))
    undo = correcting.reverse

    def undone(*args: Any, **how: Any) -> int:
        monkeypatch.setattr(correcting, "reverse", undo)
        number = undo(*args, **how)
        other.come()
        return number

    monkeypatch.setattr(correcting, "reverse", undone)
    assert take_back(ones[0]).state == "taken_back"
    other.thread.join()
    assert type(other.answer) is ItIsOtherPeoplesMoney
    assert Correction.objects.get(pk=ones[1].pk).state == "done"
    assert queries.own_money("EUR") == Amount(2000, "EUR")


def test_a_debt_that_is_paid_while_it_is_given_up_is_paid_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bank gives the payment back after the operator has looked: no credit comes of it, and no server error."""
    one = waiting("write_off", 2000, company_id=COMPANY)
    back = move("ext:cash:sandbox", f"company:owes:{COMPANY}", 3000)
    other = Meanwhile(lambda: post("dispute_returned", reference="b", legs=back, **BY))
    between(monkeypatch, other, before=True)
    with pytest.raises(TheDebtIsPaidMeanwhile):
        sign(one)
    assert isinstance(other.answer, int)
    one.refresh_from_db()
    assert (one.state, one.signed_by) == ("waiting", None)
    assert all_balances() == {"op:loss:all:EUR": 10000, "ext:cash:sandbox:EUR": -10000}


@pytest.mark.django_db(transaction=True)
def test_what_only_the_commit_can_see_is_a_page_and_not_a_server_error(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    enter: Any,  # noqa: F811
    odile: Actor,
) -> None:
    """A chargeback comes as fees are taken out and waits for no lock of the operator's: the guard sees it."""
    one = waiting("withdraw_fees", 5000, proposed_by=0)
    gone = move(f"company:owes:{COMPANY}", "ext:cash:sandbox", 4000)
    other = Meanwhile(lambda: post("dispute_withdrawn", reference="e", legs=gone, **BY))
    between(monkeypatch, other)
    before = all_balances()
    answer = enter(odile).post(reverse("operator:sign_correction", args=[one.public_id]))
    assert isinstance(other.answer, int)
    assert (answer.status_code, str(SomethingElseCameFirst.message) in answer.text) == (409, True)
    one.refresh_from_db()
    assert (one.state, one.signed_by) == ("waiting", None)
    assert all_balances() == before | {
        "ext:cash:sandbox:EUR": before["ext:cash:sandbox:EUR"] + 4000,
        f"company:owes:{COMPANY}:EUR": -7000,
    }
    assert [record.levelname for record in caplog.records if record.name == "foretaste.core.guards"] == ["ERROR"]
