"""Addresses of what is on offer."""

from django.urls import path

from foretaste.web.postings import feeding, packet, replies, views

app_name = "postings"
urlpatterns = [
    path("opportunities/", views.opportunities, name="list"),
    path("opportunities/feed.rss", feeding.feed, {"kind": "rss"}, name="feed_rss"),
    path("opportunities/feed.atom", feeding.feed, {"kind": "atom"}, name="feed_atom"),
    path("opportunities/feed.json", feeding.feed, {"kind": "json"}, name="feed_json"),
    path("opportunities/feed.ics", feeding.feed, {"kind": "ics"}, name="feed_ics"),
    path("opportunities/<str:opportunity_id>/", views.posting, name="posting"),
    path("opportunities/<str:opportunity_id>/questions", views.ask_question, name="ask_question"),
    path("c/<slug:slug>/", views.company, name="company"),
    path("c/<slug:slug>/reply/reports", replies.report, name="report_reply"),
    path("c/<slug:slug>/for-career-centers/", packet.packet, name="packet"),
]
