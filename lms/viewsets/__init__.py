from lms.viewsets.scoped import ScopedViewSet, VisibleListMixin, VisibleObjectMixin

__all__ = ["ScopedViewSet", "VisibleListMixin", "VisibleObjectMixin"]
