"""Version 1 of the JSON API: the same actions and queries as the pages."""

from foretaste.api.schema import ForetasteAPI
from foretaste.api.v1 import (
    applications,
    channels,
    company,
    days,
    demo,
    documents,
    evaluations,
    farewells,
    hires,
    insights,
    journal,
    keepsakes,
    listings,
    me,
    money,
    notices,
    opportunities,
    pauses,
    planner,
    posting,
    recommendations,
    records,
    searches,
    skills,
    sources,
    trials,
)

api = ForetasteAPI(
    title="Foretaste",
    version="1",
    description=(
        "Paid work trials that the intern may leave at any moment, and is always paid.\n\n"
        "Amounts are whole minor units (cents, pence, yen) beside their currency. Moments are UTC, dates are those of "
        "the place of work. A refusal is problem+json and carries its name. Writes take an Idempotency-Key."
    ),
    urls_namespace="api-1",
    docs_url=None,
)
# All methods of an address belong to one router: days adds to that of trials, posting to that of opportunities.
assert (days.router, posting.router) == (trials.router, opportunities.router)
for router in (
    me.router,
    opportunities.router,
    recommendations.router,
    skills.router,
    listings.router,
    sources.router,
    applications.router,
    pauses.router,
    trials.router,
    money.router,
    company.router,
    channels.router,
    hires.router,
    insights.router,
    documents.router,
    evaluations.router,
    farewells.router,
    keepsakes.router,
    searches.router,
    notices.router,
    journal.router,
    planner.router,
    records.router,
    demo.router,
):
    api.add_router("", router)
