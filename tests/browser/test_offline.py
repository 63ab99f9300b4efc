"""Saved courses work with no network at all; what is not saved is explained; the operator can take it all back."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.on_phone import put, save_course, unsent, until, use, wait_for_worker, wait_until_sent
from tests.browser.pages import COURSE, LESSONS

pytestmark = pytest.mark.browser

LESSON = f"/km/{COURSE}/{LESSONS[1]}/"
# Also those of screens that are not shown yet.
PICTURES_HERE = """Promise.all([...document.images].map((image) => fetch(image.src)))
  .then((answers) => answers.every((answer) => answer.ok))"""


@pytest.fixture(autouse=True)
def running(own_sala):
    own_sala.start()
    yield
    (own_sala.folder / "no-service-worker").unlink(missing_ok=True)


def cache_names(page):
    return page.evaluate("caches.keys()")


def test_the_button_says_how_large_a_course_is_and_keeps_exactly_its_manifest(own_sala, phone):
    page = phone(locale="en")
    page.goto(f"{own_sala.url}/en/{COURSE}/")
    button = page.locator("[data-do=save]:visible")
    said = int(re.search(r"\((\d+) KB\)", button.inner_text())[1])
    address = page.locator("[data-save-course]").get_attribute("data-save-course")
    manifest = page.request.get(own_sala.url + address).json()
    assert said == round(manifest["bytes"] / 1024) <= 500
    button.click()
    page.locator("details[data-when=saved]").wait_for()
    kept = page.evaluate(
        "version => caches.open('sala-course-' + version).then((cache) => cache.keys())"
        ".then((keys) => keys.map((key) => new URL(key.url).pathname))",
        manifest["version"],
    )
    assert sorted(kept) == sorted(file["url"] for file in manifest["files"])


def test_a_saved_course_works_with_the_server_gone_and_after_a_restart_of_the_browser(own_sala, kept_phone):
    context = kept_phone()
    save_course(context.new_page(), own_sala.url, "km", COURSE)
    with own_sala.outage():
        context.close()
        page = kept_phone().new_page()
        page.goto(f"{own_sala.url}/km/{COURSE}/")
        for slug in LESSONS:
            page.goto(f"{own_sala.url}/km/{COURSE}/{slug}/")
            assert page.locator("h1").count() == 1
            assert page.evaluate(PICTURES_HERE), slug
        use(page, KeptModules(page))
        put(page)
        assert unsent(page) == 1


class KeptModules:
    """Addresses of the modules as the phone itself keeps them, when no server can be asked."""

    def __init__(self, page):
        self.urls = page.evaluate(
            "caches.keys().then((names) => caches.open(names.find((name) => /^sala-shell/.test(name))))"
            ".then((shell) => shell.keys()).then((keys) => keys.map((key) => new URL(key.url).pathname))"
        )

    def address_of(self, module):
        return next(url for url in self.urls if f"/{module}." in url)


@pytest.mark.parametrize("language", ["km", "en"])
def test_what_is_not_on_the_phone_is_explained_and_leads_to_what_is(own_sala, phone, language):
    page = phone(locale=language)
    save_course(page, own_sala.url, language, COURSE)
    page.context.set_offline(True)
    page.goto(f"{own_sala.url}/{language}/help/")
    page.locator("[data-when=offline]").first.wait_for()
    assert page.evaluate("document.documentElement.lang") == language
    page.locator("[data-saved-courses] li a").click()
    page.wait_for_url(f"**/{language}/{COURSE}/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_offline_page_has_no_barrier(own_sala, phone, language, scheme):
    page = phone(locale=language, color_scheme=scheme)
    save_course(page, own_sala.url, language, COURSE)
    for path in (f"/{language}/offline/", f"/{language}/me/", f"/{language}/{COURSE}/"):
        page.goto(own_sala.url + path)
        page.locator("details[data-when=saved]").first.wait_for()
        page.locator("details[data-when=saved] summary").first.click()
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_wifi_sign_in_page_never_stands_in_for_a_lesson(own_sala, phone):
    page = phone(locale="en")
    save_course(page, own_sala.url, "en", COURSE)
    with own_sala.portal():
        page.goto(f"{own_sala.url}/en/{COURSE}/{LESSONS[0]}/")
        assert "Free Wi-Fi" not in page.title()
        page.goto(f"{own_sala.url}/en/help/")
        page.locator("[data-when=portal]").first.wait_for()
        page.get_by_role("link", name="Open the Wi-Fi page").click()
        page.get_by_role("button", name="Agree and go online").wait_for()
    page.goto(f"{own_sala.url}/en/help/")
    assert page.locator("[data-why]").count() == 0


def test_a_wifi_sign_in_page_is_never_saved_as_part_of_a_course(own_sala, phone):
    page = phone(locale="en")
    page.goto(f"{own_sala.url}/en/{COURSE}/")
    button = page.locator("[data-do=save]:visible")
    button.wait_for()
    with own_sala.portal():
        button.click()
        page.locator("[data-save-course] [data-when=portal]").wait_for()
    page.get_by_role("button", name="Try again").click()
    page.locator("details[data-when=saved]").wait_for()


def test_a_correction_reaches_a_saved_course_and_only_what_changed_is_fetched(own_sala, phone):
    page = phone(locale="en")
    save_course(page, own_sala.url, "en", COURSE)
    old = [name for name in cache_names(page) if name.startswith("sala-course-")]
    publish_title(own_sala, LESSONS[1], "Joining Wi-Fi, corrected")
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.locator("details[data-when=saved] summary").click()
    page.get_by_role("button", name="Look for a newer version").click()
    until(page, f"caches.keys().then((names) => !names.includes({old[0]!r}))")
    page.locator("details[data-when=saved]").wait_for()
    assert not [url for url in asked if "/media/" in url]
    page.context.set_offline(True)
    page.goto(f"{own_sala.url}/en/{COURSE}/{LESSONS[1]}/")
    assert page.locator("h1").inner_text() == "Joining Wi-Fi, corrected"
    assert len([name for name in cache_names(page) if name.startswith("sala-course-")]) == 1


def publish_title(sala, slug, title):
    done = sala.manage(
        "shell",
        "-c",
        "from content.models import LessonPage\n"
        f"page = LessonPage.objects.get(slug={slug!r}, locale__language_code='en')\n"
        f"page.title = {title!r}\n"
        "page.save_revision().publish()",
    )
    assert done.returncode == 0, done.stderr


def test_a_saved_course_can_be_deleted(own_sala, phone):
    page = phone(locale="en")
    save_course(page, own_sala.url, "en", COURSE)
    page.goto(f"{own_sala.url}/en/offline/")
    page.locator("details[data-when=saved] summary").click()
    page.get_by_role("button", name="Delete from this phone").click()
    page.locator("[data-saved-courses] .empty").wait_for()
    assert not [name for name in cache_names(page) if name.startswith("sala-course-")]


def test_nothing_personal_and_nothing_of_staff_is_ever_kept(own_sala, phone):
    page = phone(locale="en")
    page.goto(f"{own_sala.url}/en/")
    wait_for_worker(page)
    for path in ("/en/me/", "/en/join/", "/en/sign-in/", "/admin/login/", f"/en/{COURSE}/", "/healthz"):
        page.goto(own_sala.url + path)
    page.goto(f"{own_sala.url}/en/")
    until(page, f"caches.match('/en/{COURSE}/').then(Boolean)")
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name))))"
        ".then((opened) => Promise.all(opened.map((cache) => cache.keys())))"
        ".then((lists) => [].concat(...lists).map((request) => new URL(request.url).pathname))"
    )
    assert f"/en/{COURSE}/" in kept
    assert not [path for path in kept if re.match(r"/(admin|api|field|healthz|../(me|join|sign-in)/)", path)]


def test_the_worker_leaves_the_staff_pages_alone(own_sala, phone):
    page = phone(locale="en")
    page.goto(f"{own_sala.url}/en/")
    wait_for_worker(page)
    answer = page.goto(f"{own_sala.url}/admin/login/")
    assert not answer.from_service_worker
    assert page.goto(f"{own_sala.url}/en/").from_service_worker


def test_a_new_version_is_announced_and_waits_for_the_tap(own_sala, phone):
    with own_sala.deployment() as deployment:
        page = phone(locale="en")
        page.goto(f"{deployment.url}/en/")
        wait_for_worker(page)
        deployment.version = "newer"
        before = page.evaluate("performance.timeOrigin")
        page.evaluate(
            "navigator.serviceWorker.getRegistration().then((registration) => registration.update())"
        )
        page.locator("[data-note=version]").wait_for()
        page.wait_for_timeout(1000)
        assert page.evaluate("performance.timeOrigin") == before
        page.get_by_role("button", name="Use the new version").click()
        until(page, f"performance.timeOrigin !== {before}")
        assert "sala-shell-newer" in cache_names(page)


def test_the_kill_switch_takes_every_kept_page_but_no_work(own_sala, phone):
    page = phone(locale="en")
    save_course(page, own_sala.url, "en", COURSE)
    use(page, own_sala)
    item = put(page)
    (own_sala.folder / "no-service-worker").touch()
    page.goto(f"{own_sala.url}/en/")
    until(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
    until(page, "caches.keys().then((names) => names.length === 0)")
    (own_sala.folder / "no-service-worker").unlink()
    page.goto(f"{own_sala.url}/en/{COURSE}/")
    use(page, own_sala)
    wait_until_sent(page)
    assert own_sala.arrived(item["id"]) == [item["owner"]]
    page.locator("[data-do=save]:visible").wait_for()


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (Linux; Android 10; wv) AppleWebKit/537.36 Chrome/100 Mobile [FB_IAB/FB4A;FBAV/400.0]",
        "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/110 Mobile Telegram-Android/10.2",
    ],
)
def test_a_browser_inside_another_app_is_told_the_address_of_the_page(own_sala, phone, agent):
    page = phone(locale="en", user_agent=agent)
    page.goto(f"{own_sala.url}/en/{COURSE}/")
    hint = page.locator(".browser-hint")
    hint.wait_for()
    assert f"127.0.0.1:{own_sala.port}/en/{COURSE}/" in hint.inner_text()
    hint.get_by_role("button", name="Copy the address").click()
    hint.get_by_text("Copied").wait_for()
    hint.get_by_role("button", name="Close").click()
    page.goto(f"{own_sala.url}/en/", wait_until="networkidle")
    assert hint.count() == 0


def test_the_small_window_of_a_wifi_shows_address_and_code(own_sala, phone):
    page = phone(locale="en")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('none') } })"
    )
    page.goto(f"{own_sala.url}/en/")
    hint = page.locator(".browser-hint")
    hint.locator("summary").click()
    expect(hint.locator("svg.qr")).to_be_visible()
    assert "closes by itself" in hint.inner_text()


def test_without_javascript_nothing_about_saving_shows(own_sala, phone):
    page = phone(locale="en", javascript=False)
    page.goto(f"{own_sala.url}/en/{COURSE}/")
    assert not page.locator("[data-save-course]").is_visible()


def test_a_page_that_takes_too_long_comes_from_the_phone(own_sala, phone):
    page = phone(locale="en")
    page.goto(f"{own_sala.url}/en/")
    wait_for_worker(page)
    page.goto(f"{own_sala.url}/en/help/")
    until(page, "caches.match('/en/help/').then(Boolean)")
    with own_sala.silence():
        # The server would say nothing for as long as it is asked.
        page.goto(f"{own_sala.url}/en/help/")
    assert page.locator("h1").count() == 1
