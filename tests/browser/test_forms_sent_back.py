"""Forms that come back with what is wrong: no barrier, one language, and each says it beside a field or above it."""

import pytest

from lms.demo.sign_ins import DEMO_PASSWORD
from tests.browser.field import sign_in_as_ambassador
from tests.browser.test_every_page import faults_of, in_both

pytestmark = pytest.mark.browser

# Past the browser's own checks and every script, as from a phone that has neither.
SEND = """(changes) => {
  const form = document.querySelector("main form[method=post]");
  Object.keys(changes).forEach((name) => { form.elements[name].value = changes[name]; });
  HTMLFormElement.prototype.submit.call(form);
}"""


def faults_sent_back(page, base, paths, **changes):
    """Everything wrong with the pages that come of sending these forms, as a list of sentences."""
    found = []
    for path in paths:
        page.goto(base + path)
        with page.expect_navigation():
            page.evaluate(SEND, changes)
        page.locator("main :is(.error, .notice.problem)").first.wait_for()
        found += [f"{path}: {fault}" for fault in faults_of(page)]
    return found


@in_both
def test_forms_of_everybody_come_back_without_a_barrier(sala, phone, language, scheme):
    page = phone(locale=language, color_scheme=scheme)
    forms = [f"/{language}/{name}/" for name in ("join", "sign-in", "volunteer", "complain")]
    assert not faults_sent_back(page, sala.url, forms)


@in_both
def test_forms_of_an_ambassador_come_back_without_a_barrier(sala, phone, language, scheme):
    page = phone(locale=language, color_scheme=scheme)
    page.goto(f"{sala.url}/field/sign-in/?language={language}")
    assert not faults_sent_back(page, sala.url, ["/field/sign-in/"])
    sign_in_as_ambassador(page, sala.url, "demo-ambassador-3", DEMO_PASSWORD, language=language)
    assert not faults_sent_back(page, sala.url, ["/field/sessions/new/", "/field/test-code/"])
    own = page.request.get(f"{sala.url}/field/data.json").json()["sessions"]
    edit = next(f"/field/sessions/{session['id']}/edit/" for session in own if session["may_edit"])
    changed = {"base_revision": "0", "note": "ចំណាំ"}
    assert not faults_sent_back(page, sala.url, [edit], **changed)
    assert (
        page.input_value("input[name=base_revision]") != "0"
    )  # what a conflict offers: to save over the newer one
