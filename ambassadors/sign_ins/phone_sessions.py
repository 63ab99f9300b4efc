"""Which sign-in of a phone a browser session hangs on, and that it ends with it."""

import datetime as dt
import re

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.models import AnonymousUser
from django.middleware.csrf import get_token
from django.utils import timezone

from ambassadors.models import Ambassador, FieldSignIn
from ambassadors.sign_ins import actions as sign_in_actions

KEY = "field_sign_in"
BACKEND = "lms.backends.PasswordBackend"
USED_AGAIN = dt.timedelta(hours=6)
SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux"]
BROWSERS = {
    "SamsungBrowser": "Samsung Internet",
    "FBAN|FBAV": "Facebook",
    "Telegram": "Telegram",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox|FxiOS": "Firefox",
    "Chrome|CriOS": "Chrome",
    "Safari": "Safari",
}


def phone_sessions(get_response):
    """Middleware: a session that a phone's sign-in has made opens the field pages alone, and ends when that ends.

    A phone that was left signs out (lms.middleware). Looks at the session only where somebody may be signed in, so that
    public pages stay free of it.
    """

    def middleware(request):
        if left := getattr(request, "left_session", None):
            sign_in_actions.sign_out_session(session_key=left)
        has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_cookie and request.path_info.startswith(("/field/", "/admin/")) and KEY in request.session:
            sign_in = sign_in_of(request)
            if sign_in is None:
                logout(request)
            elif request.path_info.startswith("/admin/") and sign_in.code_id is not None:
                # A square that was shown for a volunteer's phone must never open what needs a password.
                request.user = AnonymousUser()
        return get_response(request)

    return middleware


def sign_in_of(request):
    """The FieldSignIn in force of this browser, or None."""
    found = FieldSignIn.objects.in_force().filter(pk=request.session.get(KEY), user=request.user.pk).first()
    if found is None:
        return None
    now, session_key = timezone.now(), request.session.session_key
    if found.session_key != session_key or now - found.last_used_at > USED_AGAIN:
        sign_in_actions.keep_session(sign_in=found, session_key=session_key, at=now)
    return found


def sign_in_by_code(request, token):
    """Signs this browser in with a code, for ninety days; returns the user. Raises CodeRefused."""
    made = sign_in_actions.use_sign_in_code(
        token=token, browser=browser_secret(request), label=label_of(request)
    )
    login(request, made.user, backend=BACKEND)
    _hang_on(request, made)
    request.session.set_expiry(made.expires_at)
    return made.user


def sign_in_by_password(request, user):
    """Signs in somebody whose password was right; an ambassador's phone is remembered, so that it can be revoked."""
    login(request, user)
    if Ambassador.objects.filter(person__user=user).exists():
        expires_at = timezone.now() + dt.timedelta(seconds=request.session.get_expiry_age())
        made = sign_in_actions.note_password_sign_in(
            user=user, label=label_of(request), expires_at=expires_at
        )
        _hang_on(request, made)


def sign_out(request):
    if KEY in request.session and (sign_in := sign_in_of(request)):
        sign_in_actions.sign_out(sign_in=sign_in)
    logout(request)


def browser_secret(request):
    """What only this browser holds until it is signed in: the secret of its CSRF cookie."""
    get_token(request)
    return request.META["CSRF_COOKIE"]


def label_of(request):
    """A few words by which somebody knows their own phones: "Android, Chrome"; nothing that marks one device."""
    agent = request.headers.get("User-Agent", "")
    system = next((name for name in SYSTEMS if name in agent), "")
    browser = next((name for pattern, name in BROWSERS.items() if re.search(pattern, agent)), "")
    return ", ".join(filter(None, [system.replace("Macintosh", "Mac"), browser]))


def _hang_on(request, sign_in):
    request.session[KEY] = sign_in.pk
    if request.session.session_key is None:
        request.session.create()
    sign_in_actions.keep_session(sign_in=sign_in, session_key=request.session.session_key)
