"""Addresses of every company's career site on this instance, and of what crawlers ask for at the root."""

from django.urls import include, path

from foretaste.web.career import crawlers, embedding, views
from foretaste.web.career.site_urls import of_a_site

app_name = "career"
urlpatterns = [
    path("at/<slug:slug>/", include(of_a_site(views, embedding))),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.index, name="sitemap_index"),
    path("sitemap-pages.xml", crawlers.pages, name="sitemap_pages"),
    path("oembed", embedding.oembed, name="oembed"),
]
