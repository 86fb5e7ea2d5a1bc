"""Where letters lead, from the site's root. Pages own their addresses; a test resolves each of these."""


def opportunity(public_id: str) -> str:
    return f"/opportunities/{public_id}/"


def ask(public_id: str) -> str:
    return f"/opportunities/{public_id}/ask"


def candidate(application_id: str) -> str:
    return f"/company/applications/{application_id}/"


def posting_tasks(opportunity_id: str) -> str:
    return f"/company/opportunities/{opportunity_id}/"


def offer(public_id: str) -> str:
    return f"/me/offers/{public_id}/"


def trial(trial_id: str, *, of_company: bool = False) -> str:
    return f"/company/trials/{trial_id}/" if of_company else f"/trials/{trial_id}/"


def left(trial_id: str) -> str:
    return f"/trials/{trial_id}/left"


def evaluation(trial_id: str, *, of_company: bool = False) -> str:
    return f"/company/trials/{trial_id}/evaluation" if of_company else f"/trials/{trial_id}/evaluation"


def farewell(trial_id: str) -> str:
    return f"/trials/{trial_id}/farewell"


def report(report_id: str) -> str:
    return f"/operator/reports/{report_id}/"


def own_report(trial_id: str) -> str:
    return f"/trials/{trial_id}/report"


def feedback(trial_id: str) -> str:
    return f"/trials/{trial_id}/feedback"


def record(record_id: str) -> str:
    return f"/me/records/{record_id}/"


def statement(trial_id: str) -> str:
    return f"/me/pay/{trial_id}/"


def confirm_search(token: str) -> str:
    return f"/searches/confirm/{token}/"


def stop_search(token: str) -> str:
    return f"/searches/stop/{token}/"


def found(query: str) -> str:
    return f"{FIND}?{query}" if query else FIND


ACCOUNT = "/account/"
PAYOUT_ACCOUNT = "/me/pay/account"
MY_PAUSE = "/me/pause/"
FIND = "/opportunities/"
COMPANY = "/company/"
COMPANY_MONEY = "/company/money/"
LEDGER = "/operator/ledger/"
CORRECTIONS = "/operator/corrections/"
CASES = "/operator/disputes/"
WAGES = "/operator/wages/"
NO_SHOWS = "/operator/no-shows/"


def sign_in_link(token: str) -> str:
    return f"/account/link/{token}/"
