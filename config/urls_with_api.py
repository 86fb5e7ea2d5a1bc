"""Every address of an instance, the JSON API's too: what a request below /api/v1/ is looked up in."""

from django.urls import include, path

from config import urls

urlpatterns = [path("", include("foretaste.api.v1.urls")), *urls.urlpatterns]

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
