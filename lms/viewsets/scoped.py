"""Staff screens that keep to what `visible_to(user)` allows; every app builds its own on them."""

from django.http import Http404
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet


class VisibleListMixin:
    """Lists only what the user may see."""

    def get_base_queryset(self):
        return super().get_base_queryset().visible_to(self.request.user)


class VisibleObjectMixin:
    """Answers 404 for a row the user may not see, as if it were not there (R7)."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        if not type(found)._default_manager.visible_to(self.request.user).filter(pk=found.pk).exists():
            raise Http404
        return found


class ScopedIndexView(VisibleListMixin, generic.IndexView):
    pass


class ScopedEditView(VisibleObjectMixin, generic.EditView):
    pass


class ScopedDeleteView(VisibleObjectMixin, generic.DeleteView):
    pass


class ScopedInspectView(VisibleObjectMixin, generic.InspectView):
    pass


class ScopedHistoryView(VisibleObjectMixin, history.HistoryView):
    pass


class ScopedUsageView(VisibleObjectMixin, usage.UsageView):
    pass


class ScopedViewSet(ModelViewSet):
    """A ModelViewSet whose every screen keeps to `visible_to(user)` of the model's manager."""

    index_view_class = ScopedIndexView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    inspect_view_class = ScopedInspectView
    history_view_class = ScopedHistoryView
    usage_view_class = ScopedUsageView
    copy_view_enabled = False
