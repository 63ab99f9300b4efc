"""The service worker's text, the manifest of a course, and the pages a phone keeps."""

import gzip
import hashlib
import io
import json
import re
import uuid
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.test import override_settings
from PIL import Image
from wagtail.documents import get_document_model

from content.models import Picture
from lms import offline
from lms.scripts import small
from tests.content.factories import mp4

pytestmark = pytest.mark.django_db

JAVASCRIPT = 20 * 1024


@pytest.fixture
def course(lesson):
    return lesson.course


def test_the_worker_is_the_whole_sites_and_says_in_a_word_if_it_is_the_same(client):
    answer = client.get("/service-worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer.headers["Cache-Control"]
    again = client.get("/service-worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_worker_is_another_one_when_a_script_changes(monkeypatch, tmp_path):
    before = offline.whole_worker.__wrapped__(False)
    changed = tmp_path / "store.js"
    changed.write_text("/* other */ export const other = 1;")
    found = finders.find
    monkeypatch.setattr(
        finders, "find", lambda name: str(changed) if name.endswith("store.js") else found(name)
    )
    assert offline.whole_worker.__wrapped__(False) != before


def test_a_file_in_the_data_folder_sends_the_worker_away(client, tmp_path, monkeypatch):
    monkeypatch.setattr(offline, "KILL_SWITCH", tmp_path / "no-service-worker")
    assert b"unregister" not in client.get("/service-worker.js").content
    offline.KILL_SWITCH.touch()
    killer = client.get("/service-worker.js?module").content
    assert b"unregister" in killer
    assert b"indexedDB" not in killer
    offline.KILL_SWITCH.unlink()
    assert b"unregister" not in client.get("/service-worker.js").content


def test_the_manifest_of_a_course_has_the_hash_of_each_page_as_it_is_served(client, course):
    manifest = client.get(f"/km/courses/{course.translation_key}/offline.json").json()
    pages = [file for file in manifest["files"] if file["url"].startswith("/km/")]
    assert course.url in [file["url"] for file in pages]
    assert len(pages) == 1 + 2 * course.lessons.count()  # each with its answers for practice
    for file in pages:
        body = client.get(file["url"]).content
        assert hashlib.sha256(body).hexdigest() == file["sha256"]
        assert len(gzip.compress(body, 9, mtime=0)) == file["bytes"]
    assert manifest["bytes"] == sum(file["bytes"] for file in manifest["files"])


def test_the_manifest_changes_with_the_course_and_only_then(client, course):
    address = f"/km/courses/{course.translation_key}/offline.json"
    first = client.get(address).json()
    assert client.get(address).json() == first
    lesson = course.lessons.first()
    lesson.remember = "\u1785\u17b6\u17c6"
    lesson.save_revision().publish()
    second = client.get(address).json()
    assert second["version"] != first["version"]
    changed = {file["url"] for file in second["files"]} - {
        file["url"] for file in first["files"] if file in second["files"]
    }
    assert lesson.url in changed
    assert course.url not in changed


def photo(name, *, grain):
    """A picture as a phone takes it; one with more grain weighs more."""
    body = io.BytesIO()
    Image.effect_noise((800, 400), grain).save(body, "JPEG")
    return ImageFile(body, name=name)


def show(picture, lesson):
    """Publishes the lesson with the picture on its first screen."""
    put(lesson, "picture", {"image": picture.pk, "alt_text": "\u179a\u17bc\u1794", "decorative": False})


def put(lesson, kind, value):
    screens = lesson.screens.get_prep_value()
    screens[0]["value"]["body"].append({"id": str(uuid.uuid4()), "type": kind, "value": value})
    lesson.screens = json.dumps(screens)
    lesson.save_revision().publish()


def size_on(page):
    """The kilobytes that the course page says saving the course costs."""
    return int(re.search(r'data-fill="size">(\d+)<', page.content.decode())[1])


def test_uploaded_pictures_belong_to_a_saved_course_until_they_are_replaced(
    client, course, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    address = f"/km/courses/{course.translation_key}/offline.json"
    picture = Picture.objects.create(title="market", file=photo("market.jpg", grain=5))
    show(picture, course.lessons.first())

    def pictures(manifest):
        return {file["url"]: file for file in manifest["files"] if file["url"].startswith("/media/")}

    first = client.get(address).json()
    assert sorted(url.split(".")[-3] for url in pictures(first)) == ["width-360", "width-720"]
    for url, file in pictures(first).items():
        body = (tmp_path / url.removeprefix("/media/")).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    assert first["bytes"] == sum(file["bytes"] for file in first["files"])
    assert size_on(client.get(course.url)) == round(first["bytes"] / 1024)

    # As the editor does it: the same picture with another file.
    picture.file = photo("market-again.jpg", grain=90)
    picture._set_image_file_metadata()
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    picture.renditions.all().delete()
    second = client.get(address).json()
    assert second["version"] != first["version"]
    assert len(pictures(second)) == 2
    assert not pictures(second).keys() & pictures(first).keys()
    assert size_on(client.get(course.url)) == round(second["bytes"] / 1024) != round(first["bytes"] / 1024)


def test_a_film_belongs_to_a_saved_course_and_to_the_size_that_is_said_before(
    client, course, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    film = get_document_model().objects.create(title="film", file=ContentFile(mp4(300_000), name="film.mp4"))
    words = "\u179a\u17bf\u1784"
    value = {"title": words, "file": film.pk, "captions": None, "transcript": words}
    put(course.lessons.first(), "video", value)
    manifest = client.get(f"/km/courses/{course.translation_key}/offline.json").json()
    assert {file["url"]: file["bytes"] for file in manifest["files"]}[film.file.url] == 300_000
    assert size_on(client.get(course.url)) == round(manifest["bytes"] / 1024) > 300_000 / 1024


def test_a_course_that_is_not_public_has_no_manifest(client, course):
    assert client.get("/km/courses/00000000-0000-4000-8000-000000000000/offline.json").status_code == 404
    course.unpublish()
    assert client.get(f"/km/courses/{course.translation_key}/offline.json").status_code == 404


@pytest.mark.parametrize(
    "path", ["/km/offline/", "/km/offline/parts/", "/en/offline/parts/", "/km/manifest.webmanifest"]
)
def test_what_a_phone_keeps_is_the_same_for_everybody(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers["X-Sala"] == "1"
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("Vary", "").lower()


def test_who_joins_without_a_network_agrees_to_the_text_of_today(client, consent_text):
    page = client.get("/en/offline/").content.decode()
    assert f'name="consent_version" value="{consent_text.version}"' in page
    assert "csrf" not in page


def test_every_answer_is_marked_as_ours_a_missing_page_and_a_redirect_too(client):
    for path in ("/", "/km/no-such-page/", "/healthz", "/km/me/", "/admin/"):
        assert client.get(path).headers["X-Sala"] == "1"


def test_the_app_has_a_name_in_each_language_and_its_icons_exist(client):
    names = set()
    for language in ("km", "en"):
        manifest = client.get(f"/{language}/manifest.webmanifest").json()
        names.add(manifest["short_name"])
        assert manifest["start_url"] == f"/{language}/"
        for icon in manifest["icons"]:
            assert finders.find(icon["src"].removeprefix("/static/"))
    assert len(names) == 2


def test_scripts_get_hashed_names_inside_each_other_and_lose_their_comments(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    hashed = {"staticfiles": {"BACKEND": "lms.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | hashed):
        call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    outbox = (tmp_path / names["lms/js/outbox.js"]).read_text()
    assert f'from "./{names["lms/js/store.js"].split("/")[-1]}"' in outbox
    assert "receipt is JSON" not in outbox
    sala = (tmp_path / names["lms/js/sala.js"]).read_text()
    assert f'import("./{names["lms/js/outbox.js"].split("/")[-1]}")' in sala
    # Packed as phones take it; those of packages with gzip alone, which takes a fraction of the time.
    packed = {kind: {path.name for path in tmp_path.rglob(f"*.js.{kind}")} for kind in ("br", "gz")}
    assert f"{names['lms/js/sala.js'].split('/')[-1]}.br" in packed["br"]
    assert f"{names['lms/js/sala.js'].split('/')[-1]}.gz" in packed["gz"]
    assert len(packed["br"]) < len(packed["gz"]) / 2


def test_the_scripts_of_a_learner_weigh_little():
    """All modules, the worker and what any page of a learner may load, compressed as served."""
    scripts = [*offline.SCRIPTS.glob("*.js"), offline.SCRIPTS.parent / "forms.js"]
    weights = [len(brotli.compress(small(path.read_text()).encode())) for path in scripts]
    weights.append(len(gzip.compress(small(offline.whole_worker(True)).encode(), 9)))
    assert sum(weights) <= JAVASCRIPT


def test_scripts_keep_to_what_phones_of_2018_understand():
    """Chrome 70 and Safari 14, for ambassadors too: no optional chaining, ??, private fields or later methods."""
    newer = re.compile(
        r"\?\.[\w\[(]|\?\?|\|\|=|&&=|(?<![\w`\"'])#\w+\s*[=;(]|\.replaceAll\(|\.at\(|Object\.fromEntries|(?<!clients)\.matchAll\(|"
        r"allSettled|globalThis|randomUUID|structuredClone|replaceChildren|requestSubmit|submitter|findLast|hasOwn\("
    )
    found = {}
    own = offline.SCRIPTS.parent
    for folder in (offline.SCRIPTS, own / "field", own / "worker", finders.find("ambassadors")):
        for path in Path(folder).rglob("*.js"):
            found[path] = newer.findall(small(path.read_text()))
    assert len(found) > 30
    assert not {path: marks for path, marks in found.items() if marks}
