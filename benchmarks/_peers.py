"""What the pages are measured beside: an empty view, and a bare list of 20 out of the same 10,000 postings.

Served by the same web server from the same database, without any middleware and without our look.
"""

import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

LIST = """<!doctype html><title>Open</title><ul>{% for one in found %}
<li><a href="/{{ one.public_id }}">{{ one.title }}</a> {{ one.organization.name }} {{ one.city }} {{ one.first_on }}
{{ one.daily_pay_minor }}{% endfor %}</ul>"""


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def bare_list(request: HttpRequest) -> HttpResponse:
    from foretaste.opportunities.models import Opportunity

    found = Opportunity.objects.filter(state="published").select_related("organization").order_by("starts_at", "id")
    return HttpResponse(engines["django"].from_string(LIST).render({"found": found[:20]}))


urlpatterns = [path("", empty), path("list", bare_list)]


def _application() -> object:
    """Take the middleware and our addresses away once everything is set up with them."""
    import django
    from django.core.handlers.wsgi import WSGIHandler

    django.setup()
    settings.MIDDLEWARE = []
    settings.ROOT_URLCONF = __name__
    return WSGIHandler()


if __name__ == "_peers":
    application = _application()
