"""What people and the clock do with a trial, in the order of a life.

agreeing > hosting > starting > working > leaving | stopping > disputing > closing > pausing; `steps._move` alone
writes a state.
"""

from foretaste.trials.actions.agreeing import agree, allow_another_trial
from foretaste.trials.actions.closing import (
    close_trial,
    complete,
    complete_many,
    mark_intern_no_show,
    mark_intern_no_shows,
    release_refund,
    release_refunds,
    release_unclaimed,
)
from foretaste.trials.actions.disputing import (
    answer_case,
    answer_claim,
    answer_no_show,
    approve_goodwill,
    contest_start,
    default_case,
    propose_goodwill,
    report_company_no_show,
    rule_case,
)
from foretaste.trials.actions.hosting import name_host
from foretaste.trials.actions.leaving import exit_trial, say_told_to_leave
from foretaste.trials.actions.pausing import answer_objection, object_to_pause, pause_applications
from foretaste.trials.actions.starting import check_in, check_in_with_code, claim_check_in, mark_arrived
from foretaste.trials.actions.stopping import end_early, send_away, withdraw_company
from foretaste.trials.actions.working import (
    answer_day_move,
    log_work,
    open_checkpoints,
    propose_day_move,
    reseal_checkpoints,
    seal_checkpoint,
    upload_deliverable,
)

__all__ = [
    "agree",
    "allow_another_trial",
    "answer_case",
    "answer_claim",
    "answer_day_move",
    "answer_no_show",
    "answer_objection",
    "approve_goodwill",
    "check_in",
    "check_in_with_code",
    "claim_check_in",
    "close_trial",
    "complete",
    "complete_many",
    "contest_start",
    "default_case",
    "end_early",
    "exit_trial",
    "log_work",
    "mark_arrived",
    "mark_intern_no_show",
    "mark_intern_no_shows",
    "name_host",
    "object_to_pause",
    "open_checkpoints",
    "pause_applications",
    "propose_day_move",
    "propose_goodwill",
    "release_refund",
    "release_refunds",
    "release_unclaimed",
    "report_company_no_show",
    "reseal_checkpoints",
    "rule_case",
    "say_told_to_leave",
    "seal_checkpoint",
    "send_away",
    "upload_deliverable",
    "withdraw_company",
]
