"""The operator's addresses."""

from django.urls import path

from foretaste.web.operator.views import (
    bank,
    books,
    companies,
    corrections,
    disputes,
    money,
    overview,
    reconciliation,
    rules,
    sources,
)

app_name = "operator"
CASE = "disputes/<str:case_id>/"
COMPANY = "companies/<str:company_id>/"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("jobs/<int:job_id>/retry", overview.try_job_again, name="try_job_again"),
    path("disputes/", disputes.disputes, name="disputes"),
    path(CASE, disputes.case, name="case"),
    path(CASE + "goodwill", disputes.goodwill, name="goodwill"),
    path(CASE + "goodwill/signature", disputes.approve_goodwill, name="approve_goodwill"),
    path("ledger/", money.ledger, name="ledger"),
    path("payouts/", money.payouts, name="payouts"),
    path("payouts/<str:payout_id>/review", money.let_payout_go, name="let_payout_go"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<str:correction_id>/signature", corrections.sign, name="sign_correction"),
    path("corrections/<str:correction_id>/drop", corrections.drop, name="drop_correction"),
    path("corrections/<str:correction_id>/return", corrections.take_back, name="take_back_correction"),
    path("refunds/<str:refund_id>/retry", money.retry_refund, name="retry_refund"),
    path("payroll/<str:due_id>/confirmation", money.confirm_payroll, name="confirm_payroll"),
    path("bank/", bank.bank, name="bank"),
    path("bank/entries/<str:entry_id>", bank.settle_entry, name="settle_entry"),
    path("bank/payments/<str:operation_id>/account", bank.name_account, name="name_account"),
    path("bank/payments/<str:operation_id>/refusal", bank.refuse_payment, name="refuse_payment"),
    path("bank/files", bank.prepare_file, name="prepare_file"),
    path("bank/files/<str:file_id>/", bank.file, name="bank_file"),
    path("bank/files/<str:file_id>/decision", bank.decide_file, name="decide_file"),
    path("bank/files/<str:file_id>/payments.<str:shape>", bank.fetch_file, name="fetch_file"),
    path("reconciliation/", reconciliation.reconciliation, name="reconciliation"),
    path("reconciliation/differences.csv", reconciliation.report, name="reconciliation_report"),
    path("reconciliation/<str:difference_id>", reconciliation.note_difference, name="note_difference"),
    path("documents/", books.documents, name="documents"),
    path("documents/taxes", books.taxes, name="taxes"),
    path("documents/exports/<str:name>", books.export, name="export"),
    path("documents/<str:document_id>/", books.document, name="document"),
    path("documents/<str:document_id>/document.pdf", books.document_pdf, name="document_pdf"),
    path("rules/", rules.rules, name="rules"),
    path("wages/", rules.wages, name="wages"),
    path("companies/", companies.companies, name="companies"),
    path(COMPANY, companies.company, name="company"),
    path(COMPANY + "verification", companies.verify, name="verify"),
    path(COMPANY + "reinstatement", companies.reinstate, name="reinstate"),
    path(COMPANY + "host", companies.confirm_host, name="confirm_host"),
    path(COMPANY + "host/withdrawal", companies.withdraw_host, name="withdraw_host"),
    path("people/", companies.people, name="people"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<str:source_id>/", sources.source, name="source"),
    path("sources/<str:source_id>/reading", sources.read, name="read_source"),
    path("sources/<str:source_id>/stop", sources.stop, name="stop_source"),
    path("listings/<str:listing_id>/hiding", sources.hide, name="hide_listing"),
    path("listings/<str:listing_id>/keeping", sources.keep, name="keep_listing"),
]
