"""What a trial is made of. One file per stretch: the trial and its days, cases, work, pairs, pauses."""

from foretaste.trials.models.cases import Case, Goodwill
from foretaste.trials.models.pairs import PairAllowance
from foretaste.trials.models.pausing import ApplicationPause
from foretaste.trials.models.trial import DayMove, Trial, TrialDay, TrialHistory
from foretaste.trials.models.work import Checkpoint, Deliverable, WorkLogEntry

__all__ = [
    "ApplicationPause",
    "Case",
    "Checkpoint",
    "DayMove",
    "Deliverable",
    "Goodwill",
    "PairAllowance",
    "Trial",
    "TrialDay",
    "TrialHistory",
    "WorkLogEntry",
]
