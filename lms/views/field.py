"""In which language a page of the phones of those who work in the field is."""

from functools import wraps

from django.conf import settings
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.cache import never_cache
from wagtail.users.models import UserProfile

LANGUAGES = dict(settings.LANGUAGES)


def field_page(view):
    """A page in the reader's language that no shared phone keeps.

    `?language=km` on any field page switches the language and stays on the page. Otherwise: the language last
    chosen on this phone, then the user's own setting, then Khmer, whatever the browser was sold with.
    """

    @never_cache
    @wraps(view)
    def page(request, *args, **kwargs):
        wanted = request.GET.get("language")
        if wanted in LANGUAGES and request.method == "GET":
            return _with_language_cookie(redirect(_address_without_language(request)), wanted)
        code = _language_of(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        return view(request, *args, **kwargs)

    return page


def _language_of(request):
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if code not in LANGUAGES and request.user.is_authenticated:
        profile = UserProfile.objects.filter(user=request.user).first()
        code = profile and profile.preferred_language
    return code if code in LANGUAGES else settings.LANGUAGE_CODE


def _address_without_language(request):
    query = request.GET.copy()
    del query["language"]
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _with_language_cookie(response, code):
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
