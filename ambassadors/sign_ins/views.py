"""A phone signs in by a square that the coordinator shows; an ambassador's own phones."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ambassadors.access import ambassador_page, field_page
from ambassadors.models import FieldSignIn, SignInCode
from ambassadors.sign_ins import phone_sessions
from ambassadors.sign_ins.actions import CodeRefused, code_of, revoke_sign_in

SHOWN = 10


@field_page
@require_http_methods(["GET", "POST"])
def by_code(request, token):
    """What the square leads to. Looking at it uses nothing up: programs look at addresses before people do."""
    try:
        code = code_of(token=token, browser=phone_sessions.browser_secret(request))
        is_taken = request.user.is_authenticated and request.user.pk != code.user_id
        if request.method == "POST" and not is_taken:
            phone_sessions.sign_in_by_code(request, token)
            messages.success(request, _("You are signed in on this phone for 90 days."))
            return redirect("field:home")
    except CodeRefused:
        return refused(request, token)
    context = {"code": code, "is_taken": is_taken}
    return private(render(request, "field/sign_in_by_code.html", context))


def refused(request, token):
    """A code that does not work any more; whoever has just signed in with it is let through."""
    own = SignInCode.objects.with_token(token).filter(sign_in__pk=request.session.get(phone_sessions.KEY))
    if request.user.is_authenticated and own.exists():
        return redirect("field:home")
    return private(render(request, "field/sign_in_refused.html", status=410))


def private(response):
    """The address holds a secret, which no search engine gets to know."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@ambassador_page
def phones(request):
    """My phones. POST {sign_in}: signs that one out, wherever it is."""
    own = FieldSignIn.objects.filter(user=request.user)
    if request.method == "POST":
        wanted = request.POST.get("sign_in", "")
        found = get_object_or_404(own, pk=wanted if wanted.isascii() and wanted.isdigit() else 0)
        revoke_sign_in(sign_in=found, by=request.user)
        messages.success(request, _("That phone is signed out."))
        return redirect("field:phones")
    here = phone_sessions.sign_in_of(request)
    context = {"sign_ins": own.in_force()[:SHOWN], "here": here and here.pk}
    return render(request, "field/phones.html", context)
