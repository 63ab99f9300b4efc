"""What training sessions are about."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from content.models import CoursePage
from lms.models import Initiative
from lms.models.places import NamedInBothLanguages, code_validator


class Topic(NamedInBothLanguages):
    """What a training session was about, when it followed no course (R80)."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    initiative = models.CharField(
        _("initiative"), max_length=4, choices=Initiative, default=Initiative.LITERACY
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["pk"]


def course_titles():
    """{translation key: title} of the courses on offer, in the language in use where there is one."""
    titles = {}
    for course in CoursePage.objects.live().select_related("locale").order_by("path"):
        if course.translation_key not in titles or course.locale.language_code == get_language():
            titles[course.translation_key] = course.title
    return titles
