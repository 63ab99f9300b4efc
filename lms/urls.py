from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.views import badges, certificate_check, offline, operation, site_history
from lms.views.people import signing_in

urlpatterns = [
    path("healthz", operation.healthz, name="healthz"),
    path("readyz", operation.readyz, name="readyz"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
    path("media/<path:path>", operation.media, name="media"),
    path("api/v1/", include("lms.api_urls")),
    # In the place of Wagtail's own, whose names still lead here.
    path("admin/reports/site-history/", site_history.site_history),
    path("admin/reports/site-history/results/", site_history.site_history_results),
    path("admin/", include(wagtailadmin_urls)),
    path("field/zones/", include("hotspots.field_urls")),
    path("field/", include("ambassadors.urls")),
    path("c/<str:code>/", signing_in.by_card, name="card_address"),
    path("z/", include("hotspots.urls")),
    path("v/", certificate_check.ask, name="certificate_ask"),
    path("v/<str:code>/", certificate_check.check, name="certificate_check"),
    path(".well-known/jwks.json", badges.keys, name="badge_keys"),
    path(".well-known/jwks/<str:thumbprint>.json", badges.key, name="badge_key"),
    path("badges/issuer.json", badges.issuer, name="badge_issuer"),
    path("documents/", include(wagtaildocs_urls)),
]

urlpatterns += i18n_patterns(
    path("", include("lms.learner_urls")),
    path("volunteer/", include("ambassadors.team.volunteer_urls")),
    path("", include(wagtail_urls)),
)
