"""What a learner did, on a phone that cannot send any more: it leaves as a file in somebody else's hands."""

import json
import re

import pytest
from playwright.sync_api import expect

from lms.demo.sign_ins import DEMO_PASSWORD
from tests.browser.field import sign_in_as_ambassador
from tests.browser.learner import LESSON, answer_first
from tests.browser.on_phone import until, use, wait_for_worker, wait_until_sent
from tests.browser.test_every_page import faults_of

pytestmark = pytest.mark.browser
THREE_DAYS_OLDER = """async () => {
  const items = await store.all("outbox");
  await store.change(["outbox"], (tx) => items.forEach((item) => {
    const made_at = new Date(Date.parse(item.made_at) - 3 * 86400000).toISOString();
    tx.objectStore("outbox").put({ ...item, made_at });
  }));
}"""


@pytest.mark.parametrize("language", ["km", "en"])
def test_old_work_of_a_learner_is_handed_in_by_an_ambassador_and_is_theirs(sala, phone, language):
    page = phone(locale=language)
    page.goto(sala.url + LESSON.format(language=language))
    question = answer_first(page)
    use(page, sala)
    wait_until_sent(page)  # the server knows this guest
    wait_for_worker(page)
    until(page, f"caches.match('/{language}/offline/parts/').then(Boolean)")
    page.context.set_offline(True)
    question.locator("label.choice").last.click()
    question.locator("button[name=check]").click()
    until(page, "outbox.waiting().then(({count}) => count === 2)")  # the answer, and how far
    page.goto(f"{sala.url}/{language}/me/")
    note = page.locator("[data-note=waiting]")
    note.wait_for()
    expect(note.locator(".give")).to_be_hidden()  # it is young, and sends itself

    use(page, sala)
    page.evaluate(THREE_DAYS_OLDER)
    items = page.evaluate("store.all('outbox')")
    page.reload()
    give = note.locator(".give button")
    give.wait_for()
    assert not list(faults_of(page))
    with page.expect_download() as given:
        give.click()
    expect(note.locator("[data-download]")).to_have_text(re.compile(r"\S"))
    text = given.value.path().read_text()
    (owner,) = {item["owner"] for item in items}
    assert [parcel["owner"] for parcel in json.loads(text)["parcels"]] == [owner]
    assert all(item["id"] not in text for item in items)

    other = phone()
    sign_in_as_ambassador(other, sala.url, "demo-ambassador-2", DEMO_PASSWORD, language="en")
    other.goto(f"{sala.url}/field/hand-in/")
    other.set_input_files("input[name=file]", given.value.path())
    other.locator("[data-hand-in] > button").click()
    expect(other.locator("main .chip.sent")).to_have_count(1)
    stored = "SELECT learner_id, revision FROM lms_syncitem WHERE id IN (?, ?)"
    ids = [item["id"].replace("-", "") for item in items]
    own = [(owner.replace("-", ""), 1)] * 2
    assert sala.rows(stored, *ids) == own

    page.context.set_offline(False)
    page.goto(f"{sala.url}/{language}/")
    use(page, sala)
    wait_until_sent(page)
    assert sala.rows(stored, *ids) == own
