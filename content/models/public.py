"""What all pages of the public have in common."""

from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content import publishing
from content.panels import PublicPageForm


class PublicPage(Page):
    """A page anyone may read: in Khmer first, and the same for everybody.

    However a page is published, through the editor, the translation editor, a schedule or code, it ends in
    `publish` or `save`: there the rule of `publishing.refusal` holds.
    """

    base_form_class = PublicPageForm

    class Meta:
        abstract = True

    def khmer_texts(self):
        """[(label, text)] that must hold Khmer before the Khmer page may be public."""
        return [(_("title"), self.title)]

    def unfinished(self):
        """[sentence] on what a draft may still lack but a public page may not, in any language."""
        return []

    def overweight(self):
        """[sentence] on what is too heavy for a phone; asked only of a page that lacks nothing."""
        return []

    def publish(self, revision, *args, **kwargs):
        publishing.check(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    def save(self, clean=True, **kwargs):
        self.give_address()
        if self.live and clean and not kwargs.get("update_fields"):
            if not self._state.adding:
                publishing.check(self)
            elif publishing.refusal(self):
                # Wagtail inserts a new page as public and publishes it afterwards; this one stays a draft.
                self.live = False
        return super().save(clean=clean, **kwargs)

    def full_clean(self, *args, **kwargs):
        self.give_address()
        super().full_clean(*args, **kwargs)

    def give_address(self):
        """A neutral slug where none was given and the title has no Latin letters to make one from."""
        if not self.slug and not slugify(self.title):
            self.slug = f"{self._meta.model_name.removesuffix('page')}-{str(self.translation_key)[:8]}"

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if not request.is_preview and not self.get_view_restrictions().exists():
            # The page may be kept by anyone but is asked for again each time, so that a correction shows at once.
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response
