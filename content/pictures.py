"""Pictures and the sizes made of them; models of this app, kept apart for length."""

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A picture for lessons, with where it comes from and under which licence it may be used."""

    source = models.CharField(_("source"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "source", "licence")

    def generate_rendition_file(self, filter, *, source=None):
        # Wagtail leaves its temporary file open; pictures here are small enough to hold.
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    @property
    def attrs_dict(self):
        # Just made from a drawing, the sizes are fractions; read again they are whole. A page must be the same
        # from every process, or its ETag is not.
        return super().attrs_dict | {"width": int(self.width), "height": int(self.height)}
