"""After `reseal` the old key can go: everything sealed still opens, and nobody was told how much there is."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from foretaste.core import vault
from foretaste.core.refusals import NotAllowed
from foretaste.evaluations import actions, queries
from foretaste.evaluations.management.commands import reseal as command
from foretaste.evaluations.models import Submission
from foretaste.evaluations.sealing import Side
from foretaste.trials import actions as trials
from foretaste.trials.models import Checkpoint
from tests import at_state
from tests.at_state import Plan
from tests.evaluations.conftest import LATER, TRIAL, make_exchange, submit

pytestmark = pytest.mark.django_db
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
P = Plan()


@pytest.fixture
def sealed(settings, exchange, hedy, ines):
    """Under the old key: a mark of Ines, and what she said of the trial."""
    settings.SEALING_KEYS = [OLD]
    trial = at_state.under_way(hedy, ines)
    trials.seal_checkpoint(trial_id=trial.public_id, day=1, mark="more", note="Joy", by=ines, at=P.at(1, "17:00"))
    submit(Side.INTERN, ines, good="The lab.")
    settings.SEALING_KEYS = [NEW, OLD]


def reseal():
    out = io.StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue()


def blobs():
    return [bytes(row.sealed) for row in (Checkpoint.objects.get(), Submission.objects.get())]


def test_afterwards_the_old_key_can_go(sealed, settings, hedy, ines):
    lengths = [len(blob) for blob in blobs()]
    reseal()
    settings.SEALING_KEYS = [NEW]
    assert vault.unseal(Checkpoint.objects.get().sealed) == {"mark": "more", "note": "Joy"}
    assert [len(blob) for blob in blobs()] == lengths
    submit(Side.COMPANY, hedy)
    page = queries.evaluation_page(trial_id=TRIAL, by=hedy, at=LATER)
    assert (page.other.answers["good"], page.mutual_yes) == ("The lab.", True)


def test_before_it_the_old_key_cannot_go(sealed, settings):
    settings.SEALING_KEYS = [NEW]
    for blob in blobs():
        with pytest.raises(vault.WrongKey):
            vault.unseal(blob)


def test_again_it_changes_nothing(sealed):
    reseal()
    before = blobs()
    reseal()
    assert blobs() == before


def test_stopped_half_way_it_goes_on(sealed, settings, monkeypatch):
    real = actions.reseal_submissions

    def stop(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "reseal_submissions", stop)
    with pytest.raises(KeyboardInterrupt):
        reseal()
    marks, words = blobs()
    assert Fernet(NEW).decrypt(marks)
    assert Fernet(OLD).decrypt(words)
    monkeypatch.setattr(actions, "reseal_submissions", real)
    reseal()
    assert blobs()[0] == marks
    settings.SEALING_KEYS = [NEW]
    assert vault.unseal(blobs()[1])["answers"]["good"] == "The lab."


def test_what_it_says_does_not_tell_whether_a_side_has_sent(sealed):
    said = reseal()
    assert said == (
        "trials: 1 of 1\nexchanges: 1 of 1\nsecond factors: none\npeople: 3 of 3\ncareer sites: none\nsources: none\n"
        "Everything sealed is under the newest key. The others may go.\n"
    )
    Submission.objects.all().delete()
    Checkpoint.objects.all().delete()
    assert reseal() == said


def test_a_lost_key_stops_it_and_names_no_trial(sealed, settings):
    before = blobs()
    settings.SEALING_KEYS = [NEW]
    with pytest.raises(CommandError) as refusal:
        reseal()
    assert "Something sealed opens with none of SEALING_KEYS" in str(refusal.value)
    assert TRIAL not in str(refusal.value)
    assert blobs() == before


def test_it_goes_through_them_some_at_a_time(sealed, settings, monkeypatch, hedy, ines, otto):
    monkeypatch.setattr(command, "AT_ONCE", 1)
    settings.SEALING_KEYS = [OLD]
    make_exchange(otto, hedy, trial_id="tr1a1sta0002")
    submit(Side.INTERN, otto, trial_id="tr1a1sta0002")
    settings.SEALING_KEYS = [NEW, OLD]
    assert "exchanges: 1 of 2\nexchanges: 2 of 2\n" in reseal()
    settings.SEALING_KEYS = [NEW]
    assert {vault.unseal(bytes(one.sealed))["decision"] for one in Submission.objects.all()} == {True}


def test_only_the_clock_s_own_word_reseals(sealed, hedy, odile):
    before = blobs()
    for by in (hedy, odile):
        for action in (trials.reseal_checkpoints, actions.reseal_submissions):
            with pytest.raises(NotAllowed):
                action(after=0, most=9, by=by, at=LATER)
    assert blobs() == before
