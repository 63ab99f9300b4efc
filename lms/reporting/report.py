"""One report: the figures of a moment, checked, in tables, with the hash of what they say."""

import datetime as dt
import hashlib
import json
import uuid
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from lms.reporting import registry
from lms.reporting.checks import check
from lms.reporting.tables import TABLES
from lms.reporting.tables.listings import FACTS
from lms.reporting.tables.methodology import DEFINITIONS_VERSION
from lms.reporting.tables.shape import rounded, usage_values

SHARE = "… they account for this share of participations (named share)"


@contextmanager
def snapshot():
    """All queries inside see the data of one moment, and nobody has to wait for them."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): on SQLite that takes the lock of the one writer.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


class Sums:
    """Number of rows and the sum of each number column, in thousandths, to compare two copies of a table."""

    def __init__(self, table):
        self.table = table
        self.summed = [index for index, column in enumerate(table.columns) if column.is_summed]
        self.rows = 0
        self.values = [0] * len(self.summed)

    def add(self, row):
        self.rows += 1
        for position, index in enumerate(self.summed):
            self.values[position] += round(1000 * (row[index] or 0))  # not recorded is no number

    def named(self):
        """{"rows" or column name: sum}"""
        names = (self.table.columns[index].name for index in self.summed)
        return {"rows": self.rows} | {
            name: value / 1000 for name, value in zip(names, self.values, strict=True)
        }


class Report:
    """The tables of a Reach, computed and reconciled. Use it inside `snapshot()`.

    Raises DoesNotReconcile. Every table but `facts` is held in memory; that one is streamed, once, so the hash of
    the data is complete when all tables have been written in their order.
    """

    def __init__(self, reach, *, by=None):
        self.reach, self.by = reach, by
        self.run_id = uuid.uuid4()
        self.made_at = timezone.now()
        self.rows = {table.name: list(table.rows(reach)) for table in TABLES if table is not FACTS}
        check(reach, self.rows)
        self.sums = {}
        self._hash = hashlib.sha256(
            canonical(
                {
                    "definitions": DEFINITIONS_VERSION,
                    "period": [reach.period.start, reach.period.end],
                    "areas": reach.scope.codes,
                }
            )
        )

    def stream(self, table):
        """Yields the rows of a table, once, adding them to the hash and to the sums."""
        sums = self.sums[table.name] = Sums(table)
        if table.is_figures:
            self._hash.update(canonical([table.name, [column.name for column in table.columns]]))
        for row in self.rows[table.name] if table.name in self.rows else table.rows(self.reach):
            sums.add(row)
            if table.is_figures:
                self._hash.update(canonical(row))
            yield row

    @property
    def data_sha256(self):
        """SHA-256 over lines of JSON: parameters, then for each table its head and its rows (methodology apart).

        The cut-off is not in it: two runs that say the same have the same hash.
        """
        return self._hash.hexdigest()

    @property
    def particulars(self):
        """(English, Khmer, value) of what was asked, when and by whom; complete once all tables are written."""
        reach = self.reach
        return [
            (
                "Period",
                "រយៈពេល",
                f"{reach.period.code} · {reach.period.label('en')} · {reach.period.label('km')}",
            ),
            ("First day", "ថ្ងៃដំបូង", reach.period.start),
            ("Last day", "ថ្ងៃចុងក្រោយ", reach.period.last_day),
            ("Area", "តំបន់", f"{reach.scope.label('en')} · {reach.scope.label('km')}"),
            ("Cut-off", "ពេលបិទទិន្នន័យ", moment(reach.as_of)),
            ("Made at", "ធ្វើនៅ", moment(self.made_at)),
            ("Made by", "ធ្វើដោយ", str(self.by) if self.by else "command line"),
            ("Report run", "លេខរបាយការណ៍", str(self.run_id)),
            ("Version of Sala", "កំណែកម្មវិធី", settings.VERSION),
            ("Version of the definitions", "កំណែនិយមន័យ", DEFINITIONS_VERSION),
            ("SHA-256 of the data", "SHA-256 នៃទិន្នន័យ", self.data_sha256),
        ]

    @property
    def key_figures(self):
        """(English, Khmer, value) of the four measures, each for itself."""
        reach, people = self.reach, self.reach.people.total
        by_state = dict.fromkeys(registry.DELIVERY_STATES, 0)
        for (state, _area), count in reach.delivered.items():
            by_state[state] += count
        connections, devices, hours, gigabytes = usage_values(reach.wifi)
        return [
            ("People reached", "មនុស្សដែលបានទទួល", people),
            ("… new in the period", "… មនុស្សថ្មី", reach.people.new_by_day.total()),
            ("… returning", "… មនុស្សដែលត្រឡប់មកវិញ", reach.people.returning),
            (
                SHARE,
                "… ការចូលរួមរបស់ពួកគេ ជាភាគរយនៃការចូលរួមទាំងអស់",
                rounded(reach.named_share),
            ),
            ("Participations", "ការចូលរួម", reach.participations.total()),
            ("… waiting for review, not counted", "… កំពុងរង់ចាំពិនិត្យ មិនទាន់រាប់", reach.pending.total()),
            ("Training sessions received", "វគ្គបណ្តុះបណ្តាលដែលបានទទួល", sum(by_state.values())),
            ("… verified, counted", "… បានផ្ទៀងផ្ទាត់ បានរាប់", by_state["verified"]),
            ("… waiting", "… កំពុងរង់ចាំ", by_state["submitted"]),
            ("… returned", "… ត្រូវកែ", by_state["returned"]),
            ("… rejected", "… បានបដិសេធ", by_state["rejected"]),
            ("… duplicate", "… ស្ទួន", by_state["duplicate"]),
            ("Connections (devices, not people)", "ការភ្ជាប់ (ឧបករណ៍ មិនមែនមនុស្ស)", connections),
            ("Device-days", "ចំនួនឧបករណ៍ក្នុងមួយថ្ងៃៗ", devices),
            ("Hours online", "ម៉ោងភ្ជាប់", hours),
            ("Gigabytes", "ជីហ្គាបៃ", gigabytes),
        ]


def canonical(value):
    """One line of JSON in UTF-8 that is the same whenever the value is."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_day)
    return text.encode() + b"\n"


def _day(value):
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a report.")


def moment(value):
    """A moment in the city's time zone, to the second, as text."""
    return timezone.localtime(value).isoformat(timespec="seconds")
