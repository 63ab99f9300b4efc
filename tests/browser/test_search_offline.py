"""A search that cannot be answered is never answered by the empty box."""

import pytest
from playwright.sync_api import expect

from tests.browser.on_phone import save_course, until, wait_for_worker
from tests.browser.pages import COURSE, LESSONS

pytestmark = pytest.mark.browser

BOX, QUESTION = "/en/search/", "/en/search/?q=Wi-Fi"


@pytest.fixture
def page(own_sala, phone):
    own_sala.start()
    return phone(locale="en")


def keep_the_box(page, base):
    """The page of a phone that keeps the empty box."""
    page.goto(f"{base}/en/")
    wait_for_worker(page)
    page.goto(base + BOX)
    until(page, f"caches.match('{BOX}').then(Boolean)")


def test_without_a_network_it_is_explained_and_the_box_itself_still_opens(own_sala, page):
    keep_the_box(page, own_sala.url)
    with own_sala.outage():
        page.goto(own_sala.url + QUESTION)
        expect(page.locator("[data-when=offline]").first).to_be_visible()
        expect(page.locator("input[name=q]")).to_have_count(0)
        page.goto(own_sala.url + BOX)
        expect(page.locator("main input[name=q]")).to_be_visible()


def test_on_a_slow_network_it_is_waited_for(own_sala, page):
    with own_sala.deployment() as deployment:
        keep_the_box(page, deployment.url)
        deployment.late = 5
        page.goto(deployment.url + QUESTION)
        expect(page.locator("main input[name=q]")).to_have_value("Wi-Fi")


def test_a_lesson_of_a_saved_course_opens_from_a_link_that_was_passed_on(own_sala, page):
    save_course(page, own_sala.url, "en", COURSE)
    with own_sala.outage():
        page.goto(f"{own_sala.url}/en/{COURSE}/{LESSONS[0]}/?fbclid=abc")
        expect(page.locator("form.player")).to_be_attached()
