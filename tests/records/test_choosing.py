"""The intern chooses what a record shows and whether anyone sees it; what is revoked stays revoked."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.accounts.actors import CLOCK
from foretaste.accounts.models import Person
from foretaste.core.clock import run_sweeps
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.evaluations import actions as evaluations
from foretaste.evaluations.sealing import Side
from foretaste.records import actions, issuer, proofs, queries, refusals, revocations
from foretaste.records.models import Due, Record, StatusList
from foretaste.trials import queries as trials
from tests.api.conftest import token_of
from tests.evaluations.conftest import answers_of
from tests.jobs import run_all_jobs
from tests.records.conftest import COMES, PLAN, live

pytestmark = pytest.mark.django_db


def choose(record: Record, by: Any, *keys: str, words: str = "", shared: bool = True) -> Record:
    actions.choose_what_shows(record_id=record.public_id, keys=keys, own_words=words, is_shared=shared, by=by, at=COMES)
    run_all_jobs("core.deliver")
    return Record.objects.get(pk=record.pk)


def is_genuine(document: dict[str, Any]) -> bool:
    (method,) = issuer.did_document()["verificationMethod"]
    return proofs.is_signed_by(document, multikey=method["publicKeyMultibase"], method=method["id"])


@pytest.fixture
def judged(hedy: Any, ines: Any, clock: Any) -> Record:
    """The record of a trial of which the company has written, and whose seals are open."""
    trial = live("left", hedy, ines, clock, PLAN)
    for side, by in ((Side.COMPANY, hedy), (Side.INTERN, ines)):
        words = {"good": "Saw at once what drifts."} if side is Side.COMPANY else {}
        evaluations.submit_evaluation(
            trial_id=trial.public_id, answers=answers_of(side, **words), decision=False, by=by, at=PLAN.at(2, "12:00")
        )
    run_all_jobs("core.deliver")
    return Record.objects.get(trial_id=trial.public_id)


def test_feedback_shows_only_where_it_was_chosen(judged: Record, ines: Any) -> None:
    choices = {one.key: one for one in queries.choices_of(judged, ines, COMES)}
    assert choices["evaluation:good"].words == "Saw at once what drifts."
    assert "evaluation:told_them" not in choices
    assert "Saw at once" not in str(judged.document)
    chosen = choose(judged, ines, "evaluation:good", words="I found the drift.")
    assert [one["narrative"] for one in chosen.document["evidence"]] == ["Saw at once what drifts."]
    assert chosen.document["credentialSubject"]["narrative"] == "I found the drift."
    assert is_genuine(chosen.document)
    assert "evidence" not in choose(judged, ines).document


def test_what_is_not_offered_can_t_be_shown(judged: Record, ines: Any) -> None:
    for keys, words, field in ((["evaluation:commitment"], "", "keys"), ([], "x" * 1201, "own_words")):
        with pytest.raises(NotAcceptable) as refusal:
            actions.choose_what_shows(
                record_id=judged.public_id, keys=keys, own_words=words, is_shared=True, by=ines, at=COMES
            )
        assert field in refusal.value.fields
    assert (Record.objects.get(pk=judged.pk).shown, Record.objects.get(pk=judged.pk).is_shared) == ([], False)


def test_only_its_owner_touches_a_record(record: Record, otto: Any, hedy: Any, odile: Any) -> None:
    before = Record.objects.values().get(pk=record.pk)
    for by in (otto, hedy, odile):
        for do, more in (
            (actions.choose_what_shows, {"keys": [], "own_words": "x", "is_shared": True}),
            (actions.revoke_record, {}),
            (actions.delete_record, {}),
        ):
            with pytest.raises(NotFound):
                do(record_id=record.public_id, by=by, at=COMES, **more)
        with pytest.raises(NotAllowed):
            actions.sign_record(record_id=record.public_id, by=by, at=COMES)
        with pytest.raises(NotAllowed):
            actions.issue_record(trial_id=record.trial_id, by=by, at=COMES)
    assert Record.objects.values().get(pk=record.pk) == before


def test_a_revoked_record_stays_revoked(record: Record, ines: Any) -> None:
    entry = record.document["credentialStatus"]
    place, kept = int(entry["statusListIndex"]), StatusList.objects.get()
    assert not revocations.is_revoked(kept.document["credentialSubject"]["encodedList"], place)
    choose(record, ines)
    actions.revoke_record(record_id=record.public_id, by=ines, at=COMES)
    run_all_jobs("core.deliver")
    listed = StatusList.objects.get().document
    assert revocations.is_revoked(listed["credentialSubject"]["encodedList"], place)
    assert is_genuine(listed)
    with pytest.raises(NotFound):
        queries.shared(record.public_id)
    with pytest.raises(refusals.ThisRecordIsRevoked):
        choose(record, ines)
    actions.sign_record(record_id=record.public_id, by=CLOCK, at=COMES)
    assert Record.objects.get().document is None


def test_a_deleted_record_leaves_its_place_alone_and_never_comes_again(record: Record, ines: Any, clock: Any) -> None:
    actions.delete_record(record_id=record.public_id, by=ines, at=COMES)
    run_all_jobs("core.deliver")
    assert (Record.objects.count(), Due.objects.count()) == (0, 0)
    assert StatusList.objects.get().revoked == [record.status_index]
    run_sweeps(clock.move_on(days=1), only=["records"])
    assert Record.objects.count() == 0


def test_one_reply_stands_under_what_is_shown_and_tells_no_ending(judged: Record, ines: Any, client: Any) -> None:
    chosen = {"record_id": judged.public_id, "own_words": "", "is_shared": True, "by": ines, "at": COMES}
    for keys, reply in (
        ([], "Thank you."),
        (["evaluation:good"], "I left on day one."),
        (["evaluation:good"], "x" * 601),
    ):
        with pytest.raises(NotAcceptable) as refused:
            actions.choose_what_shows(keys=keys, reply=reply, **chosen)
        assert refused.value.fields.keys() == {"reply"}
    client.force_login(Person.objects.get(pk=ines.person_id), backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(
        f"/me/records/{judged.public_id}/",
        {"keys": ["evaluation:good"], "reply": "I left on day one.", "own_words": ""},
    )
    assert page.status_code == 422
    assert "Leave out “left”, “day one”." in page.context["form"].errors["reply"][0]
    assert "I left on day one.</textarea>" in page.text
    client.logout()
    assert Record.objects.get(pk=judged.pk).reply == ""
    actions.choose_what_shows(keys=["evaluation:good"], reply="Thank you: the drift was fun.", **chosen)
    run_all_jobs("core.deliver")
    document = Record.objects.get(pk=judged.pk).document
    assert [(one["name"], one["narrative"]) for one in document["evidence"]] == [
        (document["evidence"][0]["name"], "Saw at once what drifts."),
        ("Ines Brandt", "Thank you: the drift was fun."),
    ]
    assert is_genuine(document)
    page = client.get(f"/records/{judged.public_id}/").text
    assert "Thank you: the drift was fun." in page
    assert "The last words are Ines Brandt’s own reply to it." in page
    with_token = {"HTTP_AUTHORIZATION": f"Bearer {token_of(ines)}"}
    at = f"/api/v1/me/records/{judged.public_id}"
    assert client.get(at, **with_token).json()["reply"] == "Thank you: the drift was fun."
    told = {"keys": ["evaluation:good"], "reply": "I stayed to the end.", "is_shared": True}
    assert client.put(at, told, content_type="application/json", **with_token).status_code == 422
    told["reply"] = "Thank you."
    assert client.put(at, told, content_type="application/json", **with_token).json()["reply"] == "Thank you."
    actions.choose_what_shows(keys=["evaluation:good"], **chosen)
    run_all_jobs("core.deliver")
    assert "the drift was fun" not in str(Record.objects.get(pk=judged.pk).document)
    page = client.get(f"/records/{judged.public_id}/").text
    assert "Ines Brandt chose which of the feedback stands here, and could not change it. There may be more." in page
    assert "own reply" not in page
    assert "nobody checked it" not in page  # the company's own words: it is known here


def test_a_reply_names_nobody_of_the_company_but_who_signed_what_it_answers(judged: Record, ines: Any) -> None:
    host = trials.trial_of(judged.trial_id, ines).host.name
    before = Record.objects.values().get(pk=judged.pk)
    chosen = {"record_id": judged.public_id, "own_words": "", "is_shared": True, "by": ines, "at": COMES}
    with pytest.raises(NotAcceptable) as refused:
        actions.choose_what_shows(keys=["evaluation:good"], reply=f"{host} was rude to me.", **chosen)
    assert host.split()[0] in refused.value.fields["reply"]
    assert Record.objects.values().get(pk=judged.pk) == before
    signed = [{"said_by": f"{host}, Halden Instruments"}]
    assert host in queries.not_to_be_named(judged, [], ines)
    assert host not in queries.not_to_be_named(judged, signed, ines)
