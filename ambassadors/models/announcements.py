"""What coordinators and managers tell the ambassadors of an area."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from lms.models import Area

ANNOUNCEMENT_LIMIT = 1_000


class AnnouncementQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user.area_condition("area", "ambassadors.view_announcement"))

    def changeable_by(self, user):
        return self.filter(user.area_condition("area", "ambassadors.change_announcement"))

    def current(self, on=None):
        """Published and not expired on a day (today unless given)."""
        on = on or timezone.localdate()
        return self.filter(published_on__lte=on, expires_on__gt=on)

    def meant_for(self, ambassador):
        """Those of the ambassador's own area and of the areas it is part of."""
        return self.filter(area__in=[area.pk for area in ambassador.area.ancestors])

    def unread_by(self, ambassador):
        return self.exclude(readings__ambassador=ambassador)


class Announcement(models.Model):
    """A notice to the ambassadors of an area and of everything below it; the phone keeps it for offline."""

    title_km = models.CharField(_("title in Khmer"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text_km = models.TextField(_("text in Khmer"), max_length=ANNOUNCEMENT_LIMIT)
    text_en = models.TextField(_("text in English"), max_length=ANNOUNCEMENT_LIMIT, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    published_on = models.DateField(_("shown from"), default=timezone.localdate)
    expires_on = models.DateField(_("shown until (not included)"))
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("published_on")),
                name="announcement_expires_after_it_is_published",
                violation_error_message=_("The last day has to come after the first."),
            ),
            models.CheckConstraint(
                condition=~Q(title_km="") & ~Q(text_km=""), name="announcement_speaks_khmer"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self):
        return (get_language() == "en" and self.title_en) or self.title_km

    @property
    def text(self):
        return (get_language() == "en" and self.text_en) or self.text_km


class AnnouncementReading(models.Model):
    """An ambassador has read an announcement and needs not see it any more."""

    announcement = models.ForeignKey(
        Announcement, models.CASCADE, related_name="readings", verbose_name=_("announcement")
    )
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="+", verbose_name=_("ambassador"))
    read_at = models.DateTimeField(_("read at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reading of an announcement")
        verbose_name_plural = _("readings of announcements")
        constraints = [
            models.UniqueConstraint(fields=["announcement", "ambassador"], name="announcement_read_once"),
        ]

    def __str__(self):
        return f"{self.announcement_id}: {self.ambassador_id}"
