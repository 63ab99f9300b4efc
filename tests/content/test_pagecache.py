"""Published pages from memory: the same for everybody, new at once in every process, and never anything private."""

import gzip
import os
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from wagtail.models import PageViewRestriction

from lms import pagecache
from tests import services
from tests.content import factories


@pytest.fixture
def info_page(homes):
    return factories.info(parent=homes["km"], title="ទំព័រ", body="<p>អក្សរចាស់</p>")


@pytest.fixture
def lesson(km_course):
    return factories.lesson(parent=km_course)


def publish(info_page, **fields):
    for name, value in fields.items():
        setattr(info_page, name, value)
    info_page.save_revision().publish()


def test_every_kind_of_public_page_is_the_same_for_everybody(client, homes, lesson, info_page):
    for public in (homes["km"], lesson.course, lesson, info_page):
        response = client.get(public.url)
        assert response.status_code == 200
        assert not response.cookies
        assert "Set-Cookie" not in response.headers
        assert response["Vary"] == "Accept-Encoding"
        assert response["ETag"].startswith('W/"')
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert response["Content-Language"] == "km"


def test_a_signed_in_reader_gets_the_same_bytes_and_no_cookie(client, editor, lesson):
    signed_in = editor.get(lesson.url)
    pagecache.store.clear()
    assert not signed_in.cookies
    editor.logout()
    anonymous = client.get(lesson.url)
    assert anonymous.content == signed_in.content
    assert anonymous["ETag"] == signed_in["ETag"]


def test_the_second_reader_costs_no_query(client, lesson, django_assert_num_queries):
    first = client.get(lesson.url)
    with django_assert_num_queries(0):
        second = client.get(lesson.url)
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())


