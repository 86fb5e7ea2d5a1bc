"""Addresses of accounts, beside those of the sign-in library."""

from django.urls import path

from foretaste.web.accounts import notices, views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("home/", views.to_home, name="home"),
    path("name/", views.edit_person, name="edit_person"),
    path("acting/", views.act_for, name="act_for"),
    path("acting/<str:organization_id>/yes", views.join_company, name="join_company"),
    path("acting/<str:organization_id>/no", views.leave_company, name="leave_company"),
    path("company/", views.register_company, name="register_company"),
    path("notices/", notices.notices, name="notices"),
    path("notices/reading", notices.read_all, name="read_notices"),
    path("notices/<str:notice_id>/reading", notices.read, name="read_notice"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<str:token_id>/revoke", views.revoke_token, name="revoke_token"),
    path("link/", views.request_link, name="request_link"),
    path("link/sent/", views.link_sent, name="link_sent"),
    path("link/<str:token>/", views.use_link, name="use_link"),
]
