"""Texts that ambassadors work with: checklists, what to say, whom to call."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from lms.khmer import has_khmer
from lms.models.places import NamedInBothLanguages, code_validator

FEATURES = ["h3", "bold", "ol", "ul", "link"]


class Resource(NamedInBothLanguages):
    """One text for ambassadors in both languages, kept by editors and read on the phone without a network.

    One whose code is the address of a course stands in the lesson plan of that course.
    """

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    text_km = RichTextField(_("text in Khmer"), features=FEATURES)
    text_en = RichTextField(_("text in English"), features=FEATURES)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=50)

    class Meta:
        verbose_name = _("resource for ambassadors")
        verbose_name_plural = _("resources for ambassadors")
        ordering = ["position", "pk"]

    def clean(self):
        super().clean()
        for name in ("name_km", "text_km"):
            if getattr(self, name) and not has_khmer(getattr(self, name)):
                raise ValidationError({name: _("Write this in Khmer.")})

    @property
    def text(self):
        return self.text_en if get_language() == "en" else self.text_km

    @property
    def in_other_language(self):
        """(language code, text) of the language the page is not in."""
        return ("km", self.text_km) if get_language() == "en" else ("en", self.text_en)
