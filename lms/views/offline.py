"""What makes Sala work without a network and look like an app: service worker, manifests, the offline page."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from lms.forms import JoinWithoutNetworkForm
from lms.models import ConsentPurpose, ConsentText
from lms.offline import course_manifest, published_course, worker_script
from lms.qr import qr_svg

ICON_SIZES = (192, 512)


def everyones(response, seconds=0):
    """The answer is the same for everybody; how long it may be used without asking again."""
    patch_cache_control(response, public=True, max_age=seconds, must_revalidate=True)
    return response


def worker_etag(request):
    script = worker_script(is_module="module" in request.GET)
    return f'"{hashlib.sha256(script.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=worker_etag)
def service_worker(request):
    """The service worker of learners' pages. Browsers ask for it often, and are told in a word if it is the same."""
    response = HttpResponse(
        worker_script(is_module="module" in request.GET), content_type="text/javascript; charset=utf-8"
    )
    response.headers["Service-Worker-Allowed"] = "/"
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def web_manifest(request):
    """What a phone shows when Sala is put on its home screen."""
    return everyones(
        manifest_answer(
            id="/",
            name=_("Sala: learn to use phones and the internet"),
            short_name=_("Sala"),
            description=_("Learn to use phones and the internet, in Khmer and English, free of charge."),
            start=f"/{get_language()}/",
            scope="/",
        )
    )


def manifest_answer(*, id, name, short_name, description, start, scope):
    """One installable part of Sala, in the page's language (W3C, Web Application Manifest)."""
    icon = [{"src": static("lms/icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    pictures = [
        {
            "src": static(f"lms/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in ICON_SIZES
        for purpose in ("any", "maskable")
    ]
    content = {
        "id": id,
        "name": name,
        "short_name": short_name,
        "description": description,
        "lang": get_language(),
        "dir": "ltr",
        "start_url": start,
        "scope": scope,
        "display": "standalone",
        "background_color": "#fbf8f2",
        "theme_color": "#fbf8f2",
        "icons": [*pictures, *icon],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def course(request, course_key):
    """The manifest of a course: every address a phone has to keep, with size and hash (lms.offline)."""
    found = published_course(course_key, get_language())
    if found is None:
        raise Http404
    return everyones(JsonResponse({"url": request.path, **course_manifest(found, request)}))


@require_safe
def offline(request):
    """The courses saved on this phone; also shown in place of a page that cannot be had without a network.

    In place of my page and of the join page somebody may join there: it is sent later, as an item.
    """
    try:
        text = ConsentText.objects.in_force(ConsentPurpose.PROGRESS)
    except ConsentText.DoesNotExist:
        return everyones(render(request, "learn/offline.html"))
    form = JoinWithoutNetworkForm(consent_text=text)
    return everyones(render(request, "learn/offline.html", {"form": form, "text": text}))


@require_safe
def parts(request):
    """Notices that scripts put into pages when there is something to say, in the page's language."""
    address = settings.SITE_URL + reverse("learn:offline").removesuffix("offline/")
    code = qr_svg(address, label=_("QR code of %(address)s") % {"address": escape(address)})
    return everyones(render(request, "learn/parts.html", {"address": address, "code": code}), seconds=300)
