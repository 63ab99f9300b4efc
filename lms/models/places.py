"""Where things happen: administrative areas, venues and the partners who lend them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lms.models.choices import Initiative, Setting

code_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small Latin letters, digits and single hyphens only.")
)


class NamedInBothLanguages(models.Model):
    """A thing with a Khmer and an English (or Latin) name; Khmer is shown unless English is asked for."""

    name_km = models.CharField(_("name in Khmer"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_en if get_language() == "en" else self.name_km


class AreaQuerySet(models.QuerySet):
    def current(self, on=None):
        """Areas that exist on a day (today unless given)."""
        on = on or timezone.localdate()
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on))

    def within(self, areas):
        """The given areas and everything below them; the tree is four levels deep (R3)."""
        pks = [area.pk for area in areas]
        return self.filter(
            Q(pk__in=pks) | Q(parent__in=pks) | Q(parent__parent__in=pks) | Q(parent__parent__parent__in=pks)
        )

    def visible_to(self, user):
        """Names of places are public; what happened there is not."""
        return self


class Area(models.Model):
    """A province, district, commune or village as official between two days.

    The official code is data: it may change hands over time, so it is never a key. A retired area stays and
    says which area replaced it.
    """

    class Level(models.IntegerChoices):
        PROVINCE = 1, _("province")
        DISTRICT = 2, _("district or municipality")
        COMMUNE = 3, _("commune or sangkat")
        VILLAGE = 4, _("village")

    class Kind(models.TextChoices):
        PROVINCE = "province", _("province")
        CAPITAL = "capital", _("capital")
        SROK = "srok", _("district")
        KRONG = "krong", _("municipality")
        KHAN = "khan", _("khan")
        KHUM = "khum", pgettext_lazy("kind of area", "commune")
        SANGKAT = "sangkat", _("sangkat")
        VILLAGE = "village", _("village")

    code = models.CharField(_("official code"), max_length=12)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name_km = models.CharField(_("name in Khmer"), max_length=100)
    name_latin = models.CharField(_("name in Latin letters"), max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until (not included)"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_code_unique_from_a_day"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_from=None), name="area_code_unique_from_the_beginning"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="area_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(level=1, parent=None) | Q(level__in=[2, 3, 4], parent__isnull=False),
                name="area_has_a_parent_unless_province",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_latin if get_language() == "en" else self.name_km

    @property
    def ancestors(self):
        """This area and those it is part of, the smallest first."""
        area, found = self, []
        while area is not None:
            found.append(area)
            area = area.parent
        return found


class Partner(NamedInBothLanguages):
    """An organisation that hosts, teaches or pays (R4)."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("public authority")
        SCHOOL = "school", _("school")
        UNIVERSITY = "university", _("university")
        NGO = "ngo", _("non-governmental organisation")
        CSO = "cso", _("civil-society organisation")
        PRIVATE = "private", _("private company")
        UN = "un", _("United Nations body")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name_en"]


class VenueKind(NamedInBothLanguages):
    """What sort of place a venue is; managers may add kinds (R6)."""

    code = models.CharField(_("code"), max_length=30, unique=True, validators=[code_validator])

    class Meta:
        verbose_name = _("venue kind")
        verbose_name_plural = _("venue kinds")
        ordering = ["name_en"]


class VenueQuerySet(models.QuerySet):
    def open(self, on=None):
        """Venues that are in use on a day (today unless given)."""
        on = on or timezone.localdate()
        return self.filter(opened_on__lte=on).filter(Q(closed_on=None) | Q(closed_on__gt=on))

    def visible_to(self, user):
        return self.filter(user.area_condition("area", "lms.view_venue"))

    def changeable_by(self, user):
        return self.filter(user.area_condition("area", "lms.change_venue"))


class Venue(NamedInBothLanguages):
    """A place where something happens: a Wi-Fi zone, school, hall, pagoda or home."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    kind = models.ForeignKey(VenueKind, models.PROTECT, verbose_name=_("kind"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="venues", verbose_name=_("commune"))
    setting = models.CharField(_("urban or rural"), max_length=5, choices=Setting)
    serves_poor = models.BooleanField(_("serves poor households"), default=False)
    serves_marginalised = models.BooleanField(_("serves marginalised people"), default=False)
    initiative = models.CharField(_("initiative"), max_length=4, choices=Initiative, default=Initiative.BOTH)
    host = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="venues", verbose_name=_("host")
    )
    # Where known: to see whether a training session said to be here was.
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    opened_on = models.DateField(_("in use since"), default=timezone.localdate)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name_en", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(setting__in=Setting.values), name="venue_is_urban_or_rural"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="venue_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, latitude__range=(-90, 90))
                & Q(longitude__isnull=False, longitude__range=(-180, 180)),
                name="venue_location_is_whole",
                violation_error_message=_("Write latitude and longitude both, in degrees, or neither."),
            ),
        ]

    def is_open(self, on=None):
        """In use on a day (today unless given)."""
        on = on or timezone.localdate()
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)
