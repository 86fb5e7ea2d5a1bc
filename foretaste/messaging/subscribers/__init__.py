"""Who is told of what. Each subscriber turns one fact into letters for the people it concerns, and nobody else."""

from foretaste.messaging.subscribers import (
    accounts,
    cases,
    evaluations,
    money,
    opportunities,
    pauses,
    records,
    searches,
    trials,
)

__all__ = ["accounts", "cases", "evaluations", "money", "opportunities", "pauses", "records", "searches", "trials"]
