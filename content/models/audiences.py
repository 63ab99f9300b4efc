"""Whom a course is meant for."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Audience(models.Model):
    """A group of people a course is meant for, such as older people or traders at the market (R14).

    Editors add and name them; course files and reports know them by their code.
    """

    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("Small Latin letters; stays as it is.")
    )
    name_km = models.CharField(_("name in Khmer"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_km
