"""Pages for what went wrong, each with a sentence and one next step."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """The form was open too long or came from elsewhere; what was typed is still on the page before."""
    return render(request, "lms/errors/form_expired.html", status=403)
