"""The intern's own pages."""

from django.urls import path

from foretaste.web.listings import bringing
from foretaste.web.me import fitting, importing, pausing, skills, views

app_name = "me"
urlpatterns = [
    path("me/", views.home, name="home"),
    path("me/offers/<str:offer_id>/", views.offer, name="offer"),
    path("me/offers/<str:offer_id>/decline", views.decline, name="decline"),
    path("me/pause/", pausing.pause, name="pause"),
    path("me/profile/", views.profile, name="profile"),
    path("me/profile/import/", importing.bring, name="import_profile"),
    path("me/profile/import/keeping", importing.keep, name="keep_imported"),
    path("me/profile/skills/", skills.skills, name="skills"),
    path("me/profile/skills/reading", skills.have_read, name="read_skills"),
    path("me/what-fits/", fitting.wish, name="what_fits"),
    path("me/what-fits/forgetting", fitting.forget, name="forget_what_fits"),
    path("me/trials-that-fit/", fitting.trials, name="trials_that_fit"),
    path("me/trials-that-fit/orders/", fitting.log, name="orders"),
    path("me/trials-that-fit/<str:opportunity_id>/aside", fitting.aside, name="put_aside"),
    path("me/trials-that-fit/<str:opportunity_id>/back", fitting.back_in, name="take_back_in"),
    path("me/listings/", bringing.brought, name="listings"),
    path("me/listings/leads", bringing.told, name="bring_lead"),
    path("me/listings/mails", bringing.mail, name="bring_mail"),
    path("me/listings/files", bringing.table, name="bring_file"),
    path("me/listings/address", bringing.alert_address, name="alert_address"),
    path("me/listings/address/gone", bringing.no_alert_address, name="no_alert_address"),
    path("me/listings/<str:source_id>/forgetting", bringing.forget, name="forget_brought"),
]
