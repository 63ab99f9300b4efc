"""Exports of radacct as FreeRADIUS 3.2 on PostgreSQL makes them: `\\copy radacct to … csv header`."""

import csv
import hashlib
import io

HEADER = (
    "radacctid acctsessionid acctuniqueid username realm nasipaddress nasportid nasporttype acctstarttime "
    "acctupdatetime acctstoptime acctinterval acctsessiontime acctauthentic connectinfo_start connectinfo_stop "
    "acctinputoctets acctoutputoctets calledstationid callingstationid acctterminatecause servicetype "
    "framedprotocol framedipaddress framedipv6address framedipv6prefix framedinterfaceid delegatedipv6prefix class"
)
COLUMNS = HEADER.split()
PHONE = "AC-DE-48-00-11-22"
RANDOMISED_PHONE = "DA-A1-19-33-44-55"


def session(number=1, *, start="2026-09-01 08:00:00+07", stop="2026-09-01 09:00:00+07", **values):
    """One row as a dictionary: an hour of one phone at the access point 10.0.0.1 unless told otherwise.

    `stop=None` is a session still open; then give `acctupdatetime` and `acctsessiontime`.
    """
    phone = values.pop("phone", PHONE)
    return {
        "radacctid": number,
        "acctsessionid": f"{number:08X}",
        "acctuniqueid": hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest(),
        "username": phone,
        "nasipaddress": "10.0.0.1",
        "nasporttype": "Wireless-802.11",
        "acctstarttime": start,
        "acctupdatetime": stop or start,
        "acctstoptime": stop,
        "acctsessiontime": 3600,
        "acctinputoctets": 1000,
        "acctoutputoctets": 9000,
        "calledstationid": "02-00-00-00-00-01:Sala Free",
        "callingstationid": phone,
        "acctterminatecause": "User-Request" if stop else None,
        **values,
    }


def export(*sessions, columns=COLUMNS, delimiter=",", end="\n"):
    """The file with these rows, as bytes."""
    text = io.StringIO()
    writer = csv.DictWriter(
        text, columns, restval="", extrasaction="ignore", delimiter=delimiter, lineterminator=end
    )
    writer.writeheader()
    writer.writerows(sessions)
    return text.getvalue().encode()


def lines(data):
    return io.BytesIO(data)
