"""Staff screens that keep to what `visible_to(user)` allows; every app builds its own on them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
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
    """A list without columns to export hands out no file."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_export = self.is_export and self.show_export_buttons


class ScopedEditView(VisibleObjectMixin, generic.EditView):
    """Whoever may see a row is not in charge of it yet: rights in one area and sight in another do not mix."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        rows = type(found)._default_manager
        in_charge = getattr(rows, "changeable_by", rows.visible_to)
        return get_object_or_404(in_charge(self.request.user), pk=found.pk)


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
    # What refers to what is indexed for editors of pages; here it would cost every item of a phone several queries.
    add_to_reference_index = False


class InspectingViewSet(ScopedViewSet):
    """Rows with a UUID that staff look at and decide about, and never write: a list, and a page for each."""

    def get_common_view_kwargs(self, **kwargs):
        none = dict.fromkeys(["add_url_name", "edit_url_name", "delete_url_name", "history_url_name"])
        return super().get_common_view_kwargs(**none | kwargs)

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", self.inspect_view, name="inspect"),
        ]

    @property
    def url_finder_class(self):
        """Where the log of staff actions leads to."""
        finder = super().url_finder_class
        finder.edit_url_name = self.get_url_name("inspect")
        return finder
