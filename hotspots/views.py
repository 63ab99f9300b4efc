"""What a poster leads to, and the poster itself. Both speak Khmer and English on one page."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content.models import CoursePage, LessonPage
from hotspots.models import Zone
from lms import khmer
from lms.qr import qr_svg, wifi_text
from lms.views.browser import VENUE_KEY

COURSE_FOR_ZONES = "getting-online"
PAPERS = ("a4", "a5")


@require_safe
@cache_control(private=True, no_store=True)
def landing(request, code):
    """Names the zone, remembers it for this browser's learner, and leads to the first lesson.

    Nothing that was remembered is lost at a poster that is out of date.
    """
    zone = zone_with(code)
    if zone and zone.is_open():
        request.session[VENUE_KEY] = zone.venue_id
    context = {"zone": zone, "ways": [way_in(language) for language, _name in settings.LANGUAGES]}
    return render(request, "hotspots/landing.html", context, status=200 if zone else 404)


@require_safe
def poster(request, code):
    """One sheet for the wall, A4 or A5 (`?paper=a5`): a code to join the Wi-Fi, then a code to learn."""
    zone = zone_with(code)
    if zone is None:
        return landing(request, code)
    address = settings.SITE_URL + reverse("zones:landing", args=[zone.code])
    paper = request.GET.get("paper")
    context = {
        "zone": zone,
        "paper": paper if paper in PAPERS else PAPERS[0],
        "papers": PAPERS,
        "join_code": qr_svg(wifi_text(zone.ssid), label=_("Code to join the Wi-Fi")),
        "learn_code": qr_svg(address, label=_("Code to open the lessons")),
        # Where a line may break: sala.example | /z/market
        "short_address": [settings.SITE_URL.partition("://")[2], f"/z/{zone.code}"],
    }
    return render(request, "hotspots/poster.html", context)


def zone_with(code):
    """The zone with a code as someone typed it, in capitals or with Khmer digits, or None."""
    code = khmer.normalise(khmer.to_latin_digits(code)).lower()
    return Zone.objects.select_related("venue", "operator").filter(code=code).first()


def way_in(language):
    """{language, lesson, home}: where a learner begins in a language; `lesson` is None while there is none."""
    courses = CoursePage.objects.live().filter(locale__language_code=language).order_by("path")
    course = courses.filter(slug=COURSE_FOR_ZONES).first() or courses.first()
    lesson = LessonPage.objects.child_of(course).live().order_by("path").first() if course else None
    return {"language": language, "lesson": lesson, "home": f"/{language}/"}
