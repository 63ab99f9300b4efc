"""Taking in what a network says about its use. Addresses stay in memory and end with the call."""

import datetime as dt
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotspots.actions.counting import count_days_again
from hotspots.actions.storing import insert_rows
from hotspots.local_days import split
from hotspots.models import AccessPointIdentity, Connection, ConnectionDay, PseudonymKey, UsageSource, Zone
from hotspots.sources import radacct
from lms import khmer

READERS = {UsageSource.Format.RADACCT_CSV: radacct.read}
BATCH = 2000
NAMES_SHOWN = 20
# A session that says it lasted longer than from its start to its end began earlier than was noted (rule 2).
SKEW_ALLOWED = dt.timedelta(minutes=5)
MAC_ADDRESS = re.compile(r"[0-9a-f]{12}")
LOCALLY_ADMINISTERED = 0b10  # in the first byte of an address that a phone made up (IEEE 802c)

STORED_ONCE = ["source_id", "key", "zone_id", "access_point_id", "recorded_at"]
UPDATED = [
    "started_at",
    "last_seen_at",
    "seconds",
    "bytes_up",
    "bytes_down",
    "counter_up",
    "counter_down",
    "is_repaired",
    "closed",
]
DAY_FIELDS = [
    "connection",
    "zone",
    "day",
    "pseudonym",
    "is_randomised",
    "started_at",
    "ended_at",
    "seconds",
    "bytes_up",
    "bytes_down",
]


@dataclass
class ImportResult:
    """What an import did. `read` = `new` + `updated` + `unchanged` rows; `days`: days of zones counted again."""

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    days: int = field(default=0)

    def __str__(self):
        return _(
            "%(read)d rows read: %(new)d new, %(updated)d updated, %(unchanged)d unchanged. "
            "%(days)d days of zones counted again."
        ) % vars(self)


def import_usage(*, source, lines, by=None, at=None, progress=None):
    """Take in an export of a usage source, whole or not at all; returns an ImportResult.

    `lines`: an iterable of the file's lines, bytes or text. `by`: the user, whose zones it is limited to; None is
    the command line. `progress(rows read so far)` is called now and then.

    Any export, any number of times, in any order: a row already taken in changes nothing, and a later row of the
    same session only adds to it. Pseudonyms are made while the key of the zone and day lives (48 hours): taking in
    further parts of one day after that counts a device of both parts as two, because nothing can match them.

    Raises ValidationError for a file that cannot be read (hotspots.sources) and for unknown access points, whose
    names it lists.
    """
    with transaction.atomic():
        source = UsageSource.objects.select_for_update().get(pk=source.pk)
        rows = READERS[source.format](lines, time_zone=source.time_zone, at=at)
        usage = _UsageImport(source, by, at or timezone.now())
        while batch := list(islice(rows, BATCH)):
            usage.take(batch)
            if progress:
                progress(usage.result.read)
        return usage.finish()


