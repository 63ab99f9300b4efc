"""What a phone keeps, asked of the modules that keep it, in the page itself."""

import json

from playwright.sync_api import Error

KIND = (
    "kind-of-another-year"  # kept for staff under its owner: where each item went is seen without any lesson
)


def use(page, sala, *names):
    """Makes modules available in the page as `store`, `outbox`, …; pages without them work the same."""
    for name in names or ("store", "outbox"):
        script = "async ([name, url]) => { window[name] = await import(url) }"
        arguments = [name, sala.address_of(name)]
        settled(page, lambda script=script, arguments=arguments: page.evaluate(script, arguments))


def put(page, payload=None, kind=KIND):
    """Work made on this page; returns the item."""
    return page.evaluate("([kind, payload]) => outbox.put(kind, payload)", [kind, payload or {"a": 1}])


def send(page):
    """Sends, and says what came of it, not of what was on its way before, as while there was no network."""
    return page.evaluate("outbox.send({force: true}).then(() => outbox.send({force: true}))")


def unsent(page):
    return page.evaluate("outbox.waiting().then(({count}) => count)")


ASKED_FOR_ITSELF = (
    "Execution context was destroyed",
    "net::ERR_ABORTED",
    "is interrupted by another navigation",
)


def settled(page, ask):
    """What `ask()` returns; a page that asked for itself anew meanwhile, as some do once, is asked again."""
    for _again in range(3):
        try:
            return ask()
        except Error as problem:
            if not any(sign in str(problem) for sign in ASKED_FOR_ITSELF):
                raise
            page.wait_for_load_state()
    return ask()


def until(page, question, seconds=60):
    """Returns when a promise made by `question` comes to something true; Playwright's own waiting takes no promises."""
    for _ in range(int(seconds * 5)):
        if settled(page, lambda: page.evaluate(question)):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{question} did not become true within {seconds} s")


def until_equal(page, found, wanted, seconds=60):
    """Returns when `found()`, as of rows in the database, is what is wanted."""
    for _ in range(int(seconds * 5)):
        if found() == wanted:
            return
        page.wait_for_timeout(200)
    assert found() == wanted


def until_drafted(page, sala, words):
    """Returns when the phone keeps a draft with these words."""
    use(page, sala, "store")
    said = json.dumps(words, ensure_ascii=False)
    is_there = f"name.startsWith('draft:') && JSON.stringify(draft).includes({said})"
    until(page, f"store.all('state').then((all) => all.some(({{ name, ...draft }}) => {is_there}))")


def until_told(page, sala, condition):
    """Returns when what the server said last of an ambassador's work, `data`, fulfils a condition."""
    use(page, sala, "store")
    until(page, f"store.get('state', 'field').then(({{ data }} = {{}}) => Boolean(data) && {condition})")


def words(found):
    """What each of the places found says, whether or not the browser has laid it out yet."""
    return [" ".join(text.split()) for text in found.all_text_contents()]


def wait_until_sent(page):
    until(page, "outbox.waiting().then(({count}) => count === 0)")


def send_on_return(page, sala):
    """The network is back, and with the next page what was made without it is sent."""
    page.context.set_offline(False)
    page.goto(f"{sala.url}/field/sessions/")
    use(page, sala)
    wait_until_sent(page)


def wait_for_worker(page):
    until(page, "Boolean(navigator.serviceWorker.controller)")


def save_course(page, base, language, course):
    page.goto(f"{base}/{language}/{course}/")
    page.locator("[data-do=save]:visible").click()
    page.locator("details[data-when=saved]").wait_for()
