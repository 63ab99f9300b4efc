"""No address of a device, and nothing made of one that can be undone, is left anywhere (wifi.md, Privacy)."""

import datetime as dt
import io
import itertools
import re

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection as database
from django.urls import reverse

from hotspots.actions import import_usage
from hotspots.models import Connection
from tests import factories
from tests.hotspots.radius import PHONE, RANDOMISED_PHONE, export, session

NAME = "sok.dara@example.net"
PHONES = [PHONE, RANDOMISED_PHONE]
SLIPPED = {"acctinputoctets": PHONE}  # an address where a number should be, as after a stray comma


def traces(addresses, uniques):
    """{what: bytes} in which an address or a unique id made from it could stand somewhere."""
    found = {}
    for address in addresses:
        digits = re.sub("[^0-9A-F]", "", address.upper())
        pairs, fours = re.findall("..", digits), re.findall("....", digits)
        spellings = {digits, *(sign.join(pairs) for sign in "-:."), ".".join(fours), "-".join(fours)}
        spellings |= {spelling.lower() for spelling in spellings}
        found |= {spelling: spelling.encode() for spelling in spellings}
        found |= {f"UTF-16 {spelling}": spelling.encode("utf-16-le") for spelling in spellings}
        found[f"raw {address}"] = bytes.fromhex(digits)
    for unique in uniques:
        found[unique] = unique.encode()
        found[f"raw {unique}"] = bytes.fromhex(unique)
    return found


def stored_bytes():
    """Every value in the database, and of SQLite every byte of its file, pages that are free included."""
    values = itertools.chain.from_iterable(
        row for model in apps.get_models() for row in model._default_manager.values_list()
    )
    data = b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values)
    if database.vendor == "sqlite":
        data += database.connection.serialize()
    return data


def test_no_address_is_left_in_the_database_a_log_or_a_message(radius, client, caplog, capfd, tmp_path):
    caplog.set_level("DEBUG")
    sessions = [session(n, phone=phone, username=NAME) for n, phone in enumerate(PHONES)]
    open_session = session(7, stop=None, acctupdatetime="2026-09-01 08:10:00+07", phone=PHONE)
    export_file = tmp_path / "radacct.csv"
    said = io.StringIO()

    export_file.write_bytes(export(*sessions, open_session))
    call_command("import_wifi", str(export_file), source="radius", stdout=said, stderr=said)
    call_command("import_wifi", str(export_file), source="radius", stdout=said, stderr=said)
    refused = [
        export(*sessions, session(8, **SLIPPED)),
        export(session(8, nasipaddress="192.0.2.9")),
        export(session(8))[:-60],
        export(session(8, connectinfo_start="HERE")).replace(b"HERE", b"\xff\xfe"),
    ]
    for data in refused:
        export_file.write_bytes(data)
        with pytest.raises(CommandError) as problem:
            call_command("import_wifi", str(export_file), source="radius", stdout=said, stderr=said)
        said.write(str(problem.value))

    client.force_login(factories.user(is_superuser=True))
    for data in (export(*sessions), refused[0]):
        form = {"source": radius.pk, "file": SimpleUploadedFile("radacct.csv", data)}
        said.write(client.post(reverse("wifi-import:index"), form, follow=True).content.decode())

    assert Connection.objects.count() == 3
    written = capfd.readouterr()
    everything = {
        "database": stored_bytes(),
        "log": caplog.text.encode(),
        "output": (said.getvalue() + written.out + written.err).encode(),
    }
    uniques = [row["acctuniqueid"] for row in [*sessions, open_session]]
    wanted = traces(PHONES, uniques) | {NAME: NAME.encode()}
    left = [
        f"{what} in the {place}"
        for what, trace in wanted.items()
        for place in everything
        if trace in everything[place]
    ]
    assert not left


def test_the_search_finds_an_address_where_there_is_one(radius):
    """The test above proves something only if it would notice."""
    radius.name = f"From {PHONE.lower()}"
    radius.save()
    assert any(trace in stored_bytes() for trace in traces([PHONE], []).values())


def test_a_crash_in_the_middle_tells_no_address(radius):
    """What a stack trace prints of rows and connections."""

    def broken():
        yield from export(session()).splitlines(keepends=True)
        raise RuntimeError("the disk is gone")

    with pytest.raises(RuntimeError) as crash:
        import_usage(source=radius, lines=broken(), at=dt.datetime(2026, 9, 5, tzinfo=dt.UTC))
    assert PHONE not in str(crash.value)
    assert not Connection.objects.exists()


def test_an_upload_is_never_written_to_a_disk(radius, client, settings, tmp_path):
    """The folder of Django's temporary files is not there, so that writing one would fail."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    client.force_login(factories.user(is_superuser=True))
    form = {"source": radius.pk, "file": SimpleUploadedFile("radacct.csv", export(session()))}
    assert client.post(reverse("wifi-import:index"), form).status_code == 302
    assert Connection.objects.count() == 1
