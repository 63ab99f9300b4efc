from importlib import import_module

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language

# Set by a phone when somebody leaves it, with a network or without (lms/js/store.js).
LEFT_COOKIE = "sala-left"


class LanguageMiddleware(LocaleMiddleware):
    """Chooses the language; of the addresses without one, only `/` is sent to a language.

    Django would send every missing page there, because a Wagtail page could have any address: a staff page outside
    one's area or an unknown zone must stay "not found".
    """

    def process_response(self, request, response):
        if response.status_code == 404 and request.path_info != "/":
            response.headers.setdefault("Content-Language", get_language())
            return response
        return super().process_response(request, response)


def mark_as_ours(get_response):
    """Marks every answer as Sala's own: a phone tells by it that no Wi-Fi sign-in page answered instead (sync.md)."""

    def middleware(request):
        response = get_response(request)
        response.headers["X-Sala"] = "1"
        return response

    return middleware


def end_session_left_behind(get_response):
    """Ends the session of somebody who left the phone while it had no network; it must stand before Django's own.

    The request is nobody's from its first moment, whatever it asks for. The cookies go with the first answer that is
    no public page, which sets none.
    """

    def middleware(request):
        if not request.COOKIES.get(LEFT_COOKIE):
            return get_response(request)
        request.left_session = request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        response = get_response(request)
        if "public" not in response.get("Cache-Control", ""):
            import_module(settings.SESSION_ENGINE).SessionStore(request.left_session).delete()
            response.delete_cookie(LEFT_COOKIE)
            if settings.SESSION_COOKIE_NAME not in response.cookies:
                response.delete_cookie(settings.SESSION_COOKIE_NAME)
        return response

    return middleware
