"""The operator's addresses."""

from django.urls import path

from foretaste.web.operator import views

app_name = "operator"
CASE = "disputes/<str:case_id>/"
COMPANY = "companies/<str:company_id>/"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("disputes/", views.disputes, name="disputes"),
    path(CASE, views.case, name="case"),
    path(CASE + "goodwill", views.goodwill, name="goodwill"),
    path(CASE + "goodwill/signature", views.approve_goodwill, name="approve_goodwill"),
    path("ledger/", views.ledger, name="ledger"),
    path("payouts/", views.payouts, name="payouts"),
    path("refunds/<str:refund_id>/retry", views.retry_refund, name="retry_refund"),
    path("payroll/<str:due_id>/confirmation", views.confirm_payroll, name="confirm_payroll"),
    path("rules/", views.rules, name="rules"),
    path("wages/", views.wages, name="wages"),
    path("companies/", views.companies, name="companies"),
    path(COMPANY, views.company, name="company"),
    path(COMPANY + "verification", views.verify, name="verify"),
    path(COMPANY + "reinstatement", views.reinstate, name="reinstate"),
    path("people/", views.people, name="people"),
]
