from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language


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
