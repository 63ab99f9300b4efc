"""What the server answered otherwise than with "safe" is told as it is, to whom it concerns, until it is put away."""

import pytest
from playwright.sync_api import expect

from tests.browser.on_phone import put, until, use, wait_until_sent
from tests.browser.pages import COURSE
from tests.browser.test_every_page import faults_of

pytestmark = pytest.mark.browser

SYNC = "**/api/v1/sync/"
SETTLE = """
from django.utils import timezone; from lms.models import SetAsideItem
SetAsideItem.objects.update(dealt_with_at=timezone.now())
"""


@pytest.fixture
def page(own_sala, phone):
    own_sala.start()
    page = phone(locale="en", service_workers="block")
    open_page(page, own_sala)
    return page


def open_page(page, sala):
    page.goto(f"{sala.url}/en/{COURSE}/")
    use(page, sala)


def note(page, name):
    return page.locator(f"[data-note={name}]")


def answer_with(page, status, **errors):
    """The server answers every item like this."""

    def fulfil(route):
        items = route.request.post_data_json["items"]
        results = [{"id": item["id"], "status": status, "revision": None, "errors": errors} for item in items]
        route.fulfill(headers={"X-Sala": "1"}, json={"results": results})

    page.route(SYNC, fulfil)


def is_told_again(page, sala):
    """Whether the page, anew, has anything to tell."""
    open_page(page, sala)
    use(page, sala, "notes")
    return page.evaluate("notes.tellAnswers()")


def test_work_kept_for_staff_is_not_called_safe_and_goes_once_they_have_settled_it(own_sala, page):
    put(page)
    wait_until_sent(page)
    note(page, "kept").wait_for()
    assert "1" in note(page, "kept").locator("strong").inner_text()
    assert not list(faults_of(page))
    expect(note(page, "safe")).to_have_count(0)
    open_page(page, own_sala)
    note(page, "kept").wait_for()
    done = own_sala.manage("shell", "--no-imports", "-c", SETTLE)
    assert done.returncode == 0, done.stderr
    open_page(page, own_sala)
    until(page, "store.all('outbox').then((items) => !items.length)")
    expect(note(page, "kept")).to_have_count(0)


def test_a_notice_that_was_put_away_stays_away_and_the_work_stays_on_the_phone(own_sala, page):
    answer_with(page, "refused", answers={"en": ["This is too long."], "km": ["វែងពេក"]})
    put(page)
    note(page, "refused").get_by_text("This is too long.").wait_for()
    assert not list(faults_of(page))
    note(page, "refused").get_by_role("button", name="Close").click()
    expect(note(page, "refused")).to_have_count(0)
    assert not is_told_again(page, own_sala)
    assert note(page, "refused").count() == 0
    assert page.evaluate("store.all('outbox').then(([{state}]) => state)") == "refused"
    put(page)
    note(page, "refused").wait_for()
    assert "1" in note(page, "refused").locator("strong").inner_text()


@pytest.mark.parametrize("status", ["refused", "deleted", "quarantined", "conflict"])
def test_what_came_of_it_is_told_to_its_owner_alone(own_sala, page, status):
    answer_with(page, status)
    put(page)
    told = page.locator("[data-note=refused], [data-note=kept]")
    told.wait_for()
    page.evaluate("store.choose(null)")
    assert not is_told_again(page, own_sala)
    assert told.count() == 0
