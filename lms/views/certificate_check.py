"""Anyone's check of a certificate by its code, in Khmer or English; works without JavaScript."""

from functools import wraps

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.certificates import certificate_with
from lms.models.certificates import tidy_code
from lms.templatetags.sala import LANGUAGE_OWN_NAMES


def in_chosen_language(view):
    """Answers in the language of `?language=`, else in that of the browser; search engines are kept away."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        language = request.GET.get("language")
        if language not in dict(settings.LANGUAGES):
            language = get_language()
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@require_safe
@never_cache
@in_chosen_language
def ask(request):
    """A form for the code on a paper."""
    typed = request.GET.get("code")
    if typed is not None and (code := tidy_code(typed)):
        language = f"?language={get_language()}" if "language" in request.GET else ""
        return HttpResponseRedirect(reverse("certificate_check", args=[code]) + language)
    return _render(request, {"state": "ask", "is_empty": typed is not None})


@require_safe
@never_cache
@in_chosen_language
def check(request, code):
    """Whether a certificate is valid, was revoked, or is unknown. Of a valid one who, what and when."""
    found, kind = certificate_with(code)
    if found is None:
        return _render(request, {"state": "unknown", "code": tidy_code(code)}, status=404)
    state = "revoked" if found.is_revoked else "valid"
    return _render(
        request, {"state": state, "certificate": found, "facts": kind.template, "code": found.code}
    )


def _render(request, context, *, status=200):
    others = [
        {"code": code, "name": LANGUAGE_OWN_NAMES[code]}
        for code, _name in settings.LANGUAGES
        if code != get_language()
    ]
    return render(
        request, "learn/certificate_check.html", context | {"other_languages": others}, status=status
    )
