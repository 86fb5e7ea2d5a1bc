"""What was earned and where it is."""

from django.urls import path

from foretaste.web.pay import views

app_name = "pay"
urlpatterns = [
    path("me/pay/", views.pay, name="pay"),
    path("me/pay/payouts", views.payouts, name="payouts"),
    path("me/pay/account", views.account, name="account"),
    path("me/pay/proof", views.proof, name="proof"),
    path("me/pay/proof.pdf", views.proof_pdf, name="proof-pdf"),
    path("me/pay/years/<int:year>/", views.year, name="year"),
    path("me/pay/years/<int:year>/totals.pdf", views.year_pdf, name="year-pdf"),
    path("me/pay/<str:trial_id>/", views.statement, name="statement"),
    path("me/pay/<str:trial_id>/statement.pdf", views.statement_pdf, name="statement-pdf"),
]
