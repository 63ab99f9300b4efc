"""Entries of the staff menu that only some may see."""

from wagtail.admin.menu import MenuItem


class AllowedItem(MenuItem):
    """Shown to those whom `allowed(user)` lets open its page."""

    def __init__(self, label, url, allowed, **kwargs):
        super().__init__(label, url, **kwargs)
        self.allowed = allowed

    def is_shown(self, request):
        return self.allowed(request.user)
