"""Work made on a phone: it is on the phone or on the server, once, under its owner, and never lost (sync.md)."""

import pytest
from playwright.sync_api import expect

from tests.browser.on_phone import (
    put,
    send,
    unsent,
    until,
    until_equal,
    use,
    wait_for_worker,
    wait_until_sent,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def page(own_sala, phone):
    own_sala.start()
    page = phone(service_workers="block")  # so that the page alone sends
    page.goto(f"{own_sala.url}/km/")
    use(page, own_sala)
    return page


def test_work_is_on_the_phone_at_once_and_safe_after_the_receipt(own_sala, page):
    item = put(page)
    assert item["state"] == "phone"
    wait_until_sent(page)
    assert own_sala.arrived(item["id"]) == [item["owner"]]


def test_without_a_network_work_stays_and_goes_when_there_is_one(own_sala, phone):
    page = phone()
    page.goto(f"{own_sala.url}/km/")
    use(page, own_sala)
    wait_for_worker(page)
    until(page, "caches.match('/km/offline/parts/').then(Boolean)")
    page.context.set_offline(True)
    items = [put(page, {"number": number}) for number in range(3)]
    assert send(page)["state"] == "offline"
    assert unsent(page) == 3
    expect(page.locator("[data-note=waiting] strong")).to_contain_text("3")
    page.context.set_offline(False)
    wait_until_sent(page)
    assert [own_sala.arrived(item["id"]) for item in items] == [[item["owner"]] for item in items]
    page.locator("[data-note=kept]").wait_for()


def test_the_sign_in_page_of_a_wifi_is_no_receipt(own_sala, page):
    with own_sala.portal() as seen:
        item = put(page)
        assert send(page)["state"] == "portal"
        assert ("POST", "/api/v1/sync/") in seen
        assert unsent(page) == 1
    assert send(page)["state"] == "sent"
    assert own_sala.arrived(item["id"]) == [item["owner"]]


def test_the_page_of_a_wifi_is_explained_in_khmer(own_sala, phone):
    page = phone()
    page.goto(f"{own_sala.url}/km/")
    use(page, own_sala)
    wait_for_worker(page)
    until(page, "caches.match('/km/offline/parts/').then(Boolean)")
    with own_sala.portal():
        put(page)
        send(page)
        note = page.locator("[data-note=waiting] [data-if=portal]")
        note.wait_for()
        assert "\u179c\u17c9\u17b6\u1799\u17a0\u17d2\u179c\u17b6\u1799" in note.inner_text()  # "Wi-Fi"


def test_a_server_in_trouble_keeps_everything_on_the_phone(own_sala, page):
    page.route("**/api/v1/sync/", lambda route: route.fulfill(status=503, headers={"X-Sala": "1"}, json={}))
    item = put(page)
    assert send(page)["state"] == "busy"
    assert unsent(page) == 1
    page.unroute("**/api/v1/sync/")
    send(page)
    assert own_sala.arrived(item["id"]) == [item["owner"]]


def test_an_answer_that_does_not_name_an_item_settles_nothing(own_sala, page):
    answers = {"results": [{"id": "00000000-0000-4000-8000-000000000000", "status": "stored"}]}
    page.route("**/api/v1/sync/", lambda route: route.fulfill(headers={"X-Sala": "1"}, json=answers))
    put(page)
    assert send(page)["state"] == "busy"
    answers["results"] = [
        {"id": page.evaluate("store.all('outbox').then(([item]) => item.id)"), "status": "perhaps"}
    ]
    assert send(page)["state"] == "busy"
    assert unsent(page) == 1


def test_a_refused_key_stops_neither_the_work_nor_the_others(own_sala, page):
    first = put(page)
    wait_until_sent(page)
    page.evaluate("owner => store.remember({owner, key: store.newKey()})", first["owner"])
    page.context.set_offline(True)
    kept = put(page)
    page.evaluate("store.choose(null)")
    other = put(page)
    page.context.set_offline(False)
    assert send(page)["state"] == "refused_key"
    assert unsent(page) == 1
    assert own_sala.arrived(other["id"]) == [other["owner"]]
    assert own_sala.arrived(kept["id"]) == []
    page.locator("[data-note=waiting] [data-if=refused_key]").wait_for()


def test_two_tabs_send_each_item_once(own_sala, page):
    second = page.context.new_page()
    second.goto(f"{own_sala.url}/km/")
    use(second, own_sala)
    page.context.set_offline(True)
    items = [put(tab, {"number": number}) for number in range(10) for tab in (page, second)]
    page.context.set_offline(False)
    for tab in (page, second):
        tab.evaluate("void outbox.send({force: true})")
    wait_until_sent(page)
    wait_until_sent(second)
    assert [own_sala.arrived(item["id"]) for item in items] == [[item["owner"]] for item in items]


def test_a_tab_that_dies_right_after_the_tap_loses_nothing(own_sala, page):
    page.context.set_offline(True)
    item = put(page)
    page.close(run_before_unload=False)
    page = next(iter(page.context.pages), None) or page.context.new_page()
    page.context.set_offline(False)
    page.goto(f"{own_sala.url}/km/")
    use(page, own_sala)
    wait_until_sent(page)
    assert own_sala.arrived(item["id"]) == [item["owner"]]


def test_work_goes_while_no_page_of_sala_is_open(own_sala, phone):
    page = phone()
    page.goto(f"{own_sala.url}/km/")
    use(page, own_sala)
    wait_for_worker(page)
    page.context.set_offline(True)
    item = put(page)
    until(page, "navigator.serviceWorker.ready.then(({sync}) => sync.getTags()).then((tags) => tags.length)")
    other = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    until_equal(other, lambda: own_sala.arrived(item["id"]), [item["owner"]])


def test_an_item_edited_while_it_was_on_its_way_is_sent_again(own_sala, page):
    sent = []

    def slow(route):
        (item,) = route.request.post_data_json["items"]
        sent.append(item["payload"]["text"])
        if len(sent) == 1:
            page.evaluate("id => outbox.put('kind-of-another-year', {text: 'second'}, {id})", item["id"])
        route.continue_()

    page.route("**/api/v1/sync/", slow)
    put(page, {"text": "first"})
    send(page)
    wait_until_sent(page)
    assert sent == ["first", "second"]


def test_five_hundred_items_go_in_batches_of_fifty_and_one_owner(own_sala, page):
    page.context.set_offline(True)
    page.evaluate(
        "(async () => { for (let n = 0; n < 500; n++) { await outbox.put('kind-of-another-year', {n}) } })()"
    )
    sizes = []
    page.on(
        "request", lambda asked: asked.method == "POST" and sizes.append(len(asked.post_data_json["items"]))
    )
    page.context.set_offline(False)
    wait_until_sent(page)
    assert sum(sizes) >= 500
    assert max(sizes) == 50


def test_where_nothing_can_be_kept_the_page_is_told(own_sala, phone):
    page = phone()
    page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('no storage here') }")
    page.goto(f"{own_sala.url}/en/")
    use(page, own_sala)
    assert page.evaluate("outbox.put('any', {}).catch((problem) => problem.code)") == "unavailable"
    assert page.evaluate("store.progress.set('lesson', {screens: ['a']}).then(({screens}) => screens)") == [
        "a"
    ]
    assert page.evaluate("store.progress.get('lesson').then(({screens}) => screens)") == ["a"]


