"""The intern's own pages."""

from django.urls import path

from foretaste.web.listings import bringing
from foretaste.web.me import skills, views

app_name = "me"
urlpatterns = [
    path("me/", views.home, name="home"),
    path("me/offers/<str:offer_id>/", views.offer, name="offer"),
    path("me/offers/<str:offer_id>/decline", views.decline, name="decline"),
    path("me/profile/", views.profile, name="profile"),
    path("me/profile/skills/", skills.skills, name="skills"),
    path("me/profile/skills/reading", skills.have_read, name="read_skills"),
    path("me/listings/", bringing.brought, name="listings"),
    path("me/listings/mails", bringing.mail, name="bring_mail"),
    path("me/listings/files", bringing.table, name="bring_file"),
    path("me/listings/<str:source_id>/forgetting", bringing.forget, name="forget_brought"),
]
