"""The company's addresses, in the order of a life."""

from django.urls import path

from foretaste.web.company.views import (
    channels,
    choosing,
    dashboard,
    describing,
    documents,
    evaluations,
    funding,
    hosting,
    kit,
    money,
    people,
    planning,
    pricing,
    sources,
)

app_name = "company"
TRIAL = "trials/<str:trial_id>/"
OPPORTUNITY = "opportunities/<str:opportunity_id>/"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    # post
    path("opportunities/new/", describing.new, name="new"),
    path("opportunities/new/preview", describing.describe_preview, name="new_preview"),
    path("opportunities/new/advertisement", describing.from_advertisement, name="from_advertisement"),
    path(OPPORTUNITY, funding.opportunity, name="opportunity"),
    path(OPPORTUNITY + "copy", describing.copy, name="copy"),
    path(OPPORTUNITY + "discard", describing.discard, name="discard"),
    path(OPPORTUNITY + "describe", describing.describe, name="describe"),
    path(OPPORTUNITY + "describe/preview", describing.describe_preview, name="describe_preview"),
    path(OPPORTUNITY + "days", planning.days, name="days"),
    path(OPPORTUNITY + "people", planning.people, name="people_task"),
    path(OPPORTUNITY + "pay", pricing.pay, name="pay"),
    path(OPPORTUNITY + "pay/cost", pricing.pay_cost, name="pay_cost"),
    path(OPPORTUNITY + "rules", pricing.rules, name="rules"),
    # check, fund, close
    path(OPPORTUNITY + "check", funding.check, name="check"),
    path(OPPORTUNITY + "confirmation", funding.request_confirmation, name="request_confirmation"),
    path(OPPORTUNITY + "fund", funding.fund, name="fund"),
    path(OPPORTUNITY + "funding/", funding.funded, name="funded"),
    path(OPPORTUNITY + "funding/<str:order_id>/", funding.funding, name="funding"),
    path(OPPORTUNITY + "seats", funding.add_seat, name="add_seat"),
    path(OPPORTUNITY + "seats/<str:seat_id>/withdrawal", funding.withdraw_seat, name="withdraw_seat"),
    path(OPPORTUNITY + "close", funding.close, name="close"),
    # choose
    path(OPPORTUNITY + "invite", choosing.invite, name="invite"),
    path(OPPORTUNITY + "questions/<str:question_id>/answer", choosing.answer, name="answer"),
    path("applications/<str:application_id>/", choosing.candidate, name="candidate"),
    path("applications/<str:application_id>/shortlist", choosing.shortlist, name="shortlist"),
    path("applications/<str:application_id>/welcome", choosing.welcome, name="welcome"),
    path("applications/<str:application_id>/not-this-time", choosing.not_this_time, name="not_this_time"),
    path("offers/<str:offer_id>/withdrawal", choosing.withdraw_offer, name="withdraw_offer"),
    # host
    path("today/", hosting.today, name="today"),
    path(TRIAL, hosting.trial, name="trial"),
    path(TRIAL + "agreement", hosting.agreement, name="agreement"),
    path(TRIAL + "agreement.pdf", hosting.agreement_pdf, name="agreement_pdf"),
    path(TRIAL + "files/<str:file_id>", hosting.deliverable, name="deliverable"),
    path(TRIAL + "days/<int:day>/arrival", hosting.arrived, name="arrived"),
    path(TRIAL + "days/<int:day>/checkpoint", hosting.checkpoint, name="checkpoint"),
    path(TRIAL + "days/<int:day>/contest", hosting.contest, name="contest"),
    path(TRIAL + "moves", hosting.move, name="move"),
    path(TRIAL + "moves/<str:move_id>/answer", hosting.answer_move, name="answer_move"),
    path(TRIAL + "end/<str:how>", hosting.end, name="end"),
    path("cases/<str:case_id>/", hosting.case, name="case"),
    # judge
    path(TRIAL + "evaluation", evaluations.evaluation, name="evaluation"),
    path(TRIAL + "evaluation/reply", evaluations.reply, name="reply"),
    path(TRIAL + "evaluation/offer", evaluations.conversion, name="conversion"),
    # money
    path("money/", money.money, name="money"),
    path("money/settlements.csv", money.download, name="money_download"),
    path("money/debt", money.pay_debt, name="pay_debt"),
    path("money/payroll.csv", money.payroll_download, name="payroll_download"),
    path("money/payroll/<str:due_id>/confirmation", money.confirm_payroll, name="confirm_payroll"),
    path("money/refunds/<str:refund_id>/retry", money.retry_refund, name="retry_refund"),
    path("documents/", documents.documents, name="documents"),
    path("documents/details", documents.details, name="billing"),
    path("documents/years/<int:year>/", documents.year, name="year"),
    path("documents/years/<int:year>/totals.pdf", documents.year_pdf, name="year_pdf"),
    path("documents/exports/<str:name>", documents.export, name="export"),
    path("documents/<str:document_id>/", documents.document, name="document"),
    path("documents/<str:document_id>/document.pdf", documents.document_pdf, name="document_pdf"),
    # elsewhere
    path(OPPORTUNITY + "kit/", kit.kit, name="kit"),
    path(OPPORTUNITY + "kit/qr.svg", kit.qr, name="kit_qr"),
    path(OPPORTUNITY + "kit/picture.png", kit.picture, name="kit_picture"),
    path("channels/", channels.channels, name="channels"),
    path("channels/settings", channels.settings, name="channel_settings"),
    path("channels/<str:name>/", channels.channel, name="channel"),
    path("channels/<str:name>/switch", channels.switch, name="switch_channel"),
    path("channels/<str:name>/sheet.csv", channels.sheet, name="channel_sheet"),
    # people
    path("sources/", sources.sources, name="sources"),
    path("sources/riipen", sources.riipen, name="connect_riipen"),
    path("sources/<str:source_id>/", sources.source, name="source"),
    path("sources/<str:source_id>/reading", sources.read, name="read_source"),
    path("sources/<str:source_id>/stop", sources.stop, name="stop_source"),
    path("people/", people.people, name="people"),
    path("people/<str:person_id>/end", people.end_membership, name="end_membership"),
    path("profile/", people.profile, name="profile"),
]
