"""Sending a file of usage from a browser."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_variables

from hotspots.actions import import_usage
from hotspots.forms import UsageImportForm
from hotspots.uploads import LARGEST_UPLOAD, MemoryOnlyUploadHandler, is_too_large

MAY_IMPORT = "hotspots.add_connection"


# The handler has to be set before anything reads the form, and checking for forgery reads it: so that check
# comes one step later than usual, inside.
@csrf_exempt
def import_usage_file(request):
    """A form that takes in a file as `manage.py import_wifi` does, within the zones the user may see."""
    if is_too_large(request):
        form = UsageImportForm({}, user=request.user)
        form.errors.clear()
        form.add_error(None, _("The file is too large to be sent here."))
        return _answer(request, form, status=413)
    request.upload_handlers = [MemoryOnlyUploadHandler(request)]
    return _import_usage_file(request)


@csrf_protect
@sensitive_variables()
def _import_usage_file(request):
    if not request.user.has_perm(MAY_IMPORT):
        raise PermissionDenied
    form = UsageImportForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid():
        try:
            result = import_usage(
                source=form.cleaned_data["source"], lines=form.cleaned_data["file"].file, by=request.user
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, str(result))
            return redirect("usageday:index")
    return _answer(request, form, status=422 if form.errors else 200)


def _answer(request, form, *, status):
    context = {
        "form": form,
        "page_title": _("Take in usage"),
        "header_icon": "upload",
        "largest_megabytes": LARGEST_UPLOAD // 1024**2,
    }
    return render(request, "hotspots/admin/import.html", context, status=status)
