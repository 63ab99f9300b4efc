"""Connections as kept: when, where and how much, by pseudonyms that soon mean nothing (wifi.md)."""

import datetime as dt
import hmac
import secrets

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotspots.models.zones import AccessPoint, UsageSource, Zone

# A 32-bit counter without Gigawords starts again here; a fall by more than half of it is that, not a reset.
COUNTER_WRAP = 2**32


class Connection(models.Model):
    """One Wi-Fi session of one device, without anything that names the device.

    `counter_up` and `counter_down` are the counters as last reported; `bytes_up` and `bytes_down` add what was
    counted before an access point started them again.
    """

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
    counter_up = models.PositiveBigIntegerField(default=0, editable=False)
    counter_down = models.PositiveBigIntegerField(default=0, editable=False)
    is_repaired = models.BooleanField(_("counter repaired"), default=False, editable=False)
    closed = models.CharField(_("closed"), max_length=10, choices=Closed, default=Closed.OPEN, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        indexes = [
            models.Index(fields=["zone", "started_at"], name="connection_by_zone"),
            models.Index(fields=["source", "last_seen_at"], condition=Q(closed=""), name="connection_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="connection_unique_in_source"),
            models.CheckConstraint(
                condition=Q(last_seen_at__gte=F("started_at")), name="connection_seen_after_it_started"
            ),
            models.CheckConstraint(
                condition=Q(closed__in=["", "stopped", "silent"]), name="connection_closed_is_known_code"
            ),
        ]

    def __str__(self):
        return f"{self.zone} {self.started_at:%Y-%m-%d %H:%M}"

    def is_apart_from(self, other):
        """True if another record under the same id is another session: the access point began its ids again.

        That is so when one of the two had stopped before the other started (rule 1).
        """
        first, second = sorted((self, other), key=lambda connection: connection.started_at)
        return first.closed == self.Closed.STOPPED and second.started_at > first.last_seen_at

    def absorb(self, report):
        """Take in a later or repeated report of this connection, itself an unsaved Connection; True if it changed.

        Counters only grow (rule 3). A stop is final; a silence that we concluded is not (rule 4).
        """
        before = self._state_now
        is_later = report.seconds > self.seconds
        for counter, total in (("counter_up", "bytes_up"), ("counter_down", "bytes_down")):
            self._absorb_counter(counter, total, getattr(report, counter), is_later=is_later)
        self.seconds = max(self.seconds, report.seconds)
        self.started_at = min(self.started_at, report.started_at)
        if report.closed == self.Closed.STOPPED:
            self.closed = self.Closed.STOPPED
            self.last_seen_at = max(self.last_seen_at, report.last_seen_at)
        elif self.closed != self.Closed.STOPPED and report.last_seen_at > self.last_seen_at:
            self.closed = self.Closed.OPEN
            self.last_seen_at = report.last_seen_at
        return self._state_now != before

    @property
    def _state_now(self):
        return (
            self.started_at,
            self.last_seen_at,
            self.seconds,
            self.counter_up,
            self.counter_down,
            self.closed,
        )

    def _absorb_counter(self, counter, total, reported, *, is_later):
        last = getattr(self, counter)
        counted_before = getattr(self, total) - last
        if reported < last and is_later:
            is_wrap = last < COUNTER_WRAP and last - reported > COUNTER_WRAP // 2
            counted_before += COUNTER_WRAP if is_wrap else last
            self.is_repaired = True
        else:
            reported = max(last, reported)
        setattr(self, counter, reported)
        setattr(self, total, counted_before + reported)


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
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at")), name="connection_day_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.connection_id} {self.day}"


class PseudonymKeyManager(models.Manager):
    def in_use(self, *, zone_id, day, at):
        """The key of a zone and day: the one already made, unless its time is over; else a fresh one."""
        self.expired(at).filter(zone=zone_id, day=day).delete()
        return self.get_or_create(zone_id=zone_id, day=day, defaults={"made_at": at})[0]

    def expired(self, at):
        return self.filter(made_at__lte=at - PseudonymKey.LIFETIME)


def new_key():
    return secrets.token_bytes(32)


class PseudonymKey(models.Model):
    """The secret that makes pseudonyms for one zone and day; destroyed 48 hours after it was made."""

    LIFETIME = dt.timedelta(hours=48)

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="+")
    day = models.DateField()
    key = models.BinaryField(max_length=32, default=new_key)
    made_at = models.DateTimeField(default=timezone.now)

    objects = PseudonymKeyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "day"], name="pseudonym_key_unique"),
        ]

    def __str__(self):
        return f"{self.zone_id} {self.day}"

    def pseudonym(self, address):
        """Eight bytes that stand for a normalised address in this zone on this day."""
        return hmac.digest(self.key, address.encode(), "sha256")[:8]
