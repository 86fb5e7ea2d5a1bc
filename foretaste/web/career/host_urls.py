"""Every address of a company's own host: its career site at the root, and what crawlers ask for."""

from django.urls import include, path

from foretaste.web.career import crawlers, embedding, views
from foretaste.web.career.site_urls import of_a_site

urlpatterns = [
    path("robots.txt", crawlers.robots, name="robots"),
    path("", include((of_a_site(views, embedding), "career"))),
]

handler400 = "foretaste.web.errors.bad_request"
handler403 = "foretaste.web.errors.nothing_at_this_host"
handler404 = "foretaste.web.errors.nothing_at_this_host"
handler500 = "foretaste.web.errors.broken_at_this_host"
