"""What an intern takes with them, and what others check it by."""

from django.urls import path

from foretaste.web.records import feedback, public, views

app_name = "records"
urlpatterns = [
    path("me/records/", views.mine, name="mine"),
    path("me/records/<str:record_id>/", views.choose, name="choose"),
    path("me/records/<str:record_id>/revoking", views.revoke, name="revoke"),
    path("me/records/<str:record_id>/deleting", views.delete, name="delete"),
    path("trials/<str:trial_id>/feedback", feedback.ask, name="feedback"),
    path("feedback/<str:link_key>/", feedback.give, name="give_feedback"),
    path("records/issuer", public.issuer, name="issuer"),
    path("records/status/<int:number>", public.status_list, name="status_list"),
    path("records/<str:record_id>/", public.shown, name="shown"),
    path("records/<str:record_id>/credential.json", public.credential, name="credential"),
    path("records/<str:record_id>/badge.svg", public.drawing, name="drawing"),
    path("records/<str:record_id>/badge.png", public.picture, name="picture"),
    path(".well-known/did.json", public.did, name="did"),
]
