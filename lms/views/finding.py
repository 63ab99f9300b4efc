"""Ways to a lesson: the list of courses, and search."""

from django.http import Http404
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from content.models import CoursePage, HomePage
from lms.search.finding import LONGEST_QUESTION, Found, find


@require_safe
def courses(request, level=None):
    """All published courses of a language, or those of one level (0–3)."""
    home = HomePage.objects.live().filter(locale__language_code=get_language()).first()
    everything = home.courses if home else []
    values = sorted({course.level for course in everything} - {None})
    levels = [(CoursePage.Level(value), value == level) for value in values]
    shown = [course for course in everything if level in (None, course.level)]
    if level is not None and not shown:
        raise Http404
    context = {"courses": shown, "levels": levels, "level": level}
    return as_public(render(request, "learn/courses.html", context))


@require_safe
def search(request):
    """`q`: words in Khmer or English. Without it the empty box, which is the same for everybody."""
    question = request.GET.get("q", "")
    if not question:
        context = {"found": Found("", get_language()), "longest": LONGEST_QUESTION}
        return as_public(render(request, "learn/search.html", context))
    found = find(question, language=get_language(), request=request)
    response = render(request, "learn/search.html", {"found": found, "longest": LONGEST_QUESTION})
    # What a person asked for is theirs: no cache on the way keeps it, and no search engine lists it.
    patch_cache_control(response, private=True, no_store=True)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def as_public(response):
    """Marks a page as the same for everybody (lms.pagecache), to be asked for again each time."""
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response
