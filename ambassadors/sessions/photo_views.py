"""The photo of a training session, for those who review it and nobody else."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ambassadors.models import TrainingSession

URL = "training_session_photo"


@never_cache
@require_safe
def photo(request, pk):
    session = get_object_or_404(TrainingSession.objects.reviewable_by(request.user), pk=pk)
    found = session.photo
    if found is None or not found.file:
        raise Http404
    answer = FileResponse(found.file.open(), content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def urls():
    return [path("training-sessions/<uuid:pk>/photo/", photo, name=URL)]