def test_a_full_phone_says_so_and_keeps_what_it_had(own_sala, phone):
    page = phone(service_workers="block")
    room = page.context.new_cdp_session(page)
    room.send("Storage.overrideQuotaForOrigin", {"origin": own_sala.url, "quotaSize": 600_000})
    page.goto(f"{own_sala.url}/km/")
    use(page, own_sala)
    page.route("**/api/v1/sync/", lambda route: route.abort())
    item = put(page)
    too_much = "outbox.put('any', {text: 'x'.repeat(3e6)}).catch((problem) => problem.code)"
    assert page.evaluate(too_much) == "full"
    page.locator("[data-note=full]").wait_for()
    assert unsent(page) == 1
    page.unroute("**/api/v1/sync/")
    send(page)
    assert own_sala.arrived(item["id"]) == [item["owner"]]


def test_a_page_that_is_put_aside_holds_no_other_up(page):
    """As Safari does for its back button: what the page is in the middle of would never end."""
    page.evaluate(
        """async () => {
          const begun = (stores, work) => new Promise((resolve) => {
            store.change(stores, (tx) => resolve(work(tx))).catch(() => {});
          });
          const goOn = (state) => { state.get("seq").onsuccess = () => goOn(state) };
          const written = begun(["profiles"], (tx) => tx.commit());
          await Promise.all([written, begun(["state", "outbox"], (tx) => goOn(tx.objectStore("state")))]);
          dispatchEvent(new Event("pagehide"));
        }"""
    )
    put(page)
    wait_until_sent(page)