class _UsageImport:
    def __init__(self, source, by, at):
        self.source = source
        self.at = at
        self.equipment = _Equipment(source, by)
        self.secret = hashlib.blake2b(f"wifi {source.pk} {settings.SECRET_KEY}".encode()).digest()
        self.keys = {}
        self.touched = set()
        self.result = ImportResult()

    def take(self, rows):
        """Take in a batch of rows, so that memory stays small however long the file is."""
        located = [(row, *self.equipment.locate(row)) for row in rows]
        self.result.read += len(rows)
        if self.equipment.unknown:
            return  # only the list of unknown names is wanted now
        keys = [self._key(row.unique_id) for row in rows]
        stored = {bytes(connection.key): connection for connection in self._stored(keys)}
        changed, addresses = {}, {}
        for key, (row, zone_id, access_point_id) in zip(keys, located, strict=True):
            report = self._report(row, key, zone_id, access_point_id)
            known = stored.get(key)
            if known and known.is_apart_from(report):
                report.key = key = self._key(f"{row.unique_id} {row.started_at.isoformat()}")
                known = stored.get(key) or self._stored([key]).first()
            if known is None:
                self.result.new += 1
            elif known.absorb(report):
                self.result.updated += 1
            else:
                self.result.unchanged += 1
                continue
            stored[key] = changed[key] = known or report
            addresses[key] = row.calling_station
        self._save(changed, addresses)

    def finish(self):
        if unknown := self.equipment.unknown:
            names = [
                f"{khmer.truncate(name, 60)} ({rows})" for name, rows in unknown.most_common(NAMES_SHOWN)
            ]
            raise ValidationError(
                gettext_lazy(
                    "These access points are not registered, or not in your area: %(names)s. The number of rows "
                    "stands in brackets. Register them with these names, then send the file again."
                ),
                params={"names": "; ".join(names) + ("; …" if len(unknown) > NAMES_SHOWN else "")},
            )
        count_days_again(source=self.source, touched=self.touched)
        self.result.days = len(self.touched)
        return self.result

    def _key(self, text):
        return hashlib.blake2b(text.encode(), key=self.secret, digest_size=16).digest()

    def _stored(self, keys):
        return Connection.objects.filter(source=self.source, key__in=keys)

    def _report(self, row, key, zone_id, access_point_id):
        last_seen_at, started_at = row.last_seen_at, row.started_at
        seconds = row.session_seconds
        if seconds is None:
            seconds = int((last_seen_at - started_at).total_seconds())
        lasted = dt.timedelta(seconds=seconds)
        if lasted > last_seen_at - started_at + SKEW_ALLOWED:
            started_at = last_seen_at - lasted
        up, down = self.source.up_and_down(row.input_octets, row.output_octets)
        return Connection(
            source=self.source,
            key=key,
            zone_id=zone_id,
            access_point_id=access_point_id,
            started_at=started_at,
            last_seen_at=last_seen_at,
            seconds=seconds,
            bytes_up=up,
            bytes_down=down,
            counter_up=up,
            counter_down=down,
            closed=Connection.Closed.STOPPED if row.stopped_at else Connection.Closed.OPEN,
            recorded_at=self.at,
        )

    def _save(self, changed, addresses):
        """Store the connections of {key: connection} and cut them into days anew, under their pseudonyms."""
        kept = self._delete_days_of([connection for connection in changed.values() if connection.pk])
        insert_rows(
            Connection,
            STORED_ONCE + UPDATED,
            map(attrgetter(*STORED_ONCE, *UPDATED), changed.values()),
            unique=["source", "key"],
            update=UPDATED,
        )
        pks = {bytes(key): pk for pk, key in self._stored(list(changed)).values_list("pk", "key")}
        days = []
        for key, connection in changed.items():
            address, is_randomised = _normalised(addresses[key]) or (key.hex(), None)
            for day, started_at, ended_at, amounts in split(
                connection.started_at,
                connection.last_seen_at,
                connection.seconds,
                connection.bytes_up,
                connection.bytes_down,
            ):
                zone_day = (connection.zone_id, day)
                self.touched.add(zone_day)
                who = kept.get((key, day))
                if who is None:
                    who = (self._pseudonym_key(zone_day).pseudonym(address), is_randomised)
                days.append((pks[key], *zone_day, *who, started_at, ended_at, *amounts))
        insert_rows(ConnectionDay, DAY_FIELDS, days)

    def _delete_days_of(self, connections):
        """Delete the days of stored connections; returns {(key, day): (pseudonym, is_randomised)} to keep."""
        keys = {connection.pk: bytes(connection.key) for connection in connections}
        days = ConnectionDay.objects.filter(connection__in=keys)
        kept = {}
        for pk, zone_id, day, *who in days.values_list(
            "connection", "zone", "day", "pseudonym", "is_randomised"
        ):
            kept[keys[pk], day] = who
            self.touched.add((zone_id, day))
        days.delete()
        return kept

    def _pseudonym_key(self, zone_day):
        if zone_day not in self.keys:
            zone_id, day = zone_day
            self.keys[zone_day] = PseudonymKey.objects.in_use(zone_id=zone_id, day=day, at=self.at)
        return self.keys[zone_day]


class _Equipment:
    """Which access point a row comes from, by the names of the city's own equipment."""

    # The most exact first: behind a controller many access points share one NAS address.
    NAMES = (
        (AccessPointIdentity.Kind.STATION, "called_station"),
        (AccessPointIdentity.Kind.SERVER, "called_station"),
        (AccessPointIdentity.Kind.NAS_IDENTIFIER, "nas_identifier"),
        (AccessPointIdentity.Kind.NAS_ADDRESS, "nas_address"),
    )

    def __init__(self, source, by):
        identities = AccessPointIdentity.objects.select_related("access_point")
        if source.zone_id:
            identities = identities.filter(access_point__zone=source.zone_id)
        elif by:
            identities = identities.filter(access_point__zone__in=Zone.objects.fed_by(by))
        self.zone_id = source.zone_id
        self.known = {(identity.kind, identity.value): identity.access_point for identity in identities}
        self.located = {}
        self.unknown = Counter()

    def locate(self, row):
        """(zone id, access point id or None) of a row; (None, None) and a note if nothing is known of it."""
        names = (row.called_station, row.nas_identifier, row.nas_address)
        if names not in self.located:
            self.located[names] = self._locate(row)
        zone_id, access_point_id = self.located[names]
        if zone_id is None:
            shown = (
                khmer.normalise(name) for name in (row.nas_identifier, row.nas_address, row.called_station)
            )
            self.unknown[" · ".join(filter(None, shown)) or "?"] += 1
        return zone_id, access_point_id

    def _locate(self, row):
        for kind, name in self.NAMES:
            value = AccessPointIdentity.normalised(kind, getattr(row, name))
            access_point = self.known.get((kind, value)) if value else None
            if access_point:
                return access_point.zone_id, access_point.pk
        return self.zone_id, None


def _normalised(address):
    """(one spelling of a device's address, True if the phone made it up); None if the record names no device.

    What is no MAC address is used as it is, and nobody can say whether it was made up.
    """
    address = address.strip().lower()
    digits = re.sub("[-:.]", "", address)
    if MAC_ADDRESS.fullmatch(digits):
        return digits, bool(int(digits[:2], 16) & LOCALLY_ADMINISTERED)
    return (address, None) if address else None
