"""The register of Wi-Fi zones and how they are used: devices, not people; counts, not who (wifi.md)."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models import Partner, Venue
from lms.models.places import code_validator


def validate_time_zone(name):
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone, such as Asia/Phnom_Penh."), params={"name": name}
        )


class ZoneQuerySet(models.QuerySet):
    def open(self, on=None):
        """Zones whose venue is in use on a day (today unless given)."""
        return self.filter(venue__in=Venue.objects.open(on=on))

    def visible_to(self, user):
        return self.filter(user.area_condition("venue__area", "hotspots.view_zone"))


class Zone(models.Model):
    """A venue with free Wi-Fi. Its code stands on the poster and in `/z/<code>/`."""

    venue = models.OneToOneField(Venue, models.PROTECT, related_name="zone", verbose_name=_("venue"))
    code = models.CharField(_("code on the poster"), max_length=20, unique=True, validators=[code_validator])
    ssid = models.CharField(_("network name"), max_length=32)
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


class AccessPoint(models.Model):
    """One radio in a zone, and the names by which it shows itself in accounting records.

    These identify the city's own equipment, never a visitor's device.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="access_points", verbose_name=_("zone"))
    name = models.CharField(_("name"), max_length=60)
    model = models.CharField(_("model"), max_length=60, blank=True)

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

    access_point = models.ForeignKey(
        AccessPoint, models.CASCADE, related_name="identities", verbose_name=_("access point")
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

    class Meta:
        verbose_name = _("usage source")
        verbose_name_plural = _("usage sources")
        ordering = ["code"]

    def __str__(self):
        return self.name


class Connection(models.Model):
    """One Wi-Fi session of one device, without anything that names the device."""

    class Closed(models.TextChoices):
        OPEN = "", _("open")
        STOPPED = "stopped", _("stop received")
        SILENT = "silent", _("closed after silence")

    source = models.ForeignKey(
        UsageSource, models.PROTECT, related_name="connections", verbose_name=_("source")
    )
    # A keyed hash of the record's unique id: that id is itself made from addresses.
    key = models.BinaryField(max_length=16)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="connections", verbose_name=_("zone"))
    access_point = models.ForeignKey(
        AccessPoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="connections",
        verbose_name=_("access point"),
    )
    started_at = models.DateTimeField(_("started at"))
    last_seen_at = models.DateTimeField(_("last seen at"))
    seconds = models.PositiveIntegerField(_("seconds"))
    bytes_up = models.PositiveBigIntegerField(_("bytes up"))
    bytes_down = models.PositiveBigIntegerField(_("bytes down"))
    closed = models.CharField(_("closed"), max_length=10, choices=Closed, default=Closed.OPEN, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        indexes = [models.Index(fields=["zone", "started_at"], name="connection_by_zone")]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="connection_unique_in_source"),
            models.CheckConstraint(
                condition=Q(last_seen_at__gte=F("started_at")), name="connection_seen_after_it_started"
            ),
        ]

    def __str__(self):
        return f"{self.zone} {self.started_at:%Y-%m-%d %H:%M}"


class ConnectionDay(models.Model):
    """The part of a connection that lies in one local day, with the device's pseudonym for that zone and day.

    A pseudonym can be matched with nothing of another day or zone, and is emptied after 35 days.
    """

    connection = models.ForeignKey(
        Connection, models.CASCADE, related_name="days", verbose_name=_("connection")
    )
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", verbose_name=_("zone"))
    day = models.DateField(_("day"))
    pseudonym = models.BinaryField(max_length=8, null=True)
    is_randomised = models.BooleanField(_("randomised address"), null=True)
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"))
    seconds = models.PositiveIntegerField(_("seconds"))
    bytes_up = models.PositiveBigIntegerField(_("bytes up"))
    bytes_down = models.PositiveBigIntegerField(_("bytes down"))

    class Meta:
        verbose_name = _("day of a connection")
        verbose_name_plural = _("days of connections")
        indexes = [models.Index(fields=["zone", "day"], name="connection_day_by_zone")]
        constraints = [
            models.UniqueConstraint(fields=["connection", "day"], name="connection_day_unique"),
        ]

    def __str__(self):
        return f"{self.connection_id} {self.day}"


class PseudonymKey(models.Model):
    """The secret that makes pseudonyms for one zone and day; destroyed 48 hours after it was made."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="+")
    day = models.DateField()
    key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "day"], name="pseudonym_key_unique"),
        ]

    def __str__(self):
        return f"{self.zone_id} {self.day}"


class UsageDayQuerySet(models.QuerySet):
    def during(self, period):
        return self.filter(day__gte=period.start, day__lt=period.end)

    def visible_to(self, user):
        return self.filter(user.area_condition("zone__venue__area", "hotspots.view_zone"))


class UsageDay(models.Model):
    """Usage of one zone on one local day, from one source: what is reported, and what stays when raw rows go.

    Rebuilt from the connection days whenever they change. `connections` counts those that began that day.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="usage_days", verbose_name=_("zone"))
    source = models.ForeignKey(
        UsageSource, models.PROTECT, related_name="usage_days", verbose_name=_("source")
    )
    day = models.DateField(_("day"), db_index=True)
    connections = models.PositiveIntegerField(_("connections"))
    devices = models.PositiveIntegerField(_("devices"))
    randomised_devices = models.PositiveIntegerField(_("devices with a randomised address"))
    visits = models.PositiveIntegerField(_("visits"))
    seconds = models.PositiveBigIntegerField(_("seconds"))
    bytes_up = models.PositiveBigIntegerField(_("bytes up"))
    bytes_down = models.PositiveBigIntegerField(_("bytes down"))
    estimated = models.PositiveIntegerField(_("connections with an estimated end"))
    rebuilt_at = models.DateTimeField(_("counted at"), default=timezone.now)

    objects = UsageDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("usage of a day")
        verbose_name_plural = _("usage by day")
        ordering = ["day", "zone"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "source", "day"], name="usage_day_unique"),
        ]

    def __str__(self):
        return f"{self.zone} {self.day}"
