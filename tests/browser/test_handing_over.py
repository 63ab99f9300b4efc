"""An ambassador hands the phone over where there is no network: nothing of theirs is in sight, and whoever goes on
writes under the own name, on the phone and, later, on the server."""

import pytest
from playwright.sync_api import expect

from lms.demo.sign_ins import DEMO_PASSWORD
from tests.browser.field import sign_in_as_ambassador
from tests.browser.on_phone import until, until_drafted
from tests.browser.test_every_page import faults_of
from tests.browser.test_field_phone import FIELD_IS_KEPT
from tests.browser.test_shared_field_phone import OUTBOX_IS_EMPTY, WAITS, leave, shell, stored, write_down

pytestmark = pytest.mark.browser

FIRST, SECOND = "demo-ambassador-5", "demo-ambassador-6"
IN_FORCE = """
from ambassadors.models import FieldSignIn
print(FieldSignIn.objects.in_force().filter(user__username="{username}").count())
"""


@pytest.fixture
def page(phone):
    return phone(locale="en", has_touch=True)


def sign_in(sala, page, username):
    """Returns the name by which the pages call them, once the phone keeps what it needs without a network."""
    sign_in_as_ambassador(page, sala.url, username, DEMO_PASSWORD, language="en")
    until(page, FIELD_IS_KEPT)
    return page.locator("body").get_attribute("data-person")


def hand_over(page):
    page.locator(".field-nav a[href='/field/sign-in/']").tap()
    button = page.get_by_role("button", name="Hand it over now")
    button.wait_for()
    assert not list(faults_of(page))
    button.tap()
    page.get_by_role("heading", name="Who are you?").wait_for()


def test_the_next_one_writes_under_the_own_name_and_sees_nothing_of_the_first(sala, page):
    second = sign_in(sala, page, SECOND)
    page.goto(f"{sala.url}/field/sessions/new/")
    page.fill("[data-headcount] [name=note]", "handed over: an old draft of the second one's")
    until_drafted(page, sala, "handed over: an old draft of the second one's")
    leave(page)
    first = sign_in(sala, page, FIRST)
    page.context.set_offline(True)
    write_down(sala, page, "handed over: the first one's")
    page.goto(f"{sala.url}/field/sessions/new/")
    page.fill("[data-headcount] [name=note]", "handed over: a draft of the first one's")
    until_drafted(page, sala, "handed over: a draft of the first one's")
    hand_over(page)
    assert not list(faults_of(page))
    page.locator("[data-part=hands] li button", has_text=second).tap()
    expect(page.locator("[data-part=home] [data-name]")).to_have_text(second)
    assert first not in page.locator("main").inner_text()
    page.goto(f"{sala.url}/field/sessions/")
    expect(page.locator("[data-part=home] [data-name]")).to_have_text(second)  # written after the list
    assert page.locator("[data-on-phone] .card").count() == 0
    page.goto(f"{sala.url}/field/sessions/new/")
    page.fill("[data-headcount] [name=headcount_total]", "2468")
    until_drafted(page, sala, "2468")  # after what was kept has been put into the form
    assert page.locator("[data-headcount] [name=note]").input_value() == ""
    write_down(sala, page, "handed over: the second one's")
    assert page.evaluate(WAITS) == 1
    page.context.set_offline(False)
    page.goto(f"{sala.url}/field/sessions/")
    page.wait_for_url("**/field/sign-in/**")
    until(page, OUTBOX_IS_EMPTY)
    assert stored(sala, "handed over") == [
        ("handed over: the first one's", FIRST),
        ("handed over: the second one's", SECOND),
    ]
    assert shell(sala, IN_FORCE, username=FIRST) == "0"
    sign_in(sala, page, SECOND)
    page.goto(f"{sala.url}/field/sessions/new/")
    expect(page.locator("[data-headcount] [name=note]")).to_have_value(
        "handed over: an old draft of the second one's"
    )


def test_who_never_signed_in_on_the_phone_is_told_so_and_gets_no_form(sala, page):
    sign_in(sala, page, FIRST)
    page.context.set_offline(True)
    page.goto(f"{sala.url}/field/")
    hand_over(page)
    page.goto(f"{sala.url}/field/sessions/new/")
    page.get_by_text("Who is not named here has to sign in").wait_for()
    expect(page.locator("form[data-headcount]")).to_be_hidden()
    page.context.set_offline(False)
    page.goto(f"{sala.url}/field/")
    page.wait_for_url("**/field/sign-in/**")


def test_signing_out_just_as_the_network_goes_ends_the_sign_in_all_the_same(sala, page):
    sign_in(sala, page, FIRST)
    page.context.set_offline(True)
    page.locator(".field-nav form button").tap()
    page.get_by_role("heading", name="Who are you?").wait_for()
    page.context.set_offline(False)
    page.goto(f"{sala.url}/field/")
    page.wait_for_url("**/field/sign-in/**")
