"""Staff screens of pages that are no editor of their own."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from content import media
from content.models import CheckPage, LessonPage, Narration
from content.narrating import KINDS, MOST_BYTES, keep_narration, remove
from content.narration import FRESH, NONE, STALE, recordings, states


@require_http_methods(["GET", "HEAD", "POST"])
def narration(request, page_id):
    """Every text of a lesson or check, as last saved, with its recording.

    POST `block` with a `file` keeps a recording, with `remove` takes its recordings away. A script that asks for
    `row` gets the new row alone; a refusal is 422 with its sentence as text.
    """
    page = get_object_or_404(Page.objects.type(LessonPage, CheckPage), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    lesson = page.get_latest_revision_as_object()
    if request.method != "POST":
        return _shown(request, lesson)
    block_id = request.POST.get("block", "")
    try:
        if "remove" in request.POST:
            remove(Narration.objects.of_page(lesson).filter(block_id=block_id))
        else:
            keep_narration(page=lesson, block_id=block_id, content=_sound_in(request), by=request.user)
    except ValidationError as problem:
        sentence = " ".join(problem.messages)
        if "row" in request.POST:
            return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
        messages.error(request, sentence)
    row = next((row for row in _rows(lesson) if row["passage"].block_id == block_id), None)
    if row and "row" in request.POST:
        context = {"row": row, "language": lesson.locale.language_code}
        return render(request, "content/admin/narration_row.html", context)
    return redirect("lesson_narration", page_id)


def _sound_in(request):
    file = request.FILES.get("file")
    if file is None:
        raise ValidationError(_("Choose a file, or record."))
    return file.read(MOST_BYTES + 1)


def _rows(lesson):
    words = {NONE: _("not recorded"), STALE: _("stale: the text has changed"), FRESH: _("recorded")}
    return [
        {
            "passage": passage,
            "state": state,
            "word": words[state],
            "made": made,
            "size": media.in_kilobytes(made.size) if made else "",
        }
        for passage, state, made in states(lesson, recordings(lesson))
    ]


def _shown(request, lesson):
    rows = _rows(lesson)
    context = {
        "lesson": lesson,
        "rows": rows,
        "fresh": sum(row["state"] == FRESH for row in rows),
        "size": media.in_kilobytes(sum(row["made"].size for row in rows if row["made"])),
        "page_title": _("Narration"),
        "header_icon": "media",
        "language": lesson.locale.language_code,
        "most": media.in_kilobytes(MOST_BYTES),
        "kinds": KINDS,
    }
    return render(request, "content/admin/narration.html", context)
