"""The register of Wi-Fi zones, their equipment, and the feeds that say how they are used."""

import datetime as dt
import re
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lms.models import Partner, Venue
from lms.models.places import code_validator

SSID_BYTES = 32  # IEEE 802.11


def validate_time_zone(name):
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone, such as Asia/Phnom_Penh."), params={"name": name}
        )


def validate_ssid(name):
    """A network name is at most 32 bytes, which is 10 Khmer characters, and has no control characters."""
    if len(name.encode()) > SSID_BYTES or not name.isprintable():
        raise ValidationError(_("A network name has at most 32 Latin or 10 Khmer characters."))


class ZoneQuerySet(models.QuerySet):
    def open(self, on=None):
        """Zones whose venue is in use on a day (today unless given)."""
        return self.filter(venue__in=Venue.objects.open(on=on))

    def visible_to(self, user):
        return self.filter(user.area_condition("venue__area", "hotspots.view_zone"))

    def changeable_by(self, user):
        return self.filter(user.area_condition("venue__area", "hotspots.change_zone"))

    def fed_by(self, user):
        """Zones whose usage this user may take in."""
        return self.filter(user.area_condition("venue__area", "hotspots.add_connection"))


class Zone(models.Model):
    """A venue with free Wi-Fi. Its code stands on the poster and in `/z/<code>/`."""

    venue = models.OneToOneField(Venue, models.PROTECT, related_name="zone", verbose_name=_("venue"))
    code = models.CharField(_("code on the poster"), max_length=20, unique=True, validators=[code_validator])
    ssid = models.CharField(_("network name"), max_length=32, validators=[validate_ssid])
    opening_hours = models.CharField(_("opening hours"), max_length=100, blank=True)
    operator = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="zones", verbose_name=_("operator")
    )
    capacity = models.PositiveSmallIntegerField(_("devices at once"), null=True, blank=True)

    objects = ZoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("Wi-Fi zone")
        verbose_name_plural = _("Wi-Fi zones")
        ordering = ["code"]

    def __str__(self):
        return str(self.venue)

    def is_open(self, on=None):
        """True if the venue is in use on a day (today unless given)."""
        on = on or timezone.localdate()
        return self.venue.opened_on <= on and (self.venue.closed_on is None or on < self.venue.closed_on)


class AccessPointQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user.area_condition("zone__venue__area", "hotspots.view_zone"))

    def changeable_by(self, user):
        return self.filter(user.area_condition("zone__venue__area", "hotspots.change_accesspoint"))


class AccessPoint(ClusterableModel):
    """One radio in a zone, and the names by which it shows itself in accounting records.

    These identify the city's own equipment, never a visitor's device.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="access_points", verbose_name=_("zone"))
    name = models.CharField(_("name"), max_length=60)
    model = models.CharField(_("model"), max_length=60, blank=True)

    objects = AccessPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("access point")
        verbose_name_plural = _("access points")
        ordering = ["zone", "name"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "name"], name="access_point_name_unique_in_zone"),
        ]

    def __str__(self):
        return self.name


class AccessPointIdentity(models.Model):
    """One way an access point names itself: its own MAC, NAS-Identifier, NAS-IP-Address or hotspot server name."""

    class Kind(models.TextChoices):
        NAS_IDENTIFIER = "nas_identifier", _("NAS-Identifier")
        NAS_ADDRESS = "nas_address", _("NAS-IP-Address")
        STATION = "station", _("Called-Station-Id (its own MAC address)")
        SERVER = "server", _("hotspot server name")

    access_point = ParentalKey(
        AccessPoint, on_delete=models.CASCADE, related_name="identities", verbose_name=_("access point")
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    value = models.CharField(_("value"), max_length=100)

    class Meta:
        verbose_name = _("identity of an access point")
        verbose_name_plural = _("identities of access points")
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="access_point_identity_unique"),
        ]

    def __str__(self):
        return self.value

    def save(self, *args, **kwargs):
        self.value = self.normalised(self.kind, self.value)
        super().save(*args, **kwargs)

    def clean(self):
        self.value = self.normalised(self.kind, self.value)

    @classmethod
    def normalised(cls, kind, value):
        """One spelling of an identity: lower case, a MAC as twelve digits with colons, an address without mask.

        RFC 3580 (3.20) has Called-Station-Id end in ":" and the network name; that is cut off.
        """
        value = value.strip().lower()
        if kind == cls.Kind.STATION:
            found = re.match(r"[0-9a-f]{2}(?:[-:.]?[0-9a-f]{2}){5}(?![0-9a-f])", value)
            if found:
                digits = re.sub("[-:.]", "", found[0])
                return ":".join(digits[place : place + 2] for place in range(0, 12, 2))
        if kind == cls.Kind.NAS_ADDRESS:
            return value.removesuffix("/32").removesuffix("/128")
        return value


class UsageSourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sources of the user's zones, and those of many zones if the user may see sources anywhere.

        What a source of many zones brings is scoped again, record by record, when it is taken in.
        """
        permission = "hotspots.view_usagesource"
        condition = user.area_condition("zone__venue__area", permission)
        if user.is_active and not user.is_superuser and user.areas_with(permission):
            condition |= Q(zone=None)
        return self.filter(condition)


class UsageSource(models.Model):
    """One feed of usage: who sends it, in which format, time zone and sense of up and down."""

    class Format(models.TextChoices):
        RADACCT_CSV = "radacct_csv", _("radacct table as CSV")

    class Direction(models.TextChoices):
        RADIUS = "radius", _("as in RFC 2866: input is what the device sent")
        CLIENT = "client", _("as the device sees it: input is what it received")
        UNKNOWN = "unknown", _("not known")

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=100)
    # With a zone, everything from the source belongs to it; without, each record's access point says where.
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="usage_sources", verbose_name=_("zone")
    )
    format = models.CharField(_("format"), max_length=20, choices=Format, default=Format.RADACCT_CSV)
    time_zone = models.CharField(
        _("time zone of times without one"),
        max_length=40,
        default="Asia/Phnom_Penh",
        validators=[validate_time_zone],
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.RADIUS)
    interim_interval = models.PositiveIntegerField(_("seconds between interim reports"), default=600)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = UsageSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("usage source")
        verbose_name_plural = _("usage sources")
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def silence(self):
        """How long a connection may say nothing before it is taken as ended: three reports, or two hours."""
        return dt.timedelta(seconds=3 * self.interim_interval or 7200)

    def up_and_down(self, input_octets, output_octets):
        """(bytes up, bytes down) as the device sees them; a direction not known is taken as RFC 2866 (5.3)."""
        if self.direction == self.Direction.CLIENT:
            return output_octets, input_octets
        return input_octets, output_octets
