"""The addresses below a career site's base, the same at /at/<company>/ and at the root of a company's own host."""

from __future__ import annotations

from types import ModuleType

from django.urls import URLPattern, path


def of_a_site(views: ModuleType, embedding: ModuleType) -> list[URLPattern]:
    return [
        path("", views.site, name="site"),
        path("postings.json", views.as_json, name="json"),
        path("postings.csv", views.as_csv, name="csv"),
        path("feed.rss", views.feed, {"kind": "rss"}, name="rss"),
        path("feed.atom", views.feed, {"kind": "atom"}, name="atom"),
        path("feed.json", views.feed, {"kind": "json"}, name="json_feed"),
        path("sitemap.xml", views.sitemap, name="sitemap"),
        path("sitemap.xml.gz", views.sitemap, {"is_packed": True}, name="sitemap_packed"),
        path("feeds/<str:channel>.xml", views.channel_feed, name="channel_feed"),
        path("widget.js", embedding.script, name="widget_script"),
        path("widget/", embedding.widget, name="widget"),
        path("record/", embedding.record, name="record_card"),
        path("record.svg", embedding.badge, name="record_badge"),
        path("<str:posting_id>/", views.posting, name="posting"),
    ]
