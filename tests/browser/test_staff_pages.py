"""Staff pages with templates of our own have no barrier, Wagtail's frame around them included, in both languages."""

import base64
import secrets
import uuid

import pytest

from tests.browser.editor import SCREEN_SIZE, sign_in_to_admin
from tests.browser.on_phone import KIND
from tests.browser.pages import LANGUAGES, staff_pages
from tests.browser.test_every_page import violations
from tests.installation import ADMIN_PASSWORD

pytestmark = pytest.mark.browser


def set_something_aside(page, base):
    """What a phone sent and nobody could use."""
    key = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
    item = {"id": str(uuid.uuid4()), "kind": KIND, "made_at": "2026-01-01T00:00:00Z", "seq": 1, "payload": {}}
    answer = page.request.post(
        f"{base}/api/v1/sync/",
        headers={"Authorization": f"Submit {key}"},
        data={
            "owner": str(uuid.uuid4()),
            "app_version": "1",
            "sent_at": "2026-01-01T00:00:00Z",
            "items": [item],
        },
    )
    assert answer.json()["results"][0]["status"] == "quarantined"


@pytest.mark.parametrize("language", LANGUAGES)
def test_staff_pages_of_our_own_have_no_barrier(sala, phone, language):
    page = phone(locale=language, size=SCREEN_SIZE)
    sign_in_to_admin(page, sala.url, "admin", ADMIN_PASSWORD)
    set_something_aside(page, sala.url)
    found = []
    for path in staff_pages(page, sala.url):
        answer = page.goto(sala.url + path)
        if answer.status != 200 or page.locator("html").get_attribute("lang") != language:
            found.append(f"{path}: {answer.status}")
        for violation in violations(page):
            where = "; ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            found.append(f"{path}: {violation['id']} at {where}")
    assert not found
