"""Formats in which networks tell how they are used: one small parser each, text in, rows out, no database.

Addresses of devices and user names live in these rows only, in memory. They stand in no representation and in
no message, so that neither a log nor an error report can hold one.
"""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class AccountingRow:
    """What one accounting record says of one session. Moments are aware, in UTC; None is "not said"."""

    unique_id: str = field(repr=False)
    session_id: str = field(repr=False)
    started_at: dt.datetime
    stopped_at: dt.datetime | None
    updated_at: dt.datetime | None
    session_seconds: int | None
    input_octets: int
    output_octets: int
    nas_identifier: str
    nas_address: str
    called_station: str
    calling_station: str = field(repr=False)
    terminate_cause: str

    @property
    def last_seen_at(self):
        """The stop; of an open session the last report, or as long after the start as it says it lasted."""
        return self.stopped_at or max(
            self.updated_at or self.started_at,
            self.started_at + dt.timedelta(seconds=self.session_seconds or 0),
        )
