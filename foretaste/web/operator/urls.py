"""The operator's addresses."""

from django.urls import path

from foretaste.web.operator.views import books, companies, corrections, disputes, money, overview, rules

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
    path("people/", companies.people, name="people"),
]