def test_what_has_not_changed_is_answered_304_in_either_form(client, lesson):
    etag = client.get(lesson.url)["ETag"]
    for headers in ({}, {"accept-encoding": "gzip"}):
        for wanted in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
            response = client.get(lesson.url, headers={"if-none-match": wanted, **headers})
            assert response.status_code == 304, wanted
            assert response.content == b""
            assert response["ETag"] == etag
            assert response["Vary"] == "Accept-Encoding"
            assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(lesson.url, headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_gzip_is_sent_only_to_those_who_take_it(client, lesson):
    plain = client.get(lesson.url)
    zipped = client.get(lesson.url, headers={"accept-encoding": "br, gzip;q=0.8"})
    refused = client.get(lesson.url, headers={"accept-encoding": "gzip;q=0, identity"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content == refused.content
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in refused.headers
    assert int(zipped["Content-Length"]) == len(zipped.content) < len(plain.content)


def test_a_page_first_asked_for_in_gzip_is_kept_in_both_forms(client, lesson):
    zipped = client.get(lesson.url, headers={"accept-encoding": "gzip"})
    plain = client.get(lesson.url)
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["ETag"] == plain["ETag"]
    assert "Content-Encoding" not in plain.headers


def test_other_pages_are_compressed_as_ever(client, homes):
    missing = client.get("/km/nowhere/", headers={"accept-encoding": "gzip"})
    assert missing.status_code == 404
    assert missing["Content-Encoding"] == "gzip"


def test_head_says_the_same_without_a_body(client, lesson):
    head = client.head(lesson.url)
    body = client.get(lesson.url)
    assert head.content == b""
    assert body.content
    assert dict(head.items()) == dict(body.items())
    assert dict(client.head(lesson.url).items()) == dict(body.items())


def test_a_correction_shows_at_once(client, info_page, django_capture_on_commit_callbacks):
    before = client.get(info_page.url)
    stamp = pagecache.current_stamp()
    with django_capture_on_commit_callbacks(execute=True):
        publish(info_page, body="<p>អក្សរថ្មី</p>")
    after = client.get(info_page.url)
    assert "អក្សរចាស់" in before.content.decode()
    assert "អក្សរថ្មី" in after.content.decode()
    assert after["ETag"] != before["ETag"]
    assert pagecache.current_stamp() > stamp


def test_a_page_taken_back_is_gone_at_once(client, info_page):
    assert client.get(info_page.url).status_code == 200
    info_page.unpublish()
    assert client.get(info_page.url).status_code == 404


def test_a_deleted_page_is_gone_at_once(client, info_page):
    assert client.get(info_page.url).status_code == 200
    info_page.delete()
    assert client.get(info_page.url).status_code == 404


def test_a_page_with_a_new_address_leaves_the_old_one(client, info_page):
    old = info_page.url
    assert client.get(old).status_code == 200
    publish(info_page, slug="another")
    assert client.get(old).status_code == 404
    assert client.get(old.replace(old.split("/")[-2], "another")).status_code == 200


def test_a_page_made_while_another_process_publishes_is_not_kept(client, info_page):
    """The stamp is read before the page is made."""
    client.get(info_page.url)
    with open(pagecache.STAMP, "ab") as stamp:  # what another process does
        stamp.write(b".")
    type(info_page).objects.filter(pk=info_page.pk).update(body="<p>អក្សរថ្មី</p>")
    assert "អក្សរថ្មី" in client.get(info_page.url).content.decode()


def test_nothing_is_older_than_a_minute(client, info_page, monkeypatch):
    client.get(info_page.url)
    type(info_page).objects.filter(pk=info_page.pk).update(body="<p>អក្សរថ្មី</p>")
    assert "អក្សរចាស់" in client.get(info_page.url).content.decode()
    monkeypatch.setattr(pagecache, "MAX_AGE", 0)
    assert "អក្សរថ្មី" in client.get(info_page.url).content.decode()


def test_a_preview_neither_comes_from_memory_nor_stays_there(client, info_page):
    client.get(info_page.url)
    info_page.body = "<p>សេចក្តីព្រាង</p>"
    preview = info_page.make_preview_request()
    assert "សេចក្តីព្រាង" in preview.content.decode()
    assert "public" not in preview.headers.get("Cache-Control", "")
    assert "សេចក្តីព្រាង" not in client.get(info_page.url).content.decode()


def test_a_page_behind_a_password_is_not_kept(client, info_page):
    restriction = PageViewRestriction.objects.create(
        page=info_page, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()
    assert "អក្សរចាស់" in client.get(info_page.url).content.decode()
    client.cookies.clear()
    response = client.get(info_page.url)
    assert "អក្សរចាស់" not in response.content.decode()
    assert not pagecache.store.entries


def test_only_plain_addresses_of_public_pages_are_kept(client, editor, info_page):
    client.get(info_page.url + "?from=poster")
    client.get("/km/nowhere/")
    client.get(reverse("wagtailadmin_home"))
    client.post(info_page.url)
    assert not pagecache.store.entries


@pytest.mark.parametrize(
    "spoil",
    [
        lambda response: response.set_cookie("seen", "1"),
        lambda response: response.headers.__setitem__("Vary", "Accept-Language, Cookie"),
        lambda response: response.headers.__setitem__("Vary", "*"),
        lambda response: response.headers.__setitem__("Cache-Control", "private"),
        lambda response: response.headers.__setitem__("Content-Encoding", "br"),
        lambda response: setattr(response, "status_code", 206),
    ],
)
def test_an_answer_that_may_differ_from_reader_to_reader_is_not_public(spoil):
    response = HttpResponse("x", headers={"Cache-Control": "public, max-age=0"})
    assert pagecache.is_public(response)
    spoil(response)
    assert not pagecache.is_public(response)
    assert not pagecache.is_public(StreamingHttpResponse(["x"], headers={"Cache-Control": "public"}))


def test_another_host_and_another_scheme_have_pages_of_their_own(client, info_page):
    client.get(info_page.url)
    assert client.get(info_page.url, headers={"host": "evil.example"}).status_code == 400
    assert client.get(info_page.url, headers={"host": "localhost"}).status_code == 200
    assert client.get(info_page.url, secure=True).status_code == 200
    assert len(pagecache.store.entries) == 3


def test_memory_is_bounded_and_the_least_used_page_leaves_first():
    store = pagecache.Store(max_bytes=4000)

    def entry():
        return pagecache.Entry({}, b"x" * 800, b"x" * 100, stamp=1, made_at=1e12)

    for key in "abc":
        store.put(key, entry())
        store.get("a", 1)
    assert set(store.entries) == {"a", "c"}
    assert store.bytes == sum(kept.size for kept in store.entries.values()) <= 4000
    store.put("a", entry())
    assert store.bytes == sum(kept.size for kept in store.entries.values())


def get(port, path, **headers):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read().decode(), answer.headers


@pytest.mark.sqlite_only
def test_what_one_process_publishes_the_others_serve(db, tmp_path):
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as tested,
        closing(sqlite3.connect(tmp_path / "sala.sqlite3")) as copy,
    ):
        tested.backup(copy)
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HOST", "PORT")},
        "DATA_DIR": str(tmp_path),
        "DEBUG": "1",
        "PYTHONWARNINGS": "ignore",
    }

    def manage(*arguments):
        return [sys.executable, "manage.py", *arguments]

    def run(*arguments):
        subprocess.run(
            manage(*arguments), cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True
        )

    run("load_curriculum")
    ports = [services.free_port(), services.free_port()]
    servers = [
        subprocess.Popen(
            manage("runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"),
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for port in ports
    ]
    try:
        for port, server in zip(ports, servers, strict=True):
            services.wait_for_port(port, server)
        before = [get(port, "/km/help/") for port in ports]
        assert before[0][0] == before[1][0]
        assert before[0][1]["ETag"] == before[1][1]["ETag"]
        run(
            "shell",
            "-c",
            "from content.models import InfoPage\n"
            "page = InfoPage.objects.get(slug='help', locale__language_code='km')\n"
            "page.body = '<p>អត្ថបទថ្មី</p>'\n"
            "page.save_revision().publish()",
        )
        for port in ports:
            body, headers = get(port, "/km/help/", Cookie="sessionid=whatever")
            assert "អត្ថបទថ្មី" in body
            assert headers["ETag"] != before[0][1]["ETag"]
            assert headers["Set-Cookie"] is None
            assert headers["Vary"] == "Accept-Encoding"
    finally:
        for server in servers:
            server.terminate()
            server.wait(timeout=20)
